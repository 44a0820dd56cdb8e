//! Tests every property of a chart on made-up and real radars.

use std::collections::BTreeMap;

use super::fixtures::{alone, blip, chart, empty, spread, volume, volumes};
use super::geometry::{Point, Rect};
use super::{Blip, Chart, Request, svg};

/// Returns all requests of the tests.
fn requests() -> Vec<(String, Request)> {
    let mut requests = vec![
        ("volumes 32 to 34".to_owned(), volumes(32, 34)),
        ("volumes 30 to 34".to_owned(), volumes(30, 34)),
        ("all volumes".to_owned(), volumes(1, 34)),
        ("nothing".to_owned(), empty(4, 4)),
        ("no sectors, no rings".to_owned(), empty(0, 0)),
        ("one blip".to_owned(), spread(1, 4, 4)),
        ("2,000 blips".to_owned(), spread(2000, 4, 4)),
        ("100 in one sector".to_owned(), {
            let mut request = spread(100, 1, 4);
            request.sectors = empty(4, 4).sectors;
            request
        }),
        ("long names in many scripts".to_owned(), long_names()),
    ];
    requests.extend((1..=34).map(|number| (format!("volume {number}"), volume(number))));
    for count in 1..=8 {
        requests.push((format!("{count} sectors"), spread(110, count, 4)));
        requests.push((format!("{count} rings"), spread(110, 4, count)));
        requests.push((format!("a sector of {count}"), alone(spread(110, count, 4), count - 1)));
    }
    requests
}

/// Names of 65 characters, of one word and of many, in scripts that the font has and has not.
fn long_names() -> Request {
    let mut request = empty(4, 4);
    let names = [
        "Supercalifragilisticexpialidocious-and-some-more-characters-of-it",
        "Непрерывная доставка и развёртывание приложений в частных облаках",
        "持续交付与部署流水线的治理方法论与实践经验总结分享平台持续交付与部署流水线的治理方法论与实践经验总结分享平台持续交付与部署流水线的治理",
        "Emoji 🚀 driven 🧑‍💻 development 🦀 with as many words as there can be",
        "<script> & \"quotes\" 'of' the worst kind ]]> in names, all the same",
    ];
    for i in 0..40 {
        let id = format!("long-{i}");
        request.blips.push(blip(&id, names[i % names.len()], i % 4, i / 4 % 4, i));
    }
    for (sector, name) in request.sectors.iter_mut().zip(names) {
        name.clone_into(&mut sector.name);
    }
    for (ring, name) in request.rings.iter_mut().zip(names) {
        name.clone_into(ring);
    }
    request
}

#[test]
fn nothing_overlaps_or_leaves_the_canvas() {
    for (what, request) in requests() {
        let chart = chart(&request);
        let canvas = chart.frame.canvas().grown(0.01, 0.01);
        let boxes = boxes(&request, &chart);
        for (i, (a, rect)) in boxes.iter().enumerate() {
            assert!(canvas.contains(rect), "{what}: {a} leaves the canvas");
            for (b, other) in &boxes[i + 1..] {
                assert!(!rect.overlaps(other), "{what}: {a} and {b} overlap");
            }
        }
    }
}

/// All boxes of a chart, with what they hold.
fn boxes(request: &Request, chart: &Chart) -> Vec<(String, Rect)> {
    let blips = request.blips.iter().zip(&chart.blips);
    let blips = blips.filter_map(|(blip, placed)| Some((blip, placed.as_ref()?)));
    let of_blips =
        blips.flat_map(|(blip, placed)| placed.rects().map(|rect| (blip.id.clone(), rect)));
    let of_names = chart.names().map(|label| (label.lines.join(" "), label.rect));
    // A blip's own dot and label may not overlap either, so they are not told apart here.
    of_blips.chain(of_names).collect()
}

#[test]
fn dots_keep_to_their_sector_and_ring() {
    for (what, request) in requests() {
        let chart = chart(&request);
        let frame = &chart.frame;
        for (blip, placed) in request.blips.iter().zip(&chart.blips) {
            let Some(placed) = placed else {
                let outside = frame.sectors.iter().all(|arc| arc.sector != blip.sector);
                assert!(outside, "{what}: {} is missing", blip.id);
                continue;
            };
            let reach = placed.reach.width() / 2.0;
            let (inner, outer) = frame.band(blip.ring);
            let distance = frame.centre.distance(placed.dot);
            let in_ring = inner + reach <= distance && distance + reach <= outer;
            assert!(in_ring, "{what}: {} at {distance} of {inner}..{outer}", blip.id);
            let arc = frame.sectors.iter().find(|arc| arc.sector == blip.sector).expect("drawn");
            let Point { x, y } = placed.dot;
            let angle = (y - frame.centre.y).atan2(x - frame.centre.x);
            assert!(arc.holds(angle), "{what}: {} is out of its sector", blip.id);
            for side in [arc.from, arc.to].into_iter().filter(|_| !arc.is_whole()) {
                let off = distance * (angle - side).sin().abs();
                let behind = (angle - side).cos() < 0.0;
                assert!(behind || off >= reach - 0.1, "{what}: {} is on a border", blip.id);
            }
        }
    }
}

#[test]
fn nearly_all_names_are_on_the_chart() {
    let whole = (1..=34).map(|number| (format!("volume {number}"), volume(number)));
    let others = [
        ("volumes 32 to 34", volumes(32, 34)),
        ("volumes 30 to 34", volumes(30, 34)),
        ("long names", long_names()),
        ("8 sectors", spread(110, 8, 4)),
        ("8 rings", spread(110, 4, 8)),
    ];
    for (what, request) in whole.chain(others.map(|(what, request)| (what.to_owned(), request))) {
        let named = named(&request);
        assert_eq!(named, request.blips.len(), "{what}");
    }
    let all = volumes(1, 34);
    assert_eq!(all.blips.len(), 1936);
    assert!(named(&all) >= 1500, "{}", named(&all));
}

/// Counts the names on the chart of a request.
fn named(request: &Request) -> usize {
    chart(request).blips.iter().flatten().filter(|blip| blip.is_named()).count()
}

#[test]
fn every_quadrant_has_its_name_whole() {
    for count in 1..=8 {
        for request in [spread(110, count, 4), spread(5, count, 4)] {
            let names = chart(&request).sector_names;
            assert_eq!(names.len(), count);
            for name in names {
                let whole = &request.sectors[name.sector].name;
                assert_eq!(&name.name.lines.join(" "), whole, "{count} quadrants");
            }
        }
    }
}

#[test]
fn unnamed_blips_are_numbered_in_reading_order() {
    let request = spread(2000, 4, 4);
    let chart = chart(&request);
    let mut numbers = BTreeMap::new();
    for (blip, placed) in request.blips.iter().zip(&chart.blips) {
        let number = placed.as_ref().expect("the whole radar is drawn").number;
        numbers.extend(number.map(|number| (number, (blip.sector, blip.ring, &blip.name))));
    }
    assert!(!numbers.is_empty());
    assert!(numbers.keys().copied().eq(1..=numbers.len() as u32));
    assert!(numbers.values().is_sorted());
}

#[test]
fn the_order_of_blips_does_not_matter() {
    let request = volume(34);
    let mut reversed = request.clone();
    reversed.blips.reverse();
    let (a, b) = (chart(&request), chart(&reversed));
    assert_eq!(svg::inline(&request, &a), svg::inline(&reversed, &b));
}

#[test]
fn a_blip_that_comes_goes_or_is_renamed_moves_hardly_any_other() {
    let base = volume(34);
    let before = places(&base);
    let all = volumes(1, 34);
    let others: Vec<&Blip> =
        all.blips.iter().filter(|blip| !before.contains_key(&blip.id)).collect();
    let names: Vec<String> = volume(12).blips.into_iter().map(|blip| blip.name).collect();
    let moved = |change: &dyn Fn(&mut Vec<Blip>)| {
        let mut request = base.clone();
        change(&mut request.blips);
        differences(&before, &places(&request))
    };
    let come = others.iter().step_by(others.len() / 100).take(100);
    let come = come.map(|&blip| moved(&|blips| blips.push(blip.clone())));
    let indexes = 0..base.blips.len();
    let gone = indexes.clone().map(|index| moved(&|blips| drop(blips.remove(index))));
    let renamed = indexes
        .map(|index| moved(&|blips| blips[index].name.clone_from(&names[index % names.len()])));
    for (max_median, mut moved) in
        [(0, come.collect::<Vec<_>>()), (1, gone.collect()), (1, renamed.collect())]
    {
        moved.sort_unstable();
        let (median, high) = (moved[moved.len() / 2], moved[moved.len() * 95 / 100]);
        assert!(median <= max_median, "{moved:?}");
        assert!(high <= base.blips.len() / 20, "{moved:?}");
    }
}

/// Returns the dot of each blip, by id.
fn places(request: &Request) -> BTreeMap<String, (f64, f64)> {
    let chart = chart(request);
    let placed = request.blips.iter().zip(chart.blips);
    placed
        .filter_map(|(blip, placed)| Some((blip.id.clone(), placed?.dot)))
        .map(|(id, Point { x, y })| (id, (x, y)))
        .collect()
}

/// Counts the blips that are in both and have different places.
fn differences(a: &BTreeMap<String, (f64, f64)>, b: &BTreeMap<String, (f64, f64)>) -> usize {
    a.iter().filter(|&(id, place)| b.get(id).is_some_and(|other| other != place)).count()
}

#[test]
fn the_drawing_is_small_and_links_every_blip() {
    let request = volume(34);
    let drawing = svg::inline(&request, &chart(&request));
    assert!(drawing.len() < 75_000, "{} bytes", drawing.len());
    assert_eq!(drawing.matches("<a class=\"blip ").count(), 118);
    assert_eq!(drawing.matches("class=\"blip-dot\"").count(), 118);
    assert_eq!(drawing.matches("class=\"blip-label\"").count(), 118);
    for forbidden in ["style=", "<style", "<script", "NaN"] {
        assert!(!drawing.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn a_file_of_its_own_needs_nothing_else() {
    let request = long_names();
    let css = concat!(
        ":root{--paper:#fff;--ink:#111}",
        include_str!("../../themes/default/static/chart.css")
    );
    let font = svg::EmbeddedFont { family: "F", weight: 400, range: "", woff2: b"font" };
    let file = svg::standalone(&request, &chart(&request), css, &[font]);
    assert!(file.contains("xmlns=\"http://www.w3.org/2000/svg\""));
    assert!(file.contains("data:font/woff2;base64,Zm9udA=="));
    assert!(!file.contains("var("));
    assert_eq!(file.matches("<style>").count(), 1);
    assert!(!file.contains("<script"));
}
