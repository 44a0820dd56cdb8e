//! A list in Markdown, for a wiki or a release note: quadrants, rings, blips and their last reviews.

use std::fmt::Write as _;

use super::{Exported, Format};
use crate::markdown::escape;
use crate::radar::standing::{Lack, lack, vouching};
use crate::radar::{JudgedBlip, Snapshot};
use crate::radar::{QuadrantIndex, RingIndex};

pub(super) const FORMAT: Format =
    Format { name: "markdown", title: "a list for a wiki", write: |snapshot| Ok(write(snapshot)) };

fn write(snapshot: &Snapshot) -> Exported {
    let radar = snapshot.radar;
    let mut text = format!("# {}\n\nAs of {}.\n", escaped(&radar.title), snapshot.day);
    for (quadrant, index) in radar.quadrants.iter().zip((0..).map(QuadrantIndex)) {
        let _ = write!(text, "\n## {}\n", escaped(&quadrant.name));
        for (ring, ring_index) in radar.rings.iter().zip((0..).map(RingIndex)) {
            let mut judged =
                snapshot.in_quadrant(index).filter(|judged| judged.ring() == Some(ring_index));
            let Some(first) = judged.next() else { continue };
            let _ = write!(text, "\n### {}\n\n", escaped(&ring.name));
            for judged in std::iter::once(first).chain(judged) {
                let _ = writeln!(text, "- {}", line(snapshot, judged));
            }
        }
    }
    let (_, mut left_out) = super::placed::placed(snapshot);
    left_out.push("descriptions, notes, questions, owners, tags and links".to_owned());
    Exported { text, left_out }
}

fn line(snapshot: &Snapshot, judged: &JudgedBlip) -> String {
    let radar = snapshot.radar;
    let name = escaped(&judged.blip.name.value);
    let summary = judged.blip.summary.as_deref().map(escaped);
    let summary = summary.map_or_else(String::new, |summary| format!(": {summary}"));
    let review = match (judged.judgement.last_review, judged.judgement.review_until) {
        (Some(review), Some(until)) => {
            let by = vouching(radar, judged.blip, review).into_iter();
            let by: Vec<String> = by.map(|by| escaped(&radar.person(by).name)).collect();
            let validity = if until < snapshot.day { "expired" } else { "valid until" };
            format!("reviewed {} by {}, {validity} {until}", review.date, by.join(", "))
        }
        _ => match lack(radar, judged.blip, snapshot.day) {
            Lack::FirstHand => "never reviewed first-hand".to_owned(),
            _ => "never reviewed by a practising engineer".to_owned(),
        },
    };
    format!("**{name}**{summary} _({review})_")
}

/// Escapes a text so that Markdown shows it as it is, on one line.
fn escaped(text: &str) -> String {
    escape::markdown(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
