//! The first review of a new blip, from the options of `radar new`.

use anyhow::Result;

use super::project::Session;
use super::{person, prompt, review};
use crate::cli::{New as Options, Signed};
use crate::edit::NewReview;
use crate::radar::{PersonIndex, Radar};

/// Returns the review and its reviewers; none if `--by` names nobody.
pub(super) fn first_review(
    session: &Session,
    radar: &Radar,
    name: &str,
    ring: &str,
    options: &Options,
) -> Result<Option<(Vec<PersonIndex>, NewReview)>> {
    if options.by.is_empty() {
        return Ok(None);
    }
    let date = session.today;
    let by = person::signers(radar, &options.by)?;
    let signed = Signed {
        by: options.by.clone(),
        note: options.note.clone(),
        evidence: options.evidence.clone(),
        date: Some(date),
        edit: false,
    };
    prompt::is_needed([(signed.has_reason(), "--note TEXT or --evidence URL")])?;
    if !person::is_hands_on(radar, &by, date) {
        session.terminal.warn(&review::advisory(radar, &by, date, name));
    }
    let (note, evidence) = review::reason(&signed, name)?;
    let review =
        NewReview { date, by: options.by.clone(), ring: Some(ring.to_owned()), note, evidence };
    Ok(Some((by, review)))
}
