//! Markdown of this radar -> Markdown and HTML for other sites: links within this site become text.

use crate::markdown::address::{Address, address};
use crate::markdown::{self, FoundKind};
use crate::radar::Radar;

/// Removes the links to blips, pages and images of this site.
pub(super) fn portable(radar: &Radar, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for found in markdown::links(text) {
        let source = &text[found.range.clone()];
        let label = match found.kind {
            // A link around an image: the outer link has been written already.
            _ if found.range.start < done => continue,
            FoundKind::Blip => {
                let inner = source.trim_start_matches('[').trim_end_matches(']');
                let name = radar.blip(&found.target).map(|blip| blip.name.value.as_str());
                let label = inner.split_once('|').map(|(_, label)| label);
                label.or(name).unwrap_or(&found.target)
            }
            FoundKind::Link | FoundKind::Image => {
                if !matches!(address(&found.target), Address::Site(_) | Address::Fragment) {
                    continue;
                }
                let inner = source.trim_start_matches('!').trim_start_matches('[');
                // `[text](path)`, `[text][reference]`, `[reference]`.
                let inner = inner.split("](").next().unwrap_or(inner);
                inner.split("][").next().unwrap_or(inner).trim_end_matches(']')
            }
        };
        out += &text[done..found.range.start];
        out += label;
        done = found.range.end;
    }
    out += &text[done..];
    out.trim().to_owned()
}

/// Returns the first paragraph as plain text in one line, cut after a word if it is long.
pub(crate) fn first_paragraph(radar: &Radar, text: &str) -> String {
    /// In characters: about as much as feed readers show.
    const MAX: usize = 300;
    let plain = markdown::first_paragraph(&portable(radar, text));
    let words = plain.split_whitespace();
    let line = words.collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(MAX) else { return line };
    let end = line[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &line[..end])
}

/// Renders the same as HTML.
pub(super) fn html(radar: &Radar, text: &str) -> String {
    markdown::plain_html(&portable(radar, text)).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::check;
    use crate::diagnostic::Levels;
    use crate::source::SourceSet;

    #[test]
    fn the_first_paragraph_is_plain_text() {
        let settings = "title = 'T'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n";
        let sources = SourceSet::from_files([("radar/radar.toml", settings)]);
        let checked = check(&sources, date(2026, 11, 22), &Levels::default());
        let radar = checked.radar.expect("a radar");
        let long = "word ".repeat(100);
        for (text, expected) in [
            ("", ""),
            ("One *and*\ntwo `three`.\n\nNext.", "One and two three."),
            (
                "# Title\n\nText with [[helm]] and [a link](https://example.org/).",
                "Text with helm and a link.",
            ),
            ("- a\n- b", "a b"),
            ("A [b][c], [c] and [d](about.html#x).\n\n[c]: about.html", "A b, c and d."),
            ("![](x.png)\n\nText", "Text"),
        ] {
            assert_eq!(first_paragraph(&radar, text), expected, "{text}");
        }
        let cut = first_paragraph(&radar, &long);
        assert!(cut.ends_with("word …") && cut.chars().count() < 303, "{cut}");
    }
}
