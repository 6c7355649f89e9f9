//! What a reader reads in: messages, numbers, dates and the zone they are shown in.

use act::{Argument, Refusal, Timestamp};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber};
use icu_datetime::{
    DateTimeFormatter,
    fieldsets::{MD, YMD, YMDT},
    input::{Date, DateTime, Time},
};
use icu_decimal::{DecimalFormatter, input::Decimal};
use jiff::tz::TimeZone;
use std::{
    borrow::{Borrow, Cow},
    collections::BTreeMap,
    fmt,
    sync::Arc,
};
use unic_langid::LanguageIdentifier;

/// One Fluent file of a room, embedded.
#[derive(Debug, Clone, Copy)]
pub struct Locale {
    /// The language, `en`.
    pub language: &'static str,
    /// The file's text.
    pub text: &'static str,
}

/// Languages whose script runs from right to left.
const RIGHT_TO_LEFT: [&str; 4] = ["ar", "fa", "he", "ur"];

struct Spoken {
    tag: String,
    messages: FluentBundle<FluentResource>,
    numbers: DecimalFormatter,
    dates: DateTimeFormatter<YMD>,
    days: DateTimeFormatter<MD>,
    moments: DateTimeFormatter<YMDT>,
}

/// Every message of every room in every language.
pub struct Catalogue {
    spoken: BTreeMap<String, Spoken>,
    first: String,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").field("languages", &self.spoken.keys()).finish_non_exhaustive()
    }
}

impl Catalogue {
    /// Reads the rooms' files. `first` is the language of last resort.
    ///
    /// # Errors
    /// A file that is not Fluent, a language that is no language tag, or a message that two rooms define.
    pub fn new<'l>(locales: impl IntoIterator<Item = &'l Locale>, first: &str) -> Result<Self, String> {
        let mut spoken: BTreeMap<String, Spoken> = BTreeMap::new();
        for locale in locales {
            let resource = FluentResource::try_new(locale.text.to_owned())
                .map_err(|(_, errors)| format!("{}: {errors:?}", locale.language))?;
            if !spoken.contains_key(locale.language) {
                spoken.insert(locale.language.to_owned(), Spoken::new(locale.language)?);
            }
            if let Some(known) = spoken.get_mut(locale.language) {
                known.messages.add_resource(resource).map_err(|e| format!("{}: {e:?}", locale.language))?;
            }
        }
        if !spoken.contains_key(first) {
            return Err(format!("there are no messages in {first}"));
        }
        Ok(Self { spoken, first: first.to_owned() })
    }

    /// The languages there are.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.spoken.keys().map(String::as_str)
    }

    /// The best of our languages for a browser's `Accept-Language`.
    pub fn best_for(&self, accepted: &str) -> &str {
        let mut wanted: Vec<(f32, &str)> = accepted
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(";q=");
                let tag = pieces.next()?.split('-').next()?.trim();
                let weight = pieces.next().map_or(Some(1.0), |q| q.trim().parse().ok())?;
                Some((weight, tag))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted
            .into_iter()
            .find_map(|(_, tag)| self.spoken.get_key_value(&tag.to_ascii_lowercase()))
            .map_or(self.first.as_str(), |(known, _)| known.as_str())
    }

    /// The messages that a language lacks beside the first language; empty when it is complete.
    pub fn missing(&self, language: &str, keys: impl IntoIterator<Item = String>) -> Vec<String> {
        let Some(spoken) = self.spoken.get(language) else { return vec![format!("the whole of {language}")] };
        keys.into_iter().filter(|key| !spoken.messages.has_message(key)).collect()
    }
}

impl Spoken {
    fn new(tag: &str) -> Result<Self, String> {
        let language: LanguageIdentifier = tag.parse().map_err(|e| format!("{tag}: {e}"))?;
        // Plain English orders day, month, year as the brands this was made for do.
        let formatted_as = if tag == "en" { "en-GB" } else { tag };
        let locale: icu_locale_core::Locale = formatted_as.parse().map_err(|e| format!("{tag}: {e}"))?;
        let wrong = |e: &dyn fmt::Display| format!("{tag}: {e}");
        let mut messages = FluentBundle::new_concurrent(vec![language]);
        // Isolation marks would show in attributes and mails; titles carry their own direction (`dir="auto"`).
        messages.set_use_isolating(false);
        messages.set_formatter(Some(format_number));
        Ok(Self {
            tag: tag.to_owned(),
            messages,
            numbers: DecimalFormatter::try_new((&locale).into(), Default::default())
                .map_err(|e| wrong(&e))?,
            dates: DateTimeFormatter::try_new((&locale).into(), YMD::medium()).map_err(|e| wrong(&e))?,
            days: DateTimeFormatter::try_new((&locale).into(), MD::medium()).map_err(|e| wrong(&e))?,
            moments: DateTimeFormatter::try_new((&locale).into(), YMD::medium().with_time_hm())
                .map_err(|e| wrong(&e))?,
        })
    }
}

/// Groups the digits of numbers inside messages as the language does.
struct Grouping(DecimalFormatter);

impl intl_memoizer::Memoizable for Grouping {
    type Args = ();
    type Error = ();
    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, ()> {
        let locale: icu_locale_core::Locale = language.to_string().parse().map_err(|_| ())?;
        DecimalFormatter::try_new((&locale).into(), Default::default()).map(Self).map_err(|_| ())
    }
}

fn format_number(
    value: &FluentValue<'_>,
    memo: &intl_memoizer::concurrent::IntlLangMemoizer,
) -> Option<String> {
    let FluentValue::Number(FluentNumber { value, .. }) = value else { return None };
    if value.fract() != 0.0 || value.abs() >= 9.0e15 {
        return None;
    }
    let number = Decimal::from(*value as i64);
    memo.with_try_get::<Grouping, _, _>((), |grouping| grouping.0.format(&number).to_string()).ok()
}

/// A reader's language and zone. Cheap to clone.
#[derive(Clone)]
pub struct Tongue {
    catalogue: Arc<Catalogue>,
    language: Arc<str>,
    zone: TimeZone,
    now: Timestamp,
}

impl fmt::Debug for Tongue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tongue").field(&self.language).finish()
    }
}

impl Tongue {
    /// The tongue for a language; one we do not speak becomes the first language.
    pub fn new(catalogue: Arc<Catalogue>, language: &str, zone: TimeZone, now: Timestamp) -> Self {
        let known = catalogue.spoken.get(language).map_or(&catalogue.first, |spoken| &spoken.tag);
        let language = Arc::from(known.as_str());
        Self { catalogue, language, zone, now }
    }

    /// The language tag, for `lang` attributes.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        if RIGHT_TO_LEFT.contains(&&*self.language) { "rtl" } else { "ltr" }
    }

    /// The languages a reader can choose from.
    pub fn languages(&self) -> Vec<String> {
        self.catalogue.languages().map(str::to_owned).collect()
    }

    /// The reader's zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The instant of the request, for "3 days ago".
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A message by its key; name its values with [`Said::arg`].
    pub fn say<'t>(&'t self, key: impl Into<Cow<'t, str>>) -> Said<'t> {
        Said { tongue: self, key: key.into(), args: FluentArgs::new() }
    }

    /// A message whose values are data: a refusal's, a notice's.
    pub fn tell<'t>(&'t self, key: &'t str, arguments: &'t [(&'static str, Argument)]) -> String {
        let mut said = self.say(key);
        for (name, argument) in arguments {
            said = said.argument(name, argument);
        }
        said.to_string()
    }

    /// What a refusal says to a person.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let mut said = self.say(refusal.key.as_ref());
        for (name, argument) in &refusal.arguments {
            said = said.argument(name, argument);
        }
        said.to_string()
    }

    /// A whole number with its digits grouped.
    pub fn number(&self, n: impl Borrow<i64>) -> String {
        self.spoken()
            .map_or_else(String::new, |spoken| spoken.numbers.format(&Decimal::from(*n.borrow())).to_string())
    }

    /// A date in the reader's zone, `3 May 2026`.
    pub fn date(&self, at: impl Borrow<Timestamp>) -> String {
        let at = *at.borrow();
        self.shown(at, |spoken, moment| spoken.dates.format(&moment.date).to_string())
    }

    /// A date without its year when that is this year's, `3 May`.
    pub fn day(&self, at: impl Borrow<Timestamp>) -> String {
        let at = *at.borrow();
        let year = |at: Timestamp| at.to_jiff().to_zoned(self.zone.clone()).year();
        if year(at) != year(self.now) {
            return self.date(at);
        }
        self.shown(at, |spoken, moment| spoken.days.format(&moment.date).to_string())
    }

    /// A date and a time in the reader's zone, with the zone named.
    pub fn moment(&self, at: impl Borrow<Timestamp>) -> String {
        let at = *at.borrow();
        let shown = self.shown(at, |spoken, moment| spoken.moments.format(&moment).to_string());
        format!("{shown} {}", self.zone_label(at))
    }

    /// How the reader's zone is called at that instant, `CET`.
    pub fn zone_label(&self, at: impl Borrow<Timestamp>) -> String {
        let at = *at.borrow();
        at.to_jiff().to_zoned(self.zone.clone()).strftime("%Z").to_string()
    }

    /// How long ago, in the coarsest unit that says something.
    pub fn ago(&self, at: impl Borrow<Timestamp>) -> String {
        let at = *at.borrow();
        let seconds = (self.now - at).as_seconds();
        let (key, n) = match seconds {
            s if s < 60.0 => return self.say("time-just-now").to_string(),
            s if s < 3_600.0 => ("time-minutes-ago", s / 60.0),
            s if s < 86_400.0 => ("time-hours-ago", s / 3_600.0),
            s if s < 14.0 * 86_400.0 => ("time-days-ago", s / 86_400.0),
            _ => return self.day(at),
        };
        self.say(key).arg("n", n as i64).to_string()
    }

    fn spoken(&self) -> Option<&Spoken> {
        self.catalogue.spoken.get(&*self.language)
    }

    fn shown(
        &self,
        at: Timestamp,
        format: impl FnOnce(&Spoken, DateTime<icu_calendar::Iso>) -> String,
    ) -> String {
        let zoned = at.to_jiff().to_zoned(self.zone.clone());
        let date =
            Date::try_new_iso(zoned.year().into(), zoned.month().unsigned_abs(), zoned.day().unsigned_abs());
        let time = Time::try_new(zoned.hour().unsigned_abs(), zoned.minute().unsigned_abs(), 0, 0);
        match (self.spoken(), date, time) {
            (Some(spoken), Ok(date), Ok(time)) => format(spoken, DateTime { date, time }),
            _ => at.to_string(),
        }
    }
}

/// A message on its way to the page: shown, it is in the reader's language, and the template escapes it.
pub struct Said<'t> {
    tongue: &'t Tongue,
    key: Cow<'t, str>,
    args: FluentArgs<'t>,
}

impl<'t> Said<'t> {
    /// Gives a value its name in the message. Whole numbers inflect it.
    #[must_use]
    pub fn arg(mut self, name: &'t str, value: impl Into<Argument>) -> Self {
        self.args.set(name, self.tongue.value(&value.into()));
        self
    }

    fn argument(mut self, name: &'t str, value: &Argument) -> Self {
        self.args.set(name, self.tongue.value(value));
        self
    }
}

impl Tongue {
    fn value(&self, argument: &Argument) -> FluentValue<'static> {
        match argument {
            Argument::Number(n) => FluentValue::from(*n as f64),
            Argument::Text(text) => FluentValue::from(text.clone()),
            Argument::Time(at) => FluentValue::from(self.moment(*at)),
        }
    }
}

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let catalogue = &self.tongue.catalogue;
        for language in [&*self.tongue.language, &catalogue.first] {
            let Some(spoken) = catalogue.spoken.get(language) else { continue };
            let Some(pattern) = spoken.messages.get_message(&self.key).and_then(|m| m.value()) else {
                continue;
            };
            let mut errors = Vec::new();
            let text = spoken.messages.format_pattern(pattern, Some(&self.args), &mut errors);
            if !errors.is_empty() {
                tracing::warn!(key = %self.key, language, ?errors, "a message lacks a value");
            }
            return f.write_str(&text);
        }
        tracing::error!(key = %self.key, "there is no such message");
        f.write_str(&self.key)
    }
}
impl askama::FastWritable for Said<'_> {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        write!(dest, "{self}").map_err(askama::Error::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tongue(language: &str) -> Tongue {
        let files = [
            Locale {
                language: "en",
                text: "n = { $n ->\n    [one] { $n } idea\n   *[other] { $n } ideas\n }\nonly = English",
            },
            Locale {
                language: "fr",
                text: "n = { $n ->\n    [one] { $n } idée\n   *[other] { $n } idées\n }",
            },
        ];
        let catalogue = Catalogue::new(&files, "en").expect("the files are Fluent");
        let zone = TimeZone::get("Europe/Lisbon").expect("the zone is bundled");
        Tongue::new(Arc::new(catalogue), language, zone, Timestamp::from_millis(1_777_800_000_000))
    }

    #[test]
    fn messages_inflect_and_numbers_group_as_the_language_does() {
        assert_eq!(tongue("en").say("n").arg("n", 1_i64).to_string(), "1 idea");
        assert_eq!(tongue("en").say("n").arg("n", 12_345_i64).to_string(), "12,345 ideas");
        assert_eq!(tongue("fr").say("n").arg("n", 0_i64).to_string(), "0 idée");
        assert_eq!(tongue("fr").say("only").to_string(), "English", "the first language is the last resort");
        assert_eq!(tongue("xx").language(), "en");
    }

    #[test]
    fn instants_are_shown_in_the_readers_zone() {
        let at: Timestamp = "2026-05-03T23:30:00Z".parse().expect("an instant");
        assert_eq!(tongue("en").date(at), "4 May 2026");
        assert_eq!(tongue("fr").date(at), "4 mai 2026");
        assert!(tongue("en").moment(at).ends_with("WEST"), "{}", tongue("en").moment(at));
    }

    #[test]
    fn a_browser_gets_the_best_language_we_speak() {
        let tongue = tongue("en");
        let best = |accepted: &str| tongue.catalogue.best_for(accepted).to_owned();
        assert_eq!(best("de-CH,fr;q=0.7,en;q=0.3"), "fr");
        assert_eq!(best("ja"), "en");
        assert_eq!(best(";;q=,,"), "en");
    }
}
