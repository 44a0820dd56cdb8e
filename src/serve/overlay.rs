//! Problems as the pages get them: a line of JSON each, shown as text, so that nothing in them can be
//! anything else.

use std::path::Path;

use serde::Serialize;

use super::Editor;
use crate::diagnostic::render::cited;
use crate::diagnostic::{Diagnostic, line_and_column};
use crate::source::SourceSet;

/// What is wrong, for the overlay.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Problem {
    code: Option<&'static str>,
    message: String,
    /// `path:line:column`.
    place: Option<String>,
    /// Opens the place in an editor.
    href: Option<String>,
    /// The lines around, with what is said of them.
    excerpt: String,
    help: Vec<String>,
}

impl Problem {
    /// A problem with a file below `root`.
    pub(crate) fn new(
        sources: &SourceSet,
        diagnostic: &Diagnostic,
        root: &Path,
        editor: Option<&Editor>,
    ) -> Self {
        let at = diagnostic.at();
        let path = &sources.file(at.file).path;
        let (line, column) = line_and_column(sources, at.file, at.start);
        let href = editor.map(|editor| {
            let path = std::path::absolute(root.join(path)).unwrap_or_else(|_| root.join(path));
            editor.address(&path, line, column)
        });
        Self {
            code: Some(diagnostic.code.name()),
            message: diagnostic.message.clone(),
            place: Some(format!("{path}:{line}:{column}")),
            href,
            excerpt: cited(sources, diagnostic),
            help: diagnostic.help.clone(),
        }
    }

    /// A problem that is none of the files' content.
    pub(crate) fn elsewhere(message: String) -> Self {
        let (place, href, excerpt, help) = (None, None, String::new(), Vec::new());
        Self { code: None, message, place, href, excerpt, help }
    }
}
