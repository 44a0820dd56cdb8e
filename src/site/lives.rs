//! `history.svg`: the lives of all blips as a picture. Asks [`crate::chart::lives`] for it.

use jiff::civil::Date;

use super::page::history::{days, groups, runs};
use crate::chart::lives::{Flag, Group, Picture, Row, Run, draw};
use crate::chart::svg::EmbeddedFont;
use crate::radar::freshness::Freshness;
use crate::radar::{JudgedBlip, QuadrantIndex, Snapshot};
use crate::theme::{Language, Theme};

/// Draws the lives of all blips: by quadrant those on rings, then the retired ones.
pub(super) fn picture(snapshot: &Snapshot, theme: &Theme, fonts: &[EmbeddedFont]) -> String {
    let (radar, language) = (snapshot.radar, &theme.language);
    let days = days(snapshot);
    let [on_rings, retired] = groups(snapshot);
    let group = |(quadrant, blips): (QuadrantIndex, Vec<&JudgedBlip>), is_retired: bool| {
        let name = &radar.quadrant(quadrant).name;
        Group {
            name: if is_retired {
                language.fill("lives.retired_of", &[("quadrant", name)])
            } else {
                name.clone()
            },
            sector: quadrant.index(),
            rows: blips.into_iter().map(|judged| row(snapshot, judged, &days)).collect(),
        }
    };
    let on_rings = on_rings.into_iter().map(|of| group(of, false));
    let groups: Vec<Group> =
        on_rings.chain(retired.into_iter().map(|of| group(of, true))).collect();
    let date = language.date(snapshot.day, "long");
    let picture = Picture {
        title: language.fill("lives.picture", &[("title", &radar.title), ("date", &date)]),
        rings: radar.rings.iter().map(|ring| ring.name.clone()).collect(),
        columns: days.iter().map(|day| column(*day, snapshot.day, language)).collect(),
        groups,
        key: [
            (Flag::Expired, "chart.legend.expired"),
            (Flag::Unreviewed, "chart.legend.unreviewed"),
            (Flag::Imposed, "chart.legend.imposed"),
        ]
        .map(|(flag, key)| (flag, language.text(key).to_owned()))
        .into(),
    };
    draw(&picture, &theme.fonts.text, &theme.chart_css(), fonts)
}

/// Returns the month of a column, and its year; or that it is today.
fn column(day: Date, today: Date, language: &Language) -> [String; 2] {
    let month = language.date(day, "month_alone");
    let month = if day == today { language.text("lives.today").to_owned() } else { month };
    [month, day.year().to_string()]
}

fn row(snapshot: &Snapshot, judged: &JudgedBlip, days: &[Date]) -> Row {
    let runs = runs(snapshot, judged, days).into_iter().filter_map(|(from, count, state)| {
        let state = state?;
        let flag = state.flag().map(|flag| match flag {
            Freshness::Unreviewed => Flag::Unreviewed,
            _ => Flag::Expired,
        });
        let ring = state.placement.ring()?.index();
        Some(Run { from, count, ring, flag, imposed: state.imposed })
    });
    Row { name: judged.blip.name.value.clone(), runs: runs.collect() }
}
