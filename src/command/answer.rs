//! `radar answer`: the answer to a question, written into the blip's file.

use anyhow::{Result, bail};

use super::project::{BlipFile, Session};
use super::{Outcome, ask, commit, person, prompt};
use crate::cli::Answer as Options;
use crate::edit::{self, NewRemark};
use crate::radar::Question;

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let remark = &options.remark;
    let date = person::past(remark.date, session.today)?;
    let file = BlipFile::open(session, Some(&remark.blip))?;
    let by = ask::author(&file, remark)?;
    // In the order of the file, which is how people count them.
    let mut questions: Vec<&Question> = file.blip().questions.iter().collect();
    questions.sort_by_key(|question| question.text.at.start);
    let open: Vec<usize> =
        (0..questions.len()).filter(|at| questions[*at].answer.is_none()).collect();
    let chosen = chosen(&file, options.question, questions.len(), &open)?;
    prompt::is_needed([
        (chosen.is_some(), "--question NUMBER"),
        (by.is_some(), "--by PERSON"),
        (ask::has_text(remark), "--text TEXT"),
    ])?;

    let at = match chosen {
        Some(at) => at,
        None => {
            let texts = open.iter().map(|at| first_line(questions[*at])).collect();
            open[prompt::choose("Which question?", texts, 0)?]
        }
    };
    let asked_on = questions[at].date;
    if date < asked_on {
        bail!("the question was asked on {asked_on}, after {date}; give the day of the answer");
    }
    let by = match by {
        Some(by) => by,
        None => person::ask(file.radar(), &session.common.root, "Who answers?", date)?,
    };
    let asked = first_line(questions[at]);
    let text = ask::text(remark, &format!("“{asked}” What is the answer?"), asked)?;
    let answer = NewRemark { date, by: file.radar().person(by).id.clone(), text };
    let typed = remark.text.is_none().then_some(answer.text.as_str());
    let after = file.edit(typed, |old| edit::answer(old, at, &answer))?;
    let commit = commit::command(
        &file.path(),
        &format!("Answer a question about {}", file.blip().name.value),
    );
    session.terminal.say(&format!(
        "{}: added an answer by {} to “{asked}”{}",
        file.path().display(),
        after.person(by).name,
        commit.map_or_else(String::new, |commit| format!("\nnext: {commit}"))
    ));
    Ok(Outcome::Done)
}

/// Returns the position of the question to answer; `None` if several are open and no number is given.
fn chosen(
    file: &BlipFile,
    number: Option<usize>,
    count: usize,
    open: &[usize],
) -> Result<Option<usize>> {
    let name = &file.blip().name.value;
    if open.is_empty() {
        bail!("{name} has no open question");
    }
    let Some(number) = number else {
        return Ok(if let [only] = open { Some(*only) } else { None });
    };
    match number.checked_sub(1) {
        Some(at) if open.contains(&at) => Ok(Some(at)),
        Some(at) if at < count => bail!("question {number} about {name} is already answered"),
        _ => bail!("there is no question {number} about {name}; it has {count}"),
    }
}

fn first_line(question: &Question) -> &str {
    question.text.value.trim().lines().next().unwrap_or_default()
}
