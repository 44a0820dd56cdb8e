//! Parts of pages that are the same on all pages of a kind, and rows that are the same in several lists: rendered once.
//!
//! Only built-in parts are: they are known to depend on nothing but the site, the kind of the page and the way to the root.
//! Those of a radar's own theme may use whatever a page has, so each page renders them.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Value};

use super::Theme;
use crate::diagnostic::Diagnostic;

const LINKS: [&str; 1] = ["parts/links.html"];
const TOP: [&str; 2] = ["parts/masthead.html", "parts/sprite.html"];
const BOTTOM: [&str; 2] = ["parts/footer.html", "parts/later.html"];

/// A part of lists that is the same in many places.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// The row of a blip, for pages in a folder of the site.
    Row,
    /// A cell of the table of lives.
    Cell,
}

impl Part {
    /// Returns its template, and the name that the value has there.
    fn template(self) -> (&'static str, &'static str) {
        match self {
            Self::Row => ("parts/row.html", "blip"),
            Self::Cell => ("parts/cell.html", "cell"),
        }
    }
}

/// Renders a part; none if its template fails.
pub(crate) type RenderPart<'t> = Box<dyn Fn(Part, &Value) -> Option<String> + Send + Sync + 't>;

/// What pages of a kind share, as HTML that is trusted: `page.shared` of the templates.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SharedParts {
    /// Icon, style sheets and scripts.
    links: Value,
    /// Masthead and sprite.
    top: Value,
    /// Footer, and what the script loads later.
    bottom: Value,
}

impl Theme {
    /// Returns what renders parts; `None` if the radar has templates of its own, whose parts may depend on the page.
    pub(crate) fn part_renderer(&self) -> Option<RenderPart<'_>> {
        let page = Value::from_serializable(&BTreeMap::from([("root", "../")]));
        let render = move |part: Part, value: &Value| {
            let (template, name) = part.template();
            let mut context = Context::new();
            context.insert_value("page", page.clone());
            context.insert_value(name, value.clone());
            self.with_context(template, &context).ok()
        };
        (!self.has_own_templates()).then(|| Box::new(render) as RenderPart)
    }

    /// Renders what the pages of the kind of `page` share; `None` if the radar has templates of its own.
    ///
    /// # Errors
    ///
    /// If a template fails.
    pub(crate) fn shared_parts(
        &self,
        site: &Value,
        page: &impl Serialize,
    ) -> Result<Option<SharedParts>, Box<Diagnostic>> {
        if self.has_own_templates() {
            return Ok(None);
        }
        let mut context = Context::new();
        context.insert_value("site", site.clone());
        context.insert("page", page);
        let all = |parts: &[&str]| {
            let html = parts.iter().map(|part| self.with_context(part, &context));
            html.collect::<Result<String, _>>().map(|html| Value::safe_string(&html))
        };
        Ok(Some(SharedParts { links: all(&LINKS)?, top: all(&TOP)?, bottom: all(&BOTTOM)? }))
    }
}
