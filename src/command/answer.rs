//! `radar answer`: the answer to a question, written into the blip's file.

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::blip_file::{BlipFile, Opened};
use super::{Outcome, Terminal, ask, content, prompt, who};
use crate::cli::{Answer as Options, Common};
use crate::edit::{self, NewRemark};
use crate::radar::Question;

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
    // As they stand in the file, which is how people count them.
    let mut questions: Vec<&Question> = file.blip().questions.iter().collect();
    questions.sort_by_key(|question| question.text.at.start);
    let open: Vec<usize> =
        (0..questions.len()).filter(|at| questions[*at].answer.is_none()).collect();
    let chosen = chosen(&file, options.question, &questions, &open)?;

    let mut missing = Vec::new();
    if chosen.is_none() {
        missing.push("--question NUMBER");
    }
    if by.is_none() {
        missing.push("--by PERSON");
    }
    if options.text.is_none() && !options.edit {
        missing.push("--text TEXT");
    }
    prompt::require(&missing)?;
    let at = match chosen {
        Some(at) => at,
        None => {
            let texts = open.iter().map(|at| first_line(&questions[*at].text.value)).collect();
            open[prompt::choose("Which question?", texts, 0)?]
        }
    };
    let question = questions[at];
    if date < question.date {
        bail!(
            "the question was asked on {}, after {date}; give the day of the answer",
            question.date
        );
    }
    let by = match by {
        Some(by) => by,
        None => who::ask(&file.radar, &common.root, "Who answers?", date)?,
    };
    let asked = first_line(&question.text.value);
    let label = format!("“{asked}” What is the answer?");
    let text = ask::text(options.text.as_deref(), options.edit, &label, &asked)?;
    let answer = NewRemark { date, by: file.radar.person(by).id.clone(), text };
    match file.edit(options.text.is_none().then_some(&answer.text), |old| {
        edit::answer(old, at, &answer)
    })? {
        Err(outcome) => return Ok(outcome),
        Ok(after) => {
            let (path, name) = (file.path(), &after.person(by).name);
            terminal.say(&format!("{}: an answer by {name} to “{asked}”", path.display()));
        }
    }
    Ok(Outcome::Done)
}

/// Which question is meant; none if there are several and nobody has said.
fn chosen(
    file: &BlipFile,
    number: Option<usize>,
    questions: &[&Question],
    open: &[usize],
) -> Result<Option<usize>> {
    let name = &file.blip().name.value;
    if open.is_empty() {
        bail!("no question about {name} waits for an answer");
    }
    let Some(number) = number else {
        return Ok(if let [only] = open { Some(*only) } else { None });
    };
    match number.checked_sub(1) {
        Some(at) if open.contains(&at) => Ok(Some(at)),
        Some(at) if at < questions.len() => bail!("question {number} about {name} has its answer"),
        _ => bail!("there is no question {number} about {name}: it has {}", questions.len()),
    }
}

fn first_line(text: &str) -> String {
    text.trim().lines().next().unwrap_or_default().to_owned()
}
