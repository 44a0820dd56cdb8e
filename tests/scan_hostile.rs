//! A scan starts no program that the scanned repository names.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is about files on a disk"
)]

use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Settings that name a program: the section, the key, and whether git runs the value in a shell.
const SETTINGS: &[(&str, &str)] = &[
    ("gpg", "program"),
    ("gpg \"openpgp\"", "program"),
    ("gpg \"x509\"", "program"),
    ("gpg \"ssh\"", "program"),
    ("gpg \"ssh\"", "defaultKeyCommand"),
    ("core", "fsmonitor"),
    ("core", "pager"),
    ("core", "editor"),
    ("core", "askPass"),
    ("core", "sshCommand"),
    ("core", "gitProxy"),
    ("core", "alternateRefsCommand"),
    ("pager", "log"),
    ("diff", "external"),
    ("diff \"trap\"", "command"),
    ("diff \"trap\"", "textconv"),
    ("filter \"trap\"", "clean"),
    ("filter \"trap\"", "smudge"),
    ("filter \"long\"", "process"),
    ("merge \"trap\"", "driver"),
    ("credential", "helper"),
    ("alias", "log"),
    ("alias", "rev-parse"),
    ("remote \"origin\"", "uploadpack"),
    ("uploadpack", "packObjectsHook"),
    ("sequence", "editor"),
    ("interactive", "diffFilter"),
    ("trailer \"trap\"", "command"),
    ("trailer \"trap\"", "cmd"),
    ("tar \"trap\"", "command"),
    ("core", "sparseCheckoutCommand"),
    ("gc", "recentObjectsHook"),
];

/// A repository whose every setting and hook leaves a file in `fired`.
struct Trap {
    folder: tempfile::TempDir,
}

impl Trap {
    /// Makes it, with a signed commit and one file that has filters.
    fn new() -> Self {
        let trap = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for folder in ["fired", "programs", "hooks", "repo", "radar"] {
            std::fs::create_dir(trap.at(folder)).expect("made");
        }
        trap.git(&["init", "-q", "-b", "main"]);
        std::fs::write(trap.at("repo/file"), "one\n").expect("written");
        std::fs::write(trap.at("repo/package.json"), "{}").expect("written");
        trap.git(&["add", "file", "package.json"]);
        trap.git(&["commit", "-q", "-m", "first"]);
        let parent = trap.git(&["rev-parse", "HEAD"]);
        let tree = trap.git(&["rev-parse", "HEAD^{tree}"]);
        trap.commit(&tree, &parent);
        trap
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self.run(Command::new("git").args(arguments));
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn run(&self, command: &mut Command) -> Output {
        command
            .current_dir(self.at("repo"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_NAME", "x")
            .env("GIT_AUTHOR_EMAIL", "ada@example.org")
            .env("GIT_AUTHOR_DATE", "2026-03-05T12:00:00Z")
            .env("GIT_COMMITTER_NAME", "x")
            .env("GIT_COMMITTER_EMAIL", "ada@example.org")
            .stdin(Stdio::null())
            .output()
            .expect("it starts")
    }

    /// Points `main` at a commit with a signature, which git would ask `gpg.program` about.
    fn commit(&self, tree: &str, parent: &str) {
        let person = "x <ada@example.org> 1775131200 +0000";
        let text = format!(
            "tree {tree}\nparent {parent}\nauthor {person}\ncommitter {person}\n\
             gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\nsigned\n\n\
             trap: x\nCo-authored-by: y <y@example.org>\n"
        );
        std::fs::write(self.at("commit"), text).expect("written");
        let path = self.at("commit");
        let path = path.to_str().expect("a plain path");
        let id = self.git(&["hash-object", "-t", "commit", "-w", path]);
        self.git(&["update-ref", "refs/heads/main", &id]);
    }

    /// Sets the traps. Half of the settings are in an included file.
    fn set(&self) {
        let program = |name: &str| {
            let path = self.at("programs").join(name);
            let text = format!(
                "#!/bin/sh\ntouch '{}/fired/{name}'\nexit 0\n",
                self.folder.path().display()
            );
            std::fs::write(&path, text).expect("written");
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("changed");
            path.display().to_string()
        };
        let (mut own, mut included) = (String::new(), String::new());
        for (at, (section, key)) in SETTINGS.iter().enumerate() {
            let name = format!("{section}.{key}").replace([' ', '"'], "-");
            let shell = if *section == "alias" { "!" } else { "" };
            let text = if at % 2 == 0 { &mut own } else { &mut included };
            let _ = writeln!(text, "[{section}]\n\t{key} = {shell}{}", program(&name));
        }
        let _ = write!(
            own,
            "[log]\n\tshowSignature = true\n[core]\n\thooksPath = {}\n[include]\n\tpath = {}\n\
             [protocol \"ext\"]\n\tallow = always\n[remote \"origin\"]\n\turl = {}\n\tpromisor = true\n",
            self.at("hooks").display(),
            self.at("included").display(),
            self.at("repo").display(),
        );
        std::fs::write(self.at("included"), included).expect("written");
        for hook in ["post-index-change", "reference-transaction", "post-checkout"] {
            let path = program(hook);
            std::os::unix::fs::symlink(&path, self.at("hooks").join(hook)).expect("linked");
            std::os::unix::fs::symlink(&path, self.at("repo/.git/hooks").join(hook))
                .expect("linked");
        }
        let config = self.at("repo/.git/config");
        let before = std::fs::read_to_string(&config).expect("a configuration");
        std::fs::write(config, before + &own).expect("written");
        std::fs::write(
            self.at("repo/.gitattributes"),
            "file diff=trap filter=trap merge=trap\nother filter=long\n",
        )
        .expect("written");
        std::fs::write(self.at("repo/file"), "two\n").expect("written");
    }

    fn fired(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.at("fired")).expect("a folder");
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<String> =
            entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn scan(&self) -> Output {
        let settings =
            "title = 't'\n[practice]\nevidence = 'git'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n";
        let people = "[person.ada]\nname = 'Ada'\nemails = ['ada@example.org']\n";
        std::fs::write(self.at("radar/radar.toml"), settings).expect("written");
        std::fs::write(self.at("radar/people.toml"), people).expect("written");
        self.run(
            Command::new(env!("CARGO_BIN_EXE_radar"))
                .arg("-C")
                .arg(self.folder.path())
                .args(["--today", "2026-08-31", "scan", "--history", "."])
                .env("GIT_EXTERNAL_DIFF", "false"),
        )
    }

    fn months(&self) -> String {
        std::fs::read_to_string(self.at("radar/evidence.toml")).expect("the scan wrote it")
    }
}

#[test]
fn no_program_that_a_repository_names_is_started() {
    let trap = Trap::new();
    trap.set();
    let output = trap.scan();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(trap.fired(), [""; 0]);
    assert!(trap.months().contains("\"2026-03\", \"2026-04\""), "{}", trap.months());

    // The traps work: git itself springs them, without a word of the user's.
    for plain in [&["log"][..], &["diff", "--ext-diff"], &["diff", "--no-ext-diff"]] {
        trap.run(Command::new("git").args(plain));
    }
    let fired = trap.fired();
    for expected in [
        "gpg--openpgp-.program",
        "core.fsmonitor",
        "diff--trap-.command",
        "diff--trap-.textconv",
        "filter--trap-.clean",
    ] {
        assert!(fired.iter().any(|name| name == expected), "{expected}: {fired:?}");
    }
}

/// git fetches what a partial clone lacks, with the programs that the repository names for it.
#[test]
fn missing_commits_are_not_fetched() {
    let trap = Trap::new();
    let missing = "0123456789012345678901234567890123456789\n";
    std::fs::write(trap.at("repo/.git/refs/heads/main"), missing).expect("written");
    trap.set();
    let output = trap.scan();
    assert_eq!(trap.fired(), [""; 0]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("cannot scan .: "), "{said}");

    trap.run(Command::new("git").args(["log", "--no-show-signature"]));
    let fired = trap.fired();
    assert!(fired.iter().any(|name| name == "remote--origin-.uploadpack"), "{fired:?}");
}

/// Nor are missing files, or missing trees of old commits.
#[test]
fn missing_contents_are_not_fetched() {
    for (object, asked) in
        [("HEAD:package.json", "HEAD:package.json"), ("HEAD~1^{tree}", "HEAD~1:file")]
    {
        let trap = Trap::new();
        std::fs::write(trap.at("repo/another"), "x").expect("written");
        trap.git(&["add", "another"]);
        trap.git(&["commit", "-q", "-m", "third"]);
        let id = trap.git(&["rev-parse", object]);
        let path = format!("repo/.git/objects/{}/{}", &id[..2], &id[2..]);
        std::fs::remove_file(trap.at(&path)).expect("removed");
        trap.set();
        let output = trap.scan();
        assert_eq!(trap.fired(), [""; 0], "{object}");
        assert_eq!(output.status.code(), Some(2), "{object}: {output:?}");
        trap.run(Command::new("git").args(["cat-file", "-p", asked]));
        let fired = trap.fired();
        assert!(fired.iter().any(|name| name == "remote--origin-.uploadpack"), "{fired:?}");
    }
}

/// A hook of git sets `GIT_DIR`; the scan reads the repository that it is asked for.
#[test]
fn variables_of_another_repository_are_ignored() {
    let (trap, other) = (Trap::new(), Trap::new());
    std::fs::remove_dir_all(other.at("repo/.git")).expect("removed");
    other.git(&["init", "-q"]);
    trap.scan();
    let expected = trap.months();
    let output = trap.run(
        Command::new(env!("CARGO_BIN_EXE_radar"))
            .arg("-C")
            .arg(trap.folder.path())
            .args(["--today", "2026-08-31", "scan", "--history"])
            .arg(Path::new("."))
            .env("GIT_DIR", other.at("repo/.git"))
            .env("GIT_WORK_TREE", other.at("repo")),
    );
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(trap.months(), expected);
}
