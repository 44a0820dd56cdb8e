//! Diagnostics -> text: for people, as one line each, as JSON lines, or as GitHub's workflow commands.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Renderer, Snippet};
use serde::Serialize;

use super::span::line_and_column;
use super::{Diagnostic, Judged, Label, Level, Span};
use crate::source::{FileId, SourceSet};

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the lines of the file
    #[default]
    Human,
    /// One line each
    Short,
    /// One JSON object per line
    Json,
    /// GitHub workflow commands, which annotate pull requests
    Github,
}

/// Renders one diagnostic, including its final line break. [`Format::Human`] has ANSI colours, which the caller
/// strips for a terminal without them.
pub fn render(sources: &SourceSet, judged: &Judged, format: Format) -> String {
    match format {
        Format::Human => human(sources, judged),
        Format::Short => short(sources, judged),
        Format::Json => json(sources, judged),
        Format::Github => github(sources, judged),
    }
}

/// Returns the counts for the last line of a run: `2 errors, 1 warning`. `None` if there are no problems.
pub fn summary(judged: &[Judged]) -> Option<String> {
    let errors = judged.iter().filter(|j| j.level == Level::Deny).count();
    let warnings = judged.len() - errors;
    let count = |n: usize, what: &str| match n {
        0 => None,
        1 => Some(format!("1 {what}")),
        n => Some(format!("{n} {what}s")),
    };
    let parts: Vec<String> =
        [count(errors, "error"), count(warnings, "warning")].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn level_name(level: Level) -> &'static str {
    if level == Level::Deny { "error" } else { "warning" }
}

fn human(sources: &SourceSet, judged: &Judged) -> String {
    let Diagnostic { code, message, labels, help } = &judged.diagnostic;
    let level = match judged.level {
        Level::Deny => annotate_snippets::Level::ERROR,
        _ => annotate_snippets::Level::WARNING,
    };
    let excerpts: Vec<Excerpt> = excerpts(sources, labels);
    let title = level.primary_title(message.as_str()).id(code.name());
    let mut group = cite(Group::with_title(title), sources, &excerpts, None);
    for line in help {
        group = group.element(annotate_snippets::Level::HELP.message(line.as_str()));
    }
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    renderer.render(&[group]) + "\n\n"
}

/// Renders the source lines of a diagnostic with their labels as plain text, without the path of its main file.
pub fn cited(sources: &SourceSet, diagnostic: &Diagnostic) -> String {
    let excerpts: Vec<Excerpt> = excerpts(sources, &diagnostic.labels);
    let group = Group::with_level(annotate_snippets::Level::ERROR);
    let renderer = Renderer::plain().decor_style(DecorStyle::Ascii);
    renderer.render(&[cite(group, sources, &excerpts, Some(diagnostic.at().file))])
}

/// Adds excerpts with the paths of their files, except that of `unnamed`.
fn cite<'e>(
    mut group: Group<'e>,
    sources: &'e SourceSet,
    excerpts: &'e [Excerpt],
    unnamed: Option<FileId>,
) -> Group<'e> {
    for excerpt in excerpts {
        let path = Some(excerpt.file).filter(|file| Some(*file) != unnamed);
        let mut snippet = Snippet::source(excerpt.text.as_str())
            .line_start(excerpt.first_line)
            .path(path.map(|file| sources.file(file).path.as_str()));
        for (kind, span, text) in &excerpt.annotations {
            let text = (!text.is_empty()).then_some(*text);
            snippet = snippet.annotation(kind.span(span.clone()).label(text));
        }
        group = group.element(snippet);
    }
    group
}

/// The lines around the labels of one file, so that a huge file costs no more than a small one.
struct Excerpt<'d> {
    file: FileId,
    first_line: usize,
    text: String,
    annotations: Vec<(AnnotationKind, Range<usize>, &'d str)>,
}

fn excerpts<'d>(sources: &SourceSet, labels: &'d [Label]) -> Vec<Excerpt<'d>> {
    let mut files: Vec<FileId> = Vec::new();
    for label in labels {
        if !files.contains(&label.at.file) {
            files.push(label.at.file);
        }
    }
    files.into_iter().map(|file| excerpt(sources, file, labels)).collect()
}

/// In bytes: a file that is one line of 10 MB stays readable.
const MAX_LINE: usize = 400;

fn excerpt<'d>(sources: &SourceSet, file: FileId, labels: &'d [Label]) -> Excerpt<'d> {
    let bytes = &sources.file(file).bytes;
    let mine: Vec<(usize, &Label)> =
        labels.iter().enumerate().filter(|(_, label)| label.at.file == file).collect();
    let clamp = |at: u32| (at as usize).min(bytes.len());
    let start = mine.iter().map(|(_, l)| clamp(l.at.start)).min().unwrap_or(0);
    let end = mine.iter().map(|(_, l)| clamp(l.at.end)).max().unwrap_or(0).max(start);
    let line_start = bytes[..start].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let from = if start - line_start > MAX_LINE { start } else { line_start };
    let line_end = bytes[end..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| end + at);
    // Without the CR of a line that ends in CR LF, which would be shown as a character.
    let line_end =
        if line_end > end && bytes[line_end - 1] == b'\r' { line_end - 1 } else { line_end };
    let until = line_end.min(end + MAX_LINE).min(from + 64 * MAX_LINE);
    let from = char_boundary(bytes, from);
    let until = char_boundary(bytes, until.max(from));

    // Replacing bytes that are not UTF-8 changes the length, so offsets are computed from the text before them.
    let text = String::from_utf8_lossy(&bytes[from..until]).into_owned();
    let offset = |at: u32| {
        let at = clamp(at).clamp(from, until);
        String::from_utf8_lossy(&bytes[from..at]).len().min(text.len())
    };
    let annotations = mine
        .into_iter()
        .map(|(index, label)| {
            let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let span = first_line(&text, offset(label.at.start)..offset(label.at.end));
            (kind, span, label.text.as_str())
        })
        .collect();
    let first_line = line_and_column(sources, file, from as u32).0;
    Excerpt { file, first_line, text, annotations }
}

/// Cuts a span to its first line: a label under a whole description would be no help.
fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let line = text[span.clone()].find(['\n', '\r']).map_or(span.end, |at| span.start + at);
    span.start..line
}

fn char_boundary(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && at > 0 && (bytes[at] & 0b1100_0000) == 0b1000_0000 {
        at -= 1;
    }
    at
}

fn short(sources: &SourceSet, judged: &Judged) -> String {
    let LineSpan { file, line, column, .. } = LineSpan::of(sources, judged.diagnostic.at());
    let level = level_name(judged.level);
    let Diagnostic { code, message, .. } = &judged.diagnostic;
    format!("{file}:{line}:{column}: {level}[{}]: {message}\n", code.name())
}

/// A span for editors and CI: lines and columns from 1, the end exclusive.
#[derive(Serialize)]
struct LineSpan<'s> {
    file: &'s str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'s> LineSpan<'s> {
    fn of(sources: &'s SourceSet, at: Span) -> Self {
        let (line, column) = line_and_column(sources, at.file, at.start);
        let (end_line, end_column) = line_and_column(sources, at.file, at.end);
        LineSpan { file: &sources.file(at.file).path, line, column, end_line, end_column }
    }
}

fn json(sources: &SourceSet, judged: &Judged) -> String {
    #[derive(Serialize)]
    struct LabelLine<'s> {
        #[serde(flatten)]
        span: LineSpan<'s>,
        text: &'s str,
    }
    #[derive(Serialize)]
    struct Line<'s> {
        level: &'static str,
        code: &'static str,
        message: &'s str,
        #[serde(flatten)]
        span: LineSpan<'s>,
        labels: Vec<LabelLine<'s>>,
        help: &'s [String],
    }
    let Diagnostic { code, message, labels, help } = &judged.diagnostic;
    let line = Line {
        level: level_name(judged.level),
        code: code.name(),
        message,
        span: LineSpan::of(sources, judged.diagnostic.at()),
        labels: labels
            .iter()
            .map(|label| LabelLine { span: LineSpan::of(sources, label.at), text: &label.text })
            .collect(),
        help,
    };
    serde_json::to_string(&line).expect("strings and numbers are always JSON") + "\n"
}

/// See <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
fn github(sources: &SourceSet, judged: &Judged) -> String {
    let LineSpan { file, line, column, end_line, end_column } =
        LineSpan::of(sources, judged.diagnostic.at());
    let Diagnostic { code, message, labels, help } = &judged.diagnostic;
    let mut text = message.clone();
    for label in labels.iter().filter(|label| !label.text.is_empty()) {
        let LineSpan { file, line, .. } = LineSpan::of(sources, label.at);
        let _ = write!(text, "\n{file}:{line}: {}", label.text);
    }
    for help in help {
        let _ = write!(text, "\nhelp: {help}");
    }
    format!(
        "::{level} file={file},line={line},endLine={end_line},col={column},endColumn={end_column},\
         title={code}::{text}\n",
        level = level_name(judged.level),
        file = github_property(file),
        code = code.name(),
        text = github_data(&text),
    )
}

fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn an_annotation_is_one_line_and_escaped() {
        let set =
            SourceSet::from_files([("radar/blips/x.toml", "ring = \"adpt\"\nname = \"X\"\n")]);
        let (file, _) = set.find("radar/blips/x.toml").expect("just made");
        let diagnostic =
            Diagnostic::new(Code::UnknownRing, "no ring `adpt`", Span::new(file, 7..13))
                .label("100 % unknown, sorry")
                .help("did you mean `adopt`?");
        let judged = Judged { level: Level::Deny, diagnostic };
        assert_eq!(
            render(&set, &judged, Format::Short),
            "radar/blips/x.toml:1:8: error[unknown-ring]: no ring `adpt`\n"
        );
        assert_eq!(
            render(&set, &judged, Format::Github),
            "::error file=radar/blips/x.toml,line=1,endLine=1,col=8,endColumn=14,\
             title=unknown-ring::no ring `adpt`%0Aradar/blips/x.toml:1: 100 %25 unknown, \
             sorry%0Ahelp: did you mean `adopt`?\n"
        );
    }

    #[test]
    fn a_line_of_ten_megabytes_stays_readable() {
        let line = format!("{} = 1", "k".repeat(10_000_000));
        let set = SourceSet::from_files([("a.toml", line)]);
        let (file, _) = set.find("a.toml").expect("just made");
        let diagnostic = Diagnostic::new(Code::UnknownKey, "long", Span::new(file, 0..10_000_000));
        let text = render(&set, &Judged { level: Level::Warn, diagnostic }, Format::Human);
        assert!(text.len() < 60_000, "{}", text.len());
    }
}
