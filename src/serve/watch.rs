//! What the system says of files -> bursts: somebody saved something, and has finished.
//!
//! Events are only a cue to look; what changed is for [`crate::source::Reader`] to find out. Reading
//! and metadata are no changes, nor is anything that a build does not read: the output, hidden files,
//! what editors keep beside a file.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::source::{CONTENT, THEMES, is_passed_over};

/// How long it has to be quiet after a save. Editors write beside a file and rename within a few ms.
const QUIET: Duration = Duration::from_millis(20);
/// How long after a change of more than [`FEW`] files: git takes its time between some.
const QUIET_AFTER_MANY: Duration = Duration::from_millis(150);
const FEW: usize = 4;
/// Whoever never stops writing is not waited for.
const LONGEST: Duration = Duration::from_secs(2);
/// How often to look where nothing is said of changes.
const POLL: Duration = Duration::from_millis(300);
/// How long after a folder appeared to look again: files may have been put there before anybody
/// listened.
const SECOND_LOOK: Duration = Duration::from_millis(200);

/// Changes that belong together.
#[derive(Debug, Default)]
pub struct Burst {
    /// The paths that were named; read these again, whatever they look like.
    pub named: BTreeSet<PathBuf>,
    /// Why changes are looked for in another way than before; said once.
    pub notice: Option<String>,
}

/// Something that was said of files.
#[derive(Debug)]
enum Said {
    /// These changed, below the root; none named: anything may have.
    Changed(Vec<PathBuf>),
    /// It cannot be said any more.
    Failed(notify::Error),
}

/// Watches the files of a radar.
pub struct Watch {
    root: PathBuf,
    said: Receiver<Said>,
    /// Whether something was said that nobody has taken yet.
    waiting: Arc<AtomicBool>,
    /// None: nobody says anything, so look every now and then.
    watcher: Option<RecommendedWatcher>,
    second_look: Option<Instant>,
    notice: Option<String>,
}

impl Watch {
    /// Watches what lies below a root, or, where `poll` is set or the system cannot, looks there every
    /// now and then.
    pub fn new(root: &Path, poll: bool) -> Self {
        let (sender, said) = channel();
        let mut watch = Self {
            root: root.to_owned(),
            said,
            waiting: Arc::default(),
            watcher: None,
            second_look: None,
            notice: None,
        };
        if !poll {
            match watcher(root, sender, &watch.waiting) {
                Ok(watcher) => {
                    watch.watcher = Some(watcher);
                    watch.listen();
                }
                Err(error) => watch.poll_instead(&error),
            }
        }
        watch
    }

    /// Waits for a burst, and until it has settled. None if nothing happened for `longest`.
    pub fn next(&mut self, longest: Duration) -> Option<Burst> {
        let mut burst = Burst { notice: self.notice.take(), ..Burst::default() };
        if burst.notice.is_some() {
            return Some(burst);
        }
        let wait = match (&self.watcher, self.second_look) {
            (None, _) => longest.min(POLL),
            (_, Some(at)) => longest.min(at.saturating_duration_since(Instant::now())),
            _ => longest,
        };
        match self.said.recv_timeout(wait) {
            Ok(said) => self.take(said, &mut burst),
            Err(_) if self.watcher.is_none() => {
                // The channel is closed where nobody sends.
                std::thread::sleep(wait);
                return Some(burst);
            }
            Err(_) => {
                let is_time = self.second_look.is_some_and(|at| at <= Instant::now());
                return is_time.then(|| {
                    self.second_look = None;
                    burst
                });
            }
        }
        let start = Instant::now();
        while start.elapsed() < LONGEST {
            let quiet = if burst.named.len() > FEW { QUIET_AFTER_MANY } else { QUIET };
            match self.said.recv_timeout(quiet) {
                Ok(said) => self.take(said, &mut burst),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        if burst.named.is_empty() && burst.notice.is_none() { None } else { Some(burst) }
    }

    /// Whether nothing is said of changes, so that somebody has to look.
    pub fn is_polling(&self) -> bool {
        self.watcher.is_none()
    }

    /// Whether something was said since the last burst.
    pub fn has_news(&self) -> impl Fn() -> bool + Sync + use<> {
        let waiting = Arc::clone(&self.waiting);
        move || waiting.load(Ordering::Relaxed)
    }

    fn take(&mut self, said: Said, burst: &mut Burst) {
        self.waiting.store(false, Ordering::Relaxed);
        let paths = match said {
            Said::Changed(paths) => paths,
            Said::Failed(error) => {
                self.poll_instead(&error);
                burst.notice = self.notice.take();
                return;
            }
        };
        if paths.is_empty() {
            burst.named.insert(self.root.clone());
        }
        for below in paths {
            if below.components().count() == 1 {
                // The content as a whole came, went or was replaced: watch what is there now.
                self.listen();
            }
            let path = self.root.join(below);
            if path.is_dir() {
                self.second_look = Some(Instant::now() + SECOND_LOOK);
            }
            burst.named.insert(path);
        }
    }

    /// Watches the root, for the folders in it that come and go, and the folders of a radar with
    /// everything below them.
    fn listen(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        let folders = [
            (self.root.join(CONTENT), RecursiveMode::Recursive),
            (self.root.join(THEMES), RecursiveMode::Recursive),
            (self.root.clone(), RecursiveMode::NonRecursive),
        ];
        let result = folders.iter().try_for_each(|(folder, mode)| {
            // What was watched may have gone, with another of its name in its place.
            let _ = watcher.unwatch(folder);
            match folder.is_dir().then(|| watcher.watch(folder, *mode)) {
                // It went while it was being looked at; that is an event of its own.
                Some(Err(error)) if !matches!(error.kind, ErrorKind::PathNotFound) => Err(error),
                _ => Ok(()),
            }
        });
        if let Err(error) = result {
            self.poll_instead(&error);
        }
    }

    fn poll_instead(&mut self, error: &notify::Error) {
        self.watcher = None;
        let why = match error.kind {
            ErrorKind::MaxFilesWatch => "the system watches no more folders".to_owned(),
            _ => format!("the system cannot watch the files: {error}"),
        };
        let every = POLL.as_millis();
        self.notice =
            Some(format!("{why}; changes are looked for every {every} ms, as with --poll"));
    }
}

fn watcher(
    root: &Path,
    sender: Sender<Said>,
    waiting: &Arc<AtomicBool>,
) -> Result<RecommendedWatcher, notify::Error> {
    let waiting = Arc::clone(waiting);
    // What events have before the paths below the root: some systems give the real path.
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let real = root.canonicalize().unwrap_or_else(|_| absolute.clone());
    let roots = [absolute, real, root.to_owned()];
    notify::recommended_watcher(move |event: Result<Event, notify::Error>| {
        let said = match event {
            Ok(event) => changes(&event, &roots),
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                Some(Said::Failed(error))
            }
            // Whatever was missed: look at everything.
            Err(_) => Some(Said::Changed(Vec::new())),
        };
        if let Some(said) = said {
            waiting.store(true, Ordering::Relaxed);
            // Nobody listens any more when the program ends.
            let _ = sender.send(said);
        }
    })
}

/// What an event says of the files that a build reads.
fn changes(event: &Event, roots: &[PathBuf]) -> Option<Said> {
    if event.need_rescan() {
        return Some(Said::Changed(Vec::new()));
    }
    if let EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) = event.kind {
        return None;
    }
    let below = |path: &PathBuf| {
        let below = roots.iter().find_map(|root| path.strip_prefix(root).ok())?;
        is_read(below).then(|| below.to_owned())
    };
    let paths: Vec<PathBuf> = event.paths.iter().filter_map(below).collect();
    (!paths.is_empty()).then_some(Said::Changed(paths))
}

/// Whether a build reads what lies at this path below the root.
fn is_read(below: &Path) -> bool {
    let mut parts = below.components();
    let is_ours = match parts.next() {
        Some(Component::Normal(first)) => first == CONTENT || first == THEMES,
        _ => false,
    };
    is_ours && !parts.any(|part| is_passed_over(part.as_os_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, CreateKind, DataChange, MetadataKind, RemoveKind, RenameMode};

    #[test]
    fn reading_and_metadata_are_no_changes() {
        let roots = [PathBuf::from("/r")];
        let said = |kind| {
            let event = Event::new(kind).add_path("/r/radar/blips/a.toml".into());
            changes(&event, &roots).is_some()
        };
        assert!(!said(EventKind::Access(AccessKind::Any)));
        assert!(!said(EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any))));
        assert!(said(EventKind::Modify(ModifyKind::Data(DataChange::Any))));
        assert!(said(EventKind::Modify(ModifyKind::Name(RenameMode::Both))));
        assert!(said(EventKind::Create(CreateKind::File)));
        assert!(said(EventKind::Remove(RemoveKind::File)));
    }

    #[test]
    fn only_what_a_build_reads_counts() {
        for path in
            ["radar", "themes", "radar/blips/a.toml", "themes/x/theme.toml", "radar/images/x"]
        {
            assert!(is_read(Path::new(path)), "{path}");
        }
        for path in [
            "",
            "output/index.html",
            "README.md",
            ".git/index",
            "radar/blips/.a.toml.swp",
            "radar/blips/a.toml~",
            "radar/.git/index",
            "radar/#about.md#",
        ] {
            assert!(!is_read(Path::new(path)), "{path}");
        }
    }
}
