//! The lines that `radar import` prints after it has written the files.

use std::path::Path;

use rayon::prelude::*;

use super::super::Terminal;
use crate::cli::root_option;
use crate::import::{Blip, Content, FileStatus, Imported, Merged};
use crate::markdown::{self, FoundKind};
use crate::radar::RETIRED;

/// Prints what was imported and what was left alone.
pub(super) fn print(
    terminal: Terminal,
    root: &Path,
    folder: &Path,
    imported: &Imported,
    is_new: bool,
    unusable: usize,
) {
    let Imported { content, merged } = imported;
    for remark in content.remarks.iter().chain(&merged.remarks) {
        terminal.say(remark);
    }
    for (status, why) in [
        (FileStatus::Edited, "left alone, because somebody edited it"),
        (FileStatus::Removed, "left out, because somebody removed it"),
    ] {
        for path in merged.paths(status) {
            terminal.say(&format!("{why}: {path}"));
        }
    }
    terminal.say(&format!("{}: {}", folder.display(), counts(content)));
    if !is_new {
        terminal.say(&changes(merged));
    }
    if unusable > 0 {
        let entries = counted(unusable, "entry", "entries");
        terminal.say(&format!("{entries} could not be used; the rest is written"));
    }
    terminal.say(&format!("next: radar build{}", root_option(root)));
}

fn counts(content: &Content) -> String {
    let blips = |is_counted: &dyn Fn(&Blip) -> bool| {
        number(content.blips.iter().filter(|blip| is_counted(blip)).count())
    };
    let rings = content.rings.iter();
    let rings = rings.map(|ring| format!("{} {}", ring.name, blips(&|blip| blip.ring == ring.id)));
    let quadrants = content.quadrants.iter().map(|quadrant| {
        format!("{} {}", quadrant.name, blips(&|blip| blip.quadrant == quadrant.id))
    });
    format!(
        "{}, {}, {}, {}\nrings, from the centre out: {}; retired {}\nquadrants: {}",
        counted(content.blips.len(), "blip", "blips"),
        counted(content.editions.len(), "edition", "editions"),
        counted(content.images.len(), "image", "images"),
        counted(links(content), "link", "links"),
        rings.collect::<Vec<_>>().join(", "),
        blips(&|blip| blip.ring == RETIRED),
        quadrants.collect::<Vec<_>>().join(", "),
    )
}

/// Returns the number of links of all blips, with those in their texts.
fn links(content: &Content) -> usize {
    let of_blip = |blip: &Blip| {
        let text = blip.description.as_deref().unwrap_or_default();
        let links = if text.contains(['[', '<']) { markdown::links(text) } else { Vec::new() };
        let links = links.iter().filter(|found| found.kind != FoundKind::Image).count();
        links + blip.details.links.len()
    };
    content.blips.par_iter().map(of_blip).sum()
}

fn changes(merged: &Merged) -> String {
    let count = |status| merged.paths(status).count();
    format!(
        "files: {} new, {} updated, {} unchanged, {} left alone",
        number(count(FileStatus::New)),
        number(count(FileStatus::Updated)),
        number(count(FileStatus::Same)),
        number(count(FileStatus::Edited) + count(FileStatus::Removed)),
    )
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// Writes a number with commas between its thousands.
fn number(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        for (value, text) in [(0, "0"), (999, "999"), (1_936, "1,936"), (1_234_567, "1,234,567")] {
            assert_eq!(number(value), text);
        }
    }
}
