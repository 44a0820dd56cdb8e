//! Overlays the built-in files of a theme with the user's.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};
use toml::de::DeTable;

use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::source::{FileId, SourceSet, THEMES};

static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The name of the built-in theme.
const DEFAULT: &str = "default";

/// A file of a theme.
#[derive(Clone, Debug)]
pub(super) struct ThemeFile {
    pub(super) bytes: Cow<'static, [u8]>,
    /// The user's file, unless it is built in.
    pub(super) source: Option<FileId>,
}

impl ThemeFile {
    /// Returns the content as text. Reports an error if it is not UTF-8.
    pub(super) fn text(&self, path: &str, fallback: Span, report: &mut Report) -> Option<&str> {
        let text = std::str::from_utf8(&self.bytes);
        if text.is_err() {
            let at = self.source.map_or(fallback, Span::file);
            Diagnostic::new(Code::InvalidEncoding, format!("{path} is not UTF-8"), at)
                .help("save the file with the encoding UTF-8")
                .report_to(report);
        }
        text.ok()
    }

    /// Parses the content as TOML. Reports an error if it is none.
    pub(super) fn table(
        &self,
        path: &str,
        fallback: Span,
        report: &mut Report,
    ) -> Option<DeTable<'_>> {
        match DeTable::parse(self.text(path, fallback, report)?) {
            Ok(table) => Some(table.into_inner()),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let at = self.source.map_or(fallback, |source| Span::new(source, span));
                let message = format!("{path}: {}", error.message());
                report.push(Diagnostic::new(Code::InvalidToml, message, at));
                None
            }
        }
    }
}

/// All files of a theme, by their path in it.
pub(super) struct Layers {
    /// The file on top at each path.
    top: BTreeMap<String, ThemeFile>,
    /// The built-in file below a user's one.
    covered: BTreeMap<String, ThemeFile>,
    has_user_files: bool,
}

impl Layers {
    pub(super) fn new(name: &str, sources: &SourceSet) -> Self {
        let mut top = BTreeMap::new();
        add(&BUILT_IN, &mut top);
        let mut covered = BTreeMap::new();
        let mut has_user_files = false;
        let prefix = format!("{THEMES}/{name}/");
        for (id, file) in sources.below(&prefix) {
            has_user_files = true;
            let path = file.path[prefix.len()..].to_owned();
            let file = ThemeFile { bytes: Cow::Owned(file.bytes.clone()), source: Some(id) };
            if let Some(built_in) = top.insert(path.clone(), file) {
                covered.insert(path, built_in);
            }
        }
        Self { top, covered, has_user_files }
    }

    /// Returns whether the theme exists.
    pub(super) fn is_known(&self, name: &str) -> bool {
        name == DEFAULT || self.has_user_files
    }

    pub(super) fn get(&self, path: &str) -> Option<&ThemeFile> {
        self.top.get(path)
    }

    /// Returns the files of one path, the lowest first, to overlay them key by key.
    pub(super) fn stack(&self, path: &str) -> impl Iterator<Item = &ThemeFile> {
        self.covered.get(path).into_iter().chain(self.top.get(path))
    }

    /// Returns the files below a folder, by their path in it.
    pub(super) fn below<'l>(
        &'l self,
        folder: &'l str,
    ) -> impl Iterator<Item = (&'l str, &'l ThemeFile)> {
        self.top.iter().filter_map(move |(path, file)| Some((path.strip_prefix(folder)?, file)))
    }
}

fn add(dir: &'static Dir, files: &mut BTreeMap<String, ThemeFile>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.insert(path, ThemeFile { bytes: Cow::Borrowed(file.contents()), source: None });
    }
    for dir in dir.dirs() {
        add(dir, files);
    }
}

/// Returns the names of all themes: the built-in one and those in the radar's folder.
pub(crate) fn names(sources: &SourceSet) -> Vec<String> {
    let prefix = format!("{THEMES}/");
    let own = sources.below(&prefix).filter_map(|(_, file)| {
        let (name, _) = file.path[prefix.len()..].split_once('/')?;
        Some(name.to_owned())
    });
    let names: BTreeSet<String> = own.chain([DEFAULT.to_owned()]).collect();
    names.into_iter().collect()
}
