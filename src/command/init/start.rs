//! What a new radar starts with: from the options, or from somebody who is asked.

use anyhow::Result;
use jiff::civil::Date;

use super::samples::{EMPTY_EDITION, filled};
use crate::cli::Init as Options;
use crate::command::prompt;
use crate::edit::toml_string::string;

/// What a new radar starts with.
pub(super) struct Start {
    pub(super) title: Option<String>,
    /// Whether it has no examples.
    pub(super) is_empty: bool,
}

/// Returns what the options say, and asks for the rest if somebody can be asked.
pub(super) fn start(options: &Options, exists: bool) -> Result<Start> {
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
pub(super) fn settings(template: &str, start: &Start, today: Date) -> String {
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
