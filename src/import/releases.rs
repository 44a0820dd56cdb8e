//! Folders of Markdown files, one for each release -> a radar, as AOE and Porsche Digital keep them.
//!
//! The front matter of `radar/YYYY-MM-DD/…/ID.md` has what changed with that release: later files override
//! earlier ones with the same name. `config.json` has the rings and quadrants.

mod config;
mod dialect;
mod page;
mod reader;
mod tree;

use rayon::prelude::*;

use super::prose::LinkTargets;
use super::sources::{File, Kind};
use super::timeline::Timeline;
use super::{Absent, Content, Options, Sources, not_imported};
use crate::content::images::unsafe_image;
use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::radar::id::id_of;
pub(super) use config::Config;
pub(super) use dialect::{Dialect, recognise};
use page::Page;
pub(super) use page::parts;
use reader::PageReader;
pub(super) use tree::bases;
pub(super) use tree::configs;
use tree::{NO_TREE, Tree, release};

/// Whether some of the files are in folders of releases.
pub(super) fn has_releases(sources: &Sources) -> bool {
    Tree::find(sources).is_some()
}

/// Reads a whole radar.
pub(super) fn read(
    sources: &Sources,
    dialect: Dialect,
    options: &Options,
    report: &mut Report,
) -> Option<Content> {
    let Some(tree) = Tree::find(sources) else {
        return report.refuse(
            Diagnostic::new(Code::InvalidSource, NO_TREE, sources.first()?)
                .help("name the folder that has config.json and radar/"),
        );
    };
    let read: Vec<Result<Page, Report>> =
        tree.pages.par_iter().map(|(date, file)| Page::read(*date, file)).collect();
    let mut timeline = Timeline::of_assessments();
    let mut pages = Vec::new();
    for ((date, file), page) in tree.pages.iter().zip(read) {
        timeline.add_day(*date);
        match page {
            Ok(page) => pages.push(page),
            Err(problems) => {
                timeline.add_unclear(*date, &id_of(file.stem()));
                report.append(problems);
            }
        }
    }
    report_undated(sources, &tree, report);
    let quadrants = pages.iter().filter_map(|page| page.quadrant.clone());
    let rings = pages.iter().filter_map(|page| page.ring.clone());
    let (quadrants, rings) = (Vec::from_iter(quadrants), Vec::from_iter(rings));
    let config = Config::read(&tree.configs(sources), &quadrants, &rings, report)?;
    let images = images(sources, &tree.base, report);
    let outline = config.outline;
    let targets = LinkTargets {
        blips: pages.iter().map(|page| (page.id.clone(), page.id.clone())).collect(),
        images: images.iter().map(|(name, _)| (format!("images/{name}"), name.clone())).collect(),
        folders: outline.quadrants.terms.iter().map(|term| term.id.clone()).collect(),
        has_wiki_links: dialect == Dialect::Porsche,
    };
    let reader = PageReader::new(dialect, &outline, &targets);
    let teams = reader.add_pages(&pages, &mut timeline, report);
    let nothing = Span::file(tree.pages.first()?.1.id);
    let content = outline.content(&timeline, Absent::Keep, options, nothing, report)?;
    let about = about(sources, &tree.base, &targets, report);
    Some(Content { teams, about, images, tokens: config.tokens, ..content })
}

/// Reports Markdown below `radar/` that belongs to no release.
fn report_undated(sources: &Sources, tree: &Tree, report: &mut Report) {
    let folder = format!("{}radar/", tree.base);
    let others = sources.of(Kind::Markdown).filter(|file| file.path.starts_with(&folder));
    for file in others.filter(|file| release(file.path).is_none()) {
        let at = Span::file(file.id);
        report.push(
            not_imported(format!("{} is not imported, as it belongs to no release", file.path), at)
                .help("a release is a folder named after its day, as in radar/2026-05-01"),
        );
    }
}

/// Returns the images of `public/images`, which is beside or below the folder of `config.json`. Reports those that
/// must not be published.
pub(super) fn images(sources: &Sources, base: &str, report: &mut Report) -> Vec<(String, Vec<u8>)> {
    let parent = base.trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
    let parent = if parent.is_empty() { String::new() } else { format!("{parent}/") };
    let folders = [format!("{base}public/images/"), format!("{parent}public/images/")];
    let image = |file: &File| {
        let name = folders.iter().find_map(|folder| file.path.strip_prefix(folder.as_str()))?;
        let problems = unsafe_image(file.id, file.source);
        if !problems.is_empty() {
            for problem in problems {
                report.push(problem);
            }
            return None;
        }
        Some((name.to_owned(), file.source.bytes.clone()))
    };
    sources.of(Kind::Other).filter_map(image).collect()
}

fn about(
    sources: &Sources,
    base: &str,
    targets: &LinkTargets,
    report: &mut Report,
) -> Option<String> {
    let find = |name: &str| sources.find(&format!("{base}{name}"));
    let file = find("about.md").or_else(|| find("data/about.md"))?;
    let (_, body) = parts(file, file.text(report)?);
    targets.markdown(body, report)
}
