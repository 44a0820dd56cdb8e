//! View models: what the templates of a theme get.
//!
//! Every template has the variables `site` ([`SiteView`]), `page` ([`PageView`]) and `t` (the texts of
//! the language), and those of its own struct in this folder; `docs/themes.md` describes them for authors of themes.
//! Dates are strings as in `2026-04-14`; the filter `date` writes them in the language of the site. Paths (`url`)
//! start at the site's root; a template puts `page.root` before them.

mod ask;
pub(super) mod blip;
pub(super) mod drawing;
pub(super) mod edition;
mod entered;
mod exit;
pub(super) mod finder;
mod hands;
pub(super) mod history;
mod imposed;
mod instead;
mod life;
pub(super) mod links;
pub(super) mod listing;
pub(super) mod neighbours;
pub(super) mod people;
pub(super) mod questions;
mod reviewers;
pub(super) mod reviews;
mod signer;
mod use_of_blip;
mod why;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use crate::radar::{Counts, Holds, Markdown};
use crate::routes;
use crate::theme::SharedParts;
use links::{IntervalView, Links, SectionLink, TemplateValue};
use questions::QuestionCounts;

/// HTML that is trusted, and not escaped again.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Html(Value);

impl Html {
    /// Trusts this HTML. It comes from [`crate::markdown`] or [`crate::chart`], which escape.
    pub(crate) fn trusted(html: &str) -> Self {
        Self(Value::safe_string(html))
    }
}

/// Renders a text for the page that it is on.
pub(crate) type RenderMarkdown<'f> = &'f dyn Fn(&Markdown) -> Html;

/// `page`: where a page is and what it is.
#[derive(Debug, Serialize)]
pub(crate) struct PageView {
    /// `radar`, `quadrant`, `blip`, `team`, `person`, `edition`, `changes`, `history`, `reviews`, `questions`,
    /// `about` or `not-found`.
    pub(crate) kind: &'static str,
    pub(crate) path: String,
    /// From the page to the site's root: empty, or `../`. On the 404 page it is the base URL, or
    /// null where there is none: then no other file can be addressed.
    pub(crate) root: Option<String>,
    /// The whole address, where the site has a base URL.
    pub(crate) canonical: Option<String>,
    /// The picture for social networks, where the site has them.
    pub(crate) card: Option<CardView>,
    /// Whether the page speaks of today, so that each build changes it. The others load the day of the build.
    pub(crate) has_day: bool,
    /// What all pages of its kind share, rendered already: where there may be thousands of them.
    pub(crate) shared: Option<SharedParts>,
}

/// The picture that social networks show with a page.
#[derive(Debug, Serialize)]
pub(crate) struct CardView {
    /// The whole address. Its query changes with the picture, because networks keep what they have seen.
    pub(crate) url: String,
    /// What the picture says.
    pub(crate) alt: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// `site`: the same for every page.
#[derive(Debug, Serialize)]
pub(crate) struct SiteView<'r> {
    title: &'r str,
    /// The language tag.
    language: &'r str,
    /// The day of the site.
    today: Date,
    /// The review interval.
    every: IntervalView,
    /// How long before its end a review counts as due.
    notice: IntervalView,
    has_about: bool,
    /// The script with what the search looks through.
    search: &'static str,
    /// Whether only first-hand reviews hold.
    first_hand: bool,
    /// The day of the last scan of repositories, if there was one.
    scanned: Option<Date>,
    /// From the centre out.
    rings: Vec<TemplateValue<SectionLink>>,
    quadrants: Vec<TemplateValue<SectionLink>>,
    counts: Counts,
    questions: QuestionCounts,
    /// The version of the program.
    generator: &'static str,
}

impl<'r> SiteView<'r> {
    pub(crate) fn new(links: &Links<'_, 'r>) -> Self {
        let radar = links.snapshot.radar;
        Self {
            title: &radar.title,
            language: &radar.language.value,
            today: links.snapshot.day,
            every: radar.rule.every.into(),
            notice: radar.rule.notice.into(),
            has_about: radar.about.is_some(),
            search: routes::SEARCH,
            first_hand: radar.rule.counts == Holds::FirstHand,
            scanned: radar.scanned,
            rings: links.rings().map(|(_, ring)| ring).collect(),
            quadrants: links.quadrants().map(|(_, quadrant)| quadrant).collect(),
            counts: links.snapshot.counts(),
            questions: QuestionCounts::new(links),
            generator: concat!("radar ", env!("CARGO_PKG_VERSION")),
        }
    }
}

/// `about.html`.
#[derive(Debug, Serialize)]
pub(crate) struct AboutPage {
    pub(crate) text: Html,
}

/// `404.html`.
#[derive(Debug, Serialize)]
pub(crate) struct NotFoundPage {}
