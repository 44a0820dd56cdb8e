//! The radar's life, month by month: how many blips were fresh, due, expired and unreviewed, as numbers
//! and as a drawing.
//!
//! Computed from the trails, so it is as true of the past as of today. The drawing has no words: a page
//! says beside it what is to be seen.

use std::fmt::Write as _;

use jiff::civil::Date;
use pulldown_cmark_escape::escape_html;
use rayon::prelude::*;
use serde::Serialize;

use crate::radar::freshness::{self, Freshness};
use crate::radar::history;
use crate::radar::month::Month;
use crate::radar::{Blip, Radar};

/// The most months that are drawn, the latest: twenty years.
const MOST: usize = 240;

/// How many blips were how fresh at the end of a month, or today in the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The day.
    pub day: Date,
    /// See [`Freshness`].
    pub fresh: usize,
    /// See [`Freshness`].
    pub due: usize,
    /// See [`Freshness`].
    pub expired: usize,
    /// See [`Freshness`].
    pub unreviewed: usize,
}

impl Tally {
    fn new(day: Date) -> Self {
        Self { day, fresh: 0, due: 0, expired: 0, unreviewed: 0 }
    }

    fn add(&mut self, freshness: Freshness) {
        match freshness {
            Freshness::Fresh => self.fresh += 1,
            Freshness::Due => self.due += 1,
            Freshness::Expired => self.expired += 1,
            Freshness::Unreviewed => self.unreviewed += 1,
        }
    }

    fn total(&self) -> usize {
        self.fresh + self.due + self.expired + self.unreviewed
    }
}

/// Counts month by month, from that in which the first blip was added up to a day.
pub fn tallies(radar: &Radar, today: Date) -> Vec<Tally> {
    let first = radar.blips.iter().filter_map(history::added).filter(|day| *day <= today).min();
    let Some(first) = first else { return Vec::new() };
    let months = std::iter::successors(Some(Month::of(first)), |month| month.next());
    let ends = months.map(Month::last).take_while(|end| *end < today);
    let mut days: Vec<Date> = ends.chain([today]).collect();
    days.drain(..days.len().saturating_sub(MOST));
    let none: Vec<Tally> = days.iter().map(|day| Tally::new(*day)).collect();
    radar
        .blips
        .par_iter()
        .fold(|| none.clone(), |tallies, blip| counted(radar, blip, tallies))
        .reduce(|| none.clone(), summed)
}

/// Adds a blip. How it stands is looked up once after each of its reviews, and compared with each day.
fn counted(radar: &Radar, blip: &Blip, mut tallies: Vec<Tally>) -> Vec<Tally> {
    let mut known: Option<(usize, freshness::Standing)> = None;
    for tally in &mut tallies {
        let reviews = freshness::reviews_until(blip, tally.day).len();
        if known.is_none_or(|(at, _)| at != reviews) {
            known = freshness::standing(radar, blip, tally.day).map(|standing| (reviews, standing));
        }
        if let Some(freshness) = known.and_then(|(_, standing)| standing.freshness(tally.day)) {
            tally.add(freshness);
        }
    }
    tallies
}

fn summed(mut a: Vec<Tally>, b: Vec<Tally>) -> Vec<Tally> {
    for (a, b) in a.iter_mut().zip(b) {
        a.fresh += b.fresh;
        a.due += b.due;
        a.expired += b.expired;
        a.unreviewed += b.unreviewed;
    }
    a
}

/// The size of the drawing, in its own units.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 240.0;
/// Room for numbers on the left and years below.
const LEFT: f64 = 36.0;
const BELOW: f64 = 22.0;
const ABOVE: f64 = 10.0;
/// How much of a month's width its column takes.
const COLUMN: f64 = 0.84;

/// Draws a column a month: from below fresh, due, expired and unreviewed. `name` is what it is called.
pub fn svg(tallies: &[Tally], name: &str) -> String {
    let mut label = String::new();
    escape_html(&mut label, name).expect("writing to a string does not fail");
    let most = tallies.iter().map(Tally::total).max().unwrap_or(0);
    let step = step(most);
    let top = most.div_ceil(step).max(1) * step;
    let floor = HEIGHT - BELOW;
    let per_blip = (floor - ABOVE) / top as f64;
    let per_month = (WIDTH - LEFT) / tallies.len().max(1) as f64;
    let mut svg = format!(
        "<svg class=\"burndown\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{label}\">"
    );
    for count in (0..=top).step_by(step) {
        let y = tenth(floor - count as f64 * per_blip);
        let _ = write!(
            svg,
            "<path class=\"level\" d=\"M{LEFT} {y}H{WIDTH}\"/>\
             <text class=\"count\" x=\"{}\" y=\"{y}\">{count}</text>",
            LEFT - 6.0
        );
    }
    for (at, tally) in tallies.iter().enumerate() {
        let x = LEFT + at as f64 * per_month;
        if tally.day.month() == 1 || at == 0 {
            let is_roomy = at > 0 || tallies.iter().take(5).skip(1).all(|t| t.day.month() != 1);
            if is_roomy {
                let (x, year) = (tenth(x), tally.day.year());
                let _ = write!(
                    svg,
                    "<text class=\"year\" x=\"{x}\" y=\"{}\">{year}</text>",
                    HEIGHT - 5.0
                );
            }
        }
        svg += &column(tally, x, per_month * COLUMN, floor, per_blip);
    }
    svg + "</svg>"
}

fn column(tally: &Tally, x: f64, width: f64, floor: f64, per_blip: f64) -> String {
    let mut column = String::new();
    let mut below = 0;
    let parts = [
        ("fresh", tally.fresh),
        ("due", tally.due),
        ("expired", tally.expired),
        ("unreviewed", tally.unreviewed),
    ];
    for (class, count) in parts.into_iter().filter(|(_, count)| *count > 0) {
        below += count;
        let (y, height) = (floor - below as f64 * per_blip, count as f64 * per_blip);
        let _ = write!(
            column,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            tenth(x),
            tenth(y),
            tenth(width),
            tenth(height)
        );
    }
    column
}

/// A round number of blips between two lines (1, 2, 5, 10, 20, 50 …), so that there are at most five.
fn step(most: usize) -> usize {
    let decades = std::iter::successors(Some(1), |decade| Some(decade * 10));
    let mut steps = decades.flat_map(|decade| [decade, 2 * decade, 5 * decade]);
    steps.find(|step| most <= step * 5).expect("they grow without end")
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_at_round_numbers() {
        for (most, expected) in
            [(0, 1), (1, 1), (5, 1), (6, 2), (10, 2), (11, 5), (25, 5), (69, 20), (101, 50)]
        {
            assert_eq!(step(most), expected, "{most}");
        }
    }
}
