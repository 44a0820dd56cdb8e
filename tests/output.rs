//! Writing the site is safe: half a build is never seen, and no file of anybody else's is touched.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]

mod folder;

use folder::{Folder, blip};

#[test]
fn a_build_with_errors_leaves_the_last_good_site() {
    let folder = Folder::new();
    folder.build();
    folder.age("output");
    let before = folder.files("output");
    folder.write("radar/blips/kafka.toml", "name = \"Kafka\"\n");
    folder.write("radar/blips/nomad.toml", blip("nomad"));
    let run = folder.run(&["build"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.ends_with("nothing was written to output\n"), "{}", run.stderr);
    assert_eq!(folder.files("output"), before);
    assert_eq!(folder.touched("output"), [""; 0]);
}

#[test]
fn a_first_build_with_errors_makes_no_folder() {
    let folder = Folder::new();
    folder.write("radar/blips/kafka.toml", "name = \"Kafka\"\n");
    assert_eq!(folder.run(&["build"]).code, Some(1));
    assert!(!folder.path("output").exists());
}

/// Makes a template of one's own fail on a page of the radar of [`Folder::new`].
fn fail_on(folder: &Folder, kind: &str, condition: &str) {
    let text = folder.read("radar/radar.toml");
    if !text.contains("theme") {
        folder.write("radar/radar.toml", format!("theme = \"mine\"\n{text}"));
    }
    let template = format!("{{% if {condition} %}}{{{{ nothing.here }}}}{{% endif %}}");
    folder.write(&format!("themes/mine/templates/{kind}.html"), template);
}

#[test]
fn a_template_that_fails_on_one_page_only_leaves_the_last_good_site() {
    for (kind, condition) in
        [("radar", "true"), ("blip", "blip.id == \"rust\""), ("team", "team.id == \"platform\"")]
    {
        for threads in ["1", "8"] {
            let folder = Folder::new();
            let build = || {
                let mut command = folder.command(&["build"]);
                let run = command.env("RAYON_NUM_THREADS", threads).output();
                let run = run.expect("the program starts");
                (run.status.code(), String::from_utf8(run.stderr).expect("UTF-8"))
            };
            fail_on(&folder, kind, condition);
            let (code, said) = build();
            assert_eq!(code, Some(1), "{said}");
            assert!(!folder.path("output").exists(), "{kind}");

            std::fs::remove_dir_all(folder.path("themes/mine/templates")).expect("ours");
            folder.write("themes/mine/theme.toml", "");
            assert_eq!(build().0, Some(0));
            folder.age("output");
            let before = folder.files("output");
            fail_on(&folder, kind, condition);
            folder.write("radar/blips/kafka.toml", blip("Kafka"));
            let (code, said) = build();
            assert_eq!(code, Some(1), "{said}");
            assert!(said.contains(&format!("themes/mine/templates/{kind}.html")), "{said}");
            assert!(said.ends_with("nothing was written to output\n"), "{said}");
            assert_eq!(folder.files("output"), before, "{kind}");
            assert_eq!(folder.touched("output"), [""; 0]);
        }
    }
}

#[test]
fn every_template_that_fails_is_reported() {
    let folder = Folder::new();
    fail_on(&folder, "radar", "true");
    fail_on(&folder, "team", "true");
    let run = folder.run(&["build"]);
    for kind in ["radar", "team"] {
        assert!(run.stderr.contains(&format!("templates/{kind}.html")), "{}", run.stderr);
    }
}

#[test]
fn only_what_differs_is_touched() {
    let folder = Folder::new();
    folder.build();
    folder.age("output");
    folder.build();
    assert_eq!(folder.touched("output"), [""; 0]);

    let note = blip("kafka").replace("Looked at kafka.", "Looked at kafka twice.");
    folder.write("radar/blips/kafka.toml", note);
    folder.build();
    let touched = folder.touched("output");
    assert!(touched.contains(&"blips/kafka.html".to_owned()), "{touched:?}");
    assert!(!touched.contains(&"blips/helm.html".to_owned()), "{touched:?}");
    assert!(!touched.iter().any(|path| path.starts_with("assets/")), "{touched:?}");
}

#[test]
fn pages_of_blips_that_went_go_too() {
    let folder = Folder::new();
    folder.build();
    assert!(folder.path("output/blips/kafka.html").exists());
    folder.remove("radar/blips/kafka.toml");
    folder.build();
    assert!(!folder.path("output/blips/kafka.html").exists());
    assert!(folder.path("output/blips/helm.html").exists());
    folder.write(
        "radar/radar.toml",
        "title = \"Bare\"\nquadrant = [{ id = \"tools\", name = \"Tools\" }]\n",
    );
    folder.build();
    assert!(!folder.path("output/editions").exists(), "folders left empty go");
}

/// Also where the case of letters does not count: on Windows, on macOS, and on an exFAT disk that `TMPDIR` names.
#[test]
fn a_file_whose_name_changes_only_in_case_is_renamed() {
    let folder = Folder::new();
    folder.write("radar/images/Plan/Logo.png", "picture");
    folder.write("radar/images/Old.png", "picture");
    folder.build();
    folder.remove("radar/images/Plan/Logo.png");
    folder.remove("radar/images/Old.png");
    std::fs::remove_dir(folder.path("radar/images/Plan")).expect("it is empty");
    folder.write("radar/images/plan/Logo.png", "picture");
    folder.write("radar/images/old.png", "another");
    folder.build();
    let images = folder.files("output/images");
    let names: Vec<&str> = images.keys().map(String::as_str).collect();
    assert_eq!(names, ["old.png", "plan/Logo.png"]);
    assert_eq!(images["old.png"], b"another");
    let run = folder.run(&["build"]);
    assert!(run.stderr.contains("are up to date"), "{}", run.stderr);
}

#[test]
fn what_was_edited_by_hand_is_made_as_it_was() {
    let folder = Folder::new();
    folder.build();
    let before = folder.files("output");
    folder.write("output/index.html", "<p>Edited.</p>");
    folder.remove("output/about.html".replace("about", "changes").as_str());
    folder.build();
    assert_eq!(folder.files("output"), before);
}

#[test]
fn a_foreign_folder_is_refused_and_left_as_it_is() {
    let folder = Folder::new();
    folder.write("output/thesis.doc", "years of work");
    let run = folder.run(&["build"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("thesis.doc"), "{}", run.stderr);
    assert_eq!(folder.files("output").len(), 1);

    // One file among many that are the program's own is enough.
    folder.remove("output/thesis.doc");
    folder.build();
    folder.write("output/blips/thesis.doc", "years of work");
    let before = folder.files("output");
    assert_eq!(folder.run(&["build"]).code, Some(2));
    assert_eq!(folder.files("output"), before);
}

#[test]
fn hidden_files_stay() {
    let folder = Folder::new();
    folder.write("output/.gitkeep", "");
    folder.write("output/.git/HEAD", "ref: refs/heads/pages\n");
    folder.build();
    folder.remove("radar/blips/kafka.toml");
    folder.build();
    assert!(folder.path("output/.gitkeep").exists());
    assert!(folder.path("output/.git/HEAD").exists());
}

#[test]
fn a_manifest_somebody_tampered_with_removes_nothing() {
    let folder = Folder::new();
    folder.build();
    folder.write("thesis.doc", "years of work");
    let manifest = folder.read("output/.radar-manifest");
    let (first, _) = manifest.split_once("  ").expect("a hash before each path");
    let hash = first.rsplit('\n').next().expect("the last line");
    folder.write("output/.radar-manifest", format!("{manifest}{hash}  ../thesis.doc\n"));
    folder.remove("radar/blips/kafka.toml");
    let run = folder.run(&["build"]);
    assert_eq!(run.code, Some(2), "a folder that nobody vouches for is foreign: {}", run.stderr);
    assert!(folder.path("thesis.doc").exists());
}

#[test]
fn output_in_or_around_the_content_is_refused() {
    let folder = Folder::new();
    folder.write("themes/paper/theme.toml", "");
    for out in ["radar", "radar/blips/site", "themes/paper", ".", "radar/../radar/x"] {
        let run = folder.run(&["build", "--out", out]);
        assert_eq!(run.code, Some(2), "{out}: {}", run.stderr);
        assert!(run.stderr.contains("must not touch what it reads"), "{out}: {}", run.stderr);
    }
    assert_eq!(folder.files("radar").len(), 5);
}

#[cfg(unix)]
#[test]
fn output_in_the_content_through_a_link_is_refused() {
    let folder = Folder::new();
    let linked = std::os::unix::fs::symlink(folder.path("radar"), folder.path("site"));
    if linked.is_err() && std::fs::write(folder.path("probe"), "").is_ok() {
        // A disk without links, such as exFAT, has nothing to refuse.
        return;
    }
    linked.expect("a link");
    assert_eq!(folder.run(&["build", "--out", "site/pages"]).code, Some(2));
    assert_eq!(folder.files("radar").len(), 5);
}

#[cfg(unix)]
#[test]
fn what_the_system_refuses_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    folder.write("locked/.gitkeep", "");
    let set = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(folder.path("locked"), permissions).expect("a folder of ours");
    };
    set(0o555);
    let is_root = std::fs::write(folder.path("locked/probe"), "").is_ok();
    let run = folder.run(&["build", "--out", "locked"]);
    set(0o755);
    // Root may write anywhere.
    if !is_root {
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.starts_with("error: cannot "), "{}", run.stderr);
        assert!(run.stderr.contains("locked"), "{}", run.stderr);
    }

    folder.write("a-file", "");
    let run = folder.run(&["build", "--out", "a-file/site"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("a-file"), "{}", run.stderr);
}

#[test]
fn a_new_radar_overwrites_nothing() {
    let folder = Folder::empty();
    for path in [".gitignore", ".github/workflows/radar.yml", "radar/about.md"] {
        folder.write(path, "mine");
    }
    let run = folder.run(&["init"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for path in [".gitignore", ".github/workflows/radar.yml", "radar/about.md"] {
        assert_eq!(folder.read(path), "mine", "{path}");
        assert!(run.stderr.contains(&format!("kept {path}\n")), "{}", run.stderr);
    }
    let before = folder.files(".");
    folder.age(".");
    assert_eq!(folder.run(&["init"]).code, Some(0));
    assert_eq!(folder.files("."), before);
    assert_eq!(folder.touched("."), [""; 0]);
}

#[test]
fn a_lost_or_damaged_record_is_explained_and_overwrite_goes_on() {
    for (damaged, why) in [
        (None, "its record .radar-manifest is missing"),
        (Some("radar manifest 1\nhalf a li"), "its record .radar-manifest is damaged"),
        (Some(""), "its record .radar-manifest is damaged"),
    ] {
        let folder = Folder::new();
        folder.build();
        let whole = folder.files("output");
        folder.write("output/thesis.doc", "years of work");
        match damaged {
            None => folder.remove("output/.radar-manifest"),
            Some(text) => folder.write("output/.radar-manifest", text),
        }
        let run = folder.run(&["build"]);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(run.stderr.contains(why), "{}", run.stderr);
        assert!(run.stderr.contains("add --overwrite"), "{}", run.stderr);
        folder.write("output.before/earlier", "of an earlier run");
        let run = folder.run(&["build", "--overwrite"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stderr.contains("to output.before-2\n"), "{}", run.stderr);
        assert_eq!(folder.files("output"), whole);
        assert_eq!(folder.read("output.before-2/thesis.doc"), "years of work");
        assert_eq!(folder.read("output.before/earlier"), "of an earlier run");
        folder.build();
    }
}

#[test]
fn a_file_can_take_the_place_of_a_folder_and_the_other_way_round() {
    let folder = Folder::new();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    folder.write("radar/images/a.svg/b.svg", svg);
    folder.write("radar/images/c.svg", svg);
    folder.build();
    std::fs::remove_dir_all(folder.path("radar/images")).expect("removed");
    folder.write("radar/images/a.svg", svg);
    folder.write("radar/images/c.svg/d.svg", svg);
    folder.build();
    let images: Vec<String> = folder.files("output/images").into_keys().collect();
    assert_eq!(images, ["a.svg", "c.svg/d.svg"]);
}

#[test]
fn an_init_that_was_cut_short_is_completed() {
    let whole = Folder::empty();
    assert_eq!(whole.run(&["init"]).code, Some(0));
    let cut_short: [&[&str]; 4] = [
        &["radar/radar.toml"],
        &["radar/people.toml", "radar/blips/payments/rust.toml"],
        &["radar/about.md", ".gitignore"],
        &[],
    ];
    for left in cut_short {
        let folder = Folder::empty();
        for path in left {
            folder.write(path, whole.read(path));
        }
        assert_eq!(folder.run(&["init"]).code, Some(0));
        assert_eq!(folder.files("."), whole.files("."), "{left:?}");
    }
    let folder = Folder::empty();
    for path in ["radar/radar.toml", "radar/people.toml", ".github/workflows/radar.yml"] {
        folder.write(path, "");
    }
    assert_eq!(folder.run(&["init"]).code, Some(0));
    assert_eq!(folder.files("."), whole.files("."));
}

#[test]
fn an_init_beside_a_broken_radar_is_no_success() {
    let folder = Folder::empty();
    folder.write("radar/radar.toml", "title = 1\n");
    let run = folder.run(&["init"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("the radar has errors; see radar check"), "{}", run.stderr);
}

/// A limit of memory that one copy of a picture fits into, and two do not.
#[cfg(target_os = "linux")]
#[test]
fn pictures_are_held_once() {
    let folder = Folder::new();
    folder.write("radar/images/large.png", "");
    let picture =
        std::fs::OpenOptions::new().write(true).open(folder.path("radar/images/large.png"));
    // A hole: it takes no room.
    picture.expect("there").set_len(150 << 20).expect("grown");
    let program = env!("CARGO_BIN_EXE_radar");
    let run = std::process::Command::new("sh")
        .args(["-c", &format!("ulimit -v 430000 && exec '{program}' build --today 2026-11-22")])
        .current_dir(folder.path("."))
        .env("RAYON_NUM_THREADS", "2")
        .output()
        .expect("a shell is there");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(folder.path("output/images/large.png").metadata().expect("there").len(), 150 << 20);
}

/// A build that makes only some files again looks at the others: the folder has what a fresh one has.
#[test]
fn a_file_that_somebody_changed_is_restored_by_a_build_that_need_not_make_it() {
    let folder = Folder::new();
    folder.write("radar/blips/nomad.toml", blip("nomad"));
    folder.build();
    let expected = folder.files("output");
    folder.write("output/blips/helm.html", "changed by hand");
    folder.remove("output/quadrants/tools.html");
    for (from, to) in [("Looked at", "Saw"), ("Saw", "Looked at")] {
        let text = folder.read("radar/blips/nomad.toml");
        folder.write("radar/blips/nomad.toml", text.replace(from, to));
        folder.build();
    }
    assert_eq!(folder.files("output"), expected);
}
