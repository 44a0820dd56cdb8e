//! The table without a header that Zalando kept until 2017: a name, a quadrant, a note and a score between -2 and 2
//! in each line, split by tabs, and in later files the ring.

use super::document::{Document, Line, ListedTerm, Sectors};
use super::listed::add_quadrants;
use super::name::shown;
use super::sources::{File, Kind};
use super::table::{Record, Table};
use super::vocabulary::usual_ring;
use super::{
    Content, Details, Format, Options, Recognition, Sources, not_imported, qiwi, states, unusable,
};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::id::id_of;

pub(super) const FORMAT: Format =
    Format { name: "scores", title: "Zalando's table of scores", recognise, read };

const NAME: usize = 0;
const QUADRANT: usize = 1;
const DESCRIPTION: usize = 2;
const SCORE: usize = 3;
const RING: usize = 4;

/// The rings, each with the lowest score that it takes: those of the file that has both.
const RINGS: [(&str, f64); 4] = [("Adopt", 1.5), ("Trial", 0.0), ("Assess", -1.0), ("Hold", -2.0)];

fn recognise(sources: &Sources) -> Recognition {
    let found = sources.of(Kind::Csv).find(|file| is_scored(file));
    let otherwise = "no table without a header has a score between -2 and 2 in its fourth column";
    Recognition::of(found.map(|file| file.path), "scores in its fourth column", otherwise)
}

/// Whether most of the lines with a name have a score.
fn is_scored(file: &File) -> bool {
    let Some(text) = file.known_text().filter(|_| !qiwi::has_sections(file)) else { return false };
    // A table that names its columns is another format.
    let is_header =
        |line: &str| line.split('\t').any(|cell| cell.trim().eq_ignore_ascii_case("ring"));
    if text.lines().next().is_some_and(is_header) {
        return false;
    }
    let named = text
        .lines()
        .filter(|line| line.split('\t').next().is_some_and(|name| !name.trim().is_empty()));
    let (mut lines, mut scored) = (0, 0);
    for line in named {
        lines += 1;
        let score = line.split('\t').nth(SCORE).and_then(score);
        scored += usize::from(score.is_some());
    }
    scored > 1 && scored * 2 > lines
}

fn score(cell: &str) -> Option<f64> {
    let score: f64 = cell.trim().replace(',', ".").parse().ok()?;
    (-2.0..=2.0).contains(&score).then_some(score)
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let mut documents = Vec::new();
    for file in sources.of(Kind::Csv) {
        let text = file.text(report)?;
        // The first line is an entry like the others.
        let Some(table) = Table::read(file.id, text, 0..text.len(), b'\t', |_| None) else {
            continue;
        };
        documents.push(document(file, &table, report));
    }
    if documents.is_empty() {
        let problem = "there is no table with scores";
        report.push(Diagnostic::new(Code::InvalidSource, problem, sources.first()?));
        return None;
    }
    states::content(documents, options, sources, report)
}

fn document<'s>(file: &'s File<'s>, table: &Table, report: &mut Report) -> Document<'s> {
    let mut document = Document::new(file);
    document.sectors = Sectors::Listed;
    document.rings = RINGS
        .iter()
        .map(|(name, _)| ListedTerm {
            id: name.to_lowercase(),
            title: (*name).to_owned(),
            aliases: vec!["caution".to_owned()].into_iter().filter(|_| *name == "Hold").collect(),
            description: None,
            at: Span::file(file.id),
        })
        .collect();
    let mut votes = None;
    let mut sums = None;
    for record in std::iter::once(&table.header).chain(&table.records) {
        if record.get(NAME).is_empty() {
            sums = sums.or(Some(record.at()));
            continue;
        }
        votes = votes.or((record.filled() > RING + 1).then(|| record.cell_at(RING + 1)));
        match line(record) {
            Ok(line) => document.lines.push(line),
            Err(problem) => {
                document.unclear.push(id_of(record.get(NAME)));
                report.push(problem);
            }
        }
    }
    if let Some(at) = votes {
        report
            .push(not_imported("the columns after the ring, such as votes, are not imported", at));
    }
    if let Some(at) = sums {
        report.push(not_imported("lines without a name, such as sums, are not imported", at));
    }
    add_quadrants(&mut document);
    document
}

fn line(record: &Record) -> Result<Line, Diagnostic> {
    let written = |column: usize| (record.get(column).to_owned(), record.cell_at(column));
    let ring = if usual_ring(&id_of(record.get(RING))).is_some() {
        shown(&record.get(RING).to_lowercase())
    } else {
        let Some(score) = score(record.get(SCORE)) else {
            let message = format!("`{}` is not a score between -2 and 2", record.get(SCORE));
            return Err(unusable(message, record.cell_at(SCORE)).label("the score belongs here"));
        };
        let ring =
            RINGS.iter().find(|(_, lowest)| score >= *lowest).unwrap_or(&RINGS[RINGS.len() - 1]);
        ring.0.to_owned()
    };
    let (quadrant, at) = written(QUADRANT);
    Ok(Line {
        at: record.at(),
        name: Some(written(NAME)),
        // `;` stood for a comma.
        quadrant: Some((quadrant.replace("; ", ", "), at)).filter(|(word, _)| !word.is_empty()),
        ring: Some((ring, record.cell_at(RING))),
        description: Some(written(DESCRIPTION)).filter(|(text, _)| !text.is_empty()),
        details: Details::default(),
    })
}
