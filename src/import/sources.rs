//! The files to import, each decoded and parsed once, for detection and reading alike.
//!
//! A problem of a file is kept until a format reads the file: a folder may hold many that none does.

use std::path::Path;

use rayon::prelude::*;

use super::value::{self, Value};
use crate::content;
use crate::diagnostic::Report;
use crate::source::{FileId, SourceFile, SourceSet};

/// All files that were given or found in a folder, sorted by path.
pub struct Sources<'s> {
    files: Vec<File<'s>>,
}

/// A file.
pub(super) struct File<'s> {
    pub(super) id: FileId,
    pub(super) path: &'s str,
    pub(super) source: &'s SourceFile,
    pub(super) kind: Kind,
    value: Option<Value>,
    problems: Report,
}

/// What a file's name or its first character says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    Json,
    Yaml,
    Markdown,
    /// A page, or a script of one.
    Page,
    Other,
}

impl<'s> Sources<'s> {
    /// Decodes and parses, in parallel.
    pub fn new(set: &'s SourceSet) -> Self {
        let files: Vec<(FileId, &SourceFile)> = set.iter().collect();
        Self { files: files.into_par_iter().map(|(id, file)| File::new(id, file)).collect() }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &File<'s>> {
        self.files.iter()
    }

    pub(super) fn find(&self, path: &str) -> Option<&File<'s>> {
        let at = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        Some(&self.files[at])
    }

    /// The files of a kind.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &File<'s>> {
        self.files.iter().filter(move |file| file.kind == kind)
    }

    /// The files that hold values: JSON and YAML.
    pub(super) fn with_values(&self) -> impl Iterator<Item = (&File<'s>, &Value)> {
        self.files.iter().filter_map(|file| Some((file, file.value.as_ref()?)))
    }

    /// Reports every file that is broken; whether there is one.
    pub(super) fn report_broken(&self, report: &mut Report) -> bool {
        let mut is_broken = false;
        for file in &self.files {
            is_broken |= file.problems.iter().next().is_some();
            report.append(file.problems.clone());
        }
        is_broken
    }
}

impl<'s> File<'s> {
    fn new(id: FileId, source: &'s SourceFile) -> Self {
        let kind = Kind::of(source);
        let mut problems = Report::default();
        let mut value = None;
        if matches!(kind, Kind::Json | Kind::Yaml)
            && let Some(text) = content::text(id, source, &mut problems)
        {
            value = match kind {
                Kind::Json => value::json(id, text, &mut problems),
                _ => value::yaml(id, text, 0, &mut problems),
            };
        }
        Self { id, path: &source.path, source, kind, value, problems }
    }

    /// Its text, or a report of why it has none.
    pub(super) fn text(&self, report: &mut Report) -> Option<&'s str> {
        content::text(self.id, self.source, report)
    }

    /// Its text, if it is one.
    pub(super) fn known_text(&self) -> Option<&'s str> {
        let text = self.source.text()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// What it holds, or a report of why that cannot be read.
    pub(super) fn value(&self, report: &mut Report) -> Option<&Value> {
        report.append(self.problems.clone());
        self.value.as_ref()
    }

    /// What it holds, if it can be read.
    pub(super) fn known_value(&self) -> Option<&Value> {
        self.value.as_ref()
    }

    /// Its name without folders and ending.
    pub(super) fn stem(&self) -> &'s str {
        Path::new(self.path).file_stem().and_then(|stem| stem.to_str()).unwrap_or(self.path)
    }
}

impl Kind {
    fn of(file: &SourceFile) -> Self {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        match ending.as_str() {
            "csv" | "tsv" => Self::Csv,
            "json" | "json5" | "jsonc" => Self::Json,
            "yaml" | "yml" => Self::Yaml,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "js" => Self::Page,
            "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif" => Self::Other,
            _ => match file.bytes.trim_ascii_start().first() {
                Some(b'{' | b'[') => Self::Json,
                Some(b'<') => Self::Page,
                _ => Self::Csv,
            },
        }
    }
}
