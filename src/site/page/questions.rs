//! The page of questions: which wait for an answer, the oldest on top, and what followed those that have one. Also the
//! questions of a team or a person, for their pages.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::Html;
use super::blip::{QuestionView, question_view};
use super::finder;
use super::links::{IntervalView, Links, OwnerLink, PersonLink, Rows, SectionLink, TemplateValue};
use crate::export;
use crate::radar::freshness::{self, ReviewKind};
use crate::radar::questions::{self, Asked, FollowUp, Standing};
use crate::radar::standing::vouching;
use crate::radar::{Blip, Holds, Markdown, Owner, PersonIndex, Placement, Radar, TeamIndex};
use crate::routes;

/// `questions.html`.
#[derive(Debug, Serialize)]
pub(crate) struct QuestionsPage<'r> {
    /// The oldest first.
    waiting: Vec<AskedView<'r>>,
    /// The newest answer first.
    answered: Vec<AskedView<'r>>,
    /// Those about blips that were retired before anybody answered; the newest first.
    dropped: Vec<AskedView<'r>>,
    /// How many have waited for longer than the notice.
    late: usize,
    /// How long a question may wait.
    notice: IntervalView,
    /// How long what happens counts as following a question or its answer.
    follow_up: IntervalView,
    /// The teams of all questions, by name.
    teams: Vec<TemplateValue<OwnerLink>>,
    /// Those who asked, answered or owe an answer, by name.
    people: Vec<TemplateValue<PersonLink>>,
    /// The rows of the blips with a question, by name.
    blips: Vec<Value>,
}

/// A question with what it is about.
#[derive(Debug, Serialize)]
struct AskedView<'r> {
    /// Its id on the page.
    id: String,
    /// The row of the blip.
    blip: Value,
    question: QuestionView,
    /// For how many days it has waited, or waited.
    days: i32,
    /// The last day of the notice.
    notice_until: Date,
    /// Whether it waits for longer than the notice.
    late: bool,
    /// The owners who practise, and the teams in which somebody does.
    owed_by: Vec<TemplateValue<OwnerLink>>,
    /// What happened to the blip after an answered question, oldest first.
    followed: Vec<FollowUpView<'r>>,
    /// The day on which the blip was retired before anybody answered.
    retired: Option<Date>,
    /// The command that answers it; none if the file has an answer that is dated later.
    command: Option<String>,
    edit_url: Option<String>,
    /// The ids of the teams that own the blip, and of those whose people own it, asked or answered.
    teams: Vec<&'r str>,
    /// The ids of those who asked, answered or owe the answer.
    people: Vec<&'r str>,
}

#[derive(Debug, Serialize)]
struct FollowUpView<'r> {
    date: Date,
    /// The name of a [`ReviewKind`], or `second-hand` for a hands-on review that does not count.
    kind: &'static str,
    /// The names of those who signed the review; of a hands-on review, of those who make it one, and of one that
    /// counts of those who make it count.
    by: Vec<&'r str>,
    /// How the review moved the blip; null if the blip stayed.
    movement: Option<&'static str>,
    /// To which ring; null if it was retired, or stayed.
    ring: Option<TemplateValue<SectionLink>>,
}

/// How many questions there are on a day.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct QuestionCounts {
    asked: usize,
    waiting: usize,
    /// The day of the oldest that waits.
    oldest: Option<Date>,
    /// How many days ago that was.
    days: i32,
}

impl QuestionCounts {
    pub(super) fn new(links: &Links) -> Self {
        let waiting = || links.questions.iter().filter(|asked| asked.is_waiting());
        let oldest = waiting().next();
        Self {
            asked: links.questions.len(),
            waiting: waiting().count(),
            oldest: oldest.map(|asked| asked.question.date),
            days: oldest.map_or(0, |asked| asked.days(links.snapshot.day)),
        }
    }
}

impl<'r> QuestionsPage<'r> {
    /// Makes the page; `text` renders a text of a blip.
    pub(crate) fn new(links: &Links<'_, 'r>, text: &dyn Fn(&Blip, &Markdown) -> Html) -> Self {
        let radar = links.snapshot.radar;
        let (mut waiting, mut answered, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
        for asked in &links.questions {
            match asked.standing {
                Standing::Waiting => waiting.push(*asked),
                Standing::Answered(answer) => answered.push((answer.date, *asked)),
                Standing::Dropped(_) => dropped.push(*asked),
            }
        }
        // Stable, so that of one day the latest question comes first.
        answered.reverse();
        answered.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
        dropped.reverse();
        let view = |asked: &Asked<'r>| AskedView::new(links, asked, text);
        let waiting: Vec<AskedView> = waiting.iter().map(view).collect();
        let about = links.questions.iter().map(|asked| asked.blip.id.as_str());
        let about: BTreeSet<&str> = about.collect();
        let about = about.into_iter().filter_map(|id| links.snapshot.get(id));
        let answered: Vec<AskedView> = answered.iter().map(|(_, asked)| view(asked)).collect();
        let dropped: Vec<AskedView> = dropped.iter().map(view).collect();
        let all = || waiting.iter().chain(&answered).chain(&dropped);
        Self {
            late: waiting.iter().filter(|asked| asked.late).count(),
            notice: radar.questions.notice.into(),
            follow_up: questions::FOLLOW_UP.into(),
            teams: teams(links, &all().flat_map(|asked| asked.teams.iter().copied()).collect()),
            people: people(links, &all().flat_map(|asked| asked.people.iter().copied()).collect()),
            blips: links.rows_by_name(Rows::Values, about),
            waiting,
            answered,
            dropped,
        }
    }
}

fn teams(links: &Links, ids: &BTreeSet<&str>) -> Vec<TemplateValue<OwnerLink>> {
    let radar = links.snapshot.radar;
    let teams = (0u16..).map(TeamIndex).zip(&radar.teams);
    let mut teams: Vec<_> = teams.filter(|(_, team)| ids.contains(team.id.as_str())).collect();
    teams.sort_by_key(|(_, team)| team.name.to_lowercase());
    teams.into_iter().map(|(index, _)| links.owner(Owner::Team(index))).collect()
}

fn people(links: &Links, ids: &BTreeSet<&str>) -> Vec<TemplateValue<PersonLink>> {
    let people = (0u16..).map(PersonIndex).zip(&links.snapshot.radar.people);
    let mut people: Vec<_> =
        people.filter(|(_, person)| ids.contains(person.id.as_str())).collect();
    people.sort_by_key(|(_, person)| person.name.to_lowercase());
    people.into_iter().map(|(index, _)| links.person(index)).collect()
}

impl<'r> AskedView<'r> {
    fn new(
        links: &Links<'_, 'r>,
        asked: &Asked<'r>,
        text: &dyn Fn(&Blip, &Markdown) -> Html,
    ) -> Self {
        let (radar, day) = (links.snapshot.radar, links.snapshot.day);
        let Asked { blip, question, .. } = *asked;
        let owed_by =
            if asked.is_waiting() { questions::owed_by(radar, blip, day) } else { vec![] };
        let notice_until = questions::notice_until(radar, question);
        let url = routes::question(&blip.id, &asked.name(radar));
        let command =
            asked.answer_options().map(|options| format!("radar answer {}{options}", blip.id));
        Self {
            id: url.split_once('#').map_or_else(String::new, |(_, id)| id.to_owned()),
            blip: links.row_of(&blip.id).expect("questions are about blips of the snapshot"),
            question: question_view(links, question, &|markdown| text(blip, markdown)),
            days: asked
                .answer()
                .map_or_else(|| asked.days(day), |answer| (answer.date - question.date).get_days()),
            notice_until,
            late: asked.is_waiting() && notice_until < day,
            owed_by: owed_by.into_iter().map(|owner| links.owner(owner)).collect(),
            followed: questions::follow_ups(radar, asked, day)
                .iter()
                .map(|follow_up| FollowUpView::new(links, blip, follow_up))
                .collect(),
            retired: match asked.standing {
                Standing::Dropped(retired) => Some(retired),
                Standing::Waiting | Standing::Answered(_) => None,
            },
            command: command.filter(|_| asked.is_waiting()),
            edit_url: radar.edit_url_of(blip).filter(|_| asked.is_waiting()),
            teams: teams_of(radar, asked),
            people: people_of(radar, asked, day),
        }
    }
}

/// Returns the ids of the teams that own the blip, and of those whose people own it, asked or answered.
fn teams_of<'r>(radar: &'r Radar, asked: &Asked<'r>) -> Vec<&'r str> {
    let wrote = [Some(asked.question.by), asked.answer().map(|answer| answer.by)];
    let wrote = wrote.into_iter().flatten().filter_map(|person| radar.person(person).team);
    let mut teams: BTreeSet<&str> = finder::teams(radar, asked.blip).into_iter().collect();
    teams.extend(wrote.map(|team| radar.team(team).id.as_str()));
    teams.into_iter().collect()
}

/// Returns the ids of those who asked, answered or owe the answer.
fn people_of<'r>(radar: &'r Radar, asked: &Asked<'r>, day: Date) -> Vec<&'r str> {
    let wrote = [Some(asked.question.by), asked.answer().map(|answer| answer.by)];
    let mut people: BTreeSet<PersonIndex> = wrote.into_iter().flatten().collect();
    if asked.is_waiting() {
        let all = (0..radar.people.len() as u16).map(PersonIndex);
        people.extend(all.filter(|p| questions::is_owed_by(radar, asked.blip, *p, day)));
    }
    people.into_iter().map(|person| radar.person(person).id.as_str()).collect()
}

impl<'r> FollowUpView<'r> {
    fn new(links: &Links<'_, 'r>, blip: &Blip, follow_up: &FollowUp<'r>) -> Self {
        let FollowUp { review, kind, holds, moved } = *follow_up;
        let radar = links.snapshot.radar;
        let practised =
            |by: &PersonIndex| freshness::practises(radar, radar.person(*by), review.date);
        let by = match (kind, radar.rule.counts) {
            (ReviewKind::HandsOn, Holds::FirstHand) => vouching(radar, blip, review),
            (ReviewKind::HandsOn, Holds::HandsOn) => {
                review.by.iter().copied().filter(practised).collect()
            }
            _ => review.by.clone(),
        };
        Self {
            date: review.date,
            kind: if kind == ReviewKind::HandsOn && !holds { "second-hand" } else { kind.name() },
            by: by.iter().map(|person| radar.person(*person).name.as_str()).collect(),
            movement: moved.map(|(movement, _)| movement.name()),
            ring: moved.and_then(|(_, to)| Placement::ring(to)).map(|ring| links.ring(ring)),
        }
    }
}

/// The questions of a team or a person.
#[derive(Debug, Serialize)]
pub(super) struct QuestionsOf {
    /// What they asked, the newest first.
    asked: Vec<QuestionRow>,
    /// How many questions they answered.
    answered: usize,
    /// What waits for their answer, the oldest first.
    owed: Vec<QuestionRow>,
}

/// A question in lists.
#[derive(Debug, Serialize)]
struct QuestionRow {
    /// Where it is on the page of questions.
    url: String,
    /// The row of the blip.
    blip: Value,
    date: Date,
    by: TemplateValue<PersonLink>,
    /// What it starts with, as plain text.
    start: String,
    /// How many days ago it was asked.
    days: i32,
    notice_until: Date,
    late: bool,
    waits: bool,
    answer: Option<AnswerRow>,
}

#[derive(Debug, Serialize)]
struct AnswerRow {
    date: Date,
    by: TemplateValue<PersonLink>,
}

impl QuestionsOf {
    pub(super) fn person(links: &Links, person: PersonIndex) -> Self {
        let Links { snapshot, .. } = links;
        Self::new(
            links,
            |by| by == person,
            |asked| {
                // Nobody owes themselves an answer.
                asked.question.by != person
                    && questions::is_owed_by(snapshot.radar, asked.blip, person, snapshot.day)
            },
        )
    }

    /// Returns those of the people of a team, and those that wait about its blips and theirs.
    pub(super) fn team(links: &Links, team: TeamIndex) -> Self {
        let radar = links.snapshot.radar;
        let is_member = |by| radar.person(by).team == Some(team);
        Self::new(links, is_member, |asked| radar.is_of_team(asked.blip, team))
    }

    fn new(
        links: &Links,
        is_theirs: impl Fn(PersonIndex) -> bool,
        owes: impl Fn(&Asked) -> bool,
    ) -> Self {
        let all = || links.questions.iter();
        let row = |asked: &Asked| QuestionRow::new(links, asked);
        Self {
            asked: all().rev().filter(|asked| is_theirs(asked.question.by)).map(row).collect(),
            answered: all().filter_map(Asked::answer).filter(|answer| is_theirs(answer.by)).count(),
            owed: all().filter(|asked| asked.is_waiting() && owes(asked)).map(row).collect(),
        }
    }
}

impl QuestionRow {
    fn new(links: &Links, asked: &Asked) -> Self {
        let (radar, day) = (links.snapshot.radar, links.snapshot.day);
        let Asked { blip, question, .. } = *asked;
        let notice_until = questions::notice_until(radar, question);
        let answer = asked.answer();
        let start = export::first_paragraph(radar, &question.text.value);
        Self {
            url: routes::question(&blip.id, &asked.name(radar)),
            blip: links.row_of(&blip.id).expect("questions are about blips of the snapshot"),
            date: question.date,
            by: links.person(question.by),
            // A text may have no paragraph, but code or a table.
            start: if start.is_empty() { blip.name.value.clone() } else { start },
            days: asked.days(day),
            notice_until,
            late: asked.is_waiting() && notice_until < day,
            waits: asked.is_waiting(),
            answer: answer.map(|a| AnswerRow { date: a.date, by: links.person(a.by) }),
        }
    }
}
