//! Opinion groups of a real conversation and of a crowd, beside red-dwarf, and the memory they take.

use crate::{Told, peer, seconds, timed};
use anyhow::{Context as _, Result};
use ballot::{
    chance::Seed,
    opinion::{Cast, GroupRule, Landscape, Stance, Tallies, Votes, agreed_by_all, find, representative},
};
use bench::{Bound, Line, median};
use std::{
    collections::HashMap,
    path::Path,
    process::{Command, ExitCode},
};

/// People of the crowd, statements, and the votes of each person.
const CROWD: (usize, usize, usize) = (100_000, 1_000, 30);
/// Memory may grow by a tenth more than the votes do; what does not grow with them is taken off first.
const LINEAR: f64 = 1.1;

struct Conversation {
    people: usize,
    statements: usize,
    casts: Vec<Cast>,
}

pub(crate) fn measure() -> Result<Told> {
    let Some(python) = peer::python() else { return Ok(Told::Skipped(peer::MISSING.to_owned())) };
    let uberx = ("vtaiwan.uberx", real("vtaiwan.uberx")?);
    let crowd = ("100,000 people, 1,000 statements", crowd(CROWD.0));
    let mut lines = Vec::new();
    for (name, talk) in [uberx, crowd] {
        let file = peer::written("votes.bin", &standing(&talk)?)?;
        let theirs = peer::ask(&python, "red-dwarf", &file)?;
        let (_, took) = timed(|| grouped(&talk))?;
        lines.push(Line {
            what: format!("opinion groups, {name}"),
            engine: "red-dwarf 0.4.0".to_owned(),
            subject: seconds(took),
            ceiling: theirs.said(),
            ratio: theirs.took.as_secs_f64() / took.as_secs_f64(),
            bound: Bound::AtLeast(20.0),
        });
    }
    Ok(Told::Lines(lines))
}

/// The votes that stand, as red-dwarf wants them: one of a person on a statement.
fn standing(talk: &Conversation) -> Result<Vec<u8>> {
    let votes = Votes::collect(talk.people, talk.statements, talk.casts.iter().copied())?;
    let signed = |stance| match stance {
        Stance::Agree => 1,
        Stance::Disagree => -1,
        Stance::Pass => 0,
    };
    let rows = (0..talk.people).flat_map(|person| {
        votes.of(person).map(move |(statement, stance)| [person as i32, statement as i32, signed(stance)])
    });
    Ok(rows.flatten().flat_map(i32::to_le_bytes).collect())
}

/// Everything that red-dwarf's pipeline finds: places, groups, and what each group and everybody agrees to.
fn grouped(talk: &Conversation) -> Result<usize> {
    let votes = Votes::collect(talk.people, talk.statements, talk.casts.iter().copied())?;
    let landscape = Landscape::of(&votes, &vec![false; talk.statements])?;
    let groups = find(&votes, &landscape, &GroupRule::default(), &[])?;
    let Some(partition) = groups.chosen() else { return Ok(0) };
    let tallies = Tallies::count(&votes, &partition.of, partition.groups)?;
    let speaking = (0..partition.groups).map(|group| representative(&tallies, group).len()).sum::<usize>();
    let shared = agreed_by_all(&tallies, ballot::opinion::Side::Agree).len();
    Ok(partition.groups + std::hint::black_box(speaking + shared))
}

/// The export of a conversation, the last vote of a person on a statement counting.
fn real(name: &str) -> Result<Conversation> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/polis").join(name);
    let path = folder.join("votes.csv");
    let text =
        std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers()?.clone();
    let column =
        |name: &str| head.iter().position(|one| one == name).with_context(|| format!("no column {name}"));
    let (at, statement, person, vote) =
        (column("timestamp")?, column("comment-id")?, column("voter-id")?, column("vote")?);
    let (mut people, mut statements) = (HashMap::new(), HashMap::new());
    let mut casts = Vec::new();
    for row in reader.records() {
        let row = row?;
        let place = |names: &mut HashMap<String, usize>, name: &str| {
            let next = names.len();
            *names.entry(name.to_owned()).or_insert(next)
        };
        casts.push(Cast {
            person: place(&mut people, &row[person]),
            statement: place(&mut statements, &row[statement]),
            // The exports write 1 for agree.
            stance: match row[vote].trim() {
                "1" => Stance::Agree,
                "-1" => Stance::Disagree,
                _ => Stance::Pass,
            },
            at: row[at].trim().parse()?,
        });
    }
    Ok(Conversation { people: people.len(), statements: statements.len(), casts })
}

/// Three camps that answer alike more often than not.
fn crowd(people: usize) -> Conversation {
    let (_, statements, each) = CROWD;
    let mut chance = Seed::of("bench: crowd").chance();
    let lean: Vec<[f64; 3]> =
        (0..statements).map(|_| [chance.unit(), chance.unit(), chance.unit()]).collect();
    let mut casts = Vec::with_capacity(people * each);
    for person in 0..people {
        let camp = chance.below(3) as usize;
        let start = chance.below(statements as u64) as usize;
        for step in 0..each {
            // Thirty-three and a thousand have no common divisor, so that nobody votes on a statement twice.
            let statement = (start + step * 33) % statements;
            let stance = match chance.unit() {
                luck if luck < 0.1 => Stance::Pass,
                _ if chance.unit() < lean[statement][camp] => Stance::Agree,
                _ => Stance::Disagree,
            };
            casts.push(Cast { person, statement, stance, at: 0 });
        }
    }
    Conversation { people, statements, casts }
}

/// The memory of a crowd and of one four times as large, each in a process of its own.
pub(crate) fn measure_memory() -> Result<Told> {
    let most = |people: usize| -> Result<f64> {
        let ran = Command::new(std::env::current_exe()?).args(["memory-of", &people.to_string()]).output()?;
        let said = String::from_utf8(ran.stdout)?;
        said.trim().parse().with_context(|| format!("no figure but {said:?}"))
    };
    let mut growth = Vec::new();
    let (small, large) = (CROWD.0 / 4, CROWD.0);
    let mut shown = (0.0, 0.0);
    for _ in 0..3 {
        // A hundred people show what the process and the statements take by themselves.
        let (bare, few, many) = (most(100)?, most(small)?, most(large)?);
        growth.push((many - bare) / (few - bare) / (large as f64 / small as f64));
        shown = (few, many);
    }
    let megabytes = |bytes: f64| format!("{:.0} MB", bytes / 1e6);
    Ok(Told::Lines(vec![Line {
        what: "memory of opinion groups, four times the votes over four".to_owned(),
        engine: "itself".to_owned(),
        subject: megabytes(shown.1),
        ceiling: megabytes(shown.0),
        ratio: median(growth),
        bound: Bound::AtMost(LINEAR),
    }]))
}

/// Groups a crowd, and says the most memory that was ever resident, in bytes.
pub(crate) fn in_memory(arguments: &[String]) -> Result<ExitCode> {
    let people = arguments.first().context("how many people?")?.parse()?;
    std::hint::black_box(grouped(&crowd(people))?);
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let kilobytes: u64 = line.split_whitespace().next().context("no figure")?.parse()?;
    bench::say(&(kilobytes * 1024).to_string());
    Ok(ExitCode::SUCCESS)
}
