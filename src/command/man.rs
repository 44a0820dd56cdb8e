//! `radar man`: the manual pages of the program and its commands.

use std::path::Path;

use anyhow::{Result, bail};
use clap::Command;
use clap_mangen::Man;

use super::{Outcome, terminal};
use crate::cli::{self, Example};
use crate::disk::{Before, Change, Durability, Folder, Swept};

const FILES: [(&str, &str); 6] = [
    ("radar/radar.toml", "The title, rings, quadrants, editions and levels."),
    ("radar/people.toml", "Teams and people, and when each of them practised."),
    ("radar/blips/**/ID.toml", "A blip with its reviews and questions."),
    ("radar/evidence.toml", "Who works with what, written by radar scan."),
    ("themes/NAME/", "Own themes."),
    ("output/", "The site."),
];

const ENVIRONMENT: [(&str, &str); 6] = [
    ("VISUAL, EDITOR", "The editor for notes and texts."),
    ("RADAR_EDITOR", "The editor that links in errors of radar serve open, as with --editor."),
    ("TZ", "The time zone, which decides what day it is."),
    ("NO_COLOR, CLICOLOR_FORCE", "Whether to use colours; --color overrides both."),
    ("COLUMNS", "The width of tables."),
    ("RADAR_COMPLETE", "Set by the scripts of radar completions."),
];

const EXIT_STATUS: [(&str, &str); 3] = [
    ("0", "Done. There may have been warnings."),
    (
        "1",
        "The content has a problem: an error, or a code that is denied. With --exit-code, a review is needed.",
    ),
    (
        "2",
        "Anything else: wrong arguments, something that does not exist, or a failure of the system.",
    ),
];

pub(super) fn run(command: &[String], all: Option<&Path>) -> Result<Outcome> {
    let program = cli::command().disable_help_subcommand(true);
    if let Some(folder) = all {
        return write_all(&program, folder);
    }
    let words: Vec<&str> = command.iter().flat_map(|words| words.split(' ')).collect();
    let mut found = &program;
    for word in &words {
        let Some(inner) = found.find_subcommand(word) else {
            let names: Vec<&str> = names(found).collect();
            bail!("there is no such command; known: {}", names.join(", "));
        };
        found = inner;
    }
    terminal::print(&page(found, &words)?)
}

fn names(command: &Command) -> impl Iterator<Item = &str> {
    command.get_subcommands().map(Command::get_name).filter(|name| *name != "help")
}

/// Writes the pages of all commands, over those of an earlier version.
fn write_all(program: &Command, folder: &Path) -> Result<Outcome> {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut pages: Vec<(&Command, Vec<&str>)> = vec![(program, Vec::new())];
    while let Some((command, words)) = pages.pop() {
        let name = [&["radar"], words.as_slice()].concat().join("-");
        let page = page(command, &words)?;
        files.push((format!("{name}.1"), page));
        let inner = command.get_subcommands().filter(|inner| inner.get_name() != "help");
        pages.extend(inner.map(|inner| (inner, [words.as_slice(), &[inner.get_name()]].concat())));
    }
    let changes: Vec<Change> = files
        .iter()
        .map(|(path, page)| Change { path, before: Before::Anything, bytes: page.as_bytes() })
        .collect();
    let folder = Folder::open(folder, Swept::Only(&[]), &|| ())?;
    folder.write(&changes, Durability::Rebuildable)?;
    Ok(Outcome::Done)
}

/// Returns the page of a command in roff, for `man`.
fn page(command: &Command, words: &[&str]) -> Result<String> {
    let name = [&["radar"], words].concat().join("-");
    let source = format!("radar {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).title(name).source(source).manual("radar");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if names(command).next().is_some() {
        man.render_subcommands_section(&mut page)?;
    }
    let mut page = once(&String::from_utf8_lossy(&page));
    if !words.is_empty() {
        page += ".PP\nThe options of all commands, such as \\fB\\-C\\fR, are in the page of radar(1).\n";
    }
    page += &examples(cli::examples(&words.join(" ")));
    page += &section("EXIT STATUS", &EXIT_STATUS);
    page += &section("ENVIRONMENT", &ENVIRONMENT);
    page += &section("FILES", &FILES);
    let others = if words.is_empty() { "git(1)" } else { "radar(1), git(1)" };
    Ok(page + ".SH \"SEE ALSO\"\n" + others + "\n")
}

/// Returns a page with the definitions of its sections at the top only.
fn once(page: &str) -> String {
    let mut seen: Vec<&str> = Vec::new();
    let lines = page.lines().filter(|line| {
        let is_new = !seen.contains(line);
        if line.starts_with(".ie ") || line.starts_with(".el ") {
            seen.push(line);
            return is_new;
        }
        true
    });
    let lines: Vec<&str> = lines.collect();
    lines.join("\n") + "\n"
}

fn examples(examples: &[Example]) -> String {
    let lines = examples.iter().map(|(what, line)| {
        format!(".PP\n{}:\n.PP\n.RS 4\n.nf\n{}\n.fi\n.RE\n", roff(what), roff(line))
    });
    if examples.is_empty() {
        String::new()
    } else {
        format!(".SH EXAMPLES\n{}", lines.collect::<String>())
    }
}

fn section(title: &str, entries: &[(&str, &str)]) -> String {
    let entries =
        entries.iter().map(|(name, text)| format!(".TP\n\\fB{}\\fR\n{}\n", roff(name), roff(text)));
    format!(".SH \"{title}\"\n{}", entries.collect::<String>())
}

/// Escapes a line for roff: its escape character, hyphens that people paste, and control lines.
fn roff(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_for_roff() {
        for (line, escaped) in [
            ("radar review --by ada", "radar review \\-\\-by ada"),
            ("a\\b", "a\\eb"),
            (".hidden", "\\&.hidden"),
            ("'quoted'", "\\&'quoted'"),
        ] {
            assert_eq!(roff(line), escaped);
        }
    }
}
