//! The radar, its theme and a day -> every file of the published site.
//!
//! The pivot of the program. A [`Printer`] renders the files in parallel and passes each on as soon as it is made: `build`
//! and `publish` keep none of them, a [`Site`] has all of them in memory. Files are independent of each other; the same
//! input gives the same bytes. A [`LazySite`] is the same site for a server: it renders a page when somebody asks for it.

mod burndown;
mod cards;
pub mod charts;
mod digest;
#[cfg(feature = "serve")]
mod lazy;
mod lives;
mod page;
mod poster;
mod print;
mod render;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::diagnostic::Report;
use crate::radar::Radar;
use crate::source::{SourceFile, SourceSet};
use crate::theme::Theme;
pub(crate) use cards::Earlier;
pub(crate) use digest::Digests;
#[cfg(feature = "serve")]
pub(crate) use lazy::{Inputs, LazySite, RenderedFile};
pub(crate) use print::{Failure, File, Printer, Rendered, Reuse};

/// The files of a site by their path from the root, with `/` between the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<String, Body>,
}

/// The bytes of a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Made(Arc<Vec<u8>>),
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
    fn from(mut bytes: Vec<u8>) -> Self {
        // Without what the renderer kept in reserve: it would add up over ten thousand pages. Not copied: some have 15 MB.
        bytes.shrink_to_fit();
        Self::Made(Arc::new(bytes))
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

/// Renders the site of a radar as of `today`, into memory.
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
    let site = Mutex::new(Site::default());
    let keep = |file: File| {
        let mut site = site.lock().unwrap_or_else(PoisonError::into_inner);
        site.files.insert(file.path.to_owned(), file.body);
        Ok::<(), Infallible>(())
    };
    let progress = Rendered::default();
    let printer = Printer {
        radar,
        sources,
        theme,
        today,
        progress: &progress,
        earlier: &|_| None,
        reuse: None,
    };
    match printer.print(&keep) {
        Ok(_) => Ok(site.into_inner().unwrap_or_else(PoisonError::into_inner)),
        Err(Failure::Templates(report)) => Err(report),
    }
}
