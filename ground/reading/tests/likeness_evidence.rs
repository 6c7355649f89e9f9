//! How well likely duplicates are found: on invented pairs of four languages and on real collections.
#![expect(clippy::print_stdout, reason = "the figures are read from the tests' output")]

mod real;

use reading::likeness::{Fingerprint, Frequencies, THRESHOLD, likeness, likeness_among, rank};
use serde::Deserialize;

#[derive(Deserialize)]
struct Labelled {
    pair: Vec<(String, bool, String, String, String, String)>,
}

fn labelled() -> Labelled {
    toml::from_str(include_str!("pairs.toml")).expect("readable pairs")
}

#[derive(Default)]
struct Tally {
    hits: usize,
    misses: usize,
    false_alarms: usize,
}

impl Tally {
    fn recall(&self) -> f64 {
        self.hits as f64 / (self.hits + self.misses).max(1) as f64
    }

    fn precision(&self) -> f64 {
        self.hits as f64 / (self.hits + self.false_alarms).max(1) as f64
    }
}

fn tally(languages: &[&str], score: impl Fn(&Fingerprint, &Fingerprint) -> f64) -> Tally {
    let mut tally = Tally::default();
    for (language, same, title, body, other_title, other_body) in labelled().pair {
        if !languages.contains(&language.as_str()) {
            continue;
        }
        let a = Fingerprint::new(&title, &body, None);
        let b = Fingerprint::new(&other_title, &other_body, None);
        let score = score(&a, &b);
        match (score >= THRESHOLD, same) {
            (true, true) => tally.hits += 1,
            (true, false) => tally.false_alarms += 1,
            (false, true) => tally.misses += 1,
            (false, false) => continue,
        }
        if (score >= THRESHOLD) != same {
            println!("{score:.2} {title} | {other_title}");
        }
    }
    println!("{languages:?}: precision {:.2} recall {:.2}", tally.precision(), tally.recall());
    tally
}

#[test]
fn most_invented_duplicates_are_suggested_and_few_others() {
    let all = tally(&["en", "fr", "es", "ja"], |a, b| likeness(a, b).score);
    assert!(all.precision() >= 0.85 && all.recall() >= 0.85);
    for language in ["en", "fr", "es", "ja"] {
        let one = tally(&[language], |a, b| likeness(a, b).score);
        assert!(one.precision() >= 0.7 && one.recall() >= 0.7, "{language}");
    }
}

#[test]
fn knowing_rare_words_keeps_the_quality() {
    let mut frequencies = Frequencies::default();
    for (_, _, title, body, other_title, other_body) in labelled().pair {
        frequencies.add(&Fingerprint::new(&title, &body, None));
        frequencies.add(&Fingerprint::new(&other_title, &other_body, None));
    }
    let all = tally(&["en", "fr", "es", "ja"], |a, b| likeness_among(a, b, &frequencies).score);
    assert!(all.precision() >= 0.8 && all.recall() >= 0.8);
}

/// Every pair of a collection whose score reaches the threshold, best first.
fn suggested(texts: &[Fingerprint], frequencies: Option<&Frequencies>) -> Vec<(f64, usize, usize)> {
    let mut found = Vec::new();
    for (at, query) in texts.iter().enumerate() {
        let later = texts.iter().enumerate().skip(at + 1);
        found.extend(
            rank(query, later, frequencies, THRESHOLD).into_iter().map(|f| (f.likeness.score, at, f.key)),
        );
    }
    found.sort_by(|one, two| two.0.total_cmp(&one.0));
    found
}

#[test]
fn eighty_distinct_proposals_are_hardly_suggested_for_each_other() {
    let file = "consul-madrid/proposals.csv";
    let (titles, summaries) = (real::column(file, "title"), real::column(file, "summary"));
    let texts: Vec<Fingerprint> = titles
        .iter()
        .zip(&summaries)
        .map(|(title, summary)| Fingerprint::new(title, summary, None))
        .collect();
    let frequencies: Frequencies = texts.iter().collect();
    let pairs = texts.len() * (texts.len() - 1) / 2;
    for known in [None, Some(&frequencies)] {
        let found = suggested(&texts, known);
        println!("{} of {pairs} pairs", found.len());
        for (score, a, b) in found.iter().take(12) {
            println!("  {score:.2} {} | {}", titles[*a], titles[*b]);
        }
        assert!(found.len() * 200 <= pairs, "{} of {pairs}", found.len());
    }
}

#[test]
fn statements_of_one_conversation_are_hardly_suggested_for_each_other() {
    for file in ["polis/scoop-hivemind.biodiversity/comments.csv", "polis/vtaiwan.uberx/comments.csv"] {
        let mut statements = real::column(file, "comment-body");
        statements.truncate(300);
        let texts: Vec<Fingerprint> =
            statements.iter().map(|text| Fingerprint::new(text, "", None)).collect();
        let frequencies: Frequencies = texts.iter().collect();
        let pairs = texts.len() * (texts.len() - 1) / 2;
        let found = suggested(&texts, Some(&frequencies));
        println!("{file}: {} of {pairs} pairs", found.len());
        for (score, a, b) in found.iter().take(40) {
            println!("  {score:.2} {} | {}", statements[*a], statements[*b]);
        }
        assert!(found.len() * 200 <= pairs, "{} of {pairs}", found.len());
    }
}

#[test]
fn invented_duplicates_meet_in_the_index() {
    let (mut met, mut all) = (0, 0);
    for (_, _, title, body, other_title, other_body) in labelled().pair.into_iter().filter(|pair| pair.1) {
        let keys = Fingerprint::new(&title, &body, None).keys();
        let others = Fingerprint::new(&other_title, &other_body, None).keys();
        met += usize::from(keys.iter().any(|key| others.binary_search(key).is_ok()));
        all += 1;
    }
    println!("{met} of {all} meet");
    assert!(met * 100 >= all * 90, "{met} of {all}");
}

#[test]
fn unlike_proposals_seldom_meet_in_the_index() {
    let file = "consul-madrid/proposals.csv";
    let (titles, summaries) = (real::column(file, "title"), real::column(file, "summary"));
    let keys: Vec<Vec<i64>> = titles
        .iter()
        .zip(&summaries)
        .map(|(title, body)| Fingerprint::new(title, body, None).keys())
        .collect();
    let meet = |a: &Vec<i64>, b: &Vec<i64>| a.iter().any(|key| b.binary_search(key).is_ok());
    let met: usize =
        keys.iter().enumerate().map(|(at, a)| keys[..at].iter().filter(|b| meet(a, b)).count()).sum();
    let pairs = keys.len() * (keys.len() - 1) / 2;
    println!("{met} of {pairs} meet");
    assert!(met * 10 <= pairs, "{met} of {pairs}");
}
