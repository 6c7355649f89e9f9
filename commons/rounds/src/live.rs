//! What live pages hear of a round: who has voted so far and, where everybody may see it, how it stands.

use crate::{
    Round,
    events::{
        BallotCast, ElectorExcluded, RoundAmended, RoundClosed, RoundDecided, RoundOpened, RoundPublished,
    },
    rows,
    rule::Counts,
    view,
};
use act::{Actor, Event, Id, Result, Tx};
use events::{Announcement, Announcer, Outgoing};
use web::Topic;

/// Listening to a round.
pub(crate) const TOPICS: &[Topic] = &[Topic { prefix: "round", may_hear }];

/// What is told of a round.
pub(crate) const ANNOUNCERS: &[Announcer] = &[Announcer {
    to: &[
        BallotCast::NAME,
        ElectorExcluded::NAME,
        RoundOpened::NAME,
        RoundAmended::NAME,
        RoundClosed::NAME,
        RoundDecided::NAME,
        RoundPublished::NAME,
    ],
    announce,
}];

fn may_hear(tx: &mut Tx<'_>, who: &Actor, name: &str) -> Result<bool> {
    let Ok(id) = name.parse::<Id<Round>>() else { return Ok(false) };
    match rows::kept(tx, id) {
        Ok(round) => rows::sees(tx, who, &round),
        Err(error) if error.refusal().is_some() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Everybody who listens hears the same, so figures are told only where nobody's view hangs on whether they voted.
fn announce(tx: &mut Tx<'_>, event: &Outgoing) -> Result<Vec<Announcement>> {
    let round = rows::kept(tx, Id::from_raw(event.about))?;
    let mut told = Announcement::new(format!("round:{}", round.id)).with("voters", round.voters);
    if event.name != BallotCast::NAME {
        told = told.with("state", round.state.name());
    }
    let open_to_all = round.rule.counts == Counts::Open && !round.state.counted();
    if open_to_all && view::hidden(tx, &round, false)?.is_none() {
        let standing = view::standing(tx, &round)?;
        let way = standing.way;
        for figure in standing.figures {
            let (value, answers) = (format!("value-{}", figure.item), format!("answers-{}", figure.item));
            told = told.with(value, crate::pages::shown(way, figure.value)).with(answers, figure.answers);
        }
    }
    Ok(vec![told])
}
