//! What a user can type, and what comes of it: the transcripts in `tests/cli/`.
//!
//! `TRYCMD=overwrite cargo test --test cli` writes the transcripts anew; read them before they are
//! committed. A transcript with a folder `*.out` runs in a copy of its `*.in`, and what stands in
//! the former has to be there afterwards.

#![allow(clippy::disallowed_methods, reason = "looks for git")]

#[test]
fn transcripts() {
    // Transcripts show what is printed inside a repository of git. No configuration of this machine plays a part.
    let cases = trycmd::TestCases::new();
    let folders = std::env::var_os("PATH").expect("PATH");
    let name = format!("git{}", std::env::consts::EXE_SUFFIX);
    let mut git = std::env::split_paths(&folders).map(|folder| folder.join(&name));
    cases.register_bin("git", git.find(|git| git.is_file()).expect("git").as_path());
    for (name, value) in [
        ("NO_COLOR", "1"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_NAME", "Ada"),
        ("GIT_AUTHOR_EMAIL", "ada@example.org"),
        ("GIT_COMMITTER_NAME", "Ada"),
        ("GIT_COMMITTER_EMAIL", "ada@example.org"),
        // The same commits on any day.
        ("GIT_AUTHOR_DATE", "2026-11-20T12:00:00Z"),
        ("GIT_COMMITTER_DATE", "2026-11-20T12:00:00Z"),
    ] {
        cases.env(name, value);
    }
    cases.case("tests/cli/*.md");
    if cfg!(windows) {
        // They show words of the system, and quotes of its shells.
        for name in ["audit", "base", "git", "init", "nudge"] {
            cases.skip(format!("tests/cli/{name}.md"));
        }
    }
}
