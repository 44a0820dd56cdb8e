//! A person below something they signed: whether they practised on that day, and what is known of their work with it.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::hands::{Stopped, TieView};
use super::links::{Links, PersonLink, TemplateValue};
use crate::radar::practice::practises;
use crate::radar::{Blip, PersonIndex};

/// A person who signed something.
#[derive(Debug, Serialize)]
pub(super) struct Signer {
    person: TemplateValue<PersonLink>,
    /// Whether they practised on the day they signed.
    practised: bool,
    /// Whether they practised, and nothing connects them with the blip that they reviewed.
    second_hand: bool,
    /// How they stood to the blip that they reviewed: a [`TieView`].
    tie: Option<Value>,
    /// Since when they do not practise, if they ever did: a [`Stopped`].
    stopped: Option<Value>,
}

pub(super) fn signer(links: &Links, person: PersonIndex, day: Date) -> Signer {
    let radar = links.snapshot.radar;
    let stopped = Stopped::new(radar, person, links.snapshot.day);
    Signer {
        person: links.person(person),
        practised: practises(radar, radar.person(person), day),
        second_hand: false,
        tie: None,
        stopped: stopped.as_ref().map(Value::from_serializable),
    }
}

/// Returns somebody who signed a review of a blip.
pub(super) fn reviewer(links: &Links, blip: &Blip, person: PersonIndex, day: Date) -> Signer {
    let tie = TieView::of(links.snapshot.radar, blip, person, day);
    let second_hand = tie.is_second_hand();
    let tie = Some(Value::from_serializable(&tie));
    Signer { second_hand, tie, ..signer(links, person, day) }
}
