//! `radar diff --base`: the radar of a commit against the work tree, in repositories of git as people have them.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "runs git and the program")]

mod folder;

use std::path::Path;
use std::process::Command;

use folder::Folder;

/// Runs git in a folder and returns what it prints.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Ada")))
        .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "ada@example.org")))
        .output()
        .expect("git starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

fn commit(folder: &Path) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "-m", "State"]);
}

/// With a radar of three blips, committed on main.
fn repository() -> Folder {
    let folder = Folder::new();
    git(&folder.path(""), &["init", "--quiet"]);
    commit(&folder.path(""));
    folder
}

/// Returns the exit code and what was printed: the data, then the messages.
fn radar(folder: &Folder, arguments: &[&str]) -> (Option<i32>, String) {
    let output = folder.command(&[&["diff"], arguments].concat()).output().expect("it starts");
    let printed = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(printed).expect("text"))
}

/// Returns the lines below the first one, without their blanks.
fn changes(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let (code, printed) = radar(folder, arguments);
    assert_eq!(code, Some(0), "{printed}");
    let lines = printed.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.skip(1).filter(|line| !line.is_empty()).collect()
}

fn says(folder: &Folder, arguments: &[&str], expected: &str) {
    let (code, printed) = radar(folder, arguments);
    assert_eq!(code, Some(2), "{printed}");
    assert!(printed.contains(expected), "{printed}");
    assert_eq!(printed.lines().count(), 1, "{printed}");
}

const REVIEW: &str = "\n[[review]]\ndate = 2026-11-01\nby = [\"ada\"]\nnote = \"Looked.\"\n";

#[test]
fn the_work_tree_is_compared_committed_or_not() {
    let folder = repository();
    let (code, printed) = radar(&folder, &["--base", "main"]);
    assert!(
        code == Some(0) && printed.starts_with("nothing on the radar changed since main ("),
        "{printed}"
    );
    folder.write("radar/blips/kafka.toml", folder.read("radar/blips/kafka.toml") + REVIEW);
    let expected =
        "The kafka new: the review of 2026-11-01 by Ada Example (hands-on, first-hand)".to_owned();
    assert!(changes(&folder, &["--base", "main"]).contains(&expected));
    git(&folder.path(""), &["checkout", "--quiet", "-b", "topic"]);
    commit(&folder.path(""));
    assert!(changes(&folder, &["--base", "main"]).contains(&expected));
    let hash = git(&folder.path(""), &["rev-parse", "main"]);
    assert!(changes(&folder, &["--base", &hash]).contains(&expected));
    assert!(changes(&folder, &["--base", "HEAD~1"]).contains(&expected));
    assert!(changes(&folder, &["--base", "HEAD"]).is_empty());
}

#[test]
fn moved_and_reformatted_files_are_no_change() {
    let folder = repository();
    let text = folder.read("radar/blips/kafka.toml");
    folder.remove("radar/blips/kafka.toml");
    folder.write("radar/blips/data/streams/kafka.toml", text.replace('\n', "\r\n"));
    let people = folder.read("radar/people.toml");
    folder.write("radar/people.toml", format!("# People\r\n{}", people.replace('\n', "\r\n")));
    assert_eq!(changes(&folder, &["--base", "main"]), [""; 0]);
    commit(&folder.path(""));
    // The whole radar, into a folder of the repository.
    for path in ["radar", "docs/tech"] {
        std::fs::create_dir_all(folder.path("docs/tech")).expect("a folder");
        if path == "radar" {
            std::fs::rename(folder.path("radar"), folder.path("docs/tech/radar")).expect("moved");
        }
    }
    let (code, printed) = radar(&folder, &["--base", "main", "-C", "docs/tech"]);
    assert!(code == Some(0) && printed.starts_with("nothing on the radar changed"), "{printed}");
    let json = radar(&folder, &["--base", "main", "-C", "docs/tech", "--format", "json"]).1;
    assert!(json.contains("\"folder\": \"the root\""), "{json}");
}

#[test]
fn a_radar_in_a_folder_of_a_repository() {
    let folder = repository();
    folder.write("other.txt", "x");
    for file in folder.files("radar") {
        folder.write(&format!("inner/radar/{}", file.0), file.1);
    }
    let (code, printed) = radar(&folder, &["--base", "main", "-C", "inner"]);
    assert_eq!(code, Some(0), "{printed}");
    // The one at the root is still there, so this one is another.
    assert!(
        printed.starts_with("There was no radar at main (")
            && printed.contains("This change adds one: 3 blips, 1 person, 1 team"),
        "{printed}"
    );
    let json = radar(&folder, &["--base", "main", "-C", "inner", "--format", "json"]).1;
    assert!(json.contains("\"radar\": false") && json.contains("\"id\": \"kafka\""), "{json}");
    commit(&folder.path(""));
    folder.remove("inner/radar/blips/kafka.toml");
    let expected = "The kafka its file is removed, with 1 review";
    let found = changes(&folder, &["--base", "main", "-C", "inner/radar/blips"]);
    assert!(found.iter().any(|line| line == expected), "{found:?}");
    assert!(changes(&folder, &["--base", "main"]).is_empty());
}

#[test]
fn what_others_did_since_is_not_undone_by_this_branch() {
    let folder = repository();
    let root = folder.path("");
    git(&root, &["checkout", "--quiet", "-b", "topic"]);
    folder.write("radar/blips/helm.toml", folder.read("radar/blips/helm.toml") + REVIEW);
    commit(&root);
    git(&root, &["checkout", "--quiet", "main"]);
    folder.write("radar/blips/kafka.toml", folder.read("radar/blips/kafka.toml") + REVIEW);
    commit(&root);
    // An older checkout is compared with the newer commit as it is.
    git(&root, &["checkout", "--quiet", "main~1"]);
    let found = changes(&folder, &["--base", "main"]);
    assert!(
        found[1].starts_with("The kafka the review of 2026-11-01 by Ada Example is removed"),
        "{found:?}"
    );
    git(&root, &["checkout", "--quiet", "topic"]);
    let (_, printed) = radar(&folder, &["--base", "main"]);
    assert!(printed.starts_with("Since this branch left main ("), "{printed}");
    assert!(printed.contains("The helm") && !printed.contains("The kafka"), "{printed}");
}

#[test]
fn what_is_wrong_is_said() {
    let folder = Folder::new();
    says(&folder, &["--base", "main"], "cannot compare with `main`: ");
    git(&folder.path(""), &["init", "--quiet"]);
    says(
        &folder,
        &["--base", "main"],
        "there is no commit `main`: the repository has no commits yet",
    );
    commit(&folder.path(""));
    says(&folder, &["--base", "mian"], "there is no commit `mian`; did you mean `main`?");
    says(
        &folder,
        &["--base", "0123456789012345678901234567890123456789"],
        "there is no commit `0123",
    );
    says(&folder, &["--base=--help"], "there is no commit `--help`");
    says(&folder, &["--base="], "there is no commit ``");
    says(&folder, &["--base", "main:radar"], "there is no commit `main:radar`");
    let tree = git(&folder.path(""), &["rev-parse", "main^{tree}"]);
    says(&folder, &["--base", &tree], "there is no commit `");
    for arguments in [&["--base", "main", "spring"][..], &["spring", "--base", "main"], &[]] {
        let (code, printed) = radar(&folder, arguments);
        assert_eq!(code, Some(2), "{printed}");
        assert!(printed.contains("radar diff [OPTIONS] --base <REF>"), "{printed}");
    }
    folder.write("radar/people.toml", "[person");
    assert_eq!(radar(&folder, &["--base", "main"]).0, Some(1));
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let origin = repository();
    let first = git(&origin.path(""), &["rev-parse", "HEAD"]);
    origin.write("radar/blips/kafka.toml", origin.read("radar/blips/kafka.toml") + REVIEW);
    commit(&origin.path(""));
    let clone = Folder::empty();
    let url = format!("file://{}", origin.path("").display());
    git(&clone.path(""), &["clone", "--quiet", "--depth=1", &url, "clone"]);
    says(&clone, &["-C", "clone", "--base", &first], "which is shallow; fetch it");
    let (code, printed) = radar(&clone, &["-C", "clone", "--base", "origin/main"]);
    assert_eq!(code, Some(0), "{printed}");
}

#[test]
fn errors_at_the_base_are_said_and_the_rest_is_compared() {
    let folder = Folder::new();
    folder.write("radar/blips/kafka.toml", "name = \"Kafka\"\n[[review]]\n");
    git(&folder.path(""), &["init", "--quiet"]);
    commit(&folder.path(""));
    folder.write("radar/blips/kafka.toml", folder::blip("kafka"));
    folder.write("radar/blips/helm.toml", folder.read("radar/blips/helm.toml") + REVIEW);
    let (code, printed) = radar(&folder, &["--base", "main"]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(
        printed.contains("warning: 1 blip has an error at main and cannot be compared"),
        "{printed}"
    );
    assert!(printed.contains("  kafka     its file at the base has errors"), "{printed}");
    assert!(!printed.contains("The kafka"), "{printed}");
    folder.write("radar/people.toml", "[person.ada]\nname = 3\n");
    commit(&folder.path(""));
    folder.write("radar/people.toml", Folder::new().read("radar/people.toml"));
    says(
        &folder,
        &["--base", "main"],
        "cannot compare with main: its content has errors (radar/people.toml: ",
    );
}

#[test]
#[cfg(unix)]
fn links_are_followed_as_on_disk() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    let root = folder.path("");
    std::fs::rename(folder.path("radar/people.toml"), folder.path("people.toml")).expect("moved");
    symlink("../people.toml", folder.path("radar/people.toml")).expect("a link");
    folder.write("shared/nomad.toml", folder::blip("nomad"));
    symlink("../../shared", folder.path("radar/blips/shared")).expect("a link");
    git(&root, &["init", "--quiet"]);
    commit(&root);
    let (code, printed) = radar(&folder, &["--base", "main"]);
    assert!(code == Some(0) && printed.starts_with("nothing on the radar changed"), "{printed}");
    // Out of the radar.
    folder.remove("radar/people.toml");
    symlink("/etc/passwd", folder.path("radar/people.toml")).expect("a link");
    commit(&root);
    folder.remove("radar/people.toml");
    folder.write("radar/people.toml", folder.read("people.toml"));
    says(
        &folder,
        &["--base", "main"],
        "cannot read the radar of main: radar/people.toml is a link that leads out of the radar",
    );
    // In a circle.
    folder.remove("radar/people.toml");
    symlink("people.toml", folder.path("radar/people.toml")).expect("a link");
    commit(&root);
    folder.remove("radar/people.toml");
    folder.write("radar/people.toml", folder.read("people.toml"));
    says(&folder, &["--base", "main"], "radar/people.toml is a link to too many others");
}

#[test]
fn nothing_that_a_repository_names_is_started_or_checked_out() {
    let folder = repository();
    let root = folder.path("");
    folder.write(".gitattributes", "*.toml filter=evil diff=evil\n");
    let touch = format!("touch {}/started", root.display());
    for (name, value) in [
        ("filter.evil.smudge", &touch),
        ("filter.evil.clean", &touch),
        ("diff.evil.textconv", &touch),
        ("core.fsmonitor", &touch),
        ("core.pager", &touch),
        ("alias.ls-tree", &format!("!{touch}")),
    ] {
        git(&root, &["config", name, value]);
    }
    let before = folder.files(".git");
    assert!(changes(&folder, &["--base", "main"]).is_empty());
    assert!(!folder.path("started").exists());
    assert!(before == folder.files(".git"), "the repository is as it was");
}

/// These four make a folder a bare repository. A commit can have them as files, with a history of their sender's choice.
#[test]
fn a_repository_of_committed_files_is_none() {
    let folder = repository();
    let root = folder.path("");
    git(&root, &["config", "core.bare", "true"]);
    for part in ["HEAD", "config", "objects", "refs"] {
        std::fs::rename(root.join(".git").join(part), root.join(part)).expect("a move");
    }
    std::fs::remove_dir_all(root.join(".git")).expect("the rest");
    says(&folder, &["--base", "main"], "cannot use bare repository");
    let output = folder.command(&["publish"]).output().expect("it starts");
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && printed.contains("bare repository"), "{printed}");
}

#[test]
fn a_file_that_is_too_large_is_an_error() {
    let folder = repository();
    folder.write("radar/blips/big.toml", "#".repeat((4 << 20) + 1));
    commit(&folder.path(""));
    folder.remove("radar/blips/big.toml");
    says(
        &folder,
        &["--base", "main"],
        "cannot read the radar of main: radar/blips/big.toml has 4194305 bytes; at most 4 MiB are read",
    );
}

#[test]
fn a_linked_work_tree_and_a_tag() {
    let folder = repository();
    let root = folder.path("");
    git(&root, &["tag", "-a", "v1", "-m", "First"]);
    git(&root, &["worktree", "add", "--quiet", "-b", "topic", "other"]);
    folder.write("other/radar/blips/kafka.toml", folder.read("radar/blips/kafka.toml") + REVIEW);
    let found = changes(&folder, &["-C", "other", "--base", "v1"]);
    assert!(found.iter().any(|line| line.starts_with("The kafka new: the review")), "{found:?}");
    let (_, printed) = radar(&folder, &["-C", "other", "--base", "v1", "--format", "json"]);
    assert!(printed.contains(&git(&root, &["rev-parse", "main"])), "{printed}");
}

/// The keys of a value, with those of the objects in its lists.
fn keys(path: &str, value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (key, member) in members {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                keys(&path, member, found);
                found.insert(path);
            }
        }
        serde_json::Value::Array(entries) => {
            for entry in entries {
                keys(&format!("{path}[]"), entry, found);
            }
        }
        _ => {}
    }
}

#[test]
fn json_has_the_keys_that_its_page_lists() {
    let folder = repository();
    folder.remove("radar/blips/rust.toml");
    folder.write("radar/blips/nomad.toml", folder::blip("nomad").replace("adopt", "trial"));
    let kafka = folder.read("radar/blips/kafka.toml").replacen("\"adopt\"", "\"retired\"", 1);
    let retired = REVIEW.replace("note", "ring = \"retired\"\nnote");
    let question = "\n[[question]]\ndate = 2026-11-01\nby = \"ada\"\ntext = \"Why?\"\n";
    folder.write("radar/blips/kafka.toml", kafka + &retired + question);
    let helm = folder.read("radar/blips/helm.toml").replace("About", "Of").replace("Looked", "Saw");
    folder.write("radar/blips/charts.toml", helm.replace("[\"platform\"]", "[]"));
    folder.remove("radar/blips/helm.toml");
    let people = folder.read("radar/people.toml").replace("2020-01-01", "2021-01-01");
    folder.write("radar/people.toml", people + "\n[team.web]\nname = \"Web\"\n");
    folder.write(
        "radar/radar.toml",
        folder.read("radar/radar.toml") + "\n[review]\nevery = \"2 years\"\n",
    );
    let (code, printed) = radar(&folder, &["--base", "main", "--format", "json"]);
    assert_eq!(code, Some(0), "{printed}");
    let value: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let mut found = std::collections::BTreeSet::new();
    keys("", &value, &mut found);
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md"));
    let page = page.expect("docs/json.md");
    let section = page.split("## The difference from a commit").nth(1).expect("a section");
    let rows = section.lines().take_while(|line| !line.starts_with("## "));
    let documented: Vec<&str> =
        rows.filter_map(|row| row.strip_prefix("| `")?.split('`').next()).collect();
    assert!(found.len() > 50, "{found:?}");
    for key in &found {
        // These have the keys of others.
        let is_same = ["gone[].", "reviews[].was."].iter().any(|start| key.starts_with(start));
        assert!(is_same || documented.contains(&key.as_str()), "{key}: {printed}");
    }
    for key in documented {
        assert!(
            found.contains(key) || key.starts_with("renamed") || key.starts_with("reviews[].was"),
            "{key}: {printed}"
        );
    }
}
