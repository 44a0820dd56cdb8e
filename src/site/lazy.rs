//! A site whose files are made when somebody asks for them, and kept from one build to the next.
//!
//! Each file has a key: a hash of everything that has a say in it. A file of the draft before is taken
//! over where the keys agree; else it is made, and the texts in it are not rendered again where they
//! are the same. Keys name their input in whole files, so that whatever a template starts to show of a
//! blip is in there already; only lists leave out the texts of blips, of which they show none.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use blake3::{Hash, Hasher};
use bytes::Bytes;
use jiff::civil::Date;
use rayon::prelude::*;
use self_cell::self_cell;

use super::render::{HISTORY, Job, Memory, Press, Texts, jobs, links_to_blips, published_history};
use crate::diagnostic::Diagnostic;
use crate::radar::{Blip, Markdown, Radar};
use crate::routes::IMAGES;
use crate::site::page::Rows;
use crate::source::{CONTENT, SourceFile, SourceSet};
use crate::theme::Theme;

/// What a site is made of.
pub struct Stock {
    /// The radar, checked.
    pub radar: Radar,
    /// The files it came from.
    pub sources: SourceSet,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The day.
    pub today: Date,
}

self_cell!(
    struct Judged {
        owner: Stock,
        #[covariant]
        dependent: Rows,
    }
);

self_cell!(
    struct Desk {
        owner: Judged,
        #[covariant]
        dependent: Press,
    }
);

/// A site that is made as far as it was asked for.
pub struct Draft {
    desk: Desk,
    files: BTreeMap<String, File>,
    /// Of what every page is made of.
    common: Hash,
    /// Of all blips but for their texts.
    outlines: OnceLock<Hash>,
    images: OnceLock<Hash>,
}

struct File {
    job: Job,
    /// As an earlier draft made it.
    before: Option<Arc<Printed>>,
    now: OnceLock<Result<Arc<Printed>, Box<Diagnostic>>>,
}

/// A file as it was made.
pub struct Printed {
    /// The content.
    pub bytes: Bytes,
    key: Hash,
    texts: Texts,
}

impl Draft {
    /// A draft of a site; nothing is made yet. Files of the draft before are taken over where they
    /// would be the same.
    pub fn new(stock: Stock, before: Option<&Draft>) -> Self {
        let judged = Judged::new(stock, |stock| Rows::new(&stock.radar, stock.today));
        let desk = Desk::new(judged, |judged| {
            let Stock { sources, theme, .. } = judged.borrow_owner();
            Press::new(judged.borrow_dependent(), sources, theme)
        });
        let Stock { sources, theme, .. } = desk.borrow_owner().borrow_owner();
        let files = jobs(desk.borrow_owner().borrow_dependent(), sources, theme)
            .into_iter()
            .map(|(path, job)| {
                let before = before.and_then(|draft| draft.files.get(&path)?.latest().cloned());
                (path, File { job, before, now: OnceLock::new() })
            })
            .collect();
        let common = common(&desk);
        Self { desk, files, common, outlines: OnceLock::new(), images: OnceLock::new() }
    }

    /// What it is made of.
    pub fn stock(&self) -> &Stock {
        self.desk.borrow_owner().borrow_owner()
    }

    /// Whether the site may have a file: the one whose path only whoever made it knows is not made
    /// for that.
    pub fn has(&self, path: &str) -> bool {
        self.slot(path).is_some()
    }

    fn slot(&self, path: &str) -> Option<&File> {
        match path {
            HISTORY => None,
            _ if is_history(path) => self.files.get(HISTORY),
            _ => self.files.get(path),
        }
    }

    /// How many files the site has.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Changes with every image.
    pub fn images(&self) -> &Hash {
        self.images.get_or_init(|| {
            let mut hash = Hasher::new();
            for (_, file) in self.stock().sources.below(&format!("{CONTENT}/{IMAGES}/")) {
                hash.update(file.digest().as_bytes());
            }
            hash.finalize()
        })
    }

    /// Makes every file, until `is_enough`; what their templates complain of.
    pub fn faults(&self, is_enough: impl Fn() -> bool + Sync) -> Vec<&Diagnostic> {
        let paths: Vec<&String> = self.files.keys().collect();
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
        let (next, is_enough) = (AtomicUsize::new(0), &is_enough);
        let make = || {
            let mut faults = Vec::new();
            while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                if is_enough() {
                    break;
                }
                faults.extend(self.files.get(*path).and_then(|file| self.made(path, file).err()));
            }
            faults
        };
        // Threads of its own: see `file`.
        std::thread::scope(|scope| {
            let makers: Vec<_> = (0..threads).map(|_| scope.spawn(make)).collect();
            makers.into_iter().flat_map(|maker| maker.join().unwrap_or_default()).collect()
        })
    }

    /// A file, made if it is not yet; none if the site has no such file.
    ///
    /// Whoever asks for a file that another is making waits for it. A thread of rayon's must not: while
    /// it waits for a part of its work, it takes up other work, and could come to wait for itself.
    ///
    /// # Errors
    ///
    /// If its template fails.
    pub fn file(&self, path: &str) -> Option<Result<&Arc<Printed>, &Diagnostic>> {
        let file = self.slot(path)?;
        match self.made(path, file) {
            Ok(made) if is_history(path) && published_history(&made.bytes) != path => None,
            made => Some(made),
        }
    }

    fn made<'d>(&'d self, path: &str, file: &'d File) -> Result<&'d Arc<Printed>, &'d Diagnostic> {
        let made = file.now.get_or_init(|| self.print(path, file));
        made.as_ref().map_err(|diagnostic| &**diagnostic)
    }

    /// A file, if it need not be made.
    pub fn ready(&self, path: &str) -> Option<&Arc<Printed>> {
        let made = self.slot(path).filter(|_| !is_history(path))?.now.get()?;
        made.as_ref().ok()
    }

    /// A file as it last was: what can be shown of one whose template fails.
    pub fn latest(&self, path: &str) -> Option<&Arc<Printed>> {
        self.slot(path)?.latest()
    }

    fn print(&self, path: &str, file: &File) -> Result<Arc<Printed>, Box<Diagnostic>> {
        let key = self.key(file.job);
        if let Some(before) = file.before.as_ref().filter(|before| before.key == key) {
            return Ok(Arc::clone(before));
        }
        let before = file.before.as_ref().map(|before| &before.texts);
        let memory = Memory { before, now: RefCell::default() };
        let bytes = self.desk.borrow_dependent().print(path, file.job, Some(&memory))?.into();
        Ok(Arc::new(Printed { bytes, key, texts: memory.now.into_inner() }))
    }

    /// A hash of all that has a say in a file.
    fn key(&self, job: Job) -> Hash {
        let Stock { sources, .. } = self.stock();
        let press = self.desk.borrow_dependent();
        let mut key = Hasher::new();
        key.update(self.common.as_bytes());
        match job {
            Job::Blip(at) => {
                let blip = press.rows().listed[at].blip;
                key.update(sources.file(blip.name.at.file).digest().as_bytes());
                if texts(blip).into_iter().any(|text| links_to_blips(&text.value)) {
                    key.update(press.blip_names().as_bytes());
                }
            }
            Job::Image(id) => drop(key.update(sources.file(id).digest().as_bytes())),
            Job::About => {
                if let Some((_, file)) = sources.find(&format!("{CONTENT}/about.md")) {
                    key.update(file.digest().as_bytes());
                }
                key.update(press.blip_names().as_bytes());
            }
            Job::NotFound | Job::NoJekyll | Job::Robots | Job::Asset(_) => {}
            Job::Reviews => {
                key.update(self.outlines().as_bytes());
                // It shows what was asked about imposed rings.
                key.update(press.blip_names().as_bytes());
                for listed in press.rows().listed.iter().filter(|l| l.judgement.is_imposed()) {
                    let file = sources.file(listed.blip.name.at.file);
                    key.update(file.digest().as_bytes());
                }
            }
            Job::Radar
            | Job::Quadrant(_)
            | Job::Team(_)
            | Job::Person(_)
            | Job::Edition(_)
            | Job::Changes
            | Job::History
            | Job::Drawing
            | Job::Json
            | Job::Csv
            | Job::Feed
            | Job::Calendar(_)
            | Job::SiteMap => drop(key.update(self.outlines().as_bytes())),
        }
        key.finalize()
    }

    fn outlines(&self) -> &Hash {
        self.outlines.get_or_init(|| {
            let Stock { radar, sources, .. } = self.stock();
            let outlines: Vec<Hash> =
                radar.blips.par_iter().map(|blip| outline(blip, sources)).collect();
            let mut hash = Hasher::new();
            for outline in outlines {
                hash.update(outline.as_bytes());
            }
            hash.finalize()
        })
    }
}

/// Whether a path is that of some past of the radar.
fn is_history(path: &str) -> bool {
    let (stem, ending) = HISTORY.split_once('.').unwrap_or((HISTORY, ""));
    let name = path.strip_prefix("assets/").and_then(|path| path.strip_prefix(stem));
    name.is_some_and(|rest| {
        rest.starts_with('.') && rest.ends_with(ending) && rest != &HISTORY[stem.len()..]
    })
}

impl File {
    fn latest(&self) -> Option<&Arc<Printed>> {
        self.now.get().and_then(|now| now.as_ref().ok()).or(self.before.as_ref())
    }
}

/// What every page is made of: the settings, the people, the theme, the day, and what `site` says.
fn common(desk: &Desk) -> Hash {
    let Stock { sources, theme, today, .. } = desk.borrow_owner().borrow_owner();
    let mut hash = Hasher::new();
    hash.update(&theme.number().to_le_bytes());
    hash.update(today.to_string().as_bytes());
    for name in ["radar.toml", "people.toml", "practice.toml"] {
        if let Some((_, file)) = sources.find(&format!("{CONTENT}/{name}")) {
            hash.update(file.digest().as_bytes());
        }
    }
    // By way of a JSON value, whose keys are sorted: the engine's own maps have any order.
    let site = serde_json::to_value(desk.borrow_dependent().site());
    hash.update(site.map(|site| site.to_string()).unwrap_or_default().as_bytes());
    hash.finalize()
}

/// A hash of a blip's file without its texts in Markdown.
fn outline(blip: &Blip, sources: &SourceSet) -> Hash {
    let SourceFile { bytes, path, .. } = sources.file(blip.name.at.file);
    let mut hash = Hasher::new();
    hash.update(path.as_bytes());
    let mut from = 0;
    for text in texts(blip) {
        let span = text.at.range();
        hash.update(&bytes[from..span.start.max(from)]);
        from = span.end.max(from);
    }
    hash.update(&bytes[from..]).finalize()
}

/// Every text of a blip, in the order of its file.
fn texts(blip: &Blip) -> Vec<&Markdown> {
    let notes = blip.reviews.iter().filter_map(|review| review.note.as_ref());
    let questions = blip.questions.iter().flat_map(|question| {
        let answer = question.answer.as_ref().map(|answer| &answer.text);
        answer.into_iter().chain([&question.text])
    });
    let mut texts: Vec<&Markdown> = blip.description.iter().chain(notes).chain(questions).collect();
    texts.sort_unstable_by_key(|text| text.at.start);
    texts
}
