//! The bytes of a file at a commit -> what in it is signed.
//!
//! Old versions may have been written for an older program, and need not be free of errors: whatever can be read
//! counts, and a key that cannot is as good as missing.

use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a file at a commit has.
#[derive(Clone, Debug)]
pub(crate) enum Version {
    Blip(Vec<Arc<Entry>>),
    People(Vec<Person>),
    /// The ids of the rings.
    Rings(Vec<String>),
    /// It is not valid TOML, or it is not there.
    Unreadable,
}

/// What kind of file a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FileKind {
    Blip,
    People,
    Settings,
}

impl Version {
    /// Reads a file.
    pub(crate) fn read(kind: FileKind, bytes: &[u8]) -> Self {
        let table = std::str::from_utf8(bytes).ok().and_then(|text| DeTable::parse(text).ok());
        let Some(table) = table else { return Version::Unreadable };
        let table = table.get_ref();
        match kind {
            FileKind::Blip => Version::Blip(entries(table)),
            FileKind::People => Version::People(people(table)),
            FileKind::Settings => {
                let ids = tables(table, "ring").map(|(ring, _)| text(ring, "id"));
                Version::Rings(ids.collect())
            }
        }
    }
}

/// What was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum EntryKind {
    Review,
    Answer,
    Exit,
}

/// Something in a blip's file that somebody signed.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) kind: EntryKind,
    pub(crate) date: Option<Date>,
    /// Sorted: their order means nothing.
    pub(crate) by: Vec<String>,
    /// The ring of a review, the effort of an exit.
    pub(crate) verdict: String,
    /// Without the difference between one blank and another, so that a new layout is no new text.
    pub(crate) text: String,
    /// The evidence of a review; the question of an answer, behind who asked it.
    pub(crate) about: String,
    /// Where it is in this version.
    pub(crate) at: Range<usize>,
    hash: u64,
}

impl Entry {
    fn new(kind: EntryKind, table: &DeTable, about: String, at: Range<usize>) -> Self {
        let (verdict, note) = match kind {
            EntryKind::Review => ("ring", "note"),
            EntryKind::Answer => ("", "text"),
            EntryKind::Exit => ("effort", "note"),
        };
        let mut by = names(table, "by");
        by.sort();
        by.dedup();
        let entry = Self {
            kind,
            date: date(table, "date"),
            by,
            verdict: text(table, verdict),
            text: text(table, note),
            about,
            at,
            hash: 0,
        };
        entry.hashed()
    }

    fn hashed(mut self) -> Self {
        let mut hasher = DefaultHasher::new();
        let Self { kind, date, by, verdict, text, about, .. } = &self;
        (kind, date, by, verdict, text, about).hash(&mut hasher);
        self.hash = hasher.finish();
        self
    }

    /// Returns whether two entries have the same values, wherever they are.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let values = |e: &Self| (e.kind, e.date);
        self.hash == other.hash
            && values(self) == values(other)
            && self.by == other.by
            && [&self.verdict, &self.text, &self.about]
                == [&other.verdict, &other.text, &other.about]
    }

    /// Returns a number that entries with the same values share.
    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }

    /// Returns the same entry with other names for its people and rings.
    pub(crate) fn renamed(
        &self,
        person: impl Fn(&str) -> String,
        ring: impl Fn(&str) -> String,
    ) -> Self {
        let mut entry = self.clone();
        entry.by = self.by.iter().map(|id| person(id)).collect();
        entry.by.sort();
        if self.kind == EntryKind::Review {
            entry.verdict = ring(&self.verdict);
        }
        if let (EntryKind::Answer, Some((asker, question))) =
            (self.kind, self.about.split_once('\0'))
        {
            entry.about = format!("{}\0{question}", person(asker));
        }
        entry.hashed()
    }
}

/// A person of people.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    /// In lower case.
    pub(crate) emails: Vec<String>,
    pub(crate) periods: Vec<Period>,
}

/// A period in which somebody practises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Period {
    pub(crate) from: Date,
    /// None while it goes on.
    pub(crate) until: Option<Date>,
}

fn entries(blip: &DeTable) -> Vec<Arc<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    for (review, at) in tables(blip, "review") {
        entries.push(Entry::new(EntryKind::Review, review, text(review, "evidence"), at));
    }
    for (question, _) in tables(blip, "question") {
        let Some((answer, at)) = table(question, "answer") else { continue };
        let about = format!("{}\0{}", names(question, "by").join(","), text(question, "text"));
        entries.push(Entry::new(EntryKind::Answer, answer, about, at));
    }
    if let Some((exit, at)) = table(blip, "exit") {
        entries.push(Entry::new(EntryKind::Exit, exit, String::new(), at));
    }
    entries.into_iter().map(Arc::new).collect()
}

fn people(file: &DeTable) -> Vec<Person> {
    let Some((people, _)) = table(file, "person") else { return Vec::new() };
    let read = people.iter().filter_map(|(id, person)| {
        let DeValue::Table(person) = person.get_ref() else { return None };
        let periods = tables(person, "practising").filter_map(|(period, _)| {
            Some(Period { from: date(period, "from")?, until: date(period, "until") })
        });
        let emails = names(person, "emails").into_iter().map(|email| email.to_lowercase());
        Some(Person {
            id: id.get_ref().to_string(),
            name: text(person, "name"),
            emails: emails.collect(),
            periods: periods.collect(),
        })
    });
    read.collect()
}

/// Returns the tables of a list, each with its place.
fn tables<'t>(
    table: &'t DeTable,
    key: &str,
) -> impl Iterator<Item = (&'t DeTable<'t>, Range<usize>)> {
    let list = table.get(key).and_then(|value| value.get_ref().as_array());
    list.into_iter().flat_map(|list| list.iter()).filter_map(inner)
}

fn table<'t>(table: &'t DeTable, key: &str) -> Option<(&'t DeTable<'t>, Range<usize>)> {
    table.get(key).and_then(inner)
}

fn inner<'t>(value: &'t Spanned<DeValue<'t>>) -> Option<(&'t DeTable<'t>, Range<usize>)> {
    match value.get_ref() {
        DeValue::Table(table) => Some((table, value.span())),
        _ => None,
    }
}

/// Returns a text, its blanks and line breaks made one blank each; empty if there is none.
fn text(table: &DeTable, key: &str) -> String {
    let text = table.get(key).and_then(|value| value.get_ref().as_str()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a list of texts, or a single one.
fn names(table: &DeTable, key: &str) -> Vec<String> {
    match table.get(key).map(Spanned::get_ref) {
        Some(DeValue::String(name)) => vec![name.to_string()],
        Some(DeValue::Array(names)) => {
            let names = names.iter().filter_map(|name| name.get_ref().as_str());
            names.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

fn date(table: &DeTable, key: &str) -> Option<Date> {
    match table.get(key)?.get_ref() {
        DeValue::Datetime(date) => date.date?.to_string().parse().ok(),
        DeValue::String(date) => date.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<Arc<Entry>> {
        match Version::read(FileKind::Blip, text.as_bytes()) {
            Version::Blip(entries) => entries,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn another_layout_is_the_same_entry() {
        let plain = "[[review]]\ndate = 2026-01-02\nby = [\"ada\", \"bob\"]\nring = \"adopt\"\nnote = \"one two\"\n";
        let other = "review = [{ note = \"\"\"\none\n  two\"\"\", by = ['bob', 'ada'], \
                     ring = 'adopt', date = 2026-01-02 }]";
        let first = entries(plain).remove(0);
        for same in [other.to_owned(), plain.replace('\n', "\r\n"), format!("\u{feff}{plain}")] {
            assert!(first.is_same(&entries(&same)[0]), "{same:?}");
        }
        for (from, to) in [("01-02", "01-03"), ("ada", "max"), ("adopt", "hold"), ("two", "too")] {
            assert!(!first.is_same(&entries(&plain.replace(from, to))[0]), "{to}");
        }
    }

    #[test]
    fn answers_and_exits_are_entries_too() {
        let text = "[[question]]\ndate = 2026-01-01\nby = 'max'\ntext = 'Why?'\n\
                    answer = { date = 2026-01-02, by = 'ada', text = 'So.' }\n\
                    [[question]]\nby = 'max'\ntext = 'And?'\n\
                    [exit]\neffort = '4 months'\ndate = 2026-05-09\nby = ['ada']\n";
        let found: Vec<_> = entries(text).iter().map(|e| (e.kind, e.by.join(","))).collect();
        let ada = || "ada".to_owned();
        assert_eq!(found, [(EntryKind::Answer, ada()), (EntryKind::Exit, ada())]);
        assert!(matches!(Version::read(FileKind::Blip, b"x = "), Version::Unreadable));
    }
}
