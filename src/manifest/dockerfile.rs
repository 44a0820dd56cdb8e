//! `Dockerfile` and `Containerfile`: the images that stages start from and copy from.

use std::collections::{HashMap, HashSet};

use super::image::{dependency, expanded};
use super::{Dependency, Found};

pub(super) fn read(text: &str) -> Found {
    let mut file = Dockerfile::default();
    for instruction in instructions(text) {
        file.read(&instruction);
    }
    Ok(file.found)
}

/// The longest default of an argument that is kept: any reference of an image is shorter.
const MAX_VALUE: usize = 500;

#[derive(Default)]
struct Dockerfile {
    /// Arguments before the first stage: only these are known in `FROM`.
    arguments: HashMap<String, String>,
    stages: HashSet<String>,
    has_stage: bool,
    found: Vec<Dependency>,
}

impl Dockerfile {
    fn read(&mut self, instruction: &str) {
        let mut words = instruction.split_whitespace();
        match words.next().map(str::to_ascii_uppercase).as_deref() {
            Some("ARG") if !self.has_stage => {
                let defaults = words.filter_map(|word| word.split_once('='));
                let defaults: Vec<(String, String)> = defaults
                    .map(|(name, value)| {
                        (name.to_owned(), self.expanded(value.trim_matches(['"', '\''])))
                    })
                    .filter(|(_, value)| value.len() <= MAX_VALUE)
                    .collect();
                self.arguments.extend(defaults);
            }
            Some("FROM") => {
                self.has_stage = true;
                let mut words = words.filter(|word| !word.starts_with("--"));
                let image = words.next().unwrap_or_default();
                self.image(image);
                if words.next().is_some_and(|word| word.eq_ignore_ascii_case("as")) {
                    self.stages.extend(words.next().map(str::to_lowercase));
                }
            }
            Some("COPY" | "ADD") => {
                if let Some(from) = words.find_map(|word| word.strip_prefix("--from=")) {
                    self.image(from);
                }
            }
            Some("RUN") => {
                let mounts = words.take_while(|word| word.starts_with("--"));
                let mounts = mounts.filter_map(|word| word.strip_prefix("--mount="));
                for from in mounts
                    .flat_map(|mount| mount.split(','))
                    .filter_map(|part| part.strip_prefix("from="))
                {
                    self.image(from);
                }
            }
            _ => {}
        }
    }

    /// Adds an image, unless it is a stage: by its name, or by its number.
    fn image(&mut self, reference: &str) {
        let reference = self.expanded(reference.trim_matches(['"', '\'']));
        let is_number = reference.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number && !self.stages.contains(&reference.to_lowercase()) {
            self.found.extend(dependency(&reference));
        }
    }

    fn expanded(&self, text: &str) -> String {
        expanded(text, |name| self.arguments.get(name).cloned())
    }
}

/// Returns the instructions of a file: lines are joined at their escapes, comments and here-documents left out.
fn instructions(text: &str) -> Vec<String> {
    let escape = if has_backtick(text) { '`' } else { '\\' };
    let mut instructions = Vec::new();
    let mut logical = String::new();
    let mut here_documents: Vec<String> = Vec::new();
    for line in text.lines() {
        if let Some(mark) = here_documents.first() {
            if line.trim_start_matches('\t').trim_end() == mark {
                here_documents.remove(0);
            }
            continue;
        }
        let code = line.trim();
        if code.starts_with('#') || (code.is_empty() && !logical.is_empty()) {
            continue;
        }
        match code.strip_suffix(escape) {
            Some(before) => {
                logical += before;
                logical.push(' ');
            }
            None => {
                logical += code;
                here_documents = marks(&logical);
                instructions.push(std::mem::take(&mut logical));
            }
        }
    }
    instructions.push(logical);
    instructions
}

/// Returns whether the directive at the top of a file makes the backtick its escape, as on Windows.
fn has_backtick(text: &str) -> bool {
    let mut head = text.lines().map(str::trim).take_while(|line| line.starts_with('#'));
    head.any(|line| {
        let directive: String = line.to_lowercase().split_whitespace().collect();
        directive == "#escape=`"
    })
}

/// Returns the marks at which the here-documents of an instruction end: `RUN <<EOF`, `COPY <<-"EOF" /x`.
fn marks(instruction: &str) -> Vec<String> {
    const MAX_MARKS: usize = 20;
    let takes_them = ["RUN", "COPY", "ADD"].iter().any(|name| {
        instruction.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
    });
    if !takes_them {
        return Vec::new();
    }
    let starts =
        instruction.split("<<").skip(1).take(MAX_MARKS).filter(|rest| !rest.starts_with('<'));
    starts
        .filter_map(|rest| {
            let rest = rest.trim_start_matches('-').trim_start_matches(['"', '\'']);
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            (end > 0 && !rest.starts_with(|c: char| c.is_ascii_digit()))
                .then(|| rest[..end].to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn stages_arguments_and_copies() {
        let text = "# syntax=docker/dockerfile:1\n# FROM commented:1\nARG GO=1.22 BASE=\"gcr.io/distroless/static\"\n\
            ARG TAG\nFROM --platform=$BUILDPLATFORM golang:${GO}-alpine AS Build\nARG GO=9\nRUN echo \\\n  # FROM inner:1\n\n\
            \x20 FROM not:1\nRUN --mount=type=bind,from=busybox:1.36,target=/b <<EOF\nFROM here:1\nEOF\n\
            RUN <<-'A' cat\n\tCOPY --from=here2:1 a b\n\tA\nfrom node:22.3 as web\nCOPY --from=build /a /b\n\
            COPY --chown=1 --from=ghcr.io/astral-sh/uv:0.2.13 /uv /bin/\nCOPY --from=0 /x /y\nFROM ${BASE}:${TAG}\n\
            FROM $UNKNOWN\nFROM build AS again\nFROM scratch\nRUN echo 1 <<< x\nFROM postgres:16@sha256:00\n";
        let expected = [
            "image:golang@1.22-alpine",
            "image:busybox@1.36",
            "image:node@22.3",
            "image:ghcr.io/astral-sh/uv@0.2.13",
            "image:gcr.io/distroless/static",
            "image:postgres@16",
        ];
        for path in [
            "Dockerfile",
            "docker/Dockerfile.dev",
            "shop.Dockerfile",
            "Containerfile",
            "a/b.dockerfile",
        ] {
            assert_eq!(read(path, text), expected, "{path}");
        }
        let text = "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022`\n AS a\nFROM A";
        assert_eq!(read("Dockerfile", text), ["image:mcr.microsoft.com/windows/servercore"]);
    }
}
