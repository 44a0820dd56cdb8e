//! The comparison for other programs. Keys are only ever added.

mod shape;

use super::{Compared, sentence};
use crate::export::pretty;
use crate::radar::compare::{
    Comparison, Concern, Effect, Moved, PersonChange, PersonEvent, QuestionChange, QuestionEvent,
    ReviewChange, ReviewEvent, Side, TeamChange, TeamEvent, Told,
};
use crate::radar::freshness::Freshness;
use crate::radar::{Placement, Team};
use shape::{
    BaseJson, BlipJson, ConcernJson, EventJson, File, KeysJson, MovedJson, OwnersJson, PersonJson,
    QuestionJson, RenamedJson, ReviewJson, SettingJson, StandingJson, TeamJson, WasJson,
};

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
            freshness: side.and_then(|judged| judged.judgement.freshness).map(Freshness::name),
            flagged: side.is_some_and(|judged| judged.judgement.is_flagged()),
        }
    });
    pretty(&match comparison {
        Some(comparison) => file(base, comparison),
        None => File { came: came.collect(), ..File::empty(base, after.day) },
    })
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
        Concern::QuestionRemoved(change) => ("question-removed", Some(change.blip)),
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
        freshness: judgement.and_then(|it| it.freshness).map(Freshness::name),
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
    let id = |team: Option<&Team>| team.map(|team| team.id.clone());
    let (change, from, to) = match event {
        PersonEvent::Joined { team, .. } => ("joined", None, id(*team)),
        PersonEvent::Left => ("left", None, None),
        PersonEvent::Renamed(was) => ("id", Some((*was).to_owned()), None),
        PersonEvent::Name(was) => ("name", Some((*was).to_owned()), None),
        PersonEvent::Title => ("title", None, None),
        PersonEvent::Team { from, to } => ("team", id(*from), id(*to)),
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
