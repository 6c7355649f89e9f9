//! Languages of real texts and of the awkward short ones.
#![expect(clippy::print_stdout, reason = "the figures are read from the tests' output")]

mod real;

use reading::language::{Guess, Language, guess, guess_among};

/// Shares of texts that got the right language, none, and a wrong one.
fn shares(texts: &[String], right: &str) -> (f64, f64, f64) {
    let guesses: Vec<Guess> = texts.iter().map(|text| guess(text)).collect();
    let share = |count: usize| count as f64 / texts.len() as f64;
    let none = guesses.iter().filter(|guess| guess.language.is_none()).count();
    let good = guesses.iter().filter(|guess| guess.tag() == right).count();
    let wrong: Vec<_> = texts
        .iter()
        .zip(&guesses)
        .filter(|(_, guess)| guess.language.is_some() && guess.tag() != right)
        .map(|(text, guess)| (guess.tag(), text.chars().take(60).collect::<String>()))
        .collect();
    println!(
        "{right}: {good} right, {none} undetermined of {}; wrong {:?}",
        texts.len(),
        &wrong[..wrong.len().min(25)]
    );
    (share(good), share(none), share(wrong.len()))
}

#[test]
fn spanish_proposals_and_their_short_titles_are_read_as_spanish() {
    let file = "consul-madrid/proposals.csv";
    let (right, _, wrong) = shares(&real::column(file, "summary"), "es");
    assert!(right >= 0.97 && wrong == 0.0, "summaries: {right} right, {wrong} wrong");
    let (right, _, wrong) = shares(&real::column(file, "title"), "es");
    assert!(right >= 0.65 && wrong <= 0.03, "titles: {right} right, {wrong} wrong");
}

#[test]
fn a_thousand_spanish_comments_are_hardly_ever_taken_for_another_language() {
    let comments: Vec<String> =
        real::column("consul-madrid/comments.csv", "text").into_iter().take(1_000).collect();
    let (right, _, wrong) = shares(&comments, "es");
    assert!(right >= 0.9 && wrong <= 0.01, "{right} right, {wrong} wrong");
}

#[test]
fn traditional_chinese_statements_are_read_as_chinese() {
    let (right, _, wrong) = shares(&real::column("polis/vtaiwan.uberx/comments.csv", "comment-body"), "zh");
    assert!(right >= 0.95 && wrong <= 0.02, "{right} right, {wrong} wrong");
}

#[test]
fn english_statements_are_read_as_english() {
    let file = "polis/scoop-hivemind.biodiversity/comments.csv";
    let (right, _, wrong) = shares(&real::column(file, "comment-body"), "en");
    assert!(right >= 0.95 && wrong <= 0.01, "{right} right, {wrong} wrong");
}

#[test]
fn english_tweets_are_seldom_taken_for_another_language() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/tweets/rated-tweets.tsv");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("this test reads real data that is missing here: {}: {error}", path.display())
    });
    let tweets: Vec<String> =
        text.lines().filter_map(|line| line.rsplit('\t').next()).take(1_000).map(str::to_owned).collect();
    let (right, _, wrong) = shares(&tweets, "en");
    assert!(right >= 0.75 && wrong <= 0.03, "{right} right, {wrong} wrong");
}

#[test]
fn letters_of_one_language_suffice_however_few() {
    for (text, tag) in [
        ("ボタン", "ja"),
        ("糸が弱い", "ja"),
        ("ด้ายแข็งแรง", "th"),
        ("단추가 떨어졌어요", "ko"),
        ("أريد خيطًا أقوى لأزرار المعطف من فضلكم", "ar"),
        ("עוד כיסים בשמלות בבקשה", "he"),
    ] {
        assert_eq!(guess(text).tag(), tag, "{text}");
    }
}

#[test]
fn short_and_empty_texts_are_undetermined_rather_than_guessed() {
    for text in [
        "",
        " ",
        "OK",
        "Merino",
        "12 – 14",
        "😀🎉",
        "靴下",
        "https://example.org/la/casa/de/las/flores",
        "@maria_lopez",
    ] {
        let guess = guess(text);
        assert_eq!((guess.language, guess.tag()), (None, "und"), "{text}");
        assert!(guess.reliability < 0.8);
    }
}

#[test]
fn only_the_languages_asked_for_are_answered() {
    let (en, fr): (Language, Language) = ("en".parse().unwrap(), "fr-CA".parse().unwrap());
    assert_eq!(guess_among("Des poches dans toutes les robes", &[en, fr]).language, Some(fr));
    assert_eq!(guess_among("ボタンがすぐ取れる", &[en, fr]).language, None);
    assert!("xx-klingon".parse::<Language>().is_err());
}
