//! A Markdown file with YAML front matter -> what it says of its blip.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::import::prose::Text;
use crate::import::sources::File;
use crate::import::value::{self, Value};
use crate::import::{not_imported, unusable};
use crate::radar::id::id_of;
use crate::source::FileId;

/// The longest id; file systems take 255 bytes.
const LONGEST_ID: usize = 120;

/// What a file says. What is `None` was left out.
pub(super) struct Page<'s> {
    pub(super) date: Date,
    pub(super) id: String,
    pub(super) stem: String,
    /// The front matter.
    pub(super) at: Span,
    pub(super) title: Option<String>,
    pub(super) ring: Option<(String, Span)>,
    pub(super) quadrant: Option<(String, Span)>,
    pub(super) summary: Option<String>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) teams: Option<Vec<String>>,
    /// Address, title, place.
    pub(super) links: Option<Vec<(String, String, Span)>>,
    /// What a radar here has no place for: the words to say it with, and where.
    stays: Vec<(String, Span)>,
    file: FileId,
    body: &'s str,
    body_start: usize,
}

impl<'s> Page<'s> {
    /// Reads a file, or says why it cannot be used.
    pub(super) fn read(date: Date, file: &File<'s>) -> Result<Self, Report> {
        let mut report = Report::default();
        let page = Self::parse(date, file, &mut report);
        page.ok_or(report)
    }

    fn parse(date: Date, file: &File<'s>, report: &mut Report) -> Option<Self> {
        let text = file.text(report)?;
        let (front, body) = parts(file, text);
        let Some((front, start)) = front else {
            report.push(
                unusable("the file has no front matter", Span::file(file.id)).help(
                    "it has to start with a line ---, keys such as ring: adopt, and a line ---",
                ),
            );
            return None;
        };
        let keys = value::yaml(file.id, front, start, report)?;
        let at = Span::new(file.id, start..start + front.trim_end().len());
        let id = id_of(file.stem());
        if id.is_empty() || id.len() > LONGEST_ID {
            let why = if id.is_empty() { "has no letter or digit" } else { "is too long" };
            report.push(unusable(format!("the file's name {why}, so there is no id"), at));
            return None;
        }
        let mut page = Self {
            date,
            id,
            stem: file.stem().to_owned(),
            at,
            title: None,
            ring: None,
            quadrant: None,
            summary: None,
            tags: None,
            teams: None,
            links: None,
            stays: Vec::new(),
            file: file.id,
            body: body.words,
            body_start: body.offset.unwrap_or_default(),
        };
        for (key, value) in keys.entries() {
            page.take(&key.name, value, report);
        }
        Some(page)
    }

    fn take(&mut self, key: &str, value: &Value, report: &mut Report) {
        let text = value.text().map(std::borrow::Cow::into_owned).filter(|text| !text.is_empty());
        let placed = || text.clone().map(|text| (text, value.at));
        match key {
            "title" => self.title = text,
            "ring" => self.ring = placed(),
            "segment" | "quadrant" => self.quadrant = placed(),
            "summary" | "info" => self.summary = text,
            // A product is a word to find a blip by.
            "tags" | "products" => self.tags.get_or_insert_default().extend(value.texts()),
            "teams" => self.teams = Some(value.texts()),
            "links" => self.links = Some(links(value, report)),
            "featured" => {
                if value.truth() == Some(false) {
                    let message = "`featured: false`: here, every blip is on the chart";
                    self.stays.push((message.to_owned(), value.at));
                }
            }
            _ => self.stays.push((format!("the key `{key}`"), value.at)),
        }
    }

    /// Reports what a radar here has no place for.
    pub(super) fn say_what_stays(&self, report: &mut Report) {
        for (message, at) in &self.stays {
            report.push(not_imported(message.clone(), *at));
        }
    }

    pub(super) fn body(&self) -> Text<'s> {
        Text {
            words: self.body,
            file: self.file,
            offset: Some(self.body_start),
            at: Span::file(self.file),
        }
    }
}

fn links(value: &Value, report: &mut Report) -> Vec<(String, String, Span)> {
    let mut links = Vec::new();
    for link in value.items() {
        let url = link.text_of("url").or_else(|| link.text());
        let Some(url) = url else {
            report.push(Diagnostic::new(Code::NotImported, "a link without an address", link.at));
            continue;
        };
        let title = link.text_of("name").or_else(|| link.text_of("title"));
        let host = || url.split("://").last().and_then(|rest| rest.split('/').next());
        let title = title.as_deref().or_else(host).unwrap_or(&url).to_owned();
        links.push((url.into_owned(), title, link.at));
    }
    links
}

/// The front matter, with the byte it starts at, and the body.
pub(in crate::import) fn parts<'s>(
    file: &File<'s>,
    text: &'s str,
) -> (Option<(&'s str, usize)>, Text<'s>) {
    let body = |start: usize| Text {
        words: &text[start..],
        file: file.id,
        offset: Some(start),
        at: Span::file(file.id),
    };
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = text[mark..].lines().next().unwrap_or_default();
    if first.trim_end() != "---" {
        return (None, body(mark));
    }
    let start = (mark + first.len() + 1).min(text.len());
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (Some((&text[start..end], start)), body(end + line.len()));
        }
        end += line.len();
    }
    (None, body(mark))
}
