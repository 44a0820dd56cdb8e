//! Loads the theme: templates, texts, style sheets, scripts and fonts. The files of the radar's own
//! `themes/NAME/` overlay the built-in ones.
//!
//! A [`Theme`] renders any view model; it knows nothing of blips. `theme.toml` and the language files are
//! overlaid key by key, so that a theme of three lines can change three colours.

mod assets;
mod built_in;
mod fault;
mod filters;
mod ids;
mod language;
mod layers;
mod settings;
mod shared;
mod text;

use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::{Context, Tera, Value};

use crate::chart::font::{FontFile, Metrics};
use crate::chart::{self, Fonts};
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::Radar;
use crate::source::SourceSet;

pub(crate) use assets::{Assets, published};
use fault::Fault;
pub(crate) use ids::PageIds;
pub use language::Language;
pub(crate) use layers::names;
use layers::{Layers, ThemeFile};
pub(crate) use shared::{Part, RenderPart, SharedParts};

/// A theme, ready to render.
pub struct Theme {
    /// The texts of the interface.
    pub language: Arc<Language>,
    pub(crate) assets: Assets,
    pub(crate) fonts: Fonts,
    layers: Layers,
    /// Made when the first page needs it: `radar check` renders none, unless the radar has templates of its own.
    engine: OnceLock<Result<Tera, tera::Error>>,
}

/// Loads the theme of a radar. Reports errors in its files, and returns `None` if it is unusable.
pub fn load(radar: &Radar, sources: &SourceSet, report: &mut Report) -> Option<Theme> {
    let name = &radar.theme;
    let mut is_whole = true;
    for why in sources.unreadable(&name.value) {
        report.push(Diagnostic::new(Code::InvalidValue, why, name.at));
        is_whole = false;
    }
    let layers = Layers::new(name, sources);
    if !is_whole {
        return None;
    }
    if !layers.is_known(&name.value) {
        let known = names(sources);
        Diagnostic::new(Code::InvalidValue, format!("there is no theme `{}`", name.value), name.at)
            .suggest(&name.value, known.iter().map(String::as_str))
            .report_to(report);
        return None;
    }
    let language = Arc::new(language::load(&radar.language, radar.rule.counts, &layers, report)?);
    let assets = assets::load(&layers, &language, report)?;
    let fonts = fonts(&assets, name.at, report)?;
    let theme = Theme { language, assets, fonts, layers, engine: OnceLock::new() };
    theme.has_sound_templates(report).then_some(theme)
}

impl Theme {
    /// Returns whether a template is the radar's own, which no test of this program has rendered.
    pub(crate) fn has_own_templates(&self) -> bool {
        self.own_templates().next().is_some()
    }

    fn own_templates(&self) -> impl Iterator<Item = (&str, &ThemeFile)> {
        self.layers.below("templates/").filter(|(_, file)| file.source.is_some())
    }

    /// Returns the style of a chart as a file of its own: the custom properties and `chart.css`.
    pub(crate) fn chart_css(&self) -> String {
        let css = self.layers.get("static/chart.css").map_or(&[][..], |file| &file.bytes);
        self.assets.tokens.clone() + &layers::as_on_unix(&String::from_utf8_lossy(css))
    }

    /// Renders a template with `site`, `page` and the fields of a view model.
    ///
    /// # Errors
    ///
    /// If the template fails. The span is in the template.
    pub(crate) fn render(
        &self,
        template: &str,
        site: &Value,
        page: &impl Serialize,
        view: &impl Serialize,
    ) -> Result<String, Box<Diagnostic>> {
        let context = Context::from_serialize(view).map(|mut context| {
            context.insert_value("site", site.clone());
            context.insert("page", page);
            context
        });
        let context = context.map_err(|error| Box::new(self.failure(&error)))?;
        self.with_context(template, &context)
    }

    fn with_context(&self, template: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        let engine = self.engine().map_err(|error| Box::new(self.failure(error)))?;
        engine.render(template, context).map_err(|error| Box::new(self.failure(&error)))
    }

    fn failure(&self, error: &tera::Error) -> Diagnostic {
        self.diagnose(fault::faults(error).swap_remove(0))
    }

    /// Reports what is wrong with the templates, if some are the radar's own: tests of this program have seen the others.
    fn has_sound_templates(&self, report: &mut Report) -> bool {
        if !self.has_own_templates() {
            return true;
        }
        for (path, file) in self.own_templates() {
            if file.text(path, report).is_none() {
                return false;
            }
        }
        let engine = self.engine();
        for fault in engine.err().into_iter().flat_map(fault::faults) {
            report.push(self.diagnose(fault));
        }
        engine.is_ok()
    }

    fn engine(&self) -> Result<&Tera, &tera::Error> {
        self.engine.get_or_init(|| self.new_engine()).as_ref()
    }

    fn new_engine(&self) -> Result<Tera, tera::Error> {
        let mut tera = Tera::new();
        filters::register(&mut tera, &self.language, &self.assets);
        tera.global_context().insert_value("t", self.language.values());
        tera.global_context().insert_value("mark_parts", Value::safe_string(&chart::sprite()));
        if let Some(logo) = self.assets.logo() {
            tera.global_context().insert("logo", &logo);
        }
        let templates = self.layers.below("templates/").map(|(path, file)| {
            let text = String::from_utf8_lossy(&file.bytes);
            (path, layers::as_on_unix(&text).into_owned())
        });
        // All at once, since they refer to each other.
        tera.add_raw_templates(templates)?;
        Ok(tera)
    }

    /// Turns a fault of a template into a diagnostic.
    fn diagnose(&self, Fault { message, template, at }: Fault) -> Diagnostic {
        // Some errors name their templates in the message only. The user's own file is the one to change.
        let is_meant = |name: &str| {
            name == template || (template.is_empty() && message.contains(&format!("`{name}`")))
        };
        let own = self.own_templates().find_map(|(name, file)| {
            file.source.filter(|_| is_meant(name)).map(|source| (source, &file.bytes))
        });
        match own {
            Some((source, bytes)) => {
                let span = at.span(&String::from_utf8_lossy(bytes));
                Diagnostic::new(Code::InvalidTemplate, message, Span::new(source, span))
            }
            None => {
                let line = at.line();
                let built_in = match template.as_str() {
                    "" => "in the built-in templates".to_owned(),
                    name => format!("in the built-in template {name}, line {line}"),
                };
                Diagnostic::new(Code::InvalidTemplate, message, self.layers.fallback)
                    .label(built_in)
                    .help("one of your templates may lack something that this one needs")
            }
        }
    }
}

/// Measures the fonts. The lightest weight is for texts, the boldest for headings.
fn fonts(assets: &Assets, fallback: Span, report: &mut Report) -> Option<Fonts> {
    let weights = || assets.fonts().map(|font| font.weight);
    let mut of_weight = |weight: Option<u16>| {
        let files = assets.fonts().filter(|font| Some(font.weight) == weight);
        let files = files.map(|font| match font.widths {
            Some(widths) => FontFile::Measured(widths),
            None => FontFile::Woff2(&font.bytes),
        });
        Metrics::new(files)
            .map_err(|error| {
                let message = format!("a font of the theme cannot be read: {error}");
                Diagnostic::new(Code::InvalidValue, message, fallback)
                    .help("name fonts in WOFF2 in theme.toml")
                    .report_to(report);
            })
            .ok()
    };
    Some(Fonts { text: of_weight(weights().min())?, heading: of_weight(weights().max())? })
}
