//! `CODEOWNERS`: the owners of a blip are asked to review changes to its file.
//!
//! GitHub and GitLab identify people by the email addresses in `people.toml`. A team is written as those of
//! its people who have one.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Exported, Format};
use crate::radar::Snapshot;
use crate::radar::{Blip, Owner, Person, Radar};

pub(super) const FORMAT: Format = Format {
    name: "codeowners",
    title: "CODEOWNERS for GitHub or GitLab",
    write: |snapshot| Ok(write(snapshot)),
};

fn write(snapshot: &Snapshot) -> Exported {
    let radar = snapshot.radar;
    let mut text = String::from("# Made by `radar export codeowners` from the owners of blips.\n");
    let mut left_out = Vec::new();
    // The last line that matches a file wins, and each line matches one file.
    let mut blips: Vec<&Blip> = radar.blips.iter().collect();
    blips.sort_by(|a, b| a.path.cmp(&b.path));
    for blip in blips {
        let emails = emails(radar, blip);
        if emails.is_empty() {
            left_out.push(format!("{}: none of its owners has an email address", blip.path));
        } else {
            let _ = writeln!(text, "/{} {}", escaped(&blip.path), emails.join(" "));
        }
    }
    Exported { text, left_out }
}

/// Returns the first address of each owner, in the order of the file.
fn emails<'r>(radar: &'r Radar, blip: &Blip) -> Vec<&'r str> {
    let mut seen = BTreeSet::new();
    let people = blip.owners.value.iter().flat_map(|owner| -> Vec<&Person> {
        match owner {
            Owner::Team(team) => radar.members(*team).collect(),
            Owner::Person(person) => vec![radar.person(*person)],
        }
    });
    let emails = people.filter_map(|person| person.emails.first());
    let is_one = |email: &&str| email.contains('@') && !email.contains(char::is_whitespace);
    emails.map(String::as_str).filter(is_one).filter(|email| seen.insert(*email)).collect()
}

/// Escapes a path as a pattern that matches only that path.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if matches!(c, ' ' | '*' | '?' | '[' | ']' | '#' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
