//! Trails, the crew and the addresses of people.toml -> verdicts on every signature.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::crew::{Crew, PeriodRecord};
use super::mailmap::Mapping;
use super::pair::Part;
use super::trail::{Gone, How, Record, Rewrite, Trail};
use super::verdict::{Author, Claimed, Finding, Hand, Happened, Item, Subject, Why};
use super::version::EntryKind;
use super::{Commit, CommitIndex, Commits};
use crate::radar::{self, PersonIndex, Radar};

/// How many days an entry may be older than the commit that brought it.
const MAX_DAYS: i32 = 30;
/// How many days it may be younger: the author's clock and zone need not be those of the person who signed.
const MAX_DAYS_AHEAD: i32 = 1;

/// The verdicts on a radar.
#[derive(Debug)]
pub(crate) struct Audit<'r> {
    pub(crate) radar: &'r Radar,
    /// With the work tree as the last one.
    pub(crate) commits: Commits,
    /// Periods last; blips and people by their ids, entries by date.
    pub(crate) items: Vec<Item>,
}

/// What is judged.
pub(crate) struct Judged<'h> {
    /// With the work tree as the last one.
    pub(crate) commits: &'h Commits,
    /// By the id of their blip.
    pub(crate) trails: &'h BTreeMap<String, Arc<Trail>>,
    pub(crate) crew: &'h Crew,
    pub(crate) mailmap: &'h [Mapping],
    /// The commits to look at: those since a commit; none for all.
    pub(crate) new: Option<&'h BTreeSet<CommitIndex>>,
}

impl Judged<'_> {
    /// Judges every signature and period.
    pub(crate) fn audit<'r>(&self, radar: &'r Radar) -> Audit<'r> {
        let judge = Judge { radar, history: self };
        let mut items = Vec::new();
        let live = self.trails.values().flat_map(|trail| &trail.live);
        let live: HashSet<(CommitIndex, u64)> =
            live.map(|record| (record.first, record.entry.hash())).collect();
        let mut told: HashSet<(CommitIndex, CommitIndex, u64)> = HashSet::new();
        for (blip, trail) in self.trails {
            let start = items.len();
            items.extend(trail.live.iter().filter_map(|record| judge.entry(blip, record)));
            for gone in &trail.gone {
                let key = (gone.record.first, gone.record.entry.hash());
                if !live.contains(&key) && told.insert((key.0, gone.commit, key.1)) {
                    items.extend(judge.removed(blip, gone));
                }
            }
            items[start..].sort_by_key(|item| (item.at.is_none(), item.date));
        }
        for (at, person) in (0u16..).zip(&radar.people) {
            let member = self.crew.people.get(&person.id);
            for record in member.iter().flat_map(|member| &member.periods) {
                items.extend(judge.period(PersonIndex(at), record));
            }
        }
        items.extend(judge.claims());
        Audit { radar, commits: self.commits.clone(), items }
    }
}

struct Judge<'r, 'h> {
    radar: &'r Radar,
    history: &'h Judged<'h>,
}

impl Judge<'_, '_> {
    fn commit(&self, at: CommitIndex) -> &Commit {
        self.history.commits.get(at)
    }

    fn is_new(&self, at: CommitIndex) -> bool {
        self.history.new.is_none_or(|new| new.contains(&at))
    }

    /// Returns whether a change by a commit is news about something that an earlier commit brought: what comes and
    /// goes in one pull request is none.
    fn is_news(&self, first: CommitIndex, change: CommitIndex) -> bool {
        self.history.new.is_none_or(|new| new.contains(&change) && !new.contains(&first))
    }

    fn entry(&self, blip: &str, record: &Record) -> Option<Item> {
        let entry = &record.entry;
        let mut findings: Vec<Finding> = record
            .rewritten
            .iter()
            .filter(|rewrite| self.is_news(record.first, rewrite.commit) && self.is_told(rewrite))
            .map(|rewrite| {
                let what = Happened::Rewritten {
                    parts: rewrite.parts.clone(),
                    before: Arc::clone(&rewrite.before),
                    after: Arc::clone(&rewrite.after),
                };
                self.finding(rewrite.commit, what)
            })
            .collect();
        let hands: Vec<(String, Hand, CommitIndex)> =
            entry.by.iter().map(|signer| self.signature(record, signer)).collect();
        let new: Vec<_> = hands.iter().filter(|(_, _, commit)| self.is_new(*commit)).collect();
        if self.is_new(record.stated) && !entry.by.is_empty() {
            findings.extend(self.dated(record));
        }
        let hand = whole(&new);
        if hand.is_none() && findings.is_empty() {
            return None;
        }
        Some(Item {
            subject: Subject::Entry(entry.kind, blip.to_owned()),
            at: Some(entry.at.clone()),
            date: entry.date,
            by: entry.by.clone(),
            hand,
            hands,
            moved_from: record.moved_from.clone(),
            findings,
        })
    }

    /// Returns whose hand brought a signature, and the commit that tells.
    fn signature(&self, record: &Record, signer: &str) -> (String, Hand, CommitIndex) {
        let brought = record.signed.iter().find(|(person, _)| person == signer);
        let brought = brought.map_or(record.stated, |(_, commit)| *commit);
        let person = self.radar.person_index(signer);
        let hand_of = |commit| self.hand(person, commit);
        // Those who took their own signature back do not have it again because somebody reverted that.
        let is_taken_back = |(removed, _): &&(CommitIndex, CommitIndex)| {
            *removed > brought && hand_of(*removed) == Hand::Own
        };
        let taken_back = record.restored.iter().rfind(is_taken_back);
        let commit = taken_back.map_or(brought, |(_, by)| *by);
        let hand = hand_of(commit);
        let is_unclear = record.is_unclear && !matches!(hand, Hand::Untold(_));
        let hand = if is_unclear { Hand::Untold(Why::Unreadable) } else { hand };
        (signer.to_owned(), hand, commit)
    }

    /// Returns whose hand a commit is, seen from a person who signed.
    fn hand(&self, signer: Option<PersonIndex>, at: CommitIndex) -> Hand {
        let commit = self.commit(at);
        let Some(author) = &commit.author else { return Hand::Untold(Why::NotCommitted) };
        if commit.is_boundary {
            return Hand::Untold(Why::Shallow);
        }
        let addresses = || std::iter::once(author).chain(&commit.others);
        let is_known = |address: &String| self.radar.person_of_email(address);
        if signer.is_some() && addresses().any(|address| is_known(address) == signer) {
            return Hand::Own;
        }
        let has_emails = signer.is_none_or(|signer| !self.radar.person(signer).emails.is_empty());
        if !has_emails && addresses().any(|address| is_known(address).is_none()) {
            return Hand::Untold(Why::NoEmails);
        }
        is_known(author).map_or(Hand::Unknown, Hand::Other)
    }

    fn finding(&self, commit: CommitIndex, what: Happened) -> Finding {
        Finding { commit, by: self.author(commit), what }
    }

    fn author(&self, commit: CommitIndex) -> Author {
        match &self.commit(commit).author {
            None => Author::Nobody,
            Some(address) => {
                self.radar.person_of_email(address).map_or(Author::Unknown, Author::Person)
            }
        }
    }

    /// Returns how far the date of an entry is from that of the commit that brought it.
    fn dated(&self, record: &Record) -> Option<Finding> {
        let commit = self.commit(record.stated);
        if commit.is_boundary || commit.author.is_none() || record.is_unclear {
            return None;
        }
        let days = (commit.day - record.entry.date?).get_days();
        let what = match days {
            days if days > MAX_DAYS => Happened::Backdated(days),
            days if -days > MAX_DAYS_AHEAD => Happened::Postdated(-days),
            _ => return None,
        };
        Some(self.finding(record.stated, what))
    }

    /// Returns whether a change is worth telling: those who signed may correct their own words, and sign beside others.
    fn is_told(&self, rewrite: &Rewrite) -> bool {
        let Rewrite { commit, parts, before, after, is_unclear } = rewrite;
        if *is_unclear || (before.by.is_empty() && after.by.is_empty()) {
            return false;
        }
        let is_own =
            |signer: &String| self.hand(self.radar.person_index(signer), *commit) == Hand::Own;
        let mut added = after.by.iter().filter(|person| !before.by.contains(person));
        let only_adds = before.by.iter().all(|person| after.by.contains(person));
        let is_told = |part: &Part| match part {
            Part::Text => !before.by.iter().any(is_own),
            Part::About if before.kind != EntryKind::Answer => !before.by.iter().any(is_own),
            // The question belongs to who asked it.
            Part::About => {
                let asker = before.about.split('\0').next().unwrap_or_default();
                !is_own(&asker.to_owned())
            }
            Part::By => !(only_adds && added.all(is_own)),
            // An import may place what nobody signed.
            Part::Date | Part::Verdict => !before.by.is_empty(),
        };
        let mut is_told = is_told;
        parts.iter().any(&mut is_told)
    }

    fn removed(&self, blip: &str, gone: &Gone) -> Option<Item> {
        let Gone { record, commit, how, is_unclear } = gone;
        let entry = &record.entry;
        let is_told = *how == How::Removed
            && !is_unclear
            && !entry.by.is_empty()
            && self.is_news(record.first, *commit);
        is_told.then(|| Item {
            subject: Subject::Entry(entry.kind, blip.to_owned()),
            at: None,
            date: entry.date,
            by: entry.by.clone(),
            hand: None,
            hands: Vec::new(),
            moved_from: record.moved_from.clone(),
            findings: vec![self.finding(*commit, Happened::Removed)],
        })
    }

    fn period(&self, person: PersonIndex, record: &PeriodRecord) -> Option<Item> {
        let mut own = Vec::new();
        for extension in &record.extended {
            if self.is_vouched(person, extension.commit) {
                own.clear();
            } else if self.hand(Some(person), extension.commit) == Hand::Own {
                own.push(*extension);
            }
        }
        let own = own.into_iter().filter(|e| self.is_new(e.commit) && !record.is_unclear);
        let findings: Vec<Finding> = own
            .map(|e| {
                let what = Happened::Extended { how: e.how, before: e.before };
                self.finding(e.commit, what)
            })
            .collect();
        let hand = match self.hand(Some(person), record.entered) {
            Hand::Own | Hand::Other(_) | Hand::Unknown if record.is_unclear => {
                Hand::Untold(Why::Unreadable)
            }
            hand => hand,
        };
        let hand = self.is_new(record.entered).then_some((hand, record.entered));
        if hand.is_none() && findings.is_empty() {
            return None;
        }
        let known = &self.radar.person(person).practising;
        let is_this =
            |p: &&radar::Period| p.from == record.period.from && p.until == record.period.until;
        let id = self.radar.person(person).id.clone();
        Some(Item {
            subject: Subject::Period(person, record.period),
            at: known.iter().find(is_this).map(|period| period.at.range()),
            date: Some(record.period.from),
            by: vec![id.clone()],
            hand,
            hands: hand.map(|(hand, commit)| (id, hand, commit)).into_iter().collect(),
            moved_from: None,
            findings,
        })
    }

    /// Returns the addresses that others gave to people: whoever has one can sign for the person. Those who gave
    /// themselves another one, by a commit of one that they had, are not listed.
    fn claims(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for (at, person) in (0u16..).map(PersonIndex).zip(&self.radar.people) {
            let member = self.history.crew.people.get(&person.id);
            for claim in member.iter().flat_map(|member| &member.claims) {
                let commit = self.commit(claim.commit);
                let hands = commit.author.iter().chain(&commit.others).chain(&commit.written);
                let hands: Vec<String> = hands.map(|hand| hand.to_lowercase()).collect();
                let is_by = |owners: &Vec<String>| owners.iter().any(|o| hands.contains(o));
                let is_own = is_by(&claim.before) && claim.taken_from.as_ref().is_none_or(is_by);
                if !is_own {
                    let taken_from = claim.taken_from.iter().flatten();
                    let taken_from = taken_from
                        .filter_map(|owner| self.radar.person_of_email(owner))
                        .find(|p| *p != at);
                    let address = claim.address.clone();
                    let claimed = Claimed { address, taken_from, is_mapped: false };
                    items.extend(self.claimed(at, claimed, claim.commit));
                }
            }
        }
        for Mapping { from, to, commit } in self.history.mailmap {
            let Some(person) = self.radar.person_of_email(to) else { continue };
            let taken_from = self.radar.person_of_email(from);
            // As it is written: the line may map its own author.
            let hands = &self.commit(*commit).written;
            let is_by = |owner| hands.iter().any(|h| self.radar.person_of_email(h) == Some(owner));
            let is_own = is_by(person) && taken_from.is_none_or(is_by);
            if taken_from != Some(person) && !is_own {
                let claimed = Claimed { address: from.clone(), taken_from, is_mapped: true };
                items.extend(self.claimed(person, claimed, *commit));
            }
        }
        items
    }

    fn claimed(&self, person: PersonIndex, claimed: Claimed, at: CommitIndex) -> Option<Item> {
        let commit = self.commit(at);
        if commit.is_boundary || !self.is_new(at) {
            return None;
        }
        let written = commit.written.first();
        let by = written.map_or(Author::Nobody, |address| {
            self.radar.person_of_email(address).map_or(Author::Unknown, Author::Person)
        });
        // An address says nothing of itself: it is the one that was just given.
        let by = if written.is_some_and(|w| w.eq_ignore_ascii_case(&claimed.address)) {
            Author::Unknown
        } else {
            by
        };
        Some(Item {
            subject: Subject::Address(person, claimed),
            at: None,
            date: None,
            by: vec![self.radar.person(person).id.clone()],
            hand: None,
            hands: Vec::new(),
            moved_from: None,
            findings: vec![Finding { commit: at, by, what: Happened::Claimed }],
        })
    }

    /// Returns whether another person stands behind a commit, besides the one whose period it changes.
    fn is_vouched(&self, person: PersonIndex, at: CommitIndex) -> bool {
        let commit = self.commit(at);
        let addresses = commit.author.iter().chain(&commit.others);
        let mut known = addresses.filter_map(|address| self.radar.person_of_email(address));
        !commit.is_boundary && known.any(|other| other != person)
    }
}

/// Returns the verdict on an entry from those for its signers: one who signed themselves is enough, and what cannot be
/// told for one of them may be so.
fn whole(hands: &[&(String, Hand, CommitIndex)]) -> Option<(Hand, CommitIndex)> {
    let rank = |hand: &Hand| match hand {
        Hand::Own => 0,
        Hand::Untold(_) => 1,
        Hand::Unknown => 2,
        Hand::Other(_) => 3,
    };
    let first = hands.iter().min_by_key(|(_, hand, _)| rank(hand))?;
    Some((first.1, first.2))
}
