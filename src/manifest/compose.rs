//! Compose files: the images of services that are not built there.

use super::Found;
use super::image::{dependency, expanded};
use super::yaml::{self, Node};

pub(super) fn read(text: &str) -> Found {
    let mut found = Vec::new();
    for file in yaml::read(text)? {
        // Parts that services merge start with `x-`.
        let parts = file.entries().iter().filter(|(key, _)| key.starts_with("x-"));
        let services = file.get("services").entries().iter().chain(parts);
        let bought = services.filter(|(_, service)| *service.get("build") == Node::Null);
        let images = bought.filter_map(|(_, service)| service.get("image").text());
        found.extend(images.filter_map(|image| dependency(&expanded(image, |_| None))));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn services_that_are_not_built_here() {
        let text = "x-base: &base\n  image: redis:7.2\n  restart: always\nservices:\n  db:\n    image: postgres:${PG:-16.3}\n\
            \x20 cache:\n    <<: *base\n  kafka: { image: \"docker.io/apache/kafka:3.9.0\" }\n\
            \x20 shop:\n    build: .\n    image: acme/shop:1\n  later:\n    image: ${IMAGE}\n  # old:\n  #   image: mysql:5\n\
            volumes:\n  image: {}\n";
        let expected = ["image:postgres@16.3", "image:apache/kafka@3.9.0", "image:redis@7.2"];
        for path in [
            "docker-compose.yml",
            "compose.yaml",
            "dev/docker-compose.override.yml",
            "compose.prod.yml",
        ] {
            assert_eq!(read(path, text), expected, "{path}");
        }
    }
}
