//! Checks the files that are published as they are: none may take the place of a page.

use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::{Radar, SiteExport};
use crate::routes::{self, Routes};
use crate::source::SourceSet;

/// Reports every file of `radar/static` whose path on the site is taken.
pub(crate) fn check(sources: &SourceSet, radar: &Radar, routes: &Routes, report: &mut Report) {
    for (id, other) in routes.misplaced() {
        let path = &sources.file(*id).path;
        let message = format!("{path} cannot be published, because the site has `{other}`");
        let diagnostic = Diagnostic::new(Code::TakenPath, message, Span::file(*id));
        let is_it = |kind: &&SiteExport| routes::export(**kind) == other;
        report.push(match radar.exports.iter().find(is_it) {
            Some(kind) => {
                let name = kind.name();
                diagnostic
                    .help(format!("give it another name, or remove \"{name}\" from `exports`"))
            }
            None => diagnostic.help("give it another name; only robots.txt can be replaced"),
        });
    }
}
