//! Markdown of another radar -> Markdown of this program: links and images whose targets were not imported
//! become text, and each is reported.
//!
//! The links are those that [`markdown::links`] finds, which the site renders and the check verifies.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::html::destination;
use super::letters;
use super::name::one_line;
use super::not_imported;
use crate::diagnostic::{Report, Span};
use crate::markdown::address::{Address, address};
use crate::markdown::escape::markdown as escaped;
use crate::markdown::{self, Found, FoundKind};
use crate::radar::id::id_of;

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
    fn span(&self, range: &Range<usize>) -> Span {
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
    /// Returns the text with links that lead somewhere, unless it is empty.
    pub(super) fn markdown(&self, text: Text, report: &mut Report) -> Option<String> {
        if let Some(range) = markdown::raw_html(text.words) {
            report.push(not_imported("HTML in Markdown is shown as text", text.span(&range)));
        }
        let mut out = String::with_capacity(text.words.len());
        let mut done = 0;
        for found in markdown::links(text.words) {
            // An image within a link: the link is written already.
            if found.range.start < done {
                continue;
            }
            let source = &text.words[found.range.clone()];
            let (written, problem) = match found.kind {
                FoundKind::Blip => self.blip(&found.target, source),
                FoundKind::Link => self.link(&found.target, source),
                FoundKind::Image => self.image(&found.target, source),
            };
            if let Some(message) = problem {
                report.push(not_imported(message, text.span(&found.range)));
            }
            let Some(written) = written else { continue };
            out += &text.words[done..found.range.start];
            out += &written;
            done = found.range.end;
        }
        out += &text.words[done..];
        let is_shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
        let out: String = out.chars().filter(is_shown).collect();
        let out = out.trim();
        // The check must accept the text: if a case above is missing, it becomes plain.
        let out = if self.is_valid(out) { out.to_owned() } else { escaped(out) };
        if out != text.words.trim()
            && let Some(lost) =
                letters::missing(&markdown::plain_text(text.words), &markdown::plain_text(&out))
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

    fn blip(&self, id: &str, source: &str) -> (Option<String>, Option<String>) {
        let label = source.trim_matches(['[', ']']).split_once('|').map(|(_, label)| label);
        if !self.has_wiki_links {
            return (Some(escaped(source)), None);
        }
        match (self.blips.get(&id_of(id)), label) {
            (Some(known), Some(label)) => (Some(format!("[[{known}|{label}]]")), None),
            (Some(known), None) => (Some(format!("[[{known}]]")), None),
            (None, label) => {
                let problem =
                    format!("the link to the blip `{id}` became text: there is no such blip");
                (Some(escaped(label.unwrap_or(id))), Some(problem))
            }
        }
    }

    fn link(&self, target: &str, source: &str) -> (Option<String>, Option<String>) {
        let path = match address(target) {
            Address::Web | Address::Fragment => return (None, None),
            Address::Unsafe(scheme) => {
                let problem = format!("the link became text, as `{scheme}:` is not safe");
                return (Some(label(source)), Some(problem));
            }
            Address::Site(path) => path,
        };
        let (folder, last) = path.rsplit_once('/').unwrap_or(("", &path));
        let folder = folder.rsplit('/').next().unwrap_or(folder);
        let last = last.strip_suffix(".html").or(last.strip_suffix(".md")).unwrap_or(last);
        let is_page = folder.is_empty() || self.folders.contains(&id_of(folder));
        if let Some(id) = self.blips.get(&id_of(last)).filter(|_| is_page)
            && let Some(written) = with_target(source, target, &crate::routes::blip(id))
        {
            return (Some(written), None);
        }
        let problem = format!("the link to `{path}` became text, as its target is not imported");
        (Some(format!("{} ({})", label(source), escaped(&path))), Some(problem))
    }

    fn image(&self, target: &str, source: &str) -> (Option<String>, Option<String>) {
        let path = match address(target) {
            Address::Web => {
                let link = with_target(source, target, &destination(target));
                let link = link.map(|link| link.trim_start_matches('!').to_owned());
                let problem = format!("the image {target} of another site became a link");
                return (link.or_else(|| Some(label(source))), Some(problem));
            }
            Address::Unsafe(_) | Address::Fragment => String::new(),
            Address::Site(path) => path,
        };
        let is_it = |known: &str| path == known || path.ends_with(&format!("/{known}"));
        let known = self.images.iter().find(|(known, _)| is_it(known));
        if let Some((_, name)) = known
            && let Some(written) = with_target(source, target, &destination(name))
        {
            return (Some(written), None);
        }
        let problem = format!("the image `{target}` became text, as it is not among the files");
        (Some(label(source)), Some(problem))
    }
}

/// Returns a link with another address; `None` if the address is elsewhere, as in `[text][1]`.
fn with_target(source: &str, target: &str, new: &str) -> Option<String> {
    let at = source.rfind(target).filter(|_| !target.is_empty())?;
    Some(format!("{}{new}{}", &source[..at], &source[at + target.len()..]))
}

fn label(source: &str) -> String {
    let text = source.trim_start_matches('!').trim_start_matches('[');
    let text = text.split("](").next().unwrap_or(text).split("][").next().unwrap_or(text);
    escaped(text.trim_matches(['[', ']', '<', '>']))
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
            ("[x][1]\n\n[1]: javascript:a", "x\n\n[1]: javascript:a", 1),
            ("`[[jest]]` <b>c</b>", "`[[jest]]` <b>c</b>", 1),
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
