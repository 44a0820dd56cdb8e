//! Markdown of this radar -> Markdown and HTML for other sites: a link within this site becomes an absolute one, or text.

use crate::anchors::Anchors;
use crate::markdown::address::{self, Address, address};
use crate::markdown::{self, Found, FoundKind, escape, image_path};
use crate::radar::{Blip, Markdown, Radar, Snapshot};
use crate::routes;

/// Writes the texts of a radar for readers elsewhere. A relative link would lead to a page of their site, so without
/// a base URL there is none.
pub(super) struct Prose<'s, 'r> {
    snapshot: &'s Snapshot<'r>,
    /// The address of the site, and the ids of the headings there.
    site: Option<(&'r str, Anchors<'r>)>,
}

impl<'s, 'r> Prose<'s, 'r> {
    pub(super) fn new(snapshot: &'s Snapshot<'r>) -> Self {
        let radar = snapshot.radar;
        let site = radar.base_url.as_deref().map(|url| (url, Anchors::new(radar)));
        Self { snapshot, site }
    }

    pub(super) fn radar(&self) -> &'r Radar {
        self.snapshot.radar
    }

    /// Returns the address of a blip's page.
    pub(super) fn page(&self, blip: &Blip) -> Option<String> {
        let (base_url, _) = self.site.as_ref()?;
        Some(format!("{base_url}{}", routes::blip(&blip.id)))
    }

    /// Returns a text as Markdown.
    pub(super) fn markdown(&self, text: &Markdown) -> String {
        rewritten(self.radar(), &text.value, &|found| self.absolute(found, text))
    }

    /// Returns a text as HTML.
    pub(super) fn html(&self, text: &Markdown) -> String {
        markdown::plain_html(&self.markdown(text)).trim().to_owned()
    }

    /// Returns where a link within this site leads.
    fn absolute(&self, found: &Found, text: &Markdown) -> Option<String> {
        let (base_url, anchors) = self.site.as_ref()?;
        let target = found.target.as_str();
        let path = match (found.kind, address(target)) {
            // A blip that is dated later has no page yet.
            (FoundKind::Blip, _) => return self.page(self.snapshot.get(target)?.blip),
            (FoundKind::Image, _) => image_path(target)?,
            (FoundKind::Link, Address::Site(path)) => path,
            (FoundKind::Link, Address::Fragment) => anchors.page(text).to_owned(),
            (FoundKind::Link, Address::Web | Address::Unsafe(_)) => return None,
        };
        let (query, written) = address::query_and_fragment(target);
        let id = address::fragment(target).and_then(|fragment| anchors.id(&path, &fragment));
        let fragment = id.map_or_else(|| written.to_owned(), |id| format!("#{id}"));
        let path = if path == routes::HOME { String::new() } else { address::encoded_path(&path) };
        let (query, fragment) = (address::encoded(query), address::encoded(&fragment));
        Some(address::href(&format!("{base_url}{path}{query}{fragment}")))
    }
}

/// Rewrites the links to blips, pages and images of this site: each leads `to` an address, or becomes text.
fn rewritten(radar: &Radar, text: &str, to: &dyn Fn(&Found) -> Option<String>) -> String {
    // No link of this site is written without one.
    if !text.contains('[') {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    // The end of a link that stays: no other can be in it.
    let mut outer = 0;
    for found in markdown::links(text) {
        // A link around an image: the outer link has been written already.
        if found.range.start < done {
            continue;
        }
        let is_own = found.kind == FoundKind::Blip
            || matches!(address(&found.target), Address::Site(_) | Address::Fragment);
        if !is_own {
            if found.kind == FoundKind::Link {
                outer = outer.max(found.range.end);
            }
            continue;
        }
        let mut label = label(radar, text, &found);
        out += &text[done..found.range.start];
        let url = to(&found).filter(|_| found.range.start >= outer);
        if url.is_some() && label.trim().is_empty() {
            label = escape::markdown(found.target.rsplit('/').next().unwrap_or_default());
        }
        // In pointed brackets, an address may have round ones.
        let url = url.map(|url| if url.contains(['(', ')']) { format!("<{url}>") } else { url });
        let link = url.map(|url| format!("[{label}]({url})"));
        out.push_str(&link.unwrap_or(label));
        done = found.range.end;
    }
    out += &text[done..];
    out.trim().to_owned()
}

/// Returns what is shown in place of a link or an image of this site.
fn label(radar: &Radar, text: &str, found: &Found) -> String {
    let written = &text[found.label.clone()];
    match found.kind {
        FoundKind::Blip if written == found.target => {
            let name = radar.blip(&found.target).map(|blip| escape::markdown(&blip.name.value));
            name.unwrap_or_else(|| written.to_owned())
        }
        FoundKind::Image => escape::markdown(markdown::first_paragraph(written).trim()),
        // There may be an image in it.
        FoundKind::Blip | FoundKind::Link => rewritten(radar, written, &|_| None),
    }
}

/// Returns the first paragraph as plain text in one line, cut after a word if it is long.
pub(crate) fn first_paragraph(radar: &Radar, text: &str) -> String {
    /// In characters: about as much as feed readers show.
    const MAX: usize = 300;
    let plain = markdown::first_paragraph(&rewritten(radar, text, &|_| None));
    let words = plain.split_whitespace();
    let line = words.collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(MAX) else { return line };
    let end = line[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &line[..end])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::check;
    use crate::diagnostic::Levels;
    use crate::source::SourceSet;

    /// A radar with such an address, and these other files.
    fn radar(base_url: &str, files: &[(&str, &str)]) -> Radar {
        let section = |of: &str| format!("[[{of}]]\nid = 'x'\nname = 'X'\n");
        let (quadrant, ring) = (section("quadrant"), section("ring"));
        let settings = format!("title = 'T'\n{base_url}\n{quadrant}{ring}");
        let blip = |name: &str, added: &str| {
            format!("name = '{name}'\nquadrant = 'x'\nring = 'x'\nadded = {added}\n")
        };
        let helm = blip("Helm [3]", "2026-01-01") + "description = '## Why'\n";
        let own = [
            ("radar/radar.toml", settings),
            ("radar/blips/helm.toml", helm),
            ("radar/blips/later.toml", blip("Later", "2027-01-01")),
        ];
        let own = own.map(|(path, text)| (path.to_owned(), text));
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        let sources = SourceSet::from_files(own.into_iter().chain(files));
        check(&sources, date(2026, 11, 22), &Levels::default()).radar.expect("a radar")
    }

    #[test]
    fn own_links_lead_to_the_site_or_are_text() {
        for (text, absolute, plain) in [
            ("[[helm]]", "[Helm \\[3\\]](S/blips/helm.html)", "Helm \\[3\\]"),
            ("[[helm|*a* chart]]", "[*a* chart](S/blips/helm.html)", "*a* chart"),
            ("[[later]] [[gone]]", "Later gone", "Later gone"),
            ("[a `b`](reviews.html?x=1#y)", "[a `b`](S/reviews.html?x=1#y)", "a `b`"),
            ("[a](index.html) [b](./?q=1)", "[a](S/) [b](S/?q=1)", "a b"),
            ("[a](blips/helm.html#why)", "[a](S/blips/helm.html#text.why)", "a"),
            ("# Up\n\n[a](#up)", "# Up\n\n[a](S/about.html#text.up)", "# Up\n\na"),
            ("![a *b*](x.png)", "[a b](S/images/x.png)", "a b"),
            ("![](d/x_1.png)", "[x\\_1.png](S/images/d/x_1.png)", ""),
            ("[![a](x.png)](reviews.html)", "[a](S/reviews.html)", "a"),
            ("[![a](x.png)](https://b.org/)", "[a](https://b.org/)", "[a](https://b.org/)"),
            (
                "[a][b]\n\n[b]: about.html",
                "[a](S/about.html)\n\n[b]: about.html",
                "a\n\n[b]: about.html",
            ),
            ("[a](<f(1 2.pdf>)", "[a](<S/f(1%202.pdf>)", "a"),
            ("<https://b.org/>", "<https://b.org/>", "<https://b.org/>"),
            ("`[[helm]]`", "`[[helm]]`", "`[[helm]]`"),
        ] {
            for (base_url, expected) in [("base_url = 'https://a.org/x'", absolute), ("", plain)] {
                let radar = radar(base_url, &[("radar/about.md", text)]);
                let snapshot = Snapshot::new(&radar, date(2026, 11, 22));
                let about = radar.about.as_ref().expect("it was given");
                let written = Prose::new(&snapshot).markdown(about);
                assert_eq!(written, expected.replace("S/", "https://a.org/x/"), "{text}");
                // No link within the site is left.
                assert_eq!(rewritten(&radar, &written, &|_| None), written, "{text}");
            }
        }
    }

    #[test]
    fn the_first_paragraph_is_plain_text() {
        let radar = radar("", &[]);
        let long = "word ".repeat(100);
        for (text, expected) in [
            ("", ""),
            ("One *and*\ntwo `three`.\n\nNext.", "One and two three."),
            (
                "# Title\n\nText with [[gone]] and [a link](https://example.org/).",
                "Text with gone and a link.",
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
