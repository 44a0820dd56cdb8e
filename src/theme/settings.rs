//! Reads `theme.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::layers::{Layers, ThemeFile};
use crate::chart::font::Widths;
use crate::diagnostic::{Code, Diagnostic, Report, Span};

/// The tables whose keys become custom properties.
const TABLES: [&str; 4] = ["light", "dark", "size", "type"];

/// The content of `theme.toml`.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) css: Vec<Name>,
    /// After `css`, for a theme that only adds to it.
    pub(super) more_css: Vec<Name>,
    /// For all pages but the radar.
    pub(super) pages_css: Vec<Name>,
    pub(super) js: Vec<Name>,
    /// For all pages but the radar, after `js`.
    pub(super) pages_js: Vec<Name>,
    pub(super) texts: Vec<Name>,
    /// SVG images that are only parts of pages, and no files of the site.
    pub(super) inline: Vec<Name>,
    /// The images in the masthead instead of the built-in sign.
    pub(super) logo: Option<Name>,
    pub(super) logo_dark: Option<Name>,
    pub(super) fonts: Vec<Font>,
    /// Where each font is written.
    pub(super) font_places: Vec<Span>,
    /// Custom properties by table and name.
    tokens: BTreeMap<String, BTreeMap<String, String>>,
}

/// The name of a file or a text, where it is written.
pub(super) type Name = crate::diagnostic::Spanned<String>;

/// A file of a font: an entry `[[font-face]]`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Font {
    pub(crate) family: String,
    /// 100 to 900.
    pub(crate) weight: u16,
    /// CSS `unicode-range`; empty for all characters.
    pub(crate) range: String,
    /// The path below `static/`.
    pub(super) file: String,
    /// WOFF2.
    pub(crate) bytes: Vec<u8>,
    /// Those of a built-in font.
    pub(super) widths: Option<&'static Widths>,
    /// Whether it is the first of its family and weight, which every page needs.
    pub(crate) is_first: bool,
}

impl Settings {
    /// Reads `theme.toml`, the built-in one first, key by key.
    pub(super) fn read(layers: &Layers, report: &mut Report) -> Option<Self> {
        let mut settings = Settings::default();
        for file in layers.stack("theme.toml") {
            let table = file.table("theme.toml", report)?;
            for (key, value) in table {
                if file.source.is_some() && TABLES.contains(&key.get_ref().as_ref()) {
                    settings.check_tokens(&value, layers, file, report);
                }
                if let Err((message, span)) = settings.set(key.get_ref(), &value, file) {
                    Diagnostic::new(Code::InvalidValue, message, file.at(span))
                        .help("see docs/themes.md for what theme.toml takes")
                        .report_to(report);
                    return None;
                }
            }
        }
        Some(settings)
    }

    /// Reports tokens of the radar's own theme that no style sheet uses.
    fn check_tokens(
        &self,
        value: &Spanned<DeValue>,
        layers: &Layers,
        file: &ThemeFile,
        report: &mut Report,
    ) {
        let Some(tokens) = value.get_ref().as_table() else { return };
        let known = || self.tokens.values().flat_map(|tokens| tokens.keys().map(String::as_str));
        for name in tokens.keys() {
            let token = name.get_ref().as_ref();
            if !known().any(|known| known == token) && !layers.mention(&format!("--{token}")) {
                let message = format!("no style sheet uses `{token}`");
                Diagnostic::new(Code::UnknownKey, message, file.at(name.span()))
                    .suggest(token, known())
                    .report_to(report);
            }
        }
    }

    fn set(
        &mut self,
        key: &str,
        value: &Spanned<DeValue>,
        file: &ThemeFile,
    ) -> Result<(), (String, Range<usize>)> {
        match (key, value.get_ref()) {
            (
                "css" | "css-more" | "css-pages" | "js" | "js-pages" | "texts" | "inline",
                DeValue::Array(names),
            ) => {
                let names = names
                    .iter()
                    .map(|name| {
                        let text = name.get_ref().as_str().map(str::to_owned);
                        let text = text.map(|text| Name::new(text, file.at(name.span())));
                        text.ok_or(("a name has to be a string".to_owned(), name.span()))
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                *self.list(key) = names;
            }
            ("logo" | "logo-dark", DeValue::String(name)) => {
                let name = Some(Name::new(name.to_string(), file.at(value.span())));
                if key == "logo" {
                    self.logo = name;
                } else {
                    self.logo_dark = name;
                }
            }
            ("font-face", DeValue::Array(fonts)) => {
                self.fonts.clear();
                self.font_places = fonts.iter().map(|font| file.at(font.span())).collect();
                for font in fonts {
                    let mut font = font_of(font)?;
                    let is_same = |f: &Font| f.family == font.family && f.weight == font.weight;
                    font.is_first = !self.fonts.iter().any(is_same);
                    self.fonts.push(font);
                }
            }
            (table, DeValue::Table(tokens)) => {
                if !TABLES.contains(&table) {
                    let message =
                        format!("there is no table `{table}`; known: {}", TABLES.join(", "));
                    return Err((message, value.span()));
                }
                let known = self.tokens.entry(table.to_owned()).or_default();
                for (name, value) in tokens {
                    let text = value.get_ref().as_str().filter(|text| is_css_value(text));
                    let Some(text) = text.filter(|_| is_css_name(name.get_ref())) else {
                        let message = format!("`{}` cannot be a custom property", name.get_ref());
                        return Err((message, value.span()));
                    };
                    known.insert(name.get_ref().to_string(), text.to_owned());
                }
            }
            _ => {
                let message = format!("`{key}` is neither a list of files, an image nor a table");
                return Err((message, value.span()));
            }
        }
        Ok(())
    }

    /// Returns the list of a key that has one.
    fn list(&mut self, key: &str) -> &mut Vec<Name> {
        match key {
            "css" => &mut self.css,
            "css-more" => &mut self.more_css,
            "css-pages" => &mut self.pages_css,
            "js" => &mut self.js,
            "js-pages" => &mut self.pages_js,
            "inline" => &mut self.inline,
            _ => &mut self.texts,
        }
    }

    /// Returns all tokens as custom properties: `dark` if the reader or the page prefers it, the rest always.
    pub(super) fn tokens_css(&self) -> String {
        let block = |tables: &mut dyn Iterator<Item = &BTreeMap<String, String>>| {
            tables.flatten().fold(String::new(), |mut css, (name, value)| {
                let _ = write!(css, "--{name}:{value};");
                css
            })
        };
        let light = block(&mut self.tokens.iter().filter(|(n, _)| *n != "dark").map(|(_, t)| t));
        let dark = block(&mut self.tokens.get("dark").into_iter());
        format!(
            ":root{{color-scheme:light;{light}}}\n\
             @media (prefers-color-scheme:dark){{\
             :root:not([data-theme=\"light\"]){{color-scheme:dark;{dark}}}}}\n\
             :root[data-theme=\"dark\"]{{color-scheme:dark;{dark}}}\n"
        )
    }
}

/// Reads an entry `[[font-face]]`.
fn font_of(entry: &Spanned<DeValue>) -> Result<Font, (String, Range<usize>)> {
    let text = |key: &str| {
        let text = entry.get_ref().get(key).and_then(|value| value.get_ref().as_str());
        text.filter(|text| is_css_value(text) && !text.contains('"')).map(str::to_owned)
    };
    let weight = entry.get_ref().get("weight").and_then(|value| value.get_ref().as_integer());
    let weight = weight.and_then(|weight| weight.as_str().parse().ok());
    match (text("family"), weight, text("file")) {
        (Some(family), Some(weight), Some(file)) => Ok(Font {
            family,
            weight,
            file,
            range: text("range").unwrap_or_default(),
            ..Font::default()
        }),
        _ => Err(("a font needs a family, a weight and a file".to_owned(), entry.span())),
    }
}

fn is_css_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Returns whether a value cannot end its declaration.
fn is_css_value(value: &str) -> bool {
    !value.is_empty() && !value.contains(['{', '}', ';', '<', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_cannot_end_their_declarations() {
        for value in ["red;}body{display:none", "x</style>", ""] {
            assert!(!is_css_value(value), "{value}");
        }
        assert!(is_css_value("color-mix(in srgb, #123456 40%, transparent)"));
    }
}
