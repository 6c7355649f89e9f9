//! Recounting a round's record from its file alone: no house, no database.

use crate::cli::say;
use anyhow::{Context as _, Result, bail};
use std::{fs, path::Path};

/// `weft recount`. Says what agrees and what does not; anything that does not is a failure.
pub(crate) fn run(file: &Path, out: Option<&Path>) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let recount = rounds::recount(&bytes)
        .with_context(|| format!("{} cannot be recounted; nothing was written", file.display()))?;
    if let Some(out) = out {
        fs::write(out, &recount.bytes).with_context(|| format!("cannot write {}", out.display()))?;
    }
    for difference in &recount.differences {
        say(&format!("look {difference}"));
    }
    let same = recount.bytes == bytes;
    if !same {
        say("look the file, written anew from its ballots, has other bytes");
    }
    say(&format!("round {}, {} entries, head {}", recount.round, recount.entries, recount.head));
    match (recount.differences.len(), same) {
        (0, true) => {
            say("recounted: every byte is the same");
            Ok(())
        }
        (0, false) => bail!("the record is written otherwise than it was"),
        (many, _) => bail!("{many} entries do not agree with what they are counted from"),
    }
}
