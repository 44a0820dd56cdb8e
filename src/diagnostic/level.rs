//! The level of each code in a run: the default, overridden by `[lints]`, overridden by the command line.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use thiserror::Error;

use super::Code;

/// How a problem is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Allow,
    /// Reported as a warning.
    Warn,
    /// Reported as an error: nothing is built, and the exit code is 1.
    Deny,
}

impl Level {
    /// Returns the name, as in `[lints]`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }

    /// Returns the level with this name.
    pub fn from_name(name: &str) -> Option<Level> {
        [Level::Allow, Level::Warn, Level::Deny].into_iter().find(|level| level.name() == name)
    }
}

/// A level that cannot be chosen.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{}` is always an error: unusable content is never ignored", .0.name())]
pub struct LevelError(
    /// The code that it was chosen for.
    pub Code,
);

/// The chosen levels. Other codes have their default levels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    chosen: BTreeMap<Code, Level>,
}

impl Levels {
    /// The level of a code.
    pub fn of(&self, code: Code) -> Level {
        self.chosen.get(&code).copied().unwrap_or(code.default_level())
    }

    /// Chooses a level, which replaces an earlier choice.
    ///
    /// # Errors
    ///
    /// If the code is always an error and the level is not [`Level::Deny`].
    pub fn choose(&mut self, code: Code, level: Level) -> Result<(), LevelError> {
        if code.is_always_error() && level != Level::Deny {
            return Err(LevelError(code));
        }
        self.chosen.insert(code, level);
        Ok(())
    }

    /// Returns these levels, overridden by those of `stronger`.
    #[must_use]
    pub fn overridden_by(mut self, stronger: &Levels) -> Levels {
        self.chosen.extend(stronger.chosen.iter().map(|(code, level)| (*code, *level)));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_beats_the_file_and_the_file_the_default() {
        let mut file = Levels::default();
        file.choose(Code::ReviewExpired, Level::Deny).expect("a lint");
        file.choose(Code::Orphaned, Level::Allow).expect("a lint");
        let mut line = Levels::default();
        line.choose(Code::ReviewExpired, Level::Warn).expect("a lint");
        let levels = file.overridden_by(&line);
        assert_eq!(levels.of(Code::ReviewExpired), Level::Warn);
        assert_eq!(levels.of(Code::Orphaned), Level::Allow);
        assert_eq!(levels.of(Code::ReviewDue), Level::Allow);
    }

    #[test]
    fn unusable_content_cannot_be_allowed() {
        let mut levels = Levels::default();
        assert!(levels.choose(Code::InvalidToml, Level::Warn).is_err());
        assert!(levels.choose(Code::InvalidToml, Level::Deny).is_ok());
    }
}
