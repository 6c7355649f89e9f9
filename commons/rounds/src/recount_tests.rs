use super::*;
use crate::{
    Answer, Method,
    in_step::half_spans,
    record::{Kind, Labels},
    sample::{History, ITEMS, history, rule},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn at(seq: i64) -> Timestamp {
    Timestamp::from_micros(1_777_626_000_000_000 + seq * 60_000_000)
}

/// A record as it grows.
struct Growing {
    lines: Vec<String>,
    head: String,
}

impl Growing {
    fn add<B: Serialize>(&mut self, kind: Kind, body: &B) {
        let seq = self.lines.len() as i64 + 1;
        let (line, head) = seal(seq, kind.name(), at(seq), body, &self.head).expect("JSON");
        self.lines.push(line);
        self.head = head;
    }

    fn file(&self) -> String {
        let labels = Labels { labels: vec!["Thread".to_owned(); 5] };
        let (heading, labels) = (line_of(&Heading::of("0cz2m8q400001")), line_of(&labels));
        format!("{}\n{}\n{}\n", heading.expect("JSON"), self.lines.join("\n"), labels.expect("JSON"))
    }
}

fn ballots(rule: &Rule, history: History) -> Vec<Ballot> {
    let mut standing = BTreeMap::new();
    for (n, (token, answer, _)) in (0..).zip(history) {
        let when = half_spans(rule, at(0), at(n));
        standing.insert((token, answer.slot()), Ballot { token, answer, when });
    }
    standing.into_values().collect()
}

/// The record of a round of nine electors, in which one was excluded, and readmitted, and something was amended.
fn record(rule: Rule, ballots: Vec<Ballot>) -> Growing {
    let seed = Seed::of("the seed of this record");
    let electorate = Electorate { strata: vec![6, 3] };
    let mut growing = Growing { lines: Vec::new(), head: String::new() };
    let items = (0..ITEMS).map(|n| format!("0cz2m8q40000{n}")).collect();
    let opened = Opened {
        rule: rule.clone(),
        items,
        electorate: electorate.clone(),
        left_out: 1,
        commitment: commit(&seed),
        elsewhere: None,
    };
    growing.add(Kind::Opened, &opened);
    let after = "Which repair comes first this year?".to_owned();
    let changes = vec![record::Change { field: "question".to_owned(), before: rule.question.clone(), after }];
    growing.add(Kind::Amended, &AmendedBody { changes, reason: "It was asked too narrowly.".to_owned() });
    growing.add(Kind::Excluded, &ExcludedBody { token: 2, why: "The same hand.".to_owned() });
    growing.add(Kind::Ballots, &BallotsBody { ballots: ballots.clone() });
    growing.add(Kind::Seed, &SeedBody { seed });
    let count = |growing: &mut Growing, without: Option<i64>| {
        let counting: Vec<Ballot> =
            ballots.iter().filter(|ballot| Some(ballot.token) != without).cloned().collect();
        let ground =
            Ground { rule: &rule, items: ITEMS, electorate: &electorate, ballots: &counting, seed: &seed };
        let result = ground.result().expect("a count");
        growing.add(Kind::Result, &result);
        growing.add(Kind::Alternatives, &ground.alternatives().expect("counts"));
        growing.add(Kind::Clusters, &ground.clusters().expect("a report"));
        result.outcome.chosen
    };
    count(&mut growing, Some(2));
    growing.add(
        Kind::Appeal,
        &AppealBody { token: 2, upheld: true, why: "Two people, one household.".to_owned() },
    );
    let choice = count(&mut growing, None);
    let decided =
        DecidedBody { choice, as_counted: true, reason: "As you said.".to_owned(), role: "staff".to_owned() };
    growing.add(Kind::Decided, &decided);
    growing.add(Kind::Published, &Nothing {});
    growing.add(Kind::Erased, &ErasedBody { people: 1 });
    growing
}

fn sample() -> Growing {
    let rule = rule(Method::UpDown);
    let history = (1..=9).flat_map(|token| {
        (0..3).map(move |item| (token, Answer::Vote { item, up: (token + i64::from(item)) % 3 > 0 }, false))
    });
    let ballots = ballots(&rule, history.collect());
    record(rule, ballots)
}

fn differences(file: &str) -> Vec<String> {
    let recount = recount(file.as_bytes()).expect("a record");
    recount.differences.iter().map(ToString::to_string).collect()
}

/// The file with one entry's line changed and every hash after it made to fit, as somebody would who forges a record.
fn forged(growing: &Growing, kind: &str, from: &str, to: &str) -> String {
    let mut lines = Vec::new();
    let mut head = String::new();
    let mut changed = false;
    for line in &growing.lines {
        let previous = &line[line.find("\"previous\":\"").expect("a previous") + 12..];
        let previous = &previous[..previous.find('"').expect("an end")];
        let mut text = record::unsealed(line).expect("a sealed line");
        if text.contains(&format!("\"kind\":\"{kind}\"")) {
            changed |= text.contains(from);
            text = text.replacen(from, to, 1);
        }
        let text = text.replace(&format!("\"previous\":\"{previous}\""), &format!("\"previous\":\"{head}\""));
        head = record::digest(&text);
        lines.push(format!("{},\"hash\":\"{head}\"}}", &text[..text.len() - 1]));
    }
    assert!(changed, "{kind} says nothing of {from}");
    Growing { lines, head }.file()
}

#[test]
fn a_record_is_recounted_to_the_same_bytes() {
    let growing = sample();
    let recount = recount(growing.file().as_bytes()).expect("a record");
    assert_eq!(recount.differences, []);
    assert_eq!(String::from_utf8(recount.bytes).expect("text"), growing.file());
    assert_eq!((recount.head, recount.entries), (growing.head, 15));
    assert_eq!(recount.round, "0cz2m8q400001");
}

#[test]
fn labels_may_be_emptied_without_a_difference() {
    let emptied = sample().file().replace("Thread", "");
    let recount = recount(emptied.as_bytes()).expect("a record");
    assert_eq!((recount.differences.len(), recount.bytes), (0, emptied.into_bytes()));
}

#[test]
fn whatever_is_changed_by_hand_is_named() {
    let file = sample().file();
    for (from, to, entry) in [
        ("\"up\":true", "\"up\":false", "entry 4 (ballots) was changed"),
        ("\"places\":2", "\"places\":1", "entry 1 (opened) was changed"),
        ("\"seed\":\"", "\"seed\":\"0", "line 6 is no entry"),
        ("The same hand.", "Another hand.", "entry 3 (excluded) was changed"),
        ("\"as_counted\":true", "\"as_counted\":false", "entry 13 (decided)"),
    ] {
        assert!(file.contains(from), "{from}");
        let told = match recount(file.replacen(from, to, 1).as_bytes()) {
            Ok(recount) => recount.differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            Err(error) => error.to_string(),
        };
        assert!(told.contains(entry), "{from}: {told}");
    }
}

#[test]
fn a_forged_record_whose_hashes_fit_is_found_out_by_what_does_not_follow() {
    let growing = sample();
    assert_eq!(
        differences(&forged(&growing, "published", "{}", "{}")),
        [""; 0],
        "the forger's tools are right"
    );
    let told = |kind: &str, from: &str, to: &str| differences(&forged(&growing, kind, from, to)).join("; ");
    assert!(told("ballots", "\"up\":true", "\"up\":false").contains("(result) differs"));
    assert!(told("ballots", "\"token\":1,", "\"token\":77,").contains("token 77"));
    assert!(told("excluded", "\"token\":2", "\"token\":20").contains("token 20, which was not given out"));
    assert!(told("result", "\"voters\":8", "\"voters\":80").contains("entry 6 (result) differs"));
    assert!(told("opened", "\"places\":2", "\"places\":6").contains("contradicts itself"));
    assert!(told("opened", "\"places\":2", "\"places\":1").contains("(result) differs"));
    let other = Seed::of("another").to_string();
    let promised = commit(&Seed::of("the seed of this record")).to_string();
    assert!(told("opened", &promised, &other).contains("another seed than was promised"));
    assert!(
        told("decided", "\"as_counted\":true", "\"as_counted\":false")
            .contains("(decided) says of its choice")
    );
    assert!(told("seed", "\"body\":{", "\"body\": {").contains("one form"));
    assert!(told("published", "published", "crowned").contains("does not know"));
}

#[test]
fn a_forger_who_recounts_too_has_another_head() {
    let growing = sample();
    let forged = forged(&growing, "ballots", "\"up\":true", "\"up\":false");
    let honest = recount(forged.as_bytes()).expect("a record");
    let again = recount(&honest.bytes).expect("a record");
    assert!(
        again.differences.iter().all(|difference| difference.kind == "decided"),
        "{:?}",
        again.differences
    );
    assert_ne!(again.head, growing.head, "so the head is kept where the record is not");
}

#[test]
fn a_file_that_is_no_whole_record_says_why() {
    let file = sample().file();
    let why = |text: &str| recount(text.as_bytes()).expect_err("no record");
    assert_eq!(why(""), Unreadable::NotARecord);
    assert_eq!(why("{\"a\":1}\n"), Unreadable::NotARecord);
    assert_eq!(why("%PDF-1.7\n"), Unreadable::NotARecord);
    assert_eq!(recount(&[0xff, 0xfe, 0x00]), Err(Unreadable::NotARecord));
    assert_eq!(why(&file.replacen("\"version\":1", "\"version\":2", 1)), Unreadable::Version(2));
    assert_eq!(why(&file[..file.len() - 1]), Unreadable::CutShort);
    assert_eq!(why(&file[..file.len() / 2]), Unreadable::CutShort);
    let (heading, _) = file.split_once('\n').expect("lines");
    assert_eq!(why(heading), Unreadable::CutShort);
    let without_labels = &file[..file.trim_end().rfind('\n').expect("lines") + 1];
    assert_eq!(why(without_labels), Unreadable::CutShort);
    let torn = file.replacen("\"kind\":\"seed\"", "\"kind\":seed", 1);
    assert!(matches!(why(&torn), Unreadable::Line { line: 6, .. }));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn every_round_is_recounted_to_the_same_bytes((method, history) in history()) {
        let rule = rule(method);
        let ballots = ballots(&rule, history);
        let file = record(rule, ballots).file();
        let recount = recount(file.as_bytes()).expect("a record");
        prop_assert_eq!(recount.differences, []);
        prop_assert_eq!(recount.bytes, file.into_bytes());
    }

    #[test]
    fn no_change_of_a_single_byte_in_the_chain_goes_unnoticed(place in 0.0..1.0_f64, byte: u8) {
        let file = sample().file().into_bytes();
        let first = file.iter().position(|b| *b == b'\n').expect("lines");
        let last = file[..file.len() - 1].iter().rposition(|b| *b == b'\n').expect("lines");
        let place = first + 1 + ((last - first - 1) as f64 * place) as usize;
        let mut changed = file.clone();
        changed[place] = byte;
        match recount(&changed) {
            Ok(recount) => prop_assert_eq!(recount.differences.is_empty(), changed == file),
            Err(_) => prop_assert!(changed != file),
        }
    }

    #[test]
    fn no_text_makes_a_recount_fail_badly(text: String) {
        let _ = recount(text.as_bytes());
        let _ = recount(format!("{{\"record\":\"weft round\",\"version\":1,\"round\":\"x\"}}\n{text}\n{{\"labels\":[]}}\n").as_bytes());
    }
}
