//! References of container images: `ghcr.io/acme/shop:1.2@sha256:…`.

use super::{Dependency, version};
use crate::radar::detect::DetectKind::Image;

/// Returns the dependency that a reference of an image is; `None` if the name is not known.
pub(super) fn dependency(reference: &str) -> Option<Dependency> {
    let reference = reference.trim();
    let reference = reference.strip_prefix("docker://").unwrap_or(reference);
    let reference = reference.split('@').next()?;
    let (name, tag) = match reference.rsplit_once(':') {
        // A colon before a slash belongs to the port of a registry.
        Some((name, tag)) if !tag.contains('/') => (name, version::bare(tag)),
        _ => (reference, None),
    };
    named(name, tag)
}

/// Returns the dependency on an image by its name and version.
pub(super) fn named(name: &str, version: Option<String>) -> Option<Dependency> {
    let name = canonical(name);
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._-/:".contains(c);
    let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(is_part)
        && !name.ends_with(['/', ':'])
        && name != "scratch";
    is_name.then(|| Dependency::new(Image, name, version))
}

/// Returns a name without what Docker adds to it: `docker.io/library/postgres` is `postgres`.
fn canonical(name: &str) -> &str {
    let of_hub =
        ["docker.io/", "index.docker.io/", "registry-1.docker.io/", "registry.hub.docker.com/"];
    let name = of_hub.iter().find_map(|host| name.strip_prefix(host)).unwrap_or(name);
    name.strip_prefix("library/").unwrap_or(name)
}

/// Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME-default}` by what is known of the name, else by the
/// default. What is not known stays as it is, and no name has a dollar sign.
pub(super) fn expanded(text: &str, known: impl Fn(&str) -> Option<String>) -> String {
    const MAX_LENGTH: usize = 2000;
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let (name, rule, end) = if let Some(inner) = after.strip_prefix('{') {
            let Some(end) = inner.find('}') else { return text.to_owned() };
            let inner = &inner[..end];
            let name = inner.find(|c| !is_name(c)).map_or(inner, |at| &inner[..at]);
            (name, &inner[name.len()..], end + 2)
        } else {
            let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
            (&after[..end], "", end)
        };
        let default = rule.strip_prefix(":-").or(rule.strip_prefix('-'));
        let is_plain = rule.is_empty() || default.is_some();
        let value = is_plain.then(|| known(name).or(default.map(str::to_owned))).flatten();
        match value {
            Some(value) => out.push_str(&value),
            None => {
                out.push('$');
                out.push_str(&after[..end]);
            }
        }
        rest = &after[end..];
        if out.len() > MAX_LENGTH {
            return text.to_owned();
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::super::tests::line;
    use super::*;

    #[test]
    fn names_and_tags() {
        for (reference, expected) in [
            ("postgres", "image:postgres"),
            ("postgres:16.2-alpine", "image:postgres@16.2-alpine"),
            ("docker.io/library/postgres:16", "image:postgres@16"),
            ("docker.io/apache/kafka:3.9.0", "image:apache/kafka@3.9.0"),
            ("library/redis", "image:redis"),
            ("localhost:5000/team/app:v2", "image:localhost:5000/team/app@2"),
            ("localhost:5000/team/app", "image:localhost:5000/team/app"),
            ("ghcr.io/acme/shop:1.2@sha256:0123", "image:ghcr.io/acme/shop@1.2"),
            ("nginx@sha256:0123", "image:nginx"),
            ("debian:bookworm-slim", "image:debian"),
            ("node:latest", "image:node"),
            ("docker://alpine:3.20", "image:alpine@3.20"),
            ("acme/app:7f3a9b2", "image:acme/app"),
            ("acme/app:$TAG", "image:acme/app"),
        ] {
            let found = dependency(reference);
            assert_eq!(found.as_ref().map(line).as_deref(), Some(expected), "{reference}");
        }
        for reference in
            ["", "scratch", "$IMAGE", "{{ .Values.image }}:1", "a b", "/x", "a/", ":1", "ümlaut"]
        {
            assert_eq!(dependency(reference), None, "{reference}");
        }
    }

    #[test]
    fn variables_have_defaults() {
        let known = |name: &str| (name == "TAG").then(|| "16".to_owned());
        for (text, expected) in [
            ("a:$TAG-alpine", "a:16-alpine"),
            ("a:${TAG}", "a:16"),
            ("a:${TAG:-9}", "a:16"),
            ("a:${NO:-9}", "a:9"),
            ("a:${NO-9}", "a:9"),
            ("a:${NO}", "a:${NO}"),
            ("a:${TAG.x}", "a:${TAG.x}"),
            ("$NO/a", "$NO/a"),
            ("${NO", "${NO"),
            ("$", "$"),
            ("a", "a"),
        ] {
            assert_eq!(expanded(text, known), expected, "{text}");
        }
    }
}
