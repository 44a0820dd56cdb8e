//! CSV and JSON as Thoughtworks' "Build your own radar" reads it
//! (<https://github.com/thoughtworks/build-your-own-radar>), one file or several.
//!
//! 1. Each file's rows are read, in the columns that its header names.
//! 2. Rows that cannot be used are reported, each at the cell that is wrong: those that lack
//!    something, those that were split in the wrong place ([`super::vocabulary`]), and second ones.
//! 3. The others are sorted into states by their dates, and the states become blips.
//!
//! `isNew` and `status` are not read: the trail of reviews says how a blip moved.

mod row;
mod sheet;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::name::one_line;
use super::sources::Kind;
use super::state::{self, Entry, State};
use super::vocabulary::{Fault, MOST, Terms, Vocabulary};
use super::{
    Content, Details, Edition, Format, Options, Recognition, Sources, TITLE, date, html, qiwi,
};
use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
use crate::radar::RETIRED;
use row::{Row, UNQUOTED_COMMA};
use sheet::{Dating, Sheet};

/// Reads CSV and JSON as "Build your own radar" does.
pub(super) struct Byor;

impl Format for Byor {
    fn name(&self) -> &'static str {
        "byor"
    }

    fn title(&self) -> &'static str {
        "Build your own radar"
    }

    fn recognise(&self, sources: &Sources) -> Recognition {
        let needed = "name, ring and quadrant";
        if let Some(file) = sources.iter().find(|file| sheet::is_one(file)) {
            return Recognition::Sure(format!("{} has {needed}", file.path));
        }
        let is_sheet = |kind| matches!(kind, Kind::Csv);
        match sources.iter().find(|file| is_sheet(file.kind) && !qiwi::has_sections(file)) {
            Some(file) => Recognition::Perhaps(format!("{} is CSV", file.path)),
            None => Recognition::No(format!("no CSV, and no JSON array of objects with {needed}")),
        }
    }

    fn read(&self, sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
        let is_read = |kind| matches!(kind, Kind::Csv | Kind::Json);
        let files = sources.iter().filter(|file| is_read(file.kind));
        let sheets: Vec<Option<Sheet>> =
            files.map(|file| Sheet::read(file, options, report)).collect();
        let sheets: Vec<Sheet> = sheets.into_iter().collect::<Option<_>>()?;
        same_day(&sheets, report)?;
        let (rows, mut states) = row::rows(&sheets, &html::Converter::new(), report);
        let rows = believable(rows, &sheets, &mut states, report)?;
        let (rings, are_usual) = rings(&rows, &sheets, report)?;
        let quadrants = quadrants(&rows, &sheets, report)?;

        let editions = editions(&rows);
        let (ring_ids, quadrant_ids) = (rings.ids(), quadrants.ids());
        let quadrants = quadrants.into_terms();
        for date in rows.iter().map(|row| row.date) {
            states.entry(date).or_default();
        }
        fill(
            &mut states,
            rows,
            &sheets,
            |row| Entry {
                name: row.name.clone(),
                quadrant: quadrant_ids[&row.quadrant_key].clone(),
                ring: ring_ids.get(&row.ring_key).map_or_else(|| RETIRED.to_owned(), Clone::clone),
                description: row.description.clone(),
                note: None,
                details: Details::default(),
            },
            report,
        );
        Some(Content {
            title: options.title.clone().unwrap_or_else(|| TITLE.to_owned()),
            blips: state::blips(&states, &quadrants, options.absent),
            remarks: remarks(&sheets, &states, are_usual),
            rings: rings.into_terms(),
            quadrants,
            editions,
            days: states.keys().copied().collect(),
            unclear: states.values().flat_map(|state| state.unclear.clone()).collect(),
            absent: options.absent,
            ..Content::default()
        })
    }
}

fn remarks(sheets: &[Sheet], states: &BTreeMap<Date, State>, rings_are_usual: bool) -> Vec<String> {
    let mut remarks: Vec<String> = sheets.iter().filter_map(Sheet::remark).collect();
    if !rings_are_usual {
        remarks.push(
            "the rings stand in the order in which they first appear; if that is not from the \
             centre out, put the [[ring]] tables of radar.toml in order"
                .to_owned(),
        );
    }
    let namesakes: Vec<&str> = state::namesakes(states).into_iter().collect();
    if !namesakes.is_empty() {
        remarks.push(format!(
            "{} left the radar and came back in another quadrant; if that is another thing of the \
             same name, give each a file of its own",
            list(&namesakes)
        ));
    }
    remarks
}

/// Reports files of the same day: two states of one day cannot both be true.
fn same_day(sheets: &[Sheet], report: &mut Report) -> Option<()> {
    let mut files: BTreeMap<Date, &Sheet> = BTreeMap::new();
    let mut differ = true;
    for sheet in sheets {
        let Dating::File(date) = sheet.dating else { continue };
        let Some(first) = files.insert(date, sheet) else { continue };
        differ = false;
        report.push(
            Diagnostic::new(
                Code::InvalidValue,
                format!("two files are of {date}, and a radar has one state a day"),
                Span::file(sheet.file),
            )
            .label("this one")
            .also(Span::file(first.file), "and this one")
            .help("put the day into the files' names, as in radar-2026-05-01.csv")
            .help("or add a column `date`; files with one may share a day"),
        );
    }
    differ.then_some(())
}

/// Leaves rows out whose ring or quadrant is not to be believed; `None` if none is left.
fn believable(
    rows: Vec<Row>,
    sheets: &[Sheet],
    states: &mut BTreeMap<Date, State>,
    report: &mut Report,
) -> Option<Vec<Row>> {
    let vocabulary = of(&rows);
    if !rows.is_empty() && vocabulary.is_swapped() {
        let sheet = &sheets[rows[0].sheet];
        report.push(
            Diagnostic::new(
                Code::InvalidValue,
                "the columns `ring` and `quadrant` are mixed up",
                sheet.table.header.cell_at(sheet.columns.quadrant),
            )
            .label("most rows have a ring here")
            .help("swap the two names in the header"),
        );
        return None;
    }
    let (rows, broken) = split(rows, |row| vocabulary.fault(&row.ring_key, &row.quadrant_key));
    let surplus = of(&rows).surplus();
    let (rows, rare) = split(rows, |row| surplus.fault(&row.ring_key, &row.quadrant_key));
    for (row, fault) in broken.iter().chain(&rare) {
        states.entry(row.date).or_default().unclear.insert(row.id.clone());
        report.push(unbelievable(row, *fault, &sheets[row.sheet]));
    }
    if rows.is_empty() {
        let at = sheets.first()?.table.header.at();
        report.push(
            Diagnostic::new(Code::UnusableRow, "there is no row that could be used", at)
                .help("a row needs a name, a ring and a quadrant below this header"),
        );
        return None;
    }
    Some(rows)
}

fn of(rows: &[Row]) -> Vocabulary {
    Vocabulary::of(rows.iter().map(|row| (row.ring_key.as_str(), row.quadrant_key.as_str())))
}

fn split(rows: Vec<Row>, fault: impl Fn(&Row) -> Option<Fault>) -> (Vec<Row>, Vec<(Row, Fault)>) {
    let mut faulty = Vec::new();
    let mut good = Vec::with_capacity(rows.len());
    for row in rows {
        match fault(&row) {
            Some(fault) => faulty.push((row, fault)),
            None => good.push(row),
        }
    }
    (good, faulty)
}

fn unbelievable(row: &Row, fault: Fault, sheet: &Sheet) -> Diagnostic {
    let record = &sheet.table.records[row.record];
    let ring = one_line(record.get(sheet.columns.ring));
    let quadrant = one_line(record.get(sheet.columns.quadrant));
    let ring_at = record.cell_at(sheet.columns.ring);
    let quadrant_at = record.cell_at(sheet.columns.quadrant);
    let problem = |message: String, at| Diagnostic::new(Code::UnusableRow, message, at);
    match fault {
        Fault::RingAsQuadrant => {
            problem(format!("`{quadrant}` is a ring, not a quadrant"), quadrant_at)
                .label("the quadrant belongs here")
                .help(UNQUOTED_COMMA)
        }
        Fault::QuadrantAsRing => problem(format!("`{ring}` is a quadrant, not a ring"), ring_at)
            .label("the ring belongs here")
            .help(UNQUOTED_COMMA),
        Fault::NeitherIsUsual => problem(
            format!("hardly any other row has the quadrant `{quadrant}` or the ring `{ring}`"),
            quadrant_at,
        )
        .label("the quadrant belongs here")
        .also(ring_at, "and the ring here")
        .help(UNQUOTED_COMMA),
        Fault::StrangeRing => {
            problem(format!("`{ring}` is none of the rings that the other rows have"), ring_at)
                .label("the ring belongs here")
                .help(UNQUOTED_COMMA)
        }
        Fault::RareRing => too_rare("ring", &ring, ring_at),
        Fault::RareQuadrant => too_rare("quadrant", &quadrant, quadrant_at),
    }
}

fn too_rare(what: &str, name: &str, at: Span) -> Diagnostic {
    let message = format!(
        "`{name}` would be one {what} more than the {MOST} a radar can have, and hardly any row has it"
    );
    Diagnostic::new(Code::UnusableRow, message, at)
        .help(format!("give the row one of the other {what}s"))
        .help(UNQUOTED_COMMA)
}

fn rings(rows: &[Row], sheets: &[Sheet], report: &mut Report) -> Option<(Terms, bool)> {
    let on_rings = rows.iter().filter(|row| row.ring_key != RETIRED);
    let name = |row: &Row| sheets[row.sheet].columns.ring;
    let terms = on_rings.map(|row| (row.ring_key.as_str(), cell(row, sheets, name), row.date));
    let mut terms = Terms::of(terms);
    let are_usual = terms.sort_rings();
    if terms.len() == 0 {
        let at = sheets.first()?.table.header.at();
        report.push(
            Diagnostic::new(Code::UnusableRow, "every row is retired: there is no ring", at)
                .help("a radar needs a ring, and at least one row that has it"),
        );
        return None;
    }
    let too_many = rows.iter().find(|row| terms.too_many() == Some(&row.ring_key));
    let at = too_many.map(|row| cell_at(row, sheets, name));
    few_enough("ring", &terms, at, report)?;
    Some((terms, are_usual))
}

fn quadrants(rows: &[Row], sheets: &[Sheet], report: &mut Report) -> Option<Terms> {
    let name = |row: &Row| sheets[row.sheet].columns.quadrant;
    let terms =
        rows.iter().map(|row| (row.quadrant_key.as_str(), cell(row, sheets, name), row.date));
    let terms = Terms::of(terms);
    let too_many = rows.iter().find(|row| terms.too_many() == Some(&row.quadrant_key));
    let at = too_many.map(|row| cell_at(row, sheets, name));
    few_enough("quadrant", &terms, at, report)?;
    Some(terms)
}

fn cell<'s>(row: &Row, sheets: &'s [Sheet], column: impl Fn(&Row) -> usize) -> &'s str {
    sheets[row.sheet].table.records[row.record].get(column(row))
}

fn cell_at(row: &Row, sheets: &[Sheet], column: impl Fn(&Row) -> usize) -> Span {
    sheets[row.sheet].table.records[row.record].cell_at(column(row))
}

fn few_enough(what: &str, terms: &Terms, at: Option<Span>, report: &mut Report) -> Option<()> {
    let Some(at) = at else { return Some(()) };
    let count = terms.len();
    report.push(
        Diagnostic::new(
            Code::InvalidValue,
            format!("there are {count} {what}s, and {MOST} are the most"),
            at,
        )
        .label(format!("the first {what} too many"))
        .help(format!("put some of them together: people cannot tell so many {what}s apart")),
    );
    None
}

/// The editions: one a day that a row is of, labelled by the first row of the day that has a label.
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

/// Sorts rows into their states; the second row of one blip and day is reported.
fn fill(
    states: &mut BTreeMap<Date, State>,
    rows: Vec<Row>,
    sheets: &[Sheet],
    entry: impl Fn(&Row) -> Entry,
    report: &mut Report,
) {
    let mut first: BTreeMap<(Date, String), (usize, usize)> = BTreeMap::new();
    for row in rows {
        let name_at = |sheet: usize, record: usize| {
            let sheet: &Sheet = &sheets[sheet];
            sheet.table.records[record].cell_at(sheet.columns.name)
        };
        if let Some((sheet, record)) = first.get(&(row.date, row.id.clone())) {
            report.push(
                Diagnostic::new(
                    Code::UnusableRow,
                    format!("`{}` has a row already, of {}", row.name, row.date),
                    name_at(row.sheet, row.record),
                )
                .label("again here")
                .also(name_at(*sheet, *record), "first here; this one is used")
                .help("leave one of them out, or give it another name"),
            );
            continue;
        }
        let state = states.entry(row.date).or_default();
        state.entries.insert(row.id.clone(), entry(&row));
        first.insert((row.date, row.id), (row.sheet, row.record));
    }
}
