//! The theme: templates, texts, style sheets, scripts and fonts, compiled into the program and
//! overlaid file by file by the radar's own `themes/NAME/`.
//!
//! Turns files into a [`Theme`] that renders view models of [`crate::site::page`]. It knows nothing of
//! blips. `theme.toml` and the language files are overlaid key by key, so that a theme of three
//! lines is enough to change three colours.

mod assets;
mod fault;
mod filters;
mod language;
mod layers;

use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera, Value};

use crate::chart::Fonts;
use crate::chart::font::Metrics;
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::Radar;
use crate::source::SourceSet;

pub use assets::{Assets, Font, published};
use fault::Fault;
pub(crate) use filters::within_html;
pub use language::Language;
use layers::{Layers, ThemeFile};

/// A theme, ready to render.
pub struct Theme {
    /// The texts.
    pub language: Arc<Language>,
    /// Style sheets, scripts, fonts and the like, by the path they are published at.
    pub assets: Assets,
    fonts: Fonts,
    layers: Layers,
    tera: Tera,
    /// Where problems of built-in files are shown: there is no file of the user's to point at.
    fallback: Span,
}

/// Loads the theme of a radar. What is wrong with its files is reported; `None` if it cannot be used.
pub fn load(radar: &Radar, sources: &SourceSet, report: &mut Report) -> Option<Theme> {
    let name = &radar.theme;
    let layers = Layers::new(&name.value, sources);
    if !layers.is_known(&name.value) {
        let known = layers::names(sources);
        report.push(
            Diagnostic::new(
                Code::InvalidValue,
                format!("there is no theme `{}`", name.value),
                name.at,
            )
            .suggest(&name.value, known.iter().map(String::as_str)),
        );
        return None;
    }
    let language = Arc::new(language::load(&radar.language, &layers, report)?);
    let assets = assets::load(&layers, &language, name.at, report)?;
    let fonts = fonts(&assets, name.at, report)?;
    let mut tera = Tera::new();
    filters::register(&mut tera, &language, &assets);
    tera.global_context().insert_value("t", language.values());
    let mut theme = Theme { language, assets, fonts, layers, tera, fallback: name.at };
    theme.add_templates(report).then_some(theme)
}

/// The names of all themes there are: the built-in one and those of the radar's own folder.
pub fn names(sources: &SourceSet) -> Vec<String> {
    layers::names(sources)
}

impl Theme {
    /// Whether a template is the radar's own, and no test of this program has rendered it.
    pub fn has_own_templates(&self) -> bool {
        self.layers.below("templates/").any(|(_, file)| file.source.is_some())
    }

    /// How wide texts are in the theme's fonts.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// The style of a chart that stands alone: the custom properties and `chart.css`.
    pub fn chart_css(&self) -> String {
        let css =
            self.layers.get("static/chart.css").map(|file| String::from_utf8_lossy(&file.bytes));
        self.assets.tokens.clone() + &css.unwrap_or_default()
    }

    /// Renders a template with `site`, `page` and the fields of a view model.
    ///
    /// # Errors
    ///
    /// If the template fails; the place is in the template.
    pub fn render<P: Serialize, V: Serialize>(
        &self,
        template: &str,
        site: &Value,
        page: &P,
        view: &V,
    ) -> Result<String, Box<Diagnostic>> {
        let rendered = Context::from_serialize(view).and_then(|mut context| {
            context.insert_value("site", site.clone());
            context.insert("page", page);
            self.tera.render(template, &context)
        });
        rendered.map_err(|error| {
            let fault = fault::faults(&error).swap_remove(0);
            Box::new(self.diagnose(fault))
        })
    }

    /// Adds all templates at once, as they refer to each other.
    fn add_templates(&mut self, report: &mut Report) -> bool {
        let mut templates: Vec<(String, String)> = Vec::new();
        for (path, file) in self.layers.below("templates/") {
            let Ok(text) = std::str::from_utf8(&file.bytes) else {
                report.push(not_utf8(path, file, self.fallback));
                return false;
            };
            templates.push((path.to_owned(), text.to_owned()));
        }
        if let Err(error) = self.tera.add_raw_templates(templates) {
            for fault in fault::faults(&error) {
                report.push(self.diagnose(fault));
            }
            return false;
        }
        true
    }

    /// A fault of a template as a diagnostic at its place.
    fn diagnose(&self, Fault { message, template, at }: Fault) -> Diagnostic {
        let file = self.layers.get(&format!("templates/{template}"));
        match file.and_then(|file| Some((file.source?, &file.bytes))) {
            Some((source, bytes)) => {
                let span = at.span(&String::from_utf8_lossy(bytes));
                Diagnostic::new(Code::InvalidTemplate, message, Span::new(source, span))
            }
            None => {
                let line = at.line();
                let built_in = format!("in the built-in template {template}, line {line}");
                Diagnostic::new(Code::InvalidTemplate, message, self.fallback)
                    .label(built_in)
                    .help("a template of yours may lack what this one calls for")
            }
        }
    }
}

/// Measures the fonts: the lightest weight is that of texts, the boldest that of headings.
fn fonts(assets: &Assets, fallback: Span, report: &mut Report) -> Option<Fonts> {
    let weights = || assets.fonts().map(|font| font.weight);
    let mut of_weight = |weight: Option<u16>| {
        let files = assets.fonts().filter(|font| Some(font.weight) == weight);
        Metrics::from_woff2(files.map(|font| font.bytes.as_slice()))
            .map_err(|error| {
                let message = format!("a font of the theme cannot be read: {error}");
                report.push(
                    Diagnostic::new(Code::InvalidValue, message, fallback)
                        .help("name fonts in WOFF2 in theme.toml"),
                );
            })
            .ok()
    };
    Some(Fonts { text: of_weight(weights().min())?, heading: of_weight(weights().max())? })
}

/// Says that a file of a theme is no text.
fn not_utf8(path: &str, file: &ThemeFile, fallback: Span) -> Diagnostic {
    let at = file.source.map_or(fallback, Span::file);
    Diagnostic::new(Code::InvalidEncoding, format!("{path} is not UTF-8"), at)
        .help("save the file with the encoding UTF-8")
}
