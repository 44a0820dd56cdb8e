//! The radar's past as a script: the verdicts and reviewers of each blip and its positions on the chart,
//! so that the page can show any other day.
//!
//! It has what the rule needs and judges nothing: `js/rule.js` applies [`crate::radar::freshness`] and
//! [`crate::radar::history`] to it, and the browser tests compare the two. It is a script and not
//! data, since a page that is opened from the disk may load nothing else.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::chart::PlacedBlip;
use crate::chart::geometry::{Point, tenth};
use crate::chart::label::{Anchor, Label};
use crate::radar::Snapshot;
use crate::radar::first_hand::is_first_hand;
use crate::radar::freshness::{self, ReviewKind};
use crate::radar::history::{self, RingSpan};
use crate::radar::interval::Interval;
use crate::radar::standing::vouching;
use crate::radar::{Blip, Holds, Placement, Radar, Review, RingIndex};

/// A stretch of days that a blip spent on a ring, with its positions in the drawings of today.
pub struct PlacedSpan<'r> {
    /// The blip.
    pub blip: &'r Blip,
    /// The ring and the days.
    pub span: RingSpan,
    /// None if that ring was too full for even a dot. In a box, because a radar of thousands has none.
    pub(crate) position: Option<Box<PlacedBlip>>,
    /// The same in the slice of its quadrant.
    pub(crate) in_slice: Option<Box<PlacedBlip>>,
}

/// The past of a radar.
#[derive(Serialize)]
struct RadarHistory<'r> {
    /// Every review interval, as count and unit; the others refer to it by its position.
    intervals: Vec<(u16, &'static str)>,
    notice: usize,
    /// The worst kind of review that holds: 0, or 1 if second-hand ones hold too.
    holds: u8,
    /// `[date, name]`, oldest first.
    editions: Vec<(Date, &'r str)>,
    /// The names of reviewers.
    people: Vec<&'r str>,
    blips: Vec<BlipHistory<'r>>,
}

#[derive(Serialize)]
struct BlipHistory<'r> {
    id: &'r str,
    name: &'r str,
    sector: usize,
    /// Since when it is on the radar.
    added: Date,
    /// Its ring on that day, and until its first verdict; -1 for retired.
    start: i32,
    /// The review interval on each ring.
    every: Vec<usize>,
    /// `[date, ring or -1 or null, kind, reviewers]`, oldest first; kind is 0 for first-hand, 1 for second-hand, 2 for
    /// advisory, 3 for unsigned. Of hands-on reviews, reviewers are those who made it what it is.
    reviews: Vec<(Date, Option<i32>, u8, Vec<usize>)>,
    /// Its position on each ring that it ever was on.
    places: Positions<'r>,
    /// The same in the slice of its quadrant.
    slices: Positions<'r>,
}

type Positions<'r> = BTreeMap<usize, PastPosition<'r>>;

/// `[x, y]` of the dot. With a label: its `dx` and `dy`, whether it ends there, the line height, the lines.
#[derive(Serialize)]
#[serde(untagged)]
enum PastPosition<'r> {
    Bare(f64, f64),
    Labelled(f64, f64, f64, f64, u8, f64, Vec<&'r str>),
}

/// Writes the script of a snapshot's past, with the positions of its `spans`.
pub(crate) fn history(snapshot: &Snapshot, spans: &[PlacedSpan]) -> String {
    let past = RadarHistory::new(snapshot, spans);
    let json =
        serde_json::to_string(&past).expect("numbers, texts and maps keyed by numbers are JSON");
    format!("const radarHistory={json};\n")
}

impl<'p> RadarHistory<'p> {
    fn new(snapshot: &'p Snapshot, spans: &'p [PlacedSpan]) -> Self {
        let radar = snapshot.radar;
        let today = snapshot.day;
        let mut positions: BTreeMap<&str, [Positions; 2]> = BTreeMap::new();
        for PlacedSpan { blip, span, position, in_slice } in spans {
            let of_blip = positions.entry(&blip.id).or_default();
            for (of_drawing, placed) in of_blip.iter_mut().zip([position, in_slice]) {
                let place =
                    placed.as_ref().map(|placed| (span.ring.index(), past_position(placed)));
                of_drawing.extend(place);
            }
        }
        let mut intervals = Vec::new();
        let notice = position(&mut intervals, radar.rule.notice);
        let blips = snapshot
            .blips
            .iter()
            .filter_map(|judged| {
                let blip = judged.blip;
                let [places, slices] = positions.remove(blip.id.as_str()).unwrap_or_default();
                Some(BlipHistory {
                    id: &blip.id,
                    name: &blip.name.value,
                    sector: blip.quadrant.index(),
                    added: history::added(blip)?,
                    start: ring(history::placement_on(blip, history::added(blip)?)?),
                    every: every(radar, blip, &mut intervals),
                    reviews: freshness::reviews_until(blip, today)
                        .iter()
                        .map(|review| past_review(radar, blip, review))
                        .collect(),
                    places,
                    slices,
                })
            })
            .collect();
        let intervals: Vec<Interval> = intervals;
        Self {
            intervals: intervals.iter().map(|i| (i.count, i.unit.name())).collect(),
            notice,
            holds: u8::from(radar.rule.counts == Holds::HandsOn),
            editions: history::editions_until(radar, today)
                .iter()
                .map(|edition| (edition.date, edition.name.as_str()))
                .collect(),
            people: radar.people.iter().map(|person| person.name.as_str()).collect(),
            blips,
        }
    }
}

/// Returns the position of an interval in the list, and adds it if it is new.
fn position(intervals: &mut Vec<Interval>, interval: Interval) -> usize {
    intervals.iter().position(|known| *known == interval).unwrap_or_else(|| {
        intervals.push(interval);
        intervals.len() - 1
    })
}

/// Returns the number of a ring, from the centre out; -1 for retired.
fn ring(placement: Placement) -> i32 {
    placement.ring().map_or(-1, |ring| i32::from(ring.0))
}

fn every(radar: &Radar, blip: &Blip, intervals: &mut Vec<Interval>) -> Vec<usize> {
    (0..radar.rings.len() as u16)
        .map(|ring| Placement::Ring(RingIndex(ring)))
        .map(|on| position(intervals, freshness::interval(radar, blip, Some(on))))
        .collect()
}

fn past_review(radar: &Radar, blip: &Blip, review: &Review) -> (Date, Option<i32>, u8, Vec<usize>) {
    let kind = match freshness::kind(radar, review) {
        ReviewKind::HandsOn => u8::from(!is_first_hand(radar, blip, review)),
        ReviewKind::Advisory => 2,
        ReviewKind::Unsigned => 3,
    };
    let by = vouching(radar, blip, review).iter().map(|person| person.index()).collect();
    (review.date, review.verdict.map(ring), kind, by)
}

fn past_position(placed: &PlacedBlip) -> PastPosition<'_> {
    let PlacedBlip { dot, label, .. } = placed;
    match label {
        None => PastPosition::Bare(dot.x, dot.y),
        Some(label @ Label { lines, at, anchor, .. }) => {
            let at = Point { x: at.x - dot.x, y: at.y - dot.y }.rounded();
            let leading = tenth(label.leading());
            let ends = u8::from(*anchor == Anchor::End);
            let lines = lines.iter().map(String::as_str).collect();
            PastPosition::Labelled(dot.x, dot.y, at.x, at.y, ends, leading, lines)
        }
    }
}
