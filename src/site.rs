//! The radar, its theme and a day -> [`Site`]: every file of the published site, in memory.
//!
//! The pivot of the program: `build` writes it, tests look into it. Pages are rendered in parallel and
//! are independent of each other; the same input gives the same bytes. A [`LazySite`] is the same site
//! for a server: its pages are rendered when they are requested.

pub mod charts;
mod lazy;
pub mod page;
mod render;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Report};
use crate::radar::Radar;
use crate::site::page::Rows;
use crate::source::SourceSet;
use crate::theme::Theme;
pub(crate) use lazy::{Inputs, LazySite, RenderedFile};
use render::{HISTORY, Press, jobs, published_history};

/// A site: the content of each file by its path from the root, with `/` between the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<String, Box<[u8]>>,
}

impl Site {
    /// Every file, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), &**bytes))
    }

    /// A file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|bytes| &**bytes)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// Makes the site of a radar as of `today`.
///
/// # Errors
///
/// If a template fails; every template that does is reported.
pub fn site(
    radar: &Radar,
    sources: &SourceSet,
    theme: &Theme,
    today: Date,
) -> Result<Site, Report> {
    let rows = Rows::new(radar, today);
    let press = Press::new(&rows, sources, theme);
    let printed: Vec<Printing> = jobs(&rows, sources, theme)
        .into_par_iter()
        .map(|(path, job)| {
            // At once: what the renderer kept in reserve would add up over ten thousand pages.
            let bytes = press.print(&path, job).map(Vec::into_boxed_slice);
            (path, bytes)
        })
        .collect();

    let mut site = Site::default();
    let mut report = Report::default();
    for (path, bytes) in printed {
        match bytes {
            Ok(bytes) => {
                let path = if path == HISTORY { published_history(&bytes) } else { path };
                site.files.insert(path, bytes);
            }
            Err(diagnostic) => report.push(*diagnostic),
        }
    }
    if report.iter().next().is_some() { Err(report) } else { Ok(site) }
}

/// A path, and what came of making the file.
type Printing = (String, Result<Box<[u8]>, Box<Diagnostic>>);
