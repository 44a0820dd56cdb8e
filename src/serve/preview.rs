//! What is shown now: the newest site and the problems of the files. The rebuilds write it, the server
//! reads it.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::overlay::Problem;
use crate::site::LazySite;

/// One state of a preview.
#[derive(Default)]
pub(crate) struct Shown {
    /// The newest site without errors.
    pub(crate) site: Option<Arc<LazySite>>,
    /// The errors that keep a newer site from being shown.
    pub(crate) problems: Vec<Problem>,
    /// How many more errors there are.
    pub(crate) more: usize,
}

/// What is shown now, and a number that changes with it.
#[derive(Default)]
pub(crate) struct Preview {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    shown: Arc<Shown>,
    generation: u64,
}

impl Preview {
    pub(crate) fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.lock().shown)
    }

    /// Shows something else and wakes everybody who waits. Without a site, the last one stays.
    pub(crate) fn show(&self, site: Option<Arc<LazySite>>, problems: Vec<Problem>, more: usize) {
        let mut state = self.lock();
        let site = site.or_else(|| state.shown.site.clone());
        let before = std::mem::replace(&mut state.shown, Arc::new(Shown { site, problems, more }));
        state.generation += 1;
        drop(state);
        self.changed.notify_all();
        // After the lock is released: a site of many pages takes a while to drop.
        drop(before);
    }

    /// Returns the generation, once it differs from `known` or after `longest`.
    pub(super) fn wait(&self, known: Option<u64>, longest: Duration) -> u64 {
        let is_known = |state: &mut State| Some(state.generation) == known;
        let waited = self.changed.wait_timeout_while(self.lock(), longest, is_known);
        waited.unwrap_or_else(PoisonError::into_inner).0.generation
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
