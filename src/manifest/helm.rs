//! Charts of Helm: what `Chart.yaml` depends on, and the images in `values.yaml`.

use super::image::{dependency, named};
use super::yaml::{self, Node};
use super::{Dependency, Found, kubernetes, version};
use crate::radar::detect::DetectKind::Helm;

/// Reads `Chart.yaml`, or `requirements.yaml` of Helm 2.
pub(super) fn chart(text: &str) -> Found {
    let chart = yaml::first(text)?;
    let entries = chart.get("dependencies").items().iter();
    Ok(entries.filter_map(required).collect())
}

fn required(entry: &Node) -> Option<Dependency> {
    let name = entry.get("name").text()?;
    let repository = entry.get("repository").text().unwrap_or_default();
    let version = entry.get("version").text().and_then(version::plain);
    // A chart without a repository lies in the folder `charts`.
    let is_own = repository.is_empty() || repository.starts_with("file:");
    (!is_own).then(|| Dependency::new(Helm, name, version))
}

/// Reads the values of a chart: `image: "x:1"`, and tables with `repository` and `tag`.
pub(super) fn values(text: &str) -> Found {
    let documents = match yaml::read(text) {
        Ok(documents) => documents,
        Err(fault) => return kubernetes::template_or(fault, text),
    };
    let mut found = Vec::new();
    for document in &documents {
        document.tables(|key, node| {
            found.extend(node.get("image").text().and_then(dependency));
            let is_image = key.to_lowercase().ends_with("image") || *node.get("tag") != Node::Null;
            found.extend(is_image.then(|| image(node)).flatten());
            true
        });
    }
    Ok(found)
}

fn image(node: &Node) -> Option<Dependency> {
    let repository = node.get("repository").text()?;
    if repository.contains("://") {
        return None;
    }
    let version = node.get("tag").text().and_then(version::bare);
    match node.get("registry").text() {
        Some(registry) => named(&format!("{registry}/{repository}"), version),
        None if version.is_none() => dependency(repository),
        None => named(repository, version),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn charts_and_values() {
        let text = "apiVersion: v2\nname: shop\nversion: 1.2.3\ndependencies:\n  - name: postgresql\n    version: ~15.5.0\n\
            \x20   repository: https://charts.bitnami.com/bitnami\n  - name: own\n    version: 0.1.0\n    repository: file://../own\n\
            \x20 - name: redis\n    version: '>=19.0.0'\n    repository: '@bitnami'\n";
        assert_eq!(read("charts/shop/Chart.yaml", text), ["helm:postgresql@15.5.0", "helm:redis"]);
        let text = "image:\n  registry: docker.io\n  repository: bitnami/kafka\n  tag: 3.9.0-debian-12-r1\n\
            sidecar:\n  image: busybox:1.36\nmetricsImage: {repository: quay.io/prometheus/node-exporter}\n\
            other:\n  repository: https://example.org/charts\n  tag: x\nworker:\n  repository: acme/worker\n  tag: 1.10\n\
            git:\n  repository: acme/x\n";
        let expected = [
            "image:bitnami/kafka@3.9.0-debian-12-r1",
            "image:busybox@1.36",
            "image:quay.io/prometheus/node-exporter",
            "image:acme/worker@1.10",
        ];
        for path in [
            "charts/shop/values.yaml",
            "values-prod.yml",
            "values.prod.yaml",
            "env/prod-values.yaml",
        ] {
            assert_eq!(read(path, text), expected, "{path}");
        }
    }
}
