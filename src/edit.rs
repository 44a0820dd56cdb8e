//! A blip's file and something to add -> the file with it, every other byte as it was.
//!
//! The file is parsed only to learn where its parts stand; the new text is spliced in between. So
//! comments, order, quoting, line ends, a byte-order mark and a missing last line break stay by
//! construction. (`toml_edit` writes line ends of its own and drops the mark.) Whether what comes out
//! makes sense is for [`crate::content::check`] to say.

mod layout;
pub mod quote;
mod splice;
pub mod write;

use jiff::civil::Date;
use thiserror::Error;
use toml::de::DeTable;

use layout::{Form, Layout};
use splice::Splices;

/// A review to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReview {
    /// When.
    pub date: Date,
    /// Ids of people.
    pub by: Vec<String>,
    /// The verdict: the id of a ring, or `retired`.
    pub ring: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// A link to what shows it.
    pub evidence: Option<String>,
}

/// A question, or the answer to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRemark {
    /// When.
    pub date: Date,
    /// The id of a person.
    pub by: String,
    /// What.
    pub text: String,
}

/// Why nothing can be added.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum EditError {
    /// It is no TOML.
    #[error("the file is not valid TOML")]
    Toml,
    /// There are fewer questions.
    #[error("the file has no such question")]
    NoQuestion,
}

/// Adds a review. Where its verdict is the latest, the ring at the top becomes that.
///
/// It goes after the last review, or before the first in a file that has the newest on top.
///
/// # Errors
///
/// If the file is no TOML.
pub fn review(text: &str, review: &NewReview) -> Result<String, EditError> {
    let table = parse(text)?;
    let layout = Layout::new(text, &table);
    let mut splices = Splices::new(text);
    let reviews = layout.tables("review");
    if let Some(ring) = &review.ring
        && reviews.iter().all(|other| !other.has_ring || other.date <= Some(review.date))
        && let Some(place) = layout.ring()
        && place.value != *ring
    {
        let quoted = requoted(&text[place.span.clone()], ring);
        splices.replace(place.span, quoted);
    }
    add(&layout, &mut splices, "review", review.date, &review_values(review));
    Ok(splices.apply())
}

/// Adds a question, after the last or, where the newest is on top, before the first.
///
/// # Errors
///
/// If the file is no TOML.
pub fn question(text: &str, question: &NewRemark) -> Result<String, EditError> {
    let table = parse(text)?;
    let mut splices = Splices::new(text);
    let layout = Layout::new(text, &table);
    add(&layout, &mut splices, "question", question.date, &remark_values(question));
    Ok(splices.apply())
}

/// Adds the answer to a question, by its number in the order of the file, from 0.
///
/// # Errors
///
/// If the file is no TOML, or has fewer questions.
pub fn answer(text: &str, question: usize, answer: &NewRemark) -> Result<String, EditError> {
    let table = parse(text)?;
    let mut splices = Splices::new(text);
    let layout = Layout::new(text, &table);
    let questions = layout.tables("question");
    let question = questions.get(question).ok_or(EditError::NoQuestion)?;
    match question.form {
        Form::Inline => {
            let value = inline(&remark_values(answer), OneLine::Always);
            splices.insert(question.last_value_end, format!(", answer = {value}"));
        }
        Form::Header => {
            let value = inline(&remark_values(answer), OneLine::IfItIs);
            let line = format!("{}answer = {value}", question.indent);
            splices.insert_lines(splice::line_end(text, question.last_value_end), &[line]);
        }
    }
    Ok(splices.apply())
}

fn parse(text: &str) -> Result<DeTable<'_>, EditError> {
    DeTable::parse(text).map(toml::Spanned::into_inner).map_err(|_| EditError::Toml)
}

/// A key, as wide as the keys beside it, and its value.
struct Pair {
    key: &'static str,
    value: Value,
}

enum Value {
    Date(Date),
    Text(String),
    Ids(Vec<String>),
}

fn review_values(review: &NewReview) -> Vec<Pair> {
    let text = |key, text: &Option<String>| {
        text.as_ref().map(|text| Pair { key, value: Value::Text(text.clone()) })
    };
    let mut pairs = vec![
        Pair { key: "date", value: Value::Date(review.date) },
        Pair { key: "by", value: Value::Ids(review.by.clone()) },
    ];
    pairs.extend(text("ring", &review.ring));
    pairs.extend(text("note", &review.note));
    pairs.extend(text("evidence", &review.evidence));
    pairs
}

fn remark_values(remark: &NewRemark) -> Vec<Pair> {
    vec![
        Pair { key: "date", value: Value::Date(remark.date) },
        Pair { key: "by", value: Value::Text(remark.by.clone()) },
        Pair { key: "text", value: Value::Text(remark.text.clone()) },
    ]
}

/// Whether a text has to stand on one line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OneLine {
    Always,
    IfItIs,
}

impl Value {
    fn toml(&self, lines: OneLine) -> String {
        match self {
            Value::Date(date) => date.to_string(),
            Value::Text(text) if lines == OneLine::Always => quote::string(text),
            Value::Text(text) => quote::text(text),
            Value::Ids(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| quote::string(id)).collect();
                format!("[{}]", ids.join(", "))
            }
        }
    }
}

fn inline(pairs: &[Pair], lines: OneLine) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|pair| format!("{} = {}", pair.key, pair.value.toml(lines))).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// Adds a table to an array of tables, in the form and order that the array has.
fn add(layout: &Layout, splices: &mut Splices, key: &str, date: Date, pairs: &[Pair]) {
    if let Some(array) = layout.inline_array(key) {
        let tables = layout.tables(key);
        let spans: Vec<_> = tables.iter().map(|table| table.span.clone()).collect();
        let item = inline(pairs, OneLine::Always);
        splices.insert_item(array, &spans, layout::is_newest_first(&tables, date), &item);
        return;
    }
    let tables = layout.tables(key);
    let indent = tables.first().map_or("", |table| table.indent);
    let mut lines = vec![format!("{}[[{key}]]", tables.first().map_or("", |t| t.header_indent))];
    lines.extend(
        pairs
            .iter()
            .map(|pair| format!("{indent}{:<4} = {}", pair.key, pair.value.toml(OneLine::IfItIs))),
    );
    match (tables.first(), tables.last()) {
        (Some(first), _) if layout::is_newest_first(&tables, date) => {
            splices.insert_block_before(layout.start_with_comments(first), &lines);
        }
        (_, Some(last)) => splices.insert_block(layout.end_with_comments(last), &lines),
        _ => splices.insert_block(layout.end(), &lines),
    }
}

/// A word of letters, digits and hyphens in the quotes of another.
fn requoted(old: &str, word: &str) -> String {
    let quote = ["\"\"\"", "'''", "'"].into_iter().find(|q| old.starts_with(q)).unwrap_or("\"");
    format!("{quote}{word}{quote}")
}
