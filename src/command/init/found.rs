//! What `radar init` finds in a folder, and what is missing.

use anyhow::Result;

use super::samples::{ABOUT, EXAMPLES, SETTINGS, Template, is_filled};
use crate::disk::{self, DiskError, Folder, Kind};

/// What is at the place of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Missing,
    /// A file without a byte, which somebody may have failed to write.
    Empty,
    /// The file as `radar init` writes it, on whatever day.
    Sample,
    /// Something of the user's.
    Theirs,
}

impl State {
    fn of(folder: &Folder, (path, template): Template) -> Result<Self> {
        let file = match disk::kind(&folder.below(path)) {
            Ok(Some(Kind::File)) => folder.read(path)?,
            Ok(None) => None,
            // Broken links count as files.
            Ok(Some(_)) | Err(DiskError::Dangling { .. }) => return Ok(Self::Theirs),
            Err(error) => return Err(error.into()),
        };
        Ok(match file {
            None => Self::Missing,
            Some(bytes) if bytes.is_empty() => Self::Empty,
            Some(bytes) if is_filled(template, &bytes) => Self::Sample,
            Some(_) => Self::Theirs,
        })
    }

    fn is_free(self) -> bool {
        matches!(self, Self::Missing | Self::Empty)
    }
}

/// Returns whether nothing, or a file without a byte, is at a path.
pub(super) fn is_free(folder: &Folder, path: &str) -> Result<bool> {
    Ok(State::of(folder, (path, ""))?.is_free())
}

/// The radar that a run finds.
pub(super) struct Found {
    settings: State,
    about: State,
    examples: [State; EXAMPLES.len()],
    /// Whether `radar/blips/` has files that are no examples.
    has_own_blips: bool,
}

impl Found {
    pub(super) fn of(folder: &Folder) -> Result<Self> {
        let mut examples = [State::Missing; EXAMPLES.len()];
        for (at, template) in EXAMPLES.into_iter().enumerate() {
            examples[at] = State::of(folder, template)?;
        }
        let mut blips = Vec::new();
        let path = folder.below("radar/blips");
        match disk::kind(&path)? {
            Some(Kind::Folder) => disk::files(&path, "radar/blips", &mut blips)?,
            Some(_) => blips.push("radar/blips".to_owned()),
            None => {}
        }
        let is_example = |path: &String| EXAMPLES.iter().any(|(example, _)| example == path);
        Ok(Self {
            settings: State::of(folder, SETTINGS)?,
            about: State::of(folder, ABOUT)?,
            examples,
            has_own_blips: !blips.iter().all(is_example),
        })
    }

    pub(super) fn has_settings(&self) -> bool {
        !self.settings.is_free()
    }

    /// Returns whether there is a radar to leave alone. A folder with settings has one, unless they are those of the
    /// sample and nothing else of it is there: a run was cut short.
    pub(super) fn is_complete(&self) -> bool {
        let is_cut_short = self.settings == State::Sample
            && !self.has_own_blips
            && self.examples.into_iter().all(State::is_free);
        self.has_settings() && !is_cut_short
    }

    pub(super) fn has_about(&self) -> bool {
        !self.about.is_free()
    }

    /// Returns whether there are people or blips that are no examples.
    pub(super) fn has_own(&self) -> bool {
        self.has_own_blips || self.examples.contains(&State::Theirs)
    }

    pub(super) fn has_people(&self) -> bool {
        let [people, ..] = self.examples;
        !people.is_free()
    }

    /// Returns what is there of the people and blips.
    pub(super) fn own(&self) -> impl Iterator<Item = &'static str> {
        let [_, blips @ ..] = self.examples;
        let has_blips = self.has_own_blips || !blips.into_iter().all(State::is_free);
        let own =
            [(self.has_people(), "radar/people.toml"), (has_blips, "radar/blips/")].into_iter();
        own.filter_map(|(is_there, path)| is_there.then_some(path))
    }

    pub(super) fn missing_examples(&self) -> impl Iterator<Item = Template<'static>> {
        let examples = EXAMPLES.into_iter().zip(self.examples);
        examples.filter(|(_, state)| state.is_free()).map(|(template, _)| template)
    }
}
