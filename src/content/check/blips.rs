//! Blips, checked: files in parallel, problems in the order of the files.

use jiff::civil::Date;
use rayon::prelude::*;

use super::BlipFile;
use super::names::{Names, check_unique, invalid_id};
use crate::content::manifest;
use crate::diagnostic::{Code, Diagnostic, Report, Span, Spanned};
use crate::markdown::address::{self, Address};
use crate::radar::id::is_id;
use crate::radar::{Answer, Blip, Link, Placement, Question, Review};

/// A blip's manifest with the id and path of its file.
pub(super) struct Written {
    id: String,
    path: String,
    file: Span,
    manifest: manifest::Blip,
}

/// Reads all files, and holds their ids against the rules.
pub(super) fn manifests(files: &[BlipFile], report: &mut Report) -> Vec<Written> {
    let ids: Vec<Spanned<String>> = files
        .iter()
        .map(|blip| Spanned::new(blip.id.to_owned(), Span::file(blip.file_id)))
        .collect();
    for id in ids.iter().filter(|id| !is_id(&id.value)) {
        let mut diagnostic = invalid_id(&id.value, id);
        for help in &mut diagnostic.help {
            *help = help
                .replace("call it", "the file's name is the id: call the file")
                .replace('`', "")
                + ".toml";
        }
        report.push(diagnostic);
    }
    check_unique(&ids, report);
    let read: Vec<(Option<manifest::Blip>, Report)> = files
        .par_iter()
        .map(|blip| {
            let mut report = Report::default();
            let manifest = manifest::blip(blip.file_id, blip.file, &mut report);
            (manifest, report)
        })
        .collect();
    let manifest = |(blip, (manifest, problems)): (&BlipFile, (Option<manifest::Blip>, Report))| {
        report.append(problems);
        Some(Written {
            id: blip.id.to_owned(),
            path: blip.file.path.clone(),
            file: Span::file(blip.file_id),
            manifest: manifest?,
        })
    };
    files.iter().zip(read).filter_map(manifest).collect()
}

/// Resolves what the manifests refer to; sorted by id. A blip that cannot be used has been reported.
pub(super) fn blips(
    written: Vec<Written>,
    names: &Names,
    today: Date,
    report: &mut Report,
) -> Vec<Blip> {
    let checked: Vec<(Option<Blip>, Report)> = written
        .into_par_iter()
        .map(|written| {
            let mut report = Report::default();
            let blip = blip(written, names, today, &mut report);
            (blip, report)
        })
        .collect();
    let mut blips = collect(checked, report);
    blips.par_sort_by(|a, b| a.id.cmp(&b.id));
    blips.dedup_by(|a, b| a.id == b.id);
    blips
}

fn collect<T>(parts: Vec<(Option<T>, Report)>, report: &mut Report) -> Vec<T> {
    let mut all = Vec::with_capacity(parts.len());
    for (part, problems) in parts {
        all.extend(part);
        report.append(problems);
    }
    all
}

fn blip(written: Written, names: &Names, today: Date, report: &mut Report) -> Option<Blip> {
    let Written { id, path, file, manifest } = written;
    let ring = manifest.ring.as_ref().and_then(|ring| names.placement(ring, report));
    let quadrant = manifest.quadrant.as_ref().and_then(|quadrant| names.quadrant(quadrant, report));
    let owners_at = manifest.owners.as_ref().map_or(file, |owners| owners.at);
    let owners = manifest.owners.map_or_else(Vec::new, |owners| owners.value);
    let owners = owners.iter().filter_map(|owner| names.owner(owner, report)).collect();
    let count = manifest.reviews.len();
    let reviews: Vec<LocatedReview> =
        manifest.reviews.into_iter().filter_map(|written| review(written, names, report)).collect();
    let complete = reviews.len() == count;
    let reviews = sorted_reviews(reviews, ring, complete, today, report);
    if !manifest.is_dated {
        report.push(
            Diagnostic::new(
                Code::NoDate,
                "nobody knows since when this blip is on the radar",
                file,
            )
            .help("add a line added = 2026-04-14, or a [[review]]"),
        );
    }
    let mut questions: Vec<Question> = manifest
        .questions
        .into_iter()
        .filter_map(|written| question(written, names, today, report))
        .collect();
    questions.sort_by_key(|question| question.date);
    let links =
        manifest.links.into_iter().filter_map(|written| web_link(written, report)).collect();
    Some(Blip {
        id,
        path,
        name: manifest.name?,
        quadrant: quadrant?,
        ring: ring?,
        owners: Spanned::new(owners, owners_at),
        tags: manifest.tags.into_iter().map(|tag| tag.value).collect(),
        added: manifest.added.map(|added| added.value),
        links,
        summary: manifest.summary.map(|summary| summary.value),
        description: manifest.description,
        review_every: manifest.review_every.map(|every| every.value),
        reviews,
        questions,
    })
}

/// A review together with where its verdict stands.
struct LocatedReview {
    review: Review,
    verdict_at: Option<Span>,
    date_at: Span,
}

fn review(written: manifest::Review, names: &Names, report: &mut Report) -> Option<LocatedReview> {
    let verdict = written.ring.as_ref().map(|ring| names.placement(ring, report));
    let mut by = Vec::new();
    let mut by_is_known = true;
    for person in &written.by.as_ref()?.value {
        match names.person(person, report) {
            Some(person) if !by.contains(&person) => by.push(person),
            Some(_) => {}
            None => by_is_known = false,
        }
    }
    if let Some(evidence) = &written.evidence {
        check_address(evidence, report);
    }
    let date = written.date?;
    let verdict = match verdict {
        // A ring that is unknown has been reported; without its verdict the review would say
        // something else than was written.
        Some(None) => return None,
        Some(known) => known,
        None => None,
    };
    by_is_known.then_some(LocatedReview {
        review: Review {
            date: date.value,
            by,
            verdict: verdict.map(|verdict| verdict.value),
            note: written.note,
            evidence: written.evidence.map(|evidence| evidence.value),
            at: written.at,
        },
        verdict_at: verdict.map(|verdict| verdict.at),
        date_at: date.at,
    })
}

/// Sorts the reviews by date and holds their verdicts against each other and the top-level ring.
fn sorted_reviews(
    mut reviews: Vec<LocatedReview>,
    ring: Option<Spanned<Placement>>,
    complete: bool,
    today: Date,
    report: &mut Report,
) -> Vec<Review> {
    reviews.sort_by_key(|review| review.review.date);
    for located in reviews.iter().filter(|located| located.review.date > today) {
        report.push(future("review", located.review.date, located.date_at, today));
    }
    let verdicts: Vec<(Date, Placement, Span)> = reviews
        .iter()
        .filter_map(|located| {
            Some((located.review.date, located.review.verdict?, located.verdict_at?))
        })
        .collect();
    let mut conflict = false;
    for pair in verdicts.windows(2) {
        let [(day, first, first_at), (next_day, second, second_at)] = pair else { continue };
        if day == next_day && first != second {
            conflict = true;
            report.push(
                Diagnostic::new(
                    Code::ConflictingReviews,
                    format!("two verdicts of {day} differ, and none is the later one"),
                    *second_at,
                )
                .label("says this")
                .also(*first_at, "says that")
                .help("leave one of them out, or give it the day on which it was made"),
            );
        }
    }
    if let (Some(ring), Some((day, latest, latest_at))) = (ring, verdicts.last())
        && ring.value != *latest
        && complete
        && !conflict
    {
        report.push(
            Diagnostic::new(
                Code::RingDisagrees,
                "the ring is not that of the latest verdict",
                ring.at,
            )
            .label("the blip says this")
            .also(*latest_at, format!("the review of {day} says this"))
            .help("write the ring of the latest verdict at the top, or add a review that moves the blip"),
        );
    }
    reviews.into_iter().map(|located| located.review).collect()
}

fn question(
    written: manifest::Question,
    names: &Names,
    today: Date,
    report: &mut Report,
) -> Option<Question> {
    let by = written.by.as_ref().and_then(|by| names.person(by, report));
    if let Some(date) = written.date.filter(|date| date.value > today) {
        report.push(future("question", date.value, date.at, today));
    }
    let answer = match written.answer {
        Some(answer) => Some(self::answer(answer, names, today, report)?),
        None => None,
    };
    Some(Question { date: written.date?.value, by: by?, text: written.text?, answer })
}

fn answer(
    written: manifest::Answer,
    names: &Names,
    today: Date,
    report: &mut Report,
) -> Option<Answer> {
    let by = written.by.as_ref().and_then(|by| names.person(by, report));
    if let Some(date) = written.date.filter(|date| date.value > today) {
        report.push(future("answer", date.value, date.at, today));
    }
    Some(Answer { date: written.date?.value, by: by?, text: written.text? })
}

fn future(what: &str, date: Date, at: Span, today: Date) -> Diagnostic {
    Diagnostic::new(
        Code::FutureReview,
        format!("this {what} is dated {date}, after today ({today}), and does not count yet"),
        at,
    )
    .help("mend the date, or wait for the day")
}

fn web_link(written: manifest::Link, report: &mut Report) -> Option<Link> {
    let (title, url) = (written.title?, written.url?);
    check_address(&url, report).then_some(Link { title: title.value, url: url.value })
}

/// Reports an address that cannot be followed from a page, or must not be.
fn check_address(url: &Spanned<String>, report: &mut Report) -> bool {
    let (code, message) = match address::address(&url.value) {
        Address::Web => return true,
        Address::Unsafe(scheme) => {
            (Code::UnsafeLink, format!("links with `{scheme}:` are refused"))
        }
        Address::Site(_) | Address::Fragment => {
            (Code::InvalidValue, format!("`{}` is no whole address", url.value))
        }
    };
    report.push(
        Diagnostic::new(code, message, url.at).help("write an address that starts with https://"),
    );
    false
}
