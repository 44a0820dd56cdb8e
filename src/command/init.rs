//! `radar init`: a radar to start from.
//!
//! The files stand in `init/`, as they are written, but for their dates: `@3 months ago@` becomes
//! that day, so that a new radar shows every state of the rule whenever it is made. No file that is
//! there is ever written to.
#![allow(clippy::disallowed_methods, reason = "one of the two ends of the pipeline")]

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::content::schema::Schema;
use crate::radar::interval::Interval;

/// A file by its path below the root, and its text.
type Template = (&'static str, &'static str);

/// Who has this file has a radar, which is left alone.
const SETTINGS: Template = ("radar/radar.toml", include_str!("init/content/radar.toml"));

/// Blips and the people they name. They belong together: either all of them are written or none.
const EXAMPLES: [Template; 7] = [
    ("radar/people.toml", include_str!("init/content/people.toml")),
    (
        "radar/blips/payments/event-sourcing.toml",
        include_str!("init/content/blips/payments/event-sourcing.toml"),
    ),
    (
        "radar/blips/payments/pair-programming.toml",
        include_str!("init/content/blips/payments/pair-programming.toml"),
    ),
    ("radar/blips/payments/rust.toml", include_str!("init/content/blips/payments/rust.toml")),
    ("radar/blips/platform/jenkins.toml", include_str!("init/content/blips/platform/jenkins.toml")),
    (
        "radar/blips/platform/kubernetes.toml",
        include_str!("init/content/blips/platform/kubernetes.toml"),
    ),
    (
        "radar/blips/platform/postgresql.toml",
        include_str!("init/content/blips/platform/postgresql.toml"),
    ),
];

const ABOUT: Template = ("radar/about.md", include_str!("init/content/about.md"));

/// What tells editors the keys. The schemas lie beside it, so that they are found without a network.
const EDITORS: Template = (".taplo.toml", include_str!("init/taplo.toml"));

/// What the repository needs around the content.
const REPOSITORY: [Template; 2] = [
    (".gitignore", include_str!("init/gitignore")),
    (".github/workflows/radar.yml", include_str!("init/workflow.yml")),
];

pub(super) fn run(dir: &Path, today: Date, terminal: Terminal) -> Result<Outcome> {
    let folder = Folder { dir, today, terminal };
    let has_examples = ["radar/people.toml", "radar/blips"].map(|path| folder.has(path));
    // Made first: of two that run at once, only one goes on.
    if folder.make(SETTINGS)? {
        folder.make(ABOUT)?;
        if has_examples.contains(&true) {
            terminal.say("kept radar/people.toml and radar/blips/: no examples were added");
        } else {
            for template in EXAMPLES {
                folder.make(template)?;
            }
        }
    }
    for template in REPOSITORY.into_iter().chain([EDITORS]) {
        folder.make(template)?;
    }
    for schema in Schema::ALL {
        folder.make((&format!(".taplo/{}.json", schema.name()), &schema.text()))?;
    }
    terminal.say(&next_steps(dir));
    Ok(Outcome::Done)
}

/// Where a radar is started.
struct Folder<'f> {
    dir: &'f Path,
    today: Date,
    terminal: Terminal,
}

impl Folder<'_> {
    /// Whether something of this name is there, be it a link to nowhere.
    fn has(&self, path: &str) -> bool {
        self.dir.join(path).symlink_metadata().is_ok()
    }

    /// Makes a file; whether there was none.
    fn make(&self, (path, text): (&str, &str)) -> Result<bool> {
        let place = self.dir.join(path);
        if let Some(parent) = place.parent() {
            std::fs::create_dir_all(parent)
                .with_context(|| format!("cannot make the folder {}", parent.display()))?;
        }
        let mut file = match File::create_new(&place) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                self.terminal.say(&format!("kept {path}"));
                return Ok(false);
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot write {}", place.display()));
            }
        };
        if let Err(error) = file.write_all(filled(text, self.today).as_bytes()) {
            // Half a file would be kept by the next try.
            let _ = std::fs::remove_file(&place);
            return Err(error).with_context(|| format!("cannot write {}", place.display()));
        }
        self.terminal.say(&format!("wrote {path}"));
        Ok(true)
    }
}

/// A template with `@today@`, `@3 months ago@` and `@version@` filled in; any other `@` stays.
fn filled(template: &str, today: Date) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('@') {
        text += before;
        let found =
            after.split_once('@').and_then(|(name, after)| Some((value(name, today)?, after)));
        match found {
            Some((value, after)) => {
                text += &value;
                rest = after;
            }
            None => {
                text.push('@');
                rest = after;
            }
        }
    }
    text + rest
}

fn value(name: &str, today: Date) -> Option<String> {
    match name {
        "today" => Some(today.to_string()),
        "version" => Some(env!("CARGO_PKG_VERSION").to_owned()),
        _ => {
            let interval: Interval = name.strip_suffix(" ago")?.parse().ok()?;
            Some(interval.before(today).to_string())
        }
    }
}

fn next_steps(dir: &Path) -> String {
    let root = match dir.to_str() {
        Some("" | ".") => String::new(),
        _ => format!(" -C {}", dir.display()),
    };
    format!(
        "\nnext:\n  \
         radar check{root}    says what is wrong, and what has run out\n  \
         radar build{root}    makes the site; open output/index.html\n\
         then put your own people into radar/people.toml, and your blips into radar/blips/"
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::check;
    use crate::diagnostic::{Code, Levels};
    use crate::source::SourceSet;

    /// On every kind of day: the end of a month, a leap day, both ends of the year.
    #[test]
    fn a_new_radar_has_every_flag_and_no_error_whenever_it_is_made() {
        for today in [
            date(2026, 11, 22),
            date(2028, 2, 29),
            date(2027, 8, 31),
            date(2027, 1, 1),
            date(2026, 12, 31),
        ] {
            let files = [SETTINGS, ABOUT].into_iter().chain(EXAMPLES);
            let sources =
                SourceSet::from_files(files.map(|(path, text)| (path, filled(text, today))));
            let checked = check(&sources, today, &Levels::default());
            assert!(!checked.is_denied(), "{today}: {:#?}", checked.report);
            let found: Vec<Code> =
                checked.report.judge(&checked.levels).iter().map(|j| j.diagnostic.code).collect();
            for code in [Code::ReviewDue, Code::ReviewExpired, Code::Unreviewed, Code::ImposedRing]
            {
                assert_eq!(found.iter().filter(|c| **c == code).count(), 1, "{today}: {found:?}");
            }
            assert_eq!(found.len(), 4, "{today}: {found:?}");
        }
    }

    #[test]
    fn only_placeholders_are_filled() {
        let today = date(2026, 11, 22);
        assert_eq!(filled("a@b, @today@ c@d", today), "a@b, 2026-11-22 c@d");
        assert_eq!(filled("x@v7 @1 month ago@", today), "x@v7 2026-10-22");
        for (path, text) in [SETTINGS, ABOUT].into_iter().chain(EXAMPLES).chain(REPOSITORY) {
            let text = filled(text, today);
            assert!(!text.contains(" ago@") && !text.contains("@version@"), "{path}");
        }
    }
}
