//! The files to import, decoded and parsed once for detection and reading.
//!
//! The problems of a file are kept until a format reads it: a folder may hold files that no format reads.

use std::path::Path;

use rayon::prelude::*;

use super::value::{Value, json, yaml};
use crate::content;
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::source::{FileId, SourceFile, SourceSet};

/// All files to import, sorted by path.
pub struct Sources<'s> {
    files: Vec<File<'s>>,
}

#[derive(Clone)]
pub(super) struct File<'s> {
    pub(super) id: FileId,
    pub(super) path: &'s str,
    pub(super) source: &'s SourceFile,
    pub(super) kind: Kind,
    value: Option<Value>,
    problems: Report,
}

/// The kind of a file, by its name or its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    Json,
    Yaml,
    Markdown,
    /// An HTML page or a script.
    Page,
    Other,
}

impl<'s> Sources<'s> {
    /// Decodes and parses all files in parallel.
    pub fn new(set: &'s SourceSet) -> Self {
        let files: Vec<(FileId, &SourceFile)> = set.iter().collect();
        Self { files: files.into_par_iter().map(|(id, file)| File::new(id, file)).collect() }
    }

    /// Returns some of the files, by their paths.
    pub(super) fn only(&self, is_kept: impl Fn(&str) -> bool) -> Self {
        Self { files: self.files.iter().filter(|file| is_kept(file.path)).cloned().collect() }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &File<'s>> {
        self.files.iter()
    }

    pub(super) fn find(&self, path: &str) -> Option<&File<'s>> {
        let at = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        Some(&self.files[at])
    }

    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &File<'s>> {
        self.files.iter().filter(move |file| file.kind == kind)
    }

    pub(super) fn with_values(&self) -> impl Iterator<Item = (&File<'s>, &Value)> {
        self.files.iter().filter_map(|file| Some((file, file.value.as_ref()?)))
    }

    /// Returns the span of the first file, where a problem of all files is reported.
    pub(super) fn first(&self) -> Option<Span> {
        Some(Span::file(self.files.first()?.id))
    }

    /// Returns the value that is a radar, or reports that there is none or a second one. A radar has `key`,
    /// and its file holds all of its history.
    pub(super) fn only_radar(
        &self,
        key: &str,
        is_radar: fn(&Value) -> bool,
        report: &mut Report,
    ) -> Option<&Value> {
        let invalid = |message: String, at| Diagnostic::new(Code::InvalidSource, message, at);
        let mut radars = self.with_values().filter(|(_, value)| is_radar(value));
        let Some((_, radar)) = radars.next() else {
            if !self.report_broken(report) {
                report.push(invalid(format!("the files have no `{key}`"), self.first()?));
            }
            return None;
        };
        if let Some((file, second)) = radars.next() {
            let message = format!("{} is a second radar", file.path);
            let help = "import only the newest: it contains the whole history";
            return report.refuse(invalid(message, second.at).help(help));
        }
        Some(radar)
    }

    /// Reports every broken file, and returns whether there is one.
    pub fn report_broken(&self, report: &mut Report) -> bool {
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
                Kind::Json => json::read(id, text, &mut problems),
                _ => yaml::read(id, text, 0, &mut problems),
            };
        }
        Self { id, path: &source.path, source, kind, value, problems }
    }

    /// Returns its text, or reports why it has none.
    pub(super) fn text(&self, report: &mut Report) -> Option<&'s str> {
        content::text(self.id, self.source, report)
    }

    /// Returns its text, if it is valid.
    pub(super) fn known_text(&self) -> Option<&'s str> {
        let text = self.source.text()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Returns its value, or reports why it has none.
    pub(super) fn value(&self, report: &mut Report) -> Option<&Value> {
        report.append(self.problems.clone());
        self.value.as_ref()
    }

    /// Returns its value, if it is valid.
    pub(super) fn known_value(&self) -> Option<&Value> {
        self.value.as_ref()
    }

    /// Returns its name without folders and extension.
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
            "md" | "mdx" | "markdown" => Self::Markdown,
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
