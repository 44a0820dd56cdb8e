//! Who entered what others signed: a line of the trail, for a radar with `audit = true`.

use serde::Serialize;

use super::links::Links;
use crate::diagnostic::Span;
use crate::radar::EnteredBy;

/// Who entered something that others signed.
#[derive(Debug, Serialize)]
pub(super) struct EnteredView {
    /// Their name; null for an address that nobody in people.toml has.
    name: Option<String>,
}

/// Returns who entered what is at a place of the content. None if a signer did, or if it cannot be told.
pub(super) fn entered(links: &Links, at: Span) -> Option<EnteredView> {
    let radar = links.snapshot.radar;
    let name = match radar.entered.find(at)? {
        EnteredBy::Person(person) => Some(radar.person(person).name.clone()),
        EnteredBy::Unknown => None,
    };
    Some(EnteredView { name })
}
