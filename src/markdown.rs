//! Renders Markdown as HTML that can be trusted: `CommonMark` with GFM's tables, footnotes, task lists,
//! strike-out and bare addresses, and with `[[blip]]` links.
//!
//! Many people write these texts. So raw HTML appears as text, unsafe links lose their address, and the
//! output has no inline style, which the pages' Content-Security-Policy forbids. [`crate::content::check`]
//! reports what an author cannot have meant; it reads the same events that are rendered here.

pub mod address;
mod dialect;
pub(crate) mod escape;
pub(crate) mod flaw;
mod footnotes;
mod grammars;
mod heading;
mod highlight;
mod image;
mod raw_html;
mod render;
mod survey;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, html};

use dialect::Source;
pub(crate) use image::image_path;
use render::Renderer;
#[cfg(feature = "import")]
pub(crate) use survey::plain_text;
pub use survey::{Found, FoundKind, links};
pub(crate) use survey::{Survey, first_paragraph, heading_ids, survey};

/// The name of each blip that has a page, by id.
pub type BlipNames<'r> = BTreeMap<&'r str, &'r str>;

/// How a text is rendered.
#[derive(Clone, Copy)]
pub struct Style<'a> {
    /// The path from the page to the site's root: empty, or `../`.
    pub to_root: &'a str,
    /// By how many levels headings are lowered, so that they fit below those of the page.
    pub lower_headings: u8,
    /// What the ids of the text start with. It keeps those of several texts on one page apart, and from
    /// those of the page itself: a dot follows, which is in no id of a page.
    pub scope: &'a str,
    /// The path of the page that the text belongs to, if this is another one; else empty.
    pub home: &'a str,
    /// Finds the fragments of other texts.
    pub fragments: Option<FindFragment<'a>>,
}

/// Returns the id that a fragment of a page means, if it is that of a text. An empty path stands for the page
/// that the text belongs to.
pub type FindFragment<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// Renders `text` as HTML, with links to `blips`.
pub fn render(text: &str, style: Style, blips: &BlipNames) -> String {
    let source = Source::new(text);
    let events = Renderer::new(&source, style, blips).events();
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events.into_iter());
    escape::visible(out)
}

/// Renders the same for other programs: without links to blips, ids and colours.
pub(crate) fn plain_html(text: &str) -> String {
    let source = Source::new(text);
    let mut events = source.parse().events.into_iter();
    let mut shown = Vec::new();
    while let Some((event, range)) = events.next() {
        shown.push(match event {
            Event::Start(Tag::HtmlBlock) => {
                Event::Text(raw_html::shown_block(&mut events).text.into())
            }
            Event::InlineHtml(html) => Event::Text(raw_html::shown([(&*html, range)]).text.into()),
            event => event,
        });
    }
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, shown.into_iter());
    escape::visible(out)
}
