//! Overlays the built-in files of a theme with the user's.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use include_dir::{Dir, include_dir};
use toml::de::DeTable;

use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::source::{FileId, SourceSet, THEMES};

/// The theme below all others, which has everything.
static DEFAULT_FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/default");
const DEFAULT: &str = "default";

static BLUEPRINT: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/blueprint");
static WALL: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/wall");

/// The other built-in themes, which have only what differs.
const BUILT_IN: [(&str, &Dir); 2] = [("blueprint", &BLUEPRINT), ("wall", &WALL)];

/// A file of a theme.
#[derive(Clone, Debug)]
pub(super) struct ThemeFile {
    pub(super) bytes: Cow<'static, [u8]>,
    /// The user's file, unless it is built in.
    pub(super) source: Option<FileId>,
    /// The span for problems in a built-in file, which is no file of the user.
    fallback: Span,
}

impl ThemeFile {
    /// Returns the content as text with the line ends of Unix and without a byte-order mark: a clone on Windows gives the
    /// same site. Reports an error if it is not UTF-8.
    pub(super) fn text(&self, path: &str, report: &mut Report) -> Option<Cow<'_, str>> {
        Some(as_on_unix(self.written(path, report)?))
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
        layers.add_built_in(&DEFAULT_FILES);
        if let Some(files) = built_in(&name.value) {
            layers.add_built_in(files);
        }
        let prefix = format!("{THEMES}/{}/", name.value);
        for (id, file) in sources.below(&prefix) {
            layers.has_user_files = true;
            let bytes = Cow::Owned(file.bytes.clone());
            layers.add(
                file.path[prefix.len()..].to_owned(),
                ThemeFile { bytes, source: Some(id), fallback },
            );
        }
        layers
    }

    fn add(&mut self, path: String, file: ThemeFile) {
        if let Some(below) = self.top.insert(path.clone(), file) {
            self.covered.entry(path).or_default().push(below);
        }
    }

    fn add_built_in(&mut self, dir: &'static Dir) {
        for file in dir.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            let bytes = Cow::Borrowed(file.contents());
            self.add(path, ThemeFile { bytes, source: None, fallback: self.fallback });
        }
        for dir in dir.dirs() {
            self.add_built_in(dir);
        }
    }

    /// Returns whether the theme exists.
    pub(super) fn is_known(&self, name: &str) -> bool {
        name == DEFAULT || built_in(name).is_some() || self.has_user_files
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

/// Returns the files of a built-in theme other than the default one.
fn built_in(name: &str) -> Option<&'static Dir<'static>> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|&(_, files)| files)
}

/// Returns the names of all themes: the built-in ones and those in the radar's folder.
pub(crate) fn names(sources: &SourceSet) -> Vec<String> {
    let prefix = format!("{THEMES}/");
    let own = sources.below(&prefix).filter_map(|(_, file)| {
        let (name, _) = file.path[prefix.len()..].split_once('/')?;
        Some(name.to_owned())
    });
    let built_in = BUILT_IN.iter().map(|(name, _)| *name).chain([DEFAULT]).map(str::to_owned);
    let names: BTreeSet<String> = own.chain(built_in).collect();
    names.into_iter().collect()
}
