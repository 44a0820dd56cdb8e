//! The address of a remote -> who serves its pages, and at which address.
//!
//! Knows the rules of three hosts. Servers of one's own have other rules, and are unknown.

use url::Url;

use crate::markdown::address;

/// Who serves the pages of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// github.com, with the owner and the name of the repository.
    GitHub { owner: String, name: String },
    /// gitlab.com, with the group, and the way from there to the project.
    GitLab { group: String, project: String },
    /// A GitLab of one's own: by the name of its machine.
    OwnGitLab,
    /// codeberg.org, with the owner and the name of the repository.
    Codeberg { owner: String, name: String },
    /// Somebody else, or a folder.
    Unknown,
}

/// The files that GitLab needs.
const GITLAB_FILES: &[(&str, &[u8])] = &[(".gitlab-ci.yml", GITLAB.as_bytes())];

/// What publishes the site on GitLab: a job with this name, and a folder with this name. `find` has the options of every
/// system.
const GITLAB: &str = "\
# `radar publish` wrote this file. GitLab serves the pages of a site after a job has handed them over.
pages:
  script:
    - mkdir public
    - find . -mindepth 1 -maxdepth 1 ! -name .git ! -name .gitlab-ci.yml ! -name public -exec mv {} public/ ';'
  artifacts:
    paths:
      - public
";

impl Host {
    /// Recognises a host by the address that git pushes to.
    pub(super) fn of(remote: &str) -> Self {
        let Some((host, path)) = host_and_path(remote) else { return Self::Unknown };
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
        let is_plain = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
                && part.chars().any(|c| c != '.')
        };
        let parts: Vec<&str> = path.split('/').collect();
        if !parts.iter().all(|part| is_plain(part)) {
            return if host.starts_with("gitlab.") { Self::OwnGitLab } else { Self::Unknown };
        }
        match (host.as_str(), &parts[..]) {
            ("github.com" | "www.github.com" | "ssh.github.com", [owner, name]) => {
                Self::GitHub { owner: (*owner).to_owned(), name: (*name).to_owned() }
            }
            ("gitlab.com" | "altssh.gitlab.com", [group, project @ ..]) if !project.is_empty() => {
                Self::GitLab { group: (*group).to_owned(), project: project.join("/") }
            }
            ("codeberg.org", [owner, name]) => {
                Self::Codeberg { owner: (*owner).to_owned(), name: (*name).to_owned() }
            }
            (host, _) if host.starts_with("gitlab.") && host != "gitlab.com" => Self::OwnGitLab,
            _ => Self::Unknown,
        }
    }

    /// Returns the branch that the host serves without further settings.
    pub(super) fn branch(&self) -> &'static str {
        if matches!(self, Self::Codeberg { .. }) { "pages" } else { "gh-pages" }
    }

    /// Returns the address at which the host serves a branch, if it is known.
    ///
    /// The rules: <https://docs.github.com/pages>, <https://docs.gitlab.com/user/project/pages>,
    /// <https://docs.codeberg.org/codeberg-pages>.
    pub(super) fn address(&self, branch: &str) -> Option<String> {
        let address = match self {
            Self::GitHub { owner, name } => below("github.io", owner, name),
            // A project may have a domain of its own, to which GitLab leads from here.
            Self::GitLab { group, project } => below("gitlab.io", group, project),
            Self::Codeberg { owner, name } => {
                let site = below("codeberg.page", owner, if name == "pages" { "" } else { name });
                if branch == "pages" && name != "pages" {
                    site
                } else {
                    format!("{site}@{branch}/")
                }
            }
            Self::OwnGitLab | Self::Unknown => return None,
        };
        address::base_url(&address).ok()
    }

    /// Returns the files that the host needs beside the site, with their paths.
    pub(super) fn files(&self) -> &'static [(&'static str, &'static [u8])] {
        match self {
            Self::GitLab { .. } | Self::OwnGitLab => GITLAB_FILES,
            _ => &[],
        }
    }

    /// Returns what to do if the site does not appear after its first publication.
    pub(super) fn first_steps(&self, branch: &str) -> Option<String> {
        match self {
            Self::GitHub { owner, name } => Some(format!(
                "GitHub needs a minute; if the site does not appear, choose “Deploy from a branch” and {branch} at \
                 https://github.com/{owner}/{name}/settings/pages"
            )),
            Self::GitLab { group, project } => Some(format!(
                "GitLab runs a pipeline first; who may see the site, and its domain, are settings at \
                 https://gitlab.com/{group}/{project}/pages"
            )),
            Self::OwnGitLab => Some("GitLab runs a pipeline first".to_owned()),
            Self::Codeberg { .. } | Self::Unknown => None,
        }
    }
}

/// Returns the address of a site on a domain with a name for each owner. The site of a repository that has the name of its
/// owner's address is at the root.
fn below(domain: &str, owner: &str, name: &str) -> String {
    let host = format!("{}.{domain}", owner.to_ascii_lowercase());
    if name.is_empty() || name.eq_ignore_ascii_case(&host) {
        format!("https://{host}/")
    } else {
        format!("https://{host}/{name}/")
    }
}

/// Splits the address of a remote, in the forms that git knows (git-clone(1), "GIT URLS"). Returns none for a path.
pub(in crate::command) fn host_and_path(remote: &str) -> Option<(String, String)> {
    if remote.contains("://") {
        let url = Url::parse(remote).ok()?;
        let is_remote =
            matches!(url.scheme(), "https" | "http" | "ssh" | "git" | "git+ssh" | "ssh+git");
        let host = url.host_str().filter(|_| is_remote)?;
        return Some((host.to_ascii_lowercase(), url.path().to_owned()));
    }
    let (before, path) = remote.split_once(':')?;
    // A slash before the first colon makes it a path, and a single letter a drive of Windows.
    if before.contains('/') || before.len() == 1 {
        return None;
    }
    let host = before.rsplit_once('@').map_or(before, |(_, host)| host);
    Some((host.to_ascii_lowercase(), path.to_owned()))
}

/// Returns an address without a password, even if it is none that git knows.
pub(super) fn told(address: &str) -> String {
    let told = without_secrets(address);
    let told = told.split_once("://").and(told.split_once('?')).map_or(&*told, |(told, _)| told);
    match told.split_once('@') {
        Some((before, host))
            if before
                .rsplit_once(':')
                .is_some_and(|(_, password)| !password.contains(['/', '\\'])) =>
        {
            host.to_owned()
        }
        _ => told.to_owned(),
    }
}

/// Returns a text without what stands before the host in addresses: it may be a password.
pub(super) fn without_secrets(text: &str) -> String {
    let mut parts = text.split("://");
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let authority = part.find(['/', '\'', '"', ' ', '\n']).unwrap_or(part.len());
        let start = part[..authority].rfind('@').map_or(0, |at| at + 1);
        told.push_str("://");
        told.push_str(&part[start..]);
    }
    told
}

/// Returns the address of the domain that the file `CNAME` of a site names.
///
/// # Errors
///
/// If it names no domain.
pub(super) fn own_domain(file: &[u8]) -> Result<String, &'static str> {
    const WANTED: &str = "it has to be one line with a domain, such as radar.example.org";
    let text = std::str::from_utf8(file).map_err(|_| WANTED)?.trim();
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_domain = text.contains('.') && text.split('.').all(is_label);
    let address = address::base_url(&format!("https://{text}/")).ok().filter(|_| is_domain);
    address.ok_or(WANTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(remote: &str) -> Option<String> {
        let host = Host::of(remote);
        host.address(host.branch())
    }

    #[test]
    fn sites_of_github() {
        for remote in [
            "https://github.com/Our-Team/radar",
            "https://github.com/Our-Team/radar.git",
            "https://github.com/Our-Team/radar.git/",
            "https://user:ghp_secret@github.com/Our-Team/radar.git",
            "https://GitHub.com:443/Our-Team/radar",
            "http://www.github.com/Our-Team/radar",
            "git@github.com:Our-Team/radar.git",
            "git@github.com:/Our-Team/radar.git",
            "github.com:Our-Team/radar",
            "ssh://git@github.com/Our-Team/radar.git",
            "ssh://git@ssh.github.com:443/Our-Team/radar.git",
            "git+ssh://git@github.com:22/Our-Team/radar",
            "git://github.com/Our-Team/radar.git",
        ] {
            assert_eq!(
                address(remote).as_deref(),
                Some("https://our-team.github.io/radar/"),
                "{remote}"
            );
        }
        for remote in
            ["git@github.com:Ada/ada.github.io.git", "https://github.com/Ada/Ada.GitHub.io"]
        {
            assert_eq!(address(remote).as_deref(), Some("https://ada.github.io/"), "{remote}");
        }
    }

    #[test]
    fn sites_of_gitlab_and_codeberg() {
        for (remote, site) in [
            ("git@gitlab.com:Group/radar.git", "https://group.gitlab.io/radar/"),
            (
                "https://oauth2:x@gitlab.com/group/sub/more/radar.git",
                "https://group.gitlab.io/sub/more/radar/",
            ),
            ("ssh://git@altssh.gitlab.com:443/group/radar.git", "https://group.gitlab.io/radar/"),
            ("https://gitlab.com/group/group.gitlab.io", "https://group.gitlab.io/"),
            ("https://codeberg.org/Ada/radar.git", "https://ada.codeberg.page/radar/"),
            ("git@codeberg.org:ada/pages.git", "https://ada.codeberg.page/@pages/"),
        ] {
            assert_eq!(address(remote).as_deref(), Some(site), "{remote}");
        }
        let codeberg = Host::of("git@codeberg.org:ada/radar.git");
        assert_eq!(codeberg.branch(), "pages");
        let other = codeberg.address("gh-pages");
        assert_eq!(other.as_deref(), Some("https://ada.codeberg.page/radar/@gh-pages/"));
    }

    #[test]
    fn other_sites_are_not_known() {
        for remote in [
            "../pages.git",
            "/srv/git/radar.git",
            "C:/git/radar.git",
            "C:\\git\\radar.git",
            "./github.com:a/b",
            "file:///srv/github.com/a/b",
            "https://github.example.org/a/b",
            "https://github.com/a",
            "https://github.com/a/b/c",
            "https://github.com/../b",
            "https://github.com/a/b%0Ac",
            "git@github.com:a/<b>",
            "git@github-work:a/b.git",
            "https://evil.example/github.com/a/b",
            "https://github.com.evil.example/a/b",
            "git@gitlab.com:radar.git",
            "https://codeberg.org/a/b/c",
            "ext::sh -c 'x'",
            "",
        ] {
            assert_eq!(Host::of(remote), Host::Unknown, "{remote}");
            assert_eq!(address(remote), None, "{remote}");
        }
        assert_eq!(Host::of("git@gitlab.example.org:team/radar.git"), Host::OwnGitLab);
        assert_eq!(address("git@gitlab.example.org:team/radar.git"), None);
    }

    #[test]
    fn passwords_are_left_out() {
        for (text, told) in [
            ("https://ada:s3cret@host/a", "https://host/a"),
            (
                "fatal: unable to access 'https://ghp_x@host/a/': no",
                "fatal: unable to access 'https://host/a/': no",
            ),
            ("https://a:p@ss@host/ and https://b@host", "https://host/ and https://host"),
            ("https://host/a@b", "https://host/a@b"),
            ("git@host:a", "git@host:a"),
        ] {
            assert_eq!(without_secrets(text), told);
        }
    }

    #[test]
    fn slips_in_addresses_are_told_without_passwords() {
        for (address, expected) in [
            ("https://ada:x@host/a", "https://host/a"),
            ("https://host/a?private_token=x", "https://host/a"),
            ("ada:x@host:a/b", "host:a/b"),
            ("https:/ada:x@host/a", "host/a"),
            ("git@host:a/b", "git@host:a/b"),
            ("C:/who@home/a.git", "C:/who@home/a.git"),
            ("/srv/a?b.git", "/srv/a?b.git"),
            ("origin", "origin"),
        ] {
            assert_eq!(told(address), expected);
        }
    }

    #[test]
    fn a_domain_of_ones_own() {
        let domain = |text: &str| own_domain(text.as_bytes()).ok();
        assert_eq!(domain("radar.example.org\n").as_deref(), Some("https://radar.example.org/"));
        for text in [
            "",
            "https://radar.example.org",
            "a.org\nb.org",
            "a.org/radar",
            "localhost",
            "a b.org",
            "a..org",
            "a.org.",
        ] {
            assert_eq!(domain(text), None, "{text}");
        }
    }
}
