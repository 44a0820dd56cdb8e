//! Files that are no TOML as a whole: merge conflicts, other formats, the line ends of old Macs.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::source::FileId;

/// Returns the problem of a file that git could not merge. Within a text, that is valid TOML, too.
pub(super) fn conflict(id: FileId, text: &str) -> Option<Diagnostic> {
    if !text.contains("<<<<<<<") {
        return None;
    }
    let mut at = 0;
    let mut start = None;
    let mut is_second = false;
    for line in text.split_inclusive('\n') {
        let begins =
            |sign: &str| line.starts_with(sign) && !line[sign.len()..].starts_with(&sign[..1]);
        if begins("<<<<<<<") {
            (start, is_second) = (Some(at..at + line.trim_end().len()), false);
        } else if begins("=======") && start.is_some() {
            is_second = true;
        } else if begins(">>>>>>>") && is_second {
            let message = "git could not merge two versions of this";
            return Some(Diagnostic::new(Code::InvalidToml, message, Span::new(id, start?)).help(
                "keep one of the two versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>",
            ));
        }
        at += line.len();
    }
    None
}

/// Returns the problem of a file that has errors because it is written in another format.
pub(super) fn whole_file(id: FileId, text: &str) -> Option<Diagnostic> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let first = lines().next()?;
    let start = text.find(first)?;
    let span = Span::new(id, start..start + first.len());
    let format = if first.trim_start().starts_with('{') {
        "JSON"
    } else if (first.trim_end() == "---" || is_yaml(first))
        && !lines().any(|line| line.contains('='))
    {
        "YAML"
    } else if text.contains('\r') && !text.contains('\n') {
        let message = "the lines end as on old Macs (CR)";
        return Some(
            Diagnostic::new(Code::InvalidToml, message, span)
                .help("save the file with the line ends of Unix (LF) or Windows (CRLF)"),
        );
    } else {
        return None;
    };
    let problem = Diagnostic::new(Code::InvalidToml, format!("this is {format}, not TOML"), span);
    Some(problem.help("write it in TOML: key = \"value\", and a list as [\"a\", \"b\"]"))
}

fn is_yaml(line: &str) -> bool {
    let is_key =
        |key: &str| key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    line.split_once(':').is_some_and(|(key, value)| {
        is_key(key.trim_start_matches("- ")) && (value.is_empty() || value.starts_with(' '))
    })
}
