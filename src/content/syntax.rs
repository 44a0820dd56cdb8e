//! Bytes -> a TOML table, or diagnostics with a fix for each error of syntax.
//!
//! One slip can make the parser stumble over every line below it. Such follow-up errors are left out: those
//! after an open bracket, those in a table that is written twice, and those of a line whose slip is known.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::{formats, repair};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::line;
use crate::source::{FileId, SourceFile};

/// Decodes a text file, or reports the first byte that is not UTF-8.
pub(crate) fn text<'f>(id: FileId, file: &'f SourceFile, report: &mut Report) -> Option<&'f str> {
    let error = match std::str::from_utf8(&file.bytes) {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let span = Span::new(id, at..at + error.error_len().unwrap_or(1));
    Diagnostic::new(Code::InvalidEncoding, "the file is not UTF-8", span)
        .label(format!("byte 0x{:02x} is not UTF-8", file.bytes[at]))
        .help("save the file with the encoding UTF-8")
        .report_to(report);
    None
}

/// Parses a TOML file, or reports its errors.
pub(super) fn table<'t>(id: FileId, text: &'t str, report: &mut Report) -> Option<DeTable<'t>> {
    if let Some(conflict) = formats::conflict(id, text) {
        report.push(conflict);
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    report_errors(id, text, &errors, report);
    // The recovered part of a broken file would cause problems that the author does not have.
    let table = Some(table.into_inner()).filter(|_| errors.is_empty())?;
    let numbers: Vec<Range<usize>> = table.values().flat_map(unreadable_numbers).collect();
    for at in &numbers {
        Diagnostic::new(Code::InvalidToml, "this is not a number", Span::new(id, at.clone()))
            .help("write it in quotes: \"…\"")
            .report_to(report);
    }
    numbers.is_empty().then_some(table)
}

/// Returns the spans of whole numbers that are none, such as `0x` and digits of other scripts: the parser leaves them
/// to those who want numbers.
fn unreadable_numbers(value: &Spanned<DeValue>) -> Vec<Range<usize>> {
    match value.get_ref() {
        DeValue::Integer(number) => {
            let is_number = i128::from_str_radix(number.as_str(), number.radix()).is_ok();
            Some(value.span()).filter(|_| !is_number).into_iter().collect()
        }
        DeValue::Array(items) => items.iter().flat_map(unreadable_numbers).collect(),
        DeValue::Table(table) => table.values().flat_map(unreadable_numbers).collect(),
        _ => Vec::new(),
    }
}

/// Reports the errors that an author has to fix; at least one, if there is any.
fn report_errors(id: FileId, text: &str, errors: &[Error], report: &mut Report) {
    if errors.is_empty() {
        return;
    }
    if let Some(problem) = formats::whole_file(id, text) {
        report.push(problem);
        return;
    }
    let open = open_bracket(errors);
    let mut errors: Vec<_> = errors.iter().map(|e| (e.span().unwrap_or(0..0), e)).collect();
    // The parser lists errors of form before errors of values.
    errors.sort_by_key(|(span, _)| span.start);
    let mut in_second_table = false;
    let mut solved_until = 0;
    for (span, error) in errors {
        let message = error.message().trim().replace('\n', ", ");
        let is_second = message == "duplicate key";
        if (is_second && in_second_table) || span.start < solved_until {
            continue;
        }
        in_second_table = is_second && line_of(text, span.start).starts_with('[');
        if let Some(open) = open.filter(|open| open.words.iter().any(|word| message.contains(word)))
        {
            Diagnostic::new(Code::InvalidToml, message, Span::new(id, span))
                .help(open.help)
                .report_to(report);
            return;
        }
        let (problem, until) = problem(id, text, message, span);
        solved_until = until;
        report.push(problem);
    }
}

/// A kind of bracket that is not closed.
#[derive(Clone, Copy)]
struct Open {
    /// What messages about the text behind it have.
    words: &'static [&'static str],
    help: &'static str,
}

fn open_bracket(errors: &[Error]) -> Option<Open> {
    let is_open = |what: &str| errors.iter().any(|error| error.message().starts_with(what));
    if is_open("unclosed array,") {
        let help = "a bracket [ before this is not closed: add a ]";
        return Some(Open { words: &["array"], help });
    }
    is_open("unclosed inline table,").then_some(Open {
        words: &["inline table", "key-value pairs"],
        help: "a bracket { before this is not closed: add a }",
    })
}

/// Returns the diagnostic for an error, and the end of what it explains.
fn problem(id: FileId, text: &str, message: String, span: Range<usize>) -> (Diagnostic, usize) {
    if let Some(start) = open_text(text, &message, &span) {
        let quotes = &text[start.clone()];
        let problem =
            Diagnostic::new(Code::InvalidToml, "the text has no end", Span::new(id, start.clone()))
                .label("it begins here")
                .help(format!("add {quotes} where it ends"));
        return (problem, span.start);
    }
    if message == "duplicate key" {
        let help = help_for_second(line_of(text, span.start));
        let problem = Diagnostic::new(Code::InvalidToml, message, Span::new(id, span.clone()));
        return (problem.help(help), span.start);
    }
    let Some(repair) = repair::of(text, span.clone(), &message) else {
        return (Diagnostic::new(Code::InvalidToml, message, Span::new(id, span)), 0);
    };
    let start = span.start;
    let is_long = repair.message.is_some_and(|message| message.contains("several lines"));
    let message = repair.message.map_or(message, str::to_owned);
    let problem = Diagnostic::new(Code::InvalidToml, message, Span::new(id, span));
    let line_end = line::around(text, start).end + 1;
    let until = match (repair.is_whole, is_long) {
        (true, true) => end_of_lines(text, line_end.min(text.len())),
        (true, false) => line_end,
        (false, _) => 0,
    };
    (problem.help(repair.help), until)
}

/// Returns the opening quotes of a text on several lines that the file ends in.
fn open_text(text: &str, message: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let quotes = match message {
        _ if message.starts_with("invalid multi-line basic string") => "\"\"\"",
        _ if message.starts_with("invalid multi-line literal string") => "'''",
        _ => return None,
    };
    // Last: a file may end in a megabyte of blanks, and each of them may be an error.
    if span.start < text.trim_end().len() {
        return None;
    }
    let start = text.rfind(quotes)?;
    Some(start..start + quotes.len())
}

/// Returns the end of a text on several lines that has one quote at each end: that of the line with the second.
fn end_of_lines(text: &str, start: usize) -> usize {
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        end += line.len();
        if line.trim_end().ends_with(['"', '\'']) {
            return end;
        }
        if line.contains(" = ") || line.starts_with('[') {
            return start;
        }
    }
    start
}

fn help_for_second(line: &str) -> String {
    let Some(table) = line.strip_prefix('[') else { return "leave one of them out".to_owned() };
    let name = table.trim_matches(['[', ']']);
    if name.contains('.') {
        "put the two together, or give one of them another id".to_owned()
    } else {
        format!("put the two together; where there may be several, start each with [[{name}]]")
    }
}

/// Returns the line that a byte is on, without its comment.
fn line_of(text: &str, at: usize) -> &str {
    let line = &text[line::around(text, at)];
    line.split('#').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Vec<String>)> {
        let mut problems = Report::default();
        table(FileId::FIRST, text, &mut problems);
        problems.iter().map(|d| (text[d.at().range()].to_owned(), d.help.clone())).collect()
    }

    /// What people write, and what they are told to write.
    const SLIPS: &[(&str, &str)] = &[
        ("a = adopt", "write it in quotes: \"adopt\""),
        ("a = tools", "write it in quotes: \"tools\""),
        ("a = feature", "write it in quotes: \"feature\""),
        ("a = infrastructure", "write it in quotes: \"infrastructure\""),
        ("a = nomad", "write it in quotes: \"nomad\""),
        ("a = 3scale", "write it in quotes: \"3scale\""),
        ("a = 7zip", "write it in quotes: \"7zip\""),
        ("a = -x", "write it in quotes: \"-x\""),
        ("a = 1.2.x", "write it in quotes: \"1.2.x\""),
        ("a = .net", "write it in quotes: \".net\""),
        ("a = x\"", "write it in quotes: \"x\""),
        ("a = @scope/x", "write it in quotes: \"@scope/x\""),
        ("a = 12 months # x", "write it in quotes: \"12 months\""),
        ("a = https://example.org/x", "write it in quotes: \"https://example.org/x\""),
        ("a = [ada@example.org]", "write it in quotes: \"ada@example.org\""),
        ("a = 22.08.2026", "write a = 2026-08-22"),
        ("a = 22/08/2026", "write a = 2026-08-22"),
        ("a = 2026/8/22", "write a = 2026-08-22"),
        ("a = 2026-8-22", "write a = 2026-08-22"),
        ("a = 22 August 2026", "write a = 2026-08-22"),
        ("a = 4-5-2026", "write year, month and day, as in 2026-04-14"),
        ("a = 2026-04", "write year, month and day, as in 2026-04-14"),
        ("a = 2026-02-30 # x", "write year, month and day, as in 2026-04-14"),
        ("a = True", "write true or false"),
        ("a = null", "leave the line out"),
        ("a =\nb = 1", "write a value after the =, or leave the line out"),
        ("a = “x”", "write straight quotes: a = \"x\""),
        ("a = „x“", "write straight quotes: a = \"x\""),
        ("a = ‘x’", "write straight quotes: a = \"x\""),
        ("a = [“x”, “y”]", "write straight quotes: a = [\"x\", \"y\"]"),
        ("a = `x`", "write straight quotes: a = \"x\""),
        ("“a” = 1", "write straight quotes: \"a\" = 1"),
        ("a\u{a0}= 1", "remove the character U+00A0, or write an ordinary blank"),
        ("b = 1\n\u{200b}a = 1", "remove the character U+200B, or write an ordinary blank"),
        ("a ＝ 1", "write a = 1"),
        ("a = \"x\u{1}y\"", "remove it, or write it as an escape: \\u0001"),
        ("a = \"C:\\Users\\dir\"", "write it in single quotes: a = 'C:\\Users\\dir'"),
        ("a = \"\\d+\"", "write it in single quotes: a = '\\d+'"),
        (
            "a = \"\"\"\nuse \\* here\n\"\"\"",
            "write it twice: \\\\; or begin and end the text with ''' instead of \"\"\"",
        ),
        (
            "a = \"x\nb = 1",
            "add a \" at its end; a text on several lines begins and ends with three",
        ),
        ("a = 'x\nb = 1", "add a ' at its end; a text on several lines begins and ends with three"),
        ("a = \"\none\ntwo\n\"\nb = 1", "begin and end it with three quotes: a = \"\"\""),
        ("a = \"\"\"\none\n", "add \"\"\" where it ends"),
        ("a = 'It's x'", "write it in double quotes: \"It's x\""),
        ("a = \"say \"x\" now\"", "write it in single quotes: 'say \"x\" now'"),
        ("a = \"x\",", "remove the , at the end of the line"),
        ("a = \"x\";", "remove the ; at the end of the line"),
        ("a = \"x\", \"y\"", "write a = [\"x\", \"y\"]"),
        ("a = \"x\" // y", "write # y"),
        ("a = \"x\" b = 1", "begin a new line before b = 1"),
        ("a = \"x\" y", "remove the rest of the line, or put # before it"),
        ("a: \"x\"\nb = 1", "write a = \"x\""),
        ("a: adopt\nb = 1", "write a = \"adopt\""),
        ("a == 1", "write a = 1"),
        ("a \"x\"", "write a = \"x\""),
        ("a b = 1", "write a_b or put the whole key in quotes"),
        ("// a", "write # a"),
        ("/* a */", "write # a"),
        ("<!-- a -->", "write # a"),
        ("; a", "write # a"),
        ("+a = 1", "write a = 1"),
        ("a = [\"x\" \"y\"]", "add a comma before this"),
        ("a = { b: \"x\" }", "write = instead of the colon: { key = value }"),
        ("a = [{ b = 2020-01-01 c = 1 }]", "add a comma: { key = value, key = value }"),
        ("a = { b = 1, c = 2\nd = 1", "a bracket { before this is not closed: add a }"),
        ("a = [{ b = 1, c = 2 ]", "add a }"),
        ("a = x, y", "write a = [\"x\", \"y\"]"),
        ("a = April 2026", "write year, month and day, as in 2026-04-14"),
        ("größe = 1", "a key has the letters a to z, digits, - and _"),
        ("a = 012", "leave out the zeros at its start, or write it in quotes"),
        ("[[r]\na = 1", "write [[r]]"),
        ("[r\na = 1", "write [r]"),
        ("[r]]\na = 1", "write [[r]]"),
        ("[r..s]\na = 1", "write it as [team.platform], with a point between two names"),
        ("a = (\"x\", \"y\")", "write a = [\"x\", \"y\"]"),
        ("a => \"x\"", "write a = \"x\""),
        ("a = 2026–04–14", "write a = 2026-04-14"),
        ("a = 1\n=======", "write key = value, or remove the line"),
        ("[ [r] ]\na = 1", "write [[r]]"),
        ("[person.Ada Lovelace]", "write [person.ada-lovelace]"),
        ("a = [\"x\"\nb = 1\nc = 2\n", "a bracket [ before this is not closed: add a ]"),
        (
            "[r]\na = 1\n[r]\na = 2\nb = 3\n",
            "put the two together; where there may be several, start each with [[r]]",
        ),
        ("a = 1\na = 2\n", "leave one of them out"),
        (
            "a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> other\n",
            "keep one of the two versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>",
        ),
        (
            "---\na: b\nc:\n  - d\n",
            "write it in TOML: key = \"value\", and a list as [\"a\", \"b\"]",
        ),
        (
            "{\n  \"a\": \"b\"\n}\n",
            "write it in TOML: key = \"value\", and a list as [\"a\", \"b\"]",
        ),
        ("a = 1\rb = 2\r", "save the file with the line ends of Unix (LF) or Windows (CRLF)"),
    ];

    #[test]
    fn each_slip_is_reported_once_with_a_fix() {
        for (text, help) in SLIPS {
            let found: Vec<_> = found(text).into_iter().map(|(_, help)| help.join("; ")).collect();
            assert_eq!(found, [*help], "{text}");
        }
    }

    #[test]
    fn no_slip_breaks_the_search_for_another() {
        for (first, _) in SLIPS {
            for cut in (0..first.len()).filter(|at| first.is_char_boundary(*at)) {
                for text in [&first[..cut], &first[cut..]] {
                    found(text);
                }
            }
        }
    }

    #[test]
    fn errors_on_other_lines_are_all_reported() {
        assert_eq!(found("a = x\nb = y\nc = 1\n").len(), 2);
        assert_eq!(found("a = [x, y]\n").len(), 2);
        assert_eq!(found("a = x\nb = [1\nc = 1\nd = 2\n").len(), 2);
    }

    #[test]
    fn blanks_at_the_end_cost_no_more_than_others() {
        let text = format!("a = 1\n{}\n", "\r".repeat(60_000));
        // With the square of their number, this takes minutes.
        assert!(found(&text).len() > 1);
    }

    #[test]
    fn a_conflict_in_a_text_is_valid_toml_and_reported() {
        let text = "a = \"\"\"\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n\"\"\"\n";
        let mut report = Report::default();
        assert!(table(FileId::FIRST, text, &mut report).is_none());
        let mut report = Report::default();
        let indented = text.replace('\n', "\n ");
        assert!(table(FileId::FIRST, &indented, &mut report).is_some());
    }
}
