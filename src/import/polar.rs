//! `radar_data.js`, as radars had it before Zalando's of 2017 and many copies still do: each blip has a distance
//! from the centre and an angle, and lists are quadrants. Nothing names the ring of a blip; its distance does.

mod script;

use super::document::{Document, ListedTerm, Sectors};
use super::listed::{add_quadrants, line};
use super::sources::{File, Kind};
use super::term_index::report_unknown_keys;
use super::value::Value;
use super::{Content, Format, Options, Recognition, Sources, not_imported, states, unusable};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::id::id_of;
use script::{Script, has_places};

pub(super) const FORMAT: Format =
    Format { name: "polar", title: "radar_data.js with polar places", recognise, read };

/// The rings of a radar that does not name them, each with its outer distance.
const RINGS: [(&str, f64); 4] =
    [("Adopt", 100.0), ("Trial", 200.0), ("Assess", 300.0), ("Hold", 400.0)];

/// The quadrants from 0 degrees, which is east, anticlockwise; and their places from the top left, clockwise.
const QUADRANTS: [(&str, usize); 4] =
    [("Top right", 1), ("Top left", 0), ("Bottom left", 3), ("Bottom right", 2)];

fn recognise(sources: &Sources) -> Recognition {
    let mut pages = sources.of(Kind::Page);
    let found = pages.find(|file| file.known_text().is_some_and(has_places));
    let otherwise = "no script has `radar_data` with places such as `pc: { r, t }`";
    Recognition::of(found.map(|file| file.path), "`radar_data` with polar places", otherwise)
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let mut documents = Vec::new();
    for file in sources.of(Kind::Page) {
        let Some(text) = file.known_text().filter(|text| has_places(text)) else { continue };
        let script = Script::new(file, text);
        documents.push(document(file, &script, report)?);
    }
    if documents.is_empty() {
        let problem = "there is no `radar_data` with places such as `pc: { r, t }`";
        report.push(Diagnostic::new(Code::InvalidSource, problem, sources.first()?));
        return None;
    }
    states::content(documents, options, sources, report)
}

fn document<'s>(file: &'s File<'s>, script: &Script, report: &mut Report) -> Option<Document<'s>> {
    let lists = script.list("radar_data", report)?;
    let arcs = script.list("radar_arcs", report);
    let rings = rings(script, arcs.as_ref());
    let mut document = Document::new(file);
    document.sectors = Sectors::Listed;
    document.title = script.text("radar_title").or_else(|| script.text("title"));
    document.date =
        ["lastUpdate", "last_update", "radar_date"].iter().find_map(|name| script.text(name));
    document.rings = rings.iter().map(|(name, _)| term(name, Span::file(file.id))).collect();
    let mut places = Vec::new();
    for item in lists.items() {
        let blips = match item.get("items") {
            Some(blips) => blips.items(),
            None => std::slice::from_ref(item),
        };
        let quadrant = item.line_of("quadrant").map(|name| (name, item.span_of("quadrant")));
        for blip in blips {
            let angle = script.number(blip.get("pc").and_then(|place| place.get("t")));
            let (name, place) =
                QUADRANTS[angle.map_or(1, |angle| (angle.rem_euclid(360.0) / 90.0) as usize % 4)];
            let quadrant = quadrant.clone().or_else(|| Some((name.to_owned(), blip.get("pc")?.at)));
            places.extend(quadrant.clone().map(|(name, _)| (name, place)));
            match ring(script, blip, &rings, report) {
                Some(ring) => document.lines.push(line(blip, Some(ring), quadrant, report)),
                None => document.unclear.push(id_of(&blip.line_of("name").unwrap_or_default())),
            }
        }
        let known = ["name", "pc", "movement", "url", "blipSize", "description", "domain", "link"];
        report_unknown_keys("blips", blips, &known, report);
    }
    add_quadrants(&mut document);
    // The lists are in any order, but the places are those of the chart.
    let place =
        |name: &str| places.iter().find(|(known, _)| known == name).map(|(_, place)| *place);
    document.quadrants.sort_by_key(|term| place(&term.title));
    Some(document)
}

fn term(name: &str, at: Span) -> ListedTerm {
    let (id, title) = (name.to_lowercase(), name.to_owned());
    ListedTerm { id, title, aliases: Vec::new(), description: None, at }
}

/// Returns the rings and their outer distances, from the centre out.
fn rings(script: &Script, arcs: Option<&Value>) -> Vec<(String, f64)> {
    let arc = |arc: &Value| Some((arc.line_of("name")?, script.number(arc.get("r"))?));
    let mut rings: Vec<(String, f64)> =
        arcs.map(|arcs| arcs.items().iter().filter_map(arc).collect()).unwrap_or_default();
    if rings.is_empty() {
        rings = RINGS.iter().map(|(name, outer)| ((*name).to_owned(), *outer)).collect();
    }
    rings.sort_by(|a, b| a.1.total_cmp(&b.1));
    rings
}

/// Returns the ring at the distance of a blip, or reports why there is none.
fn ring(
    script: &Script,
    blip: &Value,
    rings: &[(String, f64)],
    report: &mut Report,
) -> Option<(String, Span)> {
    let place = blip.get("pc");
    let Some(distance) = script.number(place.and_then(|place| place.get("r"))) else {
        let problem =
            unusable("the blip has no distance `r` that is a number", place.unwrap_or(blip).at);
        return report.refuse(problem.help("write it as pc: { r: 150, t: 45 }"));
    };
    let at = place.and_then(|place| place.get("r")).unwrap_or(blip).at;
    let within = rings.iter().find(|(_, outer)| distance <= *outer);
    if within.is_none() {
        let message = format!(
            "the distance {distance} is outside of all rings, so the blip is in the outermost"
        );
        report.push(not_imported(message, at));
    }
    let (name, _) = within.or(rings.last())?;
    Some((name.clone(), at))
}
