//! The files that `radar init` writes, and their dates.

use jiff::civil::Date;

use crate::radar::interval::Interval;

/// A file by its path below the root, and its text.
pub(super) type Template<'t> = (&'t str, &'t str);

macro_rules! content {
    ($path:literal) => {
        (concat!("radar/", $path), include_str!(concat!("content/", $path)))
    };
}

/// A folder with this file has a radar, and its content is left alone.
pub(super) const SETTINGS: Template<'static> = content!("radar.toml");

pub(super) const ABOUT: Template<'static> = content!("about.md");

/// Blips and the people they name: either all of them are written or none.
pub(super) const EXAMPLES: [Template<'static>; 7] = [
    content!("people.toml"),
    content!("blips/payments/event-sourcing.toml"),
    content!("blips/payments/pair-programming.toml"),
    content!("blips/payments/rust.toml"),
    content!("blips/platform/jenkins.toml"),
    content!("blips/platform/kubernetes.toml"),
    content!("blips/platform/postgresql.toml"),
];

/// The people of a radar without examples.
pub(super) const EMPTY_PEOPLE: Template<'static> =
    ("radar/people.toml", include_str!("empty/people.toml"));

pub(super) const EMPTY_EDITION: &str = include_str!("empty/edition.toml");

pub(super) const GITIGNORE: Template<'static> = (".gitignore", include_str!("gitignore"));

/// Configures Taplo. The schemas are copied beside it, so that editors need no network.
pub(super) const TAPLO: Template<'static> = (".taplo.toml", include_str!("taplo.toml"));

/// Fills in `@today@` and `@3 months ago@`; any other `@` stays.
pub(super) fn filled(template: &str, today: Date) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('@') {
        text += before;
        let found =
            after.split_once('@').and_then(|(name, after)| Some((value(name, today)?, after)));
        match found {
            Some((value, after)) => {
                text += &value;
                rest = after;
            }
            None => {
                text.push('@');
                rest = after;
            }
        }
    }
    text + rest
}

/// Returns whether a file is a template, filled in on some day.
pub(super) fn is_filled(template: &str, bytes: &[u8]) -> bool {
    let Ok(mut rest) = std::str::from_utf8(bytes) else { return false };
    let mut template = template;
    let any_day = Date::MIN;
    while let Some((before, after)) = template.split_once('@') {
        let Some(found) = rest.strip_prefix(before) else { return false };
        let after_value =
            after.split_once('@').and_then(|(name, after)| value(name, any_day).map(|_| after));
        (rest, template) = match after_value {
            // Dates are ten characters long.
            Some(after) => {
                let Some((_, rest)) = found.split_at_checked("2026-11-22".len()) else {
                    return false;
                };
                (rest, after)
            }
            None => match found.strip_prefix('@') {
                Some(rest) => (rest, after),
                None => return false,
            },
        };
    }
    rest == template
}

fn value(name: &str, today: Date) -> Option<String> {
    match name {
        "today" => Some(today.to_string()),
        _ => {
            let interval: Interval = name.strip_suffix(" ago")?.parse().ok()?;
            Some(interval.before(today).to_string())
        }
    }
}

/// Returns the settings of a radar without the examples that they name.
pub(super) fn without_examples(settings: &str) -> String {
    let names_blip = |line: &&str| line.starts_with("intro") && line.contains("[[");
    settings.lines().filter(|line| !names_blip(line)).flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::check;
    use crate::diagnostic::{Code, Levels};
    use crate::source::SourceSet;

    /// On every kind of day: the end of a month, a leap day, both ends of the year.
    #[test]
    fn a_new_radar_has_every_flag_and_no_error_whenever_it_is_made() {
        for today in [
            date(2026, 11, 22),
            date(2028, 2, 29),
            date(2027, 8, 31),
            date(2027, 1, 1),
            date(2026, 12, 31),
        ] {
            let files = [SETTINGS, ABOUT].into_iter().chain(EXAMPLES);
            let sources =
                SourceSet::from_files(files.map(|(path, text)| (path, filled(text, today))));
            let checked = check(&sources, today, &Levels::default());
            assert!(!checked.is_denied(), "{today}: {:#?}", checked.report);
            let found: Vec<Code> =
                checked.report.judge(&checked.levels).iter().map(|j| j.diagnostic.code).collect();
            for code in [Code::ReviewDue, Code::ReviewExpired, Code::Unreviewed, Code::ImposedRing]
            {
                assert_eq!(found.iter().filter(|c| **c == code).count(), 1, "{today}: {found:?}");
            }
            assert!(found.contains(&Code::SampleContent), "{today}: {found:?}");
            assert_eq!(found.len(), 5, "{today}: {found:?}");
        }
    }

    #[test]
    fn a_file_as_init_wrote_it_is_recognised_whatever_the_day() {
        let templates = [SETTINGS, ABOUT].into_iter().chain(EXAMPLES).chain([GITIGNORE, TAPLO]);
        for (path, template) in templates {
            let text = filled(template, date(2027, 3, 1));
            assert!(is_filled(template, text.as_bytes()), "{path}");
            assert!(!is_filled(template, format!("{text}#").as_bytes()), "{path}");
            assert!(!is_filled(template, &text.as_bytes()[1..]), "{path}");
        }
    }

    #[test]
    fn only_placeholders_are_filled() {
        let today = date(2026, 11, 22);
        assert_eq!(filled("a@b, @today@ c@d", today), "a@b, 2026-11-22 c@d");
        assert_eq!(filled("x@v7 @1 month ago@", today), "x@v7 2026-10-22");
        for (path, text) in [SETTINGS, ABOUT, GITIGNORE, TAPLO].into_iter().chain(EXAMPLES) {
            let text = filled(text, today);
            assert!(!text.contains(" ago@"), "{path}");
        }
    }
}
