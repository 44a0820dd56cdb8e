//! The comparison for other programs. Keys are only ever added.

use jiff::civil::Date;
use serde::Serialize;

use super::{Compared, sentence};
use crate::export::pretty;
use crate::radar::compare::{
    Comparison, Concern, Effect, Moved, PersonChange, PersonEvent, QuestionChange, QuestionEvent,
    ReviewChange, ReviewEvent, Side, TeamChange, TeamEvent, Told,
};
use crate::radar::{Placement, Team};

#[derive(Serialize)]
struct File<'r> {
    version: u32,
    today: Date,
    base: BaseJson<'r>,
    concerns: Vec<ConcernJson<'r>>,
    came: Vec<BlipJson<'r>>,
    gone: Vec<BlipJson<'r>>,
    renamed: Vec<RenamedJson<'r>>,
    moved: Vec<MovedJson<'r>>,
    reviews: Vec<ReviewJson<'r>>,
    questions: Vec<QuestionJson<'r>>,
    standing: Vec<StandingJson<'r>>,
    people: Vec<PersonJson<'r>>,
    teams: Vec<TeamJson<'r>>,
    owners: Vec<OwnersJson<'r>>,
    settings: Vec<SettingJson<'r>>,
    keys: Vec<KeysJson<'r>>,
    not_compared: Vec<&'r str>,
}

#[derive(Serialize)]
struct BaseJson<'r> {
    name: &'r str,
    commit: &'r str,
    fork: bool,
    radar: bool,
    folder: Option<&'r str>,
}

#[derive(Serialize)]
struct ConcernJson<'r> {
    kind: &'static str,
    blip: Option<&'r str>,
    person: Option<&'r str>,
    setting: Option<&'r str>,
    text: String,
}

#[derive(Serialize)]
struct BlipJson<'r> {
    id: &'r str,
    name: &'r str,
    ring: Option<&'r str>,
    freshness: Option<&'static str>,
    flagged: bool,
}

#[derive(Serialize)]
struct RenamedJson<'r> {
    from: &'r str,
    to: &'r str,
    name: &'r str,
}

#[derive(Serialize)]
struct MovedJson<'r> {
    id: &'r str,
    name: &'r str,
    from: Option<&'r str>,
    to: Option<&'r str>,
    by: Vec<&'r str>,
    kind: Option<&'static str>,
    first_hand: Option<bool>,
}

#[derive(Serialize)]
struct ReviewJson<'r> {
    blip: &'r str,
    change: &'static str,
    date: Date,
    by: Vec<&'r str>,
    ring: Option<&'r str>,
    kind: &'static str,
    first_hand: bool,
    was: Option<WasJson<'r>>,
    keys: &'r [&'static str],
}

#[derive(Serialize)]
struct WasJson<'r> {
    date: Date,
    by: Vec<&'r str>,
    ring: Option<&'r str>,
    kind: &'static str,
    first_hand: bool,
}

#[derive(Serialize)]
struct QuestionJson<'r> {
    blip: &'r str,
    change: &'static str,
    date: Date,
    by: &'r str,
}

#[derive(Serialize)]
struct StandingJson<'r> {
    blip: &'r str,
    change: &'static str,
}

#[derive(Serialize)]
struct PersonJson<'r> {
    id: &'r str,
    name: &'r str,
    changes: Vec<EventJson>,
}

#[derive(Serialize)]
struct EventJson {
    change: &'static str,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Serialize)]
struct TeamJson<'r> {
    id: &'r str,
    name: &'r str,
    change: &'static str,
}

#[derive(Serialize)]
struct OwnersJson<'r> {
    blip: &'r str,
    added: Vec<&'r str>,
    removed: Vec<&'r str>,
}

#[derive(Serialize)]
struct SettingJson<'r> {
    key: &'r str,
    from: Option<&'r str>,
    to: Option<&'r str>,
    looser: bool,
}

#[derive(Serialize)]
struct KeysJson<'r> {
    blip: &'r str,
    keys: &'r [&'static str],
}

/// Writes the comparison as JSON.
pub(crate) fn json(compared: &Compared) -> String {
    let Compared { base, after, comparison } = compared;
    let base = BaseJson {
        name: &base.name,
        commit: &base.commit,
        fork: base.is_fork,
        radar: comparison.is_some(),
        folder: base.moved_from.as_deref(),
    };
    let came = after.radar.blips.iter().map(|blip| {
        let side = after.get(&blip.id);
        BlipJson {
            id: &blip.id,
            name: &blip.name.value,
            ring: side.map(|judged| after.radar.placement_id(judged.placement)),
            freshness: side.and_then(|judged| judged.judgement.freshness).map(|it| it.name()),
            flagged: side.is_some_and(|judged| judged.judgement.is_flagged()),
        }
    });
    pretty(&match comparison {
        Some(comparison) => file(base, comparison),
        None => File { came: came.collect(), ..File::empty(base, after.day) },
    })
}

impl<'r> File<'r> {
    fn empty(base: BaseJson<'r>, today: Date) -> Self {
        Self {
            version: 1,
            today,
            base,
            concerns: Vec::new(),
            came: Vec::new(),
            gone: Vec::new(),
            renamed: Vec::new(),
            moved: Vec::new(),
            reviews: Vec::new(),
            questions: Vec::new(),
            standing: Vec::new(),
            people: Vec::new(),
            teams: Vec::new(),
            owners: Vec::new(),
            settings: Vec::new(),
            keys: Vec::new(),
            not_compared: Vec::new(),
        }
    }
}

fn file<'r>(base: BaseJson<'r>, comparison: &'r Comparison<'r>) -> File<'r> {
    let ids = |list: &[(&'r str, &'r str)]| list.iter().map(|(id, _)| *id).collect();
    let c = comparison;
    File {
        version: 1,
        today: c.today,
        base,
        concerns: c.concerns.iter().map(concern).collect(),
        came: c.came.iter().map(blip).collect(),
        gone: c.gone.iter().map(blip).collect(),
        renamed: c
            .renamed
            .iter()
            .map(|pair| RenamedJson {
                from: pair.before.id(),
                to: pair.after.id(),
                name: pair.after.name(),
            })
            .collect(),
        moved: c.moved.iter().map(moved).collect(),
        reviews: c.reviews.iter().map(review).collect(),
        questions: c.questions.iter().map(question).collect(),
        standing: c
            .standing
            .iter()
            .map(|it| StandingJson { blip: it.blip.id(), change: it.standing.name() })
            .collect(),
        people: c.people.iter().map(person).collect(),
        teams: c.teams.iter().map(team).collect(),
        owners: c
            .owners
            .iter()
            .map(|it| OwnersJson {
                blip: it.blip.id(),
                added: ids(&it.added),
                removed: ids(&it.removed),
            })
            .collect(),
        settings: c
            .settings
            .iter()
            .map(|it| SettingJson {
                key: &it.key,
                from: it.from.as_deref(),
                to: it.to.as_deref(),
                looser: it.effect == Effect::Looser,
            })
            .collect(),
        keys: c.keys.iter().map(|it| KeysJson { blip: it.blip.id(), keys: &it.keys }).collect(),
        not_compared: c.unclear.clone(),
    }
}

fn concern<'r>(concern: &'r Concern<'r>) -> ConcernJson<'r> {
    let (kind, blip) = match concern {
        Concern::FlagGone { pair, .. } => ("flag-gone", Some(pair.after)),
        Concern::Gone(side) => ("blip-removed", Some(*side)),
        Concern::SelfMade(change) => ("self-made", Some(change.blip)),
        Concern::Moved(moved) => ("moved-without-practice", Some(moved.pair.after)),
        Concern::NewImposed { blip, .. } => ("new-imposed", Some(*blip)),
        Concern::FromOutside { blip, .. } => ("from-outside", Some(*blip)),
        Concern::MarkGone(pair) => ("imposed-gone", Some(pair.after)),
        Concern::ReviewRemoved(change) => ("review-removed", Some(change.blip)),
        Concern::ReviewRewritten(change) => ("review-rewritten", Some(change.blip)),
        Concern::Prolonged { .. } => ("prolonged", None),
        Concern::Loosened(_) => ("loosened", None),
        Concern::HoldsLonger(pair) => ("holds-longer", Some(pair.after)),
    };
    ConcernJson {
        kind,
        blip: blip.map(|side| side.id()),
        person: match concern {
            Concern::Prolonged { person, .. } => Some(&person.id),
            _ => None,
        },
        setting: match concern {
            Concern::Loosened(setting) => Some(&setting.key),
            _ => None,
        },
        text: sentence::concern(concern),
    }
}

fn blip<'r>(side: &Side<'r>) -> BlipJson<'r> {
    let judgement = side.judged.map(|judged| judged.judgement);
    BlipJson {
        id: side.id(),
        name: side.name(),
        ring: ring(side, side.placement()),
        freshness: judgement.and_then(|it| it.freshness).map(|it| it.name()),
        flagged: side.is_flagged(),
    }
}

fn ring<'r>(side: &Side<'r>, placement: Option<Placement>) -> Option<&'r str> {
    placement.map(|placement| side.radar.placement_id(placement))
}

fn moved<'r>(moved: &Moved<'r>) -> MovedJson<'r> {
    MovedJson {
        id: moved.pair.after.id(),
        name: moved.pair.after.name(),
        from: ring(&moved.pair.before, moved.from),
        to: ring(&moved.pair.after, moved.to),
        by: moved.by.map_or_else(Vec::new, |told| told.ids()),
        kind: moved.by.map(|told| told.kind().name()),
        first_hand: moved.by.map(|told| told.is_first_hand()),
    }
}

fn review<'r>(change: &'r ReviewChange<'r>) -> ReviewJson<'r> {
    let told = &change.review;
    let was = |told: &Told<'r>| WasJson {
        date: told.date(),
        by: told.ids(),
        ring: told.ring_id(),
        kind: told.kind().name(),
        first_hand: told.is_first_hand(),
    };
    ReviewJson {
        blip: change.blip.id(),
        change: match change.event {
            ReviewEvent::Added => "added",
            ReviewEvent::Removed => "removed",
            ReviewEvent::Changed => "changed",
            ReviewEvent::Recounted => "recounted",
        },
        date: told.date(),
        by: told.ids(),
        ring: told.ring_id(),
        kind: told.kind().name(),
        first_hand: told.is_first_hand(),
        was: change.was.as_ref().map(was),
        keys: &change.keys,
    }
}

fn question<'r>(change: &QuestionChange<'r>) -> QuestionJson<'r> {
    QuestionJson {
        blip: change.blip.id(),
        change: match change.event {
            QuestionEvent::Asked => "asked",
            QuestionEvent::Answered => "answered",
            QuestionEvent::Removed => "removed",
            QuestionEvent::AnswerRemoved => "answer-removed",
            QuestionEvent::AnswerChanged => "answer-changed",
            QuestionEvent::Changed => "changed",
        },
        date: change.question.date,
        by: &change.radar.person(change.question.by).id,
    }
}

fn person<'r>(change: &PersonChange<'r>) -> PersonJson<'r> {
    let changes = change.events.iter().map(event).collect();
    PersonJson { id: &change.person.id, name: &change.person.name, changes }
}

fn event(event: &PersonEvent) -> EventJson {
    let id = |team: &Option<&Team>| team.map(|team| team.id.clone());
    let (change, from, to) = match event {
        PersonEvent::Joined { team, .. } => ("joined", None, id(team)),
        PersonEvent::Left => ("left", None, None),
        PersonEvent::Renamed(was) => ("id", Some((*was).to_owned()), None),
        PersonEvent::Name(was) => ("name", Some((*was).to_owned()), None),
        PersonEvent::Title => ("title", None, None),
        PersonEvent::Team { from, to } => ("team", id(from), id(to)),
        PersonEvent::Started => ("started", None, None),
        PersonEvent::Stopped => ("stopped", None, None),
        PersonEvent::Gained(range) => {
            ("practice-gained", Some(range.from.to_string()), range.end().map(|it| it.to_string()))
        }
        PersonEvent::Lost(range) => {
            ("practice-lost", Some(range.from.to_string()), range.end().map(|it| it.to_string()))
        }
        PersonEvent::Addresses => ("addresses", None, None),
    };
    EventJson { change, from, to }
}

fn team<'r>(change: &TeamChange<'r>) -> TeamJson<'r> {
    TeamJson {
        id: &change.team.id,
        name: &change.team.name,
        change: match change.event {
            TeamEvent::Founded => "founded",
            TeamEvent::Dissolved => "dissolved",
            TeamEvent::Renamed(_) => "id",
            TeamEvent::Name(_) => "name",
        },
    }
}
