//! How a reader of a blip's page asks about it: a command, and the form for a new issue of the forge that has the radar.

use serde::Serialize;
use url::form_urlencoded::byte_serialize;

use crate::radar::{Blip, Radar};

/// How to ask about a blip.
#[derive(Debug, Serialize)]
pub(super) struct AskView {
    command: String,
    /// The address of a new issue, with a title; none where `edit_url` is that of no known forge.
    issue: Option<String>,
}

impl AskView {
    pub(super) fn new(radar: &Radar, blip: &Blip) -> Self {
        let edit_url = radar.edit_url.as_deref();
        let issue = edit_url.and_then(forge).map(|forge| forge.new_issue(&blip.name.value));
        Self { command: format!("radar ask {}", blip.id), issue }
    }
}

/// A project on a forge.
#[derive(Debug, PartialEq, Eq)]
struct Forge<'u> {
    /// The address of the project.
    project: &'u str,
    /// What goes between that and `new`.
    issues: &'static str,
    /// What the address calls the title.
    title: &'static str,
}

/// Recognises a forge by the form of its addresses for editing, on whichever host it runs.
fn forge(edit_url: &str) -> Option<Forge<'_>> {
    let (scheme, rest) = edit_url.split_once("://")?;
    let is_web = scheme == "https" || scheme == "http";
    // GitLab has groups in groups, so its mark comes first.
    let gitlab = ["/-/edit/", "/-/blob/", "/-/tree/", "/-/raw/"];
    if let Some(at) = gitlab.iter().find_map(|mark| edit_url.find(mark)).filter(|_| is_web) {
        let project = &edit_url[..at];
        return Some(Forge { project, issues: "/-/issues/", title: "issue[title]" });
    }
    // Gitea and Forgejo, then GitHub, also on a server of one's own: HOST/OWNER/PROJECT/MARK.
    let parts: Vec<&str> = rest.split('/').take(5).collect();
    let [host, owner, project, mark, more] = parts[..] else { return None };
    let is_known =
        matches!((mark, more), ("_edit" | "src", "branch") | ("edit" | "blob" | "tree", _));
    let is_whole = [host, owner, project, more].iter().all(|part| !part.is_empty());
    let length = scheme.len() + 3 + host.len() + owner.len() + project.len() + 2;
    (is_web && is_known && is_whole && !edit_url[..length].contains(['{', '?', '#']))
        .then(|| Forge { project: &edit_url[..length], issues: "/issues/", title: "title" })
}

impl Forge<'_> {
    fn new_issue(&self, blip: &str) -> String {
        let Self { project, issues, title } = self;
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        format!("{project}{issues}new?{}={}", encoded(title), encoded(&format!("{blip}: ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forge_is_known_by_the_form_of_its_addresses() {
        for (edit_url, issue) in [
            (
                "https://github.com/a/b/edit/main/{path}",
                Some("https://github.com/a/b/issues/new?title=C%2B%2B%3A+"),
            ),
            (
                "https://git.example.org/a/b/blob/main/{path}",
                Some("https://git.example.org/a/b/issues/new?title=C%2B%2B%3A+"),
            ),
            (
                "https://gitlab.com/a/b/c/-/edit/main/{path}",
                Some("https://gitlab.com/a/b/c/-/issues/new?issue%5Btitle%5D=C%2B%2B%3A+"),
            ),
            (
                "https://codeberg.org/a/b/_edit/branch/main/{path}",
                Some("https://codeberg.org/a/b/issues/new?title=C%2B%2B%3A+"),
            ),
            (
                "https://codeberg.org/a/b/src/branch/main/{path}",
                Some("https://codeberg.org/a/b/issues/new?title=C%2B%2B%3A+"),
            ),
            ("https://bitbucket.org/a/b/src/main/{path}?mode=edit", None),
            ("https://example.org/edit?file={path}", None),
            ("https://example.org/{path}/b/edit/main", None),
            ("https://example.org//b/edit/main/{path}", None),
            ("vscode://file/a/b/edit/main/{path}", None),
            ("https://dev.azure.com/a/_git/b?path={path}", None),
        ] {
            let found = forge(edit_url).map(|forge| forge.new_issue("C++"));
            assert_eq!(found.as_deref(), issue, "{edit_url}");
        }
    }
}
