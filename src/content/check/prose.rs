//! The links and images in every Markdown text, held against what there is.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::markdown::address::{Address, address};
use crate::markdown::{self, Found, FoundKind};
use crate::radar::{Markdown, Radar};
use crate::routes::Routes;
use crate::source::{CONTENT, SourceSet};

/// Reports links to blips, pages and images that are not there, and links that are refused.
///
/// `ids` are those of all blip files, those that could not be read included: they are there.
pub(super) fn links(
    sources: &SourceSet,
    radar: &Radar,
    ids: &BTreeSet<&str>,
    today: Date,
    report: &mut Report,
) {
    let site = Routes::new(radar, sources, today);
    let check = Check { sources, site, ids };
    let pages = radar
        .rings
        .iter()
        .filter_map(|ring| ring.description.as_ref())
        .chain(radar.quadrants.iter().filter_map(|quadrant| quadrant.description.as_ref()))
        .chain(radar.editions.iter().filter_map(|edition| edition.intro.as_ref()))
        .chain(&radar.about);
    for text in pages {
        check.text(text, report);
    }
    let of_blips: Vec<Report> = radar
        .blips
        .par_iter()
        .map(|blip| {
            let mut report = Report::default();
            let notes = blip.reviews.iter().filter_map(|review| review.note.as_ref());
            let asked = blip.questions.iter().flat_map(|question| {
                [Some(&question.text), question.answer.as_ref().map(|answer| &answer.text)]
            });
            for text in blip.description.iter().chain(notes).chain(asked.flatten()) {
                check.text(text, &mut report);
            }
            report
        })
        .collect();
    for problems in of_blips {
        report.append(problems);
    }
}

struct Check<'s> {
    sources: &'s SourceSet,
    site: Routes,
    ids: &'s BTreeSet<&'s str>,
}

impl Check<'_> {
    fn text(&self, text: &Markdown, report: &mut Report) {
        // Without a bracket there is neither a link nor an image; with `<` there may be one.
        if !text.value.contains(['[', '<']) {
            return;
        }
        for found in markdown::links(&text.value) {
            let diagnostic = match found.kind {
                FoundKind::Blip => self.blip(&found.target),
                FoundKind::Link => self.link(&found.target),
                FoundKind::Image => self.image(&found.target),
            };
            if let Some(mut diagnostic) = diagnostic {
                diagnostic.labels[0].at = self.place(text, &found);
                report.push(diagnostic);
            }
        }
    }

    fn blip(&self, id: &str) -> Option<Diagnostic> {
        (!self.ids.contains(id)).then(|| {
            problem(Code::UnknownBlip, format!("there is no blip `{id}`"))
                .suggest(id, self.ids.iter().copied())
        })
    }

    fn link(&self, target: &str) -> Option<Diagnostic> {
        match address(target) {
            Address::Unsafe(scheme) => Some(
                problem(Code::UnsafeLink, format!("links with `{scheme}:` are refused"))
                    .help("write an address that starts with https://"),
            ),
            Address::Site(path) if !self.site.contains(&path) => {
                Some(problem(Code::BrokenLink, format!("the site has no `{path}`")).help(
                    "write [[id]] for a blip, a path from the site's root, or a whole address",
                ))
            }
            _ => None,
        }
    }

    fn image(&self, target: &str) -> Option<Diagnostic> {
        if let Address::Unsafe(scheme) = address(target) {
            return Some(
                problem(Code::UnsafeLink, format!("images with `{scheme}:` are refused"))
                    .help(format!("put the image into {CONTENT}/images and write its name")),
            );
        }
        match markdown::image_path(target) {
            None => Some(
                problem(Code::MissingImage, "an image of another site is not loaded by any page")
                    .help(format!("put a copy into {CONTENT}/images, or write a link to it")),
            ),
            Some(path) if !self.site.contains(&path) => {
                let name = path.trim_start_matches("images/");
                let problem = problem(Code::MissingImage, format!("there is no {CONTENT}/{path}"))
                    .suggest(name, self.site.images().map(|at| at.trim_start_matches("images/")));
                Some(if problem.help.is_empty() {
                    problem.help(format!("put the image into {CONTENT}/images"))
                } else {
                    problem
                })
            }
            Some(_) => None,
        }
    }

    /// Where a link stands in its file. TOML strings with escapes are not byte for byte what is in
    /// the file; there, the place is that of the same text in the source, or else the whole value.
    fn place(&self, text: &Spanned<String>, found: &Found) -> Span {
        let bytes = &self.sources.file(text.at.file).bytes[text.at.range()];
        let written = String::from_utf8_lossy(bytes);
        let needle = &text.value[found.range.clone()];
        let before = text.value[..found.range.start].matches(needle).count();
        let Some((at, _)) = written.match_indices(needle).nth(before) else { return text.at };
        let start = text.at.range().start + at;
        Span::new(text.at.file, start..start + needle.len())
    }
}

/// A problem whose place is filled in by the caller.
fn problem(code: Code, message: impl Into<String>) -> Diagnostic {
    let nowhere = Span { file: crate::source::FileId::FIRST, start: 0, end: 0 };
    Diagnostic::new(code, message, nowhere)
}
