//! The files of a site -> somebody who takes them, one by one and as soon as each is made.
//!
//! Files are dealt one at a time, the costliest first, so no thread is left alone with one at the end. Whoever takes
//! them decides what is kept: nothing here holds more than the file that a thread is working on.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;

use super::Body;
use super::cards::Earlier;
use super::digest::{Digest, Digests};
use super::render::{Renderer, history_path};
use crate::diagnostic::{Diagnostic, Report};
use crate::radar::{Radar, Snapshot};
use crate::routes::{Page, Routes};
use crate::source::SourceSet;
use crate::theme::Theme;

/// What a site is made of.
#[derive(Clone, Copy)]
pub(crate) struct Printer<'p> {
    /// The radar, without errors.
    pub(crate) radar: &'p Radar,
    pub(crate) sources: &'p SourceSet,
    pub(crate) theme: &'p Theme,
    pub(crate) today: Date,
    pub(crate) progress: &'p Rendered,
    /// The pictures of an earlier build, which are used again if they would be the same now.
    pub(crate) earlier: Earlier<'p>,
    /// The files of an earlier build that need not be made again; `None` to make all.
    pub(crate) reuse: Option<Reuse<'p>>,
}

/// How files of an earlier build are used again.
#[derive(Clone, Copy)]
pub(crate) struct Reuse<'p> {
    pub(crate) digests: &'p Digests,
    /// Keeps the file that an earlier build made of this input, and returns whether it is still there.
    pub(crate) keep: &'p (dyn Fn(Digest) -> bool + Sync),
}

/// A file that is made.
pub(crate) struct File<'f> {
    pub(crate) path: &'f str,
    pub(crate) body: Body,
    /// What it was made of, if somebody wants to use it again.
    pub(crate) digest: Option<Digest>,
}

/// Why a site is not made, or not all of it.
#[derive(Debug)]
pub(crate) enum Failure<E> {
    /// Every template that fails.
    Templates(Report),
    /// The reason why somebody did not take a file.
    Taking(E),
}

/// How many files are made, for others to see meanwhile.
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

/// A file to make.
#[derive(Clone, Copy)]
enum Job<'t> {
    Page(Page),
    /// The script with the past of the radar, whose path is known once it is made.
    History,
    /// A style sheet, script or font of the theme.
    Asset(&'t [u8]),
}

/// What one file failed with.
enum Fault<E> {
    Template(Box<Diagnostic>),
    Taking(E),
}

impl Printer<'_> {
    /// Makes every file, and passes each on: from several threads, in no order, each path once. After a template has
    /// failed the others are still rendered, to report all that do, but nothing is passed on any more. Returns the
    /// number of files.
    ///
    /// # Errors
    ///
    /// If templates fail, or `take` does.
    pub(crate) fn print<E: Send>(
        &self,
        take: &(dyn Fn(File) -> Result<(), E> + Sync),
    ) -> Result<usize, Failure<E>> {
        let Self { radar, sources, theme, today, progress, earlier, reuse } = *self;
        let snapshot = Snapshot::new(radar, today);
        let routes = Routes::new(radar, sources, today);
        let renderer = Renderer::new(&snapshot, &routes, sources, theme, earlier);
        let jobs = jobs(&routes, theme);
        progress.all.store(jobs.len(), Ordering::Relaxed);
        let (has_fault, is_over) = (AtomicBool::new(false), AtomicBool::new(false));
        let print = |(path, job): &(&str, Job)| {
            let digest = reuse.and_then(|reuse| job.digest(path, reuse.digests));
            let is_kept = digest.zip(reuse).is_some_and(|(digest, reuse)| (reuse.keep)(digest));
            let body = if is_kept { None } else { Some(made(&renderer, path, *job)) };
            let body = body.transpose().map_err(Fault::Template)?;
            progress.done.fetch_add(1, Ordering::Relaxed);
            let Some(body) = body.filter(|_| !has_fault.load(Ordering::Relaxed)) else {
                return Ok(());
            };
            let path = match job {
                Job::History => &history_path(renderer.history()),
                _ => *path,
            };
            take(File { path, body, digest }).map_err(Fault::Taking)
        };
        // One by one, in this order: a range of them for each thread would give all the costly ones to the first.
        let faults = jobs.iter().enumerate().par_bridge().filter_map(|(at, job)| {
            let fault = (!is_over.load(Ordering::Relaxed)).then(|| print(job).err()).flatten()?;
            has_fault.store(true, Ordering::Relaxed);
            is_over.fetch_or(matches!(fault, Fault::Taking(_)), Ordering::Relaxed);
            Some((at, fault))
        });
        failure(faults.collect())?;
        Ok(jobs.len())
    }
}

/// Lists the files of a site, the costliest first.
fn jobs<'j>(routes: &'j Routes, theme: &'j Theme) -> Vec<(&'j str, Job<'j>)> {
    let pages = routes.iter().map(|(path, page)| (path, Job::Page(page)));
    let assets = theme.assets.iter().map(|(path, bytes)| (path, Job::Asset(bytes)));
    let mut jobs: Vec<_> = pages.chain([("", Job::History)]).chain(assets).collect();
    jobs.sort_by_key(|(_, job)| job.turn());
    jobs
}

fn made(renderer: &Renderer, path: &str, job: Job) -> Result<Body, Box<Diagnostic>> {
    match job {
        Job::Page(page) => renderer.render(path, page),
        Job::History => Ok(renderer.history().as_bytes().to_vec().into()),
        Job::Asset(bytes) => Ok(bytes.to_vec().into()),
    }
}

/// Returns why a site failed, if it did: the templates in the order of the files, and before anything else what only a
/// person can correct.
fn failure<E>(mut faults: Vec<(usize, Fault<E>)>) -> Result<(), Failure<E>> {
    faults.sort_by_key(|(at, _)| *at);
    let mut report = Report::default();
    let mut refused = None;
    for (_, fault) in faults {
        match fault {
            Fault::Template(diagnostic) => report.push(*diagnostic),
            Fault::Taking(error) => refused = refused.or(Some(error)),
        }
    }
    match refused {
        _ if report.len() > 0 => Err(Failure::Templates(report)),
        Some(error) => Err(Failure::Taking(error)),
        None => Ok(()),
    }
}

impl Job<'_> {
    /// Returns what a file is made of; `None` for those of the theme, which are made already.
    fn digest(self, path: &str, digests: &Digests) -> Option<Digest> {
        match self {
            Self::Page(page) => Some(digests.of_page(path, page)),
            Self::History => Some(digests.of_file("history")),
            Self::Asset(_) => None,
        }
    }

    /// Returns when its turn is, by what it costs in a large radar. What waits for a drawing that another file places is
    /// not beside that one.
    fn turn(self) -> u8 {
        let Self::Page(page) = self else {
            return if matches!(self, Self::History) { 2 } else { 6 };
        };
        match page {
            Page::Radar => 0,
            Page::Edition(_) | Page::Quadrant(_) => 1,
            Page::Lives | Page::History | Page::Reviews | Page::Questions => 2,
            _ => 5,
        }
    }
}
