//! What may be published from `radar/images`: pictures, and of SVG only what can neither run nor load anything.
//!
//! Images are on the site's own origin, where an HTML page or an SVG with a script could do what the site can. Pages
//! show them as `<img>`, which runs no script, but anybody can open one by its address.

mod css;
mod svg;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::routes;
use crate::source::{CONTENT, FileId, SourceFile, SourceSet};

/// How many problems of one image are reported: a drawing program repeats them in every shape.
const MAX_FAULTS: usize = 5;

/// Reports every image that cannot be published, and the files that are no images.
pub(super) fn check(sources: &SourceSet, files: &[FileId], report: &mut Report) {
    let problems: Vec<Vec<Diagnostic>> = files
        .par_iter()
        .map(|id| {
            let file = sources.file(*id);
            if routes::is_image(&file.path) { unsafe_image(*id, file) } else { no_image(*id, file) }
        })
        .collect();
    problems.into_iter().flatten().for_each(|problem| report.push(problem));
}

/// Returns the reasons why an image must not be published; none for a good one. Imports ask before they copy one.
pub(crate) fn unsafe_image(id: FileId, file: &SourceFile) -> Vec<Diagnostic> {
    let is_svg = file.path.to_ascii_lowercase().ends_with(".svg");
    let faults = if is_svg { svg::faults(&file.bytes) } else { Vec::new() };
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let diagnostic = |fault: svg::Fault| {
        let at = fault.range.map_or_else(|| Span::file(id), |range| Span::new(id, range));
        Diagnostic::new(
            Code::UnsafeImage,
            format!("{name} is not published: {}", fault.message),
            at,
        )
        .help(fault.help)
    };
    faults.into_iter().take(MAX_FAULTS).map(diagnostic).collect()
}

fn no_image(id: FileId, file: &SourceFile) -> Vec<Diagnostic> {
    let path = &file.path;
    if path.ends_with("/README.md") {
        return Vec::new();
    }
    let message = format!("{path} is not an image, and is not published");
    let endings = routes::IMAGE_ENDINGS.join(", ");
    let help = format!("the files in {CONTENT}/{} end in one of: {endings}", routes::IMAGES);
    vec![Diagnostic::new(Code::UnexpectedFile, message, Span::file(id)).help(help)]
}
