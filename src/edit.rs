//! A blip's file and a review, question, answer or estimate -> the file with it, every other byte unchanged.
//!
//! The file is parsed only to find the positions of its parts; the new text is spliced in between. So
//! comments, order, quotes, line ends, a byte-order mark and a missing last line break stay as they are.
//! (`toml_edit` writes its own line ends and drops the mark.) [`crate::content::check`] checks the result.

mod detect;
mod exit;
mod layout;
mod splice;
mod tables;
pub(crate) mod toml_string;

use jiff::civil::Date;
use thiserror::Error;
use toml::de::DeTable;

pub(crate) use detect::array;
pub use detect::{detect, has_detect};
pub use exit::{NewExit, exit};
use layout::{Form, Layout};
use splice::Splices;
pub(crate) use tables::{NewTable, tables};
use toml_string::{string, text};

/// A review to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReview {
    /// The day of the review.
    pub date: Date,
    /// The ids of the reviewers.
    pub by: Vec<String>,
    /// The verdict: the id of a ring, or `retired`.
    pub ring: Option<String>,
    /// What was reviewed and what was found.
    pub note: Option<String>,
    /// The address of evidence.
    pub evidence: Option<String>,
}

/// A question, or the answer to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRemark {
    /// The day it was written.
    pub date: Date,
    /// The id of the author.
    pub by: String,
    /// The text, in Markdown.
    pub text: String,
}

/// The reason why nothing can be added.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum EditError {
    /// The file is not valid TOML.
    #[error("the file is not valid TOML")]
    Toml,
    /// The file has fewer questions.
    #[error("the file has no such question")]
    NoQuestion,
}

/// Adds a review after the last one, or before the first in a file with the newest on top. Also changes the
/// ring at the top, if the verdict is the latest.
///
/// # Errors
///
/// If the file is not valid TOML.
pub fn review(file: &str, review: &NewReview) -> Result<String, EditError> {
    let table = parse(file)?;
    let layout = Layout::new(file, &table);
    let mut splices = Splices::new(file);
    let reviews = layout.tables("review");
    if let Some(ring) = &review.ring
        && reviews.iter().all(|other| !other.has_ring || other.date <= Some(review.date))
        && let Some((old, span)) = layout.ring()
        && old != *ring
    {
        let quoted = requoted(&file[span.clone()], ring);
        splices.replace(span, quoted);
    }
    add(&layout, &mut splices, "review", review.date, |quote| review_pairs(review, quote));
    Ok(splices.apply())
}

/// Adds a question after the last one, or before the first in a file with the newest on top.
///
/// # Errors
///
/// If the file is not valid TOML.
pub fn question(file: &str, question: &NewRemark) -> Result<String, EditError> {
    let table = parse(file)?;
    let mut splices = Splices::new(file);
    let layout = Layout::new(file, &table);
    add(&layout, &mut splices, "question", question.date, |quote| remark_pairs(question, quote));
    Ok(splices.apply())
}

/// Adds the answer to a question, given by its position in the file, counted from 0.
///
/// # Errors
///
/// If the file is not valid TOML, or has fewer questions.
pub fn answer(file: &str, question: usize, answer: &NewRemark) -> Result<String, EditError> {
    let table = parse(file)?;
    let mut splices = Splices::new(file);
    let layout = Layout::new(file, &table);
    let questions = layout.tables("question");
    let question = questions.get(question).ok_or(EditError::NoQuestion)?;
    match question.form {
        Form::Inline => {
            let value = inline(&remark_pairs(answer, string));
            splices.insert(question.last_value_end, format!(", answer = {value}"));
        }
        Form::Header => {
            let value = inline(&remark_pairs(answer, text));
            let line = format!("{}answer = {value}", question.indent);
            splices.insert_lines(splice::line_end(file, question.last_value_end), &[line]);
        }
    }
    Ok(splices.apply())
}

fn parse(file: &str) -> Result<DeTable<'_>, EditError> {
    DeTable::parse(file).map(toml::Spanned::into_inner).map_err(|_| EditError::Toml)
}

/// The keys of a new table with their values in TOML.
type Pairs = Vec<(&'static str, String)>;

/// Writes a text as a TOML string: [`string`] on one line, [`text`] on several if it has several.
type Quote = fn(&str) -> String;

fn review_pairs(review: &NewReview, quote: Quote) -> Pairs {
    let ids: Vec<String> = review.by.iter().map(|id| string(id)).collect();
    let note = review.note.as_deref().map(prose);
    let texts = [("ring", &review.ring), ("note", &note), ("evidence", &review.evidence)];
    let texts = texts.into_iter().filter_map(|(key, text)| Some((key, quote(text.as_ref()?))));
    let mut pairs =
        vec![("date", review.date.to_string()), ("by", format!("[{}]", ids.join(", ")))];
    pairs.extend(texts);
    pairs
}

fn remark_pairs(remark: &NewRemark, quote: Quote) -> Pairs {
    vec![
        ("date", remark.date.to_string()),
        ("by", quote(&remark.by)),
        ("text", quote(&prose(&remark.text))),
    ]
}

/// Returns a text with LF: one that a shell on Windows gave has CRLF, which would be escapes that nobody wants to read.
/// A file with CRLF gives a text on several lines its own.
fn prose(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn inline(pairs: &[(&str, String)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// Adds a table to an array of tables, in the form and order that the array has.
fn add(
    layout: &Layout,
    splices: &mut Splices,
    key: &str,
    date: Date,
    pairs: impl FnOnce(Quote) -> Pairs,
) {
    let tables = layout.tables(key);
    if let Some(array) = layout.inline_array(key) {
        let spans: Vec<_> = tables.iter().map(|table| table.span.clone()).collect();
        let item = inline(&pairs(string));
        splices.insert_item(array, &spans, layout::is_newest_first(&tables, date), &item);
        return;
    }
    let indent = tables.first().map_or("", |table| table.indent);
    let mut lines = vec![format!("{}[[{key}]]", tables.first().map_or("", |t| t.header_indent))];
    lines.extend(pairs(text).iter().map(|(key, value)| format!("{indent}{key:<4} = {value}")));
    match (tables.first(), tables.last()) {
        (Some(first), _) if layout::is_newest_first(&tables, date) => {
            splices.insert_block_before(layout.start_with_comments(first), &lines);
        }
        (_, Some(last)) => splices.insert_block(layout.end_with_comments(last), &lines),
        _ => splices.insert_block(layout.end(), &lines),
    }
}

/// Returns a word of letters, digits and hyphens in the quotes of another.
fn requoted(old: &str, word: &str) -> String {
    let quote = ["\"\"\"", "'''", "'"].into_iter().find(|q| old.starts_with(q)).unwrap_or("\"");
    format!("{quote}{word}{quote}")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// PowerShell gives them to texts on several lines.
    #[test]
    fn line_ends_in_a_text_become_those_of_the_file() {
        let note = Some("One.\r\nTwo.".to_owned());
        let (day, by) = (date(2026, 5, 9), vec!["ada".to_owned()]);
        let new = NewReview { date: day, by: by.clone(), ring: None, note, evidence: None };
        let remark = NewRemark { date: day, by: "ada".to_owned(), text: "One.\r\nTwo.".to_owned() };
        let effort = crate::radar::interval::Interval::months(4);
        let new_exit = NewExit { effort, date: day, by, note: Some("One.\r\nTwo.".to_owned()) };
        for file in ["name = 'x'\n", "review = [{ note = 'x' }]\nquestion = [{ text = 'x' }]\n"] {
            for file in [file.to_owned(), file.replace('\n', "\r\n")] {
                let edited = review(&file, &new).expect("valid TOML");
                let edited = question(&edited, &remark).expect("valid TOML");
                let edited = answer(&edited, 0, &remark).expect("valid TOML");
                let edited = exit(&edited, &new_exit).expect("valid TOML");
                assert!(!edited.contains("\\r"), "{edited}");
                let lone = edited.replace("\r\n", "").contains('\n');
                assert_eq!(lone, !file.contains('\r'), "{edited}");
            }
        }
    }
}
