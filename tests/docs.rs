//! The documentation keeps up with the program.
#![allow(clippy::disallowed_methods, reason = "the documentation is read from disk")]

use radar::diagnostic::Code;

fn read(path: &str) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    std::fs::read_to_string(format!("{root}/{path}")).expect("a page of the documentation")
}

/// What stands between a heading in back-quotes and the next heading.
fn sections(page: &str) -> Vec<(&str, &str)> {
    page.split("\n### `").skip(1).filter_map(|section| section.split_once("`\n")).collect()
}

#[test]
fn every_code_is_explained_and_no_other() {
    let page = read("docs/diagnostics.md");
    let explained: Vec<&str> = sections(&page).into_iter().map(|(name, _)| name).collect();
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(explained, codes);
}

#[test]
fn every_explanation_states_the_level() {
    let page = read("docs/diagnostics.md");
    for ((name, text), code) in sections(&page).into_iter().zip(Code::ALL) {
        let level = if code.is_always_error() {
            "Always an error.".to_owned()
        } else {
            format!("Default: `{}`.", code.default_level().name())
        };
        assert!(text.trim_start().starts_with(&level), "{name}: {level}");
    }
}

#[test]
fn every_code_is_shown_in_a_transcript() {
    let folder = format!("{}/tests/cli", env!("CARGO_MANIFEST_DIR"));
    let transcripts: String = std::fs::read_dir(folder)
        .expect("the transcripts")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| std::fs::read_to_string(path).expect("a transcript"))
        .collect();
    let missing: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.name())
        .filter(|name| !transcripts.contains(&format!("[{name}]")))
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_format_is_described() {
    let (imports, exports) = (read("docs/import.md"), read("docs/export.md"));
    for format in radar::import::FORMATS {
        let transcript =
            format!("{}/tests/cli/import-{}.md", env!("CARGO_MANIFEST_DIR"), format.name());
        assert!(std::path::Path::new(&transcript).exists(), "{transcript}");
        assert!(imports.contains(&format!("import-{}.md", format.name())), "{}", format.name());
    }
    for format in radar::export::FORMATS {
        assert!(exports.contains(&format!("`{}`", format.name())), "{}", format.name());
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|page| root.join(page));
    let docs = std::fs::read_dir(root.join("docs")).expect("the documentation");
    let docs = docs.map(|entry| entry.expect("a readable folder").path());
    for page in docs.chain(pages).filter(|page| page.extension().is_some_and(|e| e == "md")) {
        let text = std::fs::read_to_string(&page).expect("a page of the documentation");
        for found in radar::markdown::links(&text) {
            let target = found.target.split('#').next().unwrap_or_default();
            if found.kind != radar::markdown::FoundKind::Link
                || target.is_empty()
                || target.contains("://")
            {
                continue;
            }
            let folder = page.parent().expect("a page lies in a folder");
            assert!(folder.join(target).exists(), "{}: {target}", page.display());
        }
    }
}

#[test]
fn template_lines_are_short() {
    let templates = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/templates");
    let folders = [templates.to_owned(), format!("{templates}/parts")];
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("templates"));
    let paths = files.map(|entry| entry.expect("a readable folder").path());
    for path in paths.filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(&path).expect("a template");
        for (at, line) in text.lines().enumerate() {
            let length = line.chars().count();
            assert!(length < 160, "{}:{}: {length} characters", path.display(), at + 1);
        }
    }
}
