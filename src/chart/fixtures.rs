//! Requests for the chart's tests: made-up radars, and all volumes of a real one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::font::Metrics;
use super::{
    Blip, Chart, Fonts, Freshness, Marks, Movement, Request, RingMark, Sector, View, draw,
};

/// The fonts that the default theme ships.
pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let read = |files: [&[u8]; 3]| Metrics::new(files).expect("the theme's fonts are sound");
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

/// Returns a radar without blips.
pub(super) fn empty(sectors: usize, rings: usize) -> Request {
    let names = ["Platforms", "Languages & Frameworks", "Techniques", "Tools", "Data", "People"];
    let sector = |i: usize| Sector {
        name: names[i % names.len()].to_owned(),
        note: "12 blips".to_owned(),
        href: format!("quadrants/sector-{i}.html"),
    };
    Request {
        title: "Example radar".to_owned(),
        sectors: (0..sectors).map(sector).collect(),
        rings: (0..rings).map(|i| format!("Ring {i}")).collect(),
        ..Request::default()
    }
}

/// Returns a blip whose marks depend on `variant`, so that all of them occur.
pub(super) fn blip(id: &str, name: &str, sector: usize, ring: usize, variant: usize) -> Blip {
    use {Freshness::*, Movement::*};
    Blip {
        id: id.to_owned(),
        name: name.to_owned(),
        sector,
        ring,
        marks: Marks {
            freshness: [Fresh, Due, Expired, Unreviewed][variant % 4],
            ring: match variant % 7 {
                0 => RingMark::Imposed,
                1 => RingMark::FromOutside,
                _ => RingMark::None,
            },
            movement: [Unchanged, MovedIn, MovedOut, New, Returned][variant % 5],
        },
        href: format!("blips/{id}.html"),
        accessible_name: format!("{name}, ring {ring}"),
        tooltip: name.to_owned(),
    }
}

/// Returns each blip of each volume (1 to 34) of Thoughtworks' Technology Radar, from
/// tests/content/volumes.csv.
pub(super) fn rows() -> impl Iterator<Item = (u32, Blip)> {
    let quadrants = ["platforms", "languages-and-frameworks", "techniques", "tools"];
    let rings = ["adopt", "trial", "assess", "caution"];
    let rows = include_bytes!("../../tests/content/volumes.csv");
    let mut reader = csv::Reader::from_reader(&rows[..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("sound")).collect();
    rows.into_iter().enumerate().flat_map(move |(i, row)| {
        let position =
            |of: &[&str], value: &str| of.iter().position(|one| *one == value).expect("known");
        let blip = blip(
            &id(&row[0]),
            &row[0],
            position(&quadrants, &row[1]),
            position(&rings, &row[2]),
            i,
        );
        let number = |text: &str| text.parse::<u32>().expect("a volume");
        let volumes: Vec<u32> = row[3]
            .split(' ')
            .map(|run| run.split_once('-').unwrap_or((run, run)))
            .flat_map(|(first, last)| number(first)..=number(last))
            .collect();
        volumes.into_iter().map(move |volume| (volume, blip.clone()))
    })
}

/// Returns an id that an author would choose.
fn id(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// Returns Thoughtworks' volumes `from` to `to` on one radar, each blip as in its latest volume.
pub(super) fn volumes(from: u32, to: u32) -> Request {
    let mut latest: BTreeMap<String, (u32, Blip)> = BTreeMap::new();
    for (volume, blip) in rows().filter(|(volume, _)| (from..=to).contains(volume)) {
        let known = latest.entry(blip.id.clone()).or_insert_with(|| (volume, blip.clone()));
        if known.0 <= volume {
            *known = (volume, blip);
        }
    }
    Request { blips: latest.into_values().map(|(_, blip)| blip).collect(), ..empty(4, 4) }
}

pub(super) fn volume(number: u32) -> Request {
    volumes(number, number)
}

/// Returns `count` blips, spread over a radar.
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

/// Returns the request for one sector alone.
pub(super) fn alone(mut request: Request, sector: usize) -> Request {
    request.view = View::Sector(sector);
    request
}
