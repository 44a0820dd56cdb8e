//! One blip's file, to be edited.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::{Project, Session};
use crate::command::lookup;
use crate::edit::EditError;
use crate::radar::{Blip, Radar};
use crate::source::{CONTENT, FileId, SourceSet};

/// A blip in its file, and the radar around it.
pub(in crate::command) struct BlipFile<'s> {
    project: Project<'s>,
    id: String,
}

impl<'s> BlipFile<'s> {
    /// Reads the content and finds the blip with an id, a name or a path; without one, asks for it.
    pub(in crate::command) fn open(session: &'s Session<'s>, name: Option<&str>) -> Result<Self> {
        let project = Project::read(session)?;
        let name = match name {
            Some(name) => lookup::without_path(session.common, &project.sources, name),
            None => lookup::ask_blip(project.usable()?, session.today)?,
        };
        if let Some(own) = own_file(&project.sources, &name) {
            project.stop_at_errors(|diagnostic| diagnostic.at().file == own)?;
        }
        let id = lookup::blip(project.usable()?, &name)?.id.clone();
        Ok(Self { project, id })
    }

    /// The radar as it was read.
    pub(in crate::command) fn radar(&self) -> &Radar {
        self.project.radar.as_ref().expect("`open` found a blip on it")
    }

    pub(in crate::command) fn blip(&self) -> &Blip {
        self.radar().blip(&self.id).expect("`open` found it by this id")
    }

    /// The path from the working directory.
    pub(in crate::command) fn path(&self) -> PathBuf {
        self.project.session.common.below_root(&self.blip().path)
    }

    /// Edits the file, unless that adds problems that are denied, and returns the new radar. On failure, a text
    /// that somebody has `typed` is printed, so that it is not lost.
    pub(in crate::command) fn edit(
        &self,
        typed: Option<&str>,
        edit: impl FnOnce(&str) -> Result<String, EditError>,
    ) -> Result<Radar> {
        let edited = self.try_edit(edit);
        if let (Some(typed), Err(_)) = (typed, &edited) {
            let terminal = self.project.session.terminal;
            terminal.warn(&format!("your text was not saved:\n\n{typed}\n"));
        }
        edited
    }

    fn try_edit(&self, edit: impl FnOnce(&str) -> Result<String, EditError>) -> Result<Radar> {
        let path = &self.blip().path;
        let (_, file) = self.project.sources.find(path).expect("a blip has a file");
        let text = file.text().with_context(|| format!("{path} is not UTF-8"))?;
        self.project.save(path, edit(text)?.as_bytes())
    }
}

/// The file that is named after an id.
fn own_file(sources: &SourceSet, id: &str) -> Option<FileId> {
    let name = format!("{id}.toml");
    let mut blips = sources.below(&format!("{CONTENT}/blips/"));
    blips.find(|(_, file)| file.path.rsplit('/').next() == Some(&name)).map(|(id, _)| id)
}
