//! The life of a radar, month by month: how many blips were fresh, due, expired and unreviewed.
//!
//! Computed from the trails, so it is as true of the past as of today.

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use crate::radar::freshness::{self, Validity};
use crate::radar::history;
use crate::radar::month::Month;
use crate::radar::{Blip, FreshnessCounts, Radar};

/// How many months are counted, the latest: twenty years.
const MAX_MONTHS: usize = 240;

/// How many blips were how fresh at the end of a month, or today in the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MonthlyCounts {
    /// The last day of the month, or today.
    pub day: Date,
    /// Blips on a ring on that day.
    #[serde(flatten)]
    pub counts: FreshnessCounts,
}

/// Counts the blips of each month, from that in which the first was added up to a day.
pub fn by_month(radar: &Radar, today: Date) -> Vec<MonthlyCounts> {
    let first = radar.blips.iter().filter_map(history::added).filter(|day| *day <= today).min();
    let Some(first) = first else { return Vec::new() };
    let months = std::iter::successors(Some(Month::of(first)), |month| month.next());
    let ends = months.map(Month::last).take_while(|end| *end < today);
    let mut days: Vec<Date> = ends.chain([today]).collect();
    days.drain(..days.len().saturating_sub(MAX_MONTHS));
    let none = || vec![FreshnessCounts::default(); days.len()];
    let counts =
        radar.blips.par_iter().fold(none, |counts, blip| counted(radar, blip, &days, counts));
    let counts = counts.reduce(none, |a, b| a.into_iter().zip(b).map(|(a, b)| a + b).collect());
    days.iter().zip(counts).map(|(day, counts)| MonthlyCounts { day: *day, counts }).collect()
}

/// Adds a blip to the counts of each day. Its validity changes with its reviews only.
fn counted(
    radar: &Radar,
    blip: &Blip,
    days: &[Date],
    mut counts: Vec<FreshnessCounts>,
) -> Vec<FreshnessCounts> {
    let mut latest: Option<(usize, Validity)> = None;
    for (day, counts) in days.iter().zip(&mut counts) {
        let reviews = freshness::reviews_until(blip, *day).len();
        if latest.is_none_or(|(at, _)| at != reviews) {
            latest = freshness::validity(radar, blip, *day).map(|validity| (reviews, validity));
        }
        if let Some(freshness) = latest.and_then(|(_, validity)| validity.freshness(*day)) {
            counts.count(freshness);
        }
    }
    counts
}
