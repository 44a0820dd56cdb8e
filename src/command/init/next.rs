//! What to do with a new radar, as `radar init` prints it: commands that work now, or what they need.

use super::ci::{GITHUB_PATH, TO_FILL_IN};
use super::made::{Base, Made};
use super::remote::Remote;
use crate::cli::{quoted, root_option};
use crate::command::git::git;
use crate::disk;

/// Returns the next steps. `ci` is the file with which a host publishes the radar.
pub(super) fn steps(
    made: &Made,
    is_empty: bool,
    remote: Option<&Remote>,
    ci: Option<&str>,
) -> String {
    let root = root_option(made.dir);
    let below = |path: &str| made.shown(Base::Radar, path);
    let (page, people, blips) =
        (below("output/index.html"), below("radar/people.toml"), below("radar/blips/"));
    let mut commands = Vec::new();
    if is_empty {
        commands.push((format!("radar new NAME{root}"), format!("creates a blip in {blips}")));
    } else {
        let meaning = "prints errors, and reviews that are due or expired".to_owned();
        commands.push((format!("radar check{root}"), meaning));
    }
    commands.push((format!("radar build{root}"), format!("builds the site; open {page}")));
    commands.extend(publish(made, &root, remote));
    let width = commands.iter().map(|(command, _)| command.chars().count()).max().unwrap_or(0);
    let lines =
        commands.iter().map(|(command, meaning)| format!("  {command:width$}    {meaning}"));
    let commands = lines.collect::<Vec<_>>().join("\n");
    let own = if is_empty {
        format!("  add yourself to {people}\n{commands}")
    } else {
        format!("{commands}\nthen add your own people to {people}, and your blips to {blips}")
    };
    let needs =
        needs(made, remote, ci).map(|need| format!("\n{need}")).collect::<Vec<_>>().concat();
    format!("\nnext:\n{own}{needs}")
}

/// Returns `radar publish`, where there is a remote to push to.
fn publish(made: &Made, root: &str, remote: Option<&Remote>) -> Option<(String, String)> {
    let Remote { name, .. } = remote?;
    let option =
        if name == "origin" { String::new() } else { format!(" --remote {}", quoted(name)) };
    let question = ["status", "--porcelain", "--untracked-files=all", "--", "radar", "themes"];
    let is_committed = git(made.dir, &question).is_ok_and(|status| status.is_empty())
        && git(made.dir, &["cat-file", "-e", "HEAD:./radar/radar.toml"]).is_ok();
    let when = if is_committed { "" } else { ", once the radar is committed" };
    let meaning = format!("builds the site and pushes it to a branch of {name}{when}");
    Some((format!("radar publish{root}{option}"), meaning))
}

/// Returns what is missing before the site can be published.
fn needs(made: &Made, remote: Option<&Remote>, ci: Option<&str>) -> impl Iterator<Item = String> {
    let remote = remote.is_none().then(|| {
        let folder = made.dir.to_str().filter(|dir| *dir != ".").map(quoted);
        let (init, git) = match folder {
            None => ("git init".to_owned(), "git".to_owned()),
            Some(dir) => (format!("git init {dir}"), format!("git -C {dir}")),
        };
        let init = if made.repository.is_there { String::new() } else { format!("{init} && ") };
        format!("to publish it, give it a remote: {init}{git} remote add origin URL")
    });
    let program = ci.filter(|path| has_to_be_filled_in(made, path)).map(|path| {
        let host = if path == GITHUB_PATH { "GitHub" } else { "GitLab" };
        let path = made.shown(Base::Repository, path);
        format!("before {host} can publish it, fill in PROGRAM in {path}")
    });
    remote.into_iter().chain(program)
}

fn has_to_be_filled_in(made: &Made, path: &str) -> bool {
    let bytes = disk::read(&made.folder(Base::Repository).join(path)).unwrap_or_default();
    String::from_utf8_lossy(&bytes).contains(TO_FILL_IN)
}
