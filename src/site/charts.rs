//! The charts of a snapshot: judged blips and texts -> requests to [`crate::chart`] -> SVG.
//!
//! The chart knows neither blips nor a language; this module brings them together.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::chart::past::{self, PastBlip};
use crate::chart::svg::EmbeddedFont;
use crate::chart::{self, Chart, Fonts, Marks, PlacedBlip, Request, View, svg};
use crate::export::PlacedSpan;
use crate::radar::freshness::{Freshness, Judgement};
use crate::radar::history::{self, Movement, RingSpan};
use crate::radar::{Blip, Counts, JudgedBlip, QuadrantIndex, Snapshot};
use crate::routes;
use crate::theme::Theme;

/// How many blips a drawing may have: more than that are neither read nor pointed at, and a page of them has megabytes.
const MAX_DRAWN: usize = 2_000;
/// How many blips may be on a slice: more names would not fit the width of a phone.
const MAX_ON_A_SLICE: usize = 100;
/// How many blips a quadrant may have if the whole radar is to be drawn in slices, too: with more, phones would load as much
/// again, nearly all of it dots without a name.
const MAX_IN_SLICES: usize = 600;
/// How many blips the radar of an edition may have to be placed anew if a name has no room in the frame of today.
const MAX_PLACED_ANEW: usize = 340;

/// A drawing of the whole radar or of a part of it, for a page.
pub struct Drawing<'r> {
    /// The drawing.
    pub svg: String,
    /// Whether it has its blips. Of thousands, only rings and quadrants are drawn.
    pub has_blips: bool,
    /// The blips that have a number instead of their name, in the order of these.
    pub numbered: Vec<(u32, &'r Blip)>,
    /// The least width at which its names can be read, in CSS pixels.
    pub names_from: u32,
}

/// Draws the charts of one day. The whole radar is placed once, for all pages that show it and for the
/// file that stands alone.
pub struct Charts<'c, 'r> {
    snapshot: &'c Snapshot<'r>,
    theme: &'c Theme,
    whole: OnceLock<Chart>,
    /// Each quadrant large, and as a slice.
    sectors: Vec<OnceLock<Chart>>,
    slices: Vec<OnceLock<Chart>>,
    located: OnceLock<(Request, svg::Cells)>,
    /// What the charts of an earlier day are taken from.
    past: Option<Past<'c, 'r>>,
}

/// The charts of today, and the places of blips on all days in their frames.
struct Past<'c, 'r> {
    now: &'c Charts<'c, 'r>,
    spans: &'c [PlacedSpan<'r>],
}

impl Past<'_, '_> {
    /// Returns a view of an earlier day as the timeline shows it. A small radar is placed anew instead where a name has no
    /// room in the frame of today.
    fn chart(&self, request: &Request, fonts: &Fonts) -> Option<Chart> {
        let blips: Vec<_> =
            request.blips.iter().map(|blip| self.place(blip, request.view)).collect();
        let is_named = |blip: &Option<PlacedBlip>| blip.as_ref().is_some_and(PlacedBlip::is_named);
        let most = match request.view {
            View::Slice(_) => MAX_ON_A_SLICE,
            View::Whole | View::Sector(_) => MAX_PLACED_ANEW,
        };
        let is_there = match request.view {
            View::Slice(_) => self.now.has_slices(),
            view => self.now.draws(view),
        };
        let is_kept = is_there && (blips.len() > most || blips.iter().all(is_named));
        is_kept.then(|| self.now.chart(request.view).of_day(request, blips, fonts))
    }

    /// Returns the place of a blip on its ring, which it has on all days.
    fn place(&self, blip: &chart::Blip, view: View) -> Option<PlacedBlip> {
        let first = self.spans.partition_point(|span| span.blip.id < blip.id);
        let mut spans = self.spans[first..].iter().take_while(|span| span.blip.id == blip.id);
        let span = spans.find(|span| span.span.ring.index() == blip.ring)?;
        match view {
            View::Slice(_) => span.in_slice.as_deref().cloned(),
            View::Whole | View::Sector(_) => span.position.as_deref().cloned(),
        }
    }
}

impl<'c, 'r> Charts<'c, 'r> {
    /// Prepares the charts of a snapshot. Nothing is placed yet.
    pub fn new(snapshot: &'c Snapshot<'r>, theme: &'c Theme) -> Self {
        let unplaced = || snapshot.radar.quadrants.iter().map(|_| OnceLock::new()).collect();
        let (sectors, slices) = (unplaced(), unplaced());
        let (whole, located) = (OnceLock::new(), OnceLock::new());
        Self { snapshot, theme, whole, sectors, slices, located, past: None }
    }

    /// Prepares the charts of an earlier day of the radar that `now` draws, where `spans` are the places of its timeline.
    pub(super) fn of_past(
        then: &'c Snapshot<'r>,
        now: &'c Charts<'c, 'r>,
        spans: &'c [PlacedSpan<'r>],
    ) -> Self {
        Self { past: Some(Past { now, spans }), ..Self::new(then, now.theme) }
    }

    /// Returns whether the whole radar is drawn in slices, too. Those of an earlier day take half of its page, so it has
    /// them only as long as there is room for names.
    fn has_slices(&self) -> bool {
        let most = if self.past.is_some() { MAX_ON_A_SLICE } else { MAX_IN_SLICES };
        let quadrants = (0..).map(QuadrantIndex).take(self.slices.len());
        quadrants.map(|index| self.count(index)).all(|blips| blips <= most)
    }

    /// Returns whether a drawing has its blips, and not only rings and quadrants.
    fn draws(&self, view: View) -> bool {
        let blips = match view {
            View::Whole => self.snapshot.on_rings().count(),
            View::Sector(at) | View::Slice(at) => self.count(QuadrantIndex(at as u16)),
        };
        blips <= MAX_DRAWN
    }

    /// Counts the blips on the rings of a quadrant.
    fn count(&self, index: QuadrantIndex) -> usize {
        self.snapshot.in_quadrant(index).filter(|judged| judged.ring().is_some()).count()
    }

    fn slot(&self, view: View) -> &OnceLock<Chart> {
        match view {
            View::Whole => &self.whole,
            View::Sector(quadrant) => &self.sectors[quadrant],
            View::Slice(quadrant) => &self.slices[quadrant],
        }
    }

    /// Returns a view, placed if it is not yet.
    fn chart(&self, view: View) -> &Chart {
        self.slot(view).get().unwrap_or_else(|| self.placed(&self.request(view, "")))
    }

    /// Places a view once: positions do not depend on addresses.
    pub(super) fn placed(&self, request: &Request) -> &Chart {
        self.slot(request.view).get_or_init(|| {
            let fonts = &self.theme.fonts;
            let past = self.past.as_ref().and_then(|past| past.chart(request, fonts));
            past.unwrap_or_else(|| chart::draw(request, fonts))
        })
    }

    /// Draws the whole radar for a page from which `to_root` leads to the site's root.
    pub fn radar(&self, to_root: &str) -> Drawing<'r> {
        self.drawing(View::Whole, to_root)
    }

    /// Draws each quadrant as narrow as a phone, for such a page; none of them if one has too many blips.
    pub fn slices(&self, to_root: &str) -> Vec<Drawing<'r>> {
        if !self.has_slices() {
            return Vec::new();
        }
        (0..self.slices.len()).map(|at| self.drawing(View::Slice(at), to_root)).collect()
    }

    fn drawing(&self, view: View, to_root: &str) -> Drawing<'r> {
        let request = self.request(view, to_root);
        let chart = self.placed(&request);
        let blip = |id: &str| Some(self.snapshot.get(id)?.blip);
        let numbered = request
            .blips
            .iter()
            .zip(&chart.blips)
            .filter_map(|(asked, placed)| Some((placed.as_ref()?.number?, blip(&asked.id)?)));
        let mut numbered: Vec<_> = numbered.collect();
        numbered.sort_by_key(|&(number, _)| number);
        Drawing {
            svg: svg::inline(&request, chart),
            has_blips: self.draws(view),
            numbered,
            names_from: chart.names_from(),
        }
    }

    /// Draws the whole radar small, with one blip lit; none if it is not on a ring.
    pub fn locator(&self, id: &str) -> Option<String> {
        let (request, chart, cells) = self.located();
        // In the order of the snapshot, which is that of ids.
        let at = request.blips.binary_search_by(|blip| blip.id.as_str().cmp(id)).ok()?;
        svg::locator(request, chart, cells, at)
    }

    /// Returns what locators are drawn from. Without addresses and texts, one request serves all pages.
    fn located(&self) -> (&Request, &Chart, &svg::Cells) {
        let (request, cells) = self.located.get_or_init(|| {
            let request = self.request(View::Whole, "");
            let cells = svg::Cells::new(&request, self.placed(&request));
            (request, cells)
        });
        (request, self.placed(request), cells)
    }

    /// Places every stretch of days that a blip spent on a ring up to today; by blip, then by time.
    pub fn placed_spans(&self) -> Vec<PlacedSpan<'r>> {
        let day = self.snapshot.day;
        let spans_of = |judged: &JudgedBlip<'r>| {
            let blip = judged.blip;
            history::ring_spans(blip, day).into_iter().map(move |span| (blip, span))
        };
        let spans: Vec<(&'r Blip, RingSpan)> =
            self.snapshot.blips.iter().flat_map(spans_of).collect();
        let days = |date: Date| (date - day).get_days();
        let asked = spans.iter().map(|(blip, span)| PastBlip {
            id: blip.id.clone(),
            name: blip.name.value.clone(),
            sector: blip.quadrant.index(),
            ring: span.ring.index(),
            from: days(span.from),
            until: span.until.map(days),
        });
        let asked: LazyCell<Vec<PastBlip>, _> = LazyCell::new(|| asked.collect());
        let places = |view| {
            let request = self.request(view, "");
            past::places(&request, self.placed(&request), &self.theme.fonts, &asked)
                .into_iter()
                .map(|placed| placed.map(Box::new))
                .collect::<Vec<_>>()
        };
        let whole =
            if self.draws(View::Whole) { places(View::Whole) } else { vec![None; spans.len()] };
        let slices = if self.has_slices() { self.slices.len() } else { 0 };
        let slices: Vec<_> = (0..slices).map(|at| places(View::Slice(at))).collect();
        let with_whole = spans.into_iter().zip(whole).enumerate();
        with_whole
            .map(|(at, ((blip, span), position))| PlacedSpan {
                in_slice: slices.get(blip.quadrant.index()).and_then(|slice| slice[at].clone()),
                blip,
                span,
                position,
            })
            .collect()
    }

    /// Draws one quadrant large, for a page in a folder of the site.
    pub fn quadrant(&self, index: QuadrantIndex) -> Drawing<'r> {
        self.drawing(View::Sector(index.index()), "../")
    }

    /// Draws one quadrant as narrow as a phone, for the same page; none if it has more blips than there is room for.
    pub fn quadrant_slice(&self, index: QuadrantIndex) -> Option<Drawing<'r>> {
        (self.count(index) <= MAX_ON_A_SLICE)
            .then(|| self.drawing(View::Slice(index.index()), "../"))
    }

    /// Draws the whole radar as a file of its own, for a slide or a document.
    pub fn standalone(&self) -> String {
        // A file on a slide has no pages beside it; with an address, its links lead there.
        let base_url = self.snapshot.radar.base_url.as_deref();
        let request = self.request(View::Whole, base_url.unwrap_or_default());
        let fonts = self.embedded_fonts();
        svg::standalone(&request, self.placed(&request), &self.theme.chart_css(), &fonts)
    }

    /// Returns the subset of each font that every page needs: a file has to stay small enough for a slide.
    pub(super) fn embedded_fonts(&self) -> Vec<EmbeddedFont<'c>> {
        let first = self.theme.assets.fonts().filter(|font| font.is_first);
        let embedded = first.map(|font| EmbeddedFont {
            family: &font.family,
            weight: font.weight,
            range: &font.range,
            woff2: &font.bytes,
        });
        embedded.collect()
    }

    pub(super) fn request(&self, view: View, to_root: &str) -> Request {
        let radar = self.snapshot.radar;
        let language = &self.theme.language;
        let sectors = (0u16..).zip(&radar.quadrants).map(|(index, quadrant)| chart::Sector {
            note: self.note(QuadrantIndex(index)),
            href: format!("{to_root}{}", routes::quadrant(&quadrant.id)),
            name: quadrant.name.clone(),
        });
        let rings = radar.rings.iter();
        // A site has a view of each quadrant several times; those of one need no texts of the others.
        let is_drawn = self.draws(view);
        let shown = self.snapshot.blips.iter().filter(|_| is_drawn);
        let shown = shown.filter(|judged| view.shows(judged.blip.quadrant.index()));
        let title = match view {
            View::Whole => {
                let date = language.date(self.snapshot.day, "long");
                language.fill("chart.title", &[("title", &radar.title), ("date", &date)])
            }
            // Without the day, so that the page of a quadrant stays the same until something happens.
            View::Sector(index) | View::Slice(index) => {
                let part = radar.quadrants[index].name.as_str();
                language.fill("chart.title-of-part", &[("title", &radar.title), ("part", part)])
            }
        };
        Request {
            title,
            sectors: sectors.collect(),
            rings: rings.map(|ring| ring.name.clone()).collect(),
            blips: shown.filter_map(|judged| self.blip(judged, to_root)).collect(),
            view,
        }
    }

    /// Returns the line below a quadrant's name: how many blips it has, and how many are flagged.
    fn note(&self, quadrant: QuadrantIndex) -> String {
        let counts = Counts::of(self.snapshot.in_quadrant(quadrant));
        let language = &self.theme.language;
        let blips = language.count("chart.blips", counts.total as u64);
        if counts.flagged == 0 {
            return blips;
        }
        let flagged = language.count("chart.flagged", counts.flagged as u64);
        language.fill("chart.note", &[("blips", &blips), ("flagged", &flagged)])
    }

    /// Returns a blip as the chart wants it; none if it is retired.
    fn blip(&self, judged: &JudgedBlip, to_root: &str) -> Option<chart::Blip> {
        let JudgedBlip { blip, judgement, movement, .. } = judged;
        let (ring, freshness) = (judged.ring()?, judgement.freshness?);
        let language = &self.theme.language;
        let (of_freshness, of_movement) =
            (format!("freshness.{}", freshness.name()), format!("movement.{}", movement.name()));
        let mut state = Cow::Borrowed(language.text(&of_freshness));
        let set_by = [
            (judgement.is_imposed(), "chart.imposed"),
            (judgement.is_set_from_outside(), "chart.set-from-outside"),
        ];
        for (_, key) in set_by.into_iter().filter(|(is_set, _)| *is_set) {
            let set_by = language.text(key);
            state = language.fill("chart.note", &[("blips", &state), ("flagged", set_by)]).into();
        }
        let radar = self.snapshot.radar;
        let values = [
            ("name", blip.name.value.as_str()),
            ("ring", &radar.ring(ring).name),
            ("quadrant", &radar.quadrant(blip.quadrant).name),
            ("movement", language.text(&of_movement)),
            ("freshness", &state),
        ];
        Some(chart::Blip {
            id: blip.id.clone(),
            name: blip.name.value.clone(),
            sector: blip.quadrant.index(),
            ring: ring.index(),
            marks: marks(judgement, *movement, freshness),
            href: format!("{to_root}{}", routes::blip(&blip.id)),
            accessible_name: language.fill("chart.label", &values),
            tooltip: blip.summary.clone().unwrap_or_default(),
        })
    }
}

fn marks(judgement: &Judgement, movement: Movement, freshness: Freshness) -> Marks {
    Marks {
        freshness: match freshness {
            Freshness::Fresh => chart::Freshness::Fresh,
            Freshness::Due => chart::Freshness::Due,
            Freshness::Expired => chart::Freshness::Expired,
            Freshness::Unreviewed => chart::Freshness::Unreviewed,
        },
        ring: if judgement.is_imposed() {
            chart::RingMark::Imposed
        } else if judgement.is_set_from_outside() {
            chart::RingMark::FromOutside
        } else {
            chart::RingMark::None
        },
        movement: match movement {
            Movement::New => chart::Movement::New,
            Movement::Returned => chart::Movement::Returned,
            Movement::MovedIn => chart::Movement::MovedIn,
            Movement::MovedOut => chart::Movement::MovedOut,
            Movement::Unchanged | Movement::Retired => chart::Movement::Unchanged,
        },
    }
}
