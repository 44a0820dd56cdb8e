//! Checks links and images: those in every Markdown text, and the addresses in values.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use jiff::civil::Date;
use rayon::prelude::*;

use super::flaws::diagnostic;
use super::written::Written;
use crate::anchors::Anchors;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned, nearest};
use crate::markdown::address::{Address, address, encoded_path, fragment, leads_somewhere};
use crate::markdown::escape::is_invisible;
use crate::markdown::{self, FoundKind, Survey};
use crate::radar::{Markdown, Radar};
use crate::routes::{IMAGES, Routes};
use crate::source::{CONTENT, SourceSet};
use crate::theme::PageIds;

const WRITE_HTTPS: &str = "write an address that starts with https://";

/// Reports an address that is not a whole one or is unsafe, and returns whether it is usable.
pub(super) fn check_address(url: &Spanned<String>, report: &mut Report) -> bool {
    let problem = match address(&url.value) {
        Address::Web if leads_somewhere(&url.value) => return true,
        Address::Web => {
            let message = format!("`{}` is not an address of a site", url.value);
            Diagnostic::new(Code::InvalidValue, message, url.at)
        }
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

/// Reports links to blips, pages, their fragments and images that do not exist, unsafe links, and the
/// [flaws](super::flaws) of texts.
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
    let (anchors, page_ids) = (OnceLock::new(), OnceLock::new());
    let targets = Targets { sources, radar, site, ids, anchors, page_ids };
    let rings = radar.rings.iter().filter_map(|ring| ring.description.as_ref());
    let quadrants = radar.quadrants.iter().filter_map(|quadrant| quadrant.description.as_ref());
    let editions = radar.editions.iter().filter_map(|edition| edition.intro.as_ref());
    let others: Vec<_> = rings.chain(quadrants).chain(editions).chain(&radar.about).collect();
    let of_blips: Vec<Vec<Problem>> = radar
        .blips
        .par_iter()
        .map(|blip| blip.texts().into_iter().flat_map(|text| targets.check(text)).collect())
        .collect();
    let others = others.into_iter().flat_map(|text| targets.check(text));
    let problems = others.chain(of_blips.into_iter().flatten());
    for (at, Problem { diagnostic, wanted }) in problems.enumerate() {
        let wanted = wanted.filter(|_| at < MAX_SUGGESTIONS);
        report.push(match wanted {
            Some(wanted) => targets.suggest(diagnostic, &wanted),
            None => diagnostic,
        });
    }
}

/// After how many problems no more names are suggested. Each is compared with every name there is, so the time
/// would grow with the product of the two; nobody reads that many at once.
const MAX_SUGGESTIONS: usize = 200;

/// A problem of a text, and what its author may have meant.
struct Problem {
    diagnostic: Diagnostic,
    wanted: Option<Wanted>,
}

/// A name that does not exist.
enum Wanted {
    Blip(String),
    /// The path of an image.
    Image(String),
    /// A fragment of a page.
    Fragment(String, String),
}

impl From<Diagnostic> for Problem {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, wanted: None }
    }
}

/// Everything that a link can lead to.
struct Targets<'s> {
    sources: &'s SourceSet,
    radar: &'s Radar,
    site: Routes,
    ids: &'s BTreeSet<&'s str>,
    /// The headings of texts, in case a link has a fragment.
    anchors: OnceLock<Anchors<'s>>,
    /// The ids in the theme's templates, for the same case.
    page_ids: OnceLock<PageIds>,
}

impl<'s> Targets<'s> {
    fn check(&self, text: &Markdown) -> Vec<Problem> {
        // Without one of these there is neither a link nor a flaw.
        let is_sign = |byte| matches!(byte, b'[' | b'<' | b'|' | b'`' | b'~');
        if !text.value.bytes().any(is_sign) && !text.value.contains(is_invisible) {
            return Vec::new();
        }
        let Survey { links, flaws } = markdown::survey(&text.value);
        if links.is_empty() && flaws.is_empty() {
            return Vec::new();
        }
        let written = Written::new(self.sources, text);
        let mut problems: Vec<Problem> = Vec::new();
        for found in links {
            let at = written.span(&found.range);
            problems.extend(match found.kind {
                FoundKind::Blip => self.blip(&found.target, at),
                FoundKind::Link => self.link(text, &found.target, at),
                FoundKind::Image => self.image(&found.target, at),
            });
        }
        let flaws = flaws.iter().map(|flaw| diagnostic(flaw, written.span(&flaw.range)));
        problems.extend(flaws.map(Problem::from));
        problems
    }

    fn blip(&self, id: &str, at: Span) -> Option<Problem> {
        (!self.ids.contains(id)).then(|| Problem {
            diagnostic: Diagnostic::new(Code::UnknownBlip, format!("there is no blip `{id}`"), at),
            wanted: Some(Wanted::Blip(id.to_owned())),
        })
    }

    fn link(&self, text: &Markdown, target: &str, at: Span) -> Option<Problem> {
        match address(target) {
            Address::Unsafe(scheme) => Some(refused("links", &scheme, at).help(WRITE_HTTPS).into()),
            Address::Web => None,
            Address::Fragment => {
                let fragment = fragment(target)?;
                if self.anchors().has(text, &fragment) {
                    return None;
                }
                self.fragment(self.anchors().page(text), &fragment, at)
            }
            Address::Site(path) if self.is_of_unusable(&path) => None,
            Address::Site(path) if !self.site.contains(&path) => {
                let message = format!("the site has no `{path}`");
                let help =
                    "write [[id]] for a blip, a path from the site's root, or a full address";
                Some(Diagnostic::new(Code::BrokenLink, message, at).help(help).into())
            }
            Address::Site(path) => self.fragment(&path, &fragment(target)?, at),
        }
    }

    /// Returns whether a page is that of a blip that could not be read.
    fn is_of_unusable(&self, path: &str) -> bool {
        let id = path.strip_prefix("blips/").and_then(|name| name.strip_suffix(".html"));
        !self.site.contains(path) && id.is_some_and(|id| self.ids.contains(id))
    }

    /// Checks the fragment of a link to a page that has texts, or that the link is on.
    fn fragment(&self, page: &str, fragment: &str, at: Span) -> Option<Problem> {
        // Lists and charts have ids of their own kinds. Browsers take `#top` for the start of any page.
        let has_texts = self.anchors().has_page(page) || self.site.is_blip(page);
        let is_known = !has_texts
            || fragment.eq_ignore_ascii_case("top")
            || self.anchors().id(page, fragment).is_some()
            || self.page_ids().contains(fragment);
        if is_known {
            return None;
        }
        let message = format!("{page} has no heading `#{fragment}`");
        Some(Problem {
            diagnostic: Diagnostic::new(Code::BrokenLink, message, at),
            wanted: Some(Wanted::Fragment(page.to_owned(), fragment.to_owned())),
        })
    }

    fn anchors(&self) -> &Anchors<'s> {
        self.anchors.get_or_init(|| Anchors::new(self.radar))
    }

    fn page_ids(&self) -> &PageIds {
        self.page_ids.get_or_init(|| PageIds::new(self.radar, self.sources))
    }

    fn image(&self, target: &str, at: Span) -> Option<Problem> {
        if let Address::Unsafe(scheme) = address(target) {
            let help = format!("put the image into {CONTENT}/images and write its name");
            return Some(refused("images", &scheme, at).help(help).into());
        }
        let Some(path) = markdown::image_path(target) else {
            let message = "pages do not load images from other sites";
            let help = format!("put a copy into {CONTENT}/images, or write a link to it");
            return Some(Diagnostic::new(Code::MissingImage, message, at).help(help).into());
        };
        if self.site.contains(&path) {
            return None;
        }
        // `C#.png` is the file `C` and a fragment.
        let whole = format!("{IMAGES}/{}", target.trim_start_matches(['.', '/']));
        let whole = whole.replace(&format!("{IMAGES}/{IMAGES}/"), &format!("{IMAGES}/"));
        let message = format!("there is no {CONTENT}/{path}");
        let diagnostic = Diagnostic::new(Code::MissingImage, message, at);
        if self.site.contains(&whole) {
            let written = encoded_path(whole.trim_start_matches(&format!("{IMAGES}/")));
            return Some(diagnostic.help(format!("write `{written}` for that name")).into());
        }
        Some(Problem { diagnostic, wanted: Some(Wanted::Image(path)) })
    }

    /// Adds the names that are most like the wanted one.
    fn suggest(&self, problem: Diagnostic, wanted: &Wanted) -> Diagnostic {
        match wanted {
            Wanted::Blip(id) => problem.suggest(id, self.ids.iter().copied()),
            Wanted::Fragment(page, fragment) => {
                let headings: Vec<&str> = self.anchors().headings(page).collect();
                let known = headings.iter().copied().chain(self.page_ids().iter());
                match nearest(fragment, &known.collect::<Vec<_>>()) {
                    Some(near) => problem.help(format!("did you mean `#{near}`?")),
                    None if headings.is_empty() => problem.help("its texts have no headings"),
                    None => problem.suggest(fragment, headings),
                }
            }
            Wanted::Image(path) => {
                let name = |path: &'_ str| path.trim_start_matches("images/").to_owned();
                let images: Vec<String> = self.site.images().map(name).collect();
                if images.is_empty() {
                    return problem.help(format!("put the image into {CONTENT}/images"));
                }
                problem.suggest(&name(path), images.iter().map(String::as_str))
            }
        }
    }
}
