//! The files that a run makes, and where they are for git.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::found::is_free;
use super::repository::Repository;
use super::samples::{SETTINGS, Template};
use crate::command::project::Session;
use crate::disk::{Before, Change, Durability, Folder, Swept};
use crate::source::{self, CONTENT};

/// The folder that a file is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// That of the radar.
    Radar,
    /// The root of the repository, where hosts look; that of the radar if there is no repository.
    Repository,
}

/// What a run has made so far.
pub(super) struct Made<'s> {
    pub(super) session: &'s Session<'s>,
    /// The folder of the radar.
    pub(super) dir: &'s Path,
    pub(super) repository: Repository,
    /// The new files, as git takes them in the folder of the radar.
    pub(super) files: Vec<String>,
}

impl<'s> Made<'s> {
    pub(super) fn new(session: &'s Session<'s>) -> Self {
        let dir = &session.common.root;
        Self { session, dir, repository: Repository::of(dir), files: Vec::new() }
    }

    /// Makes a file. Returns whether it is new; an existing one is kept.
    pub(super) fn make(&mut self, base: Base, (path, text): Template) -> Result<bool> {
        let folder = self.lock(base)?;
        let is_new = is_free(&folder, path)?;
        if is_new {
            self.write(base, &folder, &[(path, text.to_owned())])?;
        }
        self.say(if is_new { "wrote" } else { "kept" }, base, path);
        Ok(is_new)
    }

    pub(super) fn lock(&self, base: Base) -> Result<Folder> {
        let on_wait = || self.session.terminal.say("waiting for another program that writes here");
        Ok(Folder::open(self.folder(base), Swept::Only(&source::FOLDERS), &on_wait)?)
    }

    /// Writes files: a radar where there is none in one step, others one by one.
    pub(super) fn write(
        &mut self,
        base: Base,
        folder: &Folder,
        files: &[(&str, String)],
    ) -> Result<()> {
        let is_new =
            files.iter().any(|(path, _)| *path == SETTINGS.0) && folder.is_free(CONTENT)?;
        let mut changes = Vec::new();
        for (path, text) in files {
            let is_empty = !is_new && folder.read(path)?.is_some();
            let before = if is_empty { Before::Read(b"") } else { Before::Nothing };
            changes.push(Change { path, before, bytes: text.as_bytes() });
        }
        if is_new {
            folder.write_folder(CONTENT, &changes)?;
        } else {
            folder.write(&changes, Durability::Synced)?;
        }
        let magic = if base == Base::Repository && self.repository.is_there { "top," } else { "" };
        self.files.extend(files.iter().map(|(path, _)| format!(":({magic}literal){path}")));
        Ok(())
    }

    /// Says what became of a file.
    pub(super) fn say(&self, verb: &str, base: Base, path: &str) {
        self.session.terminal.say(&format!("{verb} {}", self.shown(base, path)));
    }

    /// Returns a path from the working directory.
    pub(super) fn shown(&self, base: Base, path: &str) -> String {
        shown(self.folder(base), path).display().to_string()
    }

    pub(super) fn folder(&self, base: Base) -> &Path {
        match base {
            Base::Radar => self.dir,
            Base::Repository => &self.repository.root,
        }
    }
}

fn shown(dir: &Path, path: &str) -> PathBuf {
    if dir == Path::new(".") { path.into() } else { dir.join(path) }
}
