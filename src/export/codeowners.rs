//! `CODEOWNERS`: those who own a blip and practise are asked to review changes to its file, and stewards to review
//! changes of who practises and of the rule.
//!
//! Of the lines that match a file, the last one counts. So a line is exact wherever it can be, and those that could
//! match more come first.

mod account;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Exported, Format};
use crate::radar::practice::{months_between, practises, stopped};
use crate::radar::{Blip, Owner, PersonIndex, Radar, Snapshot};
use account::{Account, account};

pub(super) const FORMAT: Format = Format {
    name: "codeowners",
    title: "CODEOWNERS for GitHub or GitLab",
    write: |snapshot| codeowners(snapshot, &Wishes::default()),
};

/// What the content does not say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wishes<'w> {
    /// Who is asked about people.toml and radar.toml: those who watch over the rule. They need not practise.
    pub(crate) stewards: &'w [Owner],
    /// The folder of the radar below the root of the repository, with a slash at its end unless it is empty.
    pub(crate) folder: &'w str,
}

/// The files that decide what a review is worth.
const RULE: [&str; 3] = ["radar/people.toml", "radar/radar.toml", "radar/evidence.toml"];

/// GitHub ignores a larger file, in bytes
/// (<https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners>).
const MAX_BYTES: usize = 3 << 20;

/// Writes the file.
///
/// # Errors
///
/// If no steward has an address: the rule would be nobody's.
pub(crate) fn codeowners(snapshot: &Snapshot, wishes: &Wishes) -> Result<Exported, String> {
    let mut owners = Owners { snapshot, left_out: Vec::new(), told: BTreeSet::new() };
    let stewards = owners.stewards(wishes.stewards)?;
    let mut lines: Vec<(bool, String)> = Vec::new();
    let mut blips: Vec<&Blip> = snapshot.radar.blips.iter().collect();
    blips.sort_by(|a, b| a.path.cmp(&b.path));
    for blip in blips {
        if let Some(accounts) = owners.of(blip, wishes, &stewards) {
            let path = pattern(&format!("{}{}", wishes.folder, blip.path));
            lines.push((!path.contains('?'), format!("/{path} {}", accounts.join(" "))));
        }
    }
    lines.sort_by_key(|(is_exact, _)| *is_exact);
    let mut text = String::from(
        "# Made by `radar export codeowners` from the owners of blips who practise.\n",
    );
    for (_, line) in lines {
        let _ = writeln!(text, "{line}");
    }
    text += &rule(wishes.folder, &stewards);
    if text.len() > MAX_BYTES {
        let most = MAX_BYTES >> 20;
        owners
            .left_out
            .push(format!("all of it on GitHub, which ignores a file of more than {most} MiB"));
    }
    Ok(Exported { text, left_out: owners.left_out })
}

/// Writes the lines for stewards. Who changes CODEOWNERS decides who is asked; `.mailmap`, whose a commit is.
fn rule(folder: &str, stewards: &Stewards) -> String {
    let mut text = String::new();
    if !stewards.all.is_empty() {
        text += "# Who practises, and what a review is worth.\n";
        let files = RULE.iter().map(|file| format!("/{}", pattern(&format!("{folder}{file}"))));
        for file in files.chain(["/.mailmap".to_owned(), "CODEOWNERS".to_owned()]) {
            let _ = writeln!(text, "{file} {}", stewards.all.join(" "));
        }
    }
    text
}

/// The accounts of stewards.
struct Stewards {
    all: Vec<String>,
    /// Those who may be asked about blips: they practise.
    practising: Vec<String>,
}

/// Finds whom to ask, and keeps who cannot be.
struct Owners<'s, 'r> {
    snapshot: &'s Snapshot<'r>,
    left_out: Vec<String>,
    /// The people whose reason has been given.
    told: BTreeSet<PersonIndex>,
}

impl Owners<'_, '_> {
    fn stewards(&mut self, stewards: &[Owner]) -> Result<Stewards, String> {
        let mut found = Stewards { all: Vec::new(), practising: Vec::new() };
        for person in people(self.snapshot.radar, stewards) {
            let Some(account) = self.account(person) else { continue };
            if self.practises(person) {
                found.practising.push(account.clone());
            }
            found.all.push(account);
        }
        if found.all.is_empty() && !stewards.is_empty() {
            let why = self.left_out.join("; ");
            let why = if why.is_empty() { "the team has no people".to_owned() } else { why };
            return Err(format!("no steward can be named ({why})"));
        }
        Ok(found)
    }

    /// Returns the accounts to ask about a blip; none if there is nobody, and then says so.
    fn of(&mut self, blip: &Blip, wishes: &Wishes, stewards: &Stewards) -> Option<Vec<String>> {
        let owners = people(self.snapshot.radar, &blip.owners.value);
        let mut is_practised = false;
        let mut accounts: Vec<String> = Vec::new();
        for person in owners {
            if !self.practises(person) {
                self.leave_out(person, &stopped_practising(self.snapshot, person));
                continue;
            }
            is_practised = true;
            accounts.extend(self.account(person));
        }
        if !accounts.is_empty() {
            return Some(accounts);
        }
        let why = match (is_practised, blip.owners.value.is_empty()) {
            (true, _) => "none of its owners who practise has an address that can be matched",
            (false, true) => "nobody owns it",
            (false, false) => "none of its owners practises",
        };
        let asked = match (stewards.practising.is_empty(), wishes.stewards.is_empty()) {
            (false, _) => "stewards who practise are asked instead",
            (true, true) => "it has no line, so an earlier line that matches it counts",
            (true, false) => {
                "no steward practises either, so it has no line, and an earlier one that matches it counts"
            }
        };
        self.left_out.push(format!("{}: {why}; {asked}", blip.path));
        (!stewards.practising.is_empty()).then(|| stewards.practising.clone())
    }

    fn practises(&self, person: PersonIndex) -> bool {
        let radar = self.snapshot.radar;
        practises(radar, radar.person(person), self.snapshot.day)
    }

    fn account(&mut self, person: PersonIndex) -> Option<String> {
        match account(self.snapshot.radar.person(person)) {
            Account::Named(account) => Some(account),
            Account::None => {
                self.leave_out(person, "no email address");
                None
            }
            Account::Unusable(email) => {
                self.leave_out(person, &format!("{email} cannot be matched to an account"));
                None
            }
        }
    }

    fn leave_out(&mut self, person: PersonIndex, why: &str) {
        if self.told.insert(person) {
            let name = &self.snapshot.radar.person(person).name;
            self.left_out.push(format!("{name}: {why}"));
        }
    }
}

/// Returns the people that owners stand for, each once, in the order of the file.
fn people(radar: &Radar, owners: &[Owner]) -> Vec<PersonIndex> {
    let mut seen = BTreeSet::new();
    let all = (0u16..).map(PersonIndex).zip(&radar.people);
    let people = owners.iter().flat_map(|owner| -> Vec<PersonIndex> {
        match owner {
            Owner::Person(person) => vec![*person],
            Owner::Team(team) => {
                let members = all.clone().filter(|(_, person)| person.team == Some(*team));
                members.map(|(person, _)| person).collect()
            }
        }
    });
    people.filter(|person| seen.insert(*person)).collect()
}

/// Returns since when a person does not practise, in words.
fn stopped_practising(snapshot: &Snapshot, person: PersonIndex) -> String {
    let person = snapshot.radar.person(person);
    let Some(last) = stopped(snapshot.radar, person, snapshot.day) else {
        return match person.practising.iter().map(|period| period.from).min() {
            Some(from) if from > snapshot.day => format!("practises from {from} on"),
            _ => "does not practise".to_owned(),
        };
    };
    match months_between(last, snapshot.day) {
        0 => format!("stopped practising on {last}"),
        1 => "stopped practising 1 month ago".to_owned(),
        months => format!("stopped practising {months} months ago"),
    }
}

/// Returns a path as a pattern. GitHub knows no ranges and no escapes but that of a blank, so `?` stands for what a
/// pattern cannot spell.
fn pattern(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            ' ' => out.push_str("\\ "),
            '*' | '?' | '[' | ']' | '#' | '\\' | '!' | '\t' => out.push('?'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
