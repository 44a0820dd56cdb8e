//! Nudges as annotations of a GitHub workflow.

use std::fmt::Write as _;

use super::Nudges;
use super::sentence::sentences;
use crate::diagnostic::render::{github_data, github_property};
use crate::line::visible;

/// Writes an annotation for each nudge, at the file that shows the change.
pub(crate) fn github(nudges: &Nudges) -> String {
    let (shown, _) = nudges.shown();
    let mut text = String::new();
    let tail = [nudges.more(), nudges.age()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    for (at, nudge) in shown.iter().enumerate() {
        let level = if nudge.is_denied { "error" } else { "notice" };
        let mut sentences = sentences(nudges, nudge, str::to_owned);
        if let Some(page) = nudges.page(nudge.blip) {
            sentences.push(' ');
            sentences += &page;
        }
        let is_last = at + 1 == shown.len();
        if is_last && !tail.is_empty() {
            sentences.push('\n');
            sentences += &tail;
        }
        let _ = writeln!(
            text,
            "::{level} file={},title={}::{}",
            github_property(&visible(nudge.change.path())),
            github_property(&nudges.radar.title),
            github_data(&sentences),
        );
    }
    text
}
