//! What is wrong with the content, as data: a [`Code`], a message, places and a way out.
//!
//! Stages push [`Diagnostic`]s into a [`Report`] and go on; nobody prints and nobody stops at the
//! first. [`Report::judge`] applies the [`Levels`] once, at the end, and puts all of it in a fixed
//! order. How it looks on a terminal or in JSON is [`render`]'s concern.

mod code;
mod level;
pub mod render;
mod span;

pub use code::Code;
pub use level::{Level, LevelError, Levels};
pub use span::{Span, Spanned};

use crate::source::{FileId, SourceSet};

/// A place with a few words on what it has to do with the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub at: Span,
    /// What to say there; may be empty.
    pub text: String,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of problem.
    pub code: Code,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The places, the main one first; there is always one.
    pub labels: Vec<Label>,
    /// Ways out, a line each.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// A problem at a place.
    pub fn new(code: Code, message: impl Into<String>, at: Span) -> Self {
        let label = Label { at, text: String::new() };
        Self { code, message: readable(message.into()), labels: vec![label], help: Vec::new() }
    }

    /// Says something at the main place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = readable(text.into());
        self
    }

    /// Points at another place too.
    #[must_use]
    pub fn also(mut self, at: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { at, text: readable(text.into()) });
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(readable(text.into()));
        self
    }

    /// Adds "did you mean" where one of `known` is near to `given`, else the list of what is known.
    #[must_use]
    pub fn suggest<'k>(self, given: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(given, &known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None if known.is_empty() => self,
            None => self.help(format!("known: {}", list(&known))),
        }
    }

    /// The main place.
    pub fn at(&self) -> Span {
        self.labels[0].at
    }
}

/// A text that people can read, whatever is quoted in it: the middle of a very long one goes.
fn readable(text: String) -> String {
    /// Characters to keep at each end; more than any sentence of ours has around a name of an id's
    /// length.
    const ENDS: usize = 300;
    if text.chars().nth(2 * ENDS).is_none() {
        return text;
    }
    let start = text.char_indices().nth(ENDS).map_or(0, |(at, _)| at);
    let end = text.char_indices().nth_back(ENDS - 1).map_or(text.len(), |(at, _)| at);
    format!("{} … {}", &text[..start], &text[end..])
}

/// The known name nearest to a given one, if it is near enough to be a slip of the fingers.
pub(crate) fn nearest<'k>(given: &str, known: &[&'k str]) -> Option<&'k str> {
    /// Of 1 for equal names. rustc and clap take 0.7 to 0.8; ids share many prefixes.
    const NEAR: f64 = 0.75;
    /// Whoever wrote more than this did not slip; comparing takes the product of both lengths.
    const LONGEST: usize = 200;
    if given.len() > LONGEST {
        return None;
    }
    let given = given.to_lowercase();
    known
        .iter()
        .map(|name| (strsim::jaro_winkler(&given, &name.to_lowercase()), *name))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// Names in back-quotes, at most ten of them.
pub(crate) fn list(names: &[impl std::fmt::Display]) -> String {
    const MOST: usize = 10;
    let shown = names.iter().take(MOST).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A sink for diagnostics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

/// A diagnostic with the level it has in this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// How bad it is; never [`Level::Allow`].
    pub level: Level,
    /// What is wrong.
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

    /// Leaves out the problems that `is_kept` does not hold of.
    pub fn retain(&mut self, is_kept: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(is_kept);
    }

    /// The problems in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    /// Whether there is a problem that `levels` deny.
    pub fn is_denied(&self, levels: &Levels) -> bool {
        self.diagnostics.iter().any(|d| levels.of(d.code) == Level::Deny)
    }

    /// The problems that are not allowed, sorted by file, place and code.
    pub fn judge(self, levels: &Levels) -> Vec<Judged> {
        let mut judged: Vec<Judged> = self
            .diagnostics
            .into_iter()
            .map(|diagnostic| Judged { level: levels.of(diagnostic.code), diagnostic })
            .filter(|judged| judged.level != Level::Allow)
            .collect();
        judged.sort_by(|a, b| {
            let key = |j: &Judged| (j.diagnostic.at(), j.diagnostic.code);
            key(a).cmp(&key(b)).then_with(|| a.diagnostic.message.cmp(&b.diagnostic.message))
        });
        judged.dedup();
        judged
    }
}

/// The line and the column of a byte, both from 1; the column counts characters.
pub fn line_and_column(sources: &SourceSet, file: FileId, byte: u32) -> (usize, usize) {
    let bytes = &sources.file(file).bytes;
    let before = &bytes[..(byte as usize).min(bytes.len())];
    let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let line = line_breaks(before) + 1;
    let line_bytes = &before[line_start..];
    let line_bytes = line_bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line_bytes);
    (line, String::from_utf8_lossy(line_bytes).chars().count() + 1)
}

/// How many line breaks there are. In stretches whose sum fits a byte, the compiler adds 16 at once: a
/// large file may have thousands of problems.
fn line_breaks(bytes: &[u8]) -> usize {
    let count = |stretch: &[u8]| stretch.iter().map(|b| u8::from(*b == b'\n')).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|stretch| usize::from(count(stretch))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_cut_short() {
        let place = Span { file: FileId::FIRST, start: 0, end: 0 };
        let message = format!("unknown key `{}`", "ü".repeat(10_000));
        let diagnostic = Diagnostic::new(Code::UnknownKey, message, place);
        assert!(diagnostic.message.starts_with("unknown key `ü"), "{}", diagnostic.message);
        assert!(diagnostic.message.ends_with("ü`"), "{}", diagnostic.message);
        assert_eq!(diagnostic.message.chars().count(), 603);
        let short = format!("unknown key `{}`", "k".repeat(500));
        assert_eq!(Diagnostic::new(Code::UnknownKey, short.clone(), place).message, short);
    }

    #[test]
    fn near_names_are_suggested_and_far_ones_listed() {
        let known = ["platforms", "techniques", "tools"];
        assert_eq!(nearest("plattforms", &known), Some("platforms"));
        assert_eq!(nearest("Tools", &known), Some("tools"));
        assert_eq!(nearest("databases", &known), None);
    }

    #[test]
    fn columns_count_characters_and_lines_from_one() {
        let set = SourceSet::from_files([("a", "één = 1\nb = \"ü\" x\n")]);
        let (id, _) = set.find("a").expect("just made");
        assert_eq!(line_and_column(&set, id, 0), (1, 1));
        let x = "één = 1\nb = \"ü\" ".len() as u32;
        assert_eq!(line_and_column(&set, id, x), (2, 9));
        assert_eq!(line_and_column(&set, id, 10_000), (3, 1));
        assert_eq!(line_breaks(&[b'\n'; 1_000]), 1_000);
    }

    #[test]
    fn judged_diagnostics_have_a_fixed_order_and_allowed_ones_are_gone() {
        let set = SourceSet::from_files([("a", "x"), ("b", "x")]);
        let id = |path| set.find(path).expect("just made").0;
        let mut report = Report::default();
        report.push(Diagnostic::new(Code::Unreviewed, "third", Span::new(id("b"), 0..1)));
        report.push(Diagnostic::new(Code::ReviewDue, "allowed", Span::new(id("a"), 0..1)));
        report.push(Diagnostic::new(Code::Orphaned, "second", Span::new(id("a"), 1..1)));
        report.push(Diagnostic::new(Code::Orphaned, "first", Span::new(id("a"), 0..1)));
        let judged = report.judge(&Levels::default());
        let messages: Vec<_> = judged.iter().map(|j| j.diagnostic.message.as_str()).collect();
        assert_eq!(messages, ["first", "second", "third"]);
    }
}
