//! What it would cost to leave a blip: the paragraph on its page.

use jiff::civil::Date;
use serde::Serialize;

use super::entered::{EnteredView, entered};
use super::links::{IntervalView, Links};
use super::signer::{Signer, signer};
use super::{Html, RenderMarkdown};
use crate::radar::exit::{ExitState, JudgedExit, practising};
use crate::radar::first_hand::{Tie, tie};
use crate::radar::practice::practises;
use crate::radar::{Blip, PersonIndex};

/// The estimate on the page of the blip: what `t.exit` puts into a sentence.
#[derive(Debug, Serialize)]
pub(super) struct ExitView<'r> {
    effort: IntervalView,
    date: Date,
    /// `works`, `owns`, `practises`, `practised` or `opinion`: what is known of the people that the sentence names.
    key: &'static str,
    /// The names of those people.
    by: Vec<&'r str>,
    /// How many they are, for plural forms.
    count: usize,
    /// Whether the estimate has expired.
    expired: bool,
    /// The last day on which it holds; null for an opinion.
    until: Option<Date>,
    /// Everybody who signed it.
    signers: Vec<Signer>,
    note: Option<Html>,
    /// Who entered it, if none of its signers did.
    entered: Option<EnteredView>,
}

impl<'r> ExitView<'r> {
    pub(super) fn new(
        links: &Links<'_, 'r>,
        blip: &Blip,
        judged: JudgedExit<'r>,
        markdown: RenderMarkdown,
    ) -> Self {
        let JudgedExit { exit, state, until } = judged;
        let snapshot = links.snapshot;
        let (key, by) = says(links, blip, judged);
        Self {
            effort: exit.effort.into(),
            date: exit.date,
            key,
            count: by.len(),
            by: by.iter().map(|by| snapshot.radar.person(*by).name.as_str()).collect(),
            expired: state == ExitState::Expired,
            until,
            signers: exit.by.iter().map(|by| signer(links, *by, exit.date)).collect(),
            note: exit.note.as_ref().map(markdown),
            entered: entered(links, exit.at),
        }
    }
}

/// Returns those who say what leaving would cost, and what is known of them: of those who signed, the ones who know best.
///
/// The sentence is in the present, so it has to be true of the day of the estimate and of today.
fn says(links: &Links, blip: &Blip, judged: JudgedExit) -> (&'static str, Vec<PersonIndex>) {
    let JudgedExit { exit, state, .. } = judged;
    if state == ExitState::Opinion {
        return ("opinion", exit.by.clone());
    }
    let (radar, today) = (links.snapshot.radar, links.snapshot.day);
    let practised: Vec<PersonIndex> = practising(radar, exit).collect();
    let still = |by: &PersonIndex| practises(radar, radar.person(*by), today);
    let is_tied = |by: &PersonIndex, how: fn(&Tie) -> bool| {
        [exit.date, today].into_iter().all(|day| how(&tie(radar, blip, *by, day)))
    };
    let works = |by: &PersonIndex| still(by) && is_tied(by, |tie| !tie.repositories.is_empty());
    let owns = |by: &PersonIndex| still(by) && is_tied(by, |tie| tie.owns || tie.team.is_some());
    let those = |is_so: &dyn Fn(&PersonIndex) -> bool| -> Vec<PersonIndex> {
        practised.iter().copied().filter(|by| is_so(by)).collect()
    };
    let known = [("works", those(&works)), ("owns", those(&owns)), ("practises", those(&still))];
    let first = known.into_iter().find(|(_, people)| !people.is_empty());
    first.unwrap_or_else(|| ("practised", practised.clone()))
}
