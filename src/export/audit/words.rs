//! Verdicts in words.

use std::fmt::Write as _;

use super::Report;
use crate::audit::crew::Extended;
use crate::audit::pair::Part;
use crate::audit::verdict::{Author, Claimed};
use crate::audit::version::{Entry, EntryKind, Period};
use crate::audit::{CommitIndex, Finding, Hand, Happened, Item, Subject};
use crate::radar::Radar;

/// How many digits of a commit are enough for people.
pub(super) const SHORT: usize = 9;

/// Whether words may name an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Addresses {
    Shown,
    Hidden,
}

impl Report<'_> {
    /// Returns what is to be told about an item.
    pub(super) fn verdict(&self, item: &Item, addresses: Addresses) -> String {
        let mut words: Vec<String> = Vec::new();
        let is_period = matches!(item.subject, Subject::Period(..));
        let hand = match item.hand {
            Some((Hand::Other(person), at)) if !is_period => {
                let name = &self.audit.radar.person(person).name;
                Some((format!("entered by {name}"), at))
            }
            Some((Hand::Unknown, at)) => Some((self.unknown(at, addresses), at)),
            Some((Hand::Untold(why), at)) if !matches!(why, crate::audit::Why::NotCommitted) => {
                Some(("whose hand it is cannot be told".to_owned(), at))
            }
            _ => None,
        };
        let told = hand.as_ref().map(|(_, at)| *at);
        words.extend(hand.map(|(hand, at)| format!("{hand} ({})", self.commit(at))));
        words.extend(
            item.findings.iter().map(|finding| self.finding(item, finding, told, addresses)),
        );
        let holds = self.holds(item);
        words.extend(holds);
        if let Some(from) = &item.moved_from {
            words.push(format!("it came from the blip {from}"));
        }
        words.join("; ")
    }

    fn unknown(&self, at: CommitIndex, addresses: Addresses) -> String {
        let address = self.audit.commits.get(at).author.as_deref().unwrap_or_default();
        match addresses {
            Addresses::Shown if !address.is_empty() => {
                format!("entered by an unknown address, {address}")
            }
            _ => "entered by an unknown address".to_owned(),
        }
    }

    /// Returns for whom of several signers a review holds.
    fn holds(&self, item: &Item) -> Option<String> {
        let of = |is_own: bool| {
            let hands = item.hands.iter().filter(|(_, hand, _)| (*hand == Hand::Own) == is_own);
            let names = hands.map(|(id, ..)| person_of(self.audit.radar, id));
            names.collect::<Vec<_>>().join(", ")
        };
        let (own, other) = (of(true), of(false));
        (!own.is_empty() && !other.is_empty())
            .then(|| format!("it holds for {own}, not for {other}"))
    }

    /// Returns a commit with its day.
    pub(super) fn commit(&self, at: CommitIndex) -> String {
        let commit = self.audit.commits.get(at);
        if commit.author.is_none() {
            return "not committed yet".to_owned();
        }
        format!("{}, {}", short(&commit.id), commit.day)
    }

    /// Returns what somebody did with an address.
    fn claimed(&self, claimed: &Claimed, by: Option<String>, addresses: Addresses) -> String {
        let by = by.unwrap_or_else(|| "somebody".to_owned());
        let address = match addresses {
            Addresses::Shown => &claimed.address,
            Addresses::Hidden => "an address",
        };
        let whose = claimed.taken_from.map_or(String::new(), |person| {
            format!(" of {}", self.audit.radar.person(person).name)
        });
        if claimed.is_mapped {
            format!("{by} gave them the commits of {address}{whose} in .mailmap")
        } else {
            format!("{by} gave them {address}{whose} in people.toml")
        }
    }

    fn finding(
        &self,
        item: &Item,
        finding: &Finding,
        told: Option<CommitIndex>,
        addresses: Addresses,
    ) -> String {
        let place = format!(" ({})", self.commit(finding.commit));
        let place = if told == Some(finding.commit) { "" } else { &place };
        let by = self.author(finding.by);
        match &finding.what {
            Happened::Backdated(days) => format!("dated {days} days before its commit{place}"),
            Happened::Postdated(days) => format!("dated {days} days after its commit{place}"),
            Happened::Removed => {
                format!("removed{}{place}", by.map_or(String::new(), |by| format!(" by {by}")))
            }
            Happened::Rewritten { parts, before, after } => {
                let changes: Vec<String> =
                    parts.iter().map(|part| self.change(*part, before, after)).collect();
                let by = by.unwrap_or_else(|| "somebody".to_owned());
                // The commit is always named: there may be several changes.
                let at = self.commit(finding.commit);
                format!("{by} changed {} ({at})", changes.join(" and "))
            }
            Happened::Claimed => match &item.subject {
                Subject::Address(_, claimed) => {
                    format!("{}{place}", self.claimed(claimed, by, addresses))
                }
                Subject::Entry(..) | Subject::Period(..) => String::new(),
            },
            Happened::Extended { how, before } => {
                format!("{}{place}", extended(*how, *before, item))
            }
        }
    }

    fn author(&self, author: Author) -> Option<String> {
        match author {
            Author::Person(person) => Some(self.audit.radar.person(person).name.clone()),
            Author::Unknown => Some("an unknown address".to_owned()),
            Author::Nobody => None,
        }
    }

    fn change(&self, part: Part, before: &Entry, after: &Entry) -> String {
        let from_to = |what: &str, from: String, to: String| format!("{what} from {from} to {to}");
        let names = |entry: &Entry| {
            let names = entry.by.iter().map(|id| person_of(self.audit.radar, id));
            let names = names.collect::<Vec<_>>().join(", ");
            if names.is_empty() { "nobody".to_owned() } else { names }
        };
        let or = |text: &str, none: &str| {
            if text.is_empty() { none.to_owned() } else { text.to_owned() }
        };
        let date = |entry: &Entry| entry.date.map_or("none".to_owned(), |date| date.to_string());
        match (part, before.kind) {
            (Part::Date, _) => from_to("the date", date(before), date(after)),
            (Part::By, _) => from_to("the signers", names(before), names(after)),
            (Part::Verdict, EntryKind::Exit) => {
                from_to("the effort", or(&before.verdict, "none"), or(&after.verdict, "none"))
            }
            (Part::Verdict, _) => {
                from_to("the ring", or(&before.verdict, "none"), or(&after.verdict, "none"))
            }
            (Part::Text, EntryKind::Answer) => "its text".to_owned(),
            (Part::Text, _) => "the note".to_owned(),
            (Part::About, EntryKind::Answer) => "the question".to_owned(),
            (Part::About, _) => "the evidence".to_owned(),
        }
    }

    /// Returns who signed an item, by name.
    pub(super) fn signers(&self, item: &Item) -> String {
        let names = item.by.iter().map(|id| person_of(self.audit.radar, id));
        names.collect::<Vec<_>>().join(", ")
    }

    /// Returns the name of what an item belongs to.
    pub(super) fn of<'n>(&'n self, item: &'n Item) -> &'n str {
        match &item.subject {
            Subject::Entry(_, id) => self.audit.radar.blip(id).map_or(id, |blip| &blip.name.value),
            Subject::Period(person, _) | Subject::Address(person, _) => {
                &self.audit.radar.person(*person).name
            }
        }
    }

    /// Returns the day of an item, or the days of a period.
    pub(super) fn dates(item: &Item) -> String {
        match &item.subject {
            Subject::Period(_, period) => dates(*period),
            Subject::Entry(..) | Subject::Address(..) => {
                item.date.map_or(String::new(), |date| date.to_string())
            }
        }
    }
}

fn extended(how: Extended, before: Option<Period>, item: &Item) -> String {
    let mut words = match how {
        Extended::Declared => "they added themselves, with this period".to_owned(),
        Extended::Added => "they added it themselves".to_owned(),
        Extended::Prolonged => "they prolonged it themselves".to_owned(),
        Extended::Opened => "they opened it themselves".to_owned(),
        Extended::Moved => "they moved its beginning themselves".to_owned(),
    };
    let is_other = |before: &Period| item.subject != Subject::Period(person(item), *before);
    if let Some(before) = before.filter(is_other) {
        let _ = write!(words, ", before {}", dates(before));
    }
    words
}

fn person(item: &Item) -> crate::radar::PersonIndex {
    match item.subject {
        Subject::Period(person, _) | Subject::Address(person, _) => person,
        Subject::Entry(..) => crate::radar::PersonIndex(u16::MAX),
    }
}

fn dates(period: Period) -> String {
    match period.until {
        Some(until) => format!("{} to {until}", period.from),
        None => format!("from {}", period.from),
    }
}

/// Returns the start of the id of a commit.
pub(super) fn short(id: &str) -> &str {
    id.get(..SHORT).unwrap_or(id)
}

/// Returns the name of a person; the id if people.toml does not have them any more.
pub(super) fn person_of<'r>(radar: &'r Radar, id: &'r str) -> &'r str {
    radar.person_index(id).map_or(id, |person| &radar.person(person).name)
}
