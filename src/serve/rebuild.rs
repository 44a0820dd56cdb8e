//! Files -> a [`LazySite`], or the problems that prevent it, each time something changes.
//!
//! Everything is read, checked and judged again: that is quick, and nothing can be out of date.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::content::{Checked, check};
use crate::diagnostic::{Judged, Levels};
use crate::radar::Radar;
use crate::site::{Inputs, LazySite};
use crate::source::{self, ReadError, SourceSet};
use crate::theme;

/// How often to read again when a file disappears between listing and reading.
const MAX_READS: usize = 5;

/// Builds one radar again and again.
pub(crate) struct Rebuilder {
    root: PathBuf,
    levels: Levels,
    /// The files of the last build.
    sources: SourceSet,
    /// The day of the last build; none before the first, and after the files could not be read.
    today: Option<Date>,
    site: Option<Arc<LazySite>>,
    /// Adds to each radar what its files do not say.
    completed: Option<Complete>,
}

/// Adds to a radar, made of these files, what they do not say.
pub(crate) type Complete = Box<dyn FnMut(&mut Radar, &SourceSet) + Send>;

/// The result of a build.
#[derive(Default)]
pub(crate) struct Rebuild {
    /// The paths of all files that are new, gone or different since the last build, sorted.
    pub(crate) changed: Vec<String>,
    pub(crate) sources: SourceSet,
    /// Every problem that is not allowed, in the order of the files.
    pub(crate) problems: Vec<Judged>,
    /// The site; none if the content has errors.
    pub(crate) site: Option<Arc<LazySite>>,
    /// The levels in force.
    pub(crate) levels: Levels,
}

impl Rebuilder {
    /// Prepares builds of the radar below `root`; `levels` override those of radar.toml.
    pub(crate) fn new(root: &Path, levels: Levels) -> Self {
        let root = root.to_owned();
        Self {
            root,
            levels,
            sources: SourceSet::default(),
            today: None,
            site: None,
            completed: None,
        }
    }

    /// Lets a function complete each radar.
    pub(crate) fn completed_by(self, complete: Complete) -> Self {
        Self { completed: Some(complete), ..self }
    }

    /// Builds the site as of `today`. Returns none if neither the bytes of a file nor the day have
    /// changed.
    ///
    /// # Errors
    ///
    /// If the files cannot be read.
    pub(crate) fn rebuild(&mut self, today: Date) -> Result<Option<Rebuild>, ReadError> {
        let sources = self.read().inspect_err(|_| self.today = None)?;
        let changed = differences(&self.sources, &sources);
        if self.today == Some(today) && changed.is_empty() {
            return Ok(None);
        }
        self.today = Some(today);
        self.sources = sources.clone();
        let checked = check(&sources, today, &self.levels);
        checked.gives_a_reason().map_err(|_| ReadError::NoRadar(self.root.clone()))?;
        let Checked { mut radar, mut report, levels } = checked;
        if let (Some(radar), Some(complete)) = (&mut radar, &mut self.completed) {
            complete(radar, &sources);
        }
        let theme = radar.as_ref().and_then(|radar| theme::load(radar, &sources, &mut report));
        let site = match (radar, theme) {
            (Some(radar), Some(theme)) if !report.is_denied(&levels) => {
                let inputs = Inputs { radar, sources: sources.clone(), theme, today };
                let site = Arc::new(LazySite::new(inputs, self.site.as_deref()));
                self.site = Some(Arc::clone(&site));
                Some(site)
            }
            _ => None,
        };
        let problems = report.judge(&levels);
        Ok(Some(Rebuild { changed, sources, problems, site, levels }))
    }

    /// Reads all files. A file that disappears meanwhile is no error: it is gone.
    fn read(&self) -> Result<SourceSet, ReadError> {
        let mut result = source::read(&self.root);
        for _ in 1..MAX_READS {
            match &result {
                Err(ReadError::Disk(error)) if error.is_missing() => {}
                _ => break,
            }
            result = source::read(&self.root);
        }
        result
    }
}

/// Returns the path of each file that only one set has, or that has other bytes in each. Both sets are
/// sorted by path.
fn differences(before: &SourceSet, now: &SourceSet) -> Vec<String> {
    let mut before = before.iter().map(|(_, file)| file).peekable();
    let mut now = now.iter().map(|(_, file)| file).peekable();
    let mut paths = Vec::new();
    loop {
        let order = match (before.peek(), now.peek()) {
            (Some(old), Some(new)) => old.path.cmp(&new.path),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return paths,
        };
        let old = before.next_if(|_| order.is_le());
        let new = now.next_if(|_| order.is_ge());
        if old != new {
            paths.extend(old.or(new).map(|file| file.path.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const TODAY: Date = jiff::civil::date(2026, 11, 22);

    #[test]
    fn only_other_bytes_or_another_day_cause_a_rebuild() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = |name: &str| folder.path().join("radar").join(name);
        fs::create_dir(folder.path().join("radar")).expect("created");
        fs::write(file("radar.toml"), "title = 1").expect("written");
        let mut rebuilder = Rebuilder::new(folder.path(), Levels::default());
        let mut changed = |today| {
            let rebuild = rebuilder.rebuild(today).expect("readable");
            rebuild.map(|rebuild| rebuild.changed)
        };
        assert_eq!(changed(TODAY), Some(vec!["radar/radar.toml".to_owned()]));
        fs::write(file("radar.toml"), "title = 1").expect("written");
        assert_eq!(changed(TODAY), None);
        assert_eq!(changed(TODAY.tomorrow().expect("a day")), Some(Vec::new()));
        fs::rename(file("radar.toml"), file("b")).expect("renamed");
        fs::write(file("radar.toml"), "title = 2").expect("written");
        let both = vec!["radar/b".to_owned(), "radar/radar.toml".to_owned()];
        assert_eq!(changed(TODAY.tomorrow().expect("a day")), Some(both));
    }

    #[test]
    fn a_second_write_of_the_same_length_is_seen() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("radar")).expect("created");
        let file = folder.path().join("radar/radar.toml");
        let mut rebuilder = Rebuilder::new(folder.path(), Levels::default());
        for text in ["1", "2", "3", "4", "5", "6", "7", "8"] {
            fs::write(&file, text).expect("written");
            let rebuild = rebuilder.rebuild(TODAY).expect("readable").expect("changed");
            let (_, file) = rebuild.sources.find("radar/radar.toml").expect("the settings");
            assert_eq!(file.text(), Some(text));
        }
    }
}
