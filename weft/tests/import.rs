//! What comes from elsewhere arrives whole, once, and counted as its own site counted it.

#![allow(clippy::disallowed_methods, reason = "these tests start programs and use the server they are lent")]

mod harness;

use harness::{Engine, Place, Ran, binary, real};
use serde_json::json;
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
};

/// Imports twice; says what the first run counted, having seen that the second changed nothing.
#[track_caller]
fn arrives_once(place: &Place, kind: &str, folder: &Path, programme: &str) -> serde_json::Value {
    arrives_once_with(place, &["import", kind, folder.to_str().expect("a path"), "--programme", programme])
}

#[track_caller]
fn arrives_once_with(place: &Place, arguments: &[&str]) -> serde_json::Value {
    let import = || place.weft(arguments).succeeds();
    let first = import().json();
    let rows = place.rows();
    assert_eq!(import().json(), first, "the second run counts the same");
    assert_eq!(place.rows(), rows, "the second run changes nothing");
    place.weft(&["doctor"]).succeeds();
    first
}

fn has(place: &Place, counts: &serde_json::Value, expected: &[(&str, u64)]) {
    for (name, count) in expected {
        assert_eq!(counts[name], json!(count), "{name} in {counts}");
    }
    let pieces = place.number("SELECT COUNT(*) FROM pieces WHERE kind = 'idea'");
    assert_eq!(json!(pieces), counts["pieces"], "what is counted is there");
}

#[test]
fn proposals_and_comments_of_consul_arrive_and_supports_are_no_votes() {
    let place = Place::new(Engine::Sqlite);
    let counts = arrives_once(&place, "consul", &real("consul-madrid"), "madrid");
    has(&place, &counts, &[("pieces", 80), ("comments", 5633), ("notes", 268), ("votes", 0)]);
    assert_eq!(place.number("SELECT COUNT(*) FROM pieces WHERE kind = 'comment'"), 5633);
    assert_eq!(place.number("SELECT COUNT(*) FROM votes"), 0, "supports come without voters");
    let supports: i64 = column(&real("consul-madrid").join("proposals.csv"), "numSupports")
        .iter()
        .map(|n| n.parse::<i64>().expect("a number"))
        .sum();
    assert_eq!(place.number("SELECT CAST(SUM(supports) AS BIGINT) FROM ideas"), supports);
}

fn polis(engine: Engine, conversation: &str, votes: u64) {
    let folder = real("polis").join(conversation);
    let place = Place::new(engine);
    let path = folder.to_str().expect("a path");
    let counts =
        arrives_once_with(&place, &["import", "polis", path, "--programme", conversation, "--verify"]);
    let ballots = last_votes(&folder.join("votes.csv"));
    assert_eq!(ballots.len() as u64, votes, "one ballot for each voter and statement");
    let statements = column(&folder.join("comments.csv"), "comment-id").len() as u64;
    has(&place, &counts, &[("pieces", statements), ("comments", 0), ("votes", votes)]);
    let weights = |weight: i64| ballots.values().filter(|&&vote| vote == weight).count() as i64;
    assert_eq!(place.number("SELECT COUNT(*) FROM votes"), votes as i64);
    for (weight, column) in [(1, "up"), (-1, "down")] {
        let counted = place.number(&format!("SELECT CAST(SUM({column}) AS BIGINT) FROM piece_tallies"));
        assert_eq!(counted, weights(weight), "the counters say {column} as the file does");
    }
    // The round is about the statements that were shown, and counts the same votes.
    let shown: Vec<String> = lines(&folder.join("comments.csv"))
        .into_iter()
        .filter(|line| line["moderated"] != "-1")
        .map(|line| line["comment-id"].clone())
        .collect();
    assert_eq!(place.number("SELECT items FROM rounds"), shown.len() as i64);
    let about = ballots.keys().filter(|(statement, _)| shown.contains(statement)).count();
    assert_eq!(place.number("SELECT COUNT(*) FROM round_ballots"), about as i64);
    assert_eq!(counts["verified"]["differ"], json!(0), "{counts}");
    let people = lines(&folder.join("participants-votes.csv")).len();
    let figures = 2 * shown.len() + 3 * people + 1;
    assert_eq!(counts["verified"]["figures"], json!(figures), "agreement, participants and how many groups");
    assert!(counts["verified"]["groups_alike"].as_f64().is_some_and(|alike| alike > 0.1), "{counts}");
}

#[test]
fn every_ballot_of_a_small_polis_conversation_arrives_once_on_sqlite() {
    polis(Engine::Sqlite, "bg2050-volunteers", 14_283);
}

#[test]
fn every_ballot_of_a_small_polis_conversation_arrives_once_on_postgresql() {
    polis(Engine::Postgres, "bg2050-volunteers", 14_283);
}

#[test]
fn every_ballot_of_a_polis_conversation_of_thirty_thousand_arrives_once() {
    polis(Engine::Sqlite, "scoop-hivemind.biodiversity", 29_719);
}

#[test]
fn every_ballot_of_a_polis_conversation_of_fifty_thousand_arrives_once() {
    polis(Engine::Sqlite, "vtaiwan.uberx", 49_443);
}

/// The last vote of each voter on each statement, read without the importer.
fn last_votes(file: &Path) -> HashMap<(String, String), i64> {
    let mut last: HashMap<(String, String), (i64, i64)> = HashMap::new();
    let mut reader = csv::Reader::from_path(file).expect("votes.csv");
    for line in reader.deserialize::<BTreeMap<String, String>>() {
        let line = line.expect("a line");
        let number = |name: &str| line[name].parse::<i64>().expect("a number");
        let key = (line["comment-id"].clone(), line["voter-id"].clone());
        let vote = (number("timestamp"), number("vote"));
        let known = last.entry(key).or_insert(vote);
        if vote.0 >= known.0 {
            *known = vote;
        }
    }
    last.into_iter().map(|(key, (_, vote))| (key, vote)).collect()
}

fn lines(file: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(file).expect("the file");
    reader.deserialize().map(|line| line.expect("a line")).collect()
}

fn column(file: &Path, name: &str) -> Vec<String> {
    lines(file).into_iter().map(|mut line| line.remove(name).expect("the column")).collect()
}

/// The ideas of a survey, deleted ones too, and every valid vote; the scores are those of the file.
fn wiki_survey(engine: Engine, survey: &str) {
    let file = |what: &str| real("wiki-surveys").join(format!("{survey}-{what}.csv"));
    let (ideas, votes) = (file("ideas"), file("votes"));
    let [ideas_path, votes_path] = [&ideas, &votes].map(|path| path.to_str().expect("a path"));
    let place = Place::new(engine);
    let counts = arrives_once_with(
        &place,
        &["import", "wiki-survey", ideas_path, votes_path, "--programme", survey, "--verify"],
    );
    let valid: Vec<_> = lines(&votes).into_iter().filter(|vote| vote["Valid"] == "TRUE").collect();
    let mut known = column(&ideas, "Idea ID");
    let kept = known.len();
    known.extend(valid.iter().flat_map(|vote| [vote["Winner ID"].clone(), vote["Loser ID"].clone()]));
    known.sort();
    known.dedup();
    let mut asked = BTreeMap::new();
    for vote in &valid {
        let pair = [&vote["Winner ID"], &vote["Loser ID"]];
        let pair = (vote["Session ID"].clone(), pair[0].min(pair[1]).clone(), pair[0].max(pair[1]).clone());
        *asked.entry(pair).or_insert(0_u64) += 1;
    }
    let again: u64 = asked.values().map(|times| times - 1).sum();
    let void = lines(&votes).len() - valid.len();
    let notes = again + (known.len() - kept + void) as u64;
    let expected =
        [("pieces", known.len() as u64), ("votes", valid.len() as u64), ("notes", notes), ("skipped", 0)];
    has(&place, &counts, &expected);
    assert_eq!(place.number("SELECT COUNT(*) FROM round_ballots"), valid.len() as i64);
    assert_eq!(place.texts("SELECT state FROM rounds"), ["closed"]);
    let verified = &counts["verified"];
    assert_eq!((&verified["figures"], &verified["differ"]), (&json!(3 * kept), &json!(0)), "{counts}");
    assert!(verified["largest"].as_f64().is_some_and(|off| off <= 1e-3), "{counts}");
}

#[test]
fn a_wiki_survey_of_experts_becomes_a_round_with_the_scores_of_its_file_on_postgresql() {
    wiki_survey(Engine::Postgres, "experts-eviction");
}

#[test]
fn wiki_surveys_of_a_crowd_become_rounds_with_the_scores_of_their_files() {
    for survey in ["crowd-eviction", "crowd-gpa", "crowd-layoff"] {
        wiki_survey(Engine::Sqlite, survey);
    }
}

const SURVEY: &str = "\
Wikisurvey ID,Idea ID,Idea Text,Wins,Losses,Times involved in Cant Decide,Score,User Submitted,Session ID,Created at,Last Activity,Active,Appearances on Left,Appearances on Right,Info
9,1,Mend seams for free,2,0,0,75.0,TRUE,70,2017-06-29 01:17:10 UTC,2017-06-29 15:51:16 UTC,TRUE,1,1,NA
9,2,Lend an iron,0,1,0,90.0,FALSE,70,2017-06-29 01:17:10 UTC,2017-06-29 15:51:16 UTC,FALSE,1,1,NA
";
const PAIRS: &str = "\
Vote ID,Session ID,Winner ID,Winner Text,Loser ID,Loser Text,Created at,Valid
1,71,1,Mend seams for free,2,Lend an iron,2017-06-29 15:20:59 UTC,TRUE
2,71,1,Mend seams for free,3,Buy my watches,2017-06-29 15:21:59 UTC,TRUE
3,72,2,Lend an iron,1,Mend seams for free,2017-06-29 15:22:59 UTC,FALSE
4,72,2,Lend an iron,1,Mend seams for free,yesterday,TRUE
5,72,2,Lend an iron,2,Lend an iron,2017-06-29 15:22:59 UTC,TRUE
";

#[test]
fn a_figure_that_the_votes_do_not_give_and_votes_that_are_none_are_named() {
    let place = Place::new(Engine::Sqlite);
    let folder = place.path("survey");
    write(&folder, &[("ideas.csv", SURVEY), ("votes.csv", PAIRS)]);
    let [ideas, votes] = ["ideas.csv", "votes.csv"].map(|name| folder.join(name));
    let [ideas, votes] = [&ideas, &votes].map(|path| path.to_str().expect("a path"));
    let import =
        ["import", "wiki-survey", ideas, votes, "--programme", "mending", "--question", "Which first?"];
    let ran = place.weft(&import).succeeds();
    for line in ["votes.csv, line 5", "votes.csv, line 6"] {
        assert!(ran.complained.contains(line), "{line}: {}", ran.complained);
    }
    // A deleted idea and a vote that was taken out are notes.
    has(&place, &ran.json(), &[("pieces", 3), ("votes", 2), ("skipped", 2), ("notes", 2), ("people", 3)]);
    let hidden = "SELECT title FROM pieces WHERE kind = 'idea' AND visibility <> 'public'";
    assert_eq!(
        place.texts(hidden),
        ["Buy my watches"],
        "what was deleted there is not shown to everybody here"
    );
    assert!(place.texts("SELECT rule FROM rounds")[0].contains("Which first?"));

    let verified = place.weft(&[&import[..], &["--verify"]].concat());
    assert_eq!(verified.code, Some(1), "{verified:?}");
    assert!(verified.complained.contains("score of idea 2: 33.3"), "{}", verified.complained);
    assert_eq!(verified.json()["verified"]["differ"], json!(1), "{}", verified.said);
    place.weft(&["import", "wiki-survey", votes, ideas, "--programme", "mending"]).refuses("has no ideas");
    let missing = place.path("nowhere.csv");
    let missing = missing.to_str().expect("a path");
    place.weft(&["import", "wiki-survey", missing, votes, "--programme", "mending"]).refuses("cannot open");
}

#[test]
fn what_is_no_record_cannot_be_recounted_and_nothing_is_written() {
    let place = Place::new(Engine::Sqlite);
    let (record, out) = (place.path("record.jsonl"), place.path("out.jsonl"));
    let [record_path, out_path] = [&record, &out].map(|path| path.to_str().expect("a path"));
    let recount =
        || Ran::of(binary().args(["recount", record_path, "--out", out_path]).output().expect("it runs"));
    recount().refuses("cannot read");
    for (text, words) in [
        ("", "not the record of a round"),
        ("{\"record\":\"weft round\",\"version\":9,\"round\":\"1\"}\n", "version 9"),
        ("{\"record\":\"weft round\",\"version\":1,\"round\":\"1\"}\n{\"seq\":1", "cut short"),
    ] {
        fs::write(&record, text).expect("a file");
        recount().refuses(words);
    }
    assert!(!out.exists(), "nothing is written");
}

/// Two proposals, one of them without its number of supports.
const BROKEN_PROPOSALS: &str = "\
id,title,userId,date,summary,text,status,numSupports
7,Clean the streets,1,2015-09-15,As simple as cleaning.,,archived,65
8,Plant trees,2,2015-09-16,In every street.,,open,many
";
const MENDED_PROPOSALS: &str = "\
id,title,userId,date,summary,text,status,numSupports
7,Clean the streets,1,2015-09-15,As simple as cleaning.,,archived,65
8,Plant trees,2,2015-09-16,In every street.,,open,12
";
const COMMENTS: &str = "\
id,parentId,proposalId,userId,date,time,text
100,-1,7,3,2015-09-15,0 days 10:50:19,It is in the programme already.
101,100,7,1,2015-09-15,0 days 11:07:10,\"Then read it aloud,
twice.\"
102,999,7,3,2015-09-16,0 days 09:00:00,Whom did this answer?
";

fn write(folder: &Path, files: &[(&str, &str)]) {
    fs::create_dir_all(folder).expect("a folder");
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("a file");
    }
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_its_neighbours_are_kept() {
    let place = Place::new(Engine::Sqlite);
    let folder = place.path("consul");
    write(&folder, &[("proposals.csv", BROKEN_PROPOSALS), ("comments.csv", COMMENTS)]);
    let folder_name = folder.to_str().expect("a path");
    let ran = place.weft(&["import", "consul", folder_name, "--programme", "madrid"]).succeeds();
    assert!(ran.complained.contains("proposals.csv, line 3"), "{}", ran.complained);
    let counts = ran.json();
    has(&place, &counts, &[("pieces", 1), ("comments", 3), ("notes", 1), ("skipped", 1)]);

    write(&folder, &[("proposals.csv", MENDED_PROPOSALS)]);
    let mended = arrives_once(&place, "consul", &folder, "madrid");
    has(&place, &mended, &[("pieces", 2), ("comments", 3), ("notes", 1), ("skipped", 0)]);
}

#[test]
fn a_line_that_cannot_be_read_ends_an_import_that_was_told_to_be_strict() {
    let place = Place::new(Engine::Sqlite);
    let folder = place.path("consul");
    write(&folder, &[("proposals.csv", BROKEN_PROPOSALS), ("comments.csv", COMMENTS)]);
    let folder_name = folder.to_str().expect("a path");
    let strict = ["import", "consul", folder_name, "--programme", "madrid", "--on-error", "fatal"];
    place.weft(&strict).refuses("proposals.csv, line 3");

    write(&folder, &[("proposals.csv", MENDED_PROPOSALS)]);
    let counts = place.weft(&strict).succeeds().json();
    has(&place, &counts, &[("pieces", 2), ("comments", 3), ("skipped", 0)]);
}

const STATEMENTS: &str = "\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1500000000000,then,0,1,0,0,1,Every coat needs a second pocket
1500000001000,then,1,2,0,0,-1,Buy my watches
";
const VOTES: &str = "\
timestamp,datetime,comment-id,voter-id,vote
1500000002000,then,0,2,1
1500000003000,then,0,2,-1
1500000002000,then,0,3,1
1500000002000,then,0,4,7
1500000002000,then,5,4,1
1500000002000,then,0,5,0
";

#[test]
fn a_changed_vote_counts_once_a_pass_counts_nowhere_and_odd_votes_are_named() {
    let place = Place::new(Engine::Sqlite);
    let folder = place.path("polis");
    write(&folder, &[("comments.csv", STATEMENTS), ("votes.csv", VOTES)]);
    let ran = place
        .weft(&["import", "polis", folder.to_str().expect("a path"), "--programme", "pockets"])
        .succeeds();
    for line in ["votes.csv, line 5", "votes.csv, line 6"] {
        assert!(ran.complained.contains(line), "{line}: {}", ran.complained);
    }
    let counts = ran.json();
    has(&place, &counts, &[("pieces", 2), ("votes", 3), ("skipped", 2)]);
    assert_eq!(place.number("SELECT CAST(SUM(up) AS BIGINT) FROM piece_tallies"), 1);
    assert_eq!(place.number("SELECT CAST(SUM(down) AS BIGINT) FROM piece_tallies"), 1);
    let hidden = place.texts(
        "SELECT title FROM pieces WHERE kind = 'idea' AND NOT (visibility = 'public' AND moderation = 'shown')",
    );
    assert_eq!(hidden, ["Buy my watches"], "what was moderated out there is not shown to everybody here");
    place.weft(&["doctor"]).succeeds();
}

#[test]
fn one_file_in_two_programmes_makes_two_of_everything() {
    let place = Place::new(Engine::Sqlite);
    let folder = place.path("polis");
    write(&folder, &[("comments.csv", STATEMENTS), ("votes.csv", VOTES)]);
    for programme in ["pockets", "purses"] {
        place
            .weft(&["import", "polis", folder.to_str().expect("a path"), "--programme", programme])
            .succeeds();
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM pieces WHERE kind = 'idea'"), 4);
}

#[test]
fn a_folder_without_the_files_is_refused_by_name() {
    let place = Place::new(Engine::Sqlite);
    let folder = place.path("nothing");
    let import =
        || place.weft(&["import", "consul", folder.to_str().expect("a path"), "--programme", "madrid"]);
    import().refuses("is not a folder");
    fs::create_dir_all(&folder).expect("a folder");
    import().refuses("proposals.csv");
}

#[test]
fn a_counter_that_differs_from_its_ballots_is_found() {
    let place = Place::new(Engine::Sqlite);
    let folder = place.path("polis");
    write(&folder, &[("comments.csv", STATEMENTS), ("votes.csv", VOTES)]);
    place.weft(&["import", "polis", folder.to_str().expect("a path"), "--programme", "pockets"]).succeeds();
    let place = &place;
    for (wrong, said, right) in [
        (
            "UPDATE piece_tallies SET up = up + 1",
            "the counter of up says",
            "UPDATE piece_tallies SET up = up - 1",
        ),
        (
            "UPDATE piece_tallies SET down = down + 1",
            "the counter of down says",
            "UPDATE piece_tallies SET down = down - 1",
        ),
        (
            "UPDATE piece_tallies SET comments = 7",
            "the counter of comments says 7, there are 0",
            "UPDATE piece_tallies SET comments = 0",
        ),
        (
            "UPDATE piece_tallies SET followers = 7",
            "the counter of followers says 7, there are 0",
            "UPDATE piece_tallies SET followers = 0",
        ),
        (
            "UPDATE piece_tallies SET thanks = 7",
            "the counter of thanks says 7, there are 0",
            "UPDATE piece_tallies SET thanks = 0",
        ),
        (
            "UPDATE ideas SET up_votes = up_votes + 1",
            "the board says",
            "UPDATE ideas SET up_votes = up_votes - 1",
        ),
        ("UPDATE ideas SET voters = voters + 1", "the board says", "UPDATE ideas SET voters = voters - 1"),
    ] {
        place.meddle(wrong);
        let found = place.weft(&["doctor"]);
        assert_eq!(found.code, Some(1), "{found:?}");
        assert!(found.said.contains(said), "{wrong}: {}", found.said);
        place.meddle(right);
    }
    place.weft(&["doctor"]).succeeds();
}
