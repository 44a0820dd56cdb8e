//! Diagnostics -> text: for people, as one line each, as JSON lines, or as GitHub's workflow commands.
//!
//! Only people get equal problems as one, and not more than some of each code; programs get them all.

use std::borrow::Cow;
use std::fmt::Write as _;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Group, Renderer, Title};
use rayon::prelude::*;
use serde::Serialize;

use super::excerpt::{Excerpt, cite, excerpts};
use super::group::{Entry, grouped};
use super::{Diagnostic, Judged, Level, Places, Span};
use crate::line::{is_refused, visible};
use crate::source::SourceSet;

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

/// Renders diagnostics, each with its final line break. [`Format::Human`] has ANSI colours, which the caller strips
/// for a terminal without them.
pub fn render_all(sources: &SourceSet, judged: &[Judged], format: Format) -> String {
    if format == Format::Human {
        return for_people(sources, judged);
    }
    let labels = judged.iter().flat_map(|one| &one.diagnostic.labels);
    let lines = Lines { sources, places: Places::new(sources, labels.map(|label| label.at)) };
    let rendered = judged.par_iter().map(|one| match format {
        Format::Github => lines.github(one),
        Format::Json => lines.json(one),
        Format::Human | Format::Short => lines.short(one),
    });
    rendered.collect::<Vec<String>>().concat()
}

fn for_people(sources: &SourceSet, judged: &[Judged]) -> String {
    let entries = grouped(judged);
    // Excerpts count their own lines, so there is no need to count those of every file with a problem.
    let listed = entries.iter().flat_map(Entry::listed).map(|one| one.diagnostic.at());
    let lines = Lines { sources, places: Places::new(sources, listed) };
    let rendered: Vec<String> = entries.par_iter().map(|entry| lines.human(entry)).collect();
    rendered.concat()
}

/// As [`render_all`], for one diagnostic.
pub fn render(sources: &SourceSet, judged: &Judged, format: Format) -> String {
    render_all(sources, std::slice::from_ref(judged), format)
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

/// The files, and the places in them.
struct Lines<'s> {
    sources: &'s SourceSet,
    places: Places<'s>,
}

fn title<'t>(level: Level, message: &'t str, code: &'static str) -> Title<'t> {
    let level = match level {
        Level::Deny => annotate_snippets::Level::ERROR,
        _ => annotate_snippets::Level::WARNING,
    };
    level.primary_title(message).id(code)
}

impl Lines<'_> {
    fn human(&self, entry: &Entry) -> String {
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
        let one = match entry {
            Entry::Problem { one, .. } => *one,
            Entry::More { level, code, count } => {
                let message = format!("and {count} more; see all with `--message-format short`");
                let group = Group::with_title(title(*level, &message, code.name()));
                return renderer.render(&[group]) + "\n\n";
            }
        };
        let Diagnostic { code, message, labels, help } = &one.diagnostic;
        let excerpts: Vec<Excerpt> = excerpts(self.sources, labels);
        let mut group = Group::with_title(title(one.level, message, code.name()));
        group = cite(group, &excerpts, None);
        for line in help {
            group = group.element(annotate_snippets::Level::HELP.message(line.as_str()));
        }
        if let Some(note) = self.other_places(entry) {
            group = group.element(annotate_snippets::Level::NOTE.message(note));
        }
        renderer.render(&[group]) + "\n\n"
    }

    /// Lists where else a problem is.
    fn other_places(&self, entry: &Entry) -> Option<String> {
        let Entry::Problem { others, .. } = entry else { return None };
        if others.is_empty() {
            return None;
        }
        let listed = entry.listed();
        let mut note = format!("{} times, also here:", others.len() + 1);
        for other in listed {
            let LineSpan { file, line, column, .. } = self.span(other.diagnostic.at());
            let _ = write!(note, "\n{}:{line}:{column}", visible(file));
        }
        match others.len() - listed.len() {
            0 => {}
            more => {
                let _ = write!(note, "\nand {more} more; see all with `--message-format short`");
            }
        }
        Some(note)
    }

    fn short(&self, judged: &Judged) -> String {
        let LineSpan { file, line, column, .. } = self.span(judged.diagnostic.at());
        let level = level_name(judged.level);
        let Diagnostic { code, message, .. } = &judged.diagnostic;
        format!("{}:{line}:{column}: {level}[{}]: {message}\n", visible(file), code.name())
    }

    fn span(&self, at: Span) -> LineSpan<'_> {
        let (line, column) = self.places.line_and_column(at.file, at.start);
        let (end_line, end_column) = self.places.line_and_column(at.file, at.end);
        LineSpan { file: &self.sources.file(at.file).path, line, column, end_line, end_column }
    }

    fn json(&self, judged: &Judged) -> String {
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
            span: self.span(judged.diagnostic.at()),
            labels: labels
                .iter()
                .map(|label| LabelLine { span: self.span(label.at), text: &label.text })
                .collect(),
            help,
        };
        let json = serde_json::to_string(&line).expect("strings and numbers are always JSON");
        escaped(&json).into_owned() + "\n"
    }

    /// See <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
    fn github(&self, judged: &Judged) -> String {
        let LineSpan { file, line, column, end_line, end_column } =
            self.span(judged.diagnostic.at());
        let Diagnostic { code, message, labels, help } = &judged.diagnostic;
        let mut text = message.clone();
        for label in labels.iter().filter(|label| !label.text.is_empty()) {
            let LineSpan { file, line, .. } = self.span(label.at);
            let _ = write!(text, "\n{}:{line}: {}", visible(file), label.text);
        }
        for help in help {
            let _ = write!(text, "\nhelp: {help}");
        }
        format!(
            "::{level} file={file},line={line},endLine={end_line},col={column},endColumn={end_column},\
             title={code}::{text}\n",
            level = level_name(judged.level),
            file = github_property(&visible(file)),
            code = code.name(),
            text = github_data(&text),
        )
    }
}

/// Renders the source lines of a diagnostic with their labels as plain text, without the path of its main file.
pub fn cited(sources: &SourceSet, diagnostic: &Diagnostic) -> String {
    let excerpts: Vec<Excerpt> = excerpts(sources, &diagnostic.labels);
    let group = Group::with_level(annotate_snippets::Level::ERROR);
    let renderer = Renderer::plain().decor_style(DecorStyle::Ascii);
    renderer.render(&[cite(group, &excerpts, Some(diagnostic.at().file))])
}

fn level_name(level: Level) -> &'static str {
    if level == Level::Deny { "error" } else { "warning" }
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

/// Escapes what a terminal or a reader of lines may take for more than a character. In JSON, it can only be in strings.
fn escaped(json: &str) -> Cow<'_, str> {
    if !json.contains(is_refused) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if is_refused(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

pub(crate) fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

pub(crate) fn github_property(text: &str) -> String {
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
    fn no_file_writes_to_the_terminal() {
        let hostile = "a\u{9b}31m\u{85}\u{2028}\u{1fffe}\u{202e}\u{7}\u{1b}b";
        let path = format!("radar/{hostile}.toml");
        let set = SourceSet::from_files([(path.clone(), format!("x = {hostile}"))]);
        let (file, _) = set.find(&path).expect("just made");
        for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
            let diagnostic = Diagnostic::new(Code::InvalidToml, hostile, Span::new(file, 4..5));
            let judged = Judged { level: Level::Deny, diagnostic: diagnostic.label(hostile) };
            let text = anstream_free(&render(&set, &judged, format));
            let found = text.trim_end().split('\n').find(|line| line.contains(is_refused));
            assert_eq!(found, None, "{format:?}");
            if format == Format::Json {
                let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                assert_eq!(json["file"], path);
            }
        }
    }

    /// Removes the colours of the renderer, which are its own.
    fn anstream_free(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
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
