//! A file: its table, and what its header and its name say of the rows.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
use crate::import::sources::{File, Kind};
use crate::import::table::{Record, Table};
use crate::import::{Options, date};
use crate::source::FileId;

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
    pub(super) fn read(file: &File<'s>, options: &Options, report: &mut Report) -> Option<Self> {
        let table = match file.kind {
            Kind::Json => objects(file, report)?,
            _ => lines(file, report)?,
        };
        let columns = columns(&table.header, report)?;
        let known = date::in_name(file.stem()).or(options.date);
        let dating = columns
            .date
            .map_or_else(|| Dating::File(known.unwrap_or(options.today)), Dating::Column);
        let is_guessed = columns.date.is_none() && known.is_none();
        let sheet = Self { file: file.id, path: file.path, table, columns, dating, is_guessed };
        sheet.check_editions(report)?;
        Some(sheet)
    }

    /// What a person should know of how the file was read.
    pub(super) fn remark(&self) -> Option<String> {
        let Dating::File(date) = self.dating else { return None };
        self.is_guessed.then(|| date::guessed(self.path, date))
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

/// The rows of CSV.
fn lines<'s>(file: &File<'s>, report: &mut Report) -> Option<Table<'s>> {
    let text = file.text(report)?;
    let delimiter = DELIMITERS.into_iter().find(|delimiter| has_needed(file.id, text, *delimiter));
    let table = Table::read(file.id, text, delimiter.unwrap_or(DELIMITERS[0]));
    if table.is_none() {
        report.push(
            Diagnostic::new(Code::MissingKey, "the file is empty", Span::file(file.id))
                .help("its first line has to be a header with name, ring and quadrant"),
        );
    }
    table
}

/// The objects of a JSON array.
fn objects<'s>(file: &File<'s>, report: &mut Report) -> Option<Table<'s>> {
    let list = file.value(report)?;
    if !list.is_list() || list.items().iter().any(|item| !item.is_table()) {
        report.push(
            Diagnostic::new(Code::InvalidSource, "this is no array of objects", list.at)
                .help("write it as [{ \"name\": …, \"ring\": …, \"quadrant\": … }, …]"),
        );
        return None;
    }
    Some(Table::of_objects(file.id, file.text(report)?, list))
}

/// Whether a file has the columns that are needed.
pub(super) fn is_one(file: &File) -> bool {
    let Some(text) = file.known_text() else { return false };
    match file.kind {
        Kind::Csv => DELIMITERS.into_iter().any(|delimiter| has_needed(file.id, text, delimiter)),
        Kind::Json => file.known_value().is_some_and(|list| {
            list.items().iter().any(|item| {
                let has = |name| item.entries().iter().any(|(known, _)| key(&known.name) == name);
                NEEDED.into_iter().all(has)
            })
        }),
        _ => false,
    }
}

fn has_needed(file: FileId, text: &str, delimiter: u8) -> bool {
    let header = Table::header(file, text, delimiter);
    header.is_some_and(|header| NEEDED.iter().all(|name| find(&header, name).is_some()))
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
