//! The queue as a list to tick off, for an issue or a chat.

use std::fmt::Write as _;

use super::Due;
use crate::markdown::escape;
use crate::routes;

/// Writes the queue in Markdown. Names link to their pages if the radar has a base URL.
pub(crate) fn markdown(due: &Due) -> String {
    let mut text =
        format!("**{}**, as of {}.\n", sentence(&escape::comment(&due.summary())), due.today);
    if !due.waiting.is_empty() {
        text.push('\n');
    }
    for waiting in &due.waiting {
        let name = escape::comment(&waiting.blip.name.value);
        let name = match &due.radar.base_url {
            Some(base) => format!("[{name}]({base}{})", routes::blip(&waiting.blip.id)),
            None => name,
        };
        let ring = escape::comment(&due.radar.ring(waiting.ring).name);
        let why = due.why(waiting);
        let owners = match due.owners(waiting) {
            owners if owners.is_empty() => "nobody".to_owned(),
            owners => escape::comment(&owners),
        };
        let command = Due::command(waiting);
        let _ = writeln!(text, "- [ ] **{name}** ({ring}): {why}. Owned by {owners}. `{command}`");
    }
    if due.more > 0 {
        let _ = writeln!(text, "\nand {} more", due.more);
    }
    text
}

/// Capitalises the first letter.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
