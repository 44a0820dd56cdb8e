//! Today is the day where the user is.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the clock and the program are used"
)]

mod folder;

use folder::Folder;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// Zones without summer time, with their minutes from UTC. The first and the last are never on the same day.
const ZONES: [(&str, i32); 4] = [
    ("Pacific/Kiritimati", 14 * 60),
    ("Asia/Kolkata", 5 * 60 + 30),
    ("UTC", 0),
    ("Pacific/Pago_Pago", -11 * 60),
];

/// Returns the program's day in a zone, from the file of a new blip, and what it says besides.
fn today(zone: &str) -> (Date, String) {
    let folder = Folder::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_radar"));
    command.args(["new", "Nomad", "--quadrant", "tools", "--ring", "trial"]);
    let output = command.current_dir(folder.path("")).env("TZ", zone).output();
    let output = output.expect("the program starts");
    let said = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert!(output.status.success(), "{said}");
    let blip = folder.read("radar/blips/nomad.toml");
    let added = blip.split("added    = ").nth(1).expect("the day it was added");
    (added[..10].parse().expect("a date"), said)
}

/// Returns the day at an offset, without the database of zones.
fn day_at(minutes: i32) -> Date {
    let offset = Offset::from_seconds(minutes * 60).expect("less than a day");
    let zone = TimeZone::fixed(offset);
    jiff::Timestamp::now().to_zoned(zone).date()
}

#[test]
fn the_day_is_that_of_the_time_zone() {
    for (zone, minutes) in ZONES {
        let before = day_at(minutes);
        let (day, said) = today(zone);
        assert!(day == before || day == day_at(minutes), "{zone}: {day}, not {before}");
        assert!(!said.contains("warning"), "{said}");
    }
    assert_ne!(today(ZONES[0].0).0, today(ZONES[3].0).0);
}

/// A review is signed on the local day, which the day in UTC must not refuse as one in the future.
#[test]
fn the_local_day_is_not_in_the_future() {
    let folder = Folder::new();
    let day = day_at(14 * 60).to_string();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_radar"));
    command.args(["review", "kafka", "--by", "ada", "--note", "Looked.", "--date", &day]);
    let output = command.current_dir(folder.path("")).env("TZ", "Pacific/Kiritimati").output();
    assert!(output.expect("the program starts").status.success());
    assert!(folder.read("radar/blips/kafka.toml").contains(&format!("date = {day}")));
}

#[test]
fn a_zone_that_does_not_exist_is_said() {
    let before = day_at(0);
    let (day, said) = today("Mars/Phobos");
    assert!(said.contains("warning: TZ=Mars/Phobos is no time zone"), "{said}");
    assert!(day == before || day == day_at(0));
}
