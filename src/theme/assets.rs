//! Bundles the theme's static files and names them by a hash of their content, so that browsers may keep
//! them for ever.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, percent_encode};

use super::language::Language;
use super::layers::{Layers, ThemeFile, as_on_unix};
use super::settings::{Font, Name, Settings};
use crate::diagnostic::{Code, Diagnostic, Report, Span, nearest};
use crate::markdown::address::IN_NO_ADDRESS;

/// The folder of assets on the site.
const FOLDER: &str = "assets";
/// The names of the bundles.
const CSS: &str = "radar.css";
const PAGES_CSS: &str = "pages.css";
const JS: &str = "radar.js";
const PAGES_JS: &str = "pages.js";

/// The endings of images that can be the logo.
const LOGOS: [&str; 4] = ["svg", "png", "webp", "jpg"];

/// What the data of an address cannot have (RFC 3986), and `&`, which starts a reference in HTML.
const IN_NO_DATA: &AsciiSet = &IN_NO_ADDRESS.add(b'#').add(b'%').add(b'&').add(b'[').add(b']');

/// The images of the masthead, by their names in the theme.
#[derive(Clone, Debug)]
struct Logo {
    light: String,
    dark: Option<String>,
}

/// The published files of a theme.
#[derive(Clone, Debug, Default)]
pub(crate) struct Assets {
    /// Path on the site and content, by the name in the theme.
    files: BTreeMap<String, (String, Vec<u8>)>,
    /// The images that are only parts of pages, by their names in the theme.
    inline: BTreeMap<String, Vec<u8>>,
    fonts: Vec<Font>,
    logo: Option<Logo>,
    /// The custom properties, for a chart as a file of its own.
    pub(super) tokens: String,
}

impl Assets {
    /// Returns every file: its path from the site's root, and its content.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.values().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Returns the fonts, in the order of `theme.toml`.
    pub(crate) fn fonts(&self) -> impl Iterator<Item = &Font> {
        self.fonts.iter()
    }

    /// Returns the path on the site of each file, by its name in the theme.
    pub(super) fn paths(&self) -> BTreeMap<String, String> {
        self.files.iter().map(|(name, (path, _))| (name.clone(), path.clone())).collect()
    }

    /// Returns the paths on the site of the logo and of that for dark mode, as templates want them.
    pub(super) fn logo(&self) -> Option<BTreeMap<&'static str, &str>> {
        let path = |name: &str| self.files.get(name).map(|(path, _)| path.as_str());
        let Logo { light, dark } = self.logo.as_ref()?;
        let paths = [("light", path(light)), ("dark", dark.as_deref().and_then(path))];
        Some(paths.into_iter().filter_map(|(mode, path)| Some((mode, path?))).collect())
    }

    /// Returns SVG images as `data:` addresses, by their names in the theme. They are so small that a request
    /// for each would cost more.
    pub(super) fn data_urls(&self) -> BTreeMap<String, String> {
        let files = self.files.iter().map(|(name, (_, bytes))| (name, bytes));
        let images = files.chain(&self.inline).filter(|(name, _)| name.ends_with(".svg"));
        let url =
            |bytes: &[u8]| format!("data:image/svg+xml,{}", percent_encode(bytes, IN_NO_DATA));
        images.map(|(name, bytes)| (name.clone(), url(bytes.trim_ascii()))).collect()
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) -> &str {
        let path = published(name, &bytes);
        &self.files.entry(name.to_owned()).or_insert((path, bytes)).0
    }
}

/// Returns the path of a file on the site.
pub(crate) fn published(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let file = name.rsplit('/').next().unwrap_or(name);
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, "bin"));
    format!("{FOLDER}/{stem}.{}.{ending}", &hash[..10])
}

/// Bundles the style sheets and scripts, reads the fonts, and hashes everything in `static/`.
pub(super) fn load(layers: &Layers, language: &Language, report: &mut Report) -> Option<Assets> {
    let mut settings = Settings::read(layers, report)?;
    for (font, at) in settings.fonts.iter_mut().zip(&settings.font_places) {
        let file = static_file(&font.file, *at, layers, report)?;
        font.bytes = file.bytes.to_vec();
        font.widths = file.widths();
    }
    for text in settings.texts.iter().filter(|text| !language.has(&text.value)) {
        let message = format!("there is no text `{}`", text.value);
        Diagnostic::new(Code::InvalidValue, message, text.at)
            .help("write the path of a text in the language file, such as date.short")
            .report_to(report);
    }
    let font_faces = font_faces(&settings.fonts);
    let mut assets = Assets {
        tokens: settings.tokens_css(),
        fonts: std::mem::take(&mut settings.fonts),
        ..Assets::default()
    };
    for name in &settings.inline {
        let bytes = inline_image(name, layers, report)?.bytes.to_vec();
        assets.inline.insert(name.value.clone(), bytes);
    }
    assets.logo = logo(&settings, layers, report).ok()?;
    let Settings { mut css, more_css, pages_css, js, pages_js, texts, .. } = settings;
    css.extend(more_css);
    let bundled = [&css, &pages_css, &js, &pages_js];
    for (name, file) in layers.below("static/") {
        let is_bundled =
            bundled.iter().any(|names| names.iter().any(|bundled| bundled.value == name));
        let is_notice = [".txt", ".md"].iter().any(|ending| name.ends_with(ending));
        if !is_bundled && !is_notice && !assets.inline.contains_key(name) {
            assets.add(name, published_bytes(name, file));
        }
    }
    let mut bundle = |names: &[Name]| bundle(names, layers, report);
    let css = assets.tokens.clone() + &font_faces + &bundle(&css)?;
    let css = with_hashed_addresses(&css, &assets);
    let js = bundle(&js)?;
    let js = format!(
        "const radarTexts={};\n{js}",
        language.json(texts.iter().map(|text| text.value.as_str()))
    );
    let pages_css = with_hashed_addresses(&bundle(&pages_css)?, &assets);
    let pages_js = bundle(&pages_js)?;
    for (name, text) in [(CSS, css), (PAGES_CSS, pages_css), (JS, js), (PAGES_JS, pages_js)] {
        assets.add(name, text.into_bytes());
    }
    Some(assets)
}

/// Returns a file as it is published. The scripts that pages load when they first need them are as those of the bundles:
/// minified, or with the line ends of any system.
fn published_bytes(name: &str, file: &ThemeFile) -> Vec<u8> {
    if !name.ends_with(".js") {
        return file.bytes.to_vec();
    }
    match (file.minified(), std::str::from_utf8(&file.bytes)) {
        (Some(small), _) => small.into(),
        (None, Ok(script)) => as_on_unix(script).into_owned().into_bytes(),
        (None, Err(_)) => file.bytes.to_vec(),
    }
}

/// Concatenates files. The built-in ones are minified; no test has seen how a minifier changes those of a user.
fn bundle(names: &[Name], layers: &Layers, report: &mut Report) -> Option<String> {
    let mut bundle = String::new();
    for name in names {
        let file = static_file(&name.value, name.at, layers, report)?;
        let text = file.text(&format!("static/{}", name.value), report)?;
        bundle += file.minified().unwrap_or(&text);
        bundle.push('\n');
    }
    Some(bundle)
}

/// Returns a file that theme.toml names, or reports that there is none.
fn static_file<'l>(
    name: &str,
    at: Span,
    layers: &'l Layers,
    report: &mut Report,
) -> Option<&'l ThemeFile> {
    let file = layers.get(&format!("static/{name}"));
    if file.is_none() {
        let message = format!("theme.toml names `{name}`, and the theme has no static/{name}");
        let known = layers.below("static/").map(|(path, _)| path);
        let near =
            nearest(name, &known.collect::<Vec<_>>()).map(|near| format!("did you mean `{near}`?"));
        Diagnostic::new(Code::InvalidValue, message, at)
            .help(near.unwrap_or("add the file, or leave its name out of theme.toml".to_owned()))
            .report_to(report);
    }
    file
}

/// Returns an image that theme.toml puts into pages, or reports that it is none.
fn inline_image<'l>(name: &Name, layers: &'l Layers, report: &mut Report) -> Option<&'l ThemeFile> {
    if name.value.ends_with(".svg") {
        return static_file(&name.value, name.at, layers, report);
    }
    let message = format!("theme.toml names `{}` in `inline`, which is for SVG images", name.value);
    Diagnostic::new(Code::InvalidValue, message, name.at)
        .help("leave it out: the file is published, and asset(name=…) has its address")
        .report_to(report);
    None
}

/// A problem is in the report.
struct Reported;

/// Returns the names of the logo and of that for dark mode, or reports that there are none to show.
fn logo(
    settings: &Settings,
    layers: &Layers,
    report: &mut Report,
) -> Result<Option<Logo>, Reported> {
    let mut named = |name: &Name| image(name, layers, report).ok_or(Reported);
    match (&settings.logo, &settings.logo_dark) {
        (None, None) => Ok(None),
        (Some(light), dark) => {
            let (light, dark) = (named(light)?, dark.as_ref().map(named).transpose()?);
            Ok(Some(Logo { light, dark }))
        }
        (None, Some(dark)) => {
            Diagnostic::new(Code::InvalidValue, "`logo-dark` needs a `logo`", dark.at)
                .help("name the image for light mode as `logo`")
                .report_to(report);
            Err(Reported)
        }
    }
}

/// Returns the name of a logo, or reports that it is no image that pages can show.
fn image(name: &Name, layers: &Layers, report: &mut Report) -> Option<String> {
    let ending = name.value.rsplit_once('.').map_or("", |(_, ending)| ending);
    if LOGOS.iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        return static_file(&name.value, name.at, layers, report).map(|_| name.value.clone());
    }
    let message = format!("the logo `{}` is no image that every browser shows", name.value);
    let endings = LOGOS.map(|ending| format!(".{ending}")).join(", ");
    Diagnostic::new(Code::InvalidValue, message, name.at)
        .help(format!("name a file of `static/` that ends in {endings}"))
        .report_to(report);
    None
}

/// Returns the `@font-face` rules.
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

/// Replaces `url("fonts/x.woff2")` by the published name, which is in the folder of the style sheet.
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
    fn data_addresses_have_only_characters_of_addresses() {
        let mut assets = Assets::default();
        assets.add(
            "x.svg",
            b"<svg a=\"#b\"><style>g{fill:red}</style>[\\]^`|&%\xC3\xBC</svg>".to_vec(),
        );
        let url = assets.data_urls().remove("x.svg").expect("an image");
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$'()*+,;=:@/?%".contains(&b);
        assert!(url.bytes().all(allowed), "{url}");
        assert!(url.contains("g%7Bfill:red%7D"), "{url}");
    }
}
