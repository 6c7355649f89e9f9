//! Money as people type and read it.

use web::Tongue;

/// Decimals of a currency: most have hundredths, some have nothing below the whole.
pub(crate) const fn decimals(currency: &str) -> u32 {
    match currency.as_bytes() {
        b"JPY" | b"KRW" | b"VND" | b"CLP" | b"ISK" | b"XAF" | b"XOF" => 0,
        _ => 2,
    }
}

/// Minor units of an amount that was typed: `1200`, `1200.5`, `1 200,50`.
pub(crate) fn typed(text: &str, currency: &str) -> Option<i64> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{202f}').collect();
    let plain = plain.replace(',', ".");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let decimals = decimals(currency);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > decimals as usize {
        return None;
    }
    let part: i64 = format!("{part:0<width$}", width = decimals as usize).parse().unwrap_or(0);
    whole.parse::<i64>().ok()?.checked_mul(10_i64.pow(decimals))?.checked_add(part)
}

/// An amount as a field holds it: `1200.50`.
pub(crate) fn field(minor: i64, currency: &str) -> String {
    match decimals(currency) {
        0 => minor.to_string(),
        _ if minor % 100 == 0 => (minor / 100).to_string(),
        _ => format!("{}.{:02}", minor / 100, minor % 100),
    }
}

/// An amount as it is read: `1,200.50 EUR`.
pub(crate) fn said(t: &Tongue, minor: i64, currency: &str) -> String {
    let amount = match decimals(currency) {
        0 => t.number(minor),
        _ if minor % 100 == 0 => t.number(minor / 100),
        _ => {
            let part = format!("{:02}", minor % 100);
            t.say("rounds-decimal").arg("whole", t.number(minor / 100)).arg("part", part).to_string()
        }
    };
    t.say("rounds-money").arg("amount", amount).arg("currency", currency).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (text, minor) in [("1200", 120_000), ("1200.5", 120_050), ("1 200,05", 120_005), ("0", 0)] {
            assert_eq!(typed(text, "EUR"), Some(minor), "{text}");
        }
        for wrong in ["", ".", "12.345", "-3", "12e3", "1.2.3", "ten", "99999999999999999999"] {
            assert_eq!(typed(wrong, "EUR"), None, "{wrong}");
        }
        assert_eq!(typed("1200", "JPY"), Some(1_200));
        assert_eq!(typed("1200.5", "JPY"), None, "there is no half yen");
        assert_eq!(typed(&field(120_050, "EUR"), "EUR"), Some(120_050));
    }
}
