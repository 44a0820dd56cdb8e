//! Every verdict, for other programs. Keys are only ever added.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{Count, Group, Report};
use crate::audit::crew::Extended;
use crate::audit::pair::Part;
use crate::audit::verdict::Author;
use crate::audit::{CommitIndex, Finding, Hand, Happened, Item, Subject, Why};
use crate::export::pretty;

#[derive(Serialize)]
struct AuditJson<'r> {
    version: u32,
    head: Option<&'r str>,
    since: Option<Since<'r>>,
    shallow: bool,
    counts: BTreeMap<&'static str, CountJson>,
    /// How many of the verdicts are denied.
    denied: usize,
    entries: Vec<EntryJson<'r>>,
}

#[derive(Serialize)]
struct Since<'r> {
    #[serde(rename = "ref")]
    name: &'r str,
    commit: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct CountJson {
    own_hand: usize,
    entered_by_other: usize,
    unknown_address: usize,
    not_committed: usize,
    cannot_tell: usize,
}

#[derive(Serialize)]
struct EntryJson<'r> {
    kind: &'static str,
    blip: Option<&'r str>,
    person: Option<&'r str>,
    /// From the root of the repository.
    file: Option<String>,
    line: Option<usize>,
    date: Option<Date>,
    until: Option<Date>,
    by: &'r [String],
    /// The address that was given to a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    claimed: Option<&'r str>,
    #[serde(flatten)]
    hand: Option<HandJson<'r>>,
    signers: Vec<SignerJson<'r>>,
    moved_from: Option<&'r str>,
    findings: Vec<FindingJson<'r>>,
    denied: bool,
}

#[derive(Serialize)]
struct HandJson<'r> {
    verdict: &'static str,
    /// Why the verdict is `cannot-tell`.
    why: Option<&'static str>,
    /// The id of the person who entered it, if people.toml has them.
    entered_by: Option<&'r str>,
    /// The address of the commit's author, if nobody in people.toml has it.
    address: Option<&'r str>,
    commit: Option<&'r str>,
    committed: Option<Date>,
}

#[derive(Serialize)]
struct SignerJson<'r> {
    person: &'r str,
    #[serde(flatten)]
    hand: HandJson<'r>,
}

#[derive(Serialize)]
struct FindingJson<'r> {
    kind: &'static str,
    by: Option<&'r str>,
    commit: Option<&'r str>,
    committed: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Before<'r>>,
}

/// What a change took the place of.
#[derive(Serialize)]
#[serde(untagged)]
enum Before<'r> {
    Entry { date: Option<Date>, by: &'r [String], verdict: &'r str },
    Period { from: Date, until: Option<Date> },
}

/// Writes every verdict as JSON.
pub(crate) fn json(report: &Report) -> String {
    let counts = report.counts().into_iter().map(|(group, count)| (group.name(2), count.into()));
    pretty(&AuditJson {
        version: 1,
        head: report.head,
        since: report.since.map(|(name, commit)| Since { name, commit }),
        shallow: report.is_shallow,
        counts: counts.collect(),
        denied: report.denied(),
        entries: report.audit.items.iter().map(|item| entry(report, item)).collect(),
    })
}

impl From<Count> for CountJson {
    fn from(count: Count) -> Self {
        Self {
            own_hand: count.own,
            entered_by_other: count.other,
            unknown_address: count.unknown,
            not_committed: count.uncommitted,
            cannot_tell: count.untold,
        }
    }
}

fn entry<'r>(report: &'r Report, item: &'r Item) -> EntryJson<'r> {
    let (file, line) = report.place(item);
    let (blip, person, until) = match &item.subject {
        Subject::Entry(_, blip) => (Some(blip.as_str()), None, None),
        Subject::Period(person, period) => {
            (None, Some(report.audit.radar.person(*person).id.as_str()), period.until)
        }
        Subject::Address(person, _) => {
            (None, Some(report.audit.radar.person(*person).id.as_str()), None)
        }
    };
    let signers = item.hands.iter().map(|(person, hand, commit)| SignerJson {
        person,
        hand: hand_json(report, *hand, *commit),
    });
    EntryJson {
        kind: Group::of(item).short(),
        blip,
        person,
        file,
        line,
        date: item.date,
        until,
        by: &item.by,
        claimed: match &item.subject {
            Subject::Address(_, claimed) => Some(&claimed.address),
            Subject::Entry(..) | Subject::Period(..) => None,
        },
        hand: item.hand.map(|(hand, commit)| hand_json(report, hand, commit)),
        signers: signers.collect(),
        moved_from: item.moved_from.as_deref(),
        findings: item.findings.iter().map(|finding| finding_json(report, finding)).collect(),
        denied: report.is_denied(item),
    }
}

fn hand_json<'r>(report: &'r Report, hand: Hand, at: CommitIndex) -> HandJson<'r> {
    let (verdict, why) = match hand {
        Hand::Own => ("own-hand", None),
        Hand::Other(_) => ("entered-by-other", None),
        Hand::Unknown => ("unknown-address", None),
        Hand::Untold(Why::NotCommitted) => ("cannot-tell", Some("not-committed")),
        Hand::Untold(Why::NoEmails) => ("cannot-tell", Some("no-emails")),
        Hand::Untold(Why::Shallow) => ("cannot-tell", Some("shallow")),
        Hand::Untold(Why::Unreadable) => ("cannot-tell", Some("unreadable")),
    };
    let radar = report.audit.radar;
    let author = report.audit.commits.get(at).author.as_deref();
    let is_told = !matches!(hand, Hand::Untold(Why::Shallow | Why::Unreadable));
    let person = author.and_then(|address| radar.person_of_email(address));
    let (commit, committed) = commit(report, at);
    HandJson {
        verdict,
        why,
        entered_by: person.filter(|_| is_told).map(|person| radar.person(person).id.as_str()),
        address: author.filter(|_| is_told && person.is_none()),
        commit,
        committed,
    }
}

fn commit<'r>(report: &'r Report, at: CommitIndex) -> (Option<&'r str>, Option<Date>) {
    let commit = report.audit.commits.get(at);
    let is_made = commit.author.is_some();
    (is_made.then_some(&*commit.id), is_made.then_some(commit.day))
}

fn finding_json<'r>(report: &'r Report, finding: &'r Finding) -> FindingJson<'r> {
    let (commit, committed) = commit(report, finding.commit);
    let by = match finding.by {
        Author::Person(person) => Some(report.audit.radar.person(person).id.as_str()),
        Author::Unknown | Author::Nobody => None,
    };
    let kind = finding.what.verdict().name();
    let mut json = FindingJson {
        kind,
        by,
        commit,
        committed,
        days: None,
        changed: None,
        how: None,
        before: None,
    };
    match &finding.what {
        Happened::Backdated(days) | Happened::Postdated(days) => json.days = Some(*days),
        Happened::Removed | Happened::Claimed => {}
        Happened::Rewritten { parts, before, .. } => {
            json.changed = Some(parts.iter().map(|part| name(*part)).collect());
            let (date, verdict) = (before.date, before.verdict.as_str());
            json.before = Some(Before::Entry { date, by: &before.by, verdict });
        }
        Happened::Extended { how, before } => {
            json.how = Some(match how {
                Extended::Declared | Extended::Added => "added",
                Extended::Prolonged => "prolonged",
                Extended::Opened => "opened",
                Extended::Moved => "moved",
            });
            json.before = before.map(|p| Before::Period { from: p.from, until: p.until });
        }
    }
    json
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Date => "date",
        Part::By => "by",
        Part::Verdict => "verdict",
        Part::Text => "text",
        Part::About => "about",
    }
}
