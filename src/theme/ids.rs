//! The ids that the templates of a theme give to parts of pages, for links that lead there.

use std::collections::BTreeSet;

use super::layers::Layers;
use crate::radar::Radar;
use crate::source::SourceSet;

/// The ids of a theme's templates.
pub(crate) struct PageIds {
    whole: BTreeSet<String>,
    /// The constant starts of ids such as `id="ring-{{ ring.id }}"`.
    starts: BTreeSet<String>,
}

impl PageIds {
    /// Collects the ids in all templates of the radar's theme.
    pub(crate) fn new(radar: &Radar, sources: &SourceSet) -> Self {
        let mut ids = Self { whole: BTreeSet::new(), starts: BTreeSet::new() };
        for (_, file) in Layers::new(&radar.theme, sources).below("templates/") {
            ids.add(&String::from_utf8_lossy(&file.bytes));
        }
        ids
    }

    fn add(&mut self, template: &str) {
        for part in template.split(" id=\"").skip(1) {
            let id = part.split('"').next().unwrap_or_default();
            match id.find('{') {
                None => self.whole.insert(id.to_owned()),
                // Any id could be one without a constant start.
                Some(0) => false,
                Some(at) => self.starts.insert(id[..at].to_owned()),
            };
        }
    }

    /// Returns whether a page may have this id.
    pub(crate) fn contains(&self, id: &str) -> bool {
        self.whole.contains(id) || self.starts.iter().any(|start| id.starts_with(start.as_str()))
    }

    /// Returns the ids that are constant.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.whole.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_templates() {
        let mut ids = PageIds { whole: BTreeSet::new(), starts: BTreeSet::new() };
        ids.add("<h2 id=\"trail\" class=\"x\"><li data-id=\"y\"><h3 id=\"ring-{{ ring.id }}\"><p id=\"{{ x }}\">");
        assert!(ids.contains("trail") && ids.contains("ring-adopt"));
        assert!(!ids.contains("y") && !ids.contains("trial"));
    }
}
