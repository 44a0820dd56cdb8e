//! A page of the documentation works as printed: every command in it runs, in order, in an empty folder.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a page runs on the disk, with a shell"
)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The day on which the pages were written, so that their dates stay true.
const TODAY: &str = "2026-11-22";

/// A part of the page, from top to bottom.
enum Step {
    /// A file that the reader writes.
    File { path: String, text: String },
    /// A command that the reader types, and its output on the page.
    Command { line: String, output: String },
}

/// Runs a page by its path, and returns the reader. With `TRYCMD=overwrite`, the output on the page is updated. A
/// command without output on the page only has to succeed.
pub(crate) fn run(path: &str) -> Reader {
    let file = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(&file).expect("a page");
    let mut reader = Reader::new();
    let mut updated = page.clone();
    for step in steps(&page) {
        match step {
            Step::File { path, text } => {
                fs::write(reader.folder.join(path), text).expect("a file of the page");
            }
            Step::Command { line, output } => {
                let printed = with_the_same_time(&reader.run(&line));
                if !output.is_empty() {
                    let (old, new) =
                        (format!("$ {line}\n{output}"), format!("$ {line}\n{printed}"));
                    updated = updated.replace(&old, &new);
                }
            }
        }
    }
    if std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite") {
        fs::write(file, updated).expect("the page can be written");
    } else if let Some((old, new)) = page.lines().zip(updated.lines()).find(|(old, new)| old != new)
    {
        panic!("{path} prints\n  {old}\nwhere the program prints\n  {new}");
    } else {
        assert_eq!(page, updated);
    }
    reader
}

/// Every run takes another time; that of the pages is this one.
fn with_the_same_time(printed: &str) -> String {
    let time = regex::Regex::new(r"in [0-9.]+ s\n").expect("a pattern");
    time.replace_all(printed, "in 0.2 s\n").into_owned()
}

/// A `toml` block after a path is a file; a `console` block has commands after `$ `.
fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut before = "";
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let block: Vec<&str> = match line {
            "```console" | "```toml" => lines.by_ref().take_while(|line| *line != "```").collect(),
            _ => {
                before = if line.is_empty() { before } else { line };
                continue;
            }
        };
        if line == "```console" {
            for command in (block.join("\n") + "\n").split("$ ").skip(1) {
                let (line, output) = command.split_once('\n').expect("the block ends in a newline");
                steps.push(Step::Command { line: line.to_owned(), output: output.to_owned() });
            }
        } else if let Some(path) = before.strip_prefix('`').and_then(|path| path.strip_suffix("`:"))
        {
            steps.push(Step::File { path: path.to_owned(), text: block.join("\n") + "\n" });
        } else {
            panic!("the file of this block is not named: {block:?}");
        }
    }
    steps
}

/// A reader at a shell, with git and a repository to push to.
pub(crate) struct Reader {
    pub(crate) home: tempfile::TempDir,
    /// The folder that the shell is in.
    pub(crate) folder: PathBuf,
}

impl Reader {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = home.path().join("work");
        fs::create_dir(&folder).expect("an empty folder");
        let radar = home.path().join("radar");
        let program = env!("CARGO_BIN_EXE_radar");
        fs::write(&radar, format!("#!/bin/sh\nexec '{program}' --today {TODAY} \"$@\"\n"))
            .expect("a script that runs radar on the day of the page");
        fs::set_permissions(&radar, PermissionsExt::from_mode(0o755)).expect("a program");
        // GitHub, as git sees it through ssh: a program that runs the other end of git on a bare repository here.
        let ssh = home.path().join("ssh");
        let github = home.path().join("github");
        let script = format!(
            "#!/bin/sh\nfor last; do :; done\ncd '{}' && eval \"$last\"\n",
            github.display()
        );
        fs::write(&ssh, script).expect("a script that plays ssh");
        fs::set_permissions(&ssh, PermissionsExt::from_mode(0o755)).expect("a program");
        let config = "[user]\nname = Ada\nemail = ada@example.org\n[init]\ndefaultBranch = main\n\
             [url \"git@github.com:ORG/\"]\ninsteadOf = https://github.com/ORG/\n";
        fs::write(home.path().join("gitconfig"), config).expect("a configuration of git");
        let mut reader = Self { home, folder };
        reader.run(&format!("git init --quiet --bare '{}/ORG/our-radar.git'", github.display()));
        reader
    }

    /// Runs a line and returns what it prints.
    fn run(&mut self, line: &str) -> String {
        if let Some(folder) = line.strip_prefix("cd ") {
            self.folder.push(folder);
            return String::new();
        }
        if line == "radar serve" {
            return self.serve();
        }
        let output = self.shell(line).output().expect("a shell");
        let printed = String::from_utf8(output.stdout).expect("text");
        assert!(output.status.success(), "{line}: {}\n{printed}", output.status);
        printed
    }

    /// Starts the preview, on any free port, and stops it once it serves.
    fn serve(&self) -> String {
        let mut preview = self.shell("exec radar serve --port 0").spawn().expect("a shell");
        let printed = BufReader::new(preview.stdout.take().expect("its output")).lines();
        let mut printed = printed.map(|line| line.expect("text"));
        let line = printed.find(|line| line.contains("http://127.0.0.1:"));
        preview.kill().expect("the preview can be stopped");
        preview.wait().expect("the preview ends");
        line.expect("the preview prints its address") + "\n"
    }

    /// A line in a shell, with all that it prints in one stream.
    fn shell(&self, line: &str) -> Command {
        let home = self.home.path();
        let path = std::env::var("PATH").expect("PATH");
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("exec 2>&1; {line}")])
            .current_dir(&self.folder)
            .env("PATH", format!("{}:{path}", home.display()))
            .env("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_SSH_COMMAND", format!("'{}'", home.join("ssh").display()))
            .env("GIT_SSH_VARIANT", "simple")
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        shell
    }
}
