//! What holds for every text.

use proptest::prelude::*;
use reading::language::{ENGLISH, guess, likeliest};
use reading::likeness::{
    BANDS, Fingerprint, Frequencies, Reason, Signature, bands, character_shingles, jaccard, likeness,
    likeness_among, rank, signature, trigram_similarity, word_shingles,
};
use reading::words;
use std::collections::BTreeSet;

/// Words, scripts that run right to left, combining marks, emoji, and anything else Unicode has.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-eA-E ]{0,40}",
        "(button|thread|coat|pocket|dress|the|of| ){0,12}",
        "[あ-んア-ンー漢字糸靴。 ]{0,20}",
        "[\u{0590}-\u{06ff} ]{0,20}",
        "[aeiouАБй\u{0300}-\u{036f}\u{200d}\u{fe0f}😀👩🏽🇫🇷ßſİıŉﷺ']{0,30}",
        any::<String>(),
    ]
}

fn fingerprint() -> impl Strategy<Value = Fingerprint> {
    (text(), text()).prop_map(|(title, body)| Fingerprint::new(&title, &body, None))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn likeness_is_the_same_both_ways_and_between_0_and_1(a in fingerprint(), b in fingerprint()) {
        let there = likeness(&a, &b);
        prop_assert!((0.0..=1.0).contains(&there.score));
        prop_assert_eq!(&there, &likeness(&b, &a));
        let frequencies: Frequencies = std::iter::repeat_n(&a, 30).chain([&b]).collect();
        let there = likeness_among(&a, &b, &frequencies);
        prop_assert!((0.0..=1.0).contains(&there.score));
        prop_assert_eq!(there, likeness_among(&b, &a, &frequencies));
    }

    #[test]
    fn a_text_is_wholly_like_itself_whatever_its_case_and_spacing(title in text(), body in text()) {
        let one = Fingerprint::new(&title, &body, None);
        prop_assert_eq!(likeness(&one, &one.clone()).score, 1.0);
        let again = Fingerprint::new(&format!("  {title}\t"), &body, None);
        prop_assert_eq!(likeness(&one, &again).score, 1.0);
        prop_assert_eq!(likeness(&one, &again).reasons, vec![Reason::Identical]);
    }

    #[test]
    fn the_order_of_candidates_does_not_matter(
        query in fingerprint(),
        candidates in prop::collection::vec(fingerprint(), 0..12),
        threshold in 0.0..0.6,
    ) {
        let forth = rank(&query, candidates.iter().enumerate(), None, threshold);
        let back = rank(&query, candidates.iter().enumerate().rev(), None, threshold);
        prop_assert_eq!(&forth, &back);
        prop_assert!(forth.windows(2).all(|two| two[0].likeness.score >= two[1].likeness.score));
        prop_assert!(forth.iter().all(|found| found.likeness.score >= threshold));
    }

    #[test]
    fn a_signature_estimates_the_jaccard_index(common in 0_usize..200, mine in 0_usize..200, theirs in 0_usize..200) {
        prop_assume!(common + mine + theirs > 0);
        let set = |own: usize, name: &str| -> BTreeSet<String> {
            (0..common).map(|n| format!("both {n}")).chain((0..own).map(|n| format!("{name} {n}"))).collect()
        };
        let (a, b) = (set(mine, "mine"), set(theirs, "theirs"));
        prop_assume!(!a.is_empty() && !b.is_empty());
        let truth = jaccard(&a, &b);
        let error = (truth * (1.0 - truth) / 96.0).sqrt();
        let estimate = Signature::of(&a).estimate(&Signature::of(&b));
        // Five standard errors, and one number of 96 for the skew near 0 and 1.
        prop_assert!((estimate - truth).abs() <= 5.0 * error + 1.0 / 96.0, "{estimate} for {truth}");
    }

    #[test]
    fn a_stored_fingerprint_comes_back_whole(one in fingerprint()) {
        prop_assert_eq!(Fingerprint::from_bytes(&one.to_bytes()), Ok(one));
    }

    #[test]
    fn damaged_bytes_are_refused_or_read_but_never_panic(
        one in fingerprint(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = one.to_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = Fingerprint::from_bytes(&bytes) {
            prop_assert!((0.0..=1.0).contains(&likeness(&read, &one).score));
        }
        let cut = cut.index(bytes.len());
        prop_assert!(Fingerprint::from_bytes(&one.to_bytes()[..cut]).is_err());
    }

    #[test]
    fn normalising_twice_changes_nothing(text in text()) {
        let once = words::normalise(&text);
        prop_assert_eq!(words::normalise(&once), once);
    }

    #[test]
    fn every_text_gets_an_answer_from_every_function(text in text(), k in 0_usize..5) {
        let guess = guess(&text);
        prop_assert!((0.0..=1.0).contains(&guess.reliability));
        for language in words::STOPPED.into_iter().map(Some).chain([None, likeliest(&text)]) {
            let blank = text.chars().all(|c| c.is_whitespace() || c.is_control());
            prop_assert!(blank || !words::terms(&text, language).is_empty() || words::normalise(&text).is_empty());
        }
        prop_assert_eq!(bands(&signature(&text)).len(), BANDS);
        prop_assert!((0.0..=1.0).contains(&trigram_similarity(&text, "button")));
        word_shingles(&text, k, Some(ENGLISH));
        character_shingles(&text, k);
    }

    #[test]
    fn every_stemmer_survives_every_word_of_its_alphabet(word in "[a-zà-öø-ɏа-џ]{1,45}") {
        for tag in ["da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pt", "ro", "ru", "sv", "tr"] {
            words::stem(&word, Some(tag.parse().unwrap()));
        }
    }
}

#[test]
fn the_longest_texts_are_read_and_stay_small() {
    let patterns = [
        "a",
        "á\u{0301}\u{0323}",
        "\u{0301}",
        "👩\u{200d}",
        "🇫🇷",
        "ﷺ",
        "漢",
        "カ",
        "ก็",
        "בְּ",
        "a.",
        "x'",
        "word ",
        "1,2",
    ];
    for pattern in patterns {
        let long: String = pattern.chars().cycle().take(32_000).collect();
        let fingerprint = Fingerprint::new(&long, &long, None);
        assert!(fingerprint.to_bytes().len() < 16_000, "{pattern:?}");
        assert_eq!(likeness(&fingerprint, &fingerprint).score, 1.0);
        assert!(fingerprint.keys().len() <= 2 * BANDS);
        guess(&long);
    }
    let varied: String = (0..6_000).map(|n| format!("w{n} ")).collect();
    assert!(Fingerprint::new("Title", &varied, None).to_bytes().len() < 16_000);
}

#[test]
fn blank_texts_are_found_by_nothing() {
    let blank = Fingerprint::new("", " \n", None);
    assert!(blank.keys().is_empty());
    assert!(likeness(&blank, &Fingerprint::new("Pockets", "", None)).score < 0.05);
}

#[test]
fn the_reasons_name_the_rare_words_both_texts_use() {
    let a = Fingerprint::new("Stronger thread for each button", "On coats.", Some(ENGLISH));
    let b = Fingerprint::new("Buttons need stronger thread", "All coats.", Some(ENGLISH));
    let others: Vec<_> =
        (0..200).map(|n| Fingerprint::new(&format!("coats {n}"), "", Some(ENGLISH))).collect();
    let frequencies: Frequencies = others.iter().chain([&a, &b]).collect();
    let reasons = likeness_among(&a, &b, &frequencies).reasons;
    let rare = ["button", "stronger", "thread"].map(str::to_owned).to_vec();
    assert!(reasons.contains(&Reason::SharesRareWords { words: rare }), "{reasons:?}");
    assert!(reasons.contains(&Reason::SharesWords { words: vec!["coats".to_owned()] }), "{reasons:?}");
}

#[test]
fn a_table_of_frequencies_forgets_what_is_removed() {
    let texts: Vec<_> = (0..30).map(|n| Fingerprint::new(&format!("coat {n}"), "", Some(ENGLISH))).collect();
    let mut frequencies: Frequencies = texts.iter().collect();
    let rare = Fingerprint::new("zeppelin", "", Some(ENGLISH));
    let key = rare.term_keys().next().unwrap();
    let before = frequencies.weight(key);
    (0..5).for_each(|_| frequencies.add(&rare));
    assert!(frequencies.weight(key) < before);
    (0..5).for_each(|_| frequencies.remove(&rare));
    assert_eq!(frequencies.weight(key), before);
    assert_eq!(frequencies.texts(), 30);
}

#[test]
fn stored_word_keys_and_bytes_never_change() {
    let stored = Fingerprint::new("Buttons", "Thread", Some(ENGLISH));
    assert_eq!(
        stored.term_keys().collect::<Vec<_>>(),
        [-6_219_190_209_515_188_166, -2_205_479_086_557_559_097]
    );
    let bytes = stored.to_bytes();
    let sum = bytes.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    assert_eq!((bytes.len(), bytes[0], sum), (469, 1, 16_451_490_333_574_632_087));
}
