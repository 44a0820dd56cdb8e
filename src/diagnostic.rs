//! Problems of the content, as data: a [`Code`], a message, spans and a suggested fix.
//!
//! Each stage pushes [`Diagnostic`]s into a [`Report`] and continues. [`Report::judge`] applies the
//! [`Levels`] once, at the end, and sorts the problems. [`render`] turns them into text.

mod code;
mod excerpt;
mod group;
mod level;
pub mod render;
mod span;

pub use code::Code;
pub use level::{Level, LevelError, Levels};
pub(crate) use span::{Places, line_and_column};
pub use span::{Span, Spanned};

use std::cmp::Reverse;

use crate::line::visible;

/// A span, and what it has to do with the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The span to point at.
    pub at: Span,
    /// The text beside it; may be empty.
    pub text: String,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// The problem, in one sentence without a full stop.
    pub message: String,
    /// The spans, the main one first. There is at least one.
    pub labels: Vec<Label>,
    /// Suggested fixes, one line each.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// Returns a problem at a span.
    pub fn new(code: Code, message: impl Into<String>, at: Span) -> Self {
        let label = Label { at, text: String::new() };
        Self { code, message: readable(&message.into()), labels: vec![label], help: Vec::new() }
    }

    /// Sets the text at the main span.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = readable(&text.into());
        self
    }

    /// Points at another span too.
    #[must_use]
    pub fn also(mut self, at: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { at, text: readable(&text.into()) });
        self
    }

    /// Adds a suggested fix.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(readable(&text.into()));
        self
    }

    /// Suggests the name in `known` that is most like `given`, or lists the known names if none is.
    #[must_use]
    pub fn suggest<'k>(self, given: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(given, &known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None if known.is_empty() => self,
            None => self.help(format!("known: {}", list(&known))),
        }
    }

    /// Adds the problem to a report.
    pub(crate) fn report_to(self, report: &mut Report) {
        report.push(self);
    }

    /// Returns the main span.
    pub fn at(&self) -> Span {
        self.labels[0].at
    }
}

/// Makes a text one line, and cuts the middle out of a very long one: it may quote anything.
fn readable(text: &str) -> String {
    /// Characters to keep at each end. No sentence of ours is longer around a name of usual length.
    const ENDS: usize = 300;
    if text.chars().nth(2 * ENDS).is_none() {
        return visible(text).into_owned();
    }
    let start = text.char_indices().nth(ENDS).map_or(0, |(at, _)| at);
    let end = text.char_indices().nth_back(ENDS - 1).map_or(text.len(), |(at, _)| at);
    format!("{} … {}", visible(&text[..start]), visible(&text[end..]))
}

/// Returns the known name that is most like a given one, if it is similar enough for a typo.
pub(crate) fn nearest<'k>(given: &str, known: &[&'k str]) -> Option<&'k str> {
    /// 1 for equal names. rustc and clap use 0.7 to 0.8; ids share many prefixes.
    const MIN_LIKENESS: f64 = 0.75;
    /// In bytes: the time to compare two names is the product of their lengths.
    const MAX_LENGTH: usize = 200;
    if given.len() > MAX_LENGTH {
        return None;
    }
    let given = given.to_lowercase();
    known
        .iter()
        .map(|name| (strsim::jaro_winkler(&given, &name.to_lowercase()), *name))
        .filter(|(likeness, _)| *likeness >= MIN_LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// Returns names in back-quotes, at most ten of them.
pub(crate) fn list(names: &[impl std::fmt::Display]) -> String {
    const MAX_NAMES: usize = 10;
    let shown =
        names.iter().take(MAX_NAMES).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MAX_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A collection of problems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

/// A diagnostic with the level it has in this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Its level; never [`Level::Allow`].
    pub level: Level,
    /// The problem.
    pub diagnostic: Diagnostic,
}

impl Report {
    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds all problems of another report.
    pub fn append(&mut self, mut other: Report) {
        self.diagnostics.append(&mut other.diagnostics);
    }

    /// Removes the problems for which `is_kept` returns false.
    pub fn retain(&mut self, is_kept: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(is_kept);
    }

    /// Returns the number of problems.
    pub(crate) fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// Returns the problems in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    /// Returns whether `levels` deny any of the problems.
    pub fn is_denied(&self, levels: &Levels) -> bool {
        self.diagnostics.iter().any(|d| levels.of(d.code) == Level::Deny)
    }

    /// Returns the problems that are not allowed: errors first, each level sorted by file, span and code.
    pub fn judge(self, levels: &Levels) -> Vec<Judged> {
        let mut judged: Vec<Judged> = self
            .diagnostics
            .into_iter()
            .map(|diagnostic| Judged { level: levels.of(diagnostic.code), diagnostic })
            .filter(|judged| judged.level != Level::Allow)
            .collect();
        judged.sort_by(|a, b| {
            let key = |j: &Judged| (Reverse(j.level), j.diagnostic.at(), j.diagnostic.code);
            key(a).cmp(&key(b)).then_with(|| a.diagnostic.message.cmp(&b.diagnostic.message))
        });
        judged.dedup();
        judged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, SourceSet};

    #[test]
    fn long_quotes_are_shortened() {
        let start = Span::file(FileId::FIRST);
        let message = format!("unknown key `{}`", "ü".repeat(10_000));
        let diagnostic = Diagnostic::new(Code::UnknownKey, message, start);
        assert!(diagnostic.message.starts_with("unknown key `ü"), "{}", diagnostic.message);
        assert!(diagnostic.message.ends_with("ü`"), "{}", diagnostic.message);
        assert_eq!(diagnostic.message.chars().count(), 603);
        let short = format!("unknown key `{}`", "k".repeat(500));
        assert_eq!(Diagnostic::new(Code::UnknownKey, short.clone(), start).message, short);
    }

    #[test]
    fn similar_names_are_suggested_and_others_listed() {
        let known = ["platforms", "techniques", "tools"];
        assert_eq!(nearest("plattforms", &known), Some("platforms"));
        assert_eq!(nearest("Tools", &known), Some("tools"));
        assert_eq!(nearest("databases", &known), None);
    }

    #[test]
    fn judged_diagnostics_have_a_fixed_order_and_allowed_ones_are_gone() {
        let set = SourceSet::from_files([("a", "x"), ("b", "x")]);
        let id = |path| set.find(path).expect("just made").0;
        let mut report = Report::default();
        report.push(Diagnostic::new(Code::Unreviewed, "third", Span::new(id("b"), 0..1)));
        report.push(Diagnostic::new(Code::UnknownKey, "cause", Span::new(id("b"), 1..1)));
        report.push(Diagnostic::new(Code::ReviewDue, "allowed", Span::new(id("a"), 0..1)));
        report.push(Diagnostic::new(Code::Orphaned, "second", Span::new(id("a"), 1..1)));
        report.push(Diagnostic::new(Code::Orphaned, "first", Span::new(id("a"), 0..1)));
        let judged = report.judge(&Levels::default());
        let messages: Vec<_> = judged.iter().map(|j| j.diagnostic.message.as_str()).collect();
        assert_eq!(messages, ["cause", "first", "second", "third"]);
    }

    #[test]
    fn a_message_is_one_line() {
        let message = "there is no ring `a\n::error::b\u{1b}[0m`";
        let diagnostic = Diagnostic::new(Code::UnknownRing, message, Span::file(FileId::FIRST));
        assert_eq!(diagnostic.message, "there is no ring `a\\n::error::b\\u{1b}[0m`");
    }
}
