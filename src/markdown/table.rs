//! Renders tables. Their alignment is a class, since pulldown-cmark would write inline styles, which the
//! pages' Content-Security-Policy forbids.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

/// The table that is being rendered. It scrolls in its own box on a narrow page.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_rows: bool,
}

impl Table {
    /// Returns the tags for an event of a table, or the event if it is none.
    pub(super) fn event<'a>(&mut self, event: Event<'a>) -> Result<Vec<String>, Event<'a>> {
        let tags = match event {
            Event::Start(Tag::Table(alignments)) => {
                self.alignments = alignments;
                vec!["<section class=\"table\" tabindex=\"0\"><table>".to_owned()]
            }
            Event::End(TagEnd::Table) => {
                let body = if self.has_rows { "</tbody>" } else { "" };
                self.has_rows = false;
                vec![format!("{body}</table></section>\n")]
            }
            Event::Start(Tag::TableHead) => {
                (self.column, self.in_head) = (0, true);
                vec!["<thead><tr>".to_owned()]
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                vec!["</tr></thead>".to_owned()]
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                let body = if self.has_rows { "" } else { "<tbody>\n" };
                self.has_rows = true;
                vec![format!("{body}<tr>")]
            }
            Event::End(TagEnd::TableRow) => vec!["</tr>\n".to_owned()],
            Event::Start(Tag::TableCell) => {
                let class = match self.alignments.get(self.column) {
                    Some(Alignment::Center) => " class=\"center\"",
                    Some(Alignment::Right) => " class=\"right\"",
                    _ => "",
                };
                let scope = if self.in_head { " scope=\"col\"" } else { "" };
                vec![format!("<{}{scope}{class}>", self.cell())]
            }
            Event::End(TagEnd::TableCell) => {
                self.column += 1;
                vec![format!("</{}>", self.cell())]
            }
            other => return Err(other),
        };
        Ok(tags)
    }

    fn cell(&self) -> &'static str {
        if self.in_head { "th" } else { "td" }
    }
}
