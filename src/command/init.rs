//! `radar init`: a radar to start from.
//!
//! `init/` holds the files as they are written, except for their dates: `@3 months ago@` becomes that day, so that
//! a new radar always shows every state of the rule. No existing file is ever written to.

use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::civil::Date;

use super::Outcome;
use super::project::Session;
use crate::cli::root_option;
use crate::content::schema::Schema;
use crate::edit::write::{self, RewriteError};
use crate::radar::interval::Interval;

/// A file by its path below the root, and its text.
type Template = (&'static str, &'static str);

macro_rules! content {
    ($path:literal) => {
        (concat!("radar/", $path), include_str!(concat!("init/content/", $path)))
    };
}

/// A folder with this file has a radar, and its content is left alone.
const SETTINGS: Template = content!("radar.toml");

const ABOUT: Template = content!("about.md");

/// Blips and the people they name: either all of them are written or none.
const EXAMPLES: [Template; 7] = [
    content!("people.toml"),
    content!("blips/payments/event-sourcing.toml"),
    content!("blips/payments/pair-programming.toml"),
    content!("blips/payments/rust.toml"),
    content!("blips/platform/jenkins.toml"),
    content!("blips/platform/kubernetes.toml"),
    content!("blips/platform/postgresql.toml"),
];

/// Configures Taplo. The schemas are copied beside it, so that editors need no network.
const EDITORS: Template = (".taplo.toml", include_str!("init/taplo.toml"));

const REPOSITORY: [Template; 2] = [
    (".gitignore", include_str!("init/gitignore")),
    (".github/workflows/radar.yml", include_str!("init/workflow.yml")),
];

pub(super) fn run(session: &Session, dir: &Path) -> Result<Outcome> {
    let dir: &Path = &session.common.below_root(dir).components().collect::<PathBuf>();
    // Broken links count as files.
    #[allow(clippy::disallowed_methods, reason = "only asks whether there is anything at a path")]
    let has = |path| dir.join(path).symlink_metadata().is_ok();
    let has_examples = has("radar/people.toml") || has("radar/blips");
    // Made first: of two runs at the same time, only one goes on.
    if make(session, dir, SETTINGS)? {
        make(session, dir, ABOUT)?;
        if has_examples {
            session.terminal.say("kept radar/people.toml and radar/blips/; no examples were added");
        } else {
            for template in EXAMPLES {
                make(session, dir, template)?;
            }
        }
    }
    for template in REPOSITORY.into_iter().chain([EDITORS]) {
        make(session, dir, template)?;
    }
    for schema in Schema::ALL {
        let path = format!(".taplo/{}.json", schema.name());
        make(session, dir, (&path, &schema.text()))?;
    }
    session.terminal.say(&next_steps(dir));
    Ok(Outcome::Done)
}

/// Makes a file. Returns whether it is new; an existing one is kept.
fn make(session: &Session, dir: &Path, (path, text): (&str, &str)) -> Result<bool> {
    let text = filled(text, session.today);
    match write::create(&dir.join(path), text.as_bytes()) {
        Ok(()) => session.terminal.say(&format!("wrote {path}")),
        Err(RewriteError::Taken(_)) => {
            session.terminal.say(&format!("kept {path}"));
            return Ok(false);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(true)
}

/// Fills in `@today@`, `@3 months ago@` and `@version@`; any other `@` stays.
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
    let root = root_option(dir);
    format!(
        "\nnext:\n  \
         radar check{root}    prints errors, and reviews that are due or expired\n  \
         radar build{root}    builds the site; open output/index.html\n\
         then add your own people to radar/people.toml, and your blips to radar/blips/"
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
