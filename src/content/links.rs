//! Checks links and images: those in every Markdown text, and the addresses in values.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::markdown::address::{Address, address};
use crate::markdown::{self, Found, FoundKind};
use crate::radar::{Markdown, Radar};
use crate::routes::Routes;
use crate::source::{CONTENT, SourceSet};

const WRITE_HTTPS: &str = "write an address that starts with https://";

/// Reports an address that is not a whole one or is unsafe, and returns whether it is usable.
pub(super) fn check_address(url: &Spanned<String>, report: &mut Report) -> bool {
    let problem = match address(&url.value) {
        Address::Web => return true,
        Address::Unsafe(scheme) => refused("links", &scheme, url.at),
        Address::Site(_) | Address::Fragment => {
            let message = format!("`{}` is not a full address", url.value);
            Diagnostic::new(Code::InvalidValue, message, url.at)
        }
    };
    report.push(problem.help(WRITE_HTTPS));
    false
}

fn refused(what: &str, scheme: &str, at: Span) -> Diagnostic {
    Diagnostic::new(Code::UnsafeLink, format!("{what} with `{scheme}:` are refused"), at)
}

/// Reports links to blips, pages and images that do not exist, and unsafe links.
///
/// `ids` are those of all files of blips, including unusable ones: a link to one of them is correct.
pub(super) fn check(
    sources: &SourceSet,
    radar: &Radar,
    ids: &BTreeSet<&str>,
    today: Date,
    report: &mut Report,
) {
    let site = Routes::new(radar, sources, today);
    let targets = Targets { sources, site, ids };
    let rings = radar.rings.iter().filter_map(|ring| ring.description.as_ref());
    let quadrants = radar.quadrants.iter().filter_map(|quadrant| quadrant.description.as_ref());
    let editions = radar.editions.iter().filter_map(|edition| edition.intro.as_ref());
    for text in rings.chain(quadrants).chain(editions).chain(&radar.about) {
        targets.check(text, report);
    }
    let of_blips: Vec<Report> = radar
        .blips
        .par_iter()
        .map(|blip| {
            let mut report = Report::default();
            for text in blip.texts() {
                targets.check(text, &mut report);
            }
            report
        })
        .collect();
    for problems in of_blips {
        report.append(problems);
    }
}

/// Everything that a link can lead to.
struct Targets<'s> {
    sources: &'s SourceSet,
    site: Routes,
    ids: &'s BTreeSet<&'s str>,
}

impl Targets<'_> {
    fn check(&self, text: &Markdown, report: &mut Report) {
        // Without a bracket there is neither a link nor an image; with `<` there may be one.
        if !text.value.contains(['[', '<']) {
            return;
        }
        for found in markdown::links(&text.value) {
            let problem = match found.kind {
                FoundKind::Blip => self.blip(&found.target, text.at),
                FoundKind::Link => self.link(&found.target, text.at),
                FoundKind::Image => self.image(&found.target, text.at),
            };
            if let Some(mut problem) = problem {
                problem.labels[0].at = self.span(text, &found);
                report.push(problem);
            }
        }
    }

    fn blip(&self, id: &str, at: Span) -> Option<Diagnostic> {
        (!self.ids.contains(id)).then(|| {
            Diagnostic::new(Code::UnknownBlip, format!("there is no blip `{id}`"), at)
                .suggest(id, self.ids.iter().copied())
        })
    }

    fn link(&self, target: &str, at: Span) -> Option<Diagnostic> {
        match address(target) {
            Address::Unsafe(scheme) => Some(refused("links", &scheme, at).help(WRITE_HTTPS)),
            Address::Site(path) if !self.site.contains(&path) && !self.is_of_blip(&path) => {
                let message = format!("the site has no `{path}`");
                Some(Diagnostic::new(Code::BrokenLink, message, at).help(
                    "write [[id]] for a blip, a path from the site's root, or a full address",
                ))
            }
            _ => None,
        }
    }

    /// Returns whether a page is that of a blip, usable or not.
    fn is_of_blip(&self, path: &str) -> bool {
        let id = path.strip_prefix("blips/").and_then(|name| name.strip_suffix(".html"));
        id.is_some_and(|id| self.ids.contains(id))
    }

    fn image(&self, target: &str, at: Span) -> Option<Diagnostic> {
        if let Address::Unsafe(scheme) = address(target) {
            let help = format!("put the image into {CONTENT}/images and write its name");
            return Some(refused("images", &scheme, at).help(help));
        }
        let Some(path) = markdown::image_path(target) else {
            let message = "pages do not load images from other sites";
            let help = format!("put a copy into {CONTENT}/images, or write a link to it");
            return Some(Diagnostic::new(Code::MissingImage, message, at).help(help));
        };
        if self.site.contains(&path) {
            return None;
        }
        let name = |path: &'_ str| path.trim_start_matches("images/").to_owned();
        let images: Vec<String> = self.site.images().map(name).collect();
        let message = format!("there is no {CONTENT}/{path}");
        let problem = Diagnostic::new(Code::MissingImage, message, at);
        Some(if images.is_empty() {
            problem.help(format!("put the image into {CONTENT}/images"))
        } else {
            problem.suggest(&name(&path), images.iter().map(String::as_str))
        })
    }

    /// Returns where a link is in its file. A TOML string with escapes differs from the bytes of the file;
    /// in such a string, the span is that of the same text in the source, or else of the whole value.
    fn span(&self, text: &Markdown, found: &Found) -> Span {
        let bytes = &self.sources.file(text.at.file).bytes[text.at.range()];
        let written = String::from_utf8_lossy(bytes);
        let needle = &text.value[found.range.clone()];
        let before = text.value[..found.range.start].matches(needle).count();
        let Some((at, _)) = written.match_indices(needle).nth(before) else { return text.at };
        let start = text.at.range().start + at;
        Span::new(text.at.file, start..start + needle.len())
    }
}
