//! The poster of a snapshot: its texts in the language of the site, around the chart.

use super::charts::Charts;
use crate::chart::svg::poster::{self, Poster};
use crate::chart::{Freshness, Marks, Movement, Request, RingMark, View};
use crate::radar::Snapshot;
use crate::theme::Theme;

/// Draws the poster as a file.
pub(super) fn poster(charts: &Charts, snapshot: &Snapshot, theme: &Theme) -> String {
    let (radar, language) = (snapshot.radar, &theme.language);
    let base_url = radar.base_url.as_deref().unwrap_or_default();
    let request = charts.request(View::Whole, base_url);
    let every = radar.rule.every;
    let every = language.count(&format!("units.{}", every.unit.name()), every.count.into());
    let day = language.date(snapshot.day, "long");
    let date = match snapshot.editions().last() {
        Some(edition) => {
            language.fill("poster.edition", &[("date", &day), ("edition", &edition.name)])
        }
        None => language.fill("poster.date", &[("date", &day)]),
    };
    let poster = Poster {
        title: radar.title.clone(),
        date,
        rule: language.fill("poster.rule", &[("every", &every)]),
        address: base_url.to_owned(),
        legend: legend(&request, theme),
    };
    let css = theme.chart_css();
    let placed = charts.placed(&request);
    poster::poster(&request, placed, &poster, &theme.fonts, &css, &charts.embedded_fonts())
}

/// Returns what the marks mean: always those of reviews, the others if a blip has them.
fn legend(request: &Request, theme: &Theme) -> Vec<(Marks, String)> {
    let plain = Marks::default();
    let states = [
        ("fresh", Freshness::Fresh),
        ("due", Freshness::Due),
        ("expired", Freshness::Expired),
        ("unreviewed", Freshness::Unreviewed),
    ];
    let states = states.map(|(name, freshness)| (name, Marks { freshness, ..plain }));
    let rings = [("imposed", RingMark::Imposed), ("set-from-outside", RingMark::FromOutside)];
    let rings = rings.into_iter().filter(|(_, ring)| has(request, |marks| marks.ring == *ring));
    let moves = [
        ("new", Movement::New),
        ("moved-in", Movement::MovedIn),
        ("moved-out", Movement::MovedOut),
        ("returned", Movement::Returned),
    ];
    let moves = moves.into_iter().filter(|(_, of)| has(request, |marks| marks.movement == *of));
    states
        .into_iter()
        .chain(rings.map(|(name, ring)| (name, Marks { ring, ..plain })))
        .chain(moves.map(|(name, movement)| (name, Marks { movement, ..plain })))
        .map(|(name, marks)| {
            (marks, theme.language.text(&format!("chart.legend.{name}")).to_owned())
        })
        .collect()
}

fn has(request: &Request, is_wanted: impl Fn(&Marks) -> bool) -> bool {
    request.blips.iter().any(|blip| is_wanted(&blip.marks))
}
