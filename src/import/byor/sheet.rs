//! A file: its table, its columns and its day.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Report, Span, list};
use crate::import::dated_files::Notes;
use crate::import::row_shape::join_surplus;
use crate::import::sources::{File, Kind};
use crate::import::table::{Needed, Record, Table};
use crate::import::{Options, Sources, dated_files, not_imported, value};
use crate::source::FileId;

/// A file with a valid header.
pub(super) struct Sheet<'s> {
    pub(super) file: FileId,
    pub(super) table: Table<'s>,
    pub(super) columns: Columns,
    /// The day of all rows, if there is no column with days.
    pub(super) day: Option<Date>,
}

pub(super) struct Columns {
    pub(super) name: usize,
    pub(super) ring: usize,
    pub(super) quadrant: usize,
    pub(super) description: Option<usize>,
    pub(super) date: Option<usize>,
    /// The column with the names or numbers of editions, and a word that goes before a number.
    pub(super) edition: Option<(usize, &'static str)>,
    /// How many columns have a name.
    pub(super) count: usize,
}

const NEEDED: [&str; 3] = ["name", "ring", "quadrant"];
const OPTIONAL: [&str; 4] = ["description", "date", "volume", "edition"];
/// Spreadsheets in countries with a decimal comma write semicolons between cells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

impl Columns {
    pub(super) fn needed(&self) -> Needed {
        Needed { name: self.name, ring: self.ring, quadrant: self.quadrant }
    }
}

impl<'s> Sheet<'s> {
    /// Reads a file, or reports why it cannot be used.
    pub(super) fn read(
        file: &File<'s>,
        options: &Options,
        notes: &mut Notes,
        report: &mut Report,
    ) -> Option<Self> {
        let mut table = match file.kind {
            Kind::Json => objects(file, report)?,
            _ => lines(file, report)?,
        };
        let columns = columns(&table.header, report)?;
        join_surplus(&mut table, columns.needed(), columns.description);
        let day = match columns.date {
            Some(_) => None,
            None => Some(dated_files::day(file, options, notes)),
        };
        let sheet = Self { file: file.id, table, columns, day };
        sheet.check_editions(report)?;
        Some(sheet)
    }

    /// Reports several editions without dates: their rows would all be of one day.
    fn check_editions(&self, report: &mut Report) -> Option<()> {
        let (Some(_), Some((column, what))) = (self.day, self.columns.edition) else {
            return Some(());
        };
        let first = self.table.records.first()?;
        let what = what.to_lowercase();
        let other = self.table.records.iter().find(|r| r.get(column) != first.get(column));
        let Some(other) = other else { return Some(()) };
        report.refuse(
            Diagnostic::new(
                Code::MissingKey,
                format!("the header has no column `date`, and the rows are of several {what}s"),
                other.cell_at(column),
            )
            .label(format!("this {what} differs from that of the first row"))
            .help("add a column `date` with the day of each, as in 2026-04-14"),
        )
    }
}

fn lines<'s>(file: &File<'s>, report: &mut Report) -> Option<Table<'s>> {
    let text = file.text(report)?;
    let delimiter = DELIMITERS.into_iter().find(|delimiter| has_needed(file.id, text, *delimiter));
    let delimiter = delimiter.unwrap_or(DELIMITERS[0]);
    let table = Table::read(file.id, text, 0..text.len(), delimiter, needed);
    if table.is_none() {
        report.push(
            Diagnostic::new(Code::MissingKey, "the file is empty", Span::file(file.id))
                .help("its first line must be a header with name, ring and quadrant"),
        );
    }
    table
}

fn needed(header: &Record) -> Option<Needed> {
    let [name, ring, quadrant] = NEEDED.map(|name| find(header, name));
    Some(Needed { name: name?, ring: ring?, quadrant: quadrant? })
}

fn objects<'s>(file: &File<'s>, report: &mut Report) -> Option<Table<'s>> {
    let list = file.value(report)?;
    if !list.is_list()
        || list.items().iter().any(|item| !matches!(item.kind, value::Kind::Table(_)))
    {
        return report.refuse(
            Diagnostic::new(Code::InvalidSource, "the JSON is not an array of objects", list.at)
                .help("write it as [{ \"name\": …, \"ring\": …, \"quadrant\": … }, …]"),
        );
    }
    Some(Table::of_objects(file.id, file.text(report)?, list))
}

/// Returns the files to read. JSON of something else, such as `package.json`, is only reported if there is
/// a radar beside it.
pub(super) fn files<'t, 's>(sources: &'t Sources<'s>, report: &mut Report) -> Vec<&'t File<'s>> {
    let data = sources.iter().filter(|file| matches!(file.kind, Kind::Csv | Kind::Json));
    let (sheets, others): (Vec<_>, Vec<_>) = data.partition(|file| is_sheet(file));
    let mut files = sheets;
    let is_table = |path: &str| [".csv", ".tsv"].iter().any(|ending| path.ends_with(ending));
    for file in others {
        // A table with a wrong header is a mistake.
        if files.is_empty() || is_table(&file.path.to_lowercase()) {
            files.push(file);
        } else {
            let message = format!("{} is not imported, as it has no ring", file.path);
            report.push(not_imported(message, Span::file(file.id)));
        }
    }
    files.sort_by_key(|file| file.path);
    files
}

/// Whether a file has the required columns.
pub(super) fn is_sheet(file: &File) -> bool {
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
    for name in NEEDED.iter().chain(&OPTIONAL) {
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
    /// As for "did you mean"; equal names have 1.
    const MIN_LIKENESS: f64 = 0.75;
    let found: Vec<&str> = header.iter().filter(|cell| !cell.is_empty()).collect();
    let like = |cell: &&str| strsim::jaro_winkler(&key(cell), name);
    let unknown = found.iter().filter(|cell| {
        like(cell) >= MIN_LIKENESS
            && !NEEDED.iter().chain(&OPTIONAL).any(|known| key(cell) == *known)
    });
    let near = unknown.max_by(|a, b| like(a).total_cmp(&like(b)));
    let message = format!("the header has no column `{name}`");
    let diagnostic = Diagnostic::new(Code::MissingKey, message, header.at());
    match near {
        Some(near) => diagnostic.help(format!("did you mean `{near}`? Call it `{name}`")),
        None => diagnostic
            .help("the first line must name the columns; these are required: name, ring, quadrant"),
    }
    .help(format!("found: {}", list(&found)))
}

fn find(header: &Record, name: &str) -> Option<usize> {
    header.iter().position(|cell| key(cell) == name)
}

/// Returns the letters and digits of a column's name in lower case, as people write the rest differently.
fn key(cell: &str) -> String {
    cell.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
