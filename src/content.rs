//! The files of a radar -> the [`Radar`], and a report of every problem in them.
//!
//! Each kind of file has one module with its keys, its schema and its checks: [`settings`] (radar.toml, with
//! [`sections`] for rings, quadrants and editions, and [`site_files`]), [`people`], [`evidence`] (evidence.toml), and [`blip`] (with
//! [`trail`] for reviews and questions). [`fields`] reads the keys, [`references`] resolves ids, [`links`] checks
//! the links in texts, [`images`] what is published beside them, and [`lint`] reports what the rule flags. One problem
//! never hides another, unless that may only follow from it ([`wait`]).

mod blip;
mod detect;
mod evidence;
mod exit;
mod fields;
mod file_names;
mod flaws;
mod formats;
pub(crate) mod images;
mod instead;
mod links;
mod lint;
mod patterns;
mod people;
mod references;
mod repair;
mod sample;
pub mod schema;
mod sections;
mod settings;
mod site_files;
mod slips;
mod static_files;
mod syntax;
mod trail;
mod wait;
mod written;

use std::collections::BTreeSet;

use jiff::civil::Date;
use thiserror::Error;

use crate::diagnostic::{Code, Diagnostic, Levels, Report, Span, Spanned, nearest};
use crate::radar::id::{id_from, is_id};
use crate::radar::{Markdown, Radar, Snapshot};
use crate::routes::Routes;
use crate::source::{CONTENT, FileId, SourceSet};
use evidence::Evidence;
use references::References;
pub(crate) use static_files::check as check_static_files;
pub(crate) use syntax::text;
use wait::Broken;

/// The result of a check.
#[derive(Debug)]
pub struct Checked {
    /// The radar, made of everything that is usable; `None` if radar.toml or people.toml is not valid
    /// TOML, or people.toml is needed and missing. It is complete only if no problem is denied.
    pub radar: Option<Radar>,
    /// Every problem.
    pub report: Report,
    /// The levels in effect: those of radar.toml, overridden by the chosen ones.
    pub levels: Levels,
}

/// There is no radar, and no problem says why.
#[derive(Debug, Error)]
#[error(
    "there is no radar in the files that were read, and this program cannot say why: please report it"
)]
pub struct NoReason;

impl Checked {
    /// Fails if there is no radar and no error among the problems: success would be reported for nothing.
    ///
    /// # Errors
    ///
    /// If that is so.
    pub fn gives_a_reason(&self) -> Result<(), NoReason> {
        let is_silent =
            self.radar.is_none() && !self.report.iter().any(|d| d.code.is_always_error());
        if is_silent { Err(NoReason) } else { Ok(()) }
    }

    /// Returns whether the content has errors, so that nothing may be built.
    pub fn is_denied(&self) -> bool {
        self.radar.is_none() || self.report.is_denied(&self.levels)
    }
}

/// Checks a whole radar as of `today`. The levels in `chosen` override those of radar.toml.
pub fn check(sources: &SourceSet, today: Date, chosen: &Levels) -> Checked {
    let mut report = Report::default();
    let files = Files::sort(sources, &mut report);
    file_names::check(sources, &mut report);
    images::check(sources, &files.images, &mut report);
    let settings = files.settings.and_then(|id| settings::read(sources, id, &mut report));
    let people = files.people.and_then(|id| people::read(sources, id, &mut report));
    let about = files.about.and_then(|id| about(sources, id, &mut report));
    let evidence: Option<Evidence> =
        files.evidence.and_then(|id| fields::read(sources, id, &mut report));
    let Some(settings) = settings else {
        blip::read(sources, &files.blips, None, &mut report);
        return Checked { radar: None, report, levels: chosen.clone() };
    };
    let levels = settings.levels.overridden_by(chosen);
    let has_people = people.is_some();
    let people::Checked { teams, people, is_complete } = people.unwrap_or_default();
    // Without the file, each name is reported, and then that it is missing.
    let is_complete = is_complete || !has_people;
    let mut radar = Radar { teams, people, about, ..settings.radar };
    // A file that is not valid TOML has been reported. It is not missing.
    if files.evidence.is_none() {
        evidence::is_missing(settings.evidence_at, &radar, &mut report);
    }
    let references = References::new(&radar, settings.is_complete, is_complete, today);
    radar.blips = blip::read(sources, &files.blips, Some(&references), &mut report);
    let ids = files.ids(sources);
    let ids = ids.iter().map(String::as_str).collect();
    if let Some(evidence) = evidence {
        evidence.apply(&ids, &mut radar, &mut report);
    }
    if !has_people && (wait::without_people(&files, &mut report) || files.people.is_some()) {
        return Checked { radar: None, report, levels };
    }
    links::check(sources, &radar, &ids, today, &mut report);
    instead::check(&radar, &ids, today, &mut report);
    let routes = Routes::new(&radar, sources, today);
    static_files::check(sources, &radar, &routes, &mut report);
    file_names::check_site(sources, &routes, &mut report);
    report.append(lint::lints(&Snapshot::new(&radar, today), &levels));
    let broken = Broken::new(&files, &report);
    report.retain(|problem| !broken.may_cause(problem, &radar));
    report.append(sample::lints(sources));
    Checked { radar: Some(radar), report, levels }
}

fn about(sources: &SourceSet, id: FileId, report: &mut Report) -> Option<Markdown> {
    let file = sources.file(id);
    let text = text(id, file, report)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Some(Spanned::new(text.to_owned(), Span::new(id, 0..file.bytes.len())))
}

/// The files of the content folder, by kind.
#[derive(Default)]
struct Files {
    settings: Option<FileId>,
    people: Option<FileId>,
    evidence: Option<FileId>,
    about: Option<FileId>,
    blips: Vec<FileId>,
    /// Files that look like blips and have another ending.
    misnamed: Vec<FileId>,
    /// Everything in the folder of images.
    images: Vec<FileId>,
}

impl Files {
    /// Returns the ids of all files of blips, and those that misnamed files are told to have: a link to one of them is
    /// correct.
    fn ids(&self, sources: &SourceSet) -> BTreeSet<String> {
        let written = self.blips.iter().map(|id| blip::id_of(&sources.file(*id).path));
        let misnamed = self.misnamed.iter().map(|id| {
            let path = &sources.file(*id).path;
            let name = path.rsplit('/').next().unwrap_or(path);
            name.rsplit_once('.').map_or(name, |(name, _)| name)
        });
        let meant = |id: &str| if is_id(id) { id.to_owned() } else { id_from(id) };
        written.chain(misnamed).map(meant).collect()
    }

    fn sort(sources: &SourceSet, report: &mut Report) -> Self {
        let mut files = Files::default();
        for (id, file) in sources.below(&format!("{CONTENT}/")) {
            let path = &file.path[CONTENT.len() + 1..];
            match path {
                "radar.toml" => files.settings = Some(id),
                "people.toml" => files.people = Some(id),
                "evidence.toml" => files.evidence = Some(id),
                "about.md" => files.about = Some(id),
                _ if path.starts_with("blips/") && path.ends_with(".toml") => files.blips.push(id),
                _ if path.starts_with("static/") => {}
                _ if path.starts_with("images/") => files.images.push(id),
                _ if path.rsplit('/').next() == Some("README.md") => {}
                _ if is_misnamed(path) => {
                    files.misnamed.push(id);
                    report.push(misnamed(id, path));
                }
                _ => report.push(unexpected(id, path)),
            }
        }
        files
    }
}

/// Returns whether a file looks like a blip and has another ending.
fn is_misnamed(path: &str) -> bool {
    let (_, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    path.starts_with("blips/")
        && ["toml", "tml", "yaml", "yml", "json"].contains(&ending.to_lowercase().as_str())
}

/// Returns the diagnostic for a file that looks like a blip: an error, because the blip would be missing from the
/// radar.
fn misnamed(id: FileId, path: &str) -> Diagnostic {
    let (name, _) = path.rsplit_once('.').unwrap_or((path, ""));
    let message = format!("{CONTENT}/{path} is not a blip: the file of a blip ends in .toml");
    Diagnostic::new(Code::InvalidId, message, Span::file(id))
        .help(format!("write it in TOML and name it {CONTENT}/{name}.toml"))
}

/// Returns the diagnostic for a file that nothing reads.
fn unexpected(id: FileId, path: &str) -> Diagnostic {
    let message = format!("nothing reads {CONTENT}/{path}");
    let problem = Diagnostic::new(Code::UnexpectedFile, message, Span::file(id));
    match nearest(path, &["radar.toml", "people.toml", "evidence.toml", "about.md"]) {
        Some(meant) => problem.help(format!("did you mean {CONTENT}/{meant}?")),
        None => problem.help(
            "the content is radar.toml, people.toml, evidence.toml, about.md, images/, static/ and blips/**/ID.toml",
        ),
    }
}
