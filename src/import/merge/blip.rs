//! A blip of the existing radar, merged with an imported one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::import::timeline::earlier_quadrant;
use crate::import::{Blip, Content, Details, Listing, Review};
use crate::radar::{self, Owner, RETIRED, Radar};

/// Merges a blip. On the days that the import describes, its reviews replace the old ones; on other days the
/// old ones stay. The texts are those of the later of both.
pub(super) fn merged(radar: &Radar, old: &Blip, new: &Blip, content: &Content) -> Blip {
    // A state describes every blip on its day, an assessment only its own.
    let days = match content.listing {
        Listing::State => content.days.clone(),
        Listing::Assessment => new.reviews.iter().map(|review| review.date).collect(),
    };
    let is_later = days.last() >= old.reviews.last().map(|review| review.date).as_ref();
    let (kept, replaced): (Vec<Review>, Vec<Review>) =
        old.reviews.iter().cloned().partition(|review| !days.contains(&review.date));
    let mut reviews: BTreeMap<Date, Review> =
        kept.iter().map(|review| (review.date, review.clone())).collect();
    for review in &new.reviews {
        let before = replaced.iter().find(|old| old.date == review.date);
        let note = review.note.clone().or_else(|| before.and_then(|old| old.note.clone()));
        reviews.insert(review.date, Review { note, ..review.clone() });
    }
    let (first, second) = if is_later { (new, old) } else { (old, new) };
    if is_later {
        note_replaced_texts(radar, old, new, &kept, &mut reviews);
    }
    let reviews = without_repeats(reviews.into_values(), content.listing);
    let ring = reviews.iter().rev().find_map(|review| review.ring.clone());
    let added = if kept.is_empty() { new.added } else { old.added.min(new.added) };
    Blip {
        id: old.id.clone(),
        name: first.name.clone(),
        quadrant: first.quadrant.clone(),
        ring: ring.unwrap_or_else(|| first.ring.clone()),
        added,
        description: first.description.clone().or_else(|| second.description.clone()),
        details: first.details.clone(),
        reviews,
    }
}

/// Retires a blip on the first of some days after its last review. Returns `None` if there is no such day or
/// the blip is retired already.
pub(super) fn retired(blip: &Blip, days: &BTreeSet<Date>) -> Option<Blip> {
    let last = blip.reviews.last().map_or(blip.added, |review| review.date);
    let day = *days.iter().find(|day| **day > last)?;
    if blip.ring == RETIRED {
        return None;
    }
    let mut blip = blip.clone();
    RETIRED.clone_into(&mut blip.ring);
    blip.reviews.push(Review { date: day, ring: Some(RETIRED.to_owned()), note: None });
    Some(blip)
}

/// Adds the texts that a later state replaces to the notes of the reviews.
fn note_replaced_texts(
    radar: &Radar,
    old: &Blip,
    new: &Blip,
    kept: &[Review],
    reviews: &mut BTreeMap<Date, Review>,
) {
    let Some(last) = kept.last() else { return };
    let mut add = |date: &Date, text: String| {
        let Some(review) = reviews.get_mut(date) else { return };
        let note = review.note.take().unwrap_or_default();
        review.note = Some(match note.as_str() {
            "" => text,
            note if note.contains(&text) => note.to_owned(),
            note => format!("{note}\n\n{text}"),
        });
    };
    if let Some(text) = old.description.as_ref().filter(|_| new.description.is_some())
        && old.description != new.description
    {
        add(&last.date, text.clone());
    }
    if old.quadrant != new.quadrant
        && let Some(first) = new.reviews.iter().find(|review| review.date > last.date)
    {
        let name = radar.quadrants.iter().find(|quadrant| quadrant.id == old.quadrant);
        let name = name.map_or(&old.quadrant, |quadrant| &quadrant.name);
        add(&first.date, earlier_quadrant(name));
    }
}

/// Removes verdicts that repeat the last one. The review stays if somebody made it, or wrote a note.
fn without_repeats(reviews: impl Iterator<Item = Review>, listing: Listing) -> Vec<Review> {
    let mut ring: Option<String> = None;
    let mut moves = Vec::new();
    for mut review in reviews {
        if review.ring.is_some() && review.ring == ring {
            review.ring = None;
            if listing == Listing::State && review.note.is_none() {
                continue;
            }
        }
        ring = review.ring.clone().or(ring);
        moves.push(review);
    }
    moves
}

/// Returns a blip of the existing radar as an importer would.
pub(super) fn imported(radar: &Radar, blip: &radar::Blip) -> Blip {
    let text = |text: &radar::Markdown| text.value.trim_end().to_owned();
    let owner = |owner: &Owner| match owner {
        Owner::Team(team) => radar.team(*team).id.clone(),
        Owner::Person(person) => radar.person(*person).id.clone(),
    };
    let reviews: Vec<Review> = blip
        .reviews
        .iter()
        .map(|review| Review {
            date: review.date,
            ring: review.verdict.map(|verdict| radar.placement_id(verdict).to_owned()),
            note: review.note.as_ref().map(text),
        })
        .collect();
    let first = reviews.first().map(|review| review.date);
    Blip {
        id: blip.id.clone(),
        name: blip.name.value.clone(),
        quadrant: radar.quadrant(blip.quadrant).id.clone(),
        ring: radar.placement_id(blip.ring.value).to_owned(),
        added: blip.added.or(first).unwrap_or_default(),
        description: blip.description.as_ref().map(text),
        details: Details {
            summary: blip.summary.clone(),
            owners: blip.owners.value.iter().map(owner).collect(),
            tags: blip.tags.clone(),
            links: blip.links.clone(),
            instead: blip.instead.iter().map(|id| id.value.clone()).collect(),
            sunset: blip.sunset,
        },
        reviews,
    }
}
