//! The lines of files around the labels of a diagnostic.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Origin, Snippet};

use super::span::line_and_column;
use super::{Label, Span};
use crate::line::{is_refused, reorders, visible};
use crate::source::{FileId, SourceSet};

/// In bytes, after a label: a file that is one line of 10 MB stays readable.
const MAX_LINE: usize = 400;
/// In bytes, before a label: the renderer cuts long lines, but counts columns in what it gets.
const MAX_START: usize = 20_000;
/// In bytes: labels that are farther apart have an excerpt each, so that a huge file costs no more than a small one.
const MAX_GAP: usize = 4000;

/// The lines around labels of one file that are close to each other.
pub(super) struct Excerpt<'d> {
    file: FileId,
    path: Cow<'d, str>,
    first_line: usize,
    text: String,
    annotations: Vec<(AnnotationKind, Range<usize>, &'d str)>,
    /// The line and column, if the text starts within its first line, so that they cannot be counted in it.
    place: Option<(usize, usize)>,
}

/// Returns the excerpts of a diagnostic, that of its main span first.
pub(super) fn excerpts<'d>(sources: &'d SourceSet, labels: &'d [Label]) -> Vec<Excerpt<'d>> {
    let mut files: Vec<FileId> = Vec::new();
    for label in labels {
        if !files.contains(&label.at.file) {
            files.push(label.at.file);
        }
    }
    let mut excerpts = Vec::new();
    for file in files {
        let mut clusters = clusters(sources, file, labels);
        // The main span is in the first cluster of the first file.
        let is_main = |cluster: &Vec<Part>| cluster.iter().any(|part| part.is_main);
        clusters.sort_by_key(|cluster| !is_main(cluster));
        excerpts.extend(clusters.into_iter().map(|cluster| excerpt(sources, file, &cluster)));
    }
    excerpts
}

/// The part of a label that is shown: it ends with its first line, because a label under a whole description would be
/// no help.
struct Part<'d> {
    is_main: bool,
    range: Range<usize>,
    text: &'d str,
}

/// Returns the labels of a file, sorted, in groups of those close to each other.
fn clusters<'d>(sources: &SourceSet, file: FileId, labels: &'d [Label]) -> Vec<Vec<Part<'d>>> {
    let bytes = &sources.file(file).bytes;
    let part = |(index, label): (usize, &'d Label)| {
        let Range { start, end } = clamped(label.at, bytes.len());
        let line_end = bytes[start..end].iter().position(|b| matches!(b, b'\n' | b'\r'));
        let end = line_end.map_or(end, |at| start + at);
        Part { is_main: index == 0, range: start..end, text: &label.text }
    };
    let mine = labels.iter().enumerate().filter(|(_, label)| label.at.file == file);
    let mut parts: Vec<Part> = mine.map(part).collect();
    parts.sort_by_key(|part| part.range.start);
    let mut clusters: Vec<Vec<Part>> = Vec::new();
    for part in parts {
        let end = clusters.last().and_then(|cluster| cluster.iter().map(|p| p.range.end).max());
        match clusters.last_mut() {
            Some(cluster) if end.is_some_and(|end| part.range.start <= end + MAX_GAP) => {
                cluster.push(part);
            }
            _ => clusters.push(vec![part]),
        }
    }
    clusters
}

fn clamped(at: Span, len: usize) -> Range<usize> {
    let start = (at.start as usize).min(len);
    start..(at.end as usize).clamp(start, len)
}

fn excerpt<'d>(sources: &'d SourceSet, file: FileId, parts: &[Part<'d>]) -> Excerpt<'d> {
    let bytes = &sources.file(file).bytes;
    let start = parts.iter().map(|part| part.range.start).min().unwrap_or(0);
    let end = parts.iter().map(|part| part.range.end).max().unwrap_or(start);
    let line_start = bytes[..start].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let is_cut = start - line_start > MAX_START;
    let from = char_boundary(bytes, if is_cut { start } else { line_start });
    let rest = &bytes[end..(end + MAX_LINE).min(bytes.len())];
    let line_end = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
    // Without the CR of a line that ends in CR LF, which would be shown as a character.
    let line_end = if rest[..line_end].ends_with(b"\r") { line_end - 1 } else { line_end };
    // A label may be as long as its line.
    let until = (end + line_end).min(start.max(from) + MAX_GAP * (parts.len() + 1));
    let until = char_boundary(bytes, until.max(from));

    // Replacing bytes changes the length, so offsets are computed from the text before them.
    let text = shown(&bytes[from..until]);
    let offset = |at: usize| shown(&bytes[from..at.clamp(from, until)]).len().min(text.len());
    let annotations = parts.iter().map(|part| {
        let kind = if part.is_main { AnnotationKind::Primary } else { AnnotationKind::Context };
        (kind, offset(part.range.start)..offset(part.range.end), part.text)
    });
    let main = parts.iter().find(|part| part.is_main).or(parts.first());
    let place = main.filter(|_| is_cut).map(|part| part.range.start as u32);
    Excerpt {
        file,
        path: visible(&sources.file(file).path),
        first_line: line_and_column(sources, file, from as u32).0,
        annotations: annotations.collect(),
        place: place.map(|at| line_and_column(sources, file, at)),
        text,
    }
}

/// Returns what a terminal may get of a file: the renderer has signs for control characters of ASCII and for those that
/// reorder a text, but leaves the others, of which U+009B begins a command.
fn shown(bytes: &[u8]) -> String {
    let is_hidden = |c: char| !c.is_ascii() && is_refused(c) && !reorders(c);
    let text = String::from_utf8_lossy(bytes);
    text.chars().map(|c| if is_hidden(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn char_boundary(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && at > 0 && (bytes[at] & 0b1100_0000) == 0b1000_0000 {
        at -= 1;
    }
    at
}

/// Adds excerpts with the paths of their files, except that of `unnamed`.
pub(super) fn cite<'e>(
    mut group: Group<'e>,
    excerpts: &'e [Excerpt],
    unnamed: Option<FileId>,
) -> Group<'e> {
    for excerpt in excerpts {
        let path = Some(excerpt.path.as_ref()).filter(|_| Some(excerpt.file) != unnamed);
        let mut snippet = Snippet::source(excerpt.text.as_str()).line_start(excerpt.first_line);
        match (path, excerpt.place) {
            (Some(path), Some((line, column))) => {
                group = group.element(Origin::path(path).line(line).char_column(column));
            }
            (path, _) => snippet = snippet.path(path),
        }
        for (kind, span, text) in &excerpt.annotations {
            let text = (!text.is_empty()).then_some(*text);
            snippet = snippet.annotation(kind.span(span.clone()).label(text));
        }
        group = group.element(snippet);
    }
    group
}

#[cfg(test)]
mod tests {
    use annotate_snippets::Renderer;
    use annotate_snippets::renderer::DecorStyle;

    use super::*;
    use crate::diagnostic::{Code, Diagnostic};

    fn cited(sources: &SourceSet, diagnostic: &Diagnostic) -> String {
        let group = Group::with_level(annotate_snippets::Level::ERROR);
        let excerpts = excerpts(sources, &diagnostic.labels);
        let renderer = Renderer::plain().decor_style(DecorStyle::Ascii);
        renderer.render(&[cite(group, &excerpts, None)])
    }

    #[test]
    fn labels_far_apart_have_their_own_lines() {
        let far = format!(
            "a = 1\n# one\n{}b = 2\nc = 3\n",
            "# 34 bytes of a comment, as it is.\n".repeat(2000)
        );
        let set = SourceSet::from_files([("radar/a.toml", far.as_str())]);
        let (file, _) = set.find("radar/a.toml").expect("just made");
        let at = |text: &str| {
            let start = far.find(text).expect("is there");
            Span::new(file, start..start + 1)
        };
        for (main, other, places) in [
            ("b = 2", "a = 1", ["radar/a.toml:2003:1", "radar/a.toml:1"]),
            ("a = 1", "c = 3", ["radar/a.toml:1:1", "radar/a.toml:2004"]),
        ] {
            let problem = Diagnostic::new(Code::DuplicateId, "twice", at(main))
                .label("again")
                .also(at(other), "first");
            let text = cited(&set, &problem);
            assert!(places.iter().all(|place| text.contains(place)), "{text}");
            assert!(text.contains(main) && text.contains(other) && text.len() < 1000, "{text}");
        }
    }

    #[test]
    fn a_label_far_into_a_line_has_its_column() {
        for count in [500, 5000, 50_000] {
            let line = format!("# one\na = \"{}\" b", "x".repeat(count));
            let set = SourceSet::from_files([("a.toml", line.as_str())]);
            let (file, _) = set.find("a.toml").expect("just made");
            let at = Span::new(file, line.len() - 1..line.len());
            let text = cited(&set, &Diagnostic::new(Code::InvalidToml, "x", at).label("here"));
            assert!(text.contains(&format!("a.toml:2:{}", count + 8)), "{text}");
            assert!(text.contains("^ here") && text.len() < 500, "{text}");
        }
    }
}
