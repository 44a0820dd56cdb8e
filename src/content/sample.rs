//! Reports what `radar init` wrote and nobody has changed: readers would take invented people for real ones.

use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::source::{CONTENT, FileId, SourceFile, SourceSet};

macro_rules! samples {
    ($($path:literal)*) => {
        [$(($path, include_str!(concat!("../command/init/content/", $path)))),*]
    };
}

/// The files of the sample, by their path below `radar/`, with `@3 months ago@` for dates.
const SAMPLES: [(&str, &str); 8] = samples!(
    "about.md"
    "people.toml"
    "blips/payments/event-sourcing.toml"
    "blips/payments/pair-programming.toml"
    "blips/payments/rust.toml"
    "blips/platform/jenkins.toml"
    "blips/platform/kubernetes.toml"
    "blips/platform/postgresql.toml"
);

/// The title of the sample.
const TITLE: &str = "\"Example radar\"";

/// Reports the parts of the sample that are unchanged, as one problem.
pub(super) fn lints(sources: &SourceSet) -> Report {
    let mut parts: Vec<(String, Span)> = Vec::new();
    let settings = sources.find(&format!("{CONTENT}/radar.toml"));
    parts.extend(settings.and_then(title).map(|at| ("the title".to_owned(), at)));
    let unchanged = SAMPLES.iter().filter_map(|(path, template)| {
        let (id, file) = sources.find(&format!("{CONTENT}/{path}"))?;
        let text = file.text()?;
        (masked(text) == masked(template)).then(|| ((*path).to_owned(), Span::file(id)))
    });
    parts.extend(unchanged);
    let mut report = Report::default();
    if let Some((_, at)) = parts.first() {
        let (blips, mut names): (Vec<String>, Vec<String>) =
            parts.iter().map(|(name, _)| name.clone()).partition(|name| name.starts_with("blips/"));
        match blips.as_slice() {
            [_, _, ..] => names.push(format!("{} blips", blips.len())),
            few => names.extend_from_slice(few),
        }
        let message = format!("the sample of `radar init` is still there: {}", names.join(", "));
        let help = "replace it with your own, or remove it";
        report.push(Diagnostic::new(Code::SampleContent, message, *at).help(help));
    }
    report
}

/// Returns the span of the title, if it is that of the sample.
fn title((id, file): (FileId, &SourceFile)) -> Option<Span> {
    let text = file.text()?;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let is_title = line.split('=').next().is_some_and(|key| key.trim() == "title");
        if let (true, Some(at)) = (is_title, line.find(TITLE)) {
            return Some(Span::new(id, start + at..start + at + TITLE.len()));
        }
        start += line.len();
    }
    None
}

/// Returns a text without its dates: those of files, and those of templates, `@3 months ago@`. Ends of lines do not
/// matter.
fn masked(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut masked = String::with_capacity(text.len());
    let mut rest = text.trim_end();
    while let Some(c) = rest.chars().next() {
        if let Some(length) = date(rest).or_else(|| placeholder(rest)) {
            masked.push('@');
            rest = &rest[length..];
        } else {
            masked.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    masked
}

/// Returns the length of a date at the start of a text.
fn date(text: &str) -> Option<usize> {
    const FORM: &[u8] = b"dddd-dd-dd";
    let bytes = text.as_bytes().get(..FORM.len())?;
    let fits = |(byte, form): (&u8, &u8)| match form {
        b'd' => byte.is_ascii_digit(),
        form => byte == form,
    };
    bytes.iter().zip(FORM).all(fits).then_some(FORM.len())
}

/// Returns the length of a placeholder at the start of a text.
fn placeholder(text: &str) -> Option<usize> {
    let (inside, _) = text.strip_prefix('@')?.split_once('@')?;
    (inside == "today" || inside.ends_with(" ago")).then_some(inside.len() + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Option<String> {
        let sources = SourceSet::from_files(files.iter().copied());
        lints(&sources).iter().next().map(|diagnostic| diagnostic.message.clone())
    }

    #[test]
    fn what_is_unchanged_is_said_and_nothing_else() {
        let about = SAMPLES[0].1;
        let person = SAMPLES[1].1.replace("@5 years ago@", "2021-02-28");
        let person = person.replace("@2 years ago@", "2024-01-01");
        let person =
            person.replace("@12 years ago@", "2014-01-01").replace("@18 months ago@", "2025-01-01");
        let said = "the sample of `radar init` is still there: ";
        for (files, parts) in [
            (vec![("radar/radar.toml", "# x\ntitle = \"Example radar\"\n")], Some("the title")),
            (vec![("radar/radar.toml", "title = \"Our radar\"\n")], None),
            (
                vec![(
                    "radar/radar.toml",
                    "title = \"Ours\"\n[[edition]]\nname = \"Example radar\"",
                )],
                None,
            ),
            (vec![("radar/about.md", about)], Some("about.md")),
            (vec![("radar/about.md", &about.replace('\n', "\r\n"))], Some("about.md")),
            (vec![("radar/about.md", &about.replace("invented", "ours"))], None),
            (vec![("radar/people.toml", &person)], Some("people.toml")),
            (
                vec![
                    ("radar/radar.toml", "title = \"Example radar\""),
                    ("radar/blips/payments/rust.toml", SAMPLES[4].1),
                    ("radar/blips/platform/jenkins.toml", SAMPLES[5].1),
                ],
                Some("the title, 2 blips"),
            ),
            (vec![("radar/people.toml", &person.replace("Ada Example", "Ada"))], None),
        ] {
            let expected = parts.map(|parts| format!("{said}{parts}"));
            assert_eq!(found(&files), expected, "{files:?}");
        }
    }
}
