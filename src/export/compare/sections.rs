//! A comparison -> headed lists of sentences, which every format lays out in its own way.

use std::collections::BTreeSet;

use super::sentence;
use crate::radar::compare::{Comparison, Concern, Side};
use crate::radar::history;
use crate::routes;

/// A heading and what is below it.
pub(super) struct Section {
    pub(super) heading: &'static str,
    pub(super) lines: Vec<Line>,
}

/// A sentence with its subject.
pub(super) struct Line {
    /// The name of a blip, a person, a team or a setting.
    pub(super) subject: String,
    /// The page of the subject on the published site, if it is there already.
    pub(super) page: Option<String>,
    pub(super) what: String,
}

/// The heading of what a reviewer must see first.
pub(super) const FIRST: &str = "Look at this first";

/// Returns the sections that have lines, what must be seen first before all others.
pub(super) fn sections(comparison: &Comparison) -> Vec<Section> {
    let subjects = Subjects::new(comparison);
    let sections = [
        (FIRST, first(comparison, &subjects)),
        ("Blips", blips(comparison, &subjects)),
        ("Reviews", lines(&comparison.reviews, |it| subjects.blip(&it.blip, sentence::review(it)))),
        (
            "Questions",
            lines(&comparison.questions, |it| subjects.blip(&it.blip, sentence::question(it))),
        ),
        (
            "Where blips stand now",
            lines(&comparison.standing, |it| {
                subjects.blip(&it.blip, sentence::standing(it.standing).to_owned())
            }),
        ),
        ("People and teams", people(comparison)),
        (
            "Owners",
            lines(&comparison.owners, |it| {
                let names = |list: &[(&str, &str)], verb: &str| {
                    let names: Vec<&str> = list.iter().map(|(_, name)| *name).collect();
                    (!names.is_empty()).then(|| format!("{verb} {}", names.join(", ")))
                };
                let parts = [names(&it.added, "now"), names(&it.removed, "no longer")];
                subjects.blip(&it.blip, parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
            }),
        ),
        (
            "Settings",
            lines(&comparison.settings, |it| named(&it.key, sentence::setting_change(it))),
        ),
        (
            "Other keys of blips",
            lines(&comparison.keys, |it| subjects.blip(&it.blip, it.keys.join(", "))),
        ),
        (
            "Not compared",
            lines(&comparison.unclear, |id| {
                named(id, "its file at the base has errors".to_owned())
            }),
        ),
    ];
    let sections = sections.into_iter().map(|(heading, lines)| Section { heading, lines });
    sections.filter(|section| !section.lines.is_empty()).collect()
}

/// Returns what must be seen first. A setting can let hundreds of reviews hold longer, which is one line.
fn first(comparison: &Comparison, subjects: &Subjects) -> Vec<Line> {
    const MOST: usize = 3;
    let is_longer = |concern: &&Concern| matches!(concern, Concern::HoldsLonger(_));
    let (longer, others): (Vec<&Concern>, Vec<&Concern>) =
        comparison.concerns.iter().partition(is_longer);
    let mut lines: Vec<Line> = others.iter().map(|concern| subjects.concern(concern)).collect();
    let longer: Vec<Line> = longer.iter().map(|concern| subjects.concern(concern)).collect();
    if longer.len() <= MOST {
        lines.extend(longer);
    } else {
        let names: Vec<&str> = longer.iter().map(|line| line.subject.as_str()).collect();
        let what = "valid for longer than before, and no hands-on review is new".to_owned();
        lines.push(named(&sentence::list(&names), what));
    }
    lines
}

fn lines<T>(items: &[T], line: impl FnMut(&T) -> Line) -> Vec<Line> {
    items.iter().map(line).collect()
}

fn named(subject: &str, what: String) -> Line {
    Line { subject: subject.to_owned(), page: None, what }
}

fn blips(comparison: &Comparison, subjects: &Subjects) -> Vec<Line> {
    let came = comparison.came.iter().map(|side| {
        let what = match (side.placement(), history::added(side.blip)) {
            (None, Some(added)) => format!("new, on the radar from {added} on"),
            (None, None) => "new".to_owned(),
            _ => format!("new on {} ({})", side.ring_name(), sentence::freshness(side)),
        };
        subjects.blip(side, what)
    });
    let moved = comparison.moved.iter().map(|moved| {
        let way = sentence::way(&moved.pair.before, &moved.pair.after);
        subjects.blip(&moved.pair.after, format!("{way}, {}", sentence::by(moved.by.as_ref())))
    });
    let renamed = comparison.renamed.iter().map(|pair| {
        let what = format!("has the id {} instead of {}", pair.after.id(), pair.before.id());
        subjects.blip(&pair.after, what)
    });
    let gone = comparison.gone.iter().map(|side| {
        let name = format!("removed; it was on {}", side.ring_name());
        subjects.blip(side, name)
    });
    came.chain(moved).chain(renamed).chain(gone).collect()
}

fn people(comparison: &Comparison) -> Vec<Line> {
    let people = comparison.people.iter().map(|change| {
        let events: Vec<String> = change.events.iter().map(sentence::person).collect();
        named(&change.person.name, events.join("; "))
    });
    let teams = comparison.teams.iter();
    let teams = teams.map(|change| named(&change.team.name, sentence::team(&change.event)));
    people.chain(teams).collect()
}

/// What blips are called.
struct Subjects<'r> {
    /// Names that several blips of one radar have.
    ambiguous: BTreeSet<&'r str>,
    /// The ids that have a page before and after.
    published: BTreeSet<&'r str>,
    base_url: Option<&'r str>,
}

impl<'r> Subjects<'r> {
    fn new(comparison: &Comparison<'r>) -> Self {
        let (before, after) = (comparison.before.snapshot, comparison.after.snapshot);
        let mut ambiguous = BTreeSet::new();
        for snapshot in [before, after] {
            let mut seen = BTreeSet::new();
            for blip in &snapshot.radar.blips {
                if !seen.insert(blip.name.value.as_str()) {
                    ambiguous.insert(blip.name.value.as_str());
                }
            }
        }
        let known = |id: &str| before.get(id).is_some();
        let published = after.blips.iter().map(|judged| judged.blip.id.as_str());
        Self {
            ambiguous,
            published: published.filter(|id| known(id)).collect(),
            base_url: after.radar.base_url.as_deref(),
        }
    }

    fn blip(&self, side: &Side, what: String) -> Line {
        let (id, name) = (side.id(), side.name());
        let subject =
            if self.ambiguous.contains(name) { format!("{name} ({id})") } else { name.to_owned() };
        let base = self.base_url.filter(|_| self.published.contains(id));
        Line { subject, page: base.map(|base| format!("{base}{}", routes::blip(id))), what }
    }

    fn concern(&self, concern: &Concern) -> Line {
        let what = sentence::concern(concern);
        match concern {
            Concern::FlagGone { pair, .. }
            | Concern::MarkGone(pair)
            | Concern::HoldsLonger(pair) => self.blip(&pair.after, what),
            Concern::Moved(moved) => self.blip(&moved.pair.after, what),
            Concern::Gone(side)
            | Concern::NewImposed { blip: side, .. }
            | Concern::FromOutside { blip: side, .. } => self.blip(side, what),
            Concern::SelfMade(change)
            | Concern::ReviewRemoved(change)
            | Concern::ReviewRewritten(change) => self.blip(&change.blip, what),
            Concern::QuestionRemoved(change) => self.blip(&change.blip, what),
            Concern::Prolonged { person, .. } => named(&person.name, what),
            Concern::Loosened(setting) => named(&setting.key, what),
        }
    }
}
