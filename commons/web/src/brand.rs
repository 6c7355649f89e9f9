//! What the operator sets: where the house stands, and the brand's name and colours.

use serde::Deserialize;
use std::{fmt::Write as _, net::SocketAddr};

/// The operator's settings, read by the roof from its configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The brand's name, shown as the mark.
    pub brand: String,
    /// The brand's first colour, `#rrggbb`. Its lightness is adjusted until text on it can be read.
    pub colour: String,
    /// The brand's second colour.
    pub second_colour: String,
    /// The public address, `https://together.example`, for links in mails and feeds.
    pub address: String,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The language of last resort.
    pub language: String,
    /// The zone that dates are shown in to whoever chose none.
    pub zone: String,
    /// Whether cookies are sent over TLS only. On unless the house is tried on loopback.
    pub secure_cookies: bool,
    /// What signs the cookies that outlive a session. The demo's is refused elsewhere.
    pub secret: String,
    /// The largest request body, in bytes.
    pub largest_body: usize,
    /// How many live pages may listen at once.
    pub most_listeners: usize,
    /// Sign-in attempts a minute from one address, and for one account.
    pub sign_in_attempts: u32,
    /// Changes (posts, votes, comments) a minute by one person.
    pub changes_a_minute: u32,
    /// Whether the page of invented people is there.
    pub demo: bool,
}

/// The secret that only the demo may use.
pub const DEMO_SECRET: &str = "demo-only-not-a-secret";

impl Default for Settings {
    fn default() -> Self {
        Self {
            brand: "Weft".to_owned(),
            colour: "#7d2d25".to_owned(),
            second_colour: "#2c3f73".to_owned(),
            address: "http://127.0.0.1:8080".to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            language: "en".to_owned(),
            zone: "UTC".to_owned(),
            secure_cookies: true,
            secret: DEMO_SECRET.to_owned(),
            largest_body: 12 << 20,
            most_listeners: 20_000,
            sign_in_attempts: 10,
            changes_a_minute: 120,
            demo: false,
        }
    }
}

impl Settings {
    /// The brand's style sheet: its two colours, each drawn to a lightness at which paper-coloured text on it, and it
    /// as text on paper, keep a contrast of at least 4.5 to 1.
    pub fn style(&self) -> String {
        let mut css = String::from("@layer brand{:root{");
        for (name, colour) in [("--brand", &self.colour), ("--brand-2", &self.second_colour)] {
            if let Some(rgb) = parse_hex(colour) {
                let [r, g, b] = readable_on_paper(rgb);
                let _ = write!(css, "{name}:#{r:02x}{g:02x}{b:02x};");
            }
        }
        css.push_str("}}");
        css
    }
}

fn parse_hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.is_ascii() {
        return None;
    }
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Darkens a colour in small steps until it contrasts with paper (relative luminance 0.955) by 4.5 to 1, as WCAG 2.2
/// defines contrast.
fn readable_on_paper(mut rgb: [u8; 3]) -> [u8; 3] {
    const PAPER: f64 = 0.955;
    while (PAPER + 0.05) / (luminance(rgb) + 0.05) < 4.5 {
        rgb = rgb.map(|channel| (f64::from(channel) * 0.96) as u8);
    }
    rgb
}

/// Relative luminance, WCAG 2.2.
fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_brand_can_make_an_unreadable_page() {
        for colour in ["#ffffff", "#ffee00", "#00ff88", "#7d2d25", "#000000"] {
            let rgb = readable_on_paper(parse_hex(colour).expect("a colour"));
            assert!((0.955 + 0.05) / (luminance(rgb) + 0.05) >= 4.5, "{colour}");
        }
        let odd = Settings { colour: "red;}body{display:none".to_owned(), ..Settings::default() };
        assert!(!odd.style().contains("display"), "what is no colour is left out");
    }
}
