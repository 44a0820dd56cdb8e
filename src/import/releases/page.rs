//! A Markdown file with front matter -> the page of a blip in one release.

use jiff::civil::Date;

use crate::diagnostic::{Report, Span};
use crate::import::prose::Text;
use crate::import::sources::File;
use crate::import::value::Value;
use crate::import::{HOW_TO_HIDE, front, not_imported, unusable};
use crate::radar::id::id_of;

/// A page. `None` means that it leaves out the key.
pub(super) struct Page<'s> {
    pub(super) date: Date,
    pub(super) id: String,
    pub(super) stem: String,
    pub(super) at: Span,
    pub(super) title: Option<String>,
    pub(super) ring: Option<(String, Span)>,
    pub(super) quadrant: Option<(String, Span)>,
    pub(super) summary: Option<String>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) teams: Option<Vec<String>>,
    /// Addresses and titles, with their spans.
    pub(super) links: Option<Vec<(String, String, Span)>>,
    /// The keys that this program does not have.
    pub(super) not_imported: Report,
    pub(super) body: Text<'s>,
}

impl<'s> Page<'s> {
    /// Reads a file, or returns why it cannot be used.
    pub(super) fn read(date: Date, file: &File<'s>) -> Result<Self, Report> {
        let mut report = Report::default();
        let page = Self::parse(date, file, &mut report);
        page.ok_or(report)
    }

    fn parse(date: Date, file: &File<'s>, report: &mut Report) -> Option<Self> {
        let text = file.text(report)?;
        let (matter, body) = parts(file, text);
        let Some((matter, start)) = matter else {
            return report.refuse(
                unusable("the file has no front matter", Span::file(file.id))
                    .help("start it with a line ---, keys such as ring: adopt, and a line ---"),
            );
        };
        let keys = front::keys(file, text, (matter, start), report)?;
        let at = Span::new(file.id, start..start + matter.trim_end().len());
        let id = id_of(file.stem());
        if id.is_empty() {
            let message = "the file's name has no letter or digit, so it gives no id";
            return report.refuse(unusable(message, at));
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
            not_imported: Report::default(),
            body,
        };
        for (key, value) in keys.entries() {
            page.set(&key.name, value, report);
        }
        Some(page)
    }

    fn set(&mut self, key: &str, value: &Value, report: &mut Report) {
        let text = value.text().map(std::borrow::Cow::into_owned).filter(|text| !text.is_empty());
        let spanned = || text.clone().map(|text| (text, value.at));
        match key {
            "title" => self.title = text,
            "ring" => self.ring = spanned(),
            "segment" | "quadrant" => self.quadrant = spanned(),
            "summary" | "info" => self.summary = text,
            // Products become tags.
            "tags" | "products" => self.tags.get_or_insert_default().extend(value.texts()),
            "teams" => self.teams = Some(value.texts()),
            "links" => self.links = Some(links(value, report)),
            "featured" => {
                if value.truth() == Some(false) {
                    let message = "`featured: false` is not imported: every blip is on the chart";
                    let problem = not_imported(message, value.at);
                    self.not_imported.push(problem.help(HOW_TO_HIDE));
                }
            }
            _ => {
                let message = format!("the key `{key}` is not imported");
                self.not_imported.push(not_imported(message, value.at));
            }
        }
    }
}

fn links(value: &Value, report: &mut Report) -> Vec<(String, String, Span)> {
    let mut links = Vec::new();
    for link in value.items() {
        let Some(url) = link.text_of("url").or_else(|| link.text()) else {
            report.push(not_imported("a link without an address is not imported", link.at));
            continue;
        };
        let title = link.text_of("name").or_else(|| link.text_of("title")).unwrap_or_default();
        links.push((url.into_owned(), title.into_owned(), link.at));
    }
    links
}

/// Splits a file into its front matter, with the byte at which it starts, and its body.
pub(in crate::import) fn parts<'s>(
    file: &File<'s>,
    text: &'s str,
) -> (Option<(&'s str, usize)>, Text<'s>) {
    let body =
        |start: usize| Text { words: &text[start..], offset: Some(start), at: Span::file(file.id) };
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = text[mark..].lines().next().unwrap_or_default();
    let fence = first.trim_end();
    if !matches!(fence, "---" | "+++") {
        return (None, body(mark));
    }
    let start = (mark + first.len() + 1).min(text.len());
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return (Some((&text[start..end], start)), body(end + line.len()));
        }
        end += line.len();
    }
    (None, body(mark))
}
