//! Overlays the built-in files of a theme with the user's.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::DeTable;

use super::built_in::{BuiltIn, Made, THEMES};
use super::text::Text;
use crate::chart::font::Widths;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::source::{self, FileId, SourceSet};

/// The theme below all others, which has everything. The other built-in ones have only what differs.
const DEFAULT: &str = "default";

/// A file of a theme.
#[derive(Clone, Debug)]
pub(super) struct ThemeFile {
    pub(super) bytes: Cow<'static, [u8]>,
    /// The user's file, unless it is built in.
    pub(super) source: Option<FileId>,
    /// What the build script has made of a built-in file, or of one that a user has copied.
    made: &'static Made,
    /// The span for problems in a built-in file, which is no file of the user.
    fallback: Span,
}

impl ThemeFile {
    /// Returns the content as text with the line ends of Unix and without a byte-order mark: a clone on Windows gives the
    /// same site. Reports an error if it is not UTF-8.
    pub(super) fn text(&self, path: &str, report: &mut Report) -> Option<Cow<'_, str>> {
        Some(as_on_unix(self.written(path, report)?))
    }

    /// Returns whether other bytes say the same, with the line ends of any system.
    fn is_the_same(&self, bytes: &[u8]) -> bool {
        let text = |bytes| std::str::from_utf8(bytes).ok().map(as_on_unix);
        *self.bytes == *bytes || text(&self.bytes).is_some_and(|ours| Some(ours) == text(bytes))
    }

    fn written(&self, path: &str, report: &mut Report) -> Option<&str> {
        let text = std::str::from_utf8(&self.bytes);
        if text.is_err() {
            Diagnostic::new(Code::InvalidEncoding, format!("{path} is not UTF-8"), self.at(0..0))
                .help("save the file with the encoding UTF-8")
                .report_to(report);
        }
        text.ok()
    }

    /// Parses the content as TOML. Reports an error if it is none.
    pub(super) fn table(&self, path: &str, report: &mut Report) -> Option<DeTable<'_>> {
        match DeTable::parse(self.written(path, report)?) {
            Ok(table) => Some(table.into_inner()),
            Err(error) => {
                let at = self.at(error.span().unwrap_or(0..0));
                let message = format!("{path}: {}", error.message());
                report.push(Diagnostic::new(Code::InvalidToml, message, at));
                None
            }
        }
    }

    /// Returns a built-in style sheet or script as it is published.
    pub(super) fn minified(&self) -> Option<&'static str> {
        if let Made::Minified(small) = self.made { Some(small) } else { None }
    }

    /// Returns the widths of a built-in font.
    pub(super) fn widths(&self) -> Option<&'static Widths> {
        if let Made::Widths(widths) = self.made { Some(widths) } else { None }
    }

    /// Returns the texts of a built-in language.
    pub(super) fn texts(&self) -> Option<Text> {
        if let Made::Texts(texts) = self.made { Some(texts.into()) } else { None }
    }

    /// Returns the span of a range of the file.
    pub(super) fn at(&self, range: Range<usize>) -> Span {
        self.source.map_or(self.fallback, |source| Span::new(source, range))
    }
}

/// Returns a text with the line ends of Unix and without a byte-order mark.
pub(super) fn as_on_unix(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.into() }
}

/// All files of a theme, by their path in it.
pub(super) struct Layers {
    /// The file on top at each path.
    top: BTreeMap<String, ThemeFile>,
    /// The files below that one, the lowest first.
    covered: BTreeMap<String, Vec<ThemeFile>>,
    has_user_files: bool,
    /// The name of the theme in radar.toml, for problems that no file of the user has.
    pub(super) fallback: Span,
}

impl Layers {
    pub(super) fn new(name: &Spanned<String>, sources: &SourceSet) -> Self {
        let fallback = name.at;
        let mut layers = Self {
            top: BTreeMap::new(),
            covered: BTreeMap::new(),
            has_user_files: false,
            fallback,
        };
        layers.add_built_in(built_in(DEFAULT).unwrap_or_default());
        if name.value != DEFAULT {
            layers.add_built_in(built_in(&name.value).unwrap_or_default());
        }
        let prefix = format!("{}/{}/", source::THEMES, name.value);
        for (id, file) in sources.below(&prefix) {
            layers.has_user_files = true;
            let path = file.path[prefix.len()..].to_owned();
            let copied = layers.top.get(&path).filter(|below| below.is_the_same(&file.bytes));
            let made = copied.map_or(&Made::Nothing, |below| below.made);
            let bytes = Cow::Owned(file.bytes.clone());
            layers.add(path, ThemeFile { bytes, source: Some(id), made, fallback });
        }
        layers
    }

    fn add(&mut self, path: String, file: ThemeFile) {
        if let Some(below) = self.top.insert(path.clone(), file) {
            self.covered.entry(path).or_default().push(below);
        }
    }

    fn add_built_in(&mut self, files: &'static [BuiltIn]) {
        for BuiltIn { path, bytes, made } in files {
            let bytes = Cow::Borrowed(*bytes);
            self.add(
                (*path).to_owned(),
                ThemeFile { bytes, source: None, made, fallback: self.fallback },
            );
        }
    }

    /// Returns whether the theme exists.
    pub(super) fn is_known(&self, name: &str) -> bool {
        built_in(name).is_some() || self.has_user_files
    }

    pub(super) fn get(&self, path: &str) -> Option<&ThemeFile> {
        self.top.get(path)
    }

    /// Returns the files of one path, the lowest first, to overlay them key by key.
    pub(super) fn stack(&self, path: &str) -> impl Iterator<Item = &ThemeFile> {
        self.covered.get(path).into_iter().flatten().chain(self.top.get(path))
    }

    /// Returns whether a template, style sheet or script of the radar's own mentions a name.
    pub(super) fn mention(&self, name: &str) -> bool {
        let own = self.top.iter().filter(|(path, file)| {
            file.source.is_some() && (path.starts_with("templates/") || path.starts_with("static/"))
        });
        own.filter_map(|(_, file)| std::str::from_utf8(&file.bytes).ok())
            .any(|text| text.contains(name))
    }

    /// Returns the files below a folder, by their path in it.
    pub(super) fn below<'l>(
        &'l self,
        folder: &'l str,
    ) -> impl Iterator<Item = (&'l str, &'l ThemeFile)> {
        self.top.iter().filter_map(move |(path, file)| Some((path.strip_prefix(folder)?, file)))
    }
}

/// Returns the files of a built-in theme.
fn built_in(name: &str) -> Option<&'static [BuiltIn]> {
    THEMES.iter().find(|(known, _)| *known == name).map(|&(_, files)| files)
}

/// Returns the names of all themes: the built-in ones and those in the radar's folder.
pub(crate) fn names(sources: &SourceSet) -> Vec<String> {
    let prefix = format!("{}/", source::THEMES);
    let own = sources.below(&prefix).filter_map(|(_, file)| {
        let (name, _) = file.path[prefix.len()..].split_once('/')?;
        Some(name.to_owned())
    });
    let built_in = THEMES.iter().map(|(name, _)| (*name).to_owned());
    let names: BTreeSet<String> = own.chain(built_in).collect();
    names.into_iter().collect()
}
