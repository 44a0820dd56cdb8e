//! Files -> a [`Draft`], again and again: what was read, parsed and made before is kept as long as it
//! holds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::content::{self, Checked};
use crate::diagnostic::{Judged, Levels, Report};
use crate::radar::Radar;
use crate::site::{Draft, Stock};
use crate::source::{ReadError, Reader, Reading, SourceFile, SourceSet, THEMES};
use crate::theme::{self, Theme};

/// How long to wait for further changes where nothing is said of them, and how often.
const SETTLE: Duration = Duration::from_millis(60);
const SETTLE_ROUNDS: usize = 30;

/// Makes drafts of one radar.
pub struct Workshop {
    reader: Reader,
    levels: Levels,
    theme: Option<KnownTheme>,
    draft: Option<Arc<Draft>>,
    today: Option<Date>,
}

/// What came of looking at the files.
#[derive(Default)]
pub struct Made {
    /// What changed since the last time, sorted.
    pub changed: Vec<String>,
    /// The files.
    pub sources: SourceSet,
    /// Every problem that is not allowed, in the order of the files.
    pub problems: Vec<Judged>,
    /// The site; none if the content has errors.
    pub draft: Option<Arc<Draft>>,
    /// The levels that hold.
    pub levels: Levels,
}

/// A theme with the files it was loaded from.
struct KnownTheme {
    files: Vec<Arc<SourceFile>>,
    theme: Option<Arc<Theme>>,
    report: Report,
}

impl Workshop {
    /// For the radar below `root`; levels in `levels` beat those of radar.toml.
    pub fn new(root: &Path, levels: Levels) -> Self {
        Self { reader: Reader::new(root), levels, theme: None, draft: None, today: None }
    }

    /// Reads again and makes a draft as of `today`. None if neither files nor day have changed. Where
    /// nothing is said of changes, `until_settled` reads until no more of them are found.
    ///
    /// # Errors
    ///
    /// If the files cannot be read.
    pub fn make(
        &mut self,
        named: &BTreeSet<PathBuf>,
        today: Date,
        until_settled: bool,
    ) -> Result<Option<Made>, ReadError> {
        let reading = self.read(named, until_settled).inspect_err(|_| self.today = None)?;
        if reading.changed.is_empty() && self.today == Some(today) {
            return Ok(None);
        }
        self.today = Some(today);
        let sources = reading.sources;
        let Checked { radar, mut report, levels } = content::check(&sources, today, &self.levels);
        let theme = radar.as_ref().and_then(|radar| self.theme(radar, &sources, &mut report));
        let is_denied = report.is_denied(&levels);
        let mut problems = report.judge(&levels);
        // Numbers of files are in the order in which they came up, not in that of their paths.
        let path = |judged: &Judged| sources.file(judged.diagnostic.at().file).path.as_str();
        problems.sort_by(|a, b| path(a).cmp(path(b)));
        let draft = match (radar, theme) {
            (Some(radar), Some(theme)) if !is_denied => {
                let stock = Stock { radar, sources: sources.clone(), theme, today };
                let draft = Arc::new(Draft::new(stock, self.draft.as_deref()));
                self.draft = Some(Arc::clone(&draft));
                Some(draft)
            }
            _ => None,
        };
        Ok(Some(Made { changed: reading.changed, sources, problems, draft, levels }))
    }

    fn read(
        &mut self,
        named: &BTreeSet<PathBuf>,
        until_settled: bool,
    ) -> Result<Reading, ReadError> {
        let mut reading = self.reader.read(named)?;
        let mut changed = BTreeSet::new();
        let mut rounds = if until_settled { SETTLE_ROUNDS } else { 0 };
        while rounds > 0 && !reading.changed.is_empty() {
            changed.append(&mut reading.changed.into_iter().collect());
            std::thread::sleep(SETTLE);
            reading = self.reader.read(named)?;
            rounds -= 1;
        }
        changed.append(&mut reading.changed.into_iter().collect());
        Ok(Reading { changed: changed.into_iter().collect(), ..reading })
    }

    /// The theme of a radar; loaded again only if one of its files changed, or the settings did.
    fn theme(
        &mut self,
        radar: &Radar,
        sources: &SourceSet,
        report: &mut Report,
    ) -> Option<Arc<Theme>> {
        let own = sources.below(&format!("{THEMES}/")).map(|(id, _)| id);
        let files: Vec<Arc<SourceFile>> =
            own.chain([radar.theme.at.file]).map(|id| Arc::clone(sources.shared(id))).collect();
        let is_same = |known: &KnownTheme| {
            known.files.len() == files.len()
                && known.files.iter().zip(&files).all(|(a, b)| Arc::ptr_eq(a, b))
        };
        if !self.theme.as_ref().is_some_and(is_same) {
            let mut report = Report::default();
            let theme = theme::load(radar, sources, &mut report).map(Arc::new);
            self.theme = Some(KnownTheme { files, theme, report });
        }
        let known = self.theme.as_ref()?;
        report.append(known.report.clone());
        known.theme.clone()
    }
}
