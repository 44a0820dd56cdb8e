//! `config.json` for Zalando's tech radar: the snapshot of a day.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;

use super::placed::{self, Placed, RingShape, from_bottom_right};
use super::{Exported, Format, Named, Prose, pretty};
use crate::radar::history::Movement;
use crate::radar::{QuadrantIndex, Section, SiteExport, Snapshot};

#[derive(Serialize)]
struct Config<'r> {
    date: Date,
    title: &'r str,
    quadrants: Vec<Named<'r>>,
    rings: Vec<RingShape<'r>>,
    entries: Vec<Entry<'r>>,
}

#[derive(Serialize)]
struct Entry<'r> {
    quadrant: usize,
    ring: usize,
    label: &'r str,
    active: bool,
    moved: i8,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<Cow<'r, str>>,
}

pub(super) const FORMAT: Format =
    Format { name: "zalando", title: "config.json for Zalando's tech radar", write };

fn write(snapshot: &Snapshot) -> Result<Exported, String> {
    let radar = snapshot.radar;
    radar.fits(SiteExport::Zalando)?;
    let order = from_bottom_right(radar);
    let prose = Prose::new(snapshot);
    let (blips, mut left_out) = placed::placed(snapshot);
    left_out.push(
        "what came before today, reviews, owners, tags, summaries, descriptions, all links but the first"
            .to_owned(),
    );
    let mut quadrants: Vec<Named> = order.iter().map(|(_, q)| Named::from(*q)).collect();
    // Its drawing needs four.
    quadrants.resize_with(4, || Named { id: "", name: "" });
    let config = Config {
        date: snapshot.day,
        title: &radar.title,
        quadrants,
        rings: placed::rings(&prose),
        entries: blips.iter().map(|placed| entry(&prose, *placed, &order)).collect(),
    };
    Ok(Exported { text: pretty(&config), left_out })
}

fn entry<'r>(
    prose: &Prose,
    (judged, ring): Placed<'_, 'r>,
    order: &[(QuadrantIndex, &Section)],
) -> Entry<'r> {
    let quadrant = order.iter().position(|(index, _)| *index == judged.blip.quadrant);
    let link = judged.blip.links.first().map(|link| Cow::Borrowed(link.url.as_str()));
    Entry {
        quadrant: quadrant.expect("a blip's quadrant is one of the radar's"),
        ring: ring.index(),
        label: &judged.blip.name.value,
        active: true,
        moved: match judged.movement {
            Movement::New | Movement::Returned => 2,
            Movement::MovedIn => 1,
            Movement::MovedOut => -1,
            Movement::Unchanged | Movement::Retired => 0,
        },
        link: link.or_else(|| prose.page(judged.blip).map(Cow::Owned)),
    }
}
