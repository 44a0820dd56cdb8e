//! The content -> a radar without errors and its theme -> the files of its site, for each command that makes them.

use anyhow::{Error, Result, bail};

use super::history::Entries;
use super::progress::Progress;
use super::project::{Project, Refused, Session};
use crate::content;
use crate::radar::Radar;
use crate::routes::Routes;
use crate::site::{Earlier, Failure, File, Printer, Rendered, Reuse};
use crate::source::{CONTENT, SourceSet};
use crate::theme::{self, Theme};

/// A radar that can be rendered.
pub(super) struct Ready<'s> {
    session: &'s Session<'s>,
    project: Project<'s>,
    pub(super) radar: Radar,
    theme: Theme,
}

impl<'s> Ready<'s> {
    /// Reads and checks the files below the root. `choose` changes settings of the radar, as the arguments of the
    /// command want it.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or the content or the theme has errors: these are printed.
    pub(super) fn read(
        session: &'s Session<'s>,
        progress: &Progress,
        choose: impl FnOnce(&mut Radar, &SourceSet) -> Result<()>,
    ) -> Result<Self> {
        let Session { common, today, terminal, .. } = *session;
        let mut project =
            progress.during(|| "reading and checking".to_owned(), || Project::read(session))?;
        if let Some(radar) = &mut project.radar {
            let had_address = radar.base_url.is_some();
            choose(radar, &project.sources)?;
            if !had_address && radar.base_url.is_some() {
                // A site with an address has more files, which may be in the way of the author's own.
                let routes = Routes::new(radar, &project.sources, today);
                content::check_static_files(&project.sources, radar, &routes, &mut project.report);
            }
            let mut entries = Entries::new(common.below_root(CONTENT), today);
            if let Some(why) = entries.tell(radar, &project.sources) {
                terminal.warn(&why);
            }
        }
        let theme = project.load_theme();
        project.print_errors();
        let is_denied = project.is_denied();
        match (project.radar.take(), theme) {
            (Some(radar), Some(theme)) if !is_denied => Ok(Self { session, project, radar, theme }),
            _ => Err(Refused.into()),
        }
    }

    /// Returns the files that the radar was read from.
    pub(super) fn sources(&self) -> &SourceSet {
        &self.project.sources
    }

    /// Renders the site, and passes each file to `take` as soon as it is made, from several threads. `earlier` and `reuse`
    /// have the pictures and the files of an earlier build. Returns the number of files.
    ///
    /// # Errors
    ///
    /// If templates fail, whose problems are printed; or if `take` does.
    pub(super) fn render<E: Into<Error> + Send>(
        &mut self,
        progress: &Progress,
        earlier: Earlier<'_>,
        reuse: Option<Reuse<'_>>,
        take: &(dyn Fn(File) -> Result<(), E> + Sync),
    ) -> Result<usize> {
        let rendered = Rendered::default();
        let printer = Printer {
            radar: &self.radar,
            sources: &self.project.sources,
            theme: &self.theme,
            today: self.session.today,
            progress: &rendered,
            earlier,
            reuse,
        };
        let made = progress.during(|| format!("rendering: {rendered}"), || printer.print(take));
        made.map_err(|failure| match failure {
            Failure::Templates(report) => {
                self.project.report = report;
                self.project.print_problems();
                Refused.into()
            }
            Failure::Taking(error) => error.into(),
        })
    }
}

/// Uses another theme.
///
/// # Errors
///
/// If there is no theme with this name.
pub(super) fn choose_theme(radar: &mut Radar, name: &str, sources: &SourceSet) -> Result<()> {
    let known = theme::names(sources);
    if !known.iter().any(|theme| theme == name) {
        bail!("there is no theme `{name}`; known: {}", known.join(", "));
    }
    name.clone_into(&mut radar.theme.value);
    Ok(())
}
