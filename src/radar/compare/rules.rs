//! The settings of two radars that change what the rule says, and the few that change what readers see.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::State;
use crate::diagnostic::Code;
use crate::radar::interval::Interval;
use crate::radar::month::Month;
use crate::radar::{Evidence, Holds, Radar, Section};

/// What a setting does to the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// More holds than before.
    Looser,
    Stricter,
    Neither,
}

/// A setting that is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SettingChange {
    /// The key, as in radar.toml: `review.every`, `ring.adopt.review_every`.
    pub(crate) key: String,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) effect: Effect,
}

/// Returns the settings that changed, in the order of the documentation.
pub(super) fn settings(before: State, after: State) -> Vec<SettingChange> {
    let (old, new) = (before.snapshot.radar, after.snapshot.radar);
    let today = after.snapshot.day;
    let mut found = Found(Vec::new());
    found.shown(old, new);
    let every = [old.rule.every, new.rule.every];
    found.interval("review.every", every[0], every[1], longer(every[0], every[1], today));
    // A shorter notice warns later. It flags the same.
    found.interval("review.notice", old.rule.notice, new.rule.notice, Effect::Neither);
    if old.rule.counts != new.rule.counts {
        let name = |counts| match counts {
            Holds::HandsOn => "practising".to_owned(),
            Holds::FirstHand => "first-hand".to_owned(),
        };
        let effect = match new.rule.counts {
            Holds::HandsOn => Effect::Looser,
            Holds::FirstHand => Effect::Stricter,
        };
        let (from, to) = (name(old.rule.counts), name(new.rule.counts));
        found.push("review.counts", Some(from), Some(to), effect);
    }
    let evidence = |evidence| match evidence {
        Evidence::Declared => "declared".to_owned(),
        Evidence::Git => "git".to_owned(),
    };
    if old.practice.evidence != new.practice.evidence {
        let effect = match new.practice.evidence {
            Evidence::Git => Effect::Looser,
            Evidence::Declared => Effect::Stricter,
        };
        let (from, to) = (evidence(old.practice.evidence), evidence(new.practice.evidence));
        found.push("practice.evidence", Some(from), Some(to), effect);
    }
    let window = [old.practice.window, new.practice.window];
    found.interval("practice.window", window[0], window[1], longer(window[0], window[1], today));
    let waits = [old.questions.notice, new.questions.notice];
    found.interval("questions.notice", waits[0], waits[1], Effect::Neither);
    // It marks blips that nobody remembers, and flags none.
    let generation = [old.practice.generation, new.practice.generation];
    found.interval("practice.generation", generation[0], generation[1], Effect::Neither);
    found.evidence(old, new);
    found.sections("ring", &old.rings, &new.rings, every, today);
    found.sections("quadrant", &old.quadrants, &new.quadrants, every, today);
    let editions = |radar: &Radar| -> BTreeMap<String, String> {
        let editions = radar.editions.iter();
        editions.map(|e| (format!("edition.{}", e.id), e.date.to_string())).collect()
    };
    found.table(&editions(old), &editions(new));
    found.levels(before, after);
    found.0
}

/// Returns what it does to the rule if an interval becomes another.
fn longer(from: Interval, to: Interval, today: Date) -> Effect {
    match from.after(today).cmp(&to.after(today)) {
        Ordering::Less => Effect::Looser,
        Ordering::Equal => Effect::Neither,
        Ordering::Greater => Effect::Stricter,
    }
}

/// The settings that were found to be others.
struct Found(Vec<SettingChange>);

impl Found {
    /// Compares what readers see.
    fn shown(&mut self, old: &Radar, new: &Radar) {
        self.text("title", Some(&old.title), Some(&new.title));
        self.text("language", Some(&old.language.value), Some(&new.language.value));
        self.text("base_url", old.base_url.as_ref(), new.base_url.as_ref());
        self.text("edit_url", old.edit_url.as_ref(), new.edit_url.as_ref());
        self.text("theme", Some(&old.theme.value), Some(&new.theme.value));
        // Who entered a review for whom.
        let audit = |radar: &Radar| radar.audit.to_string();
        self.text("audit", Some(&audit(old)), Some(&audit(new)));
        let about =
            |radar: &Radar| radar.about.as_ref().map(|text| super::blips::plain(&text.value));
        if about(old) != about(new) {
            self.push("about.md", None, None, Effect::Neither);
        }
    }

    fn push(&mut self, key: &str, from: Option<String>, to: Option<String>, effect: Effect) {
        self.0.push(SettingChange { key: key.to_owned(), from, to, effect });
    }

    fn text(&mut self, key: &str, from: Option<&String>, to: Option<&String>) {
        if from != to {
            self.push(key, from.cloned(), to.cloned(), Effect::Neither);
        }
    }

    fn table(&mut self, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) {
        for (key, from) in old {
            self.text(key, Some(from), new.get(key));
        }
        for (key, to) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            self.text(key, None, Some(to));
        }
    }

    fn interval(&mut self, key: &str, from: Interval, to: Interval, effect: Effect) {
        if from != to {
            self.push(key, Some(from.to_string()), Some(to.to_string()), effect);
        }
    }

    /// `every` has the intervals of all other sections, before and after.
    fn sections(
        &mut self,
        kind: &str,
        old: &[Section],
        new: &[Section],
        every: [Interval; 2],
        today: Date,
    ) {
        for was in old {
            let key = format!("{kind}.{}", was.id);
            let Some(is) = new.iter().find(|section| section.id == was.id) else {
                self.push(&key, Some(was.name.clone()), None, Effect::Neither);
                continue;
            };
            self.text(&key, Some(&was.name), Some(&is.name));
            let text = |section: &Section| {
                section.description.as_ref().map(|text| super::blips::plain(&text.value))
            };
            if text(was) != text(is) {
                self.push(&format!("{key}.description"), None, None, Effect::Neither);
            }
            if was.review_every != is.review_every {
                let ends =
                    [was.review_every.unwrap_or(every[0]), is.review_every.unwrap_or(every[1])];
                let key = format!("{key}.review_every");
                let text = |every: Option<Interval>| every.map(|every| every.to_string());
                let effect = longer(ends[0], ends[1], today);
                self.push(&key, text(was.review_every), text(is.review_every), effect);
            }
        }
        let came = |section: &&Section| !old.iter().any(|was| was.id == section.id);
        for is in new.iter().filter(came) {
            self.push(&format!("{kind}.{}", is.id), None, Some(is.name.clone()), Effect::Neither);
        }
        let kept = |some: &[Section], others: &[Section]| -> Vec<String> {
            let ids = some.iter().map(|section| section.id.clone());
            ids.filter(|id| others.iter().any(|other| other.id == *id)).collect()
        };
        let (from, to) = (kept(old, new), kept(new, old));
        if from != to {
            let key = format!("order of {kind}s");
            self.push(&key, Some(from.join(", ")), Some(to.join(", ")), Effect::Neither);
        }
    }

    /// What repositories use and who committed there counts as one setting: a program writes it.
    fn evidence(&mut self, old: &Radar, new: &Radar) {
        let (was, is) = (Evidenced::new(old), Evidenced::new(new));
        if was != is {
            self.push("evidence.toml", was.in_words(), is.in_words(), Effect::Neither);
        }
    }

    fn levels(&mut self, before: State, after: State) {
        for code in Code::ALL {
            let (from, to) = (before.levels.of(*code), after.levels.of(*code));
            if from != to {
                let effect = if to < from { Effect::Looser } else { Effect::Stricter };
                let key = format!("lints.{}", code.name());
                self.push(&key, Some(from.name().to_owned()), Some(to.name().to_owned()), effect);
            }
        }
    }
}

/// A blip, a repository, a version, the month since when, and whether it is indirect.
type Used<'r> = (&'r str, &'r str, Option<&'r str>, Option<Month>, bool);

/// What evidence.toml says, in words that two radars share.
#[derive(PartialEq)]
struct Evidenced<'r> {
    scanned: Option<Date>,
    repositories: BTreeSet<&'r str>,
    uses: BTreeSet<Used<'r>>,
    /// A repository, a person and a month.
    months: BTreeSet<(&'r str, &'r str, Month)>,
}

impl<'r> Evidenced<'r> {
    fn new(radar: &'r Radar) -> Self {
        let uses = radar.blips.iter().flat_map(|blip| {
            blip.used_by.iter().map(|used| {
                let name = radar.repository(used.repository).name.as_str();
                (blip.id.as_str(), name, used.version.as_deref(), used.since, used.indirect)
            })
        });
        let months = radar.repositories.iter().flat_map(|repository| {
            repository.months.iter().flat_map(move |(person, months)| {
                let id = radar.person(*person).id.as_str();
                months.iter().map(move |month| (repository.name.as_str(), id, *month))
            })
        });
        Self {
            scanned: radar.scanned,
            repositories: radar.repositories.iter().map(|it| it.name.as_str()).collect(),
            uses: uses.collect(),
            months: months.collect(),
        }
    }

    fn in_words(&self) -> Option<String> {
        let scanned = self.scanned?;
        let (repositories, uses, months) =
            (self.repositories.len(), self.uses.len(), self.months.len());
        let people: BTreeSet<&str> = self.months.iter().map(|(_, person, _)| *person).collect();
        Some(format!(
            "scanned {scanned} (repositories: {repositories}, uses: {uses}, months of {} people: {months})",
            people.len()
        ))
    }
}
