//! One blip's file, read and checked, and what an edit makes of it: refused if it makes the content
//! worse, else written.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use jiff::civil::Date;

use super::guard::Guard;
use super::{Outcome, Terminal};
use crate::cli::Common;
use crate::content::check;
use crate::diagnostic::{list, nearest};
use crate::edit::EditError;
use crate::edit::write;
use crate::radar::id::id_of;
use crate::radar::{Blip, Radar};
use crate::source::{self, FileId, SourceSet};

/// A blip in its file, and the radar around it.
pub(super) struct BlipFile<'c> {
    pub(super) radar: Radar,
    /// The id of the blip.
    id: String,
    sources: SourceSet,
    guard: Guard,
    common: &'c Common,
    terminal: Terminal,
}

/// What came of opening a blip's file.
pub(super) enum Opened<'c> {
    /// It can be edited.
    Open(Box<BlipFile<'c>>),
    /// It has errors, which have been reported.
    Broken(Outcome),
}

impl<'c> BlipFile<'c> {
    /// Reads the content and finds the blip of an id or a name.
    pub(super) fn open(
        common: &'c Common,
        name: &str,
        today: Date,
        terminal: Terminal,
    ) -> Result<Opened<'c>> {
        let chosen = common.levels()?;
        let sources = source::read(&common.root)?;
        let mut checked = check(&sources, today, &chosen);
        let broken = |id: FileId| {
            checked.report.iter().any(|d| d.code.is_always_error() && d.at().file == id)
        };
        let own = own_file(&sources, name).filter(|id| broken(*id));
        if checked.radar.is_none() || own.is_some() {
            checked
                .report
                .retain(|d| d.code.is_always_error() && own.is_none_or(|own| d.at().file == own));
            let judged = checked.report.judge(&checked.levels);
            return Ok(Opened::Broken(terminal.report(&sources, &judged)));
        }
        let guard = Guard::new(&sources, &checked, chosen, today, terminal);
        let radar = checked.radar.ok_or_else(|| anyhow!("the content has errors"))?;
        let id = find(&radar, name)?.id.clone();
        Ok(Opened::Open(Box::new(Self { radar, id, sources, guard, common, terminal })))
    }

    /// Its path, from where the command runs.
    pub(super) fn path(&self) -> PathBuf {
        self.common.below_root(&self.blip().path)
    }

    /// The blip.
    pub(super) fn blip(&self) -> &Blip {
        self.radar.blip(&self.id).expect("it was found by this id")
    }

    /// Edits the file, unless that brings problems that are denied; those are reported. The radar as it
    /// is afterwards. What somebody has `typed` is said again if it is not in the file in the end.
    pub(super) fn edit(
        &self,
        typed: Option<&str>,
        edit: impl FnOnce(&str) -> Result<String, EditError>,
    ) -> Result<Result<Radar, Outcome>> {
        let edited = self.try_edit(edit);
        if let (Some(typed), Err(_) | Ok(Err(_))) = (typed, &edited) {
            self.terminal.warn(&format!("what you wrote is not in the file:\n\n{typed}\n"));
        }
        edited
    }

    fn try_edit(
        &self,
        edit: impl FnOnce(&str) -> Result<String, EditError>,
    ) -> Result<Result<Radar, Outcome>> {
        let blip = self.blip();
        let (file_id, file) = self.sources.find(&blip.path).expect("a blip has a file");
        let text = file.text().ok_or_else(|| anyhow!("{} is not UTF-8", blip.path))?;
        let edited = edit(text)?;
        let path = self.path();
        let admitted = self.guard.admit(&self.sources.with(file_id, edited.as_bytes().to_vec()));
        match admitted {
            Ok(_) => write::rewrite(&path, &file.bytes, edited.as_bytes())?,
            Err(_) => self.terminal.say(&format!("nothing was written to {}", path.display())),
        }
        Ok(admitted)
    }
}

/// The file whose name is this id.
fn own_file(sources: &SourceSet, id: &str) -> Option<FileId> {
    let name = format!("{id}.toml");
    let mut blips = sources.below(&format!("{}/blips/", source::CONTENT));
    blips.find(|(_, file)| file.path.rsplit('/').next() == Some(&name)).map(|(id, _)| id)
}

/// The blip of an id or a name.
pub(super) fn find<'r>(radar: &'r Radar, name: &str) -> Result<&'r Blip> {
    let by_name = || {
        let lower = name.to_lowercase();
        radar.blips.iter().find(|blip| blip.name.value.to_lowercase() == lower)
    };
    let found = radar.blip(name).or_else(by_name).or_else(|| radar.blip(&id_of(name)));
    found.ok_or_else(|| {
        let ids: Vec<&str> = radar.blips.iter().map(|blip| blip.id.as_str()).collect();
        let names: Vec<&str> = radar.blips.iter().map(|blip| blip.name.value.as_str()).collect();
        let near = nearest(name, &ids).or_else(|| {
            let near = nearest(name, &names)?;
            let at = names.iter().position(|known| *known == near)?;
            Some(ids[at])
        });
        match near {
            Some(near) => anyhow!("there is no blip `{name}`; did you mean `{near}`?"),
            None if ids.is_empty() => anyhow!("there is no blip `{name}`, nor any other"),
            None => anyhow!("there is no blip `{name}`; known: {}", list(&ids)),
        }
    })
}
