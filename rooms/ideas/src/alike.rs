//! Likely duplicates, found before something is posted. They are suggested, never merged by a machine.

use crate::{Idea, rows, settings};
use act::{Actor, Id, List, Result, Tx, sql};
use programmes::Programme;
use reading::{
    language::Language,
    likeness::{Fingerprint, Reason, THRESHOLD, rank},
};
use serde::Serialize;

/// Candidates that are compared in detail.
const CANDIDATES: i64 = 300;
/// Likely duplicates that are shown.
pub const SHOWN: usize = 5;

/// An idea that may say the same.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Alike {
    /// The idea; where it was merged, the one it lives on in.
    #[schema(value_type = String)]
    pub idea: Id<Idea>,
    /// Its title.
    pub title: String,
    /// How it stands.
    pub status: crate::Status,
    /// Its points; nothing while it still needs eyes.
    pub points: Option<i64>,
    /// How alike, from 0 to 1.
    pub likeness: f64,
    /// Words that both use, the most telling first.
    pub shared_words: Vec<String>,
}

/// What is compared of a text.
pub(crate) fn fingerprint(title: &str, body: &str, language: Option<&str>) -> Fingerprint {
    let known: Option<Language> = language.and_then(|tag| tag.parse().ok());
    Fingerprint::new(title, body, known)
}

/// Stores what is compared of an idea, in place of what was stored before.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    idea: Id<Idea>,
    fingerprint: &Fingerprint,
) -> Result<()> {
    let bytes = fingerprint.to_bytes();
    sql!(tx.exec(
        "INSERT INTO idea_fingerprints (idea, bytes) VALUES ($1, $2)
         ON CONFLICT (idea) DO UPDATE SET bytes = excluded.bytes",
        idea,
        bytes
    ))?;
    let bands: Vec<Id<()>> = fingerprint.keys().into_iter().map(Id::from_raw).collect();
    sql!(tx.exec("DELETE FROM idea_bands WHERE idea = $1", idea))?;
    for band in bands {
        sql!(tx.exec(
            "INSERT INTO idea_bands (programme, band, idea) VALUES ($1, $2, $3)",
            programme,
            band,
            idea
        ))?;
    }
    Ok(())
}

/// Identifiers and likenesses of ideas of this programme that may say the same, the likeliest first.
pub(crate) fn found(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    text: &Fingerprint,
    except: Option<Id<Idea>>,
) -> Result<Vec<(Id<Idea>, f64, Vec<String>)>> {
    let bands: Vec<Id<()>> = text.keys().into_iter().map(Id::from_raw).collect();
    if bands.is_empty() {
        return Ok(Vec::new());
    }
    let candidates: Vec<(Id<Idea>, i64)> = sql!(tx.all(
        "SELECT idea, COUNT(*) AS shared FROM idea_bands WHERE programme = $1 AND band IN {list $2}
         GROUP BY idea ORDER BY shared DESC, idea DESC LIMIT $3",
        programme,
        List(&bands),
        CANDIDATES
    ))?;
    let ids: Vec<Id<Idea>> =
        candidates.into_iter().map(|(id, _)| id).filter(|id| Some(*id) != except).collect();
    let stored: Vec<(Id<Idea>, Vec<u8>)> = sql!(
        tx.all("SELECT idea, bytes FROM idea_fingerprints WHERE idea IN {list $1} LIMIT 1000", List(&ids))
    )?;
    let read: Vec<(Id<Idea>, Fingerprint)> = stored
        .into_iter()
        .filter_map(|(id, bytes)| Some((id, Fingerprint::from_bytes(&bytes).ok()?)))
        .collect();
    let ranked = rank(text, read.iter().map(|(id, print)| (*id, print)), None, THRESHOLD);
    Ok(ranked.into_iter().map(|one| (one.key, one.likeness.score, words(&one.likeness.reasons))).collect())
}

fn words(reasons: &[Reason]) -> Vec<String> {
    let mut shared = Vec::new();
    for reason in reasons {
        if let Reason::SharesRareWords { words } | Reason::SharesWords { words } = reason {
            shared.extend(words.iter().cloned());
        }
    }
    shared
}

/// Ideas of this programme that may say the same and that this reader may see, the likeliest first, at most
/// [`SHOWN`]. A merged one stands for the idea it lives on in.
///
/// # Errors
/// The store's.
pub fn alike(
    tx: &mut Tx<'_>,
    who: &Actor,
    programme: Id<Programme>,
    title: &str,
    body: &str,
    language: Option<&str>,
    except: Option<Id<Idea>>,
) -> Result<Vec<Alike>> {
    let text = fingerprint(title, body, language);
    let mut likely: Vec<(Id<Idea>, f64, Vec<String>)> = Vec::new();
    for (idea, likeness, words) in found(tx, programme, &text, except)?.into_iter().take(SHOWN * 4) {
        let survivor = pieces::survivor(tx, idea.cast())?.cast();
        if Some(survivor) != except && likely.iter().all(|(known, _, _)| *known != survivor) {
            likely.push((survivor, likeness, words));
        }
    }
    let ids: Vec<_> = likely.iter().map(|(id, _, _)| id.cast()).collect();
    let heads = pieces::heads(tx, who, &ids)?;
    let rows = rows::kept_of(tx, &likely.iter().map(|(id, _, _)| *id).collect::<Vec<_>>())?;
    let worth = settings::POINTS.value(tx)?;
    let shown = heads.iter().filter_map(|head| {
        let (idea, likeness, words) = likely.iter().find(|(id, _, _)| id.cast() == head.id)?;
        let row = rows.get(idea)?;
        Some(Alike {
            idea: *idea,
            title: head.name(),
            status: row.status,
            points: row.ranked.then(|| row.standing.net() * worth),
            likeness: *likeness,
            shared_words: words.clone(),
        })
    });
    Ok(shown.take(SHOWN).collect())
}

/// Likely duplicates that were not shown to whoever posts; empty when all were.
pub(crate) fn unseen(alike: Vec<Alike>, seen: &[Id<Idea>]) -> Vec<Alike> {
    if alike.iter().all(|one| seen.contains(&one.idea)) { Vec::new() } else { alike }
}
