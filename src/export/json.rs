//! `radar.json`: the radar for other programs. Version 1; keys are only ever added.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::{Exported, Format, Named, pretty};
use crate::radar::evidence::usage;
use crate::radar::exit::JudgedExit;
use crate::radar::first_hand::is_first_hand;
use crate::radar::freshness::{self, Freshness};
use crate::radar::questions::{self, Asked};
use crate::radar::{Blip, JudgedBlip, PersonIndex, Radar, Review, Snapshot, UsedBy};
use crate::routes;

#[derive(Serialize)]
struct RadarJson<'s, 'r> {
    version: u32,
    title: &'r str,
    today: Date,
    rings: Vec<Named<'r>>,
    quadrants: Vec<Named<'r>>,
    editions: Vec<EditionJson<'r>>,
    blips: Blips<'s, 'r>,
    scanned: Option<Date>,
    base_url: Option<&'r str>,
}

/// Every blip as a [`BlipJson`]: of thousands, each is made as it is written.
struct Blips<'s, 'r>(&'s Snapshot<'r>);

impl Serialize for Blips<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Snapshot { radar, day, ref blips, .. } = *self.0;
        serializer.collect_seq(blips.iter().map(|judged| blip(radar, day, judged)))
    }
}

#[derive(Serialize)]
struct EditionJson<'r> {
    id: &'r str,
    name: &'r str,
    date: Date,
}

#[allow(clippy::struct_excessive_bools, reason = "the keys of the format")]
#[derive(Serialize)]
struct BlipJson<'r> {
    id: &'r str,
    name: &'r str,
    quadrant: &'r str,
    ring: &'r str,
    movement: &'static str,
    freshness: Option<&'static str>,
    flagged: bool,
    review_until: Option<Date>,
    last_review: Option<LastReviewJson<'r>>,
    imposed: bool,
    orphaned: bool,
    exit: Option<ExitJson<'r>>,
    owners: Vec<&'r str>,
    tags: &'r [String],
    summary: Option<&'r str>,
    url: String,
    history: Vec<ReviewJson<'r>>,
    detect: Vec<String>,
    usage: &'static str,
    used_by: Vec<UsedByJson<'r>>,
    first_hand: Option<bool>,
    set_from_outside: bool,
    unremembered: bool,
    due_from: Option<Date>,
    instead: Vec<&'r str>,
    sunset: Option<Date>,
    questions: Vec<QuestionJson<'r>>,
    aliases: &'r [String],
}

#[derive(Serialize)]
struct UsedByJson<'r> {
    repository: &'r str,
    version: Option<&'r str>,
    since: Option<String>,
    indirect: bool,
}

#[derive(Serialize)]
struct LastReviewJson<'r> {
    date: Date,
    by: Vec<&'r str>,
}

#[derive(Serialize)]
struct ExitJson<'r> {
    effort: String,
    date: Date,
    by: Vec<&'r str>,
    state: &'static str,
    until: Option<Date>,
    costly: bool,
}

#[derive(Serialize)]
struct ReviewJson<'r> {
    date: Date,
    ring: Option<&'r str>,
    by: Vec<&'r str>,
    kind: &'static str,
    first_hand: bool,
}

#[derive(Serialize)]
struct QuestionJson<'r> {
    date: Date,
    by: &'r str,
    text: &'r str,
    answer: Option<AnswerJson<'r>>,
    waiting_days: Option<i32>,
    owed_by: Vec<&'r str>,
    url: String,
}

#[derive(Serialize)]
struct AnswerJson<'r> {
    date: Date,
    by: &'r str,
    text: &'r str,
}

pub(super) const FORMAT: Format = Format {
    name: "json",
    title: "radar.json, with every review",
    write: |snapshot| Ok(Exported::whole(json(snapshot))),
};

/// Writes the radar of a day. Dates after it are left out, and so are blips that are not there yet.
pub(crate) fn json(snapshot: &Snapshot) -> String {
    let Snapshot { radar, day: today, .. } = *snapshot;
    let editions = crate::radar::history::editions_until(radar, today).iter();
    let file = RadarJson {
        version: 1,
        title: &radar.title,
        today,
        rings: radar.rings.iter().map(Named::from).collect(),
        quadrants: radar.quadrants.iter().map(Named::from).collect(),
        editions: editions
            .map(|edition| EditionJson { id: &edition.id, name: &edition.name, date: edition.date })
            .collect(),
        blips: Blips(snapshot),
        scanned: radar.scanned,
        base_url: radar.base_url.as_deref(),
    };
    pretty(&file)
}

fn blip<'r>(radar: &'r Radar, today: Date, judged: &JudgedBlip<'r>) -> BlipJson<'r> {
    let JudgedBlip { blip, judgement, placement, movement, exit, .. } = judged;
    let reviews = freshness::reviews_until(blip, today);
    BlipJson {
        id: &blip.id,
        name: &blip.name.value,
        quadrant: &radar.quadrant(blip.quadrant).id,
        ring: radar.placement_id(*placement),
        movement: movement.name(),
        freshness: judgement.freshness.map(Freshness::name),
        flagged: judgement.is_flagged(),
        review_until: judgement.review_until,
        last_review: judgement
            .last_review
            .map(|review| LastReviewJson { date: review.date, by: ids(radar, &review.by) }),
        imposed: judgement.is_imposed(),
        orphaned: judgement.orphaned,
        exit: exit.map(|exit| exit_json(radar, exit)),
        owners: blip.owners.value.iter().map(|owner| radar.owner_id(*owner)).collect(),
        tags: &blip.tags,
        summary: blip.summary.as_deref(),
        url: routes::blip(&blip.id),
        history: reviews.iter().map(|review| history(radar, blip, review)).collect(),
        detect: blip.detect.iter().map(|detector| detector.value.to_string()).collect(),
        usage: usage(radar, blip).name(),
        used_by: blip.used_by.iter().map(|used| used_by(radar, used)).collect(),
        first_hand: judgement.last_review.map(|_| judgement.first_hand),
        set_from_outside: judgement.is_set_from_outside(),
        unremembered: judgement.unremembered,
        due_from: judgement.due_from,
        instead: blip.instead.iter().map(|id| id.value.as_str()).collect(),
        sunset: blip.sunset,
        questions: questions::about(blip, today)
            .iter()
            .map(|asked| question(radar, today, asked))
            .collect(),
        aliases: &blip.aliases,
    }
}

fn exit_json<'r>(radar: &'r Radar, judged: JudgedExit<'r>) -> ExitJson<'r> {
    ExitJson {
        effort: judged.exit.effort.to_string(),
        date: judged.exit.date,
        by: ids(radar, &judged.exit.by),
        state: judged.state.name(),
        until: judged.until,
        costly: judged.is_costly(),
    }
}

fn used_by<'r>(radar: &'r Radar, used: &'r UsedBy) -> UsedByJson<'r> {
    UsedByJson {
        repository: &radar.repository(used.repository).name,
        version: used.version.as_deref(),
        since: used.since.map(|month| month.to_string()),
        indirect: used.indirect,
    }
}

fn history<'r>(radar: &'r Radar, blip: &Blip, review: &Review) -> ReviewJson<'r> {
    ReviewJson {
        date: review.date,
        ring: review.verdict.map(|verdict| radar.placement_id(verdict)),
        by: ids(radar, &review.by),
        kind: freshness::kind(radar, review).name(),
        first_hand: is_first_hand(radar, blip, review),
    }
}

fn question<'r>(radar: &'r Radar, today: Date, asked: &Asked<'r>) -> QuestionJson<'r> {
    let Asked { blip, question, .. } = *asked;
    let waits = asked.is_waiting();
    let owed_by = if waits { questions::owed_by(radar, blip, today) } else { Vec::new() };
    let id = |person: PersonIndex| radar.person(person).id.as_str();
    QuestionJson {
        date: question.date,
        by: id(question.by),
        text: question.text.value.trim(),
        answer: asked.answer().map(|answer| AnswerJson {
            date: answer.date,
            by: id(answer.by),
            text: answer.text.value.trim(),
        }),
        waiting_days: waits.then(|| asked.days(today)),
        owed_by: owed_by.iter().map(|owner| radar.owner_id(*owner)).collect(),
        url: routes::question(&blip.id, &asked.name(radar)),
    }
}

fn ids<'r>(radar: &'r Radar, people: &[PersonIndex]) -> Vec<&'r str> {
    people.iter().map(|person| radar.person(*person).id.as_str()).collect()
}
