//! What is known of all repositories: what a scan found, and what earlier ones did.

use std::collections::{BTreeMap, BTreeSet};

use super::uses::{Use, Uses};
use crate::radar::month::Month;
use crate::radar::{PersonIndex, Radar};

/// What `evidence.toml` holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// By name.
    pub(crate) repositories: BTreeMap<String, Known>,
}

/// What is known of one repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) uses: Uses,
    pub(crate) months: BTreeMap<PersonIndex, BTreeSet<Month>>,
}

impl Evidence {
    /// Starts with what the file holds already.
    pub(crate) fn of(radar: &Radar) -> Self {
        let mut known: Vec<Known> = radar.repositories.iter().map(|_| Known::default()).collect();
        for (known, repository) in known.iter_mut().zip(&radar.repositories) {
            for (person, months) in &repository.months {
                known.months.insert(*person, months.iter().copied().collect());
            }
        }
        for (blip, used) in radar
            .blips
            .iter()
            .enumerate()
            .flat_map(|(at, blip)| blip.used_by.iter().map(move |used| (at, used)))
        {
            let kept =
                Use { version: used.version.clone(), since: used.since, indirect: used.indirect };
            known[used.repository.index()].uses.insert(blip, kept);
        }
        let names = radar.repositories.iter().map(|repository| repository.name.clone());
        Self { repositories: names.zip(known).collect() }
    }

    /// Adds what a scan found in a repository. Of an earlier scan, months are kept, and since when it uses what it
    /// still uses.
    pub(crate) fn add(&mut self, name: &str, found: Known) {
        let known = self.repositories.entry(name.to_owned()).or_default();
        for (person, months) in found.months {
            known.months.entry(person).or_default().extend(months);
        }
        let before = std::mem::replace(&mut known.uses, found.uses);
        for (blip, used) in &mut known.uses {
            let before = before.get(blip).filter(|before| !before.indirect && !used.indirect);
            used.since = used.since.or(before.and_then(|before| before.since));
        }
    }

    /// Adds what bills of materials list for a repository. What its manifests say stays; where they say no version, the
    /// bills do.
    pub(crate) fn add_listed(&mut self, name: &str, listed: Uses) {
        let known = self.repositories.entry(name.to_owned()).or_default();
        known.uses.retain(|_, used| !used.indirect);
        for (blip, used) in listed {
            let known = known.uses.entry(blip).or_insert_with(|| used.clone());
            known.version = known.version.take().or(used.version);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(version: Option<&str>, since: Option<&str>, indirect: bool) -> Use {
        let since = since.map(|month| month.parse().expect("a month"));
        Use { version: version.map(str::to_owned), since, indirect }
    }

    fn found(uses: Uses) -> Known {
        Known { uses, months: BTreeMap::new() }
    }

    #[test]
    fn a_later_scan_keeps_since_when_a_thing_is_used() {
        let mut evidence = Evidence::default();
        evidence.add("shop", found(Uses::from([(0, used(Some("1"), Some("2024-01"), false))])));
        evidence.add(
            "shop",
            found(Uses::from([(0, used(Some("2"), None, false)), (1, used(None, None, false))])),
        );
        let uses = &evidence.repositories["shop"].uses;
        assert_eq!(uses[&0], used(Some("2"), Some("2024-01"), false));
        assert_eq!(uses[&1], used(None, None, false));
        evidence.add("shop", found(Uses::from([(1, used(None, Some("2025-01"), false))])));
        let uses = &evidence.repositories["shop"].uses;
        assert_eq!(*uses, Uses::from([(1, used(None, Some("2025-01"), false))]));
    }

    #[test]
    fn bills_of_materials_add_to_manifests() {
        let mut evidence = Evidence::default();
        evidence.add(
            "shop",
            found(Uses::from([
                (0, used(Some("1"), None, false)),
                (1, used(None, None, false)),
                (2, used(Some("5"), None, true)),
            ])),
        );
        let listed = Uses::from([
            (0, used(Some("1.0.7"), None, true)),
            (1, used(Some("2.0"), None, true)),
            (3, used(Some("3.0"), None, true)),
        ]);
        evidence.add_listed("shop", listed);
        let expected = Uses::from([
            (0, used(Some("1"), None, false)),
            (1, used(Some("2.0"), None, false)),
            (3, used(Some("3.0"), None, true)),
        ]);
        assert_eq!(evidence.repositories["shop"].uses, expected);
    }
}
