//! What the chart's tests draw: made-up radars, and three volumes of a real one.

use std::sync::LazyLock;

use super::font::Metrics;
use super::{Blip, Chart, Fonts, Freshness, Marks, Movement, Request, Ring, Sector, View, draw};

/// The fonts that the default theme ships.
pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let read = |files: [&[u8]; 3]| Metrics::from_woff2(files).expect("the theme's fonts are sound");
    Fonts {
        text: read([
            include_bytes!("../../themes/default/static/fonts/roboto-condensed-latin-400.woff2"),
            include_bytes!(
                "../../themes/default/static/fonts/roboto-condensed-latin-ext-400.woff2"
            ),
            include_bytes!("../../themes/default/static/fonts/roboto-condensed-cyrillic-400.woff2"),
        ]),
        heading: read([
            include_bytes!("../../themes/default/static/fonts/roboto-condensed-latin-600.woff2"),
            include_bytes!(
                "../../themes/default/static/fonts/roboto-condensed-latin-ext-600.woff2"
            ),
            include_bytes!("../../themes/default/static/fonts/roboto-condensed-cyrillic-600.woff2"),
        ]),
    }
});

/// The label font.
pub(super) fn metrics() -> &'static Metrics {
    &FONTS.text
}

pub(super) fn chart(request: &Request) -> Chart {
    draw(request, &FONTS)
}

/// A radar of so many sectors and rings; no blips.
pub(super) fn empty(sectors: usize, rings: usize) -> Request {
    let names = ["Platforms", "Languages & Frameworks", "Techniques", "Tools", "Data", "People"];
    let sector = |i: usize| Sector {
        id: format!("sector-{i}"),
        name: names[i % names.len()].to_owned(),
        note: "12 blips".to_owned(),
        href: format!("quadrants/sector-{i}.html"),
    };
    let ring = |i: usize| Ring { id: format!("ring-{i}"), name: format!("Ring {i}") };
    Request {
        title: "Example radar".to_owned(),
        sectors: (0..sectors).map(sector).collect(),
        rings: (0..rings).map(ring).collect(),
        ..Request::default()
    }
}

/// A blip whose marks follow from its place in some list, so that all of them occur.
pub(super) fn blip(id: &str, name: &str, sector: usize, ring: usize, variant: usize) -> Blip {
    use {Freshness::*, Movement::*};
    Blip {
        id: id.to_owned(),
        name: name.to_owned(),
        sector,
        ring,
        marks: Marks {
            freshness: [Fresh, Due, Expired, Unreviewed][variant % 4],
            left: variant as f64 * 0.37 % 1.0,
            imposed: variant.is_multiple_of(7),
            movement: [Unchanged, MovedIn, MovedOut, New, Returned][variant % 5],
        },
        href: format!("blips/{id}.html"),
        accessible_name: format!("{name}, ring {ring}"),
        tooltip: name.to_owned(),
    }
}

/// The blips of Thoughtworks' volumes `from` to 34, each where it was placed last; `from` is 32 or
/// more. Facts of tests/content/thoughtworks.csv.
pub(super) fn volumes(from: u32) -> Request {
    let mut request = empty(4, 4);
    let quadrants = ["platforms", "languages-and-frameworks", "techniques", "tools"];
    let rings = ["adopt", "trial", "assess", "caution"];
    let rows = include_bytes!("../../tests/content/thoughtworks.csv");
    for (i, row) in csv::Reader::from_reader(&rows[..]).records().enumerate() {
        let row = row.expect("the fixture is sound");
        if row[0].parse::<u32>().expect("a volume") < from {
            continue;
        }
        let position =
            |of: &[&str], value: &str| of.iter().position(|one| *one == value).expect("known");
        let (quadrant, ring) = (position(&quadrants, &row[2]), position(&rings, &row[3]));
        let id = row[1].to_lowercase().replace(' ', "-");
        request.blips.push(blip(&id, &row[1], quadrant, ring, i));
    }
    request
}

/// `count` blips, spread over a radar of so many sectors and rings.
pub(super) fn spread(count: usize, sectors: usize, rings: usize) -> Request {
    let mut request = empty(sectors, rings);
    request.blips = (0..count)
        .map(|i| {
            let (id, name) = (format!("blip-{i}"), format!("Blip number {}", i * i % 1009));
            blip(&id, &name, i % sectors, i / sectors % rings, i)
        })
        .collect();
    request
}

/// The request, with one sector alone.
pub(super) fn alone(mut request: Request, sector: usize) -> Request {
    request.view = View::Sector(sector);
    request
}
