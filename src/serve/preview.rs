//! What is shown now: the newest draft and what is wrong with the files. Written by the workshop, read
//! by the server.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use super::overlay::Problem;
use crate::site::Draft;

/// One state of a preview.
#[derive(Default)]
pub struct Shown {
    /// The newest site that could be made.
    pub draft: Option<Arc<Draft>>,
    /// What keeps a newer one from being made.
    pub problems: Vec<Problem>,
    /// How many more problems there are.
    pub more: usize,
}

/// What is shown now.
pub struct Preview {
    shown: RwLock<Arc<Shown>>,
    /// How often that has changed.
    number: watch::Sender<u64>,
}

impl Default for Preview {
    fn default() -> Self {
        Self { shown: RwLock::default(), number: watch::Sender::new(0) }
    }
}

impl Preview {
    /// What is shown now.
    pub fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows something else, and tells whoever follows. Without a draft, the one before stays.
    pub fn show(&self, draft: Option<Arc<Draft>>, problems: Vec<Problem>, more: usize) {
        let draft = draft.or_else(|| self.shown().draft.clone());
        let shown = Arc::new(Shown { draft, problems, more });
        // What was shown before goes after the lock: a draft of many pages takes its time.
        let before = std::mem::replace(
            &mut *self.shown.write().unwrap_or_else(PoisonError::into_inner),
            shown,
        );
        self.number.send_modify(|number| *number += 1);
        drop(before);
    }

    /// Follows: the number of changes, and a wait for the next.
    pub fn follow(&self) -> watch::Receiver<u64> {
        self.number.subscribe()
    }
}
