//! Which changes of files count, and how often.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::preview::{Preview, SETTINGS, blip, radar, write};

const HELM: &str = "radar/blips/helm.toml";

fn helm(text: &str) -> String {
    blip("Helm", "adopt", text)
}

#[test]
fn a_save_counts_once_however_an_editor_does_it() {
    let folder = radar();
    let root = folder.path();
    let mut preview = Preview::of(root);
    let first = preview.listen();
    let file = root.join(HELM);

    // VS Code and nano: in place.
    fs::write(&file, helm("In place.")).expect("written");
    assert_eq!(preview.event(), first + 1);
    // sed -i, and many others: a file beside it, renamed over it.
    fs::write(root.join("radar/blips/sedX1y2z3"), helm("Renamed.")).expect("written");
    fs::rename(root.join("radar/blips/sedX1y2z3"), &file).expect("renamed");
    assert_eq!(preview.event(), first + 2);
    let sed = Command::new("sed").args(["-i", "s/Renamed/By sed/"]).arg(&file).status();
    assert!(sed.expect("sed").success());
    assert_eq!(preview.event(), first + 3);
    // vim: a probe, a backup, a new file, no backup.
    fs::write(root.join("radar/blips/.4913"), "").expect("written");
    fs::remove_file(root.join("radar/blips/.4913")).expect("removed");
    fs::rename(&file, root.join("radar/blips/helm.toml~")).expect("renamed");
    fs::write(&file, helm("By vim.")).expect("written");
    fs::remove_file(root.join("radar/blips/helm.toml~")).expect("removed");
    assert_eq!(preview.event(), first + 4);
    // Emacs: a lock that leads nowhere, while the file is written.
    std::os::unix::fs::symlink("ada@host.1234", root.join("radar/blips/.#helm.toml"))
        .expect("linked");
    assert_eq!(preview.save(HELM, helm("By Emacs.")), first + 5);
    fs::remove_file(root.join("radar/blips/.#helm.toml")).expect("removed");

    assert!(preview.page("blips/helm.html").contains("By Emacs."));
    assert_eq!(preview.save(HELM, helm("The end.")), first + 6);
}

#[test]
fn what_changes_nothing_of_the_site_counts_never() {
    let folder = radar();
    let root = folder.path();
    let mut preview = Preview::of(root);
    let first = preview.listen();
    fs::read(root.join(HELM)).expect("read");
    fs::set_permissions(root.join(HELM), fs::Permissions::from_mode(0o640)).expect("changed");
    write(root, HELM, fs::read(root.join(HELM)).expect("read"));
    for path in ["output/index.html", "README.md", "radar/.git/index", "radar/blips/.helm.toml.swp"]
    {
        write(root, path, "x");
    }
    write(root, "radar/blips/helm.toml~", "x");
    write(root, "radar/README.md", "x");
    // The note beside the content is passed over as a file that nothing reads; its being there is seen.
    let number = preview.event();
    assert_eq!(number, first + 1);
    write(root, "radar/blips/#helm.toml#", "x");
    assert_eq!(preview.save(HELM, helm("Now.")), first + 2);
}

#[test]
fn folders_that_come_later_are_watched() {
    let folder = radar();
    let root = folder.path();
    let mut preview = Preview::of(root);
    preview.listen();
    write(root, "radar/blips/a/b/c/deep.toml", blip("Deep", "hold", "One."));
    preview.event();
    assert!(preview.page("blips/deep.html").contains("One."));
    preview.save("radar/blips/a/b/c/deep.toml", blip("Deep", "hold", "Two."));
    assert!(preview.page("blips/deep.html").contains("Two."));

    write(root, "themes/default/theme.toml", "[light]\npaper = \"#abcdef\"\n");
    preview.event();
    let sheet = |preview: &Preview| {
        let state = preview.state("/");
        let sheets = state["styles"].as_array().expect("style sheets").iter();
        sheets.map(|path| preview.page(path.as_str().expect("a path"))).collect::<String>()
    };
    assert!(sheet(&preview).contains("--paper:#abcdef"));
    preview.save("themes/default/theme.toml", "[light]\npaper = \"#fedcba\"\n");
    assert!(sheet(&preview).contains("--paper:#fedcba"));

    // A folder under another name: its blips stay, and it is still watched.
    fs::rename(root.join("radar/blips/a"), root.join("radar/blips/z")).expect("renamed");
    preview.event();
    preview.save("radar/blips/z/b/c/deep.toml", blip("Deep", "hold", "Three."));
    assert!(preview.page("blips/deep.html").contains("Three."));
    fs::remove_dir_all(root.join("radar/blips/z")).expect("removed");
    preview.event();
    assert_eq!(preview.get("/blips/deep.html").status, 404);
}

#[test]
fn the_whole_content_may_go_and_come_back() {
    let folder = radar();
    let root = folder.path();
    let mut preview = Preview::of(root);
    preview.listen();
    fs::rename(root.join("radar"), root.join("elsewhere")).expect("renamed");
    preview.event();
    let message = preview.state("/")["problems"][0]["message"].as_str().expect("said").to_owned();
    assert!(message.contains("radar.toml is missing"), "{message}");
    assert!(preview.page("blips/helm.html").contains("Charts"), "the last good page stays");
    fs::rename(root.join("elsewhere"), root.join("radar")).expect("renamed");
    preview.event();
    assert_eq!(preview.state("/")["problems"].as_array().map(Vec::len), Some(0));
    preview.save(HELM, helm("Back again."));
    assert!(preview.page("blips/helm.html").contains("Back again."));
}

#[test]
fn a_burst_is_one_change() {
    let folder = radar();
    let root = folder.path();
    let mut preview = Preview::of(root);
    let first = preview.listen();
    for number in 0..500 {
        let text = blip(&format!("Blip {number}"), "hold", "One of many.");
        write(root, &format!("radar/blips/many/blip-{number}.toml"), text);
    }
    assert_eq!(preview.event(), first + 1);
    assert_eq!(preview.get("/blips/blip-499.html").status, 200);
    assert_eq!(preview.save(HELM, helm("After it.")), first + 2);
}

#[test]
fn it_can_look_by_itself() {
    let folder = radar();
    let root = folder.path();
    let mut preview = Preview::with(root, &["--port", "0", "--poll"], &[]);
    let first = preview.listen();
    assert_eq!(preview.save(HELM, helm("Found.")), first + 1);
    assert!(preview.page("blips/helm.html").contains("Found."));
    fs::remove_file(root.join("radar/about.md")).expect("removed");
    assert_eq!(preview.event(), first + 2);
    assert_eq!(preview.get("/about.html").status, 404);
}

#[test]
fn links_are_followed() {
    let folder = radar();
    let root = folder.path().join("linked");
    let elsewhere = root.join("elsewhere");
    write(&elsewhere, "radar.toml", SETTINGS);
    write(
        &elsewhere,
        "blips/only.toml",
        "name = \"Only\"\nquadrant = \"tools\"\nring = \"hold\"\nadded = 2026-01-01\n",
    );
    std::os::unix::fs::symlink("elsewhere", root.join("radar")).expect("linked");
    let mut preview = Preview::with(&root, &["--port", "0", "-A", "unknown-blip"], &[]);
    preview.listen();
    write(&elsewhere, "about.md", "By a link.");
    preview.event();
    assert_eq!(preview.state("/")["version"].as_str().map(str::is_empty), Some(false));
}
