//! The pictures of a piece of one's own: looking, adding, taking off.

use crate::{Attach, Attachment, MOST, attach, attach::own, detach, of, receive};
use act::{Id, Result};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use pieces::{Head, Piece};
use web::{Answer, Errors, Page, See, Tongue, Uploads, Visit};

#[derive(Template)]
#[template(path = "pages/manage.html")]
struct Manage<'a> {
    t: &'a Tongue,
    id: Id<Piece>,
    back: String,
    name: String,
    pictures: &'a [Attachment],
    /// Room for more; nothing when there are as many as there may be.
    attach: Option<Attach<'a>>,
    errors: &'a Errors,
    form_key: String,
}

async fn look(visit: &Visit, id: Id<Piece>) -> Result<(Head, Vec<Attachment>)> {
    visit
        .read(move |tx, who| {
            own(tx, who, id)?;
            Ok((pieces::head(tx, who, id)?, of(tx, &[id])?.remove(&id).unwrap_or_default()))
        })
        .await
}

async fn page(visit: &Visit, id: Id<Piece>, errors: &Errors, sent: Option<&Uploads>) -> Answer<Page> {
    let (head, pictures) = look(visit, id).await?;
    let t = &visit.tongue;
    let alts: Vec<String> = (1..=MOST)
        .map(|n| sent.map_or_else(String::new, |sent| sent.get(&format!("alt-{n}")).to_owned()))
        .collect();
    let room = MOST.saturating_sub(pictures.len());
    let view = Manage {
        t,
        id,
        back: visit.cx.house().path_of(&head.kind, id).unwrap_or_else(|| format!("/pieces/{id}")),
        name: head.name(),
        pictures: &pictures,
        attach: (room > 0).then(|| {
            Attach::new(t, errors, room, &alts).after(sent.is_some_and(|sent| !sent.files.is_empty()))
        }),
        errors,
        form_key: visit.form_key(),
    };
    visit.page("", t.say("files-pictures"), &view)
}

pub(super) async fn show(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    page(&visit, id, &Errors::default(), None).await
}

pub(super) async fn add(visit: Visit, Path(id): Path<Id<Piece>>, sent: Uploads) -> Answer<Response> {
    // Whose piece it is comes first: nobody's pictures are drawn for a refusal.
    look(&visit, id).await?;
    let done = match receive(&visit.cx, &sent).await {
        Ok(ready) => visit.act(move |tx, who| attach(tx, who, id, &ready)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(See::other(format!("/pieces/{id}/pictures")).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(page(&visit, id, &errors, Some(&sent)).await?.status(422).into_response())
        }
    }
}

pub(super) async fn take_off(visit: Visit, Path((id, hash)): Path<(Id<Piece>, String)>) -> Answer<See> {
    visit.act(move |tx, who| detach(tx, who, id, &hash)).await?;
    Ok(See::other(format!("/pieces/{id}/pictures")))
}
