//! The remote of a repository, and what its host can run.

use std::path::Path;

use crate::cli::Ci;
use crate::command::git::git;

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
        // As it is written: `url.*.insteadOf` may lead to a mirror. What is an abbreviation there has no host.
        let written = git(folder, &["config", "--get", &format!("remote.{name}.url")]).ok();
        let host = written.as_deref().and_then(host).or_else(|| {
            let address = git(folder, &["remote", "get-url", name]).ok()?;
            host(&address)
        });
        Some(Self { name: name.to_owned(), host })
    }

    /// Returns what the host runs; `None` if that is not known.
    pub(super) fn ci(&self) -> Option<Ci> {
        // A folder is no host: the repository may go anywhere.
        let Some(host) = &self.host else { return Some(Ci::Github) };
        let has = |name: &str| host.split('.').any(|label| label == name);
        match () {
            () if has("github") => Some(Ci::Github),
            () if has("gitlab") => Some(Ci::Gitlab),
            () => None,
        }
    }
}

/// Returns the host of an address of git, in lower case.
fn host(address: &str) -> Option<String> {
    let address = address.trim();
    if let Some((_, rest)) = address.split_once("://") {
        let host = rest.split('/').next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default();
        return (!host.is_empty()).then(|| host.to_ascii_lowercase());
    }
    // `git@host:path`. A colon behind a slash is part of a path.
    let (before, _) = address.split_once(':').filter(|(before, _)| !before.contains('/'))?;
    let host = before.rsplit('@').next().unwrap_or_default();
    // A drive of Windows or an abbreviation has neither.
    before.contains(['@', '.']).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_addresses() {
        for (address, expected) in [
            ("https://github.com/org/our-radar.git\n", Some("github.com")),
            (
                "https://user:secret@GitLab.example.org:8443/org/our-radar",
                Some("gitlab.example.org"),
            ),
            ("ssh://git@ssh.github.com:443/org/our-radar.git", Some("ssh.github.com")),
            ("git@codeberg.org:org/our-radar.git", Some("codeberg.org")),
            ("gitlab.com:org/our-radar", Some("gitlab.com")),
            ("git@gitlab:org/our-radar", Some("gitlab")),
            ("gh:org/our-radar", None),
            ("/srv/git/our-radar.git", None),
            ("../our-radar.git", None),
            ("./a:b/our-radar.git", None),
            ("file:///srv/git/our-radar.git", None),
            ("C:/git/our-radar.git", None),
            ("", None),
        ] {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }

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
