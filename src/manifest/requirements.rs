//! `requirements.txt` and the requirements of PEP 508, which `pyproject.toml` and `setup.cfg` use, too.
//!
//! `pep508_rs` has moved into uv and brings the types of its resolver along; a name and a version need a few lines.

use super::{Dependency, Found, version};
use crate::radar::detect::DetectKind::Pypi;

/// Reads `requirements.txt`. A file that pip-compile or uv wrote has everything that is installed, and says in comments
/// what for.
pub(super) fn read(text: &str) -> Found {
    let mut head = text.lines().take(10).filter(|line| line.starts_with('#'));
    let is_compiled = head.any(|line| line.contains("pip-compile") || line.contains("pip compile"));
    let mut found: Vec<Dependency> = Vec::new();
    let (mut logical, mut is_direct) = (String::new(), false);
    for line in text.lines() {
        let (code, comment) = split_comment(line);
        match code.trim_end().strip_suffix('\\') {
            Some(before) => logical += before,
            None => {
                logical += code;
                if let Some(dependency) = entry(&logical) {
                    is_direct = false;
                    found.push(dependency);
                }
                logical.clear();
            }
        }
        if let (true, Some(last)) = (is_compiled, found.last_mut()) {
            is_direct |= is_wanted(comment);
            last.indirect =
                !is_direct && (last.indirect || comment.trim_start().starts_with("via"));
        }
    }
    found.extend(entry(&logical));
    Ok(found)
}

/// Returns whether a comment of pip-compile names a file that somebody wrote.
fn is_wanted(comment: &str) -> bool {
    ["-r ", "(pyproject.toml", "(setup."].iter().any(|sign| comment.contains(sign))
}

/// Splits a line at `#`, if a blank or nothing comes before it: in an address, it starts a fragment.
fn split_comment(line: &str) -> (&str, &str) {
    let mut starts = line.match_indices('#').map(|(at, _)| at);
    let start = starts.find(|at| line[..*at].chars().next_back().is_none_or(char::is_whitespace));
    start.map_or((line, ""), |at| (&line[..at], &line[at + 1..]))
}

/// Returns the dependency in a line of `requirements.txt`.
fn entry(line: &str) -> Option<Dependency> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("-e ").or(line.strip_prefix("--editable")) {
        return address(rest.trim_start_matches([' ', '=']));
    }
    // Other options; `--hash` and the like follow a blank.
    if line.starts_with('-') { None } else { requirement(line.split(" -").next()?) }
}

/// Returns what a requirement such as `uvicorn[standard] >=0.30,<1 ; python_version > "3.9"` asks for.
pub(super) fn requirement(text: &str) -> Option<Dependency> {
    let text = text.split(';').next()?.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let name = text.find(|c| !is_name(c)).map_or(text, |end| &text[..end]);
    let rest = text[name.len()..].trim_start();
    let rest = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1.trim_start(),
        None => rest,
    };
    if rest.starts_with([':', '/', '+']) {
        return address(text);
    }
    let is_range = rest.is_empty() || rest.starts_with(['=', '<', '>', '~', '!', '(', '@']);
    if !is_range || !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || is_file(name) {
        return None;
    }
    // A number alone is no range here: `==` is written out.
    let range = rest.trim_start_matches('(').trim_end_matches(')');
    Some(Dependency::new(Pypi, name, version::plain(range)))
}

fn is_file(name: &str) -> bool {
    [".whl", ".zip", ".tar.gz"].iter().any(|ending| name.ends_with(ending))
}

/// Returns the name that an address has in its fragment: `git+https://…#egg=name`.
fn address(text: &str) -> Option<Dependency> {
    let (_, fragment) = text.split_once('#')?;
    let egg = fragment.split('&').find_map(|part| part.strip_prefix("egg="))?;
    let is_own = !text.contains("://");
    let name = egg.split('[').next()?.trim();
    (!is_own && !name.is_empty()).then(|| Dependency::new(Pypi, name, None))
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn what_people_write() {
        let text = "# Django==1.0\n-r base.txt\n--index-url https://example.org/simple\nDjango==4.2.11  # LTS\n\
            uvicorn[standard] >=0.30,<1 ; python_version > \"3.9\"\nrequests\nconfluent-kafka~=2.4\n\
            flask>=2\nnumpy (==1.26.4)\nlib @ https://example.org/lib-1.0.whl\n-e git+https://example.org/x.git#egg=x\n\
            git+https://example.org/y.git@main#egg=y&subdirectory=a\n./own\n-e .\nown.whl\n\
            cryptography==42.0.5 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\nzope.interface != 5\n";
        let expected = [
            "pypi:Django@4.2.11",
            "pypi:uvicorn@0.30",
            "pypi:requests",
            "pypi:confluent-kafka@2.4",
            "pypi:flask",
            "pypi:numpy@1.26.4",
            "pypi:lib",
            "pypi:x",
            "pypi:y",
            "pypi:cryptography@42.0.5",
            "pypi:zope.interface",
        ];
        for path in [
            "requirements.txt",
            "requirements-dev.txt",
            "requirements/base.txt",
            "dev-requirements.in",
        ] {
            assert_eq!(read(path, text), expected, "{path}");
        }
    }

    #[test]
    fn compiled_files_say_what_is_indirect() {
        let text = "#\n# This file is autogenerated by pip-compile with Python 3.12\n#\nasgiref==3.8.1\n    # via django\n\
            django==5.0.6\n    # via\n    #   -r requirements.in\n    #   djangorestframework\nsqlparse==0.5.0 # via django\n\
            own==1\n    # via shop (pyproject.toml)\n";
        assert_eq!(
            read("requirements.txt", text),
            [
                "pypi:asgiref@3.8.1 (indirect)",
                "pypi:django@5.0.6",
                "pypi:sqlparse@0.5.0 (indirect)",
                "pypi:own@1"
            ]
        );
    }
}
