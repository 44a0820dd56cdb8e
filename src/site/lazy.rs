//! A site whose files are made when somebody asks for them, and kept from one build to the next.
//!
//! Each file has a key: a hash of everything that has a say in it. A file of the draft before is taken
//! over where the keys agree; else it is made, and the texts in it are not rendered again where they
//! are the same. Keys name their input in whole files, so that whatever a template starts to show of a
//! blip is in there already; only lists leave out the texts of blips, of which they show none.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use blake3::{Hash, Hasher};
use bytes::Bytes;
use jiff::civil::Date;
use self_cell::self_cell;

use super::render::{Renderer, history_path};
use crate::diagnostic::Diagnostic;
use crate::radar::{Radar, Snapshot};
use crate::routes::{IMAGES, Page};
use crate::source::{CONTENT, SourceSet};
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
        dependent: Snapshot,
    }
);

self_cell!(
    struct Desk {
        owner: Judged,
        #[covariant]
        dependent: Renderer,
    }
);

/// A site that is made as far as it was asked for.
pub struct Draft {
    desk: Desk,
    files: BTreeMap<String, File>,
    images: OnceLock<Hash>,
}

struct File {
    page: Option<Page>,
    /// As an earlier draft made it.
    before: Option<Arc<Printed>>,
    now: OnceLock<Result<Arc<Printed>, Box<Diagnostic>>>,
}

/// A file as it was made.
pub struct Printed {
    /// The content.
    pub bytes: Bytes,
}

impl Draft {
    /// A draft of a site; nothing is made yet. Files of the draft before are taken over where they
    /// would be the same.
    pub fn new(stock: Stock, before: Option<&Draft>) -> Self {
        let judged = Judged::new(stock, |stock| Snapshot::new(&stock.radar, stock.today));
        let desk = Desk::new(judged, |judged| {
            let Stock { sources, theme, .. } = judged.borrow_owner();
            Renderer::new(judged.borrow_dependent(), sources, theme)
        });
        let theme = Arc::clone(&desk.borrow_owner().borrow_owner().theme);
        let pages = desk.borrow_dependent().routes().iter();
        let pages = pages.map(|(path, page)| (path.to_owned(), Some(page)));
        let assets = theme.assets.iter().map(|(path, _)| (path.to_owned(), None));
        let files = pages
            .chain(assets)
            .chain([(HISTORY.to_owned(), None)])
            .map(|(path, page)| {
                let before = before.and_then(|draft| draft.files.get(&path)?.latest().cloned());
                (path, File { page, before, now: OnceLock::new() })
            })
            .collect();
        Self { desk, files, images: OnceLock::new() }
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
            Ok(made)
                if is_history(path)
                    && history_path(&String::from_utf8_lossy(&made.bytes)) != path =>
            {
                None
            }
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
        let renderer = self.desk.borrow_dependent();
        let bytes = match (file.page, path) {
            (Some(page), path) => renderer.render(path, page)?,
            (None, HISTORY) => renderer.history().into(),
            (None, path) => {
                let found = self.stock().theme.assets.iter().find(|(at, _)| *at == path);
                found.map(|(_, bytes)| bytes.to_vec()).unwrap_or_default()
            }
        };
        Ok(Arc::new(Printed { bytes: bytes.into() }))
    }
}

const HISTORY: &str = "history.js";

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
