//! When `radar publish` refuses, and that nothing changes then.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "runs git and the program")]

mod desk;
mod repository;

use desk::{Desk, blip};
use repository::Repository;

#[test]
fn a_radar_with_errors() {
    let desk = Desk::new();
    desk.write("work/radar/blips/rust.toml", "name = ");
    desk.commit();
    let before = desk.state();
    let run = desk.run(&["publish"]);
    assert_eq!(run.code, Some(1), "{}", run.said);
    assert!(run.said.contains("error["), "{}", run.said);
    let run = desk.run(&["publish", "--theme", "none"]);
    assert_eq!(run.code, Some(2), "{}", run.said);
    let denied = Desk::new();
    let run = denied.run(&["publish", "-D", "review-expired", "--today", "2028-01-01"]);
    assert_eq!(run.code, Some(1), "{}", run.said);
    assert_eq!(desk.state(), before);
}

/// Files are given to git as they are made; those of a site that is never whole belong to no commit.
#[test]
fn a_template_that_fails() {
    let desk = Desk::new();
    desk.write(
        "work/radar/radar.toml",
        "theme = 'mine'\ntitle = 'T'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n",
    );
    desk.write("work/themes/mine/templates/team.html", "{{ nothing.here }}");
    desk.commit();
    let before = desk.state();
    let run = desk.run(&["publish"]);
    assert_eq!(run.code, Some(1), "{}", run.said);
    assert!(run.said.contains("themes/mine/templates/team.html"), "{}", run.said);
    assert!(!run.said.contains("cannot write"), "{}", run.said);
    assert_eq!(desk.state(), before);
    let left = std::fs::read_dir(desk.at("work/.git")).expect("a repository");
    let mut left = left.map(|entry| entry.expect("readable").file_name());
    assert!(!left.any(|name| name.to_string_lossy().contains("crash")), "git saw no crash");
}

/// With an address the site has a feed, of which the check of the content knows nothing.
#[test]
fn a_file_in_the_place_of_a_page_that_an_address_adds() {
    let desk = Desk::new();
    desk.write("work/radar/static/feed.xml", "ours");
    desk.commit();
    desk.publish(&[]);
    assert_eq!(desk.files("gh-pages")["feed.xml"], b"ours");
    for command in ["publish", "build"] {
        let run = desk.run(&[command, "--base-url", "https://example.org/"]);
        assert_eq!(run.code, Some(1), "{}", run.said);
        let expected = "radar/static/feed.xml cannot be published, because the site has `feed.xml`";
        assert!(run.said.contains(expected), "{}", run.said);
    }
}

#[test]
fn content_that_is_not_committed() {
    let desk = Desk::new();
    desk.write("work/.gitignore", "*.tmp\n");
    desk.commit();
    // What does not change the site does not count.
    desk.write("work/notes.txt", "x");
    desk.write("work/radar/blips/x.tmp", "x");
    desk.write("work/radar/.DS_Store", "x");
    desk.write("work/radar/blips/kafka.toml~", "x");
    desk.publish(&[]);
    desk.write("work/radar/blips/rust.toml", blip("Rust"));
    desk.refuses(&[], "error: 1 file is not committed (radar/blips/rust.toml); commit it, or add --allow-uncommitted");
    desk.write("work/radar/blips/kafka.toml", blip("Apache Kafka"));
    desk.write("work/themes/ours/theme.toml", "");
    desk.work().git(&["add", "radar/blips/kafka.toml"]);
    desk.refuses(&[], "3 files are not committed (radar/blips/kafka.toml, radar/blips/rust.toml, themes/ours/theme.toml)");
    desk.work().run(&["config", "status.showUntrackedFiles", "no"], "2026-01-01T12:00:00Z", "x");
    desk.refuses(&[], "3 files are not committed");
    desk.publish(&["--allow-uncommitted"]);
}

#[test]
#[cfg(unix)]
fn content_behind_links_and_content_that_git_ignores() {
    let desk = Desk::new();
    desk.write("work/shared/rust.toml", blip("Rust"));
    std::os::unix::fs::symlink("../../shared/rust.toml", desk.at("work/radar/blips/rust.toml"))
        .expect("a link");
    desk.commit();
    desk.publish(&[]);
    desk.write("work/shared/rust.toml", blip("The Rust"));
    desk.refuses(&[], "1 file is not committed (shared/rust.toml)");
    let ignored = Desk::new();
    ignored.work().git(&["rm", "-r", "-q", "--cached", "radar"]);
    ignored.write("work/.gitignore", "radar\n");
    ignored.commit();
    ignored.refuses(&[], "1 file is not committed (radar/radar.toml)");
}

#[test]
fn places_without_what_it_needs() {
    let desk = Desk::new();
    let run = desk.run_in(".", &["publish"]);
    assert_eq!(run.code, Some(2));
    assert!(run.said.contains("no radar in ."), "{}", run.said);
    desk.write_radar("bare");
    let run = desk.run_in("bare", &["publish"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.said
            .starts_with("error: a radar is published from a git repository: not a git repository"),
        "{}",
        run.said
    );
    let bare = Repository::new(desk.at("bare"), &[]);
    let run = desk.run_in("bare", &["publish"]);
    assert!(run.said.contains("the repository has no commit yet"), "{}", run.said);
    bare.commit("2026-11-01", "ada@example.org", &[]);
    let run = desk.run_in("bare", &["publish"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.said.contains("this repository has no remote to publish to; add it"),
        "{}",
        run.said
    );
    desk.refuses(
        &["--remote", "orign"],
        "there is no remote `orign`; choose another one with --remote: origin",
    );
    desk.refuses(&["--remote", "../none.git"], "cannot read ");
    desk.refuses(&["--branch", "a..b"], "`a..b` cannot be the name of a branch");
    desk.refuses(&["--branch", "main"], "main is the branch that is checked out");
}

#[test]
fn names_that_people_mistake_for_those_of_branches() {
    let desk = Desk::new();
    for name in ["HEAD", "@", "refs/tags/site"] {
        desk.refuses(&["--branch", name], &format!("`{name}` cannot be the name of a branch"));
    }
    desk.refuses(
        &["--branch", "origin/gh-pages"],
        "name of the remote in it; write --branch gh-pages",
    );
    // It was never pushed, so the remote cannot tell that it has the content.
    desk.work().git(&["branch", "edition"]);
    desk.refuses(&["--branch", "edition"], "edition is a branch with the content");
    desk.refuses(
        &["--base-url", "https://ada:x@example.org/"],
        "it cannot have a user or a password",
    );
}

/// git cannot have both `gh-pages` and `gh-pages/ours`. Nobody pushed, so publishing again would not help.
#[test]
fn a_branch_below_a_branch() {
    let desk = Desk::new();
    desk.publish(&[]);
    desk.refuses(
        &["--branch", "gh-pages/ours"],
        "error: origin refused the push to gh-pages/ours: [remote rejected]",
    );
}

#[test]
#[cfg(unix)]
fn a_machine_without_git() {
    let desk = Desk::new();
    for arguments in
        [&["publish"][..], &["init", "--commit"], &["audit"], &["diff", "--base", "main"]]
    {
        let run = desk::Run::of(desk.command("work", arguments).env("PATH", "/nowhere"));
        assert_eq!(run.code, Some(2), "{}", run.said);
        let expected = "the program git is missing; install it (https://git-scm.com), or add its folder to PATH\n";
        assert!(run.said.ends_with(expected), "{}", run.said);
    }
}

#[test]
fn somebody_whom_git_does_not_know() {
    let desk = Desk::new();
    let mut command = desk.command("work", &["publish"]);
    for name in [
        "GIT_AUTHOR_NAME",
        "GIT_AUTHOR_EMAIL",
        "GIT_COMMITTER_NAME",
        "GIT_COMMITTER_EMAIL",
        "EMAIL",
    ] {
        command.env_remove(name);
    }
    desk.work().git(&["config", "user.useConfigOnly", "true"]);
    let run = desk::Run::of(&mut command);
    assert_eq!(run.code, Some(2));
    assert!(
        run.said.contains(
            "; tell it with `git config --global user.name \"YOUR NAME\"` and `git config"
        ),
        "{}",
        run.said
    );
}

#[test]
fn a_branch_of_somebody_else() {
    let desk = Desk::new();
    desk.put("gh-pages", "docs/index.html", "Ours");
    desk.refuses(
        &[],
        "gh-pages on origin has 1 file that radar did not write (docs/index.html); put what should stay into \
         radar/static/, choose another branch with --branch, or add --overwrite, which replaces it",
    );
    desk.refuses(&["--dry-run"], "did not write");
    desk.refuses(&["--history", "squash"], "did not write");
    let before = desk.remote().git(&["rev-parse", "gh-pages"]);
    let run = desk.publish(&["--overwrite"]);
    assert!(
        run.said.contains(&format!(
            "replacing 1 file that radar did not write; gh-pages on origin is at {before}"
        )),
        "{}",
        run.said
    );
    assert!(!desk.files("gh-pages").contains_key("docs/index.html"));
    assert_eq!(desk.subjects("gh-pages").len(), 2);
}

#[test]
fn a_file_of_somebody_else_on_our_branch() {
    let desk = Desk::new();
    desk.publish(&[]);
    // As GitHub does, when the domain is changed in its settings.
    desk.put("gh-pages", "CNAME", "radar.example.org");
    desk.refuses(
        &["--today", "2026-11-23"],
        "has 1 file that radar did not write (CNAME); put what should stay into radar/static/",
    );
    desk.write("work/radar/static/CNAME", "radar.example.org");
    desk.commit();
    let run = desk.publish(&["--today", "2026-11-23"]);
    assert_eq!(run.printed, "https://radar.example.org/\n");
    assert_eq!(desk.subjects("gh-pages").len(), 3);
    // A page that was changed by hand.
    desk.put("gh-pages", "index.html", "Hacked");
    desk.refuses(&[], "1 file that radar did not write (index.html)");
    desk.publish(&["--overwrite", "--history", "squash"]);
    assert_eq!(desk.subjects("gh-pages").len(), 1);
}

#[test]
fn the_content_and_the_site_of_another_radar() {
    let desk = Desk::new();
    desk.work().git(&["push", "-q", "origin", "main:gh-pages"]);
    desk.refuses(
        &["--overwrite"],
        "gh-pages on origin has the content of the radar, which its site would replace",
    );
    desk.publish(&["--branch", "site"]);
    desk.write_radar("work/docs");
    desk.commit();
    let docs = ["-C", "docs", "--branch", "site"];
    desk.refuses(
        &docs,
        "site on origin has the site of the radar in the root of the repository; publish this one",
    );
    desk.publish(&["-C", "docs", "--branch", "docs"]);
    desk.refuses(
        &["--branch", "docs"],
        "docs on origin has the site of the radar in docs; publish this one to another",
    );
    desk.publish(&["--branch", "docs", "--overwrite", "--today", "2026-11-23"]);
}

/// Hooks of the remote, which say what they want in two lines.
#[test]
#[cfg(unix)]
fn a_push_that_is_refused() {
    let desk = Desk::new();
    desk.write_script(
        "remote.git/hooks/pre-receive",
        "#!/bin/sh\necho 'This branch is protected.' >&2\necho 'Ask ops.' >&2\nexit 1\n",
    );
    desk.refuses(
        &[],
        "error: origin refused the push to gh-pages: [remote rejected] (pre-receive hook declined)\n  \
         remote: This branch is protected.\n  remote: Ask ops.\nif it protects the branch, allow yourself to push to it, \
         or choose another with --branch\n",
    );
    std::fs::remove_file(desk.at("remote.git/hooks/pre-receive")).expect("a hook");
    desk.publish(&[]);
    desk.remote().git(&["config", "receive.denyNonFastForwards", "true"]);
    desk.refuses(&["--history", "squash", "--today", "2026-11-23"], "publish with --history keep");
    desk.publish(&["--today", "2026-11-23"]);
}

/// The user's own hook, which runs as in `git push`, moves the branch as somebody else would at that moment.
#[test]
#[cfg(unix)]
fn a_branch_that_moves_meanwhile() {
    for (history, is_there) in [("keep", true), ("squash", true), ("keep", false)] {
        let desk = Desk::new();
        if is_there {
            desk.publish(&[]);
        }
        let hook = "#!/bin/sh\nunset GIT_DIR GIT_PREFIX\ncd ../remote.git\nc=$(git -c user.name=b -c user.email=b@b commit-tree -m theirs \
                    $(git hash-object -t tree -w /dev/null))\ngit update-ref refs/heads/gh-pages $c\n";
        desk.write_script("work/.git/hooks/pre-push", hook);
        let work = desk.work().git(&["for-each-ref"]);
        let run = desk.run(&["publish", "--today", "2026-11-23", "--history", history]);
        assert_eq!(run.code, Some(2), "{}", run.said);
        assert!(run.said.contains("error: somebody pushed to gh-pages on origin meanwhile, so nothing was pushed; publish again"), "{}", run.said);
        assert_eq!(desk.subjects("gh-pages"), ["theirs"]);
        assert_eq!(desk.work().git(&["for-each-ref"]), work);
    }
}

/// Plays ssh, and lets somebody push just before the site comes.
#[test]
#[cfg(unix)]
fn a_branch_that_moves_between_the_question_and_the_push() {
    let script = "#!/bin/sh\nfor last; do :; done\ncd \"$HOME\"\ncase $last in\n*receive-pack*)\n  c=$(git -C remote.git -c \
                  user.name=b -c user.email=b@b commit-tree -m theirs $(git -C remote.git rev-parse gh-pages^{tree}))\n  \
                  git -C remote.git update-ref refs/heads/gh-pages $c ;;\nesac\neval \"$last\"\n";
    for history in ["keep", "squash"] {
        let desk = Desk::new();
        desk.publish(&[]);
        desk.write_script("ssh", script);
        let work = desk.work();
        work.git(&["config", "core.sshCommand", desk.at("ssh").to_str().expect("a plain path")]);
        work.git(&["config", "ssh.variant", "simple"]);
        work.git(&["remote", "set-url", "origin", "git@example.org:remote.git"]);
        let run = desk.run(&["publish", "--today", "2026-11-23", "--history", history]);
        assert_eq!(run.code, Some(2), "{}", run.said);
        assert!(
            run.said.contains("error: somebody pushed to gh-pages on origin meanwhile"),
            "{}",
            run.said
        );
        assert_eq!(desk.subjects("gh-pages"), ["theirs"]);
    }
}

/// Where nobody sits at a terminal, nobody is asked for a password, and the reason of ssh is told.
#[test]
#[cfg(unix)]
fn a_remote_that_asks_for_a_password() {
    let desk = Desk::new();
    desk.work().git(&["remote", "set-url", "origin", "git@github.com:a/b.git"]);
    let script = "#!/bin/sh\necho \"$GIT_TERMINAL_PROMPT $*\" >> \"$HOME/ssh.log\"\n\
                  echo 'git@github.com: Permission denied (publickey).' >&2\nexit 255\n";
    desk.write_script("bin/ssh", script);
    let path = std::env::var_os("PATH").expect("PATH");
    let path = [desk.at("bin")].into_iter().chain(std::env::split_paths(&path));
    let path = std::env::join_paths(path).expect("a path");
    let mut command = desk.command("work", &["publish"]);
    let run = desk::Run::of(
        command.env("PATH", path).env_remove("GIT_SSH").stdin(std::process::Stdio::null()),
    );
    assert_eq!(run.code, Some(2), "{}", run.said);
    let expected = "error: cannot read origin: git says\n  git@github.com: Permission denied (publickey).\n  fatal: \
                    Could not read from remote repository.\n";
    assert!(run.said.contains(expected), "{}", run.said);
    let log = std::fs::read_to_string(desk.at("ssh.log")).expect("ssh was started");
    assert!(log.starts_with("0 -oBatchMode=yes "), "{log}");
}
