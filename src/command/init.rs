//! `radar init`: a radar to start from.
//!
//! `init/` holds the files as they are written, except for their dates: `@3 months ago@` becomes that day, so that
//! a new radar always shows every state of the rule. No existing file is ever written to.

mod repository;
mod workflow;

use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::civil::Date;

use super::project::Session;
use super::{Outcome, prompt};
use crate::cli::{Init as Options, root_option};
use crate::content::schema::Schema;
use crate::edit::toml_string::string;
use crate::edit::write::{self, RewriteError};
use crate::radar::interval::Interval;
use repository::Repository;
use workflow::workflow;

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

/// The people of a radar without examples.
const EMPTY_PEOPLE: Template = ("radar/people.toml", include_str!("init/empty/people.toml"));

const EMPTY_EDITION: &str = include_str!("init/empty/edition.toml");

const GITIGNORE: Template = (".gitignore", include_str!("init/gitignore"));

const WORKFLOW: Template = (".github/workflows/radar.yml", include_str!("init/workflow.yml"));

/// Configures Taplo. The schemas are copied beside it, so that editors need no network.
const TAPLO: Template = (".taplo.toml", include_str!("init/taplo.toml"));

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let dir = &session.common.below_root(&options.dir).components().collect::<PathBuf>();
    // Broken links count as files.
    #[allow(clippy::disallowed_methods, reason = "only asks whether there is anything at a path")]
    let has = |path| dir.join(path).symlink_metadata().is_ok();
    let today = session.today;
    let fill = |(path, text): Template| make(session, dir, (path, &filled(text, today)));
    let has_examples = has("radar/people.toml") || has("radar/blips");
    let start = start(options, has(SETTINGS.0))?;
    let settings = settings(&filled(SETTINGS.1, today), &start, today);
    // Made first: of two runs at the same time, only one goes on.
    if make(session, dir, (SETTINGS.0, &settings))? {
        if !start.is_empty {
            fill(ABOUT)?;
        }
        if has_examples {
            session.terminal.say(&format!(
                "kept {} and {}; no examples were added",
                shown(dir, "radar/people.toml").display(),
                shown(dir, "radar/blips/").display()
            ));
        } else if start.is_empty {
            fill(EMPTY_PEOPLE)?;
        } else {
            for template in EXAMPLES {
                fill(template)?;
            }
        }
    } else if options.title.is_some() || options.empty {
        session.terminal.say("the radar exists already, so --title and --empty have no effect");
    }
    fill(GITIGNORE)?;
    let repository = Repository::of(dir);
    let text = workflow(&filled(WORKFLOW.1, today), &repository.folder);
    if !make(session, &repository.root, (WORKFLOW.0, &text))? && !repository.folder.is_empty() {
        session.terminal.say(&format!("see that it builds {}", repository.folder));
    }
    fill(TAPLO)?;
    for schema in Schema::ALL {
        let path = format!(".taplo/{}.json", schema.name());
        make(session, dir, (&path, &schema.text()))?;
    }
    session.terminal.say(&next_steps(dir, start.is_empty));
    Ok(Outcome::Done)
}

/// What a new radar starts with.
struct Start {
    title: Option<String>,
    /// Whether it has no examples.
    is_empty: bool,
}

/// Returns what the options say, and asks for the rest if somebody can be asked.
fn start(options: &Options, exists: bool) -> Result<Start> {
    let mut start = Start { title: options.title.clone(), is_empty: options.empty };
    if exists || !prompt::is_possible() {
        return Ok(start);
    }
    if start.title.is_none() {
        let help = "for example, Our technology radar; Enter for a title to change later";
        start.title = prompt::line("What is the title of the radar?", help)?;
        if !options.empty {
            let choices = vec!["Six example blips, one for each state", "Nothing: an empty radar"];
            start.is_empty = prompt::choose("What should it contain?", choices, 0)? == 1;
        }
    }
    Ok(start)
}

/// Fills in the title, and leaves out the editions of the examples.
fn settings(template: &str, start: &Start, today: Date) -> String {
    let mut text = template.to_owned();
    if let Some(title) = &start.title {
        text = text.replace("\"Example radar\"", &string(title));
    } else if start.is_empty {
        text = text.replace("\"Example radar\"", "\"Our technology radar\"");
    }
    if start.is_empty
        && let Some((before, rest)) = text.split_once("[[edition]]\n")
        && let Some((_, after)) = rest.split_once("# The level of each kind")
    {
        let edition = filled(EMPTY_EDITION, today);
        text = format!("{before}{edition}# The level of each kind{after}");
    }
    text
}

/// Makes a file. Returns whether it is new; an existing one is kept.
fn make(session: &Session, dir: &Path, (path, text): (&str, &str)) -> Result<bool> {
    let path = shown(dir, path);
    let is_new = match write::create(&path, text.as_bytes()) {
        Ok(()) => true,
        Err(RewriteError::Taken(_)) => false,
        Err(error) => return Err(error.into()),
    };
    let verb = if is_new { "wrote" } else { "kept" };
    session.terminal.say(&format!("{verb} {}", path.display()));
    Ok(is_new)
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

/// Returns a path below a folder, from the working directory.
fn shown(dir: &Path, path: &str) -> PathBuf {
    if dir == Path::new(".") { path.into() } else { dir.join(path) }
}

fn next_steps(dir: &Path, is_empty: bool) -> String {
    let root = root_option(dir);
    let below = |path: &str| shown(dir, path).display().to_string();
    let (page, people, blips) =
        (below("output/index.html"), below("radar/people.toml"), below("radar/blips/"));
    if is_empty {
        return format!(
            "\nnext:\n  \
             add yourself to {people}\n  \
             radar new NAME{root}    creates a blip in {blips}\n  \
             radar build{root}       builds the site; open {page}"
        );
    }
    format!(
        "\nnext:\n  \
         radar check{root}    prints errors, and reviews that are due or expired\n  \
         radar build{root}    builds the site; open {page}\n\
         then add your own people to {people}, and your blips to {blips}"
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
            assert!(found.contains(&Code::SampleContent), "{today}: {found:?}");
            assert_eq!(found.len(), 5, "{today}: {found:?}");
        }
    }

    #[test]
    fn only_placeholders_are_filled() {
        let today = date(2026, 11, 22);
        assert_eq!(filled("a@b, @today@ c@d", today), "a@b, 2026-11-22 c@d");
        assert_eq!(filled("x@v7 @1 month ago@", today), "x@v7 2026-10-22");
        for (path, text) in
            [SETTINGS, ABOUT, GITIGNORE, WORKFLOW, TAPLO].into_iter().chain(EXAMPLES)
        {
            let text = filled(text, today);
            assert!(!text.contains(" ago@") && !text.contains("@version@"), "{path}");
        }
    }
}
