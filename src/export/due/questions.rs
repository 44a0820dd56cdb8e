//! The questions that wait for an answer, as text, Markdown, JSON and CSV.
//!
//! [`crate::radar::questions`] decides which wait; this module only formats them.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::markdown::sentence;
use super::text::table;
use crate::export::{first_paragraph, plain, pretty};
use crate::line::line_from;
use crate::markdown::escape;
use crate::radar::interval::days;
use crate::radar::questions::{self, Asked};
use crate::radar::{Owner, Radar};
use crate::routes;

/// How narrow each column of the table may get: the days and the question, which start the line, are cut last.
const MIN_WIDTHS: [usize; 4] = [0, 10, 20, 8];

/// Questions are the longest, so they are cut first.
const CUT_FIRST: [usize; 3] = [2, 3, 1];

const COLUMNS: [&str; 9] =
    ["id", "name", "date", "waiting_days", "by", "text", "owed_by", "path", "command"];

/// Questions that wait, or the part of them that was asked for.
#[derive(Debug)]
pub(crate) struct WaitingQuestions<'r> {
    pub(crate) radar: &'r Radar,
    pub(crate) today: Date,
    /// What they are limited to, as in ` of Payments`; empty for all.
    pub(crate) of: String,
    /// The oldest first.
    pub(crate) waiting: Vec<Asked<'r>>,
    /// How many more wait than are listed.
    pub(crate) more: usize,
    /// What to add to a command so that it finds this radar from the working directory: nothing, or ` -C DIR`. Only
    /// the text for a terminal has it.
    pub(crate) at: String,
}

impl WaitingQuestions<'_> {
    /// Returns how many wait, including those that are not shown.
    pub(crate) fn total(&self) -> usize {
        self.waiting.len() + self.more
    }

    /// Returns one sentence on all of them.
    pub(crate) fn summary(&self) -> String {
        let of = &self.of;
        match self.total() {
            0 => format!("no question{of} is waiting for an answer"),
            1 => format!("1 question{of} is waiting for an answer"),
            count => format!("{count} questions{of} are waiting for an answer"),
        }
    }

    /// Returns the command that answers a question, for others: where the radar is on this machine is of no use to
    /// them. `None` if its file has an answer that is dated later.
    fn command(asked: &Asked) -> Option<String> {
        let options = asked.answer_options()?;
        Some(format!("radar answer {}{options}", asked.blip.id))
    }

    /// Returns why there is no command.
    fn reason(asked: &Asked) -> String {
        let answer = asked.question.answer.as_ref();
        answer.map_or_else(String::new, |answer| format!("(its answer is dated {})", answer.date))
    }

    /// Returns what a question starts with, in one line.
    fn start(&self, asked: &Asked) -> String {
        let start = first_paragraph(self.radar, &asked.question.text.value);
        match line_from(&start) {
            start if start.is_empty() => "(no text)".to_owned(),
            start => start.into_owned(),
        }
    }

    /// Returns the ids or names of those who owe the answer.
    fn owed_by<'r>(
        &'r self,
        asked: &Asked,
        of: impl Fn(&'r Radar, Owner) -> &'r str,
    ) -> Vec<&'r str> {
        let owners = questions::owed_by(self.radar, asked.blip, self.today);
        owners.into_iter().map(|owner| of(self.radar, owner)).collect()
    }

    /// Returns who owes the answer, in words.
    fn owed_by_words(&self, asked: &Asked) -> String {
        match &self.owed_by(asked, Radar::owner_name)[..] {
            [] if asked.blip.owners.value.is_empty() => "nobody owns it".to_owned(),
            [] => "no owner practises".to_owned(),
            names => names.join(", "),
        }
    }
}

/// Writes the questions as a table of at most `width` columns.
pub(crate) fn text(due: &WaitingQuestions, width: Option<usize>) -> String {
    let mut rows = vec![["WAITS", "BLIP", "QUESTION", "OWED BY", "COMMAND"].map(str::to_owned)];
    rows.extend(due.waiting.iter().map(|asked| {
        [
            days(asked.days(due.today)),
            asked.blip.name.value.clone(),
            due.start(asked),
            due.owed_by_words(asked),
            WaitingQuestions::command(asked).map_or_else(
                || WaitingQuestions::reason(asked),
                |command| format!("{command}{}", due.at),
            ),
        ]
    }));
    table(&rows, (MIN_WIDTHS, CUT_FIRST), due.more, width)
}

/// Writes the questions in Markdown, as a list to tick off. Names link to the page of questions if the radar has a base URL.
pub(crate) fn markdown(due: &WaitingQuestions) -> String {
    let summary = sentence(&escape::comment(&due.summary()));
    let mut text = format!("**{summary}**, as of {}.\n", due.today);
    if !due.waiting.is_empty() {
        text.push('\n');
    }
    for asked in &due.waiting {
        let name = escape::comment(&asked.blip.name.value);
        let url = routes::question(&asked.blip.id, &asked.name(due.radar));
        let name = match &due.radar.base_url {
            Some(base) => format!("[{name}]({base}{url})"),
            None => name,
        };
        let by = escape::comment(&due.radar.person(asked.question.by).name);
        let mut start = escape::comment(&due.start(asked));
        if start.ends_with(|c: char| c.is_alphanumeric() || c == ')') {
            start.push('.');
        }
        let waits = days(asked.days(due.today));
        let words = escape::comment(&due.owed_by_words(asked));
        let owed_by = if due.owed_by(asked, Radar::owner_name).is_empty() {
            format!("Nobody owes the answer: {words}.")
        } else {
            format!("Owed by {words}.")
        };
        let command = match WaitingQuestions::command(asked) {
            Some(command) => format!("`{command}`"),
            None => WaitingQuestions::reason(asked),
        };
        let _ = writeln!(text, "- [ ] **{name}**, {by}, {waits} ago: {start} {owed_by} {command}");
    }
    if due.more > 0 {
        let _ = writeln!(text, "\nand {} more", due.more);
    }
    text
}

#[derive(Serialize)]
struct Questions<'r> {
    version: u32,
    today: Date,
    total: usize,
    waiting: Vec<QuestionJson<'r>>,
}

#[derive(Serialize)]
struct QuestionJson<'r> {
    id: &'r str,
    name: &'r str,
    date: Date,
    waiting_days: i32,
    by: &'r str,
    text: &'r str,
    owed_by: Vec<&'r str>,
    path: &'r str,
    url: String,
    command: Option<String>,
}

/// Writes the questions as JSON. Keys are only ever added.
pub(crate) fn json(due: &WaitingQuestions) -> String {
    let waiting = due.waiting.iter().map(|asked| QuestionJson {
        id: &asked.blip.id,
        name: &asked.blip.name.value,
        date: asked.question.date,
        waiting_days: asked.days(due.today),
        by: &due.radar.person(asked.question.by).id,
        text: asked.question.text.value.trim(),
        owed_by: due.owed_by(asked, Radar::owner_id),
        path: &asked.blip.path,
        url: routes::question(&asked.blip.id, &asked.name(due.radar)),
        command: WaitingQuestions::command(asked),
    });
    let waiting = waiting.collect();
    pretty(&Questions { version: 1, today: due.today, total: due.total(), waiting })
}

/// Writes the questions as CSV. Several words in one field are separated by spaces; columns are only ever added at the end.
pub(crate) fn csv(due: &WaitingQuestions) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |record: &[String]| {
        writer.write_record(record).expect("every record has all columns, and memory takes them");
    };
    write(&COLUMNS.map(str::to_owned));
    for asked in &due.waiting {
        write(&[
            asked.blip.id.clone(),
            plain(&asked.blip.name.value),
            asked.question.date.to_string(),
            asked.days(due.today).to_string(),
            due.radar.person(asked.question.by).id.clone(),
            plain(asked.question.text.value.trim()),
            due.owed_by(asked, Radar::owner_id).join(" "),
            plain(&asked.blip.path),
            plain(&WaitingQuestions::command(asked).unwrap_or_default()),
        ]);
    }
    let bytes = writer.into_inner().expect("memory takes all records");
    String::from_utf8(bytes).expect("only text was written")
}
