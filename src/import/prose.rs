//! Markdown of other radars -> Markdown of ours: what its links and images lead to is found here, or
//! they become text.
//!
//! Links are those that [`markdown::links`] finds, which the site will render and the check will hold against
//! what there is. What cannot come along is reported at its place.

use std::collections::{BTreeMap, BTreeSet};

use super::html::{destination, escaped};
use super::not_imported;
use crate::diagnostic::{Report, Span};
use crate::markdown::address::{Address, address};
use crate::markdown::{self, Found, FoundKind};
use crate::radar::id::id_of;
use crate::source::FileId;

/// What the texts of a radar may lead to.
#[derive(Default)]
pub(super) struct Targets {
    /// The id of each blip by the word that texts know it by.
    pub(super) blips: BTreeMap<String, String>,
    /// The images that came along: the address as texts write it, without what all have in common,
    /// and the name of the copy.
    pub(super) images: BTreeMap<String, String>,
    /// The folders of pages there: a link to `/tools/vite` leads to a blip, one to `/wiki/vite` may not.
    pub(super) folders: BTreeSet<String>,
    /// Whether `[[id]]` is a link there.
    pub(super) has_wiki_links: bool,
}

/// A text and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) words: &'t str,
    pub(super) file: FileId,
    /// Where it starts in its file; `None` where it is not byte for byte what stands there.
    pub(super) offset: Option<usize>,
    /// Where the whole of it stands.
    pub(super) at: Span,
}

impl<'t> Text<'t> {
    /// A text that was taken out of quotes.
    pub(super) fn quoted(text: &'t str, at: Span) -> Self {
        Self { words: text, file: at.file, offset: None, at }
    }

    fn place(&self, found: &Found) -> Span {
        let within = |offset| found.range.start + offset..found.range.end + offset;
        self.offset.map_or(self.at, |offset| Span::new(self.file, within(offset)))
    }
}

impl Targets {
    /// The same text with links that lead somewhere.
    pub(super) fn markdown(&self, text: Text, report: &mut Report) -> String {
        if let Some(range) = markdown::raw_html(text.words) {
            let found = Found { kind: FoundKind::Link, target: String::new(), range };
            let message = "HTML within Markdown is shown as text; a radar here has none";
            report.push(not_imported(message, text.place(&found)));
        }
        let mut out = String::with_capacity(text.words.len());
        let mut done = 0;
        for found in markdown::links(text.words) {
            // A link around an image: the outer one was written already.
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
                report.push(not_imported(message, text.place(&found)));
            }
            let Some(written) = written else { continue };
            out += &text.words[done..found.range.start];
            out += &written;
            done = found.range.end;
        }
        out += &text.words[done..];
        let is_shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
        let out: String = out.chars().filter(is_shown).collect();
        let out = out.trim().to_owned();
        // Whatever was not foreseen: a text that the check would refuse becomes plain.
        if self.can_stand(&out) { out } else { escaped(&out) }
    }

    /// Whether every link and image of a text leads somewhere.
    fn can_stand(&self, text: &str) -> bool {
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
                let problem = format!("a link to the blip `{id}`, which did not come along");
                (Some(escaped(label.unwrap_or(id))), Some(problem))
            }
        }
    }

    fn link(&self, target: &str, source: &str) -> (Option<String>, Option<String>) {
        let path = match address(target) {
            Address::Web | Address::Fragment => return (None, None),
            Address::Unsafe(scheme) => {
                let problem = format!("a link with `{scheme}:`, which is not followed");
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
        let problem = format!("a link to `{path}`, which did not come along");
        (Some(format!("{} ({})", label(source), escaped(&path))), Some(problem))
    }

    fn image(&self, target: &str, source: &str) -> (Option<String>, Option<String>) {
        let path = match address(target) {
            Address::Web => {
                let link = with_target(source, target, &destination(target));
                let link = link.map(|link| link.trim_start_matches('!').to_owned());
                let problem = format!("the image {target} of another site; it became a link");
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
        let problem = format!("the image `{target}`, which is not among the files");
        (Some(label(source)), Some(problem))
    }
}

/// A link with another address; `None` where the address stands elsewhere, as in `[text][1]`.
fn with_target(source: &str, target: &str, new: &str) -> Option<String> {
    let at = source.rfind(target).filter(|_| !target.is_empty())?;
    Some(format!("{}{new}{}", &source[..at], &source[at + target.len()..]))
}

/// What a link shows, as a text that is none.
fn label(source: &str) -> String {
    let text = source.trim_start_matches('!').trim_start_matches('[');
    let text = text.split("](").next().unwrap_or(text).split("][").next().unwrap_or(text);
    escaped(text.trim_matches(['[', ']', '<', '>']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_somewhere_or_are_text() {
        let word = |word: &str| (word.to_owned(), word.to_owned());
        let targets = |has_wiki_links| Targets {
            blips: BTreeMap::from([word("vite"), word("webpack")]),
            images: BTreeMap::from([("images/a b.png".to_owned(), "a b.png".to_owned())]),
            folders: BTreeSet::from(["tools".to_owned()]),
            has_wiki_links,
        };
        let wiki = targets(true);
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
            let text = Text::quoted(text, at);
            let written = wiki.markdown(text, &mut report);
            assert_eq!(written, expected, "{}", text.words);
            assert_eq!(report.iter().count(), problems, "{}: {report:?}", text.words);
        }
        let text = Text::quoted("[[vite]]", Span::file(FileId::FIRST));
        let written = targets(false).markdown(text, &mut Report::default());
        assert_eq!(written, "\\[\\[vite\\]\\]", "no link where there are none");
    }
}
