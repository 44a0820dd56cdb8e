//! A person below something they signed, and whether they practised on that day.

use jiff::civil::Date;
use serde::Serialize;

use super::links::{Links, PersonLink, TemplateValue};
use crate::radar::PersonIndex;
use crate::radar::practice::practises;

/// A person who signed something.
#[derive(Debug, Serialize)]
pub(super) struct Signer {
    person: TemplateValue<PersonLink>,
    /// Whether they practised on the day they signed.
    practised: bool,
}

pub(super) fn signer(links: &Links, person: PersonIndex, day: Date) -> Signer {
    let practised = practises(links.snapshot.radar, links.snapshot.radar.person(person), day);
    Signer { person: links.person(person), practised }
}
