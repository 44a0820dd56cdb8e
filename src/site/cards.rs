//! Cards for social networks: a page -> a picture that says what it is about.
//!
//! Networks keep a picture for weeks, so a card says only what time alone does not make false: "Reviewed until 14 April
//! 2027" instead of "fresh", a flag once there is a reason for it, no share of time that is left and no count of flags. So
//! a card changes when somebody reviews, moves or renames something, and on the day on which a review expires; on all other
//! days the picture of an earlier build is used again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::charts::Charts;
use crate::chart::svg::card::{self, Card, Fact, Shown};
use crate::chart::{self, Freshness, Marks, Movement, Request};
use crate::picture::{self, Face, Painter, Picture};
use crate::radar::{JudgedBlip, QuadrantIndex, Snapshot};
use crate::routes::CardOf;
use crate::theme::Theme;

/// Returns the file that an earlier build made at a path, if nobody has changed it since.
pub(crate) type Earlier<'e> = &'e (dyn Fn(&str) -> Option<Vec<u8>> + Sync);

/// How many letters of the hash of a drawing tell it apart from others.
const HASH: usize = 16;

/// The cards of a site. What many share is made once.
pub(super) struct Cards<'c, 'r> {
    snapshot: &'c Snapshot<'r>,
    theme: &'c Theme,
    request: OnceLock<Request>,
    css: OnceLock<String>,
    painter: OnceLock<Painter>,
    grounds: Mutex<BTreeMap<Shown, Arc<Ground>>>,
}

/// A ground, painted when the first card needs it.
struct Ground {
    svg: String,
    picture: OnceLock<Picture>,
}

/// A card as a drawing.
pub(super) struct Drawn {
    ground: Arc<Ground>,
    front: String,
    /// Identifies everything that the picture depends on.
    pub(super) source: String,
    /// What it says, for those who do not see it.
    pub(super) says: String,
}

impl<'c, 'r> Cards<'c, 'r> {
    pub(super) fn new(snapshot: &'c Snapshot<'r>, theme: &'c Theme) -> Self {
        Self {
            snapshot,
            theme,
            request: OnceLock::new(),
            css: OnceLock::new(),
            painter: OnceLock::new(),
            grounds: Mutex::default(),
        }
    }

    /// Draws a card.
    pub(super) fn draw(&self, charts: &Charts, of: CardOf) -> Drawn {
        let (shown, said) = match of {
            CardOf::Radar => (Shown::All, self.of_radar()),
            CardOf::Quadrant(index) => (Shown::Sector(index.index()), self.of_quadrant(index)),
            CardOf::Blip(at) => (Shown::None, self.of_blip(at)),
        };
        let request = self.request(charts);
        let ground = self.ground(charts, shown);
        let says = std::iter::once(&said.title).chain(said.facts.iter().map(|fact| &fact.text));
        let says: Vec<&str> = says.map(String::as_str).collect();
        let card = self.legible(&said);
        let fonts = &self.theme.fonts;
        let front = card::front(request, charts.placed(request), &card, fonts, self.css());
        let mut hasher = blake3::Hasher::new();
        for part in [env!("CARGO_PKG_VERSION"), &ground.svg, &front] {
            hasher.update(part.as_bytes());
        }
        for font in self.theme.assets.fonts() {
            hasher.update(&font.bytes);
        }
        let source = hasher.finalize().to_hex()[..HASH].to_owned();
        Drawn { says: says.join(", "), ground, front, source }
    }

    /// Paints a card, unless `before` is the picture of the same drawing.
    pub(super) fn png(&self, drawn: &Drawn, before: Option<Vec<u8>>) -> Vec<u8> {
        if let Some(before) = before
            && picture::source(&before).as_ref() == Some(&drawn.source)
        {
            return before;
        }
        let painter = self.painter.get_or_init(|| {
            let faces = self.theme.assets.fonts();
            Painter::new(faces.map(|font| Face {
                family: &font.family,
                weight: font.weight,
                woff2: &font.bytes,
            }))
        });
        let ground = &drawn.ground;
        let ground = ground.picture.get_or_init(|| painter.paint(&ground.svg, card::SIZE));
        painter.paint_over(ground, &drawn.front).png(&drawn.source)
    }

    /// Returns the whole radar with marks that last.
    fn request(&self, charts: &Charts) -> &Request {
        self.request.get_or_init(|| {
            let mut request = charts.request(chart::View::Whole, "");
            for blip in &mut request.blips {
                blip.marks = lasting(blip.marks);
            }
            request
        })
    }

    fn css(&self) -> &str {
        self.css.get_or_init(|| chart::svg::resolved(&self.theme.chart_css()))
    }

    fn ground(&self, charts: &Charts, shown: Shown) -> Arc<Ground> {
        let mut grounds = self.grounds.lock().unwrap_or_else(PoisonError::into_inner);
        let ground = grounds.entry(shown).or_insert_with(|| {
            let request = self.request(charts);
            let svg = card::ground(request, charts.placed(request), shown, self.css());
            Arc::new(Ground { svg, picture: OnceLock::new() })
        });
        Arc::clone(ground)
    }

    fn of_radar(&self) -> Card {
        let radar = self.snapshot.radar;
        let blips = self.snapshot.on_rings().count() as u64;
        let mut facts = vec![fact(self.theme.language.count("chart.blips", blips))];
        facts.extend(self.snapshot.editions().last().map(|edition| fact(edition.name.clone())));
        let address = radar.base_url.as_deref().unwrap_or_default();
        let foot = address.split_once("://").map_or(address, |(_, rest)| rest);
        Card {
            title: radar.title.clone(),
            facts,
            foot: foot.trim_end_matches('/').to_owned(),
            ..Card::default()
        }
    }

    fn of_quadrant(&self, index: QuadrantIndex) -> Card {
        let radar = self.snapshot.radar;
        let blips = self.snapshot.in_quadrant(index).filter(|judged| judged.ring().is_some());
        let blips = self.theme.language.count("chart.blips", blips.count() as u64);
        Card {
            kicker: self.theme.language.text("quadrant.kind").to_owned(),
            sector: Some(index.index()),
            title: radar.quadrant(index).name.clone(),
            facts: vec![fact(blips)],
            foot: radar.title.clone(),
            lit: None,
        }
    }

    fn of_blip(&self, at: usize) -> Card {
        let radar = self.snapshot.radar;
        let blip = &radar.blips[at];
        let judged = self.snapshot.get(&blip.id).expect("only blips of the snapshot have a page");
        Card {
            kicker: radar.quadrant(blip.quadrant).name.clone(),
            sector: Some(blip.quadrant.index()),
            title: blip.name.value.clone(),
            facts: self.facts(judged),
            foot: radar.title.clone(),
            lit: Some(blip.id.clone()),
        }
    }

    /// Returns the ring and the review of a blip.
    fn facts(&self, judged: &JudgedBlip) -> Vec<Fact> {
        let language = &self.theme.language;
        let Some(ring) = judged.ring() else {
            return vec![fact(language.text("quadrant.retired").to_owned())];
        };
        let ring = &self.snapshot.radar.ring(ring).name;
        let ring = if judged.judgement.is_imposed() {
            let imposed = language.text("badge.imposed");
            language.fill("chart.note", &[("blips", ring), ("flagged", imposed)])
        } else {
            ring.clone()
        };
        let until = judged.judgement.review_until.map(|date| language.date(date, "long"));
        let is_flag = judged.judgement.is_flagged();
        let review = match until {
            Some(date) if is_flag => language.fill("social.expired", &[("date", &date)]),
            Some(date) => language.fill("social.reviewed", &[("date", &date)]),
            None => language.text("social.unreviewed").to_owned(),
        };
        vec![fact(ring), Fact { text: review, is_flag }]
    }

    /// Leaves out what the theme's fonts cannot write: boxes say nothing. A text loses its emoji and other signs; one that
    /// would lose letters is left out as a whole. Networks show the name beside the picture.
    fn legible(&self, card: &Card) -> Card {
        let mut card = card.clone();
        let facts = card.facts.iter_mut().map(|fact| &mut fact.text);
        for text in [&mut card.kicker, &mut card.title, &mut card.foot].into_iter().chain(facts) {
            *text = legible(text, &|c| {
                let fonts = &self.theme.fonts;
                fonts.text.has(c) && fonts.heading.has(c)
            });
        }
        card.facts.retain(|fact| !fact.text.is_empty());
        card
    }
}

fn fact(text: String) -> Fact {
    Fact { text, is_flag: false }
}

/// Returns marks without what changes from day to day.
fn lasting(marks: Marks) -> Marks {
    let freshness = match marks.freshness {
        Freshness::Due => Freshness::Fresh,
        other => other,
    };
    Marks { freshness, movement: Movement::Unchanged, ..marks }
}

/// Returns a text without the signs that a font lacks, or nothing if it lacks a letter.
fn legible(text: &str, has: &dyn Fn(char) -> bool) -> String {
    let is_known = |c: char| c.is_whitespace() || has(c);
    if text.chars().any(|c| c.is_alphanumeric() && !is_known(c)) {
        return String::new();
    }
    let kept: String = text.chars().filter(|c| is_known(*c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_only_if_all_of_its_letters_are_known() {
        let cases = [
            ("Kafka 3", "Kafka 3"),
            ("Rust 🦀 at  work", "Rust at work"),
            ("持续交付", ""),
            ("Kafka 持", ""),
            ("🦀🦀", ""),
            ("C++ / \u{200D}C#", "C++ / C#"),
        ];
        for (text, written) in cases {
            assert_eq!(legible(text, &|c| c.is_ascii()), written, "{text}");
        }
    }
}
