//! Suggestions -> TOML to paste.

use std::fmt::Write as _;

use super::missing::{ENOUGH, Missing};
use super::named::Suggestion;
use crate::edit;
use crate::line::visible;
use crate::radar::detect::Detector;

/// Longer lists of repositories are cut.
const MAX_REPOSITORIES: usize = 12;

/// Returns the `detect` lists of blips, each below the path of its file; what may be wrong is a comment.
pub(crate) fn of_blips(suggestions: &[&Suggestion]) -> String {
    let mut text = String::new();
    for Suggestion { blip, technology, detect, left_out, doubt } in suggestions {
        let gap = if text.is_empty() { "" } else { "\n" };
        let list = edit::array(detect);
        match doubt {
            None => {
                let _ = writeln!(text, "{gap}# {}: {technology}", blip.path);
                text += &left_out_line(left_out.as_ref());
                let _ = writeln!(text, "detect = {list}");
            }
            Some(doubt) => {
                let _ = writeln!(text, "{gap}# {}: {technology}? Not certain: {doubt}", blip.path);
                text += &left_out_line(left_out.as_ref());
                text += &commented(&format!("detect = {list}"));
            }
        }
    }
    text
}

fn left_out_line(left_out: Option<&(String, Vec<&Detector>)>) -> String {
    left_out.map_or_else(String::new, |(other, detectors)| {
        let list: Vec<String> = detectors.iter().map(ToString::to_string).collect();
        format!("# Left out, because {other} looks the same: {}\n", list.join(", "))
    })
}

/// Returns what the radar has no blip for, as comments: it is for people to decide on.
pub(crate) fn of_missing(missing: &[Missing], scanned: usize) -> String {
    if missing.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "# Not on the radar, and used by {ENOUGH} or more of the {scanned} repositories:\n"
    );
    for Missing { name, detect, more, repositories } in missing {
        let count = repositories.len();
        let shown = repositories[..count.min(MAX_REPOSITORIES)].join(", ");
        let rest = match count.saturating_sub(MAX_REPOSITORIES) {
            0 => String::new(),
            rest => format!(" and {rest} more"),
        };
        let more = match more {
            0 => String::new(),
            1 => " (and another package of the same publisher)".to_owned(),
            more => format!(" (and {more} other packages of the same publisher)"),
        };
        let name = visible(name);
        let _ = writeln!(text, "#\n# {name}{more}: {count} repositories: {shown}{rest}");
        let detect: Vec<&Detector> = detect.iter().collect();
        text += &commented(&format!("detect = {}", edit::array(&detect)));
    }
    text
}

fn commented(text: &str) -> String {
    // The names are those of packages in repositories that anybody may have made.
    text.lines().fold(String::new(), |text, line| format!("{text}# {}\n", visible(line)))
}
