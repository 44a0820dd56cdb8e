//! Git histories -> `practice.toml`: for each person, the months in which they committed.
//!
//! Reads only the author's address and the month of a commit, and keeps only the months of people in people.toml.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::radar::month::Month;
use crate::radar::{PersonIndex, Radar};

/// What was found in git histories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    /// The months in which each person committed.
    pub(crate) months: BTreeMap<PersonIndex, BTreeSet<Month>>,
    /// Addresses that are not in people.toml.
    pub(crate) strangers: BTreeSet<String>,
    /// The number of commits dated after the day of the scan.
    pub(crate) from_the_future: usize,
    /// The number of lines without a month.
    pub(crate) unreadable: usize,
}

impl Scan {
    /// Starts with the months of an earlier scan.
    pub(crate) fn of(radar: &Radar) -> Self {
        let months = (0u16..)
            .zip(&radar.people)
            .filter(|(_, person)| !person.committed.is_empty())
            .map(|(at, person)| (PersonIndex(at), person.committed.iter().copied().collect()))
            .collect();
        Self { months, ..Self::default() }
    }

    /// Adds a history. Each line is a commit: the author's address, a tab and the month.
    pub(crate) fn add(&mut self, radar: &Radar, log: &str, today: Date) {
        // A history repeats few addresses many times.
        let mut known: BTreeMap<&str, Option<PersonIndex>> = BTreeMap::new();
        for line in log.lines() {
            let parts = line.rsplit_once('\t');
            let Some((email, month)) = parts.and_then(|(e, m)| Some((e, m.parse::<Month>().ok()?)))
            else {
                self.unreadable += 1;
                continue;
            };
            if month.first() > today {
                self.from_the_future += 1;
                continue;
            }
            match known.entry(email).or_insert_with(|| radar.person_of_email(email)) {
                Some(person) => {
                    self.months.entry(*person).or_default().insert(month);
                }
                None => {
                    self.strangers.insert(email.to_lowercase());
                }
            }
        }
    }
}

/// Returns the text of `practice.toml`.
pub(crate) fn file(radar: &Radar, scan: &Scan, today: Date) -> String {
    let mut text = format!(
        "# The months in which people committed, as `radar practice scan` found them in git histories.\n\
         # The next scan writes this file anew. Nothing else is kept: no addresses, no repositories, no\n\
         # numbers of commits.\n\n\
         scanned = {today}\n"
    );
    for (person, months) in &scan.months {
        let _ = write!(text, "\n[repository.scanned]\nmonths.{} = [\n", radar.person(*person).id);
        let months: Vec<&Month> = months.iter().collect();
        for year in months.chunk_by(|a, b| a.first().year() == b.first().year()) {
            let year: Vec<String> = year.iter().map(|month| format!("\"{month}\"")).collect();
            let _ = writeln!(text, "    {},", year.join(", "));
        }
        text += "]\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::check;
    use crate::diagnostic::Levels;
    use crate::source::SourceSet;

    const TODAY: Date = date(2026, 11, 22);

    fn radar(practice: Option<&str>) -> Radar {
        let people = "[person.ada]\nname = 'Ada'\nemails = ['ada@example.org', 'Ada@Old.example']\n\
                      [person.max]\nname = 'Max'\nemails = ['max@example.org']\n";
        let settings = "title = 't'\n[[quadrant]]\nid = 'q'\nname = 'q'\n";
        let files = [("radar/radar.toml", settings), ("radar/people.toml", people)];
        let practice = practice.map(|text| ("radar/evidence.toml", text));
        let sources = SourceSet::from_files(files.into_iter().chain(practice));
        let checked = check(&sources, TODAY, &Levels::default());
        assert!(!checked.is_denied(), "{:#?}", checked.report);
        checked.radar.expect("not denied")
    }

    #[test]
    fn the_months_of_known_people_are_kept() {
        let radar = radar(None);
        let mut scan = Scan::default();
        let log = "ada@old.example\t2025-12\nADA@EXAMPLE.ORG\t2026-01\nada@example.org\t2026-01\n\
                   odd\tname@x\t2026-01\nx@y\t2026-02\nX@Y\t2026-03\nmax@example.org\t2026-12\nnonsense\n";
        scan.add(&radar, log, TODAY);
        let text = file(&radar, &scan, TODAY);
        assert!(text.ends_with(
            "scanned = 2026-11-22\n\n[person.ada]\nmonths = [\n    \"2025-12\",\n    \"2026-01\",\n]\n"
        ));
        assert!(!text.contains('@'), "{text}");
        let counts = (scan.strangers.len(), scan.from_the_future, scan.unreadable);
        assert_eq!(counts, (2, 1, 1));
    }

    #[test]
    fn a_scan_is_read_as_it_was_written() {
        let first = radar(None);
        let mut scan = Scan::default();
        scan.add(&first, "max@example.org\t2026-11\nada@example.org\t2020-02\n", TODAY);
        let second = radar(Some(&file(&first, &scan, TODAY)));
        assert_eq!(Scan::of(&second).months, scan.months);
        assert_eq!(second.scanned, Some(TODAY));
    }
}
