//! `radar ask`: a question, written into the blip's file. Anybody may ask.

use anyhow::{Context as _, Result};
use jiff::civil::Date;

use super::project::{BlipFile, Session};
use super::{Outcome, commit, editor, lookup, person, prompt};
use crate::cli::Remark;
use crate::edit::{self, NewRemark};
use crate::radar::PersonIndex;

pub(super) fn run(session: &Session, remark: &Remark) -> Result<Outcome> {
    let date = person::past(remark.date, session.today)?;
    let file = BlipFile::open(session, Some(&remark.blip))?;
    let by = author(&file, remark)?;
    prompt::is_needed([(by.is_some(), "--by PERSON"), (has_text(remark), "--text TEXT")])?;
    let by = match by {
        Some(by) => by,
        None => person::ask(file.radar(), &session.common.root, "Who asks?", date)?,
    };
    ask(session, &file, by, date, remark)
}

/// Asks on behalf of a person, also of one who came to review and does not practise.
pub(super) fn ask(
    session: &Session,
    file: &BlipFile,
    by: PersonIndex,
    date: Date,
    remark: &Remark,
) -> Result<Outcome> {
    let purpose = format!("A question about {}", file.blip().name.value);
    let text = text(remark, "What is the question?", &purpose)?;
    let question = NewRemark { date, by: file.radar().person(by).id.clone(), text };
    let typed = remark.text.is_none().then_some(question.text.as_str());
    let after = file.edit(typed, |old| edit::question(old, &question))?;
    let blip = file.blip();
    let commit =
        commit::command(&file.path(), &format!("Ask a question about {}", blip.name.value));
    session.terminal.say(&format!(
        "{}: added a question by {}\nnext: radar answer {}{}{}",
        file.path().display(),
        after.person(by).name,
        blip.id,
        session.common.root_option(),
        commit.map_or_else(String::new, |commit| format!("\nnext: {commit}")),
    ));
    Ok(Outcome::Done)
}

/// Returns the author that the options name.
pub(super) fn author(file: &BlipFile, options: &Remark) -> Result<Option<PersonIndex>> {
    options.by.as_deref().map(|id| lookup::person(file.radar(), id)).transpose()
}

/// Returns whether the options say where the text comes from.
pub(super) fn has_text(options: &Remark) -> bool {
    options.text.is_some() || options.edit
}

/// Returns the text from the options, an editor or a prompt.
pub(super) fn text(options: &Remark, question: &str, purpose: &str) -> Result<String> {
    let text = match &options.text {
        _ if options.edit => Some(editor::write(purpose)?),
        Some(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        None => prompt::markdown(question, purpose)?,
    };
    text.context("the text is empty; nothing was written")
}
