//! Who could review which blip, found out once for all pages that show it.

use std::sync::OnceLock;

use rayon::prelude::*;

use crate::radar::first_hand::{self, Candidate};
use crate::radar::{PersonIndex, Snapshot};

/// Who could review which blip of a snapshot, each found out when a page first shows it.
pub(super) struct Reviewers {
    of_blips: Vec<OnceLock<Vec<Candidate>>>,
    /// For each person, the positions of their blips.
    of_people: OnceLock<Vec<Vec<usize>>>,
}

impl Reviewers {
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let of_blips = snapshot.blips.iter().map(|_| OnceLock::new()).collect();
        Self { of_blips, of_people: OnceLock::new() }
    }

    /// Returns who could review the blip at a position. Nobody has to review a retired one.
    pub(super) fn of_blip(&self, snapshot: &Snapshot, at: usize) -> &[Candidate] {
        self.of_blips[at].get_or_init(|| {
            let judged = &snapshot.blips[at];
            let is_on_a_ring = judged.ring().is_some();
            let found = || first_hand::could_review(snapshot.radar, judged.blip, snapshot.day);
            if is_on_a_ring { found() } else { Vec::new() }
        })
    }

    /// Returns the positions of the blips that a person could review.
    pub(super) fn of_person(&self, snapshot: &Snapshot, person: PersonIndex) -> &[usize] {
        let of_people = self.of_people.get_or_init(|| {
            let all = 0..snapshot.blips.len();
            all.clone().into_par_iter().for_each(|at| {
                self.of_blip(snapshot, at);
            });
            let mut of_people = vec![Vec::new(); snapshot.radar.people.len()];
            for at in all {
                for candidate in self.of_blip(snapshot, at) {
                    of_people[candidate.person.index()].push(at);
                }
            }
            of_people
        });
        &of_people[person.index()]
    }
}
