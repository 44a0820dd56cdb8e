//! Markdown of another radar -> Markdown of this program: links and images whose targets were not imported
//! become text, and each is reported. HTML becomes Markdown, and comments vanish.
//!
//! What is written is checked with [`markdown::links`], which the site renders and the check verifies.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

mod links;
mod tags;

use super::html::destination;
use super::letters;
use super::name::one_line;
use super::not_imported;
use crate::diagnostic::{Report, Span};
use crate::markdown::address::{Address, address};
use crate::markdown::escape::markdown as escaped;
use crate::markdown::{self, Found, FoundKind};
use crate::radar::id::id_of;
use links::{Part, PartKind, parts};

/// What the links in the texts of a radar may lead to.
#[derive(Default)]
pub(super) struct LinkTargets {
    /// The id of each blip by the word that texts use for it.
    pub(super) blips: BTreeMap<String, String>,
    /// The names of the imported images by the end of the address that texts use for them.
    pub(super) images: BTreeMap<String, String>,
    /// The folders of pages: a link to `/tools/vite` leads to a blip, one to `/wiki/vite` may not.
    pub(super) folders: BTreeSet<String>,
    /// Whether `[[id]]` is a link in that radar.
    pub(super) has_wiki_links: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) words: &'t str,
    pub(super) at: Span,
    /// Where it starts in its file; `None` if the file has it with quotes or escapes.
    pub(super) offset: Option<usize>,
}

impl Text<'_> {
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.offset.map_or(self.at, |offset| {
            Span::new(self.at.file, range.start + offset..range.end + offset)
        })
    }
}

/// Returns the Markdown of a text that knows no blips and images, unless it is empty.
pub(super) fn markdown(words: &str, at: Span, report: &mut Report) -> Option<String> {
    LinkTargets::default().markdown(Text { words, at, offset: None }, report)
}

impl LinkTargets {
    /// Returns the text with links that lead somewhere, and without HTML, unless it is empty.
    pub(super) fn markdown(&self, text: Text, report: &mut Report) -> Option<String> {
        let plain = tags::without_html(text.words);
        let words = plain.as_ref().map_or(text.words, |plain| plain.text.as_str());
        let span = |range: &Range<usize>| match &plain {
            Some(plain) => text.span(&plain.source(range)),
            None => text.span(range),
        };
        for (message, range) in plain.iter().flat_map(|plain| &plain.problems) {
            report.push(not_imported(message.clone(), text.span(range)));
        }
        let parts = parts(words);
        let mut writer = Writer { targets: self, words, problems: Vec::new() };
        let out = writer.write(0..words.len(), &parts, Place::Text);
        for (message, range) in writer.problems {
            report.push(not_imported(message, span(&range)));
        }
        let is_shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
        let out: String = out.chars().filter(is_shown).collect();
        let out = out.trim();
        // The check must accept the text: if a case above is missing, it becomes plain.
        let out = if self.is_valid(out) {
            out.to_owned()
        } else {
            let message = "the links of this text could not be converted, so it has none";
            report.push(not_imported(message, text.at));
            escaped(out)
        };
        // The id of a blip may be written in another way.
        let blips = parts.iter().filter(|part| part.kind == PartKind::Blip);
        let ids: Vec<Part> = blips.cloned().collect();
        let mut writer = Writer { targets: self, words, problems: Vec::new() };
        let before = writer.write(0..words.len(), &ids, Place::Text);
        if out != before.trim()
            && let Some(lost) =
                letters::missing(&markdown::plain_text(&before), &markdown::plain_text(&out))
        {
            let message = format!("this text could not be converted: `{}`", one_line(&lost));
            report.push(not_imported(message, text.at));
        }
        Some(out).filter(|text| !text.is_empty())
    }

    /// Whether every link and image of a text leads somewhere.
    fn is_valid(&self, text: &str) -> bool {
        let is_known = |found: &Found| match found.kind {
            FoundKind::Blip => self.blips.values().any(|id| *id == found.target),
            FoundKind::Link => !matches!(address(&found.target), Address::Unsafe(_)),
            FoundKind::Image => self.images.values().any(|name| destination(name) == found.target),
        };
        !text.contains(['[', '<']) || markdown::links(text).iter().all(is_known)
    }

    /// Returns the id of the blip whose page an address of the other site leads to.
    fn page(&self, path: &str) -> Option<&String> {
        let (folder, last) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = folder.rsplit('/').next().unwrap_or(folder);
        let endings = [".html", ".mdx", ".md"];
        let last = endings.iter().find_map(|ending| last.strip_suffix(ending)).unwrap_or(last);
        let is_page = folder.is_empty() || self.folders.contains(&id_of(folder));
        self.blips.get(&id_of(last)).filter(|_| is_page)
    }
}

/// Where a link is: there are none within a link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Link,
}

struct Writer<'w> {
    targets: &'w LinkTargets,
    words: &'w str,
    /// What the user should know, with its bytes.
    problems: Vec<(String, Range<usize>)>,
}

impl Writer<'_> {
    /// Writes some bytes of the text. The parts are those from its start on.
    fn write(&mut self, range: Range<usize>, parts: &[Part], place: Place) -> String {
        let mut out = String::with_capacity(range.len());
        let mut done = range.start;
        for (number, part) in parts.iter().enumerate() {
            if part.range.start >= range.end {
                break;
            }
            // An inner part is written already.
            if part.range.start < done || part.range.end > range.end {
                continue;
            }
            out += &self.words[done..part.range.start];
            out += &self.part(part, &parts[number + 1..], place);
            done = part.range.end;
        }
        out + &self.words[done..range.end]
    }

    fn part(&mut self, part: &Part, inner: &[Part], place: Place) -> String {
        let source = &self.words[part.range.clone()];
        match part.kind {
            PartKind::Blip => self.blip(part, source),
            PartKind::Autolink => match address(&part.target) {
                Address::Unsafe(scheme) => {
                    self.problem(unsafe_link(&scheme), part);
                    escaped(&part.target)
                }
                _ => source.to_owned(),
            },
            PartKind::Definition => match address(&part.target) {
                // Its links are written with their addresses.
                Address::Site(_) | Address::Unsafe(_) => String::new(),
                Address::Web | Address::Fragment => source.to_owned(),
            },
            PartKind::Link | PartKind::Reference => {
                let label = self.write(part.label.clone(), inner, Place::Link);
                // `[[1]](address)` is no link to a blip.
                let number = label.strip_prefix('[').and_then(|label| label.strip_suffix(']'));
                let number = number.filter(|number| !number.contains(['[', ']']));
                let label = number.map_or(label.clone(), |number| format!("\\[{number}\\]"));
                self.link(part, &label)
            }
            PartKind::Image => self.image(part, place),
        }
    }

    fn problem(&mut self, message: String, part: &Part) {
        self.problems.push((message, part.range.clone()));
    }

    fn blip(&mut self, part: &Part, source: &str) -> String {
        let label = source.trim_matches(['[', ']']).split_once('|').map(|(_, label)| label);
        if !self.targets.has_wiki_links {
            return escaped(source);
        }
        match (self.targets.blips.get(&id_of(&part.target)), label) {
            (Some(known), Some(label)) => format!("[[{known}|{label}]]"),
            (Some(known), None) => format!("[[{known}]]"),
            (None, label) => {
                let id = &part.target;
                self.problem(
                    format!("the link to the blip `{id}` became text: there is no such blip"),
                    part,
                );
                escaped(label.unwrap_or(id))
            }
        }
    }

    /// Writes a link whose text is converted already.
    fn link(&mut self, part: &Part, label: &str) -> String {
        let path = match address(&part.target) {
            Address::Web | Address::Fragment => {
                let Range { start, end } = part.range.clone();
                let (before, after) = (&self.words[start..part.label.start], part.label.end..end);
                return format!("{before}{label}{}", &self.words[after]);
            }
            Address::Unsafe(scheme) => {
                self.problem(unsafe_link(&scheme), part);
                return label.to_owned();
            }
            Address::Site(path) => path,
        };
        if let Some(id) = self.targets.page(&path) {
            return format!("[{label}]({}{})", crate::routes::blip(id), title(&part.title));
        }
        self.problem(
            format!("the link to `{path}` became text, as its target is not imported"),
            part,
        );
        format!("{label} ({})", escaped(&path))
    }

    fn image(&mut self, part: &Part, place: Place) -> String {
        let target = &part.target;
        let label = &self.words[part.label.clone()];
        let path = match address(target) {
            Address::Web if place == Place::Text => {
                self.problem(format!("the image {target} of another site became a link"), part);
                return format!("[{label}]({}{})", destination(target), title(&part.title));
            }
            Address::Web | Address::Unsafe(_) | Address::Fragment => String::new(),
            Address::Site(path) => path,
        };
        let is_it = |known: &str| path == known || path.ends_with(&format!("/{known}"));
        if let Some((_, name)) = self.targets.images.iter().find(|(known, _)| is_it(known)) {
            return format!("![{label}]({}{})", destination(name), title(&part.title));
        }
        self.problem(
            format!("the image `{target}` became text, as it is not among the files"),
            part,
        );
        label.to_owned()
    }
}

fn unsafe_link(scheme: &str) -> String {
    format!("the link became text, as `{scheme}:` is not safe")
}

/// Returns the title of a link as it is written behind its address.
fn title(title: &str) -> String {
    if title.is_empty() {
        return String::new();
    }
    format!(" \"{}\"", one_line(title).replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn links_lead_somewhere_or_are_text() {
        let word = |word: &str| (word.to_owned(), word.to_owned());
        let wiki = LinkTargets {
            blips: BTreeMap::from([word("vite"), word("webpack")]),
            images: BTreeMap::from([("images/a b.png".to_owned(), "a b.png".to_owned())]),
            folders: BTreeSet::from(["tools".to_owned()]),
            has_wiki_links: true,
        };
        for (text, expected, problems) in [
            ("[[vite]] [[Vite|it]]", "[[vite]] [[vite|it]]", 0),
            ("[[jest]] [[jest|*that*]]", "jest \\*that\\*", 2),
            ("[x](/tools/vite/)", "[x](blips/vite.html)", 0),
            ("[*x*](/tools/vite.html \"t\")", "[*x*](blips/vite.html \"t\")", 0),
            ("[x](vite)", "[x](blips/vite.html)", 0),
            ("[x](/wiki/vite)", "x (wiki/vite)", 1),
            ("[x](https://a.org/vite)", "[x](https://a.org/vite)", 0),
            ("[x](javascript:a)", "x", 1),
            ("![x](/images/a%20b.png)", "![x](a%20b.png)", 0),
            ("![x](/my-images/a%20b.png)", "x", 1),
            ("![x](https://a.org/i.png)", "[x](https://a.org/i.png)", 1),
            ("[![x](/images/a%20b.png)](https://a.org)", "[![x](a%20b.png)](https://a.org)", 0),
            ("[x][1]\n\n[1]: javascript:a", "x", 1),
            ("`[[jest]]` <b>c</b>", "`[[jest]]` **c**", 0),
            // Links whose addresses are elsewhere.
            (
                "[*it*][v] [Vite][] [vite]\n\n[v]: /tools/vite \"a \\\"b\\\"\"\n[vite]: ../tools/vite.html",
                "[*it*](blips/vite.html \"a \\\"b\\\"\") [Vite](blips/vite.html) [vite](blips/vite.html)",
                0,
            ),
            ("[x][w]\n\n[w]: /wiki/vite", "x (wiki/vite)", 1),
            ("[x][w]\n\n[w]: https://a.org", "[x][w]\n\n[w]: https://a.org", 0),
            (
                "[[1]](https://a.org) [[1]][w] [[vite]]\n\n[w]: /tools/vite",
                "[\\[1\\]](https://a.org) [\\[1\\]](blips/vite.html) [[vite]]",
                0,
            ),
            ("[![x](/images/a%20b.png)](/tools/vite)", "[![x](a%20b.png)](blips/vite.html)", 0),
            ("[![x](https://b.org/i.svg)](https://a.org)", "[x](https://a.org)", 1),
            ("[x ![y](/no.png) z](/tools/vite)", "[x y z](blips/vite.html)", 1),
            ("<javascript:a> <https://a.org>", "javascript:a <https://a.org>", 1),
            ("a\r\nb\u{0}", "a\nb", 0),
        ] {
            let mut report = Report::default();
            let at = Span::file(FileId::FIRST);
            let written = wiki.markdown(Text { words: text, at, offset: None }, &mut report);
            assert_eq!(written.as_deref(), Some(expected), "{text}");
            assert_eq!(report.iter().count(), problems, "{text}: {report:?}");
        }
        let written = markdown("[[vite]]", Span::file(FileId::FIRST), &mut Report::default());
        assert_eq!(written.as_deref(), Some("\\[\\[vite\\]\\]"), "no wiki links in other formats");
    }
}
