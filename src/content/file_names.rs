//! Reports files whose names mean trouble on Windows or macOS, before a colleague there runs into it.

use std::collections::{BTreeMap, BTreeSet};

use super::is_misnamed;
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::file_name::{folded, why_not_on_windows};
use crate::routes::{Page, Routes};
use crate::source::{CONTENT, FileId, SourceSet};

/// Reports the files and folders that git cannot check out on Windows.
pub(super) fn check(sources: &SourceSet, report: &mut Report) {
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    for (id, file) in sources.iter() {
        // The name of a blip's file is its id, which has rules of its own.
        let is_blip = file.path.strip_prefix(CONTENT).is_some_and(|path| is_misnamed(&path[1..]));
        let names = names(&file.path).take_while(|name| !is_blip || *name != file.path);
        for path in names {
            let name = path.rsplit('/').next().unwrap_or(path);
            let Some(why) = why_not_on_windows(name) else { continue };
            if reported.insert(path) {
                let message = format!("{path} cannot be checked out on Windows: {why}");
                report.push(unportable(message, id).help("give it another name"));
            }
            break;
        }
    }
}

/// Reports the files of the site that take the place of others, or end up in their folders, where the case of letters
/// does not count.
pub(super) fn check_site(sources: &SourceSet, routes: &Routes, report: &mut Report) {
    let files = routes.iter().map(|(path, page)| match page {
        Page::Image(id) | Page::Static(id) => (path, Some(id)),
        _ => (path, None),
    });
    let (of_authors, made): (Vec<_>, Vec<_>) = files.partition(|(_, id)| id.is_some());
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    for (path, id) in made.into_iter().chain(of_authors) {
        for name in names(path) {
            let known = *first.entry(folded(name)).or_insert(name);
            let Some(id) = id.filter(|_| known != name) else { continue };
            let shown = &sources.file(id).path;
            let message = if name == path {
                format!("{shown} and `{known}` of the site are one file on Windows and macOS")
            } else {
                format!(
                    "the folder of {shown} and `{known}/` of the site are one on Windows and macOS"
                )
            };
            let help = "give it another name, or write both in the same way";
            report.push(unportable(message, id).help(help));
            break;
        }
    }
}

fn unportable(message: String, file: FileId) -> Diagnostic {
    Diagnostic::new(Code::UnportableName, message, Span::file(file))
}

/// Returns the path of each folder around a file, from the outermost, and that of the file.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).chain([path])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::check;
    use crate::diagnostic::Levels;

    fn found(files: &[&str]) -> Vec<String> {
        let settings = "title = 'T'\nquadrant = [{ id = 'q', name = 'Q' }]\n";
        let blip = "name = 'K'\nquadrant = 'q'\nring = 'trial'\nadded = 2026-01-01\n";
        let own = [("radar/radar.toml", settings), ("radar/blips/kafka.toml", blip)];
        let sources = SourceSet::from_files(own.into_iter().chain(files.iter().map(|f| (*f, ""))));
        let checked = check(&sources, date(2026, 11, 22), &Levels::default());
        let found = checked.report.iter().filter(|d| d.code == Code::UnportableName);
        found.map(|d| d.message.clone()).collect()
    }

    #[test]
    fn files_that_are_one_on_other_systems_are_reported() {
        let one = "on Windows and macOS";
        for (files, message) in [
            (
                &["radar/images/Logo.png", "radar/images/logo.png"][..],
                format!(
                    "radar/images/logo.png and `images/Logo.png` of the site are one file {one}"
                ),
            ),
            (
                &["radar/images/caf\u{e9}.png", "radar/images/cafe\u{301}.png"],
                format!(
                    "radar/images/café.png and `images/cafe\u{301}.png` of the site are one file {one}"
                ),
            ),
            (
                &[
                    "radar/static/images/LOGO.png",
                    "radar/images/plan/a.png",
                    "radar/images/Plan/b.png",
                ],
                format!(
                    "the folder of radar/images/plan/a.png and `images/Plan/` of the site are one {one}"
                ),
            ),
            (
                &["radar/static/Blips/x.pdf"],
                format!(
                    "the folder of radar/static/Blips/x.pdf and `blips/` of the site are one {one}"
                ),
            ),
        ] {
            assert_eq!(found(files), [message], "{files:?}");
        }
        assert_eq!(found(&["radar/static/blips/x.pdf", "radar/images/logo.png"]), [""; 0]);
    }

    #[test]
    fn names_that_windows_cannot_have_are_reported_once() {
        for (files, messages) in [
            (
                &["radar/blips/aux/a.toml", "radar/blips/aux/b.toml"][..],
                &["radar/blips/aux cannot be checked out on Windows: `aux` is a device there"][..],
            ),
            (
                &["radar/images/a:b.png", "themes/paper/static/notes."],
                &[
                    "radar/images/a:b.png cannot be checked out on Windows: no name there has `:`",
                    "themes/paper/static/notes. cannot be checked out on Windows: no name there ends in a dot",
                ],
            ),
            // That is an invalid id.
            (&["radar/blips/con.toml"], &[]),
        ] {
            assert_eq!(found(files), messages, "{files:?}");
        }
    }
}
