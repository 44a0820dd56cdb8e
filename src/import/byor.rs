//! CSV and JSON in the format of Thoughtworks' "Build your own radar"
//! (<https://github.com/thoughtworks/build-your-own-radar>), one file or several.
//!
//! 1. The rows of each file are read from the columns that its header names.
//! 2. Rows that cannot be used are reported, each at the cell that is wrong: incomplete rows, those that
//!    were split in the wrong place ([`super::vocabulary`]), and repeated ones.
//! 3. The others make a timeline by their dates, and the timeline becomes blips.
//!
//! `isNew` and `status` are not read: the timeline gives the movement.

mod row;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::dated_files::{Notes, same_day};
use super::name::{one_line, shown};
use super::outline::Outline;
use super::row_shape::UNQUOTED_COMMA;
use super::sources::Kind;
use super::term_index::{TermIndex, sort_rings};
use super::timeline::{ListedBlip, Timeline};
use super::vocabulary::{Fault, MAX_TERMS, Vocabulary};
use super::{Content, Edition, Format, Options, Recognition, Sources, date, html, qiwi, unusable};
use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
use crate::radar::id::id_of;
use row::Row;
use sheet::Sheet;

pub(super) const FORMAT: Format =
    Format { name: "byor", title: "Build your own radar", recognise, read };

fn recognise(sources: &Sources) -> Recognition {
    if let Some(file) = sources.iter().find(|file| sheet::is_sheet(file)) {
        return Recognition::Yes(format!("{} has name, ring and quadrant", file.path));
    }
    match sources.of(Kind::Csv).find(|file| !qiwi::has_sections(file)) {
        Some(file) => Recognition::Perhaps(format!("{} is CSV", file.path)),
        None => Recognition::No(
            "there is no CSV, and no JSON array of objects with name, ring and quadrant".to_owned(),
        ),
    }
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let mut notes = Notes::default();
    let files = sheet::files(sources, report).into_iter();
    let sheets: Vec<Option<Sheet>> =
        files.map(|file| Sheet::read(file, options, &mut notes, report)).collect();
    let sheets: Vec<Sheet> = sheets.into_iter().collect::<Option<_>>()?;
    check_days(&sheets, report)?;
    let header = sheets.first()?.table.header.at();
    let mut timeline = Timeline::default();
    let rows = row::rows(&sheets, &html::Converter::new(), &mut timeline, report);
    let mut rows = plausible(rows, header, &mut timeline, report)?;
    let rings = rows.iter().map(|row| (row.ring_key.as_str(), row.ring(), row.date));
    let mut rings = terms("ring", rings, report)?;
    rings.unlist(|_| false);
    if rings.terms.is_empty() {
        let help = "a radar needs a ring, and at least one row with it";
        return report
            .refuse(unusable("every row is retired, so there is no ring", header).help(help));
    }
    if !sort_rings(&mut rings.terms) {
        notes.remarks.push(
            "the rings are in the order in which they first appear; if that is not from the centre \
             out, sort the [[ring]] tables of radar.toml"
                .to_owned(),
        );
    }
    let quadrants = rows.iter().map(|row| (row.quadrant_key.as_str(), row.quadrant(), row.date));
    let mut quadrants = terms("quadrant", quadrants, report)?;
    quadrants.unlist(|_| false);
    notes.remarks.extend(part_namesakes(&mut rows));
    for row in &rows {
        let blip = ListedBlip {
            name: row.name.clone(),
            quadrant: quadrants.id(&row.quadrant_key)?.to_owned(),
            ring: rings.id(&row.ring_key)?.to_owned(),
            description: row.description.clone(),
            ..ListedBlip::default()
        };
        timeline.add(row.date, &row.id, blip, row.name_at(), report);
    }
    let namesakes: Vec<&str> = timeline.namesakes().into_iter().collect();
    if !namesakes.is_empty() {
        notes.remarks.push(format!(
            "{} left the radar and came back in another quadrant; if they are different things with \
             the same name, give each a file of its own",
            list(&namesakes)
        ));
    }
    let outline = Outline { title: None, rings, quadrants, remarks: notes.remarks };
    let content = outline.content(&timeline, options.absent, options, header, report)?;
    Some(Content { editions: editions(&rows), assumed: notes.assumed, ..content })
}

fn check_days(sheets: &[Sheet], report: &mut Report) -> Option<()> {
    let mut files = BTreeMap::new();
    let mut are_different = true;
    for sheet in sheets {
        let Some(day) = sheet.day else { continue };
        let Some(first) = files.insert(day, sheet.file) else { continue };
        are_different = false;
        report.push(
            same_day(day, first, sheet.file)
                .help("add the day to the files' names, as in radar-2026-05-01.csv")
                .help("or add a column `date`; files with one may share a day"),
        );
    }
    are_different.then_some(())
}

/// Removes the rows whose ring or quadrant cannot be right. Returns `None`, and reports why, if none is left
/// or the columns are swapped.
fn plausible<'s>(
    rows: Vec<Row<'s>>,
    header: Span,
    timeline: &mut Timeline,
    report: &mut Report,
) -> Option<Vec<Row<'s>>> {
    let count = |rows: &[Row]| {
        Vocabulary::of(rows.iter().map(|row| (row.ring_key.as_str(), row.quadrant_key.as_str())))
    };
    let vocabulary = count(&rows);
    if let Some(first) = rows.first().filter(|_| vocabulary.is_swapped()) {
        let sheet = first.sheet;
        return report.refuse(
            Diagnostic::new(
                Code::InvalidValue,
                "the columns `ring` and `quadrant` are swapped",
                sheet.table.header.cell_at(sheet.columns.quadrant),
            )
            .label("most rows have a ring here")
            .help("swap the two names in the header"),
        );
    }
    let mut faulty = Vec::new();
    let mut split = |rows: Vec<Row<'s>>, fault: &dyn Fn(&Row) -> Option<Fault>| -> Vec<Row<'s>> {
        let (bad, good): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| fault(row).is_some());
        faulty.extend(bad.into_iter().filter_map(|row| Some((fault(&row)?, row))));
        good
    };
    let rows = split(rows, &|row| vocabulary.fault(&row.ring_key, &row.quadrant_key));
    let surplus = count(&rows).surplus();
    let rows = split(rows, &|row| surplus(&row.ring_key, &row.quadrant_key));
    for (fault, row) in &faulty {
        for id in row.possible_ids() {
            timeline.add_unclear(row.date, &id);
        }
        report.push(implausible(row, *fault));
    }
    if rows.is_empty() {
        return report.refuse(
            unusable("the files have no row that could be used", header)
                .help("a row needs a name, a ring and a quadrant below this header"),
        );
    }
    Some(rows)
}

/// Gives things of one name that are in different quadrants on one day ids of their own, and returns what the
/// user should know. The first of them keeps the id of the name.
fn part_namesakes(rows: &mut [Row]) -> Option<String> {
    let mut seen: BTreeMap<(Date, &str), &str> = BTreeMap::new();
    let mut homes: BTreeMap<&str, &str> = BTreeMap::new();
    let mut shared = BTreeSet::new();
    for row in &*rows {
        homes.entry(&row.id).or_insert(&row.quadrant_key);
        if *seen.entry((row.date, &row.id)).or_insert(&row.quadrant_key) != row.quadrant_key {
            shared.insert(row.id.as_str());
        }
    }
    let homes: BTreeMap<String, String> =
        shared.into_iter().map(|id| (id.to_owned(), homes[id].to_owned())).collect();
    let mut parted = BTreeSet::new();
    for row in rows {
        if homes.get(&row.id).is_some_and(|home| *home != row.quadrant_key) {
            row.id = format!("{}-{}", row.id, row.quadrant_key);
            parted.insert(row.id.clone());
        }
    }
    (!parted.is_empty()).then(|| {
        let ids = list(&Vec::from_iter(parted));
        format!("these are other things than those of the same name in other quadrants: {ids}")
    })
}

fn implausible(row: &Row, fault: Fault) -> Diagnostic {
    let ((ring, ring_at), (quadrant, quadrant_at)) = (row.ring(), row.quadrant());
    let (ring, quadrant) = (one_line(ring), one_line(quadrant));
    let at_ring = |message: String| unusable(message, ring_at).label("the ring belongs here");
    let at_quadrant =
        |message: String| unusable(message, quadrant_at).label("the quadrant belongs here");
    let too_many = |what: &str, name: &str, at: Span| {
        let message = format!("`{name}` is one {what} too many, and hardly any row has it");
        let help =
            format!("a radar has at most {MAX_TERMS} {what}s; give the row one of the others");
        unusable(message, at).help(help)
    };
    match fault {
        Fault::RingAsQuadrant => at_quadrant(format!("`{quadrant}` is a ring, not a quadrant")),
        Fault::QuadrantAsRing => at_ring(format!("`{ring}` is a quadrant, not a ring")),
        Fault::NeitherIsUsual => at_quadrant(format!(
            "hardly any other row has the quadrant `{quadrant}` or the ring `{ring}`"
        ))
        .also(ring_at, "and the ring here"),
        Fault::StrangeRing => at_ring(format!("no other row has a ring such as `{ring}`")),
        Fault::RareRing => too_many("ring", &ring, ring_at),
        Fault::RareQuadrant => too_many("quadrant", &quadrant, quadrant_at),
    }
    .help(UNQUOTED_COMMA)
}

/// Returns the rings or quadrants of rows, given as key, cell and day, in the order in which they first
/// appear. Each has the first name on the latest day that uses it. Returns `None` if they are too many.
fn terms<'r>(
    what: &'static str,
    cells: impl Iterator<Item = (&'r str, (&'r str, Span), Date)>,
    report: &mut Report,
) -> Option<TermIndex> {
    let mut keys = Vec::new();
    let mut named: BTreeMap<&str, (&str, Date, Span)> = BTreeMap::new();
    for (key, (name, at), date) in cells {
        let known = named.entry(key).or_insert_with(|| {
            keys.push(key);
            (name, date, at)
        });
        if date > known.1 {
            (known.0, known.1) = (name, date);
        }
    }
    let mut terms = TermIndex::new(what);
    for key in keys {
        let (name, _, at) = named[key];
        let name = shown(name);
        terms.add("", &name, None, at, report)?;
        terms.alias(key, &id_of(&name));
    }
    Some(terms)
}

/// Returns an edition for each day with a row, named by the first row that names one.
fn editions(rows: &[Row]) -> Vec<Edition> {
    let mut labels: BTreeMap<Date, Option<String>> = BTreeMap::new();
    for row in rows {
        let label = labels.entry(row.date).or_default();
        if label.is_none() {
            label.clone_from(&row.edition);
        }
    }
    date::editions(&labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::vocabulary::ring_key;

    #[test]
    fn usual_rings_have_their_order_and_others_that_of_the_rows() {
        for (rows, expected) in [
            (
                &["HOLD", "assess", "Caution", "CAUTION", "Adopt"][..],
                [("adopt", "Adopt"), ("assess", "Assess"), ("caution", "Caution")],
            ),
            (
                &["Stop", "adopt", "Use & love"],
                [("stop", "Stop"), ("adopt", "Adopt"), ("use-and-love", "Use & love")],
            ),
        ] {
            let at = Span::file(crate::source::FileId::FIRST);
            let keys: Vec<String> = rows.iter().map(|name| ring_key(name)).collect();
            let cells = (1i16..).zip(keys.iter().zip(rows)).map(|(n, (key, name))| {
                (key.as_str(), (*name, at), jiff::civil::date(2000 + n / 3, 1, 1))
            });
            let mut terms = terms("ring", cells, &mut Report::default()).expect("few enough");
            sort_rings(&mut terms.terms);
            let found = terms.terms.iter().map(|term| (term.id.as_str(), term.name.as_str()));
            assert_eq!(found.collect::<Vec<_>>(), expected);
        }
    }
}
