//! Evidence -> the text of `evidence.toml`. The same evidence gives the same bytes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::evidence::{Evidence, Known};
use super::uses::Use;
use crate::edit::toml_string::{key, string};
use crate::radar::Radar;
use crate::radar::month::Month;

const HEAD: &str = "\
# Who works with what, as `radar scan` found it in the histories and manifests of git repositories.
# The next scan writes this file anew. It has months, names of repositories and blips, and versions: no paths, no
# messages, no addresses, no numbers of commits.
";

/// Returns the text of the file.
pub(crate) fn file(radar: &Radar, evidence: &Evidence, today: Date) -> String {
    let mut text = format!("{HEAD}\nscanned = {today}\n");
    for (name, known) in &evidence.repositories {
        let _ = writeln!(text, "\n[repository.{}]", key(name));
        write_repository(&mut text, radar, known);
    }
    text
}

fn write_repository(text: &mut String, radar: &Radar, known: &Known) {
    for (blip, used) in &known.uses {
        let _ = writeln!(text, "uses.{} = {}", radar.blips[*blip].id, inline(used));
    }
    for (person, months) in &known.months {
        let _ = writeln!(text, "months.{} = {}", radar.person(*person).id, list(months));
    }
}

fn inline(used: &Use) -> String {
    let version = used.version.as_ref().map(|version| format!("version = {}", string(version)));
    let since = used.since.map(|since| format!("since = \"{since}\""));
    let indirect = used.indirect.then(|| "indirect = true".to_owned());
    let parts: Vec<String> = [version, since, indirect].into_iter().flatten().collect();
    if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
}

/// Returns months with a line for each year, so that a later scan changes few lines.
fn list(months: &BTreeSet<Month>) -> String {
    let months: Vec<&Month> = months.iter().collect();
    let mut text = String::from("[\n");
    for year in months.chunk_by(|a, b| a.first().year() == b.first().year()) {
        let year: Vec<String> = year.iter().map(|month| format!("\"{month}\"")).collect();
        let _ = writeln!(text, "    {},", year.join(", "));
    }
    text + "]"
}
