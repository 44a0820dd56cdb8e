//! Writes code as HTML with a class for each kind of token, through syntect's grammars.
//!
//! A page needs a dozen classes, not the whole scope of every token, so [`SCOPES`] maps the scopes of a
//! grammar to classes. Their colours are in the theme.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, Event, TagEnd};
use pulldown_cmark_escape::escape_html_body_text;
use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference};

use super::dialect::Ranged;
use super::escape::push_escaped;
use super::flaw::{Flaw, FlawKind};
use super::grammars::{SYNTAXES, syntax};

/// The longest line that gets colours, in bytes. Each token looks through the rest of its line, and some
/// grammars look again from there, so the time grows with the third power of its length.
const MAX_LINE: usize = 1_000;

/// The most brackets in a line of Markdown that gets colours: each doubles the time.
const MAX_PAIRS: usize = 8;

/// The most work that the code of one text is worth: the sum of the third powers of its lines' lengths. Lengths
/// are the same on every machine, a clock is not. Two thousand lines of 100 bytes are as much as that.
const MAX_WORK: u64 = 2_000_000_000;

/// The class of a token in the style sheet; empty for plain text.
type Class = &'static str;

/// Classes by scope prefix, the more special scopes first. The names are those that Sublime Text's
/// grammars agree on: <https://www.sublimetext.com/docs/scope_naming.html>.
const SCOPES: &[(&str, Class)] = &[
    ("comment", "hl-comment"),
    ("constant.numeric", "hl-number"),
    ("constant", "hl-constant"),
    ("variable.language", "hl-constant"),
    ("support.constant", "hl-constant"),
    // Code in a string is not a string.
    ("meta.interpolation", ""),
    ("meta.template.expression", ""),
    ("source.shell.embedded", ""),
    ("string", "hl-string"),
    ("entity.name.function", "hl-function"),
    ("support.function", "hl-function"),
    ("variable.function", "hl-function"),
    ("entity.name.tag", "hl-tag"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("support.type.property-name", "hl-attribute"),
    ("variable.annotation", "hl-attribute"),
    ("meta.annotation", "hl-attribute"),
    ("entity.name", "hl-type"),
    ("entity.other.inherited-class", "hl-type"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("keyword.operator.word", "hl-keyword"),
    ("keyword.operator", ""),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
    ("markup.heading", "hl-heading"),
];

static CLASSES: LazyLock<Vec<(Scope, Class)>> = LazyLock::new(|| {
    let scope = |name| Scope::new(name).expect("the table holds valid scopes");
    SCOPES.iter().map(|&(name, class)| (scope(name), class)).collect()
});

/// Takes the events of a block of code up to its end, and returns the code.
pub(super) fn code<'a>(events: &mut impl Iterator<Item = Ranged<'a>>) -> String {
    let mut code = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) => code += &text,
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    code
}

/// Renders a block of code.
pub(super) fn block(kind: &CodeBlockKind, code: &str, budget: &mut Budget) -> String {
    let language = language(kind);
    let mut out = String::with_capacity(code.len() * 3);
    // Wide code scrolls; `tabindex` lets a keyboard scroll it.
    out += "<pre tabindex=\"0\"><code";
    if !language.is_empty() {
        out += " class=\"language-";
        push_escaped(&mut out, language);
        out += "\"";
    }
    out += ">";
    highlight(code, language, budget, &mut out);
    out + "</code></pre>\n"
}

/// Returns what keeps a block of code from its colours. `lines` are its events, `block` is its range.
pub(super) fn flaw(
    kind: &CodeBlockKind,
    lines: &[Ranged],
    block: Range<usize>,
    budget: &mut Budget,
) -> Option<Flaw> {
    let syntax = syntax(language(kind))?;
    let code = code(&mut lines.iter().cloned());
    let mut at = 0;
    let (flaw, at) = code.split_inclusive('\n').find_map(|line| {
        let flaw = budget.refuses(line, syntax);
        at += line.len();
        Some((flaw?, at - line.len()))
    })?;
    let mut passed = 0;
    let range = lines.iter().find_map(|(event, range)| {
        let Event::Text(text) = event else { return None };
        passed += text.len();
        (passed > at).then(|| range.clone())
    });
    Some(Flaw { kind: flaw, range: range.unwrap_or(block) })
}

fn language<'k>(kind: &'k CodeBlockKind) -> &'k str {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', '\t', ',', '{']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    }
}

/// The work that the code of a text has taken so far.
#[derive(Default)]
pub(super) struct Budget {
    work: u64,
}

impl Budget {
    /// Returns why the next line gets no colours, if so.
    fn refuses(&mut self, line: &str, syntax: &SyntaxReference) -> Option<FlawKind> {
        // The grammars of Markdown try every way to pair the brackets of a line.
        let is_markdown = syntax.name.ends_with("Markdown");
        let pairs = if is_markdown { line.matches('[').count() } else { 0 };
        if line.len() > MAX_LINE || pairs > MAX_PAIRS {
            return Some(FlawKind::LongLine);
        }
        self.work = self.work.saturating_add((line.len() as u64).pow(3));
        (self.work > MAX_WORK).then_some(FlawKind::LongCode)
    }
}

/// Writes `code` as HTML into `out`, with classes if the language is known.
fn highlight(code: &str, language: &str, budget: &mut Budget, out: &mut String) {
    match syntax(language) {
        Some(syntax) => highlight_as(code, syntax, budget, out),
        None => push_text(out, code),
    }
}

fn highlight_as(code: &str, syntax: &SyntaxReference, budget: &mut Budget, out: &mut String) {
    let mut tokenizer = Tokenizer::new(syntax);
    let mut writer = Writer { out, open: "" };
    for line in code.split_inclusive('\n') {
        if budget.refuses(line, syntax).is_some() {
            writer.write(line, "");
            continue;
        }
        let mut from = 0;
        for (end, class) in tokenizer.runs(line) {
            writer.write(&line[from..end], class);
            from = end;
        }
    }
    writer.switch("");
}

/// The state of a grammar between two lines.
struct Tokenizer {
    parser: ParseState,
    scopes: ScopeStack,
    /// The class of each open scope: its own, or that of the scope around it.
    classes: Vec<Class>,
}

impl Tokenizer {
    fn new(syntax: &SyntaxReference) -> Self {
        Self { parser: ParseState::new(syntax), scopes: ScopeStack::new(), classes: Vec::new() }
    }

    /// Returns where each run of one class ends in the next line.
    fn runs(&mut self, line: &str) -> Vec<(usize, Class)> {
        let Ok(ops) = self.parser.parse_line(line, &SYNTAXES) else {
            // The grammar fails on this line, so the line has no colours.
            return vec![(line.len(), "")];
        };
        let mut runs: Vec<(usize, Class)> = Vec::new();
        let mut add = |end: usize, class: Class| match runs.last_mut() {
            Some(last) if last.1 == class => last.0 = end,
            _ => runs.push((end, class)),
        };
        let classes = &mut self.classes;
        let mut from = 0;
        for (at, op) in ops {
            if at > from {
                add(at, classes.last().copied().unwrap_or_default());
                from = at;
            }
            let applied = self.scopes.apply_with_hook(&op, |change, _| match change {
                BasicScopeStackOp::Push(scope) => {
                    let outer = classes.last().copied().unwrap_or_default();
                    let own = CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope));
                    classes.push(own.map_or(outer, |&(_, class)| class));
                }
                BasicScopeStackOp::Pop => drop(classes.pop()),
            });
            if applied.is_err() {
                break;
            }
        }
        if line.len() > from {
            add(line.len(), classes.last().copied().unwrap_or_default());
        }
        runs
    }
}

/// Writes runs of one class as one `<span>`.
struct Writer<'o> {
    out: &'o mut String,
    open: Class,
}

impl Writer<'_> {
    fn write(&mut self, text: &str, class: Class) {
        // White space looks the same in every colour, so it does not end a run.
        if !text.trim_ascii().is_empty() {
            self.switch(class);
        }
        push_text(self.out, text);
    }

    fn switch(&mut self, class: Class) {
        if class == self.open {
            return;
        }
        if !self.open.is_empty() {
            *self.out += "</span>";
        }
        if !class.is_empty() {
            *self.out += "<span class=\"";
            *self.out += class;
            *self.out += "\">";
        }
        self.open = class;
    }
}

fn push_text(out: &mut String, text: &str) {
    escape_html_body_text(out, text).expect("writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(code: &str, language: &str) -> String {
        let mut out = String::new();
        highlight(code, language, &mut Budget::default(), &mut out);
        out
    }

    #[test]
    fn tokens_of_known_languages_get_classes() {
        assert_eq!(
            html("let x = 1; // <one>\n", "rust"),
            "<span class=\"hl-keyword\">let</span> x = <span class=\"hl-number\">1</span>; \
             <span class=\"hl-comment\">// &lt;one&gt;\n</span>"
        );
        assert_eq!(html("a < b", "no-such-language"), "a &lt; b");
        assert_eq!(html("a < b", ""), "a &lt; b");
    }

    /// The slowest lines among those of few letters, for every grammar. On a slow machine in a debug build the
    /// slowest takes some 20 ms; one beyond the bounds takes seconds.
    #[test]
    #[allow(clippy::disallowed_methods, reason = "a generous limit, not a measurement")]
    fn no_line_takes_long() {
        let begin = std::time::Instant::now();
        for syntax in SYNTAXES.syntaxes() {
            for part in
                ["[a]: ", "[a](b ", "~", "((", "<a ", "a:", "(a,", "\\", "a.b(", "*_", "{%", "\"${"]
            {
                let line = part.repeat(MAX_LINE / 10 / part.len());
                let code = format!("{line}\n{line}\n");
                highlight_as(&code, syntax, &mut Budget::default(), &mut String::new());
            }
        }
        assert!(begin.elapsed().as_secs() < 60, "{:?}", begin.elapsed());
    }

    #[test]
    fn code_beyond_the_bounds_is_plain_and_said() {
        let fenced = CodeBlockKind::Fenced("rust".into());
        let flaw_of = |code: &str, kind: &CodeBlockKind| {
            let lines: Vec<Ranged> = code
                .split_inclusive('\n')
                .scan(0, |at, line| {
                    *at += line.len();
                    Some((Event::Text(line.into()), *at - line.len()..*at))
                })
                .collect();
            flaw(kind, &lines, 0..code.len(), &mut Budget::default())
        };
        let long = format!("let a = 1;\n{}\nlet b = 2;\n", "x".repeat(MAX_LINE));
        let found = flaw_of(&long, &fenced).expect("a flaw");
        assert_eq!((found.kind, found.range.start), (FlawKind::LongLine, 11));
        assert!(html(&long, "rust").ends_with("<span class=\"hl-number\">2</span>;\n"));
        let many = format!("let x = \"{}\";\n", "x".repeat(985)).repeat(4);
        let found = flaw_of(&many, &fenced).expect("a flaw");
        assert_eq!((found.kind, found.range.start), (FlawKind::LongCode, 2 * many.len() / 4));
        assert_eq!(html(&many, "rust").matches("hl-keyword").count(), 2);
        let usual =
            "let x = 1; // eighty bytes of code, as they are written by people everywhere\n";
        assert_eq!(flaw_of(&usual.repeat(3_000), &fenced), None);
        assert_eq!(flaw_of(&long, &CodeBlockKind::Fenced("".into())), None);
        let links = CodeBlockKind::Fenced("md".into());
        assert!(flaw_of(&"[a] ".repeat(9), &links).is_some());
        assert_eq!(flaw_of(&"[a] ".repeat(8), &links), None);
    }

    #[test]
    fn no_code_is_lost() {
        let code = "fn main() {\n    println!(\"{}\", '\\n');\n}\n\n\n/* open";
        let html = html(code, "rust");
        let text = html.replace("</span>", "");
        let text: String = text
            .split("<span class=\"")
            .enumerate()
            .map(|(i, part)| if i == 0 { part } else { part.split_once("\">").expect("a class").1 })
            .collect();
        assert_eq!(text, code.replace('<', "&lt;"));
    }
}
