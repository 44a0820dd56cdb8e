//! The ids that a commit gave to people and rings, so that a new name for somebody is no new signature.

use std::collections::BTreeMap;

/// New ids by earlier ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Renames {
    pub(super) people: BTreeMap<String, String>,
    pub(super) rings: BTreeMap<String, String>,
}

impl Renames {
    /// Adds the rings whose ids changed: rings are known by their places.
    pub(super) fn add_rings(&mut self, before: &[String], after: &[String]) {
        if before.len() != after.len() {
            return;
        }
        let changed = before.iter().zip(after).filter(|(old, new)| old != new);
        // Rings that changed places are no new names.
        let renamed = changed.filter(|(old, new)| !after.contains(old) && !before.contains(new));
        self.rings.extend(renamed.map(|(old, new)| (old.clone(), new.clone())));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.rings.is_empty()
    }

    pub(super) fn person(&self, id: &str) -> String {
        self.people.get(id).map_or(id, String::as_str).to_owned()
    }

    pub(super) fn ring(&self, id: &str) -> String {
        self.rings.get(id).map_or(id, String::as_str).to_owned()
    }
}
