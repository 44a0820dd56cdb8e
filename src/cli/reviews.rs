//! The arguments of the commands around reviews.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::date;
use crate::radar::interval::Interval;

#[derive(Debug, Args)]
pub(crate) struct Review {
    /// The id, the name or the file of the blip [default: choose from the queue]
    #[arg(value_name = "BLIP")]
    pub(crate) blip: Option<String>,

    /// The verdict: a ring, or `retired` [default: no change]
    #[arg(long, value_name = "RING")]
    pub(crate) ring: Option<String>,

    #[command(flatten)]
    pub(crate) signed: Signed,
}

#[derive(Debug, Args)]
pub(crate) struct Retire {
    /// The id, the name or the file of the blip [default: choose from the queue]
    #[arg(value_name = "BLIP")]
    pub(crate) blip: Option<String>,

    #[command(flatten)]
    pub(crate) signed: Signed,
}

/// Who signs a review, and what it says.
#[derive(Clone, Debug, Args)]
pub(crate) struct Signed {
    /// The reviewers: ids from people.toml, separated by commas
    #[arg(long, value_name = "PERSON", value_delimiter = ',', value_parser = word)]
    pub(crate) by: Vec<String>,

    /// What was looked at and what was found, in Markdown
    #[arg(long, value_name = "TEXT", value_parser = text)]
    pub(crate) note: Option<String>,

    /// A link to the evidence, such as a pull request, a decision or a post-mortem
    #[arg(long, value_name = "URL", value_parser = text)]
    pub(crate) evidence: Option<String>,

    /// The date of the review [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,

    /// Write the note in $VISUAL or $EDITOR
    #[arg(long)]
    pub(crate) edit: bool,
}

impl Signed {
    /// Returns whether the options say where the reason comes from.
    pub(crate) fn has_reason(&self) -> bool {
        self.note.is_some() || self.evidence.is_some() || self.edit
    }
}

#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// The number of the question, counted from the top of the file
    #[arg(long, value_name = "NUMBER")]
    pub(crate) question: Option<usize>,

    #[command(flatten)]
    pub(crate) remark: Remark,
}

/// A question or an answer.
#[derive(Debug, Default, Args)]
pub(crate) struct Remark {
    /// The id, the name or the file of the blip
    #[arg(value_name = "BLIP")]
    pub(crate) blip: String,

    /// The author: an id from people.toml
    #[arg(long, value_name = "PERSON")]
    pub(crate) by: Option<String>,

    /// The text, in Markdown
    #[arg(long, value_name = "TEXT", value_parser = text)]
    pub(crate) text: Option<String>,

    /// The date of the text [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,

    /// Write the text in $VISUAL or $EDITOR
    #[arg(long)]
    pub(crate) edit: bool,
}

/// What it would cost to leave a blip.
#[derive(Debug, Args)]
pub(crate) struct Exit {
    /// The id, the name or the file of the blip
    #[arg(value_name = "BLIP")]
    pub(crate) blip: String,

    /// How long leaving it would take, as in "4 months"
    #[arg(long, value_name = "INTERVAL", value_parser = effort)]
    pub(crate) effort: Option<Interval>,

    /// Who estimates it: ids from people.toml, separated by commas
    #[arg(long, value_name = "PERSON", value_delimiter = ',', value_parser = word)]
    pub(crate) by: Vec<String>,

    /// What makes it so, in Markdown
    #[arg(long, value_name = "TEXT", value_parser = text)]
    pub(crate) note: Option<String>,

    /// The date of the estimate [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,

    /// Write the note in $VISUAL or $EDITOR
    #[arg(long)]
    pub(crate) edit: bool,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// The name of the blip
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// Its id [default: made from the name]
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,

    /// Its quadrant
    #[arg(long, value_name = "QUADRANT")]
    pub(crate) quadrant: Option<String>,

    /// Its ring
    #[arg(long, value_name = "RING")]
    pub(crate) ring: Option<String>,

    /// Its owners: ids of teams and people, separated by commas
    #[arg(long = "owner", value_name = "OWNER", value_delimiter = ',', value_parser = word)]
    pub(crate) owners: Vec<String>,

    /// What it is, in one line
    #[arg(long, value_name = "TEXT", value_parser = text)]
    pub(crate) summary: Option<String>,

    /// Its tags, separated by commas
    #[arg(long = "tag", value_name = "TAG", value_delimiter = ',', value_parser = word)]
    pub(crate) tags: Vec<String>,

    /// The folder below radar/blips/ [default: where its owner keeps blips]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Option<String>,

    /// Create it even if another blip has a similar name
    #[arg(long)]
    pub(crate) distinct: bool,

    /// The reviewers of the first review: ids from people.toml, separated by commas
    #[arg(long, value_name = "PERSON", value_delimiter = ',', value_parser = word)]
    pub(crate) by: Vec<String>,

    /// The note of the first review: what was looked at and what was found, in Markdown
    #[arg(long, value_name = "TEXT", value_parser = text, requires = "by")]
    pub(crate) note: Option<String>,

    /// A link to the evidence of the first review
    #[arg(long, value_name = "URL", value_parser = text, requires = "by")]
    pub(crate) evidence: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Due {
    /// List the questions that wait for an answer instead, the oldest first
    #[arg(long)]
    pub(crate) questions: bool,

    /// How far to look ahead, as in "3 months" [default: the notice period in radar.toml]
    #[arg(long, value_name = "INTERVAL", value_parser = interval, conflicts_with = "questions")]
    pub(crate) within: Option<Interval>,

    /// Only show blips of this team or person
    #[arg(long, value_name = "OWNER")]
    pub(crate) owner: Option<String>,

    /// Only show blips of this team or its people
    #[arg(long, value_name = "TEAM")]
    pub(crate) team: Option<String>,

    /// Only show questions that this person asked or owes an answer to
    #[arg(long, value_name = "PERSON", requires = "questions")]
    pub(crate) person: Option<String>,

    /// Show at most N of them
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,

    /// How to print them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: DueFormat,

    /// Exit with 1 if anything waits
    #[arg(long)]
    pub(crate) exit_code: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DueFormat {
    /// A table that fits the terminal
    #[default]
    Text,
    /// A task list for an issue or a chat
    Markdown,
    /// For other programs
    Json,
    /// For a spreadsheet
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The id of an edition, or a date
    #[arg(value_name = "FROM", required_unless_present = "base")]
    pub(crate) from: Option<String>,

    /// The id of an edition, or a date [default: today]
    #[arg(value_name = "TO")]
    pub(crate) to: Option<String>,

    /// Compare the content with that of a commit, such as a branch: what a pull request does to the radar
    #[arg(long, value_name = "REF", conflicts_with_all = ["from", "to"])]
    pub(crate) base: Option<String>,

    /// How to print the changes
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: DiffFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For a terminal
    #[default]
    Text,
    /// For an issue, a chat or a newsletter
    Markdown,
    /// For other programs
    Json,
}

fn interval(text: &str) -> Result<Interval, &'static str> {
    text.parse().map_err(|_| "write a number and days, weeks, months or years, as in \"3 months\"")
}

/// Accepts an interval of at least a day.
pub(crate) fn effort(text: &str) -> Result<Interval, &'static str> {
    let effort = interval(text)?;
    if effort.count == 0 {
        Err("leaving takes at least a day, as in \"1 day\"")
    } else {
        Ok(effort)
    }
}

/// Accepts a text that says something.
fn text(text: &str) -> Result<String, &'static str> {
    if text.trim().is_empty() {
        Err("it is empty; leave the option out, or write something")
    } else {
        Ok(text.to_owned())
    }
}

/// Accepts a word of a list, as in `--by "ada, ben"`.
pub(super) fn word(word: &str) -> Result<String, &'static str> {
    match word.trim() {
        "" => Err("a part of the list is empty"),
        word => Ok(word.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use crate::cli::Cli;

    #[test]
    fn lists_may_have_blanks_after_commas_and_nothing_is_empty() {
        let parsed = |args: &[&str]| {
            let line = ["radar"].iter().chain(args);
            Cli::try_parse_from(line)
                .map(|cli| format!("{cli:?}"))
                .map_err(|error| error.to_string())
        };
        let new = parsed(&["new", "X", "--tag", "a, b", "--owner", "crew , ada"]).expect("valid");
        assert!(new.contains(r#"tags: ["a", "b"]"#), "{new}");
        assert!(new.contains(r#"owners: ["crew", "ada"]"#), "{new}");
        let review = parsed(&["review", "x", "--by", "ada, max", "--note", "x"]).expect("valid");
        assert!(review.contains(r#"by: ["ada", "max"]"#), "{review}");
        for args in [
            &["review", "x", "--by", "ada", "--note", ""][..],
            &["review", "x", "--by", "ada", "--note", " \n "],
            &["review", "x", "--by", "ada", "--evidence", ""],
            &["review", "x", "--by", "ada,,max", "--note", "y"],
            &["review", "x", "--by", "", "--note", "y"],
            &["new", "X", "--tag", "a,"],
            &["new", "X", "--summary", " "],
            &["ask", "x", "--by", "ada", "--text", ""],
            &["answer", "x", "--by", "ada", "--text", " "],
            &["exit", "x", "--by", "ada", "--note", " "],
        ] {
            let error = parsed(args).expect_err("something is empty");
            assert!(error.contains("is empty"), "{args:?}: {error}");
        }
    }
}
