//! Sources -> [`Radar`], collecting every problem on the way.
//!
//! 1. Every file is read into its manifest ([`crate::content::manifest`]), in parallel.
//! 2. References are resolved and rules held, in [`settings`], [`people`], [`blips`] and [`prose`].
//! 3. The lints ([`crate::content::lint`]) judge what could be used.
//!
//! Nothing stops at the first problem, and nothing is left out without one.

mod blips;
mod names;
mod people;
mod practice;
mod prose;
mod settings;

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{lint, manifest};
use crate::diagnostic::{Code, Diagnostic, Levels, Report, Span, Spanned};
use crate::radar::Radar;
use crate::source::{CONTENT, FileId, SourceFile, SourceSet};
use names::Names;

/// What came of a check.
#[derive(Debug)]
pub struct Checked {
    /// The radar, of whatever could be used; `None` if that is too little to make one. Only a
    /// report without denied problems makes it complete.
    pub radar: Option<Radar>,
    /// Every problem.
    pub report: Report,
    /// The levels that hold: those of radar.toml, overlaid by the chosen ones.
    pub levels: Levels,
}

impl Checked {
    /// Whether nothing may be built of this.
    pub fn is_denied(&self) -> bool {
        self.radar.is_none() || self.report.is_denied(&self.levels)
    }
}

/// Checks a whole radar as of `today`; levels in `chosen` beat those of radar.toml.
pub fn check(sources: &SourceSet, today: Date, chosen: &Levels) -> Checked {
    let mut report = Report::default();
    let files = Files::sort(sources, &mut report);
    let settings = files
        .settings
        .and_then(|(id, file)| manifest::settings(id, file, &mut report))
        .map(|manifest| settings::settings(manifest, &mut report));
    let people = match files.people {
        Some((id, file)) => manifest::people(id, file, &mut report),
        None => Some(manifest::People::default()),
    }
    .map(|manifest| people::people(manifest, &mut report));
    let about = files.about.and_then(|(id, file)| {
        let text = manifest::text(id, file, &mut report)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Some(Spanned::new(text.to_owned(), Span::new(id, 0..file.bytes.len())))
    });

    let manifests = blips::manifests(&files.blips, &mut report);
    let practice = files.practice.and_then(|(id, file)| manifest::practice(id, file, &mut report));
    let (Some(mut settings), Some(mut people)) = (settings, people) else {
        return Checked { radar: None, report, levels: chosen.clone() };
    };
    let levels = settings.levels.clone().overlaid_by(chosen);
    if practice.is_some() || files.practice.is_none() {
        let at = settings.evidence_at;
        practice::practice(practice, &mut settings.practice, at, &mut people, &mut report);
    }
    let names = Names::new(&settings, &people);
    let blips = blips::blips(manifests, &names, today, &mut report);
    let mut radar = settings.into_radar(people, blips);
    radar.about = about;
    prose::links(sources, &radar, &files.ids(), today, &mut report);
    let mut lints = Report::default();
    lint::lints(&radar, today, &levels, &mut lints);
    let broken: BTreeSet<FileId> =
        report.iter().filter(|d| d.code.is_always_error()).map(|d| d.at().file).collect();
    let is_whole = |id: FileId| !broken.contains(&id);
    let people_are_whole = files.people.is_none_or(|(id, _)| is_whole(id));
    // An owner that was mistyped is there all the same.
    lints.retain(|d| d.code != Code::Orphaned || (people_are_whole && is_whole(d.at().file)));
    report.append(lints);
    Checked { radar: Some(radar), report, levels }
}

/// The files of the content folder by what they are for.
#[derive(Default)]
struct Files<'s> {
    settings: Option<(FileId, &'s SourceFile)>,
    people: Option<(FileId, &'s SourceFile)>,
    practice: Option<(FileId, &'s SourceFile)>,
    about: Option<(FileId, &'s SourceFile)>,
    blips: Vec<BlipFile<'s>>,
}

/// A blip's file; the id is its name without `.toml`, whether or not it is a good one.
struct BlipFile<'s> {
    id: &'s str,
    file_id: FileId,
    file: &'s SourceFile,
}

impl<'s> Files<'s> {
    fn sort(sources: &'s SourceSet, report: &mut Report) -> Self {
        let mut files = Files::default();
        for (id, file) in sources.below(&format!("{CONTENT}/")) {
            let path = &file.path[CONTENT.len() + 1..];
            let name = path.rsplit('/').next().unwrap_or(path);
            match (path, name.strip_suffix(".toml")) {
                ("radar.toml", _) => files.settings = Some((id, file)),
                ("people.toml", _) => files.people = Some((id, file)),
                ("practice.toml", _) => files.practice = Some((id, file)),
                ("about.md", _) => files.about = Some((id, file)),
                (_, Some(blip)) if path.starts_with("blips/") => {
                    files.blips.push(BlipFile { id: blip, file_id: id, file });
                }
                _ if path.starts_with("images/") || name == "README.md" => {}
                _ => report.push(unexpected(id, path)),
            }
        }
        files
    }

    fn ids(&self) -> BTreeSet<&'s str> {
        self.blips.iter().map(|blip| blip.id).collect()
    }
}

/// What is said of a file that nothing reads. One that was meant as a blip is an error: it would be
/// missing from the radar.
fn unexpected(id: FileId, path: &str) -> Diagnostic {
    let (name, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    let is_blip = path.starts_with("blips/")
        && ["toml", "tml", "yaml", "yml", "json"].contains(&ending.to_lowercase().as_str());
    if is_blip {
        let message = format!("{CONTENT}/{path} is no blip: a blip's file ends in .toml");
        return Diagnostic::new(Code::InvalidId, message, Span::file(id))
            .help(format!("write it in TOML, and call it {CONTENT}/{name}.toml"));
    }
    Diagnostic::new(
        Code::UnexpectedFile,
        format!("nothing reads {CONTENT}/{path}"),
        Span::file(id),
    )
    .help("the content is radar.toml, people.toml, practice.toml, about.md, images/ and blips/**/ID.toml")
}
