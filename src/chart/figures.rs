//! Measures charts: how many names cross a ring's line, and how evenly the dots are spread. `tests/figures` prints this as a
//! table: `cargo test --lib figures_of_charts -- --nocapture`.

use super::fixtures::{blip, chart, empty, spread, volume, volumes};
use super::geometry::Point;
use super::{Chart, Request};

/// What a chart is measured by.
#[derive(Debug, Default, Clone, Copy)]
struct Figures {
    blips: usize,
    named: usize,
    numbered: usize,
    /// Names that cross a ring's line.
    straddling: usize,
    /// Names of which more than half is outside the dot's ring.
    elsewhere: usize,
    /// Names that cross the outermost ring's line.
    over_rim: usize,
    /// The mean distance to the nearest other dot, divided by what it is for dots that are strewn at random over the
    /// disc (Clark and Evans 1954).
    nearest: f64,
}

impl Figures {
    fn of(request: &Request, chart: &Chart) -> Self {
        let frame = &chart.frame;
        let mut figures = Self::default();
        let mut dots: Vec<Point> = Vec::new();
        for (blip, placed) in request.blips.iter().zip(&chart.blips) {
            let Some(placed) = placed else { continue };
            figures.blips += 1;
            figures.named += usize::from(placed.is_named());
            figures.numbered += usize::from(placed.number.is_some() && placed.label.is_some());
            dots.push(placed.dot);
            let Some(label) = placed.label.as_ref().filter(|_| placed.is_named()) else { continue };
            let (near, far) = label.rect.distances(frame.centre);
            let crosses = |radius: f64| near < radius && radius < far;
            figures.straddling += usize::from(frame.radii.iter().any(|&radius| crosses(radius)));
            figures.over_rim += usize::from(far > frame.radius());
            let (inner, outer) = frame.band(blip.ring);
            let y = f64::midpoint(label.rect.y0, label.rect.y1);
            let inside = (0..100).filter(|at| {
                let x = label.rect.x0 + label.rect.width() * (f64::from(*at) + 0.5) / 100.0;
                (inner..=outer).contains(&frame.centre.distance(Point { x, y }))
            });
            figures.elsewhere += usize::from(inside.count() < 50);
        }
        let nearest = |(at, dot): (usize, &Point)| {
            let others = dots.iter().enumerate().filter(|(other, _)| *other != at);
            others.map(|(_, other)| dot.distance(*other)).fold(f64::INFINITY, f64::min)
        };
        let sum: f64 = dots.iter().enumerate().map(nearest).sum();
        let count = dots.len() as f64;
        let area = std::f64::consts::PI * frame.radius().powi(2);
        figures.nearest = sum / count / (0.5 * (area / count).sqrt());
        figures
    }
}

/// The five blips of `radar init`, one with a long name.
fn first() -> Request {
    let names =
        ["Kubernetes", "Rust", "Trunk-based development", "OpenTelemetry", "Microfrontends"];
    let blips = names.iter().enumerate();
    let blips = blips.map(|(i, name)| blip(name, name, i % 4, i % 4, i)).collect();
    Request { blips, ..empty(4, 4) }
}

#[test]
#[allow(clippy::print_stdout, reason = "tests/figures shows the table")]
fn figures_of_charts() {
    println!("| radar | blips | named | numbers | straddle | elsewhere | over the rim | nearest |");
    println!("|---|---|---|---|---|---|---|---|");
    let each = (1..=34).map(|number| (format!("volume {number}"), volume(number)));
    let others = [
        ("32 to 34", volumes(32, 34)),
        ("30 to 34", volumes(30, 34)),
        ("all volumes", volumes(1, 34)),
        ("init", first()),
        ("500 made up", spread(500, 4, 4)),
    ];
    let others = others.map(|(what, request)| (what.to_owned(), request));
    let mut evenness = Vec::new();
    for (what, request) in each.chain(others) {
        let f = Figures::of(&request, &chart(&request));
        println!(
            "| {what} | {} | {} | {} | {} | {} | {} | {:.2} |",
            f.blips, f.named, f.numbered, f.straddling, f.elsewhere, f.over_rim, f.nearest
        );
        assert_eq!(f.over_rim, 0, "{what}");
        assert_eq!(f.blips, request.blips.len(), "{what}: some are missing");
        assert_eq!(f.named + f.numbered, f.blips, "{what}: some have neither name nor number");
        if f.blips <= 500 {
            assert!(f.straddling * 10 <= f.blips.max(10), "{what}: {f:?}");
            assert!(f.elsewhere <= 2.max(f.blips / 100), "{what}: {f:?}");
            assert_eq!(f.named, f.blips, "{what}");
        }
        if what.starts_with("volume") {
            evenness.push(f.nearest);
        }
    }
    let mean = evenness.iter().sum::<f64>() / evenness.len() as f64;
    println!("mean of the volumes: {mean:.2}");
    assert!(mean > 1.18, "{mean}");
}
