//! Questions to the person at the terminal.

use std::fmt::{self, Display};
use std::io::IsTerminal as _;

use anyhow::{Result, bail};
use inquire::error::InquireError;
use inquire::list_option::ListOption;
use inquire::validator::Validation;
use inquire::{Confirm, MultiSelect, Select, Text};

use super::editor;

/// Returns whether there is somebody to ask.
pub(super) fn is_possible() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Returns whether any option is missing; fails if nobody can be asked for it.
pub(super) fn is_needed<const N: usize>(options: [(bool, &str); N]) -> Result<bool> {
    let missing: Vec<&str> =
        options.iter().filter(|(is_given, _)| !is_given).map(|(_, name)| *name).collect();
    if !missing.is_empty() && !is_possible() {
        bail!("missing options: {}; there is no terminal to ask for them", missing.join(", "));
    }
    Ok(!missing.is_empty())
}

/// Asks for one of several options and returns its position. The cursor starts at the option `at`.
pub(super) fn choose(question: &str, options: Vec<impl Display>, at: usize) -> Result<usize> {
    let options = options.into_iter().enumerate().map(|(at, text)| Numbered(at, text)).collect();
    let chosen = Select::new(question, options).with_starting_cursor(at).prompt();
    answered(chosen.map(|Numbered(at, _)| at))
}

/// Asks for at least one of several options and returns their positions. Some are `chosen` already.
pub(super) fn choose_several(
    question: &str,
    options: Vec<impl Display>,
    chosen: &[usize],
) -> Result<Vec<usize>> {
    let options = options.into_iter().enumerate().map(|(at, text)| Numbered(at, text)).collect();
    let chosen = MultiSelect::new(question, options)
        .with_default(chosen)
        .with_validator(|chosen: &[ListOption<&Numbered<_>>]| {
            Ok(match chosen {
                [] => Validation::Invalid("choose at least one with Space".into()),
                _ => Validation::Valid,
            })
        })
        .with_help_message("Space to choose, Enter to go on, letters to search")
        .prompt();
    answered(chosen.map(|chosen| chosen.into_iter().map(|Numbered(at, _)| at).collect()))
}

/// An option with its position, because two may have the same text.
struct Numbered<T>(usize, T);

impl<T: Display> Display for Numbered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.1.fmt(f)
    }
}

/// Asks for a line; returns `None` if it is empty.
pub(super) fn line(question: &str, help: &str) -> Result<Option<String>> {
    let text = answered(Text::new(question).with_help_message(help).prompt())?.trim().to_owned();
    Ok((!text.is_empty()).then_some(text))
}

/// Asks for something until it can be read; returns `None` if the line is empty, or at Escape: what was typed before
/// this question is not lost.
pub(super) fn parsed<T>(
    question: &str,
    help: &str,
    parse: fn(&str) -> Result<T, &'static str>,
) -> Result<Option<T>> {
    let check =
        move |text: &str| match text.trim() {
            "" => Ok(Validation::Valid),
            text => Ok(parse(text)
                .map_or_else(|why| Validation::Invalid(why.into()), |_| Validation::Valid)),
        };
    let prompt = Text::new(question).with_help_message(help).with_validator(check);
    let text = answered(prompt.prompt_skippable())?;
    Ok(text.and_then(|text| parse(text.trim()).ok()))
}

/// Asks for Markdown, on one line or in an editor, where `purpose` is shown.
pub(super) fn markdown(question: &str, purpose: &str) -> Result<Option<String>> {
    match line(question, "Markdown on one line; type e to open your editor")? {
        Some(text) if text == "e" => editor::write(purpose).map(Some),
        text => Ok(text),
    }
}

/// Asks a yes-or-no question; Enter means no.
pub(super) fn confirm(question: &str) -> Result<bool> {
    answered(Confirm::new(question).with_default(false).prompt())
}

fn answered<T>(answer: Result<T, InquireError>) -> Result<T> {
    match answer {
        Ok(answer) => Ok(answer),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
            bail!("cancelled; nothing was written")
        }
        Err(error) => Err(anyhow::Error::new(error).context("cannot ask on this terminal")),
    }
}
