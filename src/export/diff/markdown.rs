//! The difference for an issue, a chat or a newsletter.

use std::fmt::Write as _;

use super::{EXPIRED, day, heading, way};
use crate::markdown::escape;
use crate::radar::Blip;
use crate::radar::diff::Diff;
use crate::routes;

/// Writes the difference in Markdown. Names link to their pages where the radar has an address.
pub(crate) fn markdown(diff: &Diff) -> String {
    let name = |blip: &Blip| {
        let name = escape::comment(&blip.name.value);
        match &diff.radar.base_url {
            Some(base) => format!("[{name}]({base}{})", routes::blip(&blip.id)),
            None => name,
        }
    };
    let days = [diff.from, diff.to].map(|date| escape::comment(&day(diff, date)));
    let mut text = format!("## {} to {}\n", days[0], days[1]);
    if diff.moves.is_empty() && diff.expired.is_empty() {
        text += "\nNothing changed.\n";
    }
    for (movement, moved) in &diff.moves {
        let _ = writeln!(text, "\n### {}\n", heading(*movement));
        for moved in moved {
            let way = escape::comment(&way(diff, moved, "→"));
            let _ = writeln!(text, "- **{}**: {way}", name(moved.blip));
        }
    }
    if !diff.expired.is_empty() {
        let _ = writeln!(text, "\n### {EXPIRED}\n");
        for expired in &diff.expired {
            let ring = escape::comment(&diff.radar.ring(expired.ring).name);
            let name = name(expired.blip);
            let _ = writeln!(text, "- **{name}** ({ring}): valid until {}", expired.until);
        }
    }
    text
}
