//! Turns errors of the template engine into messages with their place in a template.

use std::ops::Range;

use tera::ErrorKind;

/// One error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    /// The engine's name of the template; empty if it gives none.
    pub(super) template: String,
    pub(super) at: At,
}

/// A position in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// A range of bytes, and the line of its start, from 1.
    Span(Range<usize>, usize),
    /// A line, the column of a character in it, both from 1, and the number of characters.
    Line(usize, usize, usize),
}

/// For errors of a template as a whole.
const START: At = At::Line(1, 1, 0);

impl At {
    /// Returns the line, from 1.
    pub(super) fn line(&self) -> usize {
        match self {
            At::Span(_, line) | At::Line(line, ..) => *line,
        }
    }

    /// Returns the range in a template's source.
    pub(super) fn span(&self, source: &str) -> Range<usize> {
        match self {
            At::Span(span, _) => written_at(source, span.start)..written_at(source, span.end),
            At::Line(line, column, width) => {
                let start: usize = source.split_inclusive('\n').take(line - 1).map(str::len).sum();
                let text = source.get(start..).unwrap_or_default();
                let byte = |chars: usize| {
                    text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at) + start
                };
                byte(column - 1)..byte(column - 1 + width)
            }
        }
    }
}

/// Returns where a byte of a text is in its file, which may begin with a byte-order mark and whose lines may end in CRLF:
/// the text has neither.
fn written_at(file: &str, byte: usize) -> usize {
    let text = file.trim_start_matches('\u{feff}');
    let (mut start, mut rest) = (file.len() - text.len(), byte);
    for line in text.split_inclusive('\n') {
        let length = line.len() - usize::from(line.ends_with("\r\n"));
        if rest < length {
            break;
        }
        start += line.len();
        rest -= length;
    }
    (start + rest).min(file.len())
}

/// Returns every fault of an error, at least one.
pub(super) fn faults(error: &tera::Error) -> Vec<Fault> {
    let one = |message: String, template: &str, at| {
        vec![Fault { message, template: template.to_owned(), at }]
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => one(
            report.message().to_owned(),
            report.filename(),
            At::Span(report.span().range.clone(), report.span().start_line),
        ),
        ErrorKind::MissingParent { current, parent } => {
            one(format!("there is no template `{parent}` to extend"), current, START)
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            one("this template extends itself".to_owned(), tpl, START)
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            one("this template includes itself".to_owned(), tpl, START)
        }
        other => {
            let text = other.to_string();
            let found: Vec<Fault> = text.split("\n\n").filter_map(reported).collect();
            if found.is_empty() { one(text, "", START) } else { found }
        }
    }
}

/// Parses the error for a missing filter, function or template, which is text only:
///
/// ```text
/// error: Unknown filter `nonsense`
///  --> about.html:4:20
///   |
/// 4 | <p>{{ about.html | nonsense }}</p>
///   |                    ^^^^^^^^
/// ```
fn reported(text: &str) -> Option<Fault> {
    let mut lines = text.lines();
    let message = lines.find_map(|line| line.strip_prefix("error: "))?;
    let position = lines.next()?.trim_start().strip_prefix("--> ")?;
    let (rest, column) = position.rsplit_once(':')?;
    let (template, line) = rest.rsplit_once(':')?;
    let width = text.lines().last()?.matches('^').count();
    Some(Fault {
        message: message.to_owned(),
        template: template.to_owned(),
        at: At::Line(line.parse().ok()?, column.parse().ok()?, width),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Returns the message, the text at the fault and the line of each fault.
    fn faults_of(templates: &[(&str, &str)]) -> Vec<(String, String, usize)> {
        let sources: BTreeMap<&str, &str> = templates.iter().copied().collect();
        let mut tera = tera::Tera::new();
        let error = tera.add_raw_templates(templates.to_vec()).expect_err("broken on purpose");
        let found = faults(&error).into_iter().map(|Fault { message, template, at }| {
            let source = sources[template.as_str()];
            (format!("{template}: {message}"), source[at.span(source)].to_owned(), at.line())
        });
        found.collect()
    }

    #[test]
    fn faults_are_found_in_files_of_windows() {
        let text = "a {{ x }}\nb {{ y }}";
        let file = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        for part in ["a", "x", "b", "y }}"] {
            let at = text.find(part).expect("it has it");
            let found = At::Span(at..at + part.len(), 1).span(&file);
            assert_eq!(&file[found], part);
        }
        assert_eq!(written_at(&file, text.len()), file.len());
        assert_eq!(written_at(text, 3), 3);
    }

    #[test]
    fn every_fault_has_its_place() {
        let unknown = [("a.html", "é\n{{ 'ü' | x }}\n{{ y() }}"), ("b.html", "{{ 1 | z }}")];
        let no_parent = [("a.html", "{% extends \"none.html\" %}")];
        for (templates, expected) in [
            (
                &unknown[..],
                &[
                    ("a.html: Unknown filter `x`", "x", 2),
                    ("a.html: Unknown function `y`", "y()", 3),
                    ("b.html: Unknown filter `z`", "z", 1),
                ][..],
            ),
            (&no_parent, &[("a.html: there is no template `none.html` to extend", "", 1)]),
        ] {
            let found = faults_of(templates);
            let found: Vec<_> = found.iter().map(|(m, t, line)| (&m[..], &t[..], *line)).collect();
            assert_eq!(found, expected);
        }
        let syntax = faults_of(&[("a.html", "one\n{% if %}\n")]);
        assert!(matches!(syntax[..], [(_, _, 2)]), "{syntax:?}");
    }
}
