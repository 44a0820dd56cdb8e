//! `radar ask`: a question, written into the blip's file. Anybody may ask.

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::blip_file::{BlipFile, Opened};
use super::{Outcome, Terminal, content, editor, prompt, who};
use crate::cli::{Ask as Options, Common};
use crate::edit::{self, NewRemark};
use crate::radar::PersonIndex;

pub(super) fn run(
    common: &Common,
    options: &Options,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    let date = who::past(options.date, today)?;
    let file = match BlipFile::open(common, &options.blip, today, terminal)? {
        Opened::Open(file) => file,
        Opened::Broken(outcome) => return Ok(outcome),
    };
    let by = options.by.as_deref().map(|id| content::person(&file.radar, id)).transpose()?;
    let mut missing = Vec::new();
    if by.is_none() {
        missing.push("--by PERSON");
    }
    if options.text.is_none() && !options.edit {
        missing.push("--text TEXT");
    }
    prompt::require(&missing)?;
    let by = match by {
        Some(by) => by,
        None => who::ask(&file.radar, &common.root, "Who asks?", date)?,
    };
    let what_for = format!("A question about {}", file.blip().name.value);
    let text = text(options.text.as_deref(), options.edit, "What is the question?", &what_for)?;
    write(&file, by, date, text, options.text.is_none(), terminal)
}

/// Asks, on behalf of somebody who came to review and does not practise.
pub(super) fn instead(
    file: &BlipFile,
    by: PersonIndex,
    date: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    let what_for = format!("A question about {}", file.blip().name.value);
    let text = text(None, false, "What is the question?", &what_for)?;
    write(file, by, date, text, true, terminal)
}

/// A text from an option, an editor or a line.
pub(super) fn text(
    given: Option<&str>,
    in_editor: bool,
    question: &str,
    what_for: &str,
) -> Result<String> {
    if in_editor {
        return editor::write(what_for);
    }
    let text = match given {
        Some(given) => Some(given.trim().to_owned()).filter(|given| !given.is_empty()),
        None => prompt::line(question, "Markdown on one line; a single e opens your editor", "")?,
    };
    match text {
        Some(e) if e == "e" && given.is_none() => editor::write(what_for),
        Some(text) => Ok(text),
        None => bail!("the text is empty; nothing was written"),
    }
}

fn write(
    file: &BlipFile,
    by: PersonIndex,
    date: Date,
    text: String,
    is_typed: bool,
    terminal: Terminal,
) -> Result<Outcome> {
    let question = NewRemark { date, by: file.radar.person(by).id.clone(), text };
    match file.edit(is_typed.then_some(&question.text), |old| edit::question(old, &question))? {
        Err(outcome) => return Ok(outcome),
        Ok(after) => terminal.say(&format!(
            "{}: a question by {}\nto answer it: radar answer {}",
            file.path().display(),
            after.person(by).name,
            file.blip().id
        )),
    }
    Ok(Outcome::Done)
}
