//! People's words as HTML: CommonMark without HTML, then cleaned.

/// The text as safe HTML. Links leave with `rel="nofollow noopener ugc"`; pictures come only from attachments.
pub fn prose(text: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.render.escape = true;
    options.render.hardbreaks = true;
    let html = comrak::markdown_to_html(text, &options);
    ammonia::Builder::default()
        .rm_tags(["img", "h1", "h2"])
        .add_tag_attributes("p", ["dir"])
        .link_rel(Some("nofollow noopener ugc"))
        .clean(&html)
        .to_string()
        .replace("<p>", "<p dir=\"auto\">")
        .replace("<ul>", "<ul dir=\"auto\">")
        .replace("<ol>", "<ol dir=\"auto\">")
}

/// The first words of a text, for lists: at most `limit` characters, cut between words.
pub fn excerpt(text: &str, limit: usize) -> String {
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= limit {
        return flat;
    }
    let cut: String = flat.chars().take(limit).collect();
    let kept = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{}…", kept.trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_paragraphs_and_scripts_become_words() {
        assert_eq!(prose("a\n\nb"), "<p dir=\"auto\">a</p>\n<p dir=\"auto\">b</p>\n");
        for attack in
            ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](http://a/b.png)", "<p onclick=x>"]
        {
            let html = prose(attack);
            assert!(
                !html.contains("<script") && !html.contains("javascript:") && !html.contains("<img"),
                "{html}"
            );
            assert!(!html.contains("<p onclick"), "{html}");
        }
        assert!(prose("https://example.org").contains("rel=\"nofollow noopener ugc\""));
    }

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt("one two,  three", 9), "one two…");
        assert_eq!(excerpt("short", 9), "short");
        assert_eq!(excerpt("", 9), "");
    }
}
