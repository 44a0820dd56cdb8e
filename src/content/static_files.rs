//! Checks the files that are published as they are: none may take the place of a page.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::Radar;
use crate::routes::{Routes, STATIC};
use crate::source::{CONTENT, SourceSet};

/// Reports every file of `radar/static` whose path on the site is taken.
pub(crate) fn check(sources: &SourceSet, radar: &Radar, today: Date, report: &mut Report) {
    if sources.below(&format!("{CONTENT}/{STATIC}/")).next().is_none() {
        return;
    }
    for (id, other) in Routes::new(radar, sources, today).misplaced() {
        let path = &sources.file(*id).path;
        let message = format!("{path} cannot be published, because the site has `{other}`");
        let diagnostic = Diagnostic::new(Code::TakenPath, message, Span::file(*id));
        report.push(diagnostic.help("give it another name; only robots.txt can be replaced"));
    }
}
