//! What `radar init` finds in a folder -> the files of a radar that it writes.

use anyhow::Result;

use super::samples::{ABOUT, EXAMPLES, SETTINGS, Template, is_filled, settings_without_examples};
use crate::disk::{self, Folder, Kind};

/// What is at the place of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Missing,
    /// A file without a byte, which somebody may have failed to write.
    Empty,
    /// The file as `radar init` writes it, on whatever day.
    Sample,
    /// Something of the user's.
    Theirs,
}

pub(super) fn state(folder: &Folder, (path, template): Template) -> Result<State> {
    // Broken links count as files.
    if disk::has(&folder.below(path))?
        && !matches!(disk::kind(&folder.below(path)), Ok(Some(Kind::File)))
    {
        return Ok(State::Theirs);
    }
    Ok(match folder.read(path)? {
        None => State::Missing,
        Some(bytes) if bytes.is_empty() => State::Empty,
        Some(bytes) if is_filled(template, &bytes) => State::Sample,
        Some(_) => State::Theirs,
    })
}

/// The radar that a run finds.
pub(super) struct Start {
    settings: State,
    about: State,
    examples: [State; EXAMPLES.len()],
    /// Whether `radar/blips/` has files that are no examples.
    has_own_blips: bool,
}

/// The files of a radar that a run writes, in this order, and what it says about all of them.
pub(super) struct Plan {
    pub(super) to_write: Vec<(&'static str, String)>,
    pub(super) lines: Vec<String>,
}

impl Start {
    pub(super) fn of(folder: &Folder) -> Result<Self> {
        let mut examples = [State::Missing; EXAMPLES.len()];
        for (at, template) in EXAMPLES.into_iter().enumerate() {
            examples[at] = state(folder, template)?;
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
            settings: state(folder, SETTINGS)?,
            about: state(folder, ABOUT)?,
            examples,
            has_own_blips: !blips.iter().all(is_example),
        })
    }

    /// Returns what a radar lacks. The settings come last: a folder with them has a radar, and only if a run that was
    /// cut short left nothing but them, it is completed.
    pub(super) fn files(&self) -> Plan {
        let is_free = |state: State| matches!(state, State::Missing | State::Empty);
        let has_own = self.has_own_blips || self.examples.contains(&State::Theirs);
        let has_settings = !is_free(self.settings);
        let is_cut_short = self.settings == State::Sample
            && !self.has_own_blips
            && self.examples.into_iter().all(is_free);
        let mut plan = Plan { to_write: Vec::new(), lines: Vec::new() };
        if has_settings && !is_cut_short {
            plan.lines.push(format!("kept {}", SETTINGS.0));
            return plan;
        }
        if has_settings {
            plan.lines.push(format!("kept {}", SETTINGS.0));
        } else {
            plan.lines.push(format!("wrote {}", SETTINGS.0));
        }
        if !has_own {
            let missing = EXAMPLES.into_iter().zip(self.examples);
            let missing = missing.filter(|(_, state)| is_free(*state));
            plan.to_write.extend(missing.map(|((path, text), _)| (path, text.to_owned())));
        }
        if is_free(self.about) {
            plan.lines.push(format!("wrote {}", ABOUT.0));
            plan.lines.extend(plan.to_write.iter().map(|(path, _)| format!("wrote {path}")));
            plan.to_write.push((ABOUT.0, ABOUT.1.to_owned()));
        } else {
            plan.lines.push(format!("kept {}", ABOUT.0));
            plan.lines.extend(plan.to_write.iter().map(|(path, _)| format!("wrote {path}")));
        }
        if has_own {
            let kept = "kept radar/people.toml and radar/blips/; no examples were added";
            plan.lines.push(kept.to_owned());
        }
        if !has_settings {
            let (path, text) = SETTINGS;
            let text = if has_own { settings_without_examples() } else { text.to_owned() };
            plan.to_write.push((path, text));
        }
        plan
    }
}
