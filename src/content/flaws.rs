//! The flaws of a text -> diagnostics that say what to write.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::markdown::flaw::{Flaw, FlawKind};

/// Returns the problem that a flaw is.
pub(super) fn diagnostic(flaw: &Flaw, at: Span) -> Diagnostic {
    let (code, message, help) = match &flaw.kind {
        FlawKind::UnclosedLink => (
            Code::MalformedLink,
            "a `[[` is not closed, so it is shown as text".to_owned(),
            "write `]]` after the id of the blip; for brackets as such, write `\\[\\[`".to_owned(),
        ),
        FlawKind::EmptyLabel => (
            Code::MalformedLink,
            "the link has no text after the `|`, so it shows the name of the blip".to_owned(),
            "write a text, or leave out the `|`".to_owned(),
        ),
        FlawKind::SurplusCells => (
            Code::SurplusCell,
            "the row has more cells than the head of its table; they are not shown".to_owned(),
            "add a column to the head, or write `\\|` for a bar within a cell".to_owned(),
        ),
        FlawKind::UnknownFootnote(label) => (
            Code::BrokenFootnote,
            format!("there is no footnote `{label}`, so its mark is shown as text"),
            format!("add a line `[^{label}]: …`; for the characters as such, write `\\[^`"),
        ),
        FlawKind::DoubleFootnote(label) => (
            Code::BrokenFootnote,
            format!("there are two footnotes `{label}`; this one is not shown"),
            "give it a label of its own".to_owned(),
        ),
        FlawKind::UnusedFootnote(label) => (
            Code::BrokenFootnote,
            format!("nothing refers to the footnote `{label}`, so it is not shown"),
            format!("write `[^{label}]` where it belongs, or remove it"),
        ),
        FlawKind::Html(name) => html(name),
        FlawKind::UnclosedComment => (
            Code::RawHtml,
            "the comment has no end, so it and what follows is shown as text".to_owned(),
            "write `-->` at its end".to_owned(),
        ),
        FlawKind::ControlCharacter(c) => (
            Code::ControlCharacter,
            format!(
                "the text has the invisible character U+{:04X}; it is shown as �",
                u32::from(*c)
            ),
            "remove it".to_owned(),
        ),
        FlawKind::LongLine => (
            Code::PlainCode,
            "a line of this code would take too long to highlight, so it has no colours".to_owned(),
            "break it, or leave out the language".to_owned(),
        ),
        FlawKind::LongCode => (
            Code::PlainCode,
            "the code of this text is too long to highlight, so it has no colours from here on"
                .to_owned(),
            "shorten it, or leave out the language".to_owned(),
        ),
    };
    Diagnostic::new(code, message, at).help(help)
}

fn html(name: &str) -> (Code, String, String) {
    if name.is_empty() {
        let message = "what is on the same line as a comment is shown as it is written";
        let help = "write the comment on a line of its own";
        return (Code::RawHtml, message.to_owned(), help.to_owned());
    }
    let instead = match name.to_ascii_lowercase().as_str() {
        "b" | "strong" => "write `**bold**`",
        "i" | "em" => "write `*emphasis*`",
        "s" | "del" | "strike" => "write `~~struck out~~`",
        "code" | "kbd" | "tt" | "samp" => "write the code in back-quotes",
        "pre" => "write a line of three back-quotes before and after the code",
        "a" => "write `[text](address)`",
        "img" => "write `![description](file.png)`",
        "br" => "end the line with a backslash",
        "hr" => "write a line `---`",
        "p" | "div" | "span" | "center" => "leave the tag out: an empty line starts a paragraph",
        "ul" | "ol" | "li" => "start each line of the list with `- ` or `1. `",
        "table" | "tr" | "td" | "th" => "write a table with `|` between its cells",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "start the line with `#`",
        "blockquote" => "start each line with `> `",
        _ => "write it in Markdown",
    };
    let message = format!("the tag `<{name}>` is shown as text");
    (Code::RawHtml, message, format!("{instead}; to show the tag, put it in back-quotes"))
}
