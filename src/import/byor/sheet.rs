//! A CSV file: its table, and what its header and its name say of the rows.

use std::path::Path;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Place, Report, list};
use crate::import::table::{Record, Table};
use crate::import::{Options, date};
use crate::manifest;
use crate::source::{FileId, SourceFile};

/// A file whose header can be used.
pub(super) struct Sheet<'s> {
    pub(super) file: FileId,
    pub(super) path: &'s str,
    pub(super) table: Table<'s>,
    pub(super) columns: Columns,
    pub(super) dating: Dating,
    /// Whether the day is only what was left when neither file, name nor options had one.
    is_guessed: bool,
}

/// Where a row's day stands.
#[derive(Clone, Copy)]
pub(super) enum Dating {
    /// In a column.
    Column(usize),
    /// All rows are of one day.
    File(Date),
}

/// The columns that are read.
pub(super) struct Columns {
    pub(super) name: usize,
    pub(super) ring: usize,
    pub(super) quadrant: usize,
    pub(super) description: Option<usize>,
    pub(super) date: Option<usize>,
    /// What an edition is called or counted by, and the word for that.
    pub(super) edition: Option<(usize, &'static str)>,
    /// How many columns have a name.
    pub(super) count: usize,
}

/// What there has to be.
const NEEDED: [&str; 3] = ["name", "ring", "quadrant"];
/// What else is read.
const READ: [&str; 4] = ["description", "date", "volume", "edition"];
/// What may stand between cells: spreadsheets in countries with a decimal comma write semicolons.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

impl<'s> Sheet<'s> {
    /// Reads a file, or reports why it cannot be used.
    pub(super) fn read(
        id: FileId,
        file: &'s SourceFile,
        options: &Options,
        report: &mut Report,
    ) -> Option<Self> {
        let text = manifest::text(id, file, report)?;
        let delimiter = DELIMITERS.into_iter().find(|delimiter| {
            let header = Table::header(id, text, *delimiter);
            header.is_some_and(|header| NEEDED.iter().all(|name| find(&header, name).is_some()))
        });
        let Some(table) = Table::read(id, text, delimiter.unwrap_or(DELIMITERS[0])) else {
            report.push(
                Diagnostic::new(Code::MissingKey, "the file is empty", Place::file(id))
                    .help("its first line has to be a header with name, ring and quadrant"),
            );
            return None;
        };
        let columns = columns(&table.header, report)?;
        let named = Path::new(&file.path).file_stem().and_then(|stem| stem.to_str());
        let known = named.and_then(date::in_name).or(options.date);
        let dating = columns
            .date
            .map_or_else(|| Dating::File(known.unwrap_or(options.today)), Dating::Column);
        let is_guessed = columns.date.is_none() && known.is_none();
        let sheet = Self { file: id, path: &file.path, table, columns, dating, is_guessed };
        sheet.check_editions(report)?;
        Some(sheet)
    }

    /// What a person should know of how the file was read.
    pub(super) fn remark(&self) -> Option<String> {
        let Dating::File(date) = self.dating else { return None };
        self.is_guessed.then(|| {
            format!(
                "{} has no date, so it is taken to be of today, {date}; if it is not, name its day with --date",
                self.path
            )
        })
    }

    /// Reports several editions without dates: their rows would all fall on one day.
    fn check_editions(&self, report: &mut Report) -> Option<()> {
        let (Dating::File(_), Some((column, what))) = (self.dating, self.columns.edition) else {
            return Some(());
        };
        let first = self.table.records.first()?;
        let what = what.to_lowercase();
        let other = self.table.records.iter().find(|r| r.get(column) != first.get(column));
        let Some(other) = other else { return Some(()) };
        report.push(
            Diagnostic::new(
                Code::MissingKey,
                format!("the header has no column `date`, and the rows are of several {what}s"),
                other.cell_at(column),
            )
            .label(format!("another {what} than above"))
            .help("add a column `date` with the day of each, as in 2026-04-14"),
        );
        None
    }
}

fn columns(header: &Record, report: &mut Report) -> Option<Columns> {
    let mut is_whole = true;
    for name in NEEDED.iter().chain(&READ) {
        let same: Vec<usize> =
            (0..header.len()).filter(|at| key(header.get(*at)) == *name).collect();
        match same[..] {
            [] if NEEDED.contains(name) => report.push(missing(name, header)),
            [first, second, ..] => report.push(
                Diagnostic::new(
                    Code::InvalidValue,
                    format!("two columns are called `{name}`"),
                    header.cell_at(second),
                )
                .label("again here")
                .also(header.cell_at(first), "first here")
                .help("give one of them another name"),
            ),
            _ => continue,
        }
        is_whole = false;
    }
    if !is_whole {
        return None;
    }
    let mut edition = [("volume", "Volume"), ("edition", "Edition")].into_iter();
    Some(Columns {
        name: find(header, "name")?,
        ring: find(header, "ring")?,
        quadrant: find(header, "quadrant")?,
        description: find(header, "description"),
        date: find(header, "date"),
        edition: edition.find_map(|(key, word)| Some((find(header, key)?, word))),
        count: header.filled(),
    })
}

fn missing(name: &str, header: &Record) -> Diagnostic {
    /// As for "did you mean": of 1 for equal names.
    const NEAR: f64 = 0.75;
    let found: Vec<&str> = header.iter().filter(|cell| !cell.is_empty()).collect();
    let like = |cell: &&str| strsim::jaro_winkler(&key(cell), name);
    let unknown = found.iter().filter(|cell| {
        like(cell) >= NEAR && !NEEDED.iter().chain(&READ).any(|known| key(cell) == *known)
    });
    let near = unknown.max_by(|a, b| like(a).total_cmp(&like(b)));
    let message = format!("the header has no column `{name}`");
    let diagnostic = Diagnostic::new(Code::MissingKey, message, header.at());
    match near {
        Some(near) => diagnostic.help(format!("did you mean `{near}`? Call it `{name}`")),
        None => diagnostic
            .help("the first line has to name the columns; these are needed: name, ring, quadrant"),
    }
    .help(format!("found: {}", list(&found)))
}

fn find(header: &Record, name: &str) -> Option<usize> {
    header.iter().position(|cell| key(cell) == name)
}

/// A column's name without what people write differently.
fn key(cell: &str) -> String {
    cell.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
