//! Nudges for a pull request's comment, and for a terminal.

use std::fmt::Write as _;

use super::Nudges;
use super::sentence::sentences;
use crate::markdown::escape;

/// Writes nudges in Markdown; nothing if there are none.
pub(crate) fn markdown(nudges: &Nudges) -> String {
    let (shown, _) = nudges.shown();
    if shown.is_empty() {
        return String::new();
    }
    let title = escape::comment(&nudges.radar.title);
    let title = match nudges.site {
        Some(site) => format!("[{title}]({site})"),
        None => title,
    };
    let mut text = format!("**From the technology radar {title}**\n\n");
    for nudge in shown {
        text += "- ";
        text += &sentences(nudges, nudge, inline);
        if let Some(page) = nudges.page(nudge.blip) {
            let _ = write!(text, " [More]({page})");
        }
        text.push('\n');
    }
    for rest in [nudges.more(), nudges.age()].into_iter().flatten() {
        let _ = writeln!(text, "\n{}", escape::comment(&rest));
    }
    text
}

/// Escapes a text within a line, where `2.` starts no list.
fn inline(text: &str) -> String {
    escape::comment(&format!("x{text}")).split_off(1)
}

/// Writes nudges for a terminal; nothing if there are none.
pub(crate) fn text(nudges: &Nudges) -> String {
    let (shown, _) = nudges.shown();
    let mut text = String::new();
    for nudge in shown {
        text += &sentences(nudges, nudge, str::to_owned);
        if let Some(page) = nudges.page(nudge.blip) {
            text.push(' ');
            text += &page;
        }
        text.push('\n');
    }
    let rest = if shown.is_empty() { [None, None] } else { [nudges.more(), nudges.age()] };
    for rest in rest.into_iter().flatten() {
        text += &rest;
        text.push('\n');
    }
    text
}
