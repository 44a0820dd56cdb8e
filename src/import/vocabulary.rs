//! The rings and quadrants in the rows of a table, and the rows whose ring or quadrant cannot be right.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::radar::RETIRED;
use crate::radar::id::id_of;

/// How many rings, and how many quadrants, a radar can be drawn with.
pub(super) const MAX_TERMS: usize = 8;

/// The usual rings from the centre out, each with all of its names.
const RINGS: [&[&str]; 4] = [&["adopt"], &["trial"], &["assess"], &["hold", "caution"]];

/// Returns the key of a ring, which is the same for all of its names.
pub(super) fn ring_key(name: &str) -> String {
    let id = id_of(name);
    usual_ring(&id).map_or(id, |at| RINGS[at][0].to_owned())
}

/// Returns the position of a usual ring, from the centre out.
pub(super) fn usual_ring(key: &str) -> Option<usize> {
    RINGS.iter().position(|names| names.contains(&key))
}

/// Words for the same rings in other languages and companies, from the centre out. They give the order only.
const OTHER_RINGS: [&str; 5] = [
    " adopted use standard default recommended keep core einsetzen einfuhren verwenden ubernehmen nutzen \
     empfohlen adopter adopte utiliser adoptar adoptado usar adottare adotar adoptie invoeren gebruiken \
     cai-yong shi-yong-suru zhu-liu ",
    " try trialing pilot experiment test erproben ausprobieren testen pilotieren tester essayer essai experimenter \
     probar prueba ensayar pilotar testar experimentar provare sperimentare prova proberen uitproberen shi-yong \
     shi-xing ",
    " evaluate evaluating explore investigate watch research bewerten evaluieren beobachten untersuchen prufen \
     evaluer explorer etudier evaluar explorar avaliar valutare esplorare beoordelen onderzoeken ping-gu \
     ping-jia tan-suo ",
    " avoid stop contain halten vermeiden abwarten zuruckhalten vorsicht stoppen eviter attendre suspendre \
     mettre-en-attente en-attente esperar evitar detener retener aguardar em-espera suspender evitare attendere \
     sospendere vermijden afwachten wachten zan-huan zan-ting bao-liu ",
    " retire deprecated sunset eliminate abandon drop ablosen abschaffen ausmustern abandonner retirer abandonar \
     abbandonare dismettere uitfaseren tao-tai ",
];

/// Returns the position of a ring in the usual order, in any of the languages that have a word for it.
pub(super) fn ring_order(id: &str) -> Option<usize> {
    let is_in = |words: &str| words.split_ascii_whitespace().any(|word| word == id);
    usual_ring(id).or_else(|| OTHER_RINGS.iter().position(|words| is_in(words)))
}

/// How many rows use each ring and each quadrant.
#[derive(Default)]
pub(super) struct Vocabulary {
    rings: Uses,
    quadrants: Uses,
}

/// Why the ring or the quadrant of a row cannot be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    RingAsQuadrant,
    QuadrantAsRing,
    /// Hardly any other row uses the ring or the quadrant.
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

    /// Whether the columns are swapped: most quadrants are names of the usual rings.
    pub(super) fn is_swapped(&self) -> bool {
        let rings = self.quadrants.rows.iter().filter(|(key, _)| usual_ring(key).is_some());
        rings.map(|(_, rows)| rows).sum::<usize>() * 2 > self.quadrants.total
    }

    /// Compares the ring and the quadrant of a row with those of all rows.
    ///
    /// No list defines the rings and quadrants of a radar; its rows do. In a row that was split in the wrong
    /// place (at a comma in a name without quotes), these cells hold pieces of a name or the value of
    /// another column. Such a row differs from the others:
    ///
    /// - The quadrant is a ring: one of the usual four, or a word that many rows use as a ring, and more
    ///   often so than as a quadrant. Or the other way round.
    /// - Ring and quadrant are both unusual: the ring is not one of the usual four, and each is used by only
    ///   one row or by fewer than one in 50. One of them alone may be right.
    /// - The ring is used by fewer than one row in 100, and all rings that are used more often are the usual
    ///   four.
    ///
    /// With fewer than 20 rows every word is usual: each blip may have a quadrant of its own, so counting
    /// proves nothing.
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

    /// Finds the rings and quadrants that are too many for a radar, if all of them are rare, and returns a
    /// check of a row for them. A word is rare if fewer than one row in 100 uses it.
    pub(super) fn surplus(&self) -> impl Fn(&str, &str) -> Option<Fault> + use<> {
        let (rings, quadrants) = (self.rings.surplus(), self.quadrants.surplus());
        move |ring, quadrant| {
            let rare_quadrant = quadrants.contains(quadrant).then_some(Fault::RareQuadrant);
            rings.contains(ring).then_some(Fault::RareRing).or(rare_quadrant)
        }
    }
}

#[derive(Default)]
struct Uses {
    total: usize,
    rows: BTreeMap<String, usize>,
}

impl Uses {
    fn count(&mut self, key: &str) {
        self.total += 1;
        *self.rows.entry(key.to_owned()).or_default() += 1;
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
        let surplus = keys.get(MAX_TERMS..).unwrap_or_default();
        if surplus.iter().all(|key| self.is_rare(key)) {
            surplus.iter().map(|key| (*key).clone()).collect()
        } else {
            BTreeSet::new()
        }
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
    fn unusual_rings_are_not_a_fault() {
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
        assert_eq!(surplus("use", "i"), Some(Fault::RareQuadrant));
        assert_eq!(surplus("use", "h"), None);
        rows.push((40, "use", "j"));
        let surplus = vocabulary(&rows).surplus();
        assert_eq!(surplus("use", "i"), None, "more than counting can fix");
    }

    #[test]
    fn rings_have_their_order_in_other_languages() {
        let order = |names: &[&str]| -> Vec<Option<usize>> {
            names.iter().map(|name| ring_order(&id_of(name))).collect()
        };
        let expected = [Some(0), Some(1), Some(2), Some(3)];
        for names in [
            ["Adopt", "Trial", "Assess", "Caution"],
            ["Einführen", "Erproben", "Bewerten", "Abwarten"],
            ["Übernehmen", "Ausprobieren", "Prüfen", "Vermeiden"],
            ["Adopter", "Essayer", "Évaluer", "Suspendre"],
            ["Adoptar", "Probar", "Evaluar", "Esperar"],
            ["Adotar", "Experimentar", "Avaliar", "Evitar"],
            ["Adottare", "Provare", "Valutare", "Evitare"],
            ["采用", "试用", "评估", "暂缓"],
            ["Use", "Pilot", "Explore", "Avoid"],
        ] {
            assert_eq!(order(&names), expected, "{names:?}");
        }
        assert_eq!(order(&["Deprecated", "Tools"]), [Some(4), None]);
    }

    #[test]
    fn swapped_columns_are_noticed() {
        assert!(vocabulary(&[(5, "tools", "adopt"), (4, "adopt", "tools")]).is_swapped());
        assert!(!vocabulary(&[(4, "tools", "adopt"), (5, "adopt", "tools")]).is_swapped());
    }
}
