//! What an import gives, laid over the radar that is there.
//!
//! 1. What is new is added.
//! 2. What only an import wrote, as its hash in the [`Record`] tells, is replaced. Of a blip, the reviews
//!    on days that this import does not speak of stay ([`blip`]).
//! 3. What somebody edited or removed is left alone. Only where `radar.toml` and `people.toml` lack what
//!    the blips need is that added, at their ends.
//!
//! The result is files in memory; a second time, nothing is left to write.

mod blip;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::files;
use super::record::{RECORD, Record};
use super::vocabulary::usual_ring;
use super::{Absent, Content, Edition, Invalid, TITLE, Term};
use crate::content::check;
use crate::diagnostic::Levels;
use crate::radar::{self, Radar};
use crate::source::SourceSet;

/// What is to be written, and how each file of the import stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// What is to be written: path below the root and bytes, sorted by path.
    pub files: Vec<(String, Vec<u8>)>,
    /// How each file of the import stands, by path.
    pub standings: BTreeMap<String, Standing>,
    /// What a person should know, a sentence each.
    pub remarks: Vec<String>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is added.
    New,
    /// It replaces what an import wrote.
    Updated,
    /// It is there already.
    Same,
    /// Somebody wrote or edited the one that is there; it is left alone.
    Edited,
    /// Somebody removed what an import wrote; it does not come back.
    Removed,
}

impl Merged {
    /// The radar as it will be.
    pub fn over(&self, there: &SourceSet) -> SourceSet {
        let new: BTreeSet<&str> = self.files.iter().map(|(path, _)| path.as_str()).collect();
        let kept = there.iter().filter(|(_, file)| !new.contains(file.path.as_str()));
        let kept = kept.map(|(_, file)| (file.path.clone(), file.bytes.clone()));
        let all = kept.chain(self.files.iter().cloned()).filter(|(path, _)| path != RECORD);
        SourceSet::from_files(all)
    }

    /// The paths of a standing.
    pub fn paths(&self, standing: Standing) -> impl Iterator<Item = &str> {
        let all = self.standings.iter().filter(move |(_, known)| **known == standing);
        all.map(|(path, _)| path.as_str())
    }
}

/// Lays content over a radar, which may be empty.
pub(super) fn merge(
    content: &Content,
    there: &SourceSet,
    today: Date,
) -> Result<Merged, Box<Invalid>> {
    let mut merger = Merger::new(there);
    if there.iter().next().is_none() {
        for (path, bytes) in files::files(content) {
            merger.place(&path, bytes);
        }
        return Ok(merger.finish());
    }
    let checked = check(there, today, &Levels::default());
    let Some(radar) = checked.radar.as_ref().filter(|_| !checked.is_denied()) else {
        let problems = checked.report.judge(&checked.levels);
        return Err(Box::new(Invalid::There { sources: there.clone(), problems }));
    };
    merger.blips(content, radar);
    merger.settings(content, radar);
    merger.people(content, radar);
    for (path, bytes) in files::others(content) {
        merger.place(&path, bytes);
    }
    Ok(merger.finish())
}

struct Merger<'t> {
    there: &'t SourceSet,
    record: Record,
    known: Record,
    merged: Merged,
}

impl<'t> Merger<'t> {
    fn new(there: &'t SourceSet) -> Self {
        let mut merged = Merged::default();
        let record = Record::read(there).unwrap_or_else(|()| {
            merged.remarks.push(format!(
                "{RECORD} cannot be read, so every file that is there counts as edited; take it back from git"
            ));
            Record::default()
        });
        Self { there, known: record.clone(), record, merged }
    }

    fn bytes(&self, path: &str) -> Option<&'t [u8]> {
        self.there.find(path).map(|(_, file)| file.bytes.as_slice())
    }

    /// Places a whole file.
    fn place(&mut self, path: &str, bytes: Vec<u8>) {
        let standing = match self.bytes(path) {
            None if self.known.knows(path) => Standing::Removed,
            None => Standing::New,
            Some(there) if there == bytes => Standing::Same,
            Some(there) if self.known.wrote(path, there) => Standing::Updated,
            Some(_) => Standing::Edited,
        };
        self.put(path, bytes, standing);
    }

    fn put(&mut self, path: &str, bytes: Vec<u8>, standing: Standing) {
        self.merged.standings.insert(path.to_owned(), standing);
        match standing {
            Standing::New | Standing::Updated => {
                self.record.add(path, &bytes);
                self.merged.files.push((path.to_owned(), bytes));
            }
            // After a run that was cut short, what it wrote is not in the record yet.
            Standing::Same => self.record.add(path, &bytes),
            Standing::Edited | Standing::Removed => {}
        }
    }

    fn finish(mut self) -> Merged {
        if self.record != self.known {
            self.merged.files.push((RECORD.to_owned(), self.record.text().into_bytes()));
        }
        self.merged.files.sort();
        self.merged
    }

    fn blips(&mut self, content: &Content, radar: &Radar) {
        for new in &content.blips {
            let Some(old) = radar.blip(&new.id) else {
                let path = self.known.blip(&new.id).map(str::to_owned);
                self.place(&path.unwrap_or_else(|| files::blip_path(&new.id)), text(new));
                continue;
            };
            self.follow(old);
            let path = &old.path;
            let made = blip::union(radar, old, new, &content.days);
            self.place(path, text(&made));
        }
        self.gone(content, radar);
    }

    /// Somebody may have moved a blip's file to another folder: it is the same file there.
    fn follow(&mut self, old: &radar::Blip) {
        let Some(written) = self.known.blip(&old.id).map(str::to_owned) else { return };
        if written == old.path {
            return;
        }
        let Some(bytes) = self.bytes(&old.path) else { return };
        if self.known.wrote(&written, bytes) {
            self.record.remove(&written);
            self.record.add(&old.path, bytes);
            self.known.add(&old.path, bytes);
        }
    }

    /// Retires what only an import wrote and a later state does not list any more.
    fn gone(&mut self, content: &Content, radar: &Radar) {
        if content.absent == Absent::Keep {
            return;
        }
        let ids = content.blips.iter().map(|blip| &blip.id).chain(&content.unclear);
        let listed: BTreeSet<&str> = ids.map(String::as_str).collect();
        let mut names = Vec::new();
        for old in radar.blips.iter().filter(|old| !listed.contains(old.id.as_str())) {
            let is_ours = self.bytes(&old.path).is_some_and(|b| self.known.wrote(&old.path, b));
            let Some(made) = blip::retired(radar, old, &content.days).filter(|_| is_ours) else {
                continue;
            };
            names.push(old.name.value.as_str());
            self.place(&old.path, text(&made));
        }
        if !names.is_empty() {
            self.merged.remarks.push(format!(
                "retired, as the newer state does not list them: {}; --absent keep leaves such blips \
                 on the radar",
                names.join(", ")
            ));
        }
    }

    fn settings(&mut self, content: &Content, radar: &Radar) {
        let path = files::SETTINGS_PATH;
        let there = self.bytes(path).unwrap_or_default();
        let all = union(content, radar);
        let mut sorted = all.clone();
        if all.rings.iter().all(|ring| usual_ring(&ring.id).is_some()) {
            sorted.rings.sort_by_key(|ring| usual_ring(&ring.id));
        }
        let whole = files::settings(&sorted).into_bytes();
        if self.known.wrote(path, there) || there == whole {
            self.place(path, whole);
            return;
        }
        let rings = &all.rings[radar.rings.len()..];
        let quadrants = &all.quadrants[radar.quadrants.len()..];
        let editions =
            all.editions.iter().filter(|new| radar.editions.iter().all(|old| old.id != new.id));
        let tables: Vec<String> = rings
            .iter()
            .map(|term| files::term("ring", term))
            .chain(quadrants.iter().map(|term| files::term("quadrant", term)))
            .chain(editions.map(files::edition))
            .collect();
        if !rings.is_empty() {
            let names: Vec<&str> = rings.iter().map(|ring| ring.name.as_str()).collect();
            self.merged.remarks.push(format!(
                "the rings {} are new, and stand outside of the others; put the [[ring]] tables of \
                 {path} in order",
                names.join(", ")
            ));
        }
        self.append(path, &tables);
    }

    fn people(&mut self, content: &Content, radar: &Radar) {
        let path = files::PEOPLE_PATH;
        let mut teams: Vec<Term> =
            radar.teams.iter().map(|team| term(&team.id, &team.name, None)).collect();
        let is_person = |id: &str| radar.people.iter().any(|person| person.id == id);
        let is_new =
            |new: &&Term| !radar.teams.iter().any(|old| old.id == new.id) && !is_person(&new.id);
        let new: Vec<&Term> = content.teams.iter().filter(is_new).collect();
        teams.extend(new.iter().copied().cloned());
        teams.sort_by(|a, b| a.id.cmp(&b.id));
        let whole = files::people(&teams).into_bytes();
        let there = self.bytes(path);
        if there.is_none_or(|there| self.known.wrote(path, there) || there == whole) {
            if there.is_some() || !new.is_empty() {
                self.place(path, whole);
            }
            return;
        }
        let tables: Vec<String> = new.into_iter().map(files::team).collect();
        self.append(path, &tables);
    }

    /// Adds tables at the end of a file that somebody keeps by hand.
    fn append(&mut self, path: &str, tables: &[String]) {
        let there = self.bytes(path).unwrap_or_default();
        let Some(text) = std::str::from_utf8(there).ok().filter(|_| !tables.is_empty()) else {
            self.merged.standings.insert(path.to_owned(), Standing::Same);
            return;
        };
        let end = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
        let added = format!("{text}{end}\n{}", tables.join("\n"));
        self.merged.standings.insert(path.to_owned(), Standing::Updated);
        self.merged.files.push((path.to_owned(), added.into_bytes()));
    }
}

fn text(blip: &super::Blip) -> Vec<u8> {
    files::blip(blip).into_bytes()
}

fn term(id: &str, name: &str, description: Option<&radar::Markdown>) -> Term {
    let description = description.map(|text| text.value.trim_end().to_owned());
    Term { id: id.to_owned(), name: name.to_owned(), description }
}

/// The settings of a radar with what an import adds to them; what is there comes first.
fn union(content: &Content, radar: &Radar) -> Content {
    let rings = radar.rings.iter().map(|r| term(&r.id, &r.name, r.description.as_ref()));
    let quadrants = radar.quadrants.iter().map(|q| term(&q.id, &q.name, q.description.as_ref()));
    let editions = radar.editions.iter().map(|edition| Edition {
        id: edition.id.clone(),
        name: edition.name.clone(),
        date: edition.date,
    });
    let mut all = Content {
        title: if content.title == TITLE { radar.title.clone() } else { content.title.clone() },
        rings: rings.collect(),
        quadrants: quadrants.collect(),
        editions: editions.collect(),
        ..Content::default()
    };
    let is_used = |ring: &&Term| {
        let reviews = content.blips.iter().flat_map(|blip| &blip.reviews);
        reviews.filter_map(|review| review.ring.as_ref()).any(|id| *id == ring.id)
    };
    // A radar of somebody's own need not have the rings that only the other one lists.
    add(&mut all.rings, content.rings.iter().filter(is_used));
    add(&mut all.quadrants, content.quadrants.iter());
    for new in &content.editions {
        if all.editions.iter().any(|old| old.date == new.date) {
            continue;
        }
        let mut new = new.clone();
        if all.editions.iter().any(|old| old.id == new.id) {
            new.id = new.date.to_string();
            new.name = format!("{} ({})", new.name, new.date);
        }
        all.editions.push(new);
    }
    all.editions.sort_by_key(|edition| edition.date);
    all
}

fn add<'t>(terms: &mut Vec<Term>, new: impl Iterator<Item = &'t Term>) {
    for term in new {
        if !terms.iter().any(|known| known.id == term.id) {
            terms.push(term.clone());
        }
    }
}
