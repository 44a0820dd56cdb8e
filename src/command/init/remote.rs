//! The remote of a repository, and what its host can run.

use std::path::Path;

use crate::cli::Ci;
use crate::command::git::git;
use crate::command::publish::host::host_and_path;

/// Where a repository is pushed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remote {
    pub(super) name: String,
    /// The host of its address; `None` for a folder.
    pub(super) host: Option<String>,
}

impl Remote {
    /// Returns `origin` of the repository that a folder is in, or its only remote.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let names = git(folder, &["remote"]).ok()?;
        let mut names = names.lines();
        let name = names.clone().find(|name| *name == "origin").or_else(|| {
            let first = names.next();
            first.filter(|_| names.next().is_none())
        })?;
        // As it is written: `url.*.insteadOf` may lead to a mirror. What is an abbreviation there has another address.
        let written = git(folder, &["config", "--get", &format!("remote.{name}.url")]).ok();
        let read = git(folder, &["remote", "get-url", name]).ok();
        let mut hosts: Vec<String> =
            [written, read].iter().flatten().filter_map(|a| host(a)).collect();
        let known = hosts.iter().position(|host| ci(host).is_some());
        let host = known.map(|at| hosts.swap_remove(at)).or_else(|| hosts.pop());
        Some(Self { name: name.to_owned(), host })
    }

    /// Returns what the host runs; `None` if that is not known.
    pub(super) fn ci(&self) -> Option<Ci> {
        // A folder is no host: the repository may go anywhere.
        self.host.as_deref().map_or(Some(Ci::Github), ci)
    }
}

fn host(address: &str) -> Option<String> {
    host_and_path(address.trim_end_matches(['\r', '\n'])).map(|(host, _)| host)
}

fn ci(host: &str) -> Option<Ci> {
    let has = |name: &str| host.split('.').any(|label| label == name);
    match () {
        () if has("github") => Some(Ci::Github),
        () if has("gitlab") => Some(Ci::Gitlab),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hosts_run() {
        for (host, expected) in [
            (None, Some(Ci::Github)),
            (Some("github.com"), Some(Ci::Github)),
            (Some("github.example.org"), Some(Ci::Github)),
            (Some("gitlab.com"), Some(Ci::Gitlab)),
            (Some("gitlab.example.org"), Some(Ci::Gitlab)),
            (Some("codeberg.org"), None),
            (Some("mygithub.example.org"), None),
        ] {
            let remote = Remote { name: "origin".to_owned(), host: host.map(str::to_owned) };
            assert_eq!(remote.ci(), expected, "{host:?}");
        }
    }
}
