//! `radar list`: the blips, on standard output.

use std::fmt::Write as _;

use anyhow::Result;
use unicode_width::UnicodeWidthStr as _;

use super::project::{Project, Session};
use super::{Outcome, lookup, terminal};
use crate::cli::List as Options;
use crate::radar::{JudgedBlip, Placement, Radar, Snapshot};

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let radar = Project::read(session)?.whole()?;
    let snapshot = Snapshot::new(&radar, session.today);
    let blips = chosen(&snapshot, options)?;
    if options.ids {
        return terminal::print(&blips.iter().fold(String::new(), |mut ids, judged| {
            let _ = writeln!(ids, "{}", judged.blip.id);
            ids
        }));
    }
    terminal::print(&table(&radar, &blips))?;
    session.terminal.say(&match blips.len() {
        1 => "1 blip".to_owned(),
        count => format!("{count} blips"),
    });
    Ok(Outcome::Done)
}

/// Returns the blips that the options ask for, from the centre outwards. Retired ones have to be asked for.
fn chosen<'s, 'r>(
    snapshot: &'s Snapshot<'r>,
    options: &Options,
) -> Result<Vec<&'s JudgedBlip<'r>>> {
    let radar = snapshot.radar;
    let ring = options.ring.as_deref().map(|id| lookup::placement(radar, id)).transpose()?;
    let quadrant = options.quadrant.as_deref().map(|id| lookup::quadrant(radar, id)).transpose()?;
    let owner = options.owner.as_deref().map(|id| lookup::owner(radar, id)).transpose()?;
    let team = options.team.as_deref().map(|id| lookup::team(radar, id)).transpose()?;
    let is_chosen = |judged: &&JudgedBlip| {
        ring.map_or(judged.placement != Placement::Retired, |ring| judged.placement == ring)
            && quadrant.is_none_or(|quadrant| judged.blip.quadrant == quadrant)
            && owner.is_none_or(|owner| judged.blip.owners.value.contains(&owner))
            && team.is_none_or(|team| radar.is_of_team(judged.blip, team))
    };
    let mut blips: Vec<&JudgedBlip> = snapshot.blips.iter().filter(is_chosen).collect();
    blips.sort_by_cached_key(|judged| (judged.placement, judged.blip.name.value.to_lowercase()));
    Ok(blips)
}

fn table(radar: &Radar, blips: &[&JudgedBlip]) -> String {
    if blips.is_empty() {
        return String::new();
    }
    let mut rows = vec![["RING", "BLIP", "REVIEW", "OWNERS", "ID"].map(str::to_owned)];
    rows.extend(blips.iter().map(|judged| {
        let blip = judged.blip;
        let owners = blip.owners.value.iter().map(|owner| radar.owner_name(*owner));
        [
            lookup::placement_name(radar, judged.placement).to_owned(),
            blip.name.value.clone(),
            state(judged),
            owners.collect::<Vec<_>>().join(", "),
            blip.id.clone(),
        ]
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: [usize; 4] = std::array::from_fn(width);
    let mut text = String::new();
    for row in &rows {
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(text, "{cell}{}", " ".repeat(width - cell.width() + 2));
        }
        let _ = writeln!(text, "{}", row[4]);
    }
    text
}

/// Returns how fresh a blip is, in words.
pub(super) fn state(judged: &JudgedBlip) -> String {
    let judgement = &judged.judgement;
    let freshness = match (judgement.freshness, judgement.review_until) {
        (None, _) => return "–".to_owned(),
        (Some(freshness), Some(until)) => format!("{} ({until})", freshness.name()),
        (Some(freshness), None) => freshness.name().to_owned(),
    };
    if judgement.is_imposed() { format!("{freshness}, imposed") } else { freshness }
}
