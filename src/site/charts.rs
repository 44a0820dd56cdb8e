//! The radar's charts: from judged blips to the requests of [`crate::chart`], and what came of them.
//!
//! The chart knows no blips and no language; this is where both come together.

use std::sync::OnceLock;

use jiff::civil::Date;

use crate::chart::past::{self, PastBlip};
use crate::chart::svg::EmbeddedFont;
use crate::chart::{self, Chart, Marks, PlacedBlip, Request, View, svg};
use crate::radar::freshness::{Freshness, Judgement};
use crate::radar::history::{self, Movement};
use crate::radar::{Blip, QuadrantIndex};
use crate::site::page::{Compass, Html, Listed, Rows};
use crate::theme::Theme;

/// A blip's stay on a ring, in its place.
pub struct DrawnStay<'r> {
    /// The blip.
    pub blip: &'r Blip,
    /// Where it stood, and when.
    pub stay: history::Stay,
    /// Where that is on the chart; none if that ring was too full for even a dot.
    pub(crate) place: Option<PlacedBlip>,
}

/// So many blips have their names on a slice.
const MOST_ON_A_SLICE: usize = 60;

/// Draws the charts of one day. The whole radar is placed once, for all pages that show it and for the
/// file that stands alone.
pub struct Charts<'c, 'r> {
    rows: &'c Rows<'r>,
    theme: &'c Theme,
    whole: OnceLock<Chart>,
}

impl<'c, 'r> Charts<'c, 'r> {
    /// The charts of a radar as of the day of `rows`.
    pub fn new(rows: &'c Rows<'r>, theme: &'c Theme) -> Self {
        Self { rows, theme, whole: OnceLock::new() }
    }

    /// Where everything stands on the whole radar. Addresses have no say in it.
    fn whole(&self, request: &Request) -> &Chart {
        self.whole.get_or_init(|| chart::draw(request, &self.theme.fonts))
    }

    /// The whole radar, for a page from which `to_root` leads to the site's root.
    pub fn radar(&self, to_root: &str) -> Html {
        let request = self.request(View::Whole, to_root);
        Html::trusted(&svg::inline(&request, self.whole(&request)))
    }

    /// Every stay of a blip on a ring up to today, with its place on the whole radar; by blip, then by
    /// time. See [`past`].
    pub fn stays(&self) -> Vec<DrawnStay<'r>> {
        let Compass { today, .. } = self.rows.compass;
        let stays: Vec<(&'r Blip, history::Stay)> = self
            .rows
            .listed
            .iter()
            .flat_map(|listed| {
                history::stays(listed.blip, today).into_iter().map(|stay| (listed.blip, stay))
            })
            .collect();
        let days = |day: Date| (day - today).get_days();
        let asked: Vec<PastBlip> = stays
            .iter()
            .map(|(blip, stay)| PastBlip {
                id: blip.id.clone(),
                name: blip.name.value.clone(),
                sector: blip.quadrant.index(),
                ring: stay.ring.index(),
                from: days(stay.from),
                until: stay.until.map(days),
            })
            .collect();
        let request = self.request(View::Whole, "");
        let places = past::places(&request, self.whole(&request), &self.theme.fonts, &asked);
        let drawn = stays.into_iter().zip(places);
        drawn.map(|((blip, stay), place)| DrawnStay { blip, stay, place }).collect()
    }

    /// One quadrant drawn large, for a page in a folder of the site.
    pub fn quadrant(&self, index: QuadrantIndex) -> Html {
        self.part(View::Sector(index.index()))
    }

    /// The same, as narrow as a phone; none where there are more blips than it has room for.
    pub fn slice(&self, index: QuadrantIndex) -> Option<Html> {
        let on_it =
            |listed: &&Listed| listed.blip.quadrant == index && listed.placement.ring().is_some();
        let blips = self.rows.listed.iter().filter(on_it).count();
        (blips <= MOST_ON_A_SLICE).then(|| self.part(View::Slice(index.index())))
    }

    fn part(&self, view: View) -> Html {
        let request = self.request(view, "../");
        let chart = chart::draw(&request, &self.theme.fonts);
        Html::trusted(&svg::inline(&request, &chart))
    }

    /// The whole radar as a file that stands alone, for a slide or a document.
    pub fn standalone(&self) -> String {
        // A file on a slide has no pages beside it; with an address, its links lead there.
        let base_url = self.rows.compass.radar.base_url.as_deref();
        let request = self.request(View::Whole, base_url.unwrap_or_default());
        // The subset that every page needs: the file has to stay small enough for a slide.
        let first = self.theme.assets.fonts().filter(|font| font.is_first);
        let fonts: Vec<EmbeddedFont> = first
            .map(|font| EmbeddedFont {
                family: &font.family,
                weight: font.weight,
                range: &font.range,
                woff2: &font.bytes,
            })
            .collect();
        svg::standalone(&request, self.whole(&request), &self.theme.chart_css(), &fonts)
    }

    fn request(&self, view: View, to_root: &str) -> Request {
        let compass = &self.rows.compass;
        let radar = compass.radar;
        let language = &self.theme.language;
        let drawn = |listed: &&Listed| listed.placement.ring().is_some();
        let sectors = (0..radar.quadrants.len() as u16)
            .map(|index| {
                let quadrant = radar.quadrant(QuadrantIndex(index));
                let listed = self.rows.listed.iter().filter(drawn);
                let mine = listed.filter(|listed| listed.blip.quadrant.0 == index);
                chart::Sector {
                    note: self.note(mine),
                    href: format!("{to_root}quadrants/{}.html", quadrant.id),
                    name: quadrant.name.clone(),
                }
            })
            .collect();
        let rings = radar.rings.iter();
        let date = language.date(compass.today, "long");
        Request {
            title: language.fill("chart.title", &[("title", &radar.title), ("date", &date)]),
            sectors,
            rings: rings.map(|ring| chart::Ring { name: ring.name.clone() }).collect(),
            blips: self.rows.listed.iter().filter_map(|l| self.blip(l, to_root)).collect(),
            view,
        }
    }

    /// What stands below a quadrant's name: how many blips there are, and how many are flagged.
    fn note<'l>(&self, listed: impl Iterator<Item = &'l Listed<'r>>) -> String
    where
        'r: 'l,
    {
        let counts = Rows::counts(listed);
        let language = &self.theme.language;
        let blips = language.count("chart.blips", counts.total as u64);
        if counts.flagged == 0 {
            return blips;
        }
        let flagged = language.count("chart.flagged", counts.flagged as u64);
        language.fill("chart.note", &[("blips", &blips), ("flagged", &flagged)])
    }

    /// A blip as the drawing wants it; none for a retired one.
    fn blip(&self, listed: &Listed, to_root: &str) -> Option<chart::Blip> {
        let Listed { blip, judgement, movement, .. } = listed;
        let (ring, freshness) = (listed.placement.ring()?, judgement.freshness?);
        let language = &self.theme.language;
        let mut state = language.text(&format!("freshness.{}", freshness.name())).to_owned();
        if judgement.is_imposed() {
            let imposed = language.text("chart.imposed");
            state = language.fill("chart.note", &[("blips", &state), ("flagged", imposed)]);
        }
        let radar = self.rows.compass.radar;
        let values = [
            ("name", blip.name.value.as_str()),
            ("ring", &radar.ring(ring).name),
            ("quadrant", &radar.quadrant(blip.quadrant).name),
            ("movement", language.text(&format!("movement.{}", movement.name()))),
            ("freshness", &state),
        ]
        .map(|(key, value)| (key, value.to_owned()));
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        Some(chart::Blip {
            id: blip.id.clone(),
            name: blip.name.value.clone(),
            sector: blip.quadrant.index(),
            ring: ring.index(),
            marks: marks(judgement, *movement, freshness, self.rows.compass.today),
            href: format!("{to_root}blips/{}.html", blip.id),
            accessible_name: language.fill("chart.label", &values),
            tooltip: blip.summary.clone().unwrap_or_default(),
        })
    }
}

fn marks(judgement: &Judgement, movement: Movement, freshness: Freshness, today: Date) -> Marks {
    Marks {
        freshness: match freshness {
            Freshness::Fresh => chart::Freshness::Fresh,
            Freshness::Due => chart::Freshness::Due,
            Freshness::Expired => chart::Freshness::Expired,
            Freshness::Unreviewed => chart::Freshness::Unreviewed,
        },
        left: judgement.share_left(today),
        imposed: judgement.is_imposed(),
        movement: match movement {
            Movement::New => chart::Movement::New,
            Movement::Returned => chart::Movement::Returned,
            Movement::MovedIn => chart::Movement::MovedIn,
            Movement::MovedOut => chart::Movement::MovedOut,
            Movement::Unchanged | Movement::Retired => chart::Movement::Unchanged,
        },
    }
}
