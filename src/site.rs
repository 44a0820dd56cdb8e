//! The radar, its theme and a day -> [`Site`]: every file of the published site, in memory.
//!
//! The pivot of the program: `build` writes it, tests look into it. Pages are rendered in parallel and
//! are independent of each other; the same input gives the same bytes. A [`LazySite`] is the same site
//! for a server: it renders a page when somebody asks for it.

mod burndown;
mod cards;
pub mod charts;
#[cfg(feature = "serve")]
mod lazy;
mod page;
mod poster;
mod render;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Report};
use crate::radar::{Radar, Snapshot};
use crate::routes::{Page, Routes};
use crate::source::{SourceFile, SourceSet};
use crate::theme::Theme;
pub(crate) use cards::Earlier;
#[cfg(feature = "serve")]
pub(crate) use lazy::{Inputs, LazySite, RenderedFile};
use render::{Renderer, history_path};

/// The files of a site by their path from the root, with `/` between the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<String, Body>,
}

/// The bytes of a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Made(Arc<[u8]>),
    /// Those of a file that was read, which are not copied: pictures and downloads may be large.
    Read(Arc<SourceFile>),
}

impl Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Made(bytes) => bytes,
            Self::Read(file) => &file.bytes,
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        // Without what the renderer kept in reserve: it would add up over ten thousand pages.
        Self::Made(bytes.into())
    }
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::Made(Arc::default())
    }
}

impl Site {
    /// Returns every file, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), &**bytes))
    }

    /// Returns a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|bytes| &**bytes)
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// How many files are rendered, for others to see meanwhile.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    done: AtomicUsize,
    all: AtomicUsize,
}

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |count: &AtomicUsize| count.load(Ordering::Relaxed);
        write!(f, "{} of {} files", count(&self.done), count(&self.all))
    }
}

/// Renders the site of a radar as of `today`.
///
/// # Errors
///
/// If templates fail; the report has every one that does.
pub fn site(
    radar: &Radar,
    sources: &SourceSet,
    theme: &Theme,
    today: Date,
) -> Result<Site, Report> {
    site_counted(radar, sources, theme, today, &Rendered::default(), &|_| None)
}

/// As [`site`]; counts the files, and uses the pictures of an earlier build that would be the same now.
pub(crate) fn site_counted(
    radar: &Radar,
    sources: &SourceSet,
    theme: &Theme,
    today: Date,
    progress: &Rendered,
    earlier: Earlier<'_>,
) -> Result<Site, Report> {
    let snapshot = Snapshot::new(radar, today);
    let routes = Routes::new(radar, sources, today);
    let renderer = Renderer::new(&snapshot, &routes, sources, theme, earlier);
    let mut pages: Vec<(&str, Page)> = routes.iter().collect();
    // Pages with charts take long; begun last, one of them would keep a single thread busy at the end.
    pages.sort_by_key(|(_, page)| !has_a_chart(*page));
    progress.all.store(pages.len(), Ordering::Relaxed);
    let files: Vec<(&str, RenderedPage)> = pages
        .into_par_iter()
        .map(|(path, page)| {
            let bytes = renderer.render(path, page);
            progress.done.fetch_add(1, Ordering::Relaxed);
            (path, bytes)
        })
        .collect();

    let mut site = Site::default();
    let mut report = Report::default();
    for (path, bytes) in files {
        match bytes {
            Ok(bytes) => drop(site.files.insert(path.to_owned(), bytes)),
            Err(diagnostic) => report.push(*diagnostic),
        }
    }
    if report.iter().next().is_some() {
        return Err(report);
    }
    let history = renderer.history();
    site.files.insert(history_path(history), history.as_bytes().to_vec().into());
    for (path, bytes) in theme.assets.iter() {
        site.files.insert(path.to_owned(), bytes.to_vec().into());
    }
    Ok(site)
}

type RenderedPage = Result<Body, Box<Diagnostic>>;

fn has_a_chart(page: Page) -> bool {
    matches!(
        page,
        Page::Radar
            | Page::Quadrant(_)
            | Page::Edition(_)
            | Page::Drawing
            | Page::Poster
            | Page::Reviews
    )
}
