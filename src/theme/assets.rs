//! The theme's static files, bundled and named by what they hold.
//!
//! A name changes with the content, so that servers may let browsers keep the file for ever.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::language::Language;
use super::layers::Layers;
use crate::diagnostic::{Code, Diagnostic, Report, Span};

/// The folder of the site that holds them.
const FOLDER: &str = "assets";
/// The tables of `theme.toml` whose keys become custom properties.
const TABLES: [&str; 4] = ["light", "dark", "size", "type"];
/// The names of the bundles.
const CSS: &str = "radar.css";
const PAGES_CSS: &str = "pages.css";
const JS: &str = "radar.js";
const PAGES_JS: &str = "pages.js";

/// What a `data:` address within double quotes has to escape: the rest of SVG may stand in it.
const IN_DATA_URL: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'&');

/// Published files of a theme.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// Path on the site and content, by the name in the theme.
    files: BTreeMap<String, (String, Vec<u8>)>,
    fonts: Vec<Font>,
    /// The custom properties alone, for a chart that stands alone.
    pub tokens: String,
}

/// A file of a font: an entry `[[font-face]]` of `theme.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Font {
    /// The family's name, as style sheets ask for it.
    pub family: String,
    /// 100 to 900.
    pub weight: u16,
    /// CSS `unicode-range`; empty: all that the file has.
    pub range: String,
    /// The path below `static/`.
    pub file: String,
    /// WOFF2.
    pub bytes: Vec<u8>,
    /// Whether it is the first of its family and weight: the one that every page needs.
    pub is_first: bool,
}

impl Assets {
    /// Every file: its path from the site's root, and its content.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.values().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The fonts, in the order of `theme.toml`.
    pub fn fonts(&self) -> impl Iterator<Item = &Font> {
        self.fonts.iter()
    }

    /// The path on the site of each file, by its name in the theme.
    pub(super) fn paths(&self) -> BTreeMap<String, String> {
        self.files.iter().map(|(name, (path, _))| (name.clone(), path.clone())).collect()
    }

    /// SVG images as `data:` addresses, by their names in the theme: what is so small that a request
    /// of its own would cost more.
    pub(super) fn data_urls(&self) -> BTreeMap<String, String> {
        let images = self.files.iter().filter(|(name, _)| name.ends_with(".svg"));
        let url =
            |bytes: &[u8]| format!("data:image/svg+xml,{}", percent_encode(bytes, IN_DATA_URL));
        images.map(|(name, (_, bytes))| (name.clone(), url(bytes.trim_ascii()))).collect()
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) -> &str {
        let path = published(name, &bytes);
        &self.files.entry(name.to_owned()).or_insert((path, bytes)).0
    }
}

/// The path on the site of a file by its name and content.
pub fn published(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let file = name.rsplit('/').next().unwrap_or(name);
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, "bin"));
    format!("{FOLDER}/{stem}.{}.{ending}", &hash[..10])
}

/// What `theme.toml` says.
#[derive(Default)]
struct Settings {
    css: Vec<String>,
    /// For every page but the first that people see.
    pages_css: Vec<String>,
    js: Vec<String>,
    /// For every page but the first that people see, after `js`.
    pages_js: Vec<String>,
    texts: Vec<String>,
    fonts: Vec<Font>,
    /// Custom properties by table and name.
    tokens: BTreeMap<String, BTreeMap<String, String>>,
}

/// Bundles the style sheets and scripts, reads the fonts, and hashes everything in `static/`.
pub(super) fn load(
    layers: &Layers,
    language: &Language,
    fallback: Span,
    report: &mut Report,
) -> Option<Assets> {
    let mut settings = Settings::read(layers, fallback, report)?;
    for font in &mut settings.fonts {
        let path = format!("static/{}", font.file);
        let Some(file) = layers.get(&path) else {
            report.push(no_such_file(&font.file, fallback));
            return None;
        };
        font.bytes = file.bytes.to_vec();
    }
    let font_faces = font_faces(&settings.fonts);
    let mut assets =
        Assets { tokens: settings.tokens_css(), fonts: settings.fonts, ..Assets::default() };
    let bundled: Vec<&String> = settings
        .css
        .iter()
        .chain(&settings.pages_css)
        .chain(&settings.js)
        .chain(&settings.pages_js)
        .collect();
    for (name, file) in layers.below("static/") {
        let is_notice = name
            .rsplit('/')
            .next()
            .is_some_and(|name| name.ends_with(".txt") || name.ends_with(".md"));
        if !bundled.iter().any(|known| *known == name) && !is_notice {
            assets.add(name, file.bytes.to_vec());
        }
    }
    let css = bundle(&settings.css, small_css, layers, fallback, report)?;
    let css = with_hashed_addresses(&(assets.tokens.clone() + &font_faces + &css), &assets);
    let js = bundle(&settings.js, small_js, layers, fallback, report)?;
    let js = format!("const radarTexts={};\n{js}", language.json(&settings.texts));
    let pages_css = bundle(&settings.pages_css, small_css, layers, fallback, report)?;
    let pages_css = with_hashed_addresses(&pages_css, &assets);
    assets.add(CSS, css.into_bytes());
    assets.add(PAGES_CSS, pages_css.into_bytes());
    let pages_js = bundle(&settings.pages_js, small_js, layers, fallback, report)?;
    assets.add(JS, js.into_bytes());
    assets.add(PAGES_JS, pages_js.into_bytes());
    Some(assets)
}

/// A style sheet of ours without comments and spaces.
fn small_css(css: &str) -> String {
    minifier::css::minify(css).map_or_else(|_| css.to_owned(), |small| small.to_string())
}

/// A script of ours without comments and spaces.
fn small_js(js: &str) -> String {
    let mut small = Vec::new();
    let written = minifier::js::minify(js).is_ok_and(|minified| minified.write(&mut small).is_ok());
    String::from_utf8(small).ok().filter(|_| written).unwrap_or_else(|| js.to_owned())
}

/// Puts files one after the other. Ours are made `small`; those of a user's theme are left as they are, as no
/// test of this program has seen what a minifier makes of them.
fn bundle(
    names: &[String],
    small: fn(&str) -> String,
    layers: &Layers,
    fallback: Span,
    report: &mut Report,
) -> Option<String> {
    let mut bundle = String::new();
    for name in names {
        let path = format!("static/{name}");
        let Some(file) = layers.get(&path) else {
            report.push(no_such_file(name, fallback));
            return None;
        };
        let Ok(text) = std::str::from_utf8(&file.bytes) else {
            report.push(super::not_utf8(&path, file, fallback));
            return None;
        };
        if file.source.is_none() {
            bundle += &small(text);
        } else {
            bundle += text;
        }
        bundle.push('\n');
    }
    Some(bundle)
}

fn no_such_file(name: &str, fallback: Span) -> Diagnostic {
    let message = format!("theme.toml names `{name}`, and the theme has no static/{name}");
    Diagnostic::new(Code::InvalidValue, message, fallback)
        .help("add the file, or leave its name out of theme.toml")
}

/// The rules that make the fonts known to a style sheet.
fn font_faces(fonts: &[Font]) -> String {
    fonts.iter().fold(String::new(), |mut css, font| {
        let Font { family, weight, range, file, .. } = font;
        let _ = write!(css, "@font-face{{font-family:\"{family}\";font-weight:{weight};");
        if !range.is_empty() {
            let _ = write!(css, "unicode-range:{range};");
        }
        let _ = writeln!(css, "font-display:swap;src:url(\"{file}\") format(\"woff2\")}}");
        css
    })
}

/// Rewrites `url("fonts/x.woff2")` to the published name, which lies beside the style sheet.
fn with_hashed_addresses(css: &str, assets: &Assets) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let (before, from) = rest.split_at(at + "url(".len());
        out += before;
        let Some(end) = from.find(')') else {
            rest = from;
            break;
        };
        let written = from[..end].trim_matches(['"', '\'', ' ']);
        let path = assets.files.get(written.trim_start_matches("./")).map(|(path, _)| path);
        match path.and_then(|path| path.strip_prefix("assets/")) {
            Some(name) => {
                let _ = write!(out, "\"{name}\"");
            }
            None => out += &from[..end],
        }
        rest = &from[end..];
    }
    out + rest
}

impl Settings {
    /// Reads `theme.toml`, the built-in one first, key by key.
    fn read(layers: &Layers, fallback: Span, report: &mut Report) -> Option<Self> {
        let mut settings = Settings::default();
        for file in layers.stack("theme.toml") {
            let place = |span| file.source.map_or(fallback, |source| Span::new(source, span));
            let Ok(text) = std::str::from_utf8(&file.bytes) else {
                report.push(super::not_utf8("theme.toml", file, fallback));
                return None;
            };
            let table = match DeTable::parse(text) {
                Ok(table) => table.into_inner(),
                Err(error) => {
                    let at = place(error.span().unwrap_or(0..0));
                    let message = format!("theme.toml: {}", error.message());
                    report.push(Diagnostic::new(Code::InvalidToml, message, at));
                    return None;
                }
            };
            for (key, value) in table {
                if let Err((message, span)) = settings.set(key.get_ref(), &value) {
                    report.push(
                        Diagnostic::new(Code::InvalidValue, message, place(span))
                            .help("see docs/themes.md for what theme.toml takes"),
                    );
                    return None;
                }
            }
        }
        Some(settings)
    }

    fn set(
        &mut self,
        key: &str,
        value: &Spanned<DeValue>,
    ) -> Result<(), (String, std::ops::Range<usize>)> {
        match (key, value.get_ref()) {
            ("css" | "css-pages" | "js" | "js-pages" | "texts", DeValue::Array(names)) => {
                let names = names
                    .iter()
                    .map(|name| {
                        let text = name.get_ref().as_str().map(str::to_owned);
                        text.ok_or(("a name has to be a string".to_owned(), name.span()))
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                match key {
                    "css" => self.css = names,
                    "css-pages" => self.pages_css = names,
                    "js" => self.js = names,
                    "js-pages" => self.pages_js = names,
                    _ => self.texts = names,
                }
            }
            ("font-face", DeValue::Array(fonts)) => {
                self.fonts.clear();
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
                return Err((
                    format!("`{key}` is neither a list of files nor a table"),
                    value.span(),
                ));
            }
        }
        Ok(())
    }

    /// All tokens as custom properties: `dark` where the reader or the page wants it, everything
    /// else always.
    fn tokens_css(&self) -> String {
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

/// An entry `[[font-face]]`.
fn font_of(entry: &Spanned<DeValue>) -> Result<Font, (String, std::ops::Range<usize>)> {
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

/// Whether a value stays within its declaration.
fn is_css_value(value: &str) -> bool {
    !value.is_empty() && !value.contains(['{', '}', ';', '<', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_style_sheets_get_the_published_names() {
        let mut assets = Assets::default();
        let path = assets.add("fonts/x.woff2", b"font".to_vec()).to_owned();
        let name = path.strip_prefix("assets/").expect("the folder");
        let css = with_hashed_addresses("a{b:url(fonts/x.woff2)}c{d:url('data:x')}", &assets);
        assert_eq!(css, format!("a{{b:url(\"{name}\")}}c{{d:url('data:x')}}"));
    }

    #[test]
    fn tokens_stay_within_their_declarations() {
        for value in ["red;}body{display:none", "x</style>", ""] {
            assert!(!is_css_value(value), "{value}");
        }
        assert!(is_css_value("color-mix(in srgb, #123456 40%, transparent)"));
    }
}
