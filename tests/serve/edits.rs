//! After any edit, what is served and what a build over the last one writes is what a fresh build would write.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use radar::content::check;
use radar::diagnostic::Levels;
use radar::{site, source, theme};

use crate::choices::Choices;
use crate::preview::{PEOPLE, Preview, SETTINGS, TODAY, blip, radar, without_script, write};

/// The files of a fresh build; none if the content has errors.
fn build(root: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    let today = TODAY.parse().expect("a date");
    let sources = source::read(root).expect("readable");
    let mut checked = check(&sources, today, &Levels::default());
    if checked.is_denied() {
        return None;
    }
    let radar = checked.radar.expect("not denied");
    let theme = theme::load(&radar, &sources, &mut checked.report)?;
    let site = site::site(&radar, &sources, &theme, today).ok()?;
    Some(site.iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect())
}

/// Saves something that differs from what was there: each edit has a number.
#[allow(clippy::too_many_lines, reason = "one list of cases")]
fn edit(root: &Path, choices: &mut Choices, number: usize) {
    let rings = ["adopt", "trial", "assess", "hold"];
    let ring = choices.of(&rings);
    let blips = ["helm.toml", "kafka.toml", "team/rust.toml"];
    let path = format!("radar/blips/{}", choices.of(&blips));
    let extra = root.join("radar/blips/new/extra.toml");
    match choices.below(15) {
        0 => write(
            root,
            &path,
            blip(&format!("Name {number}"), ring, "[[helm]], [[kafka]], [[rust]]."),
        ),
        1 => write(
            root,
            &path,
            blip("Same name", ring, &format!("Text {number}, [[helm]] and [[rust]].")),
        ),
        2 => {
            let text = blip("Same name", ring, "```rust\nfn main() {}\n```");
            let note = format!("note = \"Note {number}\"\n");
            let review = "[[review]]\ndate = 2026-09-01\nby = [\"ada\"]\n";
            write(root, &path, text + review + &note);
        }
        3 => {
            // Imposed, and asked about: the board shows both.
            let question = format!(
                "[[review]]\ndate = 2026-08-01\nby = [\"max\"]\nring = \"{ring}\"\nnote = \"So be it.\"\n\
                 [[question]]\ndate = 2026-09-02\nby = \"ada\"\ntext = \"{number}?\"\n\
                 answer = {{ date = 2026-09-03, by = \"ada\", text = \"[[kafka]] {number}\" }}\n"
            );
            write(root, &path, blip("Same name", ring, "Asked.") + &question);
        }
        4 if extra.exists() => std::fs::remove_file(extra).expect("removed"),
        4 => write(
            root,
            "radar/blips/new/extra.toml",
            blip(&format!("Extra {number}"), ring, "New."),
        ),
        5 if extra.exists() => {
            let to = root.join(format!("radar/blips/new/renamed-{number}.toml"));
            std::fs::rename(extra, to).expect("renamed");
        }
        5 => write(
            root,
            "radar/blips/new/extra.toml",
            blip(&format!("Extra {number}"), ring, "[[kafka]]"),
        ),
        6 => write(root, "radar/radar.toml", SETTINGS.replace("Test", &format!("Title {number}"))),
        7 => write(
            root,
            "radar/radar.toml",
            SETTINGS.replace("*Spring*", &format!("*Spring {number}*")),
        ),
        8 => write(root, "radar/people.toml", PEOPLE.replace("Ada", &format!("Ada {number}"))),
        9 => write(root, "radar/about.md", format!("Edition {number}: [[rust]].\n")),
        10 => write(
            root,
            "radar/images/dot.svg",
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"n{number}\"/>"),
        ),
        11 => write(
            root,
            "themes/default/theme.toml",
            format!("[light]\npaper = \"#ffff{:02x}\"\n", number % 256),
        ),
        12 => write(
            root,
            "themes/default/templates/parts/footer.html",
            format!("<footer>{number} of {{{{ site.counts.total }}}}</footer>"),
        ),
        13 => write(root, &path, format!("name = \"Broken {number}\"\nring = \n")),
        _ => write(root, &path, blip("Same name", "no-such-ring", &format!("{number}"))),
    }
}

fn assert_same(preview: &Preview, expected: &BTreeMap<String, Vec<u8>>, when: &str) {
    for (path, bytes) in expected {
        let answer = preview.get(&format!("/{path}"));
        assert_eq!(answer.status, 200, "{when}: {path}");
        let body =
            if path.ends_with(".html") { without_script(&answer.body) } else { &answer.body };
        assert!(body == bytes, "{when}: {path} differs from what a build would write");
    }
}

#[test]
fn after_each_edit_the_site_is_what_a_build_would_write() {
    let folder = radar();
    let root = folder.path();
    let mut preview = Preview::of(root);
    preview.listen();
    let mut good = build(root).expect("good to start with");
    let mut choices = Choices::new();
    let mut failed = 0;
    for number in 0..60 {
        edit(root, &mut choices, number);
        preview.event();
        match build(root) {
            Some(built) => {
                for path in good.keys().filter(|path| !built.contains_key(*path)) {
                    assert_eq!(
                        preview.get(&format!("/{path}")).status,
                        404,
                        "edit {number}: {path}"
                    );
                }
                good = built;
            }
            None => failed += 1,
        }
        assert_same(&preview, &good, &format!("edit {number}"));
    }
    assert!(failed > 5 && failed < 50, "{failed} of 60 edits broke the content");
}

/// A build makes only what an edit changes, and uses the rest of its folder again.
#[test]
fn after_each_edit_a_build_over_the_last_is_as_a_fresh_one() {
    let folder = radar();
    let root = folder.path();
    let mut choices = Choices::new();
    let mut built = 0;
    for number in 0..50 {
        edit(root, &mut choices, number);
        let Some(expected) = build(root) else { continue };
        let mut command = Command::new(env!("CARGO_BIN_EXE_radar"));
        command.args(["build", "--quiet", "--today", TODAY]).current_dir(root);
        let status = command.status().expect("the program starts");
        assert!(status.success(), "edit {number}");
        for (path, bytes) in &expected {
            let found = std::fs::read(root.join("output").join(path));
            let is_same = found.is_ok_and(|found| found == *bytes);
            assert!(is_same, "edit {number}: {path} differs from a fresh build");
        }
        built += 1;
    }
    assert!(built > 10, "{built} of 50 edits could be built");
}

#[test]
fn the_output_folder_is_not_touched() {
    let folder = radar();
    let mut preview = Preview::of(folder.path());
    preview.listen();
    preview.save("radar/about.md", "Another.\n");
    preview.get("/");
    let names: Vec<_> = std::fs::read_dir(folder.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(names, ["radar"]);
}
