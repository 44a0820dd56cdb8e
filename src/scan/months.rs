//! Commits -> the months in which each person committed to a repository.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::mailmap::Mailmap;
use crate::radar::month::Month;
use crate::radar::{PersonIndex, Radar};

/// The commits of one repository, as its history names their authors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Commits {
    /// The months of each author, by name and address with a line break between them. A history repeats few authors
    /// many times.
    authors: HashMap<String, BTreeSet<Month>>,
    /// The number of commits dated after the day of the scan.
    pub(crate) from_the_future: usize,
    /// The number of commits without a month.
    pub(crate) unreadable: usize,
}

/// One commit, as `git log` prints it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Commit<'c> {
    pub(crate) name: &'c str,
    pub(crate) address: &'c str,
    /// The month, on the author's own clock.
    pub(crate) month: &'c str,
    /// Who else worked on it: the values of `Co-authored-by`, with `\u{1}` between them.
    pub(crate) with: &'c str,
}

/// Who committed to one repository, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Committers {
    pub(crate) months: BTreeMap<PersonIndex, BTreeSet<Month>>,
    /// Addresses that are not in people.toml. They are counted, and forgotten.
    pub(crate) strangers: BTreeSet<String>,
}

impl Commits {
    /// Adds a commit: to its author, and to those who wrote it with them.
    pub(crate) fn add(&mut self, commit: Commit, today: Date) {
        let Ok(month) = commit.month.parse::<Month>() else {
            self.unreadable += 1;
            return;
        };
        if month.first() > today {
            self.from_the_future += 1;
            return;
        }
        self.add_author(commit.name, commit.address, month);
        for text in commit.with.split('\u{1}') {
            let with = text.split_once('<').and_then(|(name, rest)| {
                let (address, _) = rest.split_once('>')?;
                Some((name.trim(), address.trim()))
            });
            if let Some((name, address)) = with {
                self.add_author(name, address, month);
            }
        }
    }

    fn add_author(&mut self, name: &str, address: &str, month: Month) {
        let key = [name, address].join("\n");
        match self.authors.get_mut(&key) {
            Some(months) => {
                months.insert(month);
            }
            None => {
                self.authors.insert(key, BTreeSet::from([month]));
            }
        }
    }

    /// Finds the people that the authors are.
    pub(crate) fn of_people(&self, radar: &Radar, mailmap: &Mailmap) -> Committers {
        let mut found = Committers::default();
        for (author, months) in &self.authors {
            let (name, address) = author.split_once('\n').unwrap_or(("", author));
            let address = mailmap.address(name, address);
            match radar.person_of_email(address) {
                Some(person) => found.months.entry(person).or_default().extend(months),
                None => {
                    found.strangers.insert(address.to_lowercase());
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::check;
    use crate::diagnostic::Levels;
    use crate::source::SourceSet;

    const TODAY: Date = date(2026, 11, 22);

    fn radar() -> Radar {
        let people = "[person.ada]\nname = 'Ada'\nemails = ['ada@example.org', 'Ada@Old.example']\n\
                      [person.max]\nname = 'Max'\nemails = ['max@example.org']\n";
        let settings = "title = 't'\n[[quadrant]]\nid = 'q'\nname = 'q'\n";
        let files = [("radar/radar.toml", settings), ("radar/people.toml", people)];
        let checked = check(&SourceSet::from_files(files), TODAY, &Levels::default());
        assert!(!checked.is_denied(), "{:#?}", checked.report);
        checked.radar.expect("not denied")
    }

    #[test]
    fn the_months_of_known_people_are_kept() {
        let mut commits = Commits::default();
        for (address, month, with) in [
            ("ada@old.example", "2025-12", ""),
            ("ADA@EXAMPLE.ORG", "2026-01", ""),
            ("a@laptop", "2026-02", "Max <MAX@example.org>\u{1}no address\u{1}x <y@z>"),
            ("x@y", "2026-02", "Ada <a@laptop>"),
            ("X@Y", "2026-03", ""),
            ("max@example.org", "2026-12", ""),
            ("max@example.org", "soon", ""),
        ] {
            commits.add(Commit { name: "x", address, month, with }, TODAY);
        }
        let radar = radar();
        let mailmap = Mailmap::read(b"Ada <ada@example.org> <a@laptop>\n");
        let found = commits.of_people(&radar, &mailmap);
        let months = |person: &str| -> Vec<String> {
            let person = radar.person_index(person).expect("a person");
            found.months[&person].iter().map(Month::to_string).collect()
        };
        assert_eq!(months("ada"), ["2025-12", "2026-01", "2026-02"]);
        assert_eq!(months("max"), ["2026-02"]);
        let counts = (found.strangers.len(), commits.from_the_future, commits.unreadable);
        assert_eq!(counts, (2, 1, 1));
    }
}
