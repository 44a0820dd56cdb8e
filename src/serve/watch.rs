//! Events of the file system -> [`Changes`]: somebody saved something, and has finished.
//!
//! Events are only a cue to read the files; `rebuild` finds out what changed. Reading and metadata are
//! no changes, nor is any file that a build does not read: the output, hidden files, those that editors
//! keep beside a file.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::event::ModifyKind;
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::disk::{self, Kind};
use crate::source::{self, CONTENT, THEMES, is_passed_over};

/// How long it has to be quiet after a save. Editors write beside a file and rename within a few ms.
const QUIET: Duration = Duration::from_millis(20);
/// How long after a change of more than [`FEW`] files: git pauses between some.
const QUIET_AFTER_MANY: Duration = Duration::from_millis(150);
const FEW: usize = 4;
/// How long to wait for quiet at most.
const MAX_WAIT: Duration = Duration::from_secs(2);
/// How often to look at the files where no events arrive.
const POLL: Duration = Duration::from_millis(300);
/// How long after a folder appeared to read again: files may have been put there before it was watched.
const SECOND_LOOK: Duration = Duration::from_millis(200);
/// The coarsest step of modification times: that of FAT.
const TIME_STEP: Duration = Duration::from_secs(2);

/// Changes that belong together.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Why files are watched in another way from now on.
    pub(crate) notice: Option<String>,
}

/// One event.
#[derive(Debug)]
enum WatchEvent {
    /// The paths that changed, below the root; if there are none, any file may have changed.
    Changed(Vec<PathBuf>),
    /// There will be no more events.
    Failed(notify::Error),
}

/// Watches the files of a radar.
pub(crate) struct Watch {
    root: PathBuf,
    events: Receiver<WatchEvent>,
    /// Whether an event arrived that nobody has taken yet.
    has_news: Arc<AtomicBool>,
    /// None if no events arrive, so that the files are polled.
    watcher: Option<RecommendedWatcher>,
    /// The files as they were polled last.
    polled: Vec<Stamp>,
    second_look: Option<Instant>,
    notice: Option<String>,
}

impl Watch {
    /// Watches the files below `root`; polls them if `poll` is set or the system cannot watch.
    pub(crate) fn new(root: &Path, poll: bool) -> Self {
        let (sender, events) = channel();
        let mut watch = Self {
            root: root.to_owned(),
            events,
            has_news: Arc::default(),
            watcher: None,
            polled: stamps(root),
            second_look: None,
            notice: None,
        };
        if !poll {
            match watcher(root, sender, &watch.has_news) {
                Ok(watcher) => {
                    watch.watcher = Some(watcher);
                    watch.listen();
                }
                Err(error) => watch.poll_instead(&error),
            }
        }
        watch
    }

    /// Waits for changes, and until they are complete. Returns none if there are none for `longest`.
    pub(crate) fn next(&mut self, longest: Duration) -> Option<Changes> {
        if let Some(notice) = self.notice.take() {
            return Some(Changes { notice: Some(notice) });
        }
        if self.watcher.is_none() {
            return self.poll(longest);
        }
        let wait = self
            .second_look
            .map_or(longest, |at| longest.min(at.saturating_duration_since(Instant::now())));
        let Ok(event) = self.events.recv_timeout(wait) else {
            let is_time = self.second_look.is_some_and(|at| at <= Instant::now());
            return is_time.then(|| {
                self.second_look = None;
                Changes::default()
            });
        };
        let mut paths = BTreeSet::new();
        self.take(event, &mut paths);
        let start = Instant::now();
        while start.elapsed() < MAX_WAIT {
            let quiet = if paths.len() > FEW { QUIET_AFTER_MANY } else { QUIET };
            match self.events.recv_timeout(quiet) {
                Ok(event) => self.take(event, &mut paths),
                Err(_) => break,
            }
        }
        Some(Changes { notice: self.notice.take() })
    }

    /// Returns a function that tells whether an event has arrived since the last changes.
    pub(crate) fn has_news(&self) -> impl Fn() -> bool + use<> {
        let has_news = Arc::clone(&self.has_news);
        move || has_news.load(Ordering::Relaxed)
    }

    /// Looks at the files once, and until they stay the same if they changed.
    fn poll(&mut self, longest: Duration) -> Option<Changes> {
        std::thread::sleep(longest.min(POLL));
        let mut now = stamps(&self.root);
        // A second write within one step of the clock may leave the same stamp.
        let is_recent = |stamp: &Stamp| {
            stamp.modified.is_some_and(|at| at.elapsed().is_ok_and(|age| age < TIME_STEP))
        };
        if now == self.polled && !now.iter().any(is_recent) {
            return None;
        }
        let start = Instant::now();
        while now != self.polled && start.elapsed() < MAX_WAIT {
            self.polled = now;
            std::thread::sleep(QUIET);
            now = stamps(&self.root);
        }
        self.polled = now;
        Some(Changes::default())
    }

    fn take(&mut self, event: WatchEvent, changed: &mut BTreeSet<PathBuf>) {
        self.has_news.store(false, Ordering::Relaxed);
        let paths = match event {
            WatchEvent::Changed(paths) => paths,
            WatchEvent::Failed(error) => return self.poll_instead(&error),
        };
        for path in paths {
            if path.components().count() == 1 {
                // A whole folder came, went or was replaced: watch the one that is there now.
                self.listen();
            }
            if is_folder(&self.root.join(&path)) {
                self.second_look = Some(Instant::now() + SECOND_LOOK);
            }
            changed.insert(path);
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
            // The folder that was watched may be gone, and another may have its name.
            let _ = watcher.unwatch(folder);
            match is_folder(folder).then(|| watcher.watch(folder, *mode)) {
                // It has gone meanwhile; that is an event of its own.
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

/// Returns whether there is a folder to watch. If the system cannot tell, reading the files will say why.
fn is_folder(path: &Path) -> bool {
    matches!(disk::kind(path), Ok(Some(Kind::Folder)))
}

/// The metadata that changes when a file does.
#[derive(PartialEq)]
struct Stamp {
    path: PathBuf,
    length: u64,
    modified: Option<SystemTime>,
}

/// Returns the stamps of all files; none if they cannot be listed, which reading them will report.
fn stamps(root: &Path) -> Vec<Stamp> {
    let stamp = |path: PathBuf| {
        let metadata = path.metadata().ok()?;
        Some(Stamp { path, length: metadata.len(), modified: metadata.modified().ok() })
    };
    let entries = source::list(root).into_iter().flatten();
    let mut stamps: Vec<Stamp> = entries.filter_map(|entry| stamp(entry.path)).collect();
    stamps.sort_by(|a, b| a.path.cmp(&b.path));
    stamps
}

fn watcher(
    root: &Path,
    sender: Sender<WatchEvent>,
    has_news: &Arc<AtomicBool>,
) -> Result<RecommendedWatcher, notify::Error> {
    let has_news = Arc::clone(has_news);
    // Events hold absolute paths, or real ones on some systems.
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let real = root.canonicalize().unwrap_or_else(|_| absolute.clone());
    let roots = [absolute, real, root.to_owned()];
    notify::recommended_watcher(move |event: Result<Event, notify::Error>| {
        let event = match event {
            Ok(event) => changes(&event, &roots),
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                Some(WatchEvent::Failed(error))
            }
            // Events were missed: any file may have changed.
            Err(_) => Some(WatchEvent::Changed(Vec::new())),
        };
        if let Some(event) = event {
            has_news.store(true, Ordering::Relaxed);
            // Nobody listens while the program ends.
            let _ = sender.send(event);
        }
    })
}

/// Returns the changes of files that a build reads.
fn changes(event: &Event, roots: &[PathBuf]) -> Option<WatchEvent> {
    if event.need_rescan() {
        return Some(WatchEvent::Changed(Vec::new()));
    }
    if let EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) = event.kind {
        return None;
    }
    let below = |path: &PathBuf| {
        let below = roots.iter().find_map(|root| path.strip_prefix(root).ok())?;
        is_read(below).then(|| below.to_owned())
    };
    let paths: Vec<PathBuf> = event.paths.iter().filter_map(below).collect();
    (!paths.is_empty()).then_some(WatchEvent::Changed(paths))
}

/// Returns whether a build reads the file at this path below the root.
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
        let is_change = |kind| {
            let event = Event::new(kind).add_path("/r/radar/blips/a.toml".into());
            changes(&event, &roots).is_some()
        };
        assert!(!is_change(EventKind::Access(AccessKind::Any)));
        assert!(!is_change(EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any))));
        assert!(is_change(EventKind::Modify(ModifyKind::Data(DataChange::Any))));
        assert!(is_change(EventKind::Modify(ModifyKind::Name(RenameMode::Both))));
        assert!(is_change(EventKind::Create(CreateKind::File)));
        assert!(is_change(EventKind::Remove(RemoveKind::File)));
    }

    #[test]
    fn only_files_that_a_build_reads_count() {
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
