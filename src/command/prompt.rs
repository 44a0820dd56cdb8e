//! Questions to whoever sits at the terminal.

use std::fmt::Display;
use std::io::IsTerminal as _;

use anyhow::{Result, bail};
use inquire::error::InquireError;
use inquire::{Confirm, Select, Text};

/// Whether there is somebody to ask.
pub(super) fn is_possible() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Refuses to guess what nobody can be asked for; `missing` are options.
pub(super) fn require(missing: &[&str]) -> Result<()> {
    if !missing.is_empty() && !is_possible() {
        bail!("missing: {}; there is no terminal to ask on", missing.join(", "));
    }
    Ok(())
}

/// One of several; the position of the one that was chosen. `at` is proposed.
pub(super) fn choose(question: &str, options: Vec<impl Display>, at: usize) -> Result<usize> {
    let options: Vec<Numbered> = options
        .into_iter()
        .enumerate()
        .map(|(number, option)| Numbered { number, text: option.to_string() })
        .collect();
    let chosen = Select::new(question, options).with_starting_cursor(at).prompt();
    answered(chosen.map(|chosen| chosen.number))
}

/// An option, by its position: two may read the same.
struct Numbered {
    number: usize,
    text: String,
}

impl Display for Numbered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// A line; none if it is left empty.
pub(super) fn line(question: &str, help: &str, proposed: &str) -> Result<Option<String>> {
    let text = Text::new(question).with_help_message(help).with_initial_value(proposed).prompt();
    let text = answered(text)?.trim().to_owned();
    Ok((!text.is_empty()).then_some(text))
}

/// Yes or no; Enter takes `proposed`.
pub(super) fn confirm(question: &str, proposed: bool) -> Result<bool> {
    answered(Confirm::new(question).with_default(proposed).prompt())
}

fn answered<T>(answer: Result<T, InquireError>) -> Result<T> {
    match answer {
        Ok(answer) => Ok(answer),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
            bail!("left without an answer; nothing was written")
        }
        Err(error) => Err(anyhow::Error::new(error).context("cannot ask on this terminal")),
    }
}
