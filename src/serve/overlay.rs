//! Problems in the shape that pages show them. Pages show them as text, never as markup.

use std::path::Path;

use serde::Serialize;

use super::Editor;
use crate::diagnostic::render::cited;
use crate::diagnostic::{Diagnostic, line_and_column};
use crate::source::SourceSet;

/// A problem, for the overlay.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Problem {
    code: Option<&'static str>,
    message: String,
    /// `path:line:column`.
    place: Option<String>,
    /// The address that opens the position in an editor.
    href: Option<String>,
    /// The lines around the problem, annotated.
    excerpt: String,
    help: Vec<String>,
}

impl Problem {
    /// Describes a problem in a file below `root`.
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

    /// Describes a problem that has no position in a file.
    pub(crate) fn elsewhere(message: String) -> Self {
        let (place, href, excerpt, help) = (None, None, String::new(), Vec::new());
        Self { code: None, message, place, href, excerpt, help }
    }
}
