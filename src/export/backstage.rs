//! JSON for Backstage's tech radar plugin: every blip with its timeline, the newest entry first, as the
//! plugin expects.

use jiff::civil::Date;
use serde::Serialize;

use super::placed::{self, Placed, QUADRANTS, RingShape, from_bottom_right};
use super::{Exported, Format, Named, Prose, pretty};
use crate::radar::{Blip, Placement, Radar, RingIndex, SiteExport, Snapshot, freshness, history};

#[derive(Serialize)]
struct Graph<'r> {
    title: &'r str,
    quadrants: Vec<Named<'r>>,
    rings: Vec<RingShape<'r>>,
    entries: Vec<Entry<'r>>,
}

#[derive(Serialize)]
struct Entry<'r> {
    key: &'r str,
    id: &'r str,
    title: &'r str,
    quadrant: &'r str,
    /// The plugin calls it deprecated, but nothing else leads away from an entry without a description.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    links: Vec<Link<'r>>,
    timeline: Vec<TimelineEntry<'r>>,
}

#[derive(Serialize)]
struct Link<'r> {
    url: &'r str,
    title: &'r str,
}

#[derive(Serialize)]
struct TimelineEntry<'r> {
    date: Date,
    #[serde(rename = "ringId")]
    ring_id: &'r str,
    moved: i8,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

pub(super) const FORMAT: Format =
    Format { name: "backstage", title: "JSON for Backstage's tech radar plugin", write };

fn write(snapshot: &Snapshot) -> Result<Exported, String> {
    let radar = snapshot.radar;
    radar.fits(SiteExport::Backstage)?;
    let prose = Prose::new(snapshot);
    let (blips, mut left_out) = placed::placed(snapshot);
    let off_ring = blips.iter().map(|(judged, _)| off_ring(judged.blip, snapshot.day)).sum();
    match off_ring {
        0 => {}
        1 => left_out.push("1 review that left its blip off all rings".to_owned()),
        more => left_out.push(format!("{more} reviews that left their blips off all rings")),
    }
    left_out.push("editions, who reviewed, owners, tags and summaries".to_owned());
    let graph = Graph {
        title: &radar.title,
        quadrants: quadrants(radar),
        rings: placed::rings(&prose),
        entries: blips.iter().map(|placed| entry(&prose, *placed, snapshot.day)).collect(),
    };
    Ok(Exported { text: pretty(&graph), left_out })
}

/// Returns the four quadrants: without one of them, the plugin fails to draw. No id of a radar has a blank.
fn quadrants(radar: &Radar) -> Vec<Named<'_>> {
    const UNUSED: [&str; QUADRANTS] = ["unused 1", "unused 2", "unused 3", "unused 4"];
    let used = from_bottom_right(radar).into_iter().map(|(_, quadrant)| Named::from(quadrant));
    let unused = UNUSED.into_iter().skip(radar.quadrants.len()).map(|id| Named { id, name: "" });
    used.chain(unused).collect()
}

fn entry<'r>(prose: &Prose<'_, 'r>, (judged, ring): Placed<'_, 'r>, today: Date) -> Entry<'r> {
    let blip = judged.blip;
    Entry {
        key: &blip.id,
        id: &blip.id,
        title: &blip.name.value,
        quadrant: &prose.radar().quadrant(blip.quadrant).id,
        url: prose.page(blip),
        description: blip.description.as_ref().map(|text| prose.markdown(text)),
        links: blip.links.iter().map(|link| Link { url: &link.url, title: &link.title }).collect(),
        timeline: timeline(prose, blip, ring, today),
    }
}

/// Returns how many reviews up to a day retired a blip or left it retired: a snapshot needs a ring.
fn off_ring(blip: &Blip, today: Date) -> usize {
    let reviews = freshness::reviews_until(blip, today).iter();
    reviews.filter(|review| ring_on(blip, review.date).is_none()).count()
}

fn ring_on(blip: &Blip, day: Date) -> Option<RingIndex> {
    history::placement_on(blip, day).and_then(Placement::ring)
}

/// Returns an entry for the first day of a blip on a ring, and for each day with a review on one, whether the
/// review moved it or not.
fn timeline<'r>(
    prose: &Prose<'_, 'r>,
    blip: &Blip,
    ring: RingIndex,
    today: Date,
) -> Vec<TimelineEntry<'r>> {
    let reviews = freshness::reviews_until(blip, today);
    let mut days: Vec<(Date, RingIndex, Option<String>)> = Vec::new();
    for review in reviews {
        let Some(ring) = ring_on(blip, review.date) else { continue };
        let note = review.note.as_ref().map(|note| prose.markdown(note));
        match days.last_mut() {
            // Verdicts of one day agree, so a day has one entry, with the notes of all reviews.
            Some((date, _, known)) if *date == review.date => {
                *known = match (known.take(), note) {
                    (Some(one), Some(other)) => Some(format!("{one}\n\n{other}")),
                    (one, other) => one.or(other),
                };
            }
            _ => days.push((review.date, ring, note)),
        }
    }
    let added = history::added(blip).unwrap_or(today);
    if days.first().is_none_or(|(date, ..)| added < *date) {
        days.insert(0, (added, ring_on(blip, added).unwrap_or(ring), None));
    }
    let mut before: Option<RingIndex> = None;
    let entries = days.into_iter().map(|(date, ring, description)| {
        let moved = match before.replace(ring) {
            Some(before) if ring < before => 1,
            Some(before) if ring > before => -1,
            _ => 0,
        };
        TimelineEntry { date, ring_id: &prose.radar().ring(ring).id, moved, description }
    });
    let mut entries: Vec<TimelineEntry> = entries.collect();
    entries.reverse();
    entries
}
