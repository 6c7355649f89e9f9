//! Short lists of words that say little: articles, pronouns, prepositions, auxiliaries, and the few words every
//! wish is made of ("please", "je voudrais"). They are kept short on purpose: a word left in costs little, one left out
//! cannot be found. Negations stay in, because they turn a wish around.

use crate::language::{ENGLISH, FRENCH, GERMAN, JAPANESE, Language, SPANISH};
use crate::words::strip_marks;

/// The languages with a list.
pub const STOPPED: [Language; 5] = [ENGLISH, FRENCH, SPANISH, JAPANESE, GERMAN];

// Folded, without marks, separated by white space; grouped by what they are.
const ENGLISH_WORDS: &str = "
    a an the this that these those there here some any each such both
    i me my we us our you your he him his she her it its they them their who which what whose
    and or but if so than then as because while when where why how
    of in on at to for from by with about into over under up down off out through between after before during
    am is are was were be been being do does did have has had having
    will would can could shall should may might must let
    very too also just only again even still really quite more most much many please want wants wish
    s t d ll m re ve don im";
const FRENCH_WORDS: &str = "
    le la les l un une des du de d au aux ce c cet cette ces
    je j tu il elle on nous vous ils elles me m te t se s lui leur leurs y en moi toi soi eux
    mon ma mes ton ta tes son sa ses notre nos votre vos qui que qu quoi dont ou quel quelle quels quelles
    et mais donc or car si comme quand lorsque parce puisque
    a dans par pour sur sous avec sans chez vers entre depuis pendant apres avant
    est sont suis es etes sommes etre ete etait etaient ai as avons avez ont avoir avait avaient serait
    peut peuvent pourrait pouvez pourriez faut fait faire
    tres trop aussi encore deja bien plus tout tous toute toutes meme svp plait merci voudrais voudrait souhaite souhaiterais
    aimerais aimerait veux veut";
const SPANISH_WORDS: &str = "
    el la los las un una unos unas lo al del
    yo tu el ella nosotros vosotros ellos ellas usted ustedes me te se nos os le les mi mis su sus nuestro nuestra nuestros
    nuestras este esta estos estas ese esa esos esas eso esto aquel aquella que quien quienes cual cuales cuyo donde cuando como
    y e o u pero si porque pues aunque
    a ante con contra de desde durante en entre hacia hasta para por segun sobre tras
    es son soy eres somos ser sido era eran fue fueron esta estan estoy estar ha han he hay haber habia
    puede pueden podria podrian debe deben hacer hace tiene tienen
    muy mas tambien ya todo todos toda todas mismo misma cada favor quiero queremos quisiera gustaria";
const JAPANESE_WORDS: &str = "
    の は が を に で と も へ や か ね よ な ば て た だ
    です ます した して する ある いる なる から まで より こと もの ため など この その あの どの これ それ あれ
    ので のに には では とは への との でも ても って った ませ まし しい たい ほし 欲 下 さい くだ ださ 願 いし しま
    てく てほ んで いま すが";
const GERMAN_WORDS: &str = "
    der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem
    ich du er sie es wir ihr mich mir dich dir uns euch ihm ihn ihnen sich mein meine dein deine sein seine unser unsere euer
    eure was wer wo wie wann warum welche welcher welches
    und oder aber wenn weil dass da denn als ob also
    in im an am auf aus bei beim mit nach von vom zu zum zur fur uber unter vor durch um bis seit zwischen
    ist sind war waren bin bist seid wird werden wurde wurden hat haben habe hatte hatten kann konnen konnte konnten soll
    sollen sollte sollten muss mussen mochte mochten
    sehr auch noch schon nur so mehr immer bitte mal doch man alle";

fn list(language: Language) -> &'static str {
    match language {
        ENGLISH => ENGLISH_WORDS,
        FRENCH => FRENCH_WORDS,
        SPANISH => SPANISH_WORDS,
        JAPANESE => JAPANESE_WORDS,
        GERMAN => GERMAN_WORDS,
        _ => "",
    }
}

/// The stop words of a language, folded and without marks; none for a language without a list.
pub fn stop_words(language: Language) -> impl Iterator<Item = &'static str> {
    list(language).split_ascii_whitespace()
}

/// Whether a folded word is a stop word of the language; its diacritics do not matter.
///
/// ```
/// use reading::{language::{FRENCH, GERMAN}, words::is_stop_word};
/// assert!(is_stop_word("très", FRENCH) && is_stop_word("für", GERMAN));
/// assert!(!is_stop_word("bouton", FRENCH));
/// ```
pub fn is_stop_word(word: &str, language: Language) -> bool {
    // The longest stop word has eleven letters; longer words need no search.
    word.len() <= 24 && sorted(language).binary_search(&strip_marks(word).as_str()).is_ok()
}

/// The lists are sorted once per process, so that looking up a word of a long text costs a few comparisons.
fn sorted(language: Language) -> &'static [&'static str] {
    use std::sync::LazyLock;
    static SORTED: LazyLock<[Vec<&'static str>; 5]> = LazyLock::new(|| {
        STOPPED.map(|language| {
            let mut words: Vec<_> = stop_words(language).collect();
            words.sort_unstable();
            words.dedup();
            words
        })
    });
    STOPPED.iter().position(|known| *known == language).map_or(&[], |at| SORTED[at].as_slice())
}
