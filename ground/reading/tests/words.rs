//! What counts as the same word.

use reading::language::{ENGLISH, FRENCH, GERMAN, JAPANESE, SPANISH};
use reading::words::{STOPPED, normalise, stop_words, terms, tokenise};

fn stems(text: &str, language: reading::language::Language) -> Vec<String> {
    terms(text, Some(language)).into_iter().map(|term| term.stem).collect()
}

#[test]
fn inflections_accents_and_case_do_not_hide_a_word() {
    assert_eq!(stems("BOTÓN", SPANISH), stems("boton", SPANISH));
    assert_eq!(stems("botones", SPANISH), stems("botón", SPANISH));
    assert_eq!(stems("les boutons", FRENCH), stems("Bouton", FRENCH));
    assert_eq!(stems("Knöpfe", GERMAN), stems("die Knopfe", GERMAN));
    assert_eq!(stems("the threads", ENGLISH), stems("thread's", ENGLISH));
    assert_eq!(stems("ﾎﾞﾀﾝ", JAPANESE), stems("ボタン", JAPANESE));
}

#[test]
fn marks_that_make_another_letter_stay() {
    assert_ne!(normalise("が"), normalise("か"));
    assert_ne!(normalise("ก่า"), normalise("กา"));
    assert_eq!(normalise("مُعْطَف"), normalise("معطف"));
}

#[test]
fn scripts_without_spaces_give_pairs_of_characters() {
    assert_eq!(tokenise("計程車"), ["計程", "程車"]);
    assert_eq!(tokenise("糸 3本"), ["糸", "3", "本"]);
    assert_eq!(tokenise("Uberは車"), ["uber", "は", "車"]);
}

#[test]
fn a_text_of_stop_words_keeps_them_and_one_of_emoji_its_signs() {
    assert_eq!(terms("What about us?", Some(ENGLISH)).len(), 3);
    assert_eq!(stems("🎉 🎉", ENGLISH), ["🎉", "🎉"]);
    assert!(terms(" \n", Some(ENGLISH)).is_empty());
}

#[test]
fn stop_words_are_written_the_way_they_are_looked_up() {
    for language in STOPPED {
        for word in stop_words(language) {
            assert_eq!(normalise(word), word, "{language}");
            assert_eq!(tokenise(word).len(), 1, "{language} {word}");
        }
    }
}
