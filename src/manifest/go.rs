//! `go.mod`.

use std::collections::HashMap;

use super::{Dependency, Found, version};
use crate::radar::detect::DetectKind::Golang;

/// A line of a directive, also in a block: its words, and whether its comment says `indirect`.
struct Line<'t> {
    directive: &'t str,
    words: Vec<&'t str>,
    indirect: bool,
}

pub(super) fn read(text: &str) -> Found {
    let lines = lines(text);
    let replaced = lines.iter().filter(|line| line.directive == "replace");
    let replaced: HashMap<&str, Replacement> = replaced.filter_map(replacement).collect();
    let mut found = Vec::new();
    for line in lines.iter().filter(|line| line.directive == "require") {
        let [module, version] = line.words[..] else { continue };
        let required = |module: &str, version| {
            let dependency = Dependency::new(Golang, module, version);
            Dependency { indirect: line.indirect, ..dependency }
        };
        match replaced.get(module) {
            None => found.push(required(module, plain(version))),
            // A folder of the repository itself.
            Some(by) if by.module.starts_with(['.', '/']) => {}
            Some(by) if by.module == module => found.push(required(module, by.version.clone())),
            // A fork is used beside what it stands for.
            Some(by) => {
                found.push(required(module, None));
                found.push(required(by.module, by.version.clone()));
            }
        }
    }
    Ok(found)
}

struct Replacement<'t> {
    module: &'t str,
    version: Option<String>,
}

/// Reads `module => ../folder` and `module v1.0.0 => fork v1.1.0`.
fn replacement<'t>(line: &Line<'t>) -> Option<(&'t str, Replacement<'t>)> {
    let arrow = line.words.iter().position(|word| *word == "=>")?;
    let version = line.words.get(arrow + 2).and_then(|version| plain(version));
    Some((line.words.first()?, Replacement { module: line.words.get(arrow + 1)?, version }))
}

fn plain(version: &str) -> Option<String> {
    version::plain(version.trim_end_matches("+incompatible"))
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut block = None;
    let mut lines = Vec::new();
    for line in text.lines() {
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let indirect = comment.trim_start().starts_with("indirect");
        let mut words = code.split_whitespace().map(|word| word.trim_matches(['"', '`']));
        match (block, words.clone().next()) {
            (_, None) => {}
            (Some(_), Some(")")) => block = None,
            (Some(directive), _) => {
                lines.push(Line { directive, words: words.collect(), indirect });
            }
            (None, Some(directive)) => {
                words.next();
                let words: Vec<&str> = words.collect();
                match words[..] {
                    ["("] => block = Some(directive),
                    _ => lines.push(Line { directive, words, indirect }),
                }
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn requirements_and_replacements() {
        let text = "module github.com/acme/shop\n\ngo 1.22\ntoolchain go1.22.4\n\nrequire github.com/spf13/cobra v1.8.1\n\
            require (\n\tgithub.com/jackc/pgx/v5 v5.6.0\n\tgithub.com/segmentio/kafka-go v0.4.47 // comment\n\
            \t// github.com/a/commented v1.0.0\n\tgolang.org/x/sys v0.21.0 // indirect\n\
            \tgithub.com/docker/docker v26.1.4+incompatible\n\tgithub.com/acme/own v0.0.0\n\
            \tgithub.com/old/thing v1.0.0\n)\nexclude github.com/a/excluded v1.0.0\nreplace (\n\
            \tgithub.com/acme/own => ../own\n\tgithub.com/old/thing v1.0.0 => github.com/acme/thing v1.1.0\n\
            \tgithub.com/spf13/cobra => github.com/spf13/cobra v1.7.0\n)\n";
        assert_eq!(
            read("go.mod", text),
            [
                "golang:github.com/spf13/cobra@1.7.0",
                "golang:github.com/jackc/pgx/v5@5.6.0",
                "golang:github.com/segmentio/kafka-go@0.4.47",
                "golang:golang.org/x/sys@0.21.0 (indirect)",
                "golang:github.com/docker/docker@26.1.4",
                "golang:github.com/old/thing",
                "golang:github.com/acme/thing@1.1.0",
            ]
        );
    }
}
