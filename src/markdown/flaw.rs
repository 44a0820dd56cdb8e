//! What an author has certainly not meant, and the page therefore shows otherwise or not at all.

use std::ops::Range;

/// A part of a text that is not what its author meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) kind: FlawKind,
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
}

/// The kind of a [`Flaw`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FlawKind {
    /// `[[helm` without an end: it is text.
    UnclosedLink,
    /// `[[helm|]]`: the name of the blip is shown.
    EmptyLabel,
    /// A cell beyond the last column of its table: it is not shown.
    SurplusCells,
    /// A reference to a footnote that does not exist: it is text.
    UnknownFootnote(String),
    /// A footnote with the label of an earlier one: it is not shown.
    DoubleFootnote(String),
    /// A footnote that nothing refers to: it is not shown.
    UnusedFootnote(String),
    /// A tag, by its name: it is text. Without a name, it is the text on the same line as a comment.
    Html(String),
    /// A comment without an end: it is text.
    UnclosedComment,
    /// A character that no page can have: it is shown as U+FFFD.
    ControlCharacter(char),
    /// A line of code that is too long to be coloured.
    LongLine,
    /// Code that is too long to be coloured to its end.
    LongCode,
}
