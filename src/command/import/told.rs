//! What is said of an import: how much came, and what was left alone.

use std::path::Path;

use rayon::prelude::*;

use super::super::Terminal;
use crate::import::{Content, Imported, Merged, Standing};
use crate::markdown::{self, FoundKind};
use crate::radar::RETIRED;

/// Says all of it, the sum at the end.
pub(super) fn tell(
    terminal: Terminal,
    root: &Path,
    folder: &Path,
    imported: &Imported,
    is_new: bool,
    unusable: usize,
) {
    for remark in imported.content.remarks.iter().chain(&imported.merged.remarks) {
        terminal.say(remark);
    }
    for (standing, why) in [
        (Standing::Edited, "left alone, as somebody edited it"),
        (Standing::Removed, "left out, as somebody removed it"),
    ] {
        for path in imported.merged.paths(standing) {
            terminal.say(&format!("{why}: {path}"));
        }
    }
    terminal.say(&summary(folder, &imported.content));
    if !is_new {
        terminal.say(&changes(&imported.merged));
    }
    match unusable {
        0 => {}
        1 => terminal.say("1 entry could not be used; the rest is written"),
        _ => {
            let entries = number(unusable);
            terminal.say(&format!("{entries} entries could not be used; the rest is written"));
        }
    }
    terminal.say(&next_step(root));
}

fn summary(folder: &Path, content: &Content) -> String {
    let on_radar = |id: &str| content.blips.iter().filter(|blip| blip.ring == id).count();
    let retired = on_radar(RETIRED);
    let rings: Vec<String> = content
        .rings
        .iter()
        .map(|ring| format!("{} {}", ring.name, number(on_radar(&ring.id))))
        .collect();
    let quadrants: Vec<String> = content
        .quadrants
        .iter()
        .map(|quadrant| {
            let blips = content.blips.iter().filter(|blip| blip.quadrant == quadrant.id).count();
            format!("{} {}", quadrant.name, number(blips))
        })
        .collect();
    let counts = [
        counted(content.blips.len(), "blip"),
        counted(content.editions.len(), "edition"),
        counted(content.images.len(), "image"),
        counted(links(content), "link"),
    ];
    format!(
        "{folder}: {counts}\nrings, from the centre out: {rings}; retired {retired}\nquadrants: {quadrants}",
        folder = folder.display(),
        counts = counts.join(", "),
        rings = rings.join(", "),
        retired = number(retired),
        quadrants = quadrants.join(", "),
    )
}

/// How many links came: those of the blips themselves, and those in their texts.
fn links(content: &Content) -> usize {
    let of_blip = |blip: &crate::import::Blip| {
        let text = blip.description.as_deref().unwrap_or_default();
        let links = if text.contains(['[', '<']) { markdown::links(text) } else { Vec::new() };
        let links = links.iter().filter(|found| found.kind != FoundKind::Image).count();
        links + blip.details.links.len()
    };
    content.blips.par_iter().map(of_blip).sum()
}

/// How the files of an import stand to those that were there.
fn changes(merged: &Merged) -> String {
    let count = |standing| number(merged.paths(standing).count());
    format!(
        "files: {} new, {} updated, {} as they were, {} left alone",
        count(Standing::New),
        count(Standing::Updated),
        count(Standing::Same),
        number(merged.paths(Standing::Edited).count() + merged.paths(Standing::Removed).count()),
    )
}

fn next_step(root: &Path) -> String {
    if root == Path::new(".") {
        "next: radar build".to_owned()
    } else {
        format!("next: radar build -C {}", root.display())
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", number(count), if count == 1 { "" } else { "s" })
}

/// A number with commas between its thousands.
fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart() {
        for (value, text) in [(0, "0"), (999, "999"), (1_936, "1,936"), (1_234_567, "1,234,567")] {
            assert_eq!(number(value), text);
        }
    }
}
