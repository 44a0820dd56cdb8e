//! `.gitlab-ci.yml`: the images of jobs and their services.

use std::collections::HashMap;

use super::image::{dependency, expanded};
use super::yaml::{self, Node};
use super::{Dependency, Found};

/// The longest value of a variable that is kept: any reference of an image is shorter.
const MAX_VALUE: usize = 500;

pub(super) fn read(text: &str) -> Found {
    let mut found = Vec::new();
    for file in yaml::read(text)? {
        // A variable has a text, or a table with its value.
        let variables = file.get("variables").entries().iter();
        let variables: HashMap<&str, &str> = variables
            .filter_map(|(name, node)| {
                Some((name.as_str(), node.text().or(node.get("value").text())?))
            })
            .filter(|(_, value)| value.len() <= MAX_VALUE)
            .collect();
        let known = |name: &str| variables.get(name).map(|value| (*value).to_owned());
        let jobs =
            file.entries().iter().map(|(_, job)| job).filter(|job| !job.entries().is_empty());
        for job in std::iter::once(&file).chain(jobs) {
            let images = std::iter::once(job.get("image")).chain(job.get("services").items());
            found.extend(images.filter_map(|image| container(image, known)));
        }
    }
    Ok(found)
}

fn container(node: &Node, known: impl Fn(&str) -> Option<String>) -> Option<Dependency> {
    let name = node.text().or(node.get("name").text())?;
    dependency(&expanded(name, known))
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn jobs_and_services() {
        let text = "image: ruby:3.3\nvariables:\n  NODE: '22'\n  PG: { value: '16.3', description: x }\ndefault:\n  image: { name: \"golang:1.22\" }\n\
            .hidden: { image: 'alpine:3.20' }\ntest:\n  image: node:$NODE\n  services:\n    - postgres:${PG}\n    - name: redis:7\n\
            \x20     alias: cache\n  script: !reference [.hidden, script]\nbuild:\n  image: $CI_REGISTRY_IMAGE/build:1\n  # image: no:1\n";
        assert_eq!(
            read(".gitlab-ci.yml", text),
            [
                "image:ruby@3.3",
                "image:golang@1.22",
                "image:alpine@3.20",
                "image:node@22",
                "image:postgres@16.3",
                "image:redis@7",
            ]
        );
    }
}
