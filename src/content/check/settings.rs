//! `radar.toml`, checked.

use url::Url;

use super::names::{check_id, check_unique};
use super::people::CheckedPeople;
use crate::content::manifest;
use crate::diagnostic::{Code, Diagnostic, Level, Levels, Report, Span, Spanned};
use crate::markdown::address;
use crate::radar::interval::Interval;
use crate::radar::{Blip, Edition, Practice, Quadrant, RETIRED, Radar, ReviewRule, Ring};

/// The most rings, and the most quadrants, a radar can be drawn with.
const MOST: usize = 8;

/// The parts of a radar that stand in `radar.toml`.
pub(super) struct CheckedSettings {
    pub(super) levels: Levels,
    pub(super) rings: Vec<Ring>,
    pub(super) quadrants: Vec<Quadrant>,
    /// Whether every ring and quadrant of the file is in the lists.
    pub(super) complete: bool,
    title: String,
    base_url: Option<String>,
    language: Spanned<String>,
    theme: Spanned<String>,
    edit_url: Option<String>,
    rule: ReviewRule,
    pub(super) practice: Practice,
    /// Where evidence is asked for.
    pub(super) evidence_at: Option<Span>,
    editions: Vec<Edition>,
}

impl CheckedSettings {
    /// Puts the radar together.
    pub(super) fn into_radar(self, people: CheckedPeople, blips: Vec<Blip>) -> Radar {
        Radar {
            title: self.title,
            base_url: self.base_url,
            language: self.language,
            theme: self.theme,
            edit_url: self.edit_url,
            rule: self.rule,
            practice: self.practice,
            rings: self.rings,
            quadrants: self.quadrants,
            editions: self.editions,
            teams: people.teams,
            people: people.people,
            blips,
            about: None,
        }
    }
}

/// Checks `radar.toml`.
pub(super) fn settings(manifest: manifest::Settings, report: &mut Report) -> CheckedSettings {
    let levels = levels(&manifest.lints, report);
    let (written_rings, written_quadrants) = (manifest.rings.len(), manifest.quadrants.len());
    check_count("ring", written_rings, manifest.rings.get(MOST).map(|r| r.at), report);
    check_count("quadrant", written_quadrants, manifest.quadrants.get(MOST).map(|q| q.at), report);
    if written_quadrants == 0 {
        report.push(
            Diagnostic::new(Code::MissingKey, "there is no quadrant", manifest.at)
                .help("add one to eight tables [[quadrant]], each with an id and a name"),
        );
    }
    for id in manifest.rings.iter().filter_map(|ring| ring.id.as_ref()) {
        if id.value == RETIRED {
            report.push(
                Diagnostic::new(Code::InvalidId, "`retired` is the ring of blips that left", id.at)
                    .help("give this ring another id, such as `hold`"),
            );
        }
    }
    check_unique(manifest.rings.iter().filter_map(|ring| ring.id.as_ref()), report);
    check_unique(manifest.quadrants.iter().filter_map(|quadrant| quadrant.id.as_ref()), report);
    check_unique(manifest.editions.iter().filter_map(|edition| edition.id.as_ref()), report);

    let rings: Vec<Ring> = if written_rings == 0 {
        default_rings()
    } else {
        manifest.rings.into_iter().filter_map(|written| ring(written, report)).collect()
    };
    let quadrants: Vec<Quadrant> =
        manifest.quadrants.into_iter().filter_map(|written| quadrant(written, report)).collect();
    let mut editions: Vec<Edition> =
        manifest.editions.into_iter().filter_map(|written| edition(written, report)).collect();
    editions.sort_by_key(|edition| edition.date);
    let (practice, evidence_at) = super::practice::settings(manifest.practice, report);
    let every = manifest.review.as_ref().and_then(|rule| rule.every.as_ref());
    let notice = manifest.review.as_ref().and_then(|rule| rule.notice.as_ref());
    CheckedSettings {
        complete: written_quadrants > 0
            && quadrants.len() == written_quadrants
            && (written_rings == 0 || rings.len() == written_rings),
        levels,
        rings,
        quadrants,
        title: manifest.title.map_or_else(String::new, |title| title.value),
        base_url: manifest.base_url.and_then(|url| base_url(&url, report)),
        language: language(manifest.language, manifest.at, report),
        theme: theme(manifest.theme, manifest.at, report),
        edit_url: manifest.edit_url.and_then(|url| edit_url(url, report)),
        rule: ReviewRule {
            every: every.map_or(Interval::months(12), |every| every.value),
            notice: notice.map_or(Interval::months(2), |notice| notice.value),
        },
        practice,
        evidence_at,
        editions,
    }
}

fn check_count(what: &str, count: usize, first_too_many: Option<Span>, report: &mut Report) {
    if let Some(at) = first_too_many {
        let message = format!("there are {count} {what}s, and {MOST} are the most");
        report.push(
            Diagnostic::new(Code::InvalidValue, message, at).help(format!(
                "put two of them together: people cannot tell so many {what}s apart"
            )),
        );
    }
}

fn levels(lints: &[(Spanned<String>, Spanned<String>)], report: &mut Report) -> Levels {
    let mut levels = Levels::default();
    for (code, level) in lints {
        let Some(known) = Code::from_name(&code.value) else {
            report.push(
                Diagnostic::new(
                    Code::UnknownKey,
                    format!("there is no lint `{}`", code.value),
                    code.at,
                )
                .suggest(&code.value, Code::ALL.iter().map(|code| code.name())),
            );
            continue;
        };
        let Some(chosen) = Level::from_name(&level.value) else {
            report.push(
                Diagnostic::new(
                    Code::InvalidValue,
                    format!("there is no level `{}`", level.value),
                    level.at,
                )
                .suggest(&level.value, ["allow", "warn", "deny"]),
            );
            continue;
        };
        if let Err(error) = levels.choose(known, chosen) {
            report.push(
                Diagnostic::new(Code::InvalidValue, error.to_string(), level.at)
                    .help("leave this line out"),
            );
        }
    }
    levels
}

fn default_rings() -> Vec<Ring> {
    [("adopt", "Adopt"), ("trial", "Trial"), ("assess", "Assess"), ("hold", "Hold")]
        .into_iter()
        .map(|(id, name)| Ring {
            id: id.to_owned(),
            name: name.to_owned(),
            description: None,
            review_every: None,
        })
        .collect()
}

fn ring(written: manifest::Ring, report: &mut Report) -> Option<Ring> {
    let id = written.id?;
    check_id(&id, report);
    Some(Ring {
        id: id.value,
        name: written.name?.value,
        description: written.description,
        review_every: written.review_every.map(|every| every.value),
    })
}

fn quadrant(written: manifest::Quadrant, report: &mut Report) -> Option<Quadrant> {
    let id = written.id?;
    check_id(&id, report);
    Some(Quadrant {
        id: id.value,
        name: written.name?.value,
        description: written.description,
        review_every: written.review_every.map(|every| every.value),
    })
}

fn edition(written: manifest::Edition, report: &mut Report) -> Option<Edition> {
    let id = written.id?;
    check_id(&id, report);
    Some(Edition {
        id: id.value,
        name: written.name?.value,
        date: written.date?.value,
        intro: written.intro,
    })
}

fn base_url(written: &Spanned<String>, report: &mut Report) -> Option<String> {
    address::base_url(&written.value)
        .map_err(|why| {
            report.push(
                Diagnostic::new(
                    Code::InvalidValue,
                    format!("`{}` cannot be the base_url: {why}", written.value),
                    written.at,
                )
                .help("write it as base_url = \"https://example.org/radar/\""),
            );
        })
        .ok()
}

fn edit_url(written: Spanned<String>, report: &mut Report) -> Option<String> {
    let is_web =
        Url::parse(&written.value).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if is_web && written.value.contains("{path}") {
        return Some(written.value);
    }
    report.push(
        Diagnostic::new(
            Code::InvalidValue,
            format!("`{}` cannot be the edit_url", written.value),
            written.at,
        )
        .help("write an address with {path} in it, as in \"https://github.com/ORG/REPO/edit/main/{path}\""),
    );
    None
}

fn language(written: Option<Spanned<String>>, at: Span, report: &mut Report) -> Spanned<String> {
    let Some(written) = written else { return Spanned::new("en".to_owned(), at) };
    if icu_locale_core::Locale::try_from_str(&written.value).is_err() {
        report.push(
            Diagnostic::new(
                Code::InvalidValue,
                format!("`{}` is no language tag", written.value),
                written.at,
            )
            .help("write it as language = \"en\", \"de\" or \"pt-BR\""),
        );
    }
    written
}

fn theme(written: Option<Spanned<String>>, at: Span, report: &mut Report) -> Spanned<String> {
    let Some(written) = written else { return Spanned::new("default".to_owned(), at) };
    check_id(&written, report);
    written
}
