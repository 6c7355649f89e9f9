//! Types and rules of accounts, without any reading or writing.

use act::{Role, Roles, Scope, Span, Timestamp};

/// A session that is kept lives this long after it was last used.
pub const KEPT_FOR: Span = Span::days(30);
/// A session that is not kept lives this long, used or not: a working day on a tablet in a store.
pub const NOT_KEPT_FOR: Span = Span::hours(12);
/// A one-time link to sign in.
pub const LINK_LIVES: Span = Span::minutes(15);
/// A link that confirms a new account or a new address.
pub const CONFIRMATION_LIVES: Span = Span::days(1);
/// The setup code.
pub const SETUP_LIVES: Span = Span::days(7);
/// The last use is written down at most this often.
pub const TOUCHED_EVERY: Span = Span::days(1);
/// Letters to one address within an hour; what is asked beyond is answered the same and not sent.
pub const LETTERS_AN_HOUR: i64 = 5;
/// Tokens that one account may have.
pub const MOST_TOKENS: i64 = 50;
/// Sessions that one account may have; the one that was not used for longest gives way.
pub const MOST_SESSIONS: i64 = 50;
/// A token lives at most this many days, if it ends at all.
pub const LONGEST_TOKEN_DAYS: i64 = 3 * 365;

/// Roles that are given and taken; member comes with the account.
pub const GIVEN: [Role; 3] = [Role::Staff, Role::Partner, Role::Operator];

/// Whether a row's last use is old enough to be written down again.
pub fn is_due(used_at: Timestamp, now: Timestamp) -> bool {
    now - used_at >= TOUCHED_EVERY
}

/// The start of the day, in UTC: a token's last use is kept to the day, because more would be a diary.
pub fn day_of(at: Timestamp) -> Timestamp {
    let day = Span::days(1).as_micros();
    Timestamp::from_micros(at.as_micros().div_euclid(day) * day)
}

/// Scopes as their row keeps them.
pub fn scopes_text(scopes: &[Scope]) -> String {
    let known = Scope::FOR_TOKENS.into_iter().filter(|scope| scopes.contains(scope));
    known.map(Scope::name).collect::<Vec<_>>().join(" ")
}

/// Scopes read from their row; whatever is no scope for tokens is left out.
pub fn scopes_of(text: &str) -> Vec<Scope> {
    text.split(' ').filter_map(|name| name.parse().ok()).collect()
}

/// The roles beside member, for rows and events.
pub fn given(roles: Roles) -> Vec<Role> {
    GIVEN.into_iter().filter(|&role| roles.has(role)).collect()
}

/// What a browser says of itself, shortened to what its owner recognises: "Firefox, Linux". Nothing else of it is kept.
pub fn device(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 9] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    match (first(&BROWSERS), first(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_device_is_named_as_its_owner_calls_it() {
        for (agent, name) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            ("curl/8.5.0", "curl"),
            ("", ""),
            ("<script>alert(1)</script>", ""),
        ] {
            assert_eq!(device(agent), name, "{agent}");
        }
    }

    #[test]
    fn a_token_never_gets_the_account_scope() {
        assert_eq!(scopes_text(&[Scope::Account, Scope::Read]), "read");
        assert_eq!(scopes_of("read account nonsense operate"), [Scope::Read, Scope::Operate]);
    }

    proptest! {
        #[test]
        fn a_day_begins_at_or_before_its_instants_and_lasts_a_day(micros in -4_000_000_000_000_000_i64..4_000_000_000_000_000) {
            let at = Timestamp::from_micros(micros);
            let since = at - day_of(at);
            prop_assert!(since >= Span::micros(0) && since < Span::days(1));
            prop_assert_eq!(day_of(day_of(at)), day_of(at));
        }

        #[test]
        fn a_device_is_never_longer_than_its_two_names(agent in "\\PC{0,400}") {
            prop_assert!(device(&agent).len() <= 32);
        }

        #[test]
        fn scopes_read_back_as_they_were_kept(read: bool, take_part: bool, steward: bool, operate: bool) {
            let all = [(read, Scope::Read), (take_part, Scope::TakePart), (steward, Scope::Steward), (operate, Scope::Operate)];
            let scopes: Vec<_> = all.into_iter().filter(|(on, _)| *on).map(|(_, scope)| scope).collect();
            prop_assert_eq!(scopes_of(&scopes_text(&scopes)), scopes);
        }
    }
}
