//! One changeable vote for each person and idea.

use crate::{
    Idea, Refused, Score, Standing, Weight,
    events::IdeaVoted,
    model, permissions,
    recount::ballots,
    rows::{Polled, keep_standing, survivor, touch_for_vote},
    see, settings,
};
use act::{Actor, Id, Refusal, Result, Tx};

/// Casts a vote, changes it, or takes it back. Authors do not vote on their own idea: their wish is plain already.
///
/// Five statements: the idea's row is taken (and says all that decides), the vote is put down and the tally moves by the
/// difference, popularity moves by the old vote as faded from its own time and the new one, and the event is left. The
/// reaction to the event moves the idea in the lists.
///
/// # Errors
/// 401 for a visitor; 404 when there is no such idea for this person; 409 for one's own idea, one that takes no votes,
/// or one that lives on in another (it says where); 409 while the programme takes no part.
pub fn vote(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>, weight: Weight) -> Result<Score> {
    let by = who.id()?;
    let polled = touch_for_vote(tx, idea, by)?;
    let programme = polled.kept.programme;
    programmes::require(tx, who, &permissions::VOTE, programme)?;
    may_be_voted(tx, who, &polled)?;
    let points = figure(polled.points.as_ref(), &settings::POINTS);
    let cast = pieces::cast(tx, idea.cast(), by, weight.get(), None)?;
    if cast.before == cast.after {
        return Ok(polled.kept.standing.score(points, cast.after));
    }
    let mut standing = polled.kept.standing;
    let days = figure(polled.half_life.as_ref(), &settings::HALF_LIFE);
    let before = cast.at_before.and_then(|at| model::vote(cast.before, at));
    if standing.days != days || !standing.change(before, model::vote(cast.after, tx.now())) {
        standing = Standing::of(&ballots(tx, idea)?.votes, days);
    }
    keep_standing(tx, idea, &standing)?;
    let score = standing.score(points, cast.after);
    let (before, after) = (cast.before, cast.after);
    tx.emit(&IdeaVoted { idea, programme, by, before, after, points: score.points, voters: score.voters })?;
    if !polled.kept.ranked {
        // Whoever votes has seen it.
        see::note(tx, idea, by)?;
    }
    Ok(score)
}

fn may_be_voted(tx: &mut Tx<'_>, who: &Actor, polled: &Polled) -> Result<()> {
    let kept = &polled.kept;
    if !kept.listed && !pieces::may_see(tx, who, kept.id.cast())? {
        return Err(Refusal::not_found().into());
    }
    if kept.merged_into.is_some() {
        let survivor = survivor(tx, kept)?;
        return Err(Refused::MergedInto(survivor).into());
    }
    if !kept.listed {
        return Err(Refused::NotPublished.into());
    }
    if polled.own {
        return Err(Refused::OwnIdea.into());
    }
    if !polled.programme_open {
        programmes::open_for_posting(tx, kept.programme, model::ROOM)?;
    }
    if !kept.status.takes_votes() {
        return Err(Refused::NoVotesNow(kept.status).into());
    }
    Ok(())
}

/// A setting as it was read with the row.
fn figure(set: Option<&serde_json::Value>, setting: &web::Setting) -> i64 {
    set.and_then(serde_json::Value::as_i64).unwrap_or(setting.default)
}
