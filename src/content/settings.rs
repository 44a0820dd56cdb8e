//! `radar.toml`: its keys, their schema and their checks.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde_json::{Value, json};
use url::Url;

use super::fields::{self, Fields, FromTable, read_keys};
use super::patterns::{BASE_URL, EDIT_URL, ID, LANGUAGE, NOTICE, RING_ID};
use super::references::check_id;
use super::sections::{self, Edition, Section};
use super::site_files::{self, SiteFiles};
use crate::diagnostic::{Code, Diagnostic, Level, Levels, Report, Span, Spanned};
use crate::markdown::address;
use crate::radar::id::MAX_LENGTH;
use crate::radar::interval::Interval;
use crate::radar::{self, Evidence, Holds, Radar};
use crate::source::{FileId, SourceSet};

/// The radar: its title, rings, quadrants, editions and review rule.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Settings {
    /// The name of the radar.
    #[schemars(required)]
    title: Option<Spanned<String>>,
    /// The full address of the published site, ending in a slash.
    #[schemars(regex(pattern = BASE_URL))]
    base_url: Option<Spanned<String>>,
    /// The language of the pages: a tag such as "en" or "de".
    #[schemars(regex(pattern = LANGUAGE))]
    language: Option<Spanned<String>>,
    /// The name of a theme. Default: "default".
    #[schemars(regex(pattern = ID), length(max = MAX_LENGTH))]
    theme: Option<Spanned<String>>,
    /// The address where the file of a blip can be edited; {path} is replaced by its path.
    #[schemars(regex(pattern = EDIT_URL))]
    edit_url: Option<Spanned<String>>,
    /// Whether the page of a blip says who entered a review, an answer or an exit that none of its signers committed.
    audit: Option<Spanned<bool>>,
    /// The review rule: how long a review is valid.
    review: Option<ReviewRule>,
    /// What counts as evidence that somebody practises.
    practice: Option<PracticeRule>,
    /// How long questions may wait for an answer.
    questions: Option<QuestionRule>,
    /// What the site has besides its pages.
    site: Option<SiteFiles>,
    /// The rings, from the centre outwards. Default: adopt, trial, assess, hold.
    #[schemars(rename = "ring", default, length(max = 8), extend("items" = ring_items()))]
    rings: Vec<Section>,
    /// The quadrants, clockwise from the top left.
    #[schemars(rename = "quadrant", length(min = 1, max = 8))]
    quadrants: Vec<Section>,
    /// Published states of the radar. Any order.
    #[schemars(rename = "edition", default)]
    editions: Vec<Edition>,
    /// The level of each kind of problem, by its code.
    #[schemars(
        default,
        with = "BTreeMap<String, Level>",
        extend("propertyNames" = lint_names())
    )]
    lints: Vec<(Spanned<String>, Spanned<String>)>,
    /// Whether rings or quadrants are under a misspelt key, so that not all are known.
    #[schemars(skip)]
    has_other_sections: bool,
}

/// The review rule.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ReviewRule {
    /// How long a hands-on review is valid, as in "12 months". At least a day.
    every: Option<Spanned<Interval>>,
    /// How long before its review expires a blip is due, as in "2 months".
    #[schemars(regex(pattern = NOTICE))]
    notice: Option<Spanned<Interval>>,
    /// Which hands-on reviews hold. "practising": those of anybody who practises. "first-hand": those of somebody who
    /// works with the blip, too: an owner, or somebody with commits in a repository that uses it.
    #[schemars(extend("enum" = ["practising", "first-hand"]))]
    counts: Option<Spanned<String>>,
}

/// What counts as evidence that somebody practises.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PracticeRule {
    /// "declared": only the periods in people.toml. "git": commits too.
    #[schemars(extend("enum" = ["declared", "git"]))]
    evidence: Option<Spanned<String>>,
    /// How long a commit counts, as in "3 months".
    window: Option<Spanned<Interval>>,
    /// How long after they stopped practising a reviewer counts as remembering, as in "18 months".
    generation: Option<Spanned<Interval>>,
}

/// How long questions may wait for an answer.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct QuestionRule {
    /// How long a question may be open before `unanswered` reports it, as in "30 days".
    #[schemars(regex(pattern = NOTICE))]
    notice: Option<Spanned<Interval>>,
}

impl FromTable for Settings {
    fn read(fields: &mut Fields) -> Self {
        if !fields.is_written("quadrant") {
            fields.lacks("quadrant", sections::no_quadrant(fields.at));
        }
        Self {
            title: fields.required("title"),
            base_url: fields.optional("base_url"),
            language: fields.optional("language"),
            theme: fields.optional("theme"),
            edit_url: fields.optional("edit_url"),
            audit: fields.optional("audit"),
            review: fields.table("review"),
            practice: fields.table("practice"),
            questions: fields.table("questions"),
            site: fields.table("site"),
            rings: fields.tables("ring"),
            quadrants: fields.tables("quadrant"),
            editions: fields.tables("edition"),
            lints: fields.values("lints"),
            has_other_sections: fields.is_misspelt("ring") || fields.is_misspelt("quadrant"),
        }
    }
}

read_keys!(ReviewRule { positive_interval: every; optional: notice, counts; });
read_keys!(PracticeRule { optional: evidence; positive_interval: window, generation; });
read_keys!(QuestionRule { optional: notice; });

/// Returns the schema of a ring: a section whose id is not `retired`.
fn ring_items() -> Value {
    json!({
        "allOf": [
            { "$ref": "#/definitions/Section" },
            { "properties": { "id": { "pattern": RING_ID } } },
        ],
    })
}

/// Returns the codes whose level can be chosen, as a schema.
fn lint_names() -> Value {
    let chosen = Code::ALL.iter().filter(|code| !code.is_always_error());
    json!({ "enum": chosen.map(|code| code.name()).collect::<Vec<_>>() })
}

/// The content of radar.toml, checked.
pub(super) struct CheckedSettings {
    /// The radar, still without people and blips.
    pub(super) radar: Radar,
    pub(super) levels: Levels,
    /// Whether the radar has every ring and quadrant of the file.
    pub(super) is_complete: bool,
    /// Where the file chooses the evidence.
    pub(super) evidence_at: Option<Span>,
}

/// Reads and checks `radar.toml`.
pub(super) fn read(
    sources: &SourceSet,
    file: FileId,
    report: &mut Report,
) -> Option<CheckedSettings> {
    let written: Settings = fields::read(sources, file, report)?;
    let at = Span::file(file);
    let levels = levels(&written.lints, report);
    let (ring_count, quadrant_count) = (written.rings.len(), written.quadrants.len());
    let rings = sections::rings(written.rings, report);
    let quadrants = sections::quadrants(written.quadrants, report);
    let evidence = written.practice.as_ref().and_then(|practice| practice.evidence.as_ref());
    let evidence_at = evidence.map(|evidence| evidence.at);
    let radar = Radar {
        title: written.title.map_or_else(String::new, |title| title.value),
        base_url: written.base_url.and_then(|url| base_url(&url, report)),
        language: language(written.language, at, report),
        theme: theme(written.theme, at, report),
        edit_url: written.edit_url.and_then(|url| edit_url(url, report)),
        audit: written.audit.is_some_and(|audit| audit.value),
        cards: written.site.as_ref().is_none_or(SiteFiles::has_cards),
        exports: Vec::new(),
        entered: radar::Entered::default(),
        rule: review_rule(written.review, report),
        practice: practice(written.practice, report),
        questions: question_rule(written.questions),
        rings,
        quadrants,
        editions: sections::editions(written.editions, report),
        teams: Vec::new(),
        people: Vec::new(),
        blips: Vec::new(),
        repositories: Vec::new(),
        scanned: None,
        about: None,
    };
    Some(CheckedSettings {
        levels,
        is_complete: !written.has_other_sections
            && quadrant_count > 0
            && radar.quadrants.len() == quadrant_count
            && (ring_count == 0 || ring_count == radar.rings.len()),
        evidence_at,
        radar: Radar { exports: site_files::exports(written.site, &radar, report), ..radar },
    })
}

fn levels(lints: &[(Spanned<String>, Spanned<String>)], report: &mut Report) -> Levels {
    let mut levels = Levels::default();
    for (code, level) in lints {
        let Some(known) = Code::from_name(&code.value) else {
            let message = format!("there is no lint `{}`", code.value);
            Diagnostic::new(Code::UnknownKey, message, code.at)
                .suggest(&code.value, Code::ALL.iter().map(|code| code.name()))
                .report_to(report);
            continue;
        };
        let Some(chosen) = Level::from_name(&level.value) else {
            let message = format!("there is no level `{}`", level.value);
            Diagnostic::new(Code::InvalidValue, message, level.at)
                .suggest(&level.value, ["allow", "warn", "deny"])
                .report_to(report);
            continue;
        };
        if let Err(error) = levels.choose(known, chosen) {
            Diagnostic::new(Code::InvalidValue, error.to_string(), level.at)
                .help("leave this line out")
                .report_to(report);
        }
    }
    levels
}

fn review_rule(written: Option<ReviewRule>, report: &mut Report) -> radar::ReviewRule {
    /// Any day: intervals of different units are compared on it.
    const DAY: Date = jiff::civil::date(2001, 1, 1);
    let (every, notice, counts) =
        written.map_or((None, None, None), |rule| (rule.every, rule.notice, rule.counts));
    if let (Some(every), Some(notice)) = (every, notice)
        && notice.value.after(DAY) >= every.value.after(DAY)
    {
        Diagnostic::new(Code::InvalidValue, "every blip would always be due", notice.at)
            .label("the notice is not shorter")
            .also(every.at, "than a review is valid")
            .help("write a shorter notice, such as \"2 months\" for reviews of \"12 months\"")
            .report_to(report);
    }
    radar::ReviewRule {
        every: every.map_or(Interval::months(12), |every| every.value),
        notice: notice.map_or(Interval::months(2), |notice| notice.value),
        counts: counts.map_or(Holds::HandsOn, |counts| holds(&counts, report)),
    }
}

fn holds(written: &Spanned<String>, report: &mut Report) -> Holds {
    match written.value.as_str() {
        "practising" => Holds::HandsOn,
        "first-hand" => Holds::FirstHand,
        other => {
            let message = format!("`{other}` is not a kind of review that counts");
            Diagnostic::new(Code::InvalidValue, message, written.at)
                .suggest(other, ["practising", "first-hand"])
                .report_to(report);
            Holds::HandsOn
        }
    }
}

fn question_rule(written: Option<QuestionRule>) -> radar::QuestionRule {
    let notice = written.and_then(|rule| rule.notice);
    radar::QuestionRule { notice: notice.map_or(Interval::days(30), |notice| notice.value) }
}

fn practice(written: Option<PracticeRule>, report: &mut Report) -> radar::Practice {
    let (evidence, window, generation) =
        written.map_or((None, None, None), |rule| (rule.evidence, rule.window, rule.generation));
    let mut practice = radar::Practice {
        evidence: Evidence::Declared,
        window: window.map_or(Interval::months(3), |window| window.value),
        generation: generation.map_or(Interval::months(18), |generation| generation.value),
    };
    match evidence {
        Some(evidence) if evidence.value == "git" => practice.evidence = Evidence::Git,
        Some(evidence) if evidence.value != "declared" => {
            let message = format!("there is no evidence `{}`", evidence.value);
            Diagnostic::new(Code::InvalidValue, message, evidence.at)
                .suggest(&evidence.value, ["declared", "git"])
                .report_to(report);
        }
        _ => {}
    }
    practice
}

fn base_url(written: &Spanned<String>, report: &mut Report) -> Option<String> {
    let reason = match address::base_url(&written.value) {
        Ok(url) => return Some(url),
        Err(reason) => reason,
    };
    let message = format!("`{}` cannot be the base_url: {reason}", written.value);
    Diagnostic::new(Code::InvalidValue, message, written.at)
        .help("write it as base_url = \"https://example.org/radar/\"")
        .report_to(report);
    None
}

fn edit_url(written: Spanned<String>, report: &mut Report) -> Option<String> {
    let is_web =
        Url::parse(&written.value).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if is_web && written.value.contains("{path}") {
        return Some(written.value);
    }
    let message = format!("`{}` cannot be the edit_url", written.value);
    report.push(Diagnostic::new(Code::InvalidValue, message, written.at).help(
        "write an address that contains {path}, as in \"https://github.com/ORG/REPO/edit/main/{path}\"",
    ));
    None
}

fn language(written: Option<Spanned<String>>, at: Span, report: &mut Report) -> Spanned<String> {
    let Some(written) = written else { return Spanned::new("en".to_owned(), at) };
    if icu_locale_core::Locale::try_from_str(&written.value).is_err() {
        let message = format!("`{}` is not a language tag", written.value);
        Diagnostic::new(Code::InvalidValue, message, written.at)
            .help("write it as language = \"en\", \"de\" or \"pt-BR\"")
            .report_to(report);
    }
    written
}

fn theme(written: Option<Spanned<String>>, at: Span, report: &mut Report) -> Spanned<String> {
    let Some(written) = written else { return Spanned::new("default".to_owned(), at) };
    check_id(&written, report);
    written
}
