//! Taking pictures from a form, before the act that attaches them.

use crate::{
    picture::{Picture, Unfit, redraw},
    shelf::{Shelf, name},
};
use act::{Line, Refusal, Result, sql};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use store::Store;
use web::{Cx, Upload, Uploads};

/// The most pictures of one piece.
pub const MOST: usize = 6;
/// The longest description, in characters.
pub const ALT: usize = 500;
/// Files that one reception sweeps.
const SWEPT: i64 = 20;

/// A picture on the shelf that may be attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// Its name on the shelf.
    pub hash: String,
    /// What it shows; empty when it is decorative.
    pub alt: String,
}

/// Takes the pictures of a form (fields `picture-1` … `picture-6`, each with `alt-n` or `decorative-n`): looks at every
/// one, redraws them off the async threads, and puts them on the shelf. Nothing is attached yet; what is not attached
/// within a day is swept away.
///
/// # Errors
/// 422 by field for what is unfit or not described, all of them at once; a fault when there is no shelf or it fails.
pub async fn receive(cx: &Cx, uploads: &Uploads) -> Result<Vec<Ready>> {
    let sent: Vec<&Upload> = uploads.files.iter().filter(|file| number(&file.field).is_some()).collect();
    if sent.is_empty() {
        return Ok(Vec::new());
    }
    let shelf = cx.part::<Shelf>().ok_or_else(|| fault("there is no shelf for files"))?;
    let mut refusals = Vec::new();
    if sent.len() > MOST {
        refusals.push(Refusal::field("picture-1", "files-too-many").with("most", MOST));
    }
    let mut ready = Vec::new();
    for upload in sent.into_iter().take(MOST) {
        match look(upload, uploads).await? {
            Ok((picture, alt)) => ready.push((picture, alt)),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if let Some(refusal) = Refusal::all(refusals) {
        return Err(refusal.into());
    }
    let mut kept = Vec::new();
    for (picture, alt) in ready {
        kept.push(Ready { hash: keep(cx.store(), &shelf, picture).await?, alt });
    }
    sweep(cx, SWEPT).await?;
    Ok(kept)
}

fn number(field: &str) -> Option<&str> {
    field
        .strip_prefix("picture-")
        .filter(|n| !n.is_empty() && n.len() < 3 && n.bytes().all(|b| b.is_ascii_digit()))
}

async fn look(upload: &Upload, uploads: &Uploads) -> Result<Result<(Picture, String), Refusal>> {
    let n = number(&upload.field).unwrap_or_default();
    let decorative = !uploads.get(&format!("decorative-{n}")).is_empty();
    let field = format!("alt-{n}");
    let alt = match Line::<ALT>::optional(uploads.get(&field)) {
        Err(fault) => return Ok(Err(fault.refusal(field))),
        Ok(Some(alt)) if !decorative => alt.into_string(),
        Ok(_) if decorative => String::new(),
        Ok(_) => return Ok(Err(Refusal::field(field, "files-describe"))),
    };
    let bytes = upload.bytes.clone();
    let drawn = tokio::task::spawn_blocking(move || redraw(&bytes)).await;
    // A decoder that panics over a file says that the file is damaged.
    let drawn = drawn.unwrap_or(Err(Unfit::Damaged));
    Ok(drawn.map(|picture| (picture, alt)).map_err(|unfit| refusal(unfit, &upload.field, &upload.name)))
}

fn refusal(unfit: Unfit, field: &str, name: &str) -> Refusal {
    let key = match unfit {
        Unfit::Empty => "files-empty",
        Unfit::TooLarge => "files-too-large",
        Unfit::TooManyPixels => "files-too-many-pixels",
        Unfit::WrongType => "files-wrong-type",
        Unfit::Damaged => "files-damaged",
    };
    let name = act::search_key(&name.chars().filter(|c| !c.is_control()).take(60).collect::<String>());
    Refusal::field(Cow::Owned(field.to_owned()), key).with("name", name)
}

/// Puts one picture on the shelf, drawn anew as those of a form are, and says its name there: for the demo.
///
/// # Errors
/// A fault when it is unfit, and the store's and the shelf's.
pub async fn take(store: &Store, shelf: &Shelf, bytes: &'static [u8]) -> Result<String> {
    let drawn = tokio::task::spawn_blocking(move || redraw(bytes)).await;
    let picture = drawn.unwrap_or(Err(Unfit::Damaged)).map_err(|unfit| fault(&unfit.to_string()))?;
    keep(store, shelf, picture).await
}

async fn keep(store: &Store, shelf: &Shelf, picture: Picture) -> Result<String> {
    let _alone = shelf.alone.lock().await;
    let hash = picture.hash.clone();
    let size = i64::try_from(picture.full.len()).unwrap_or(i64::MAX);
    let (media_type, width, height) = (picture.media_type, picture.width, picture.height);
    let named = hash.clone();
    store
        .write(move |tx| -> Result<()> {
            let now = tx.now();
            sql!(tx.exec(
                "INSERT INTO files (hash, media_type, width, height, size, at) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (hash) DO UPDATE SET at = excluded.at",
                named, media_type, width, height, size, now
            ))?;
            Ok(())
        })
        .await?;
    let files = shelf.files.clone();
    let put = tokio::task::spawn_blocking(move || {
        for (width, bytes) in &picture.small {
            files.put(&name(&picture.hash, Some(*width)), bytes)?;
        }
        files.put(&picture.hash, &picture.full)
    });
    put.await.map_err(|e| fault(&e.to_string()))?.map_err(|e| fault(&e.to_string()))?;
    Ok(hash)
}

pub(crate) fn fault(words: &str) -> act::Error {
    store::Error::Engine(format!("files: {words}")).into()
}

/// Removes files that no piece shows and that were received more than a day ago, at most `most`; how many.
///
/// # Errors
/// The store's and the shelf's.
pub async fn sweep(cx: &Cx, most: i64) -> Result<usize> {
    let Some(shelf) = cx.part::<Shelf>() else { return Ok(0) };
    let _alone = shelf.alone.lock().await;
    let gone: Vec<String> = cx
        .store()
        .write(move |tx| -> Result<Vec<String>> {
            let before = tx.now() - act::Span::days(1);
            Ok(sql!(tx.all(
                "DELETE FROM files WHERE hash IN (
                     SELECT f.hash FROM files f WHERE f.at < $1
                         AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.file = f.hash)
                     ORDER BY f.at LIMIT $2)
                 RETURNING hash",
                before,
                most
            ))?)
        })
        .await?;
    let (count, files) = (gone.len(), shelf.files.clone());
    let removed = tokio::task::spawn_blocking(move || {
        for hash in &gone {
            for version in [None, Some(crate::picture::WIDTHS[0]), Some(crate::picture::WIDTHS[1])] {
                files.remove(&name(hash, version))?;
            }
        }
        std::io::Result::Ok(())
    });
    removed.await.map_err(|e| fault(&e.to_string()))?.map_err(|e| fault(&e.to_string()))?;
    Ok(count)
}
