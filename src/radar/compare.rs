//! Two states of the content, both judged on one day -> what the one does to the other.
//!
//! [`crate::radar::diff`] compares two days of one radar; this compares two radars on one day, so nothing in it
//! expired by waiting. The two may share no index: blips, people, teams, rings and quadrants are compared by their
//! ids. [`concern`] picks what a reviewer of the change must see first.

mod blips;
mod concern;
mod people;
mod periods;
mod rules;
mod standing;
mod told;
mod trail;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::diagnostic::Levels;
use crate::radar::{Placement, Snapshot};
pub(crate) use blips::{KeysChange, OwnersChange, Pair, Side};
pub(crate) use concern::{Concern, Why};
pub(crate) use people::{PersonChange, PersonEvent, TeamChange, TeamEvent};
pub(crate) use periods::Range;
pub(crate) use rules::{Effect, SettingChange};
pub(crate) use standing::{Standing, StandingChange};
pub(crate) use told::Told;
pub(crate) use trail::{QuestionChange, QuestionEvent, ReviewChange, ReviewEvent};

/// The radar of a commit or a folder, judged on a day.
#[derive(Clone, Copy)]
pub(crate) struct State<'r> {
    pub(crate) snapshot: &'r Snapshot<'r>,
    /// The levels of its radar.toml, with those of the command line.
    pub(crate) levels: &'r Levels,
}

/// What changed from one state of the content to another.
pub(crate) struct Comparison<'r> {
    pub(crate) today: Date,
    pub(crate) before: State<'r>,
    pub(crate) after: State<'r>,
    /// What a reviewer must see first, the gravest first.
    pub(crate) concerns: Vec<Concern<'r>>,
    /// New blips, by id; all lists of blips are.
    pub(crate) came: Vec<Side<'r>>,
    /// Blips whose files are gone.
    pub(crate) gone: Vec<Side<'r>>,
    /// Blips with another id, which is another address.
    pub(crate) renamed: Vec<Pair<'r>>,
    /// Blips on another ring, retired ones and those that are back included.
    pub(crate) moved: Vec<Moved<'r>>,
    /// The ids of blips that one state has and the other may have: its file there has errors.
    pub(crate) unclear: Vec<&'r str>,
    pub(crate) standing: Vec<StandingChange<'r>>,
    pub(crate) reviews: Vec<ReviewChange<'r>>,
    pub(crate) questions: Vec<QuestionChange<'r>>,
    pub(crate) owners: Vec<OwnersChange<'r>>,
    pub(crate) people: Vec<PersonChange<'r>>,
    pub(crate) teams: Vec<TeamChange<'r>>,
    pub(crate) settings: Vec<SettingChange>,
    /// Other keys of blips: texts, tags, links, names.
    pub(crate) keys: Vec<KeysChange<'r>>,
}

/// A blip that is on another ring than before.
#[derive(Clone, Copy)]
pub(crate) struct Moved<'r> {
    pub(crate) pair: Pair<'r>,
    pub(crate) from: Option<Placement>,
    pub(crate) to: Option<Placement>,
    /// The review that set the ring.
    pub(crate) by: Option<Told<'r>>,
}

impl<'r> Comparison<'r> {
    /// Compares two states. `unreadable` has the ids of blips whose files could not be read as a whole in the earlier
    /// one: nothing is said of what happened to them.
    pub(crate) fn new(
        before: State<'r>,
        after: State<'r>,
        unreadable: &'r BTreeSet<String>,
    ) -> Self {
        let names = people::Names::new(before.snapshot.radar, after.snapshot.radar);
        let blips = blips::Blips::new(before, after, unreadable);
        let trails: Vec<trail::Trail> =
            blips.kept.iter().map(|pair| trail::Trail::new(*pair, &names)).collect();
        let settings = rules::settings(before, after);
        let people = people::people(before.snapshot, after.snapshot, &names);
        let mut reviews = Vec::new();
        let mut questions = Vec::new();
        for trail in &trails {
            reviews.extend(trail.changes(&names));
            questions.extend(trail.questions(&names));
        }
        for side in &blips.came {
            reviews.extend(trail::added(*side));
            questions.extend(trail::asked(*side));
        }
        let moved: Vec<Moved> = blips.kept.iter().filter_map(|pair| moved(*pair, &names)).collect();
        let concerns = concern::concerns(&concern::Found {
            blips: &blips,
            moved: &moved,
            trails: &trails,
            reviews: &reviews,
            questions: &questions,
            people: &people,
            settings: &settings,
            names: &names,
        });
        Self {
            today: after.snapshot.day,
            before,
            after,
            concerns,
            standing: trails.iter().flat_map(standing::changes).collect(),
            owners: blips.kept.iter().filter_map(|pair| blips::owners(*pair, &names)).collect(),
            keys: blips.kept.iter().filter_map(|pair| blips::keys(*pair, &names)).collect(),
            renamed: blips.kept.iter().copied().filter(Pair::is_renamed).collect(),
            came: blips.came,
            gone: blips.gone,
            unclear: blips.unclear,
            moved,
            reviews,
            questions,
            teams: people::teams(before.snapshot.radar, after.snapshot.radar, &names),
            people,
            settings,
        }
    }

    /// Returns whether the two states say the same.
    pub(crate) fn is_empty(&self) -> bool {
        self.count() == 0 && self.unclear.is_empty()
    }

    /// Returns how many changes there are. What must be seen first and where blips stand now follows from them.
    pub(crate) fn count(&self) -> usize {
        self.came.len()
            + self.gone.len()
            + self.renamed.len()
            + self.moved.len()
            + self.reviews.len()
            + self.questions.len()
            + self.owners.len()
            + self.people.len()
            + self.teams.len()
            + self.settings.len()
            + self.keys.len()
    }
}

fn moved<'r>(pair: Pair<'r>, names: &people::Names<'r>) -> Option<Moved<'r>> {
    let (from, to) = (pair.before.placement(), pair.after.placement());
    let was = from.map(|from| names.placement(from));
    let is = to.map(|to| pair.after.radar.placement_id(to));
    (was != is).then(|| Moved { pair, from, to, by: pair.after.setting() })
}

#[cfg(test)]
mod tests;
