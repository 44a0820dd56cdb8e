//! Measures charts: how many labels cross a ring's line, and how evenly the dots are spread.

use super::fixtures::{chart, volume, volumes};
use super::geometry::Point;
use super::{Chart, PlacedBlip, Request};

/// What a chart is measured by.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Figures {
    pub(super) blips: usize,
    pub(super) named: usize,
    /// Labels that cross a ring's line.
    pub(super) straddling: usize,
    /// Labels of which more than half is outside the dot's ring.
    pub(super) elsewhere: usize,
    /// Labels that cross the outermost ring's line.
    pub(super) over_rim: usize,
    /// The mean distance to the nearest other dot, divided by what it is for dots that are strewn at random over the
    /// disc (Clark and Evans 1954).
    pub(super) nearest: f64,
}

impl Figures {
    pub(super) fn of(request: &Request, chart: &Chart) -> Self {
        let frame = &chart.frame;
        let mut figures = Self::default();
        let mut dots: Vec<Point> = Vec::new();
        for (blip, placed) in request.blips.iter().zip(&chart.blips) {
            let Some(placed) = placed else { continue };
            figures.blips += 1;
            figures.named += usize::from(placed.is_named());
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

#[test]
fn print_figures() {
    let mut all = Figures::default();
    let many =
        [(32, 34), (30, 34), (1, 34)].map(|(from, to)| (format!("{from}-{to}"), volumes(from, to)));
    let each = (1..=34).map(|n| (n.to_string(), volume(n)));
    for (what, request) in each.chain(many) {
        let chart = chart(&request);
        let f = Figures::of(&request, &chart);
        println!(
            "{what:>6} blips {:4} named {:4} straddle {:3} elsewhere {:3} rim {:3} nn {:.2}",
            f.blips, f.named, f.straddling, f.elsewhere, f.over_rim, f.nearest
        );
        if !what.contains('-') {
            all.blips += f.blips;
            all.straddling += f.straddling;
            all.elsewhere += f.elsewhere;
            all.over_rim += f.over_rim;
            all.nearest += f.nearest / 34.0;
        }
    }
    println!("{all:?}");
}
