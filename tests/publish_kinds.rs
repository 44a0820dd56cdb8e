//! `radar publish` from repositories of every kind, to remotes of every kind.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "runs git and the program")]

mod desk;
mod repository;

use std::process::Command;

use desk::{Desk, Run, blip};
use repository::Repository;

fn git(desk: &Desk, here: &str, arguments: &[&str]) -> String {
    Repository { path: desk.at(here) }.git(arguments)
}

#[test]
fn bytes_are_exact_whatever_git_is_told_to_do_with_them() {
    let desk = Desk::new();
    let work = desk.work();
    for (name, value) in [
        ("core.autocrlf", "true"),
        ("core.eol", "crlf"),
        ("core.ignoreCase", "true"),
        ("filter.shout.clean", "touch ../filtered; tr a-z A-Z"),
        ("filter.shout.smudge", "touch ../filtered; tr a-z A-Z"),
        ("commit.gpgSign", "true"),
        ("gpg.program", "touch ../signed"),
    ] {
        work.git(&["config", name, value]);
    }
    desk.write("work/.gitattributes", "* text=auto eol=crlf\n*.html filter=shout\n*.css ident\n");
    desk.write("work/radar/static/lines.txt", "one\r\ntwo\n$Id$\n");
    desk.commit();
    for hook in ["pre-commit", "commit-msg", "prepare-commit-msg", "post-commit"] {
        desk.write_script(
            &format!("work/.git/hooks/{hook}"),
            &format!("#!/bin/sh\ntouch ../hook-{hook}\nexit 1\n"),
        );
    }
    work.git(&["config", "core.fsmonitor", "touch ../monitored"]);
    desk.publish(&[]);
    assert_eq!(desk.files("gh-pages"), desk.built(&[]));
    let left: Vec<String> = std::fs::read_dir(desk.at("."))
        .expect("the folder")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .filter(|name| {
            name.starts_with("hook-")
                || ["filtered", "signed", "monitored"].contains(&name.as_str())
        })
        .collect();
    assert_eq!(left, [""; 0]);
}

#[test]
fn a_local_branch_of_the_same_name_stays() {
    let desk = Desk::new();
    desk.work().git(&["branch", "gh-pages"]);
    desk.work().git(&["worktree", "add", "-q", "../pages", "gh-pages"]);
    let before = desk.work().git(&["rev-parse", "gh-pages"]);
    desk.publish(&[]);
    desk.publish(&["--today", "2026-11-23", "--history", "squash"]);
    assert_eq!(desk.work().git(&["rev-parse", "gh-pages"]), before);
    assert_eq!(git(&desk, "pages", &["status", "--porcelain"]), "");
    // From the other work tree, which has the content too.
    let run = desk.run_in("pages", &["publish", "--branch", "other"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
}

#[test]
fn a_second_work_tree_and_a_detached_head() {
    let desk = Desk::new();
    desk.work().git(&["worktree", "add", "-q", "--detach", "../second"]);
    let run = desk.run_in("second", &["publish"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert!(!run.said.contains("next:"), "{}", run.said);
    assert_eq!(desk.files("gh-pages"), desk.built(&[]));
}

#[test]
fn a_submodule() {
    let desk = Desk::new();
    let outer = Repository::new(desk.at("outer"), &[]);
    desk.work().git(&["push", "-q", "origin", "main"]);
    outer.git(&["submodule", "add", "-q", "../remote.git", "docs/tech"]);
    outer.commit("2026-11-02", "ada@example.org", &[]);
    git(&desk, "outer/docs/tech", &["checkout", "-q", "-B", "main", "origin/main"]);
    let run = desk.run_in("outer", &["publish", "-C", "docs/tech"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert_eq!(desk.files("gh-pages"), desk.built(&[]));
    assert_eq!(outer.git(&["status", "--porcelain"]), "");
    desk.write("outer/docs/tech/radar/blips/helm.toml", blip("The helm"));
    let run = desk.run_in("outer/docs/tech", &["publish"]);
    assert_eq!(run.code, Some(2), "{}", run.said);
    // The content itself is a submodule.
    let content = Repository::new(desk.at("content"), &[]);
    std::fs::rename(desk.at("work/radar"), desk.at("work/radar-of-old")).expect("moved");
    for file in ["radar.toml", "people.toml", "blips/kafka.toml", "blips/helm.toml"] {
        let text = std::fs::read(desk.at(&format!("work/radar-of-old/{file}"))).expect("a file");
        desk.write(&format!("content/{file}"), text);
    }
    content.commit("2026-11-02", "ada@example.org", &[]);
    std::fs::remove_dir_all(desk.at("work/radar-of-old")).expect("removed");
    desk.commit();
    desk.work().git(&["submodule", "add", "-q", "../content", "radar"]);
    desk.commit();
    let run = desk.publish(&["--today", "2026-11-23"]);
    assert!(run.said.contains("published"), "{}", run.said);
    desk.write("work/radar/blips/helm.toml", blip("The helm"));
    desk.refuses(&[], "1 file is not committed (radar)");
}

#[test]
fn a_shallow_clone() {
    let desk = Desk::new();
    desk.commit();
    desk.work().git(&["push", "-q", "origin", "main"]);
    for day in ["2026-11-20", "2026-11-21", "2026-11-22"] {
        desk.publish(&["--today", day]);
    }
    let remote = format!("file://{}", desk.at("remote.git").display());
    git(&desk, "work", &["clone", "-q", "--depth=1", &remote, "../shallow"]);
    let head = git(&desk, "shallow", &["rev-parse", "HEAD"]);
    let run = desk.run_in("shallow", &["publish", "--today", "2026-11-23"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert_eq!(desk.subjects("gh-pages").len(), 4);
    desk.remote().git(&["fsck", "--strict"]);
    git(&desk, "shallow", &["fsck"]);
    assert_eq!(git(&desk, "shallow", &["log", "--format=%H"]), head);
    // Who wrote what is told by earlier commits.
    desk.put("gh-pages", "CNAME", "radar.example.org");
    git(&desk, "work", &["clone", "-q", "--depth=1", &remote, "../shallower"]);
    let run = desk.run_in("shallower", &["publish", "--today", "2026-11-24"]);
    assert_eq!(run.code, Some(2), "{}", run.said);
    assert!(run.said.contains("has 1 file that radar did not write (CNAME)"), "{}", run.said);
    let run = desk.run_in("shallower", &["publish", "--today", "2026-11-24", "--overwrite"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert_eq!(git(&desk, "shallower", &["rev-parse", "--is-shallow-repository"]), "true");
}

#[test]
fn clones_without_blobs_and_without_trees() {
    let desk = Desk::new();
    desk.remote().git(&["config", "uploadpack.allowFilter", "true"]);
    desk.work().git(&["push", "-q", "origin", "main"]);
    desk.publish(&["--today", "2026-11-20"]);
    desk.put("gh-pages", "CNAME", "radar.example.org");
    let remote = format!("file://{}", desk.at("remote.git").display());
    for filter in ["blob:none", "tree:0"] {
        git(
            &desk,
            "work",
            &["clone", "-q", &format!("--filter={filter}"), &remote, &format!("../{filter}")],
        );
        let run = desk.run_in(filter, &["publish"]);
        assert_eq!(run.code, Some(2), "{filter}: {}", run.said);
        assert!(
            run.said.contains("1 file that radar did not write (CNAME)"),
            "{filter}: {}",
            run.said
        );
        let run = desk.run_in(filter, &["publish", "--overwrite"]);
        assert_eq!(run.code, Some(0), "{filter}: {}", run.said);
        desk.put("gh-pages", "CNAME", "radar.example.org");
    }
}

#[test]
fn a_radar_in_a_folder_and_one_whose_path_is_not_unicode() {
    use std::os::unix::ffi::OsStrExt as _;
    let desk = Desk::new();
    desk.write_radar("work/docs/tech");
    desk.commit();
    let run = desk.publish(&["-C", "docs/tech"]);
    assert!(run.said.contains("published"), "{}", run.said);
    let message = desk.remote().git(&["log", "-1", "--format=%B", "gh-pages"]);
    assert!(message.contains(":docs/tech/\n"), "{message}");
    if cfg!(target_os = "macos") {
        // Its disks have no such names.
        return;
    }
    let mangled = desk.at(".").join(std::ffi::OsStr::from_bytes(b"our\xffs"));
    std::fs::rename(desk.at("work"), &mangled).expect("moved");
    let mut command = desk.command(".", &["publish", "--today", "2026-11-23"]);
    let run = Run::of(command.current_dir(mangled.join("docs/tech/radar/blips")));
    assert_eq!(run.code, Some(0), "{}", run.said);
    let mut command = desk.command(".", &["publish", "--today", "2026-11-24", "-C"]);
    let run = Run::of(command.arg(mangled.join("docs/tech")));
    assert_eq!(run.code, Some(0), "{}", run.said);
    assert_eq!(desk.subjects("gh-pages").len(), 3);
}

#[test]
fn a_repository_with_long_hashes() {
    let desk = Desk::with(&["--object-format=sha256"]);
    desk.publish(&[]);
    desk.publish(&["--today", "2026-11-23"]);
    let run = desk.publish(&["--today", "2026-11-23"]);
    assert!(run.said.contains("has this site already"), "{}", run.said);
    assert_eq!(desk.subjects("gh-pages").len(), 2);
    desk.remote().git(&["fsck", "--strict"]);
}

#[test]
fn a_remote_by_its_path_and_by_its_address() {
    let desk = Desk::new();
    let bare = Repository::new(desk.at("site.git"), &["--bare"]);
    // The branch may have any name in a repository of its own. The path is seen from where the user is.
    let run =
        desk.run_in(".", &["publish", "-C", "work", "--remote", "site.git", "--branch", "main"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let address = format!("file://{}", bare.path.display());
    let run = desk.publish(&["--remote", &address, "--branch", "main"]);
    assert!(run.said.contains(&format!("main on {address} has this site already")), "{}", run.said);
    assert_eq!(bare.git(&["log", "--format=%s"]).lines().count(), 1);
    // Fetches and pushes may have different addresses: what counts is where pushes go.
    desk.publish(&[]);
    desk.work().git(&["remote", "set-url", "--push", "origin", "../site.git"]);
    let run = desk.publish(&[]);
    assert!(run.said.contains("published"), "{}", run.said);
    bare.git(&["rev-parse", "gh-pages"]);
    let run = desk.publish(&[]);
    assert!(run.said.contains("has this site already"), "{}", run.said);
}

/// With ssh as the user has set it, which leads to a folder here.
fn over_ssh(desk: &Desk, remote: &str, arguments: &[&str]) -> Run {
    let folder = desk.at(".").display().to_string();
    desk.write_script(
        "ssh",
        &format!(
            "#!/bin/sh\nfor last; do :; done\ncd '{folder}'\necho \"$*\" >> ssh.log\neval \"$last\"\n"
        ),
    );
    desk.work().git(&["remote", "set-url", "origin", remote]);
    desk.work().git(&["config", "core.sshCommand", desk.at("ssh").to_str().expect("a plain path")]);
    desk.work().git(&["config", "ssh.variant", "simple"]);
    let run = desk.run(&[&["publish"], arguments].concat());
    assert_eq!(run.code, Some(0), "{}", run.said);
    run
}

fn bare(desk: &Desk, path: &str) -> Repository {
    Repository::new(desk.at(path), &["--bare"])
}

#[test]
fn the_address_is_taken_from_the_remote() {
    let desk = Desk::new();
    let remote = bare(&desk, "Our-Team/radar.git");
    let run = over_ssh(&desk, "git@github.com:Our-Team/radar.git", &[]);
    assert_eq!(run.printed, "https://our-team.github.io/radar/\n");
    assert!(run.said.contains("choose “Deploy from a branch” and gh-pages at https://github.com/Our-Team/radar/settings/pages"), "{}", run.said);
    assert!(
        run.said.contains("origin was empty, so it may take gh-pages for its default branch"),
        "{}",
        run.said
    );
    let feed = remote.git(&["show", "gh-pages:feed.xml"]);
    assert!(feed.contains("https://our-team.github.io/radar/"), "{feed}");
    assert!(
        std::fs::read_to_string(desk.at("ssh.log"))
            .expect("the user's ssh")
            .contains("git@github.com")
    );
    // The second time, all of that is done.
    desk.work().git(&["push", "-q", "-u", "origin", "main"]);
    let run = over_ssh(&desk, "git@github.com:Our-Team/radar.git", &["--today", "2026-11-23"]);
    assert!(!run.said.contains("settings"), "{}", run.said);
    // Another name for the host, which git replaces.
    desk.work().git(&["config", "url.git@github.com:.insteadOf", "gh:"]);
    let run = over_ssh(&desk, "gh:Our-Team/radar.git", &["--today", "2026-11-23"]);
    assert_eq!(run.printed, "https://our-team.github.io/radar/\n");
    let settings =
        "title = 'T'\nbase_url = 'https://t.example.org'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n";
    desk.write("work/radar/radar.toml", settings);
    desk.commit();
    let run = over_ssh(&desk, "gh:Our-Team/radar.git", &[]);
    assert_eq!(run.printed, "https://t.example.org/\n");
}

#[test]
fn gitlab_gets_a_job_that_publishes() {
    let desk = Desk::new();
    let remote = bare(&desk, "group/sub/radar.git");
    let run = over_ssh(&desk, "git@gitlab.com:group/sub/radar.git", &[]);
    assert_eq!(run.printed, "https://group.gitlab.io/sub/radar/\n");
    let job = remote.git(&["show", "gh-pages:.gitlab-ci.yml"]);
    let script: Vec<&str> = job.lines().filter_map(|line| line.strip_prefix("    - ")).collect();
    assert_eq!(script.len(), 2, "{job}");
    // What a runner does: it clones the branch, runs the script, and takes public/.
    git(
        &desk,
        "work",
        &["clone", "-q", "--branch", "gh-pages", "../group/sub/radar.git", "../job"],
    );
    let status =
        Command::new("sh").args(["-ec", &script.join("\n")]).current_dir(desk.at("job")).status();
    assert!(status.expect("a shell").success());
    let files = |folder: &str| {
        let files = walkdir::WalkDir::new(desk.at(folder))
            .into_iter()
            .map(|entry| entry.expect("readable"));
        let files = files.filter(|entry| entry.file_type().is_file());
        files
            .map(|entry| entry.path().strip_prefix(desk.at(folder)).expect("below").to_owned())
            .collect::<std::collections::BTreeSet<_>>()
    };
    let built = desk.built(&["--base-url", "https://group.gitlab.io/sub/radar/"]);
    assert_eq!(files("job/public"), built.keys().map(std::path::PathBuf::from).collect());
    let run = over_ssh(&desk, "git@gitlab.com:group/sub/radar.git", &[]);
    assert!(run.said.contains("has this site already"), "{}", run.said);
}

#[test]
fn codeberg_serves_another_branch() {
    let desk = Desk::new();
    let remote = bare(&desk, "ada/radar.git");
    let run = over_ssh(&desk, "git@codeberg.org:ada/radar.git", &[]);
    assert_eq!(run.printed, "https://ada.codeberg.page/radar/\n");
    remote.git(&["rev-parse", "pages"]);
}

#[test]
fn passwords_in_addresses_are_not_told() {
    let desk = Desk::new();
    let secret = "ghp_0123456789";
    let address = format!("https://ada:{secret}@127.0.0.1:9/ada/radar.git");
    desk.work().git(&["remote", "set-url", "origin", &address]);
    for arguments in [&["publish"][..], &["publish", "--remote", &address]] {
        let run = desk.run(arguments);
        assert_eq!(run.code, Some(2), "{}", run.said);
        assert!(run.said.contains("cannot read ") && !run.said.contains(secret), "{}", run.said);
    }
}
