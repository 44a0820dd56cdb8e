//! `evidence.toml`, which `radar scan` writes: its keys and their checks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::fields::{Fields, FromTable, read_keys};
use super::references::unknown;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::line::line_from;
use crate::radar::month::Month;
use crate::radar::{self, PersonIndex, Radar, RepositoryIndex, UsedBy};

const SCAN_AGAIN: &str = "radar scan writes this file anew";

/// As many can be told apart ([`RepositoryIndex`]).
const MAX_REPOSITORIES: usize = u16::MAX as usize;

/// Who works with what, as found in repositories.
pub(super) struct Evidence {
    scanned: Option<Spanned<Date>>,
    /// `[repository.NAME]`, by name.
    repositories: Vec<(Spanned<String>, Repository)>,
}

struct Repository {
    /// `uses.BLIP`, by id.
    uses: Vec<(Spanned<String>, Use)>,
    /// `months.PERSON`, by id.
    months: Vec<(Spanned<String>, WrittenMonths)>,
}

/// Months with commits, as written.
type WrittenMonths = Spanned<Vec<Spanned<String>>>;

struct Use {
    version: Option<Spanned<String>>,
    since: Option<Spanned<String>>,
    indirect: Option<Spanned<bool>>,
    at: Span,
}

impl FromTable for Evidence {
    fn read(fields: &mut Fields) -> Self {
        Self { scanned: fields.required("scanned"), repositories: fields.named("repository") }
    }
}

impl FromTable for Repository {
    fn read(fields: &mut Fields) -> Self {
        Self { uses: fields.named("uses"), months: fields.values("months") }
    }
}

read_keys!(Use { optional: version, since, indirect; } with at);

/// Reports that evidence.toml is missing although radar.toml needs it, at `needed_at`.
pub(super) fn is_missing(needed_at: Option<Span>, radar: &Radar, report: &mut Report) {
    if let (radar::Evidence::Git, Some(at)) = (radar.practice.evidence, needed_at) {
        let message = "radar/evidence.toml, which contains the evidence, is missing";
        Diagnostic::new(Code::MissingFile, message, at)
            .help("write it with radar scan REPO…, or leave this line out")
            .report_to(report);
    }
}

impl Evidence {
    /// Checks `evidence.toml` and adds what it says to the radar. `blips` are the ids of all blips, usable or not.
    pub(super) fn apply(self, blips: &BTreeSet<&str>, radar: &mut Radar, report: &mut Report) {
        let scanned = self.scanned.map(|scanned| scanned.value);
        radar.scanned = scanned;
        let mut written = self.repositories;
        written.sort_by(|(a, _), (b, _)| a.value.cmp(&b.value));
        if let Some((name, _)) = written.get(MAX_REPOSITORIES) {
            let message = format!("there are more than {MAX_REPOSITORIES} repositories");
            Diagnostic::new(Code::InvalidValue, message, name.at)
                .help(SCAN_AGAIN)
                .report_to(report);
            written.truncate(MAX_REPOSITORIES);
        }
        let mut check = Check { radar, report, scanned, blips };
        // In this order, the numbers are not asked for one more than there are repositories.
        for ((name, repository), at) in written.into_iter().zip(0u16..) {
            check.name(&name);
            check.uses(RepositoryIndex(at), repository.uses);
            let months = check.months(repository.months);
            check.radar.repositories.push(radar::Repository { name: name.value, months });
        }
        check.add_up();
    }
}

struct Check<'c> {
    radar: &'c mut Radar,
    report: &'c mut Report,
    scanned: Option<Date>,
    blips: &'c BTreeSet<&'c str>,
}

impl Check<'_> {
    fn name(&mut self, name: &Spanned<String>) {
        let line = line_from(&name.value);
        if line.is_empty() || line != name.value {
            let message = "the name of a repository is one line, without blanks at its ends";
            Diagnostic::new(Code::InvalidValue, message, name.at)
                .help(SCAN_AGAIN)
                .report_to(self.report);
        }
    }

    fn uses(&mut self, repository: RepositoryIndex, uses: Vec<(Spanned<String>, Use)>) {
        for (id, used) in uses {
            let since = used.since.and_then(|since| self.month(&since));
            let at = self.radar.blips.binary_search_by(|blip| blip.id.as_str().cmp(&id.value));
            if let Ok(at) = at {
                self.radar.blips[at].used_by.push(UsedBy {
                    repository,
                    version: used.version.map(|version| version.value),
                    since,
                    indirect: used.indirect.is_some_and(|indirect| indirect.value),
                    at: used.at,
                });
            } else if !self.blips.contains(id.value.as_str()) {
                let known = self.blips.iter().copied();
                let problem = unknown(Code::UnknownBlip, "blip", &id, known);
                self.report.push(problem.help("delete the line, or run radar scan again"));
            }
        }
    }

    fn months(
        &mut self,
        written: Vec<(Spanned<String>, WrittenMonths)>,
    ) -> BTreeMap<PersonIndex, Vec<Month>> {
        let mut found = BTreeMap::new();
        for (id, months) in written {
            let Some(person) = self.radar.person_index(&id.value) else {
                let known = self.radar.people.iter().map(|person| person.id.as_str());
                let problem = unknown(Code::UnknownPerson, "person", &id, known);
                self.report.push(problem.help(SCAN_AGAIN));
                continue;
            };
            let mut months: Vec<Month> =
                months.value.iter().filter_map(|month| self.month(month)).collect();
            months.sort_unstable();
            months.dedup();
            found.insert(person, months);
        }
        found
    }

    fn month(&mut self, text: &Spanned<String>) -> Option<Month> {
        let month = text.value.parse::<Month>().ok();
        let message = match (month, self.scanned) {
            (None, _) => format!("`{}` is not a month, such as \"2026-04\"", text.value),
            (Some(month), Some(scanned)) if scanned < month.first() => {
                format!("{month} begins after the scan of {scanned}")
            }
            _ => return month,
        };
        self.report.push(Diagnostic::new(Code::InvalidValue, message, text.at).help(SCAN_AGAIN));
        None
    }

    /// Gives each person the months of all repositories.
    fn add_up(&mut self) {
        let Radar { people, repositories, .. } = &mut *self.radar;
        for (person, months) in repositories.iter().flat_map(|repository| &repository.months) {
            people[person.index()].committed.extend(months);
        }
        for person in people {
            person.committed.sort_unstable();
            person.committed.dedup();
        }
    }
}
