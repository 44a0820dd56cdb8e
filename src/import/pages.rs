//! Markdown files with front matter, one a blip, as Docusaurus, Astro and plain folders have them: no release
//! folders, and whatever keys their site reads.

use super::entries::{self, Entry};
use super::prose::Text;
use super::releases::{has_releases, parts};
use super::sources::{File, Kind};
use super::value::Value;
use super::{Content, Format, Options, Recognition, Sources, not_imported};
use super::{front, mdx};
use crate::diagnostic::{Code, Diagnostic, Report, Span};

pub(super) const FORMAT: Format =
    Format { name: "markdown", title: "Markdown files with front matter", recognise, read };

fn recognise(sources: &Sources) -> Recognition {
    let otherwise = "no Markdown file has front matter with `ring`";
    if has_releases(sources) {
        return Recognition::No("the files are in folders of releases".to_owned());
    }
    let page = sources.of(Kind::Markdown).find(|file| keys(file).is_some());
    Recognition::of(page.map(|file| file.path), "front matter with `ring`", otherwise)
}

/// Returns the keys of a page that is a blip.
fn keys(file: &File) -> Option<Value> {
    let text = file.known_text()?;
    // Most Markdown is documentation, which need not be parsed.
    let (matter, _) = parts(file, text);
    let matter = matter.filter(|(keys, _)| keys.contains("ring") || keys.contains("status"))?;
    let keys = front::keys(file, text, matter, &mut Report::default())?;
    entries::ring(&keys).map(|_| keys)
}

fn read(sources: &Sources, options: &Options, report: &mut Report) -> Option<Content> {
    let mut pages = Vec::new();
    let mut others = 0;
    for file in sources.of(Kind::Markdown) {
        let Some(keys) = keys(file) else {
            others += usize::from(!report_broken(file, report));
            continue;
        };
        let (_, body) = parts(file, file.text(report)?);
        pages.push((file, keys, body, is_mdx(file).then(|| mdx::plain(body.words))));
    }
    let mut found = Vec::new();
    for (file, keys, body, plain) in &pages {
        for (what, range) in plain.iter().flat_map(|plain| &plain.problems) {
            report.push(not_imported(*what, body.span(range)));
        }
        let words = plain.as_ref().map_or(body.words, |plain| plain.text.as_str());
        let body = Text { words, ..*body };
        let folders: Vec<&str> = file.path.rsplit('/').skip(1).collect();
        let is_index = matches!(file.stem().to_lowercase().as_str(), "index" | "readme");
        let (stem, folder) = match (is_index, folders.as_slice()) {
            (true, [own, rest @ ..]) => (*own, rest.first().copied()),
            (_, rest) => (file.stem(), rest.first().copied()),
        };
        found.push(Entry { keys: keys.clone(), body: Some(body), stem: Some(stem), folder });
    }
    if found.is_empty() {
        let message = "no Markdown file has front matter with `ring`";
        return report.refuse(Diagnostic::new(Code::InvalidSource, message, sources.first()?));
    }
    let mut content = entries::content(sources, &found, options, report)?;
    if others > 0 {
        let files =
            if others == 1 { "1 other Markdown file has" } else { "other Markdown files have" };
        let count = if others == 1 { String::new() } else { format!("{others} ") };
        content.remarks.push(format!("{count}{files} no `ring`, so there is no blip in them"));
    }
    Some(content)
}

fn is_mdx(file: &File) -> bool {
    file.path.to_lowercase().ends_with(".mdx")
}

/// Reports front matter that cannot be read, and returns whether it is so.
fn report_broken(file: &File, report: &mut Report) -> bool {
    let Some(text) = file.known_text() else { return false };
    let (Some(matter), _) = parts(file, text) else { return false };
    let mut problems = Report::default();
    if front::keys(file, text, matter, &mut problems).is_some() {
        return false;
    }
    // A page of something else may have a template there; one of a blip has a ring.
    let is_ring = |line: &str| line.starts_with("ring:") || line.starts_with("ring =");
    if matter.0.lines().any(is_ring) {
        report.append(problems);
    } else {
        report.push(not_imported("the front matter cannot be read", Span::file(file.id)));
    }
    true
}
