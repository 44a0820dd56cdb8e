//! The queue, the burn-down and the review board say what the rule says.

use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::radar::burndown::{MonthlyCounts, by_month};
use radar::radar::freshness::{self, Freshness};
use radar::radar::history;
use radar::radar::queue::{Horizon, Waiting, queue};
use radar::radar::{FreshnessCounts, Radar, Snapshot};
use radar::source::{self, SourceSet};

const TODAY: Date = date(2026, 11, 22);

/// The repository's own radar.
static RADAR: LazyLock<Radar> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = source::read(root).expect("the repository has a radar");
    check(&sources, TODAY, &Levels::default()).radar.expect("it can be used")
});

#[test]
fn the_burn_down_counts_what_the_rule_says_of_each_day() {
    let months = by_month(&RADAR, TODAY);
    assert!(months.len() > 12, "{}", months.len());
    assert_eq!(months.last().map(|month| month.day), Some(TODAY));
    for (pair, next) in months.iter().zip(&months[1..]) {
        assert_eq!(pair.day, pair.day.last_of_month());
        assert!(
            next.day == pair.day.tomorrow().expect("a day").last_of_month() || next.day == TODAY
        );
    }
    for MonthlyCounts { day, counts } in months {
        let judged = |freshness: Freshness| {
            let on_it = RADAR.blips.iter().filter(|b| history::placement_on(b, day).is_some());
            let is_so = |b: &&_| freshness::judge(&RADAR, b, day).freshness == Some(freshness);
            on_it.filter(is_so).count()
        };
        let expected = FreshnessCounts {
            fresh: judged(Freshness::Fresh),
            due: judged(Freshness::Due),
            expired: judged(Freshness::Expired),
            unreviewed: judged(Freshness::Unreviewed),
        };
        assert_eq!(counts, expected, "{day}");
    }
}

#[test]
fn a_life_of_any_length_is_counted() {
    let radar = |added: &str| {
        let blip = format!("name = 'X'\nquadrant = 'q'\nring = 'adopt'\nadded = {added}\n");
        let settings = "title = 't'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n";
        let sources = SourceSet::from_files([
            ("radar/radar.toml", settings.to_owned()),
            ("radar/blips/x.toml", blip),
        ]);
        check(&sources, TODAY, &Levels::default()).radar.expect("it can be used")
    };
    for (added, months) in
        [("2026-11-22", 1), ("2026-10-31", 2), ("2025-11-01", 13), ("0001-01-01", 240)]
    {
        let counted = by_month(&radar(added), TODAY);
        assert_eq!(counted.len(), months, "{added}");
        assert!(counted.iter().all(|month| month.counts.unreviewed == 1), "{added}");
    }
    assert_eq!(by_month(&radar("2026-11-23"), TODAY), []);
}

/// The order of the design: a ring nearer the centre, longer overdue, imposed.
#[test]
fn the_riskiest_comes_first() {
    let waiting = queue(&Snapshot::new(&RADAR, TODAY), Horizon::Notice);
    let key = |w: &Waiting| (w.ring, -w.overdue_days, !w.imposed);
    assert!(waiting.is_sorted_by_key(key));
    let is_waiting = |w: &Waiting| w.freshness != Freshness::Fresh || w.imposed;
    assert!(!waiting.is_empty() && waiting.iter().all(is_waiting));
}

#[test]
fn a_horizon_takes_the_place_of_the_notice() {
    let count = |horizon| queue(&Snapshot::new(&RADAR, TODAY), horizon).len();
    let flagged_or_imposed = count(Horizon::Until(TODAY.yesterday().expect("a day")));
    let notice = count(Horizon::Notice);
    let year = count(Horizon::Until(date(2027, 11, 22)));
    assert!(flagged_or_imposed < notice && notice < year, "{flagged_or_imposed} {notice} {year}");
    for waiting in queue(&Snapshot::new(&RADAR, TODAY), Horizon::Until(date(2027, 11, 22))) {
        let until = waiting.review_until;
        assert!(waiting.imposed || until.is_none_or(|until| until <= date(2027, 11, 22)));
    }
}
