//! The rings and quadrants that some rows use, and which rows are broken because theirs are none.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Term;
use super::name::shown;
use crate::radar::RETIRED;
use crate::radar::id::id_of;

/// The most rings, and the most quadrants, a radar can be drawn with.
pub(super) const MOST: usize = 8;

/// The usual rings from the centre out, by every name they go by.
const RINGS: [&[&str]; 4] = [&["adopt"], &["trial"], &["assess"], &["hold", "caution"]];

/// What tells that two names are the same ring.
pub(super) fn ring_key(name: &str) -> String {
    let id = id_of(name);
    usual_ring(&id).map_or(id, |at| RINGS[at][0].to_owned())
}

/// Where one of the usual rings stands, from the centre out.
pub(super) fn usual_ring(key: &str) -> Option<usize> {
    RINGS.iter().position(|names| names.contains(&key))
}

/// How many rows use each ring, and how many each quadrant.
#[derive(Default)]
pub(super) struct Vocabulary {
    rings: Uses,
    quadrants: Uses,
}

/// Why the ring and the quadrant of a row are not to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The quadrant is the name of a ring.
    RingAsQuadrant,
    /// The ring is the name of a quadrant.
    QuadrantAsRing,
    /// Hardly any other row uses the ring, nor the quadrant.
    NeitherIsUsual,
    /// Hardly any row uses the ring, and the others are the usual four.
    StrangeRing,
    /// There are too many rings, and hardly any row uses this one.
    RareRing,
    /// There are too many quadrants, and hardly any row uses this one.
    RareQuadrant,
}

impl Vocabulary {
    /// Counts the keys of the rings and quadrants of rows.
    pub(super) fn of<'k>(rows: impl Iterator<Item = (&'k str, &'k str)>) -> Self {
        let mut vocabulary = Self::default();
        for (ring, quadrant) in rows {
            vocabulary.rings.count(ring);
            vocabulary.quadrants.count(quadrant);
        }
        vocabulary
    }

    /// Whether the columns were mixed up: most quadrants are names of the usual rings.
    pub(super) fn is_swapped(&self) -> bool {
        let rings = self.quadrants.rows.iter().filter(|(key, _)| usual_ring(key).is_some());
        rings.map(|(_, rows)| rows).sum::<usize>() * 2 > self.quadrants.total
    }

    /// What is wrong with the ring and the quadrant of a row, held against all rows.
    ///
    /// No list says which rings and quadrants a radar has; its rows do. A row that was split in the
    /// wrong place (a comma in a name, outside quotes) has pieces of a name or the value of another
    /// column there, and gives itself away by what it does not share with the others:
    ///
    /// - the quadrant is a ring: one of the usual four, or a word that many rows use as a ring and
    ///   more often so than as a quadrant; or the other way round;
    /// - both ring and quadrant are unusual: the ring is none of the usual four, and each is used by
    ///   one row only or by fewer than one in 50. One of them alone may well be right;
    /// - the ring is used by fewer than one row in 100, and all rings that are used more often
    ///   are the usual four.
    ///
    /// With fewer than 20 rows every word is usual: where every blip may have a quadrant of its own,
    /// counting says nothing.
    pub(super) fn fault(&self, ring: &str, quadrant: &str) -> Option<Fault> {
        let is_ring = usual_ring(quadrant).is_some()
            || self.rings.is_usual(quadrant)
                && self.rings.of(quadrant) > self.quadrants.of(quadrant);
        if is_ring {
            return Some(Fault::RingAsQuadrant);
        }
        if usual_ring(ring).is_some() || ring == RETIRED {
            return None;
        }
        if self.quadrants.is_usual(ring) && self.quadrants.of(ring) > self.rings.of(ring) {
            Some(Fault::QuadrantAsRing)
        } else if !self.rings.is_usual(ring) && !self.quadrants.is_usual(quadrant) {
            Some(Fault::NeitherIsUsual)
        } else if self.rings.is_rare(ring) && self.rings.frequent_are_the_usual_four() {
            Some(Fault::StrangeRing)
        } else {
            None
        }
    }

    /// Where there are more rings or quadrants than a radar can have, and all beyond the eight that
    /// are used most are rare: those. A word is rare that fewer than one row in 100 uses.
    pub(super) fn surplus(&self) -> Surplus {
        Surplus { rings: self.rings.surplus(), quadrants: self.quadrants.surplus() }
    }
}

/// Rings and quadrants beyond the most a radar can have, each used by hardly any row.
pub(super) struct Surplus {
    rings: BTreeSet<String>,
    quadrants: BTreeSet<String>,
}

impl Surplus {
    /// What is wrong with a row that uses them.
    pub(super) fn fault(&self, ring: &str, quadrant: &str) -> Option<Fault> {
        if self.rings.contains(ring) {
            Some(Fault::RareRing)
        } else {
            self.quadrants.contains(quadrant).then_some(Fault::RareQuadrant)
        }
    }
}

/// How many rows use each word of a column.
#[derive(Default)]
struct Uses {
    total: usize,
    rows: BTreeMap<String, usize>,
}

impl Uses {
    fn count(&mut self, key: &str) {
        self.total += 1;
        match self.rows.get_mut(key) {
            Some(rows) => *rows += 1,
            None => {
                self.rows.insert(key.to_owned(), 1);
            }
        }
    }

    fn of(&self, key: &str) -> usize {
        self.rows.get(key).copied().unwrap_or_default()
    }

    fn is_usual(&self, key: &str) -> bool {
        let rows = self.of(key);
        rows > 0 && (self.total < 20 || rows > 1 && rows * 50 >= self.total)
    }

    fn is_rare(&self, key: &str) -> bool {
        self.of(key) * 100 < self.total
    }

    fn frequent_are_the_usual_four(&self) -> bool {
        self.rows.keys().filter(|key| !self.is_rare(key)).all(|key| usual_ring(key).is_some())
    }

    fn surplus(&self) -> BTreeSet<String> {
        let mut keys: Vec<&String> = self.rows.keys().filter(|key| *key != RETIRED).collect();
        keys.sort_by_key(|key| (Reverse(self.of(key)), *key));
        let surplus = keys.get(MOST..).unwrap_or_default();
        if surplus.iter().all(|key| self.is_rare(key)) {
            surplus.iter().map(|key| (*key).clone()).collect()
        } else {
            BTreeSet::new()
        }
    }
}

/// Rings or quadrants in the order in which they first appear, each by the first name it has in the
/// latest state with it.
pub(super) struct Terms {
    terms: Vec<Used>,
}

struct Used {
    key: String,
    name: String,
    named_on: Date,
}

impl Terms {
    /// Collects the keys, names and dates of rows.
    pub(super) fn of<'k>(rows: impl Iterator<Item = (&'k str, &'k str, Date)>) -> Self {
        let mut terms: Vec<Used> = Vec::new();
        let mut at: BTreeMap<&str, usize> = BTreeMap::new();
        for (key, name, date) in rows {
            if let Some(index) = at.get(key) {
                let known = &mut terms[*index];
                if date > known.named_on {
                    name.clone_into(&mut known.name);
                    known.named_on = date;
                }
            } else {
                at.insert(key, terms.len());
                terms.push(Used { key: key.to_owned(), name: name.to_owned(), named_on: date });
            }
        }
        Self { terms }
    }

    /// Puts rings in the usual order, if they are the usual ones. Whether they are.
    pub(super) fn sort_rings(&mut self) -> bool {
        let are_usual = self.terms.iter().all(|term| usual_ring(&term.key).is_some());
        if are_usual {
            self.terms.sort_by_key(|term| usual_ring(&term.key));
        }
        are_usual
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The key of the first that is one too many.
    pub(super) fn too_many(&self) -> Option<&str> {
        self.terms.get(MOST).map(|term| term.key.as_str())
    }

    /// The id of each key.
    pub(super) fn ids(&self) -> BTreeMap<String, String> {
        self.terms.iter().map(|term| (term.key.clone(), id_of(&term.name))).collect()
    }

    /// As they are shown.
    pub(super) fn into_terms(self) -> Vec<Term> {
        self.terms
            .into_iter()
            .map(|term| Term { id: id_of(&term.name), name: shown(&term.name), description: None })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` rows of each ring and quadrant.
    fn vocabulary(rows: &[(usize, &str, &str)]) -> Vocabulary {
        let each = rows
            .iter()
            .flat_map(|(count, ring, quadrant)| std::iter::repeat_n((*ring, *quadrant), *count));
        Vocabulary::of(each)
    }

    #[test]
    fn rows_that_were_split_in_the_wrong_place_are_found() {
        let rows = vocabulary(&[
            (500, "adopt", "tools"),
            (500, "hold", "platforms"),
            (4, "scss", "less"),
            (9, "the-good-parts", "trial"),
            (1, "tools", "adopt-it"),
        ]);
        for (ring, quadrant, fault) in [
            ("adopt", "tools", None),
            ("trial", "tools", None),
            ("retired", "tools", None),
            ("adopt", "less", None),
            ("scss", "less", Some(Fault::NeitherIsUsual)),
            ("the-good-parts", "trial", Some(Fault::RingAsQuadrant)),
            ("tools", "adopt-it", Some(Fault::QuadrantAsRing)),
            ("scss", "tools", Some(Fault::StrangeRing)),
        ] {
            assert_eq!(rows.fault(ring, quadrant), fault, "{ring} {quadrant}");
        }
    }

    #[test]
    fn rings_of_ones_own_are_no_fault() {
        let rows = vocabulary(&[(98, "use", "tools"), (60, "try", "tools"), (1, "stop", "tools")]);
        assert_eq!(rows.fault("stop", "tools"), None);
        assert_eq!(rows.fault("tools", "use"), Some(Fault::RingAsQuadrant));
        let usual =
            vocabulary(&[(40, "adopt", "tools"), (40, "hold", "tools"), (1, "archive", "tools")]);
        assert_eq!(usual.fault("archive", "tools"), None);
        let few = vocabulary(&[(1, "a", "b"), (1, "c", "d"), (1, "adopt", "e")]);
        assert_eq!(few.fault("c", "d"), None);
        assert_eq!(few.fault("c", "adopt"), Some(Fault::RingAsQuadrant));
    }

    #[test]
    fn the_rare_ones_beyond_eight_are_too_many() {
        let mut rows: Vec<(usize, &str, &str)> =
            ["a", "b", "c", "d", "e", "f", "g", "h"].map(|quadrant| (50, "use", quadrant)).to_vec();
        rows.push((3, "use", "i"));
        let surplus = vocabulary(&rows).surplus();
        assert_eq!(surplus.fault("use", "i"), Some(Fault::RareQuadrant));
        assert_eq!(surplus.fault("use", "h"), None);
        rows.push((40, "use", "j"));
        assert_eq!(
            vocabulary(&rows).surplus().fault("use", "i"),
            None,
            "more than counting can mend"
        );
    }

    #[test]
    fn mixed_up_columns_are_noticed() {
        assert!(vocabulary(&[(5, "tools", "adopt"), (4, "adopt", "tools")]).is_swapped());
        assert!(!vocabulary(&[(4, "tools", "adopt"), (5, "adopt", "tools")]).is_swapped());
    }

    #[test]
    fn usual_rings_have_their_order_and_others_that_of_the_rows() {
        let names = |rows: &[&str]| {
            let keys: Vec<_> =
                (1i16..).zip(rows).map(|(n, name)| (ring_key(name), *name, n)).collect();
            let each = keys.iter().map(|(key, name, year)| {
                (key.as_str(), *name, jiff::civil::date(2000 + year / 3, 1, 1))
            });
            let mut terms = Terms::of(each);
            terms.sort_rings();
            terms.into_terms().into_iter().map(|term| (term.id, term.name)).collect::<Vec<_>>()
        };
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect()
        };
        assert_eq!(
            names(&["HOLD", "assess", "Caution", "CAUTION", "Adopt"]),
            pairs(&[("adopt", "Adopt"), ("assess", "Assess"), ("caution", "Caution")])
        );
        assert_eq!(
            names(&["Stop", "adopt", "Use & love"]),
            pairs(&[("stop", "Stop"), ("adopt", "Adopt"), ("use-and-love", "Use & love")])
        );
    }
}
