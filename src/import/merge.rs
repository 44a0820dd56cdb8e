//! An imported radar, merged into an existing one.
//!
//! 1. New files are added.
//! 2. Files that only an import wrote, as the hash in the [`Record`] proves, are replaced. In a blip, the
//!    reviews on days that this import does not describe stay ([`blip`]).
//! 3. Files that a user edited or removed are left alone. Only if `radar.toml` and `people.toml` lack what the
//!    blips need, it is appended to them.
//!
//! The result is files in memory; a second import of the same files has nothing to write.

mod blip;
mod drafts;
mod names;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::files;
use super::record::{RECORD, Record};
use super::term_index::sort_rings;
use super::{Content, Edition, Invalid, TITLE, Term};
use crate::content::check;
use crate::diagnostic::Levels;
use crate::edit::{self, NewTable};
use crate::radar::{self, Radar, Team};
use crate::source::SourceSet;
use drafts::{Before, Drafts};

/// The files to write, and the status of each imported file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The files to write: path below the root and bytes, sorted by path.
    pub files: Vec<(String, Vec<u8>)>,
    /// The status of each imported file, by path.
    pub statuses: BTreeMap<String, FileStatus>,
    /// What the user should know, a sentence each.
    pub remarks: Vec<String>,
}

/// What happens to an imported file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileStatus {
    /// It is added.
    New,
    /// It replaces a file that an import wrote.
    Updated,
    /// The same file exists.
    Same,
    /// A user wrote or edited the existing file; it is left alone.
    Edited,
    /// A user removed the file that an import wrote; it does not come back.
    Removed,
}

impl Merged {
    /// Returns the radar as it will be.
    pub fn over(&self, existing: &SourceSet) -> SourceSet {
        let new: BTreeSet<&str> = self.files.iter().map(|(path, _)| path.as_str()).collect();
        let kept = existing.iter().filter(|(_, file)| !new.contains(file.path.as_str()));
        let kept = kept.map(|(_, file)| (file.path.clone(), file.bytes.clone()));
        let all = kept.chain(self.files.iter().cloned()).filter(|(path, _)| path != RECORD);
        SourceSet::from_files(all)
    }

    /// Returns the paths with a status.
    pub fn paths(&self, status: FileStatus) -> impl Iterator<Item = &str> {
        let all = self.statuses.iter().filter(move |(_, known)| **known == status);
        all.map(|(path, _)| path.as_str())
    }
}

/// Merges content into a radar, which may be empty.
pub(super) fn merge(
    content: &Content,
    existing: &SourceSet,
    today: Date,
) -> Result<Merged, Box<Invalid>> {
    let mut merger = Merger::new(existing);
    if existing.iter().next().is_none() {
        for (path, bytes) in files::files(content) {
            merger.add(&path, bytes);
        }
        return Ok(merger.finish());
    }
    let checked = check(existing, today, &Levels::default());
    let Some(radar) = checked.radar.as_ref().filter(|_| !checked.is_denied()) else {
        let mut problems = checked.report.judge(&checked.levels);
        // The record is no content, and no mistake either.
        problems.retain(|problem| existing.file(problem.diagnostic.at().file).path != RECORD);
        return Err(Box::new(Invalid { sources: existing.clone(), problems, is_new: false }));
    };
    let needs = merger.blips(content, radar);
    merger.settings(content, radar, needs);
    merger.people(content, radar);
    for (path, bytes) in files::others(content) {
        merger.add(&path, bytes);
    }
    Ok(merger.finish())
}

/// What the reviews of the blips need in the settings.
struct Needs {
    rings: Vec<Term>,
    quadrants: Vec<Term>,
    days: BTreeSet<Date>,
}

struct Merger<'t> {
    existing: &'t SourceSet,
    /// The record before this import.
    before: Record,
    record: Record,
    merged: Merged,
}

impl<'t> Merger<'t> {
    fn new(existing: &'t SourceSet) -> Self {
        let mut merged = Merged::default();
        let record = Record::read(existing).unwrap_or_else(|()| {
            merged.remarks.push(format!(
                "{RECORD} cannot be read, so every existing file counts as edited; restore it from git"
            ));
            Record::default()
        });
        Self { existing, before: record.clone(), record, merged }
    }

    fn bytes(&self, path: &str) -> Option<&'t [u8]> {
        self.existing.find(path).map(|(_, file)| file.bytes.as_slice())
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>) {
        let old = self.bytes(path);
        let bytes = with_line_ends_of(old.unwrap_or_default(), bytes);
        let status = match old {
            None if self.before.knows(path) => FileStatus::Removed,
            None => FileStatus::New,
            Some(old) if old == bytes => FileStatus::Same,
            Some(old) if self.before.wrote(path, old) => FileStatus::Updated,
            Some(_) => FileStatus::Edited,
        };
        self.put(path, bytes, status);
    }

    fn put(&mut self, path: &str, bytes: Vec<u8>, status: FileStatus) {
        self.merged.statuses.insert(path.to_owned(), status);
        match status {
            FileStatus::New | FileStatus::Updated => {
                self.record.add(path, &bytes);
                self.merged.files.push((path.to_owned(), bytes));
            }
            // The record lacks the files of a run that was cut short.
            FileStatus::Same => self.record.add(path, &bytes),
            FileStatus::Edited | FileStatus::Removed => {}
        }
    }

    fn finish(mut self) -> Merged {
        if self.record != self.before {
            let old = self.bytes(RECORD).unwrap_or_default();
            let text = with_line_ends_of(old, self.record.text().into_bytes());
            self.merged.files.push((RECORD.to_owned(), text));
        }
        self.merged.files.sort();
        self.merged
    }

    /// Writes the blips, and returns what they need in the settings.
    fn blips(&mut self, content: &Content, radar: &Radar) -> Needs {
        for old in &radar.blips {
            self.follow(old);
        }
        let settings = self.bytes(files::SETTINGS_PATH).unwrap_or_default();
        let drafts = Drafts::of(
            content,
            &Before {
                radar,
                is_ours: &|blip| {
                    self.bytes(&blip.path).is_some_and(|bytes| self.before.wrote(&blip.path, bytes))
                },
                settings_are_ours: self.before.wrote(files::SETTINGS_PATH, settings),
            },
        );
        for (id, blip) in &drafts.blips {
            let Some(old) = radar.blip(id) else {
                let path = self.before.blip(id).map(str::to_owned);
                self.add(&path.unwrap_or_else(|| files::blip_path(id)), text(blip));
                continue;
            };
            self.add(&old.path, text(blip));
        }
        self.merged.remarks.extend(drafts.remarks);
        if !drafts.kept.is_empty() {
            self.merged.remarks.push(format!(
                "not retired, because an entry without a readable name may be one of them: {}",
                drafts.kept.join(", ")
            ));
        }
        if !drafts.retired.is_empty() {
            self.merged.remarks.push(format!(
                "retired, because the newer state does not list them: {}; --absent keep leaves such blips \
                 on the radar",
                drafts.retired.join(", ")
            ));
        }
        let reviews = drafts.blips.values().flat_map(|blip| &blip.reviews);
        let days = reviews.map(|review| review.date).collect();
        Needs { rings: drafts.rings, quadrants: drafts.quadrants, days }
    }

    /// Updates the record if a user moved the file of a blip to another folder.
    fn follow(&mut self, old: &radar::Blip) {
        let Some(written) = self.before.blip(&old.id).map(str::to_owned) else { return };
        if written == old.path {
            return;
        }
        let Some(bytes) = self.bytes(&old.path) else { return };
        if self.before.wrote(&written, bytes) {
            self.record.remove(&written);
            self.record.add(&old.path, bytes);
            self.before.add(&old.path, bytes);
        }
    }

    fn settings(&mut self, content: &Content, radar: &Radar, needs: Needs) {
        let path = files::SETTINGS_PATH;
        let old = self.bytes(path).unwrap_or_default();
        let Needs { rings, quadrants, days } = needs;
        // A file without a date that says nothing new is no edition of its own.
        let is_idle = |day: &Date| content.assumed.contains(day) && !days.contains(day);
        let editions = content.editions.iter().filter(|edition| !is_idle(&edition.date));
        let all = Content { rings, quadrants, ..merged_settings(content, editions, radar) };
        let mut sorted = all.clone();
        sort_rings(&mut sorted.rings);
        let whole = files::settings(&sorted).into_bytes();
        if self.before.wrote(path, old) || old == whole {
            self.add(path, whole);
            return;
        }
        let rings = &all.rings[radar.rings.len()..];
        let quadrants = &all.quadrants[radar.quadrants.len()..];
        let editions =
            all.editions.iter().filter(|new| radar.editions.iter().all(|old| old.id != new.id));
        let tables: Vec<NewTable> = rings
            .iter()
            .map(|term| NewTable::of("ring", files::term("ring", term)))
            .chain(
                quadrants
                    .iter()
                    .map(|term| NewTable::of("quadrant", files::term("quadrant", term))),
            )
            .chain(editions.map(|edition| NewTable::of("edition", files::edition(edition))))
            .collect();
        if !rings.is_empty() {
            let names: Vec<&str> = rings.iter().map(|ring| ring.name.as_str()).collect();
            self.merged.remarks.push(format!(
                "the rings {} are new and come after the others; sort the [[ring]] tables of {path} from \
                 the centre out",
                names.join(", ")
            ));
        }
        self.append(path, &tables);
    }

    fn people(&mut self, content: &Content, radar: &Radar) {
        let path = files::PEOPLE_PATH;
        let known = |Team { id, name }: &Team| Term {
            id: id.clone(),
            name: name.clone(),
            description: None,
        };
        let mut teams: Vec<Term> = radar.teams.iter().map(known).collect();
        let is_person = |id: &str| radar.people.iter().any(|person| person.id == id);
        let is_new =
            |new: &&Term| !radar.teams.iter().any(|old| old.id == new.id) && !is_person(&new.id);
        let new: Vec<&Term> = content.teams.iter().filter(is_new).collect();
        teams.extend(new.iter().copied().cloned());
        teams.sort_by(|a, b| a.id.cmp(&b.id));
        let whole = files::people(&teams).into_bytes();
        let old = self.bytes(path);
        if old.is_none_or(|old| self.before.wrote(path, old) || old == whole) {
            if old.is_some() || !new.is_empty() {
                self.add(path, whole);
            }
            return;
        }
        let tables: Vec<NewTable> =
            new.into_iter().map(|team| NewTable::of("team", files::team(team))).collect();
        self.append(path, &tables);
    }

    fn append(&mut self, path: &str, tables: &[NewTable]) {
        let old = self.bytes(path).unwrap_or_default();
        let Some(text) = std::str::from_utf8(old).ok().filter(|_| !tables.is_empty()) else {
            self.merged.statuses.insert(path.to_owned(), FileStatus::Same);
            return;
        };
        let added = edit::tables(text, tables);
        self.merged.statuses.insert(path.to_owned(), FileStatus::Updated);
        self.merged.files.push((path.to_owned(), added.into_bytes()));
    }
}

/// Returns a text with the line ends of the file that it replaces: git gives files those of Windows there. Anything else,
/// such as a picture, stays as it is.
fn with_line_ends_of(old: &[u8], new: Vec<u8>) -> Vec<u8> {
    let count = |text: &str, what| text.matches(what).count();
    match (std::str::from_utf8(old), std::str::from_utf8(&new)) {
        (Ok(old), Ok(text))
            if old.contains('\n')
                && count(old, "\r\n") == count(old, "\n")
                && !text.contains('\r') =>
        {
            text.replace('\n', "\r\n").into_bytes()
        }
        _ => new,
    }
}

fn text(blip: &super::Blip) -> Vec<u8> {
    files::blip(blip).into_bytes()
}

/// Returns the settings of a radar, followed by those that an import adds, but for rings and quadrants.
fn merged_settings<'e>(
    content: &Content,
    editions: impl Iterator<Item = &'e Edition>,
    radar: &Radar,
) -> Content {
    let mut all = Content {
        title: if content.title == TITLE { radar.title.clone() } else { content.title.clone() },
        language: Some(radar.language.value.clone()),
        editions: radar.editions.clone(),
        ..Content::default()
    };
    for new in editions {
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
