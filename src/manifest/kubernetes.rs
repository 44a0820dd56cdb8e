//! Kubernetes manifests: any YAML with `apiVersion` and `kind`, of whatever resource; and Kustomize.

use super::image::{dependency, named};
use super::yaml::{self, Node};
use super::{Dependency, Found, Unreadable, version};
use crate::radar::detect::DetectKind::Helm;

/// Kinds whose contents are data or schemas, and keys whose entries are.
const WITHOUT_IMAGES: [&str; 3] = ["CustomResourceDefinition", "ConfigMap", "Secret"];
const DATA: [&str; 5] = ["annotations", "labels", "matchLabels", "data", "stringData"];

/// Reads any YAML file. Most are not Kubernetes', which is seen without parsing them.
pub(super) fn any(text: &str) -> Found {
    let is_api_version = |line: &str| {
        let line = line.trim_start_matches(['-', ' ', '{', '"']);
        line.starts_with("apiVersion")
    };
    if !text.lines().any(is_api_version) {
        return Ok(Vec::new());
    }
    match yaml::read(text) {
        Ok(documents) => Ok(documents.iter().flat_map(resource).collect()),
        Err(fault) => template_or(fault, text),
    }
}

/// A template becomes YAML only when something fills it in.
pub(super) fn template_or(fault: Unreadable, text: &str) -> Found {
    if text.contains("{{") || text.contains("{%") { Ok(Vec::new()) } else { Err(fault) }
}

pub(super) fn kustomization(text: &str) -> Found {
    let documents = yaml::read(text)?;
    Ok(documents.iter().flat_map(kustomized).collect())
}

fn resource(document: &Node) -> Vec<Dependency> {
    let mut found = Vec::new();
    let is_resource =
        |node: &Node| node.get("apiVersion").text().is_some() && node.get("kind").text().is_some();
    if !is_resource(document) {
        return found;
    }
    if document.get("kind").text() == Some("Kustomization") {
        return kustomized(document);
    }
    document.tables(|key, node| {
        let kind = node.get("kind").text().filter(|_| is_resource(node));
        if DATA.contains(&key) || kind.is_some_and(|kind| WITHOUT_IMAGES.contains(&kind)) {
            return false;
        }
        found.extend(node.get("image").text().and_then(dependency));
        found.extend(chart(node));
        true
    });
    found
}

/// Reads the chart that a resource of Argo CD (`chart`, `targetRevision`) or Flux (`chart`, `version`) installs.
fn chart(node: &Node) -> Option<Dependency> {
    let name = node.get("chart").text()?;
    let version = node.get("targetRevision").text().or(node.get("version").text())?;
    // Flux: a path in a git repository.
    let is_path = name.starts_with('.') || name.starts_with('/');
    (!is_path).then(|| Dependency::new(Helm, last(name), version::plain(version)))
}

fn kustomized(document: &Node) -> Vec<Dependency> {
    let images = document.get("images").items().iter().filter_map(|image| {
        let name = image.get("newName").text().or(image.get("name").text())?;
        named(name, image.get("newTag").text().and_then(version::bare))
    });
    let charts = document.get("helmCharts").items().iter().filter_map(|chart| {
        let version = chart.get("version").text().and_then(version::plain);
        Some(Dependency::new(Helm, last(chart.get("name").text()?), version))
    });
    images.chain(charts).collect()
}

/// Returns the last part of a chart's name, which may have its repository in front.
fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fault, read};

    #[test]
    fn images_of_any_resource() {
        let text = "# image: commented:1\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations:\n    image: note:1\n\
            spec:\n  template:\n    spec:\n      initContainers:\n        - image: busybox:1.36\n      containers:\n\
            \x20       - name: shop\n          image: ghcr.io/acme/shop:v1.4.2\n          env:\n\
            \x20           - { name: image, value: 'x:1' }\n---\napiVersion: v1\nkind: ConfigMap\ndata:\n  image: data:1\n\
            ---\napiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    data: { image: 'a:1' }\n\
            \x20 - apiVersion: batch/v1\n    kind: CronJob\n    spec: { image: 'postgres:16' }\n---\n\
            apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  image: schema:1\n---\n\
            image: no-resource:1\n---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n\
            \x20   chart: ingress-nginx\n    targetRevision: 4.10.1\n---\napiVersion: helm.toolkit.fluxcd.io/v2\n\
            kind: HelmRelease\nspec:\n  chart:\n    spec:\n      chart: podinfo\n      version: '6.7.x'\n";
        assert_eq!(
            read("deploy/shop.yaml", text),
            [
                "image:busybox@1.36",
                "image:ghcr.io/acme/shop@1.4.2",
                "image:postgres@16",
                "helm:ingress-nginx@4.10.1",
                "helm:podinfo@6.7",
            ]
        );
        for text in [
            "openapi: 3.0.0\nimage: a:1",
            "- a\n- b",
            "",
            "broken: [",
            "apiVersion: v1\nimage: a:1",
        ] {
            assert_eq!(read("any.yml", text), [""; 0], "{text}");
        }
    }

    #[test]
    fn templates_are_no_manifests() {
        let text =
            "apiVersion: v1\nkind: Pod\n{{- if .Values.x }}\nspec: {image: 'a:1'}\n{{- end }}\n";
        assert_eq!(read("chart/templates/pod.yaml", text), [""; 0]);
        let text = "apiVersion: v1\nkind: Pod\nspec:\n  - image: \"{{ .Values.image }}:1\"\n  - image: b:2\n";
        assert_eq!(read("chart/templates/pod.yaml", text), ["image:b@2"]);
        let text = "apiVersion: v1\nkind: [\n";
        assert!(fault("pod.yaml", text).contains("it is not YAML"), "{}", fault("pod.yaml", text));
    }

    #[test]
    fn kustomizations() {
        let text = "images:\n  - name: shop\n    newName: ghcr.io/acme/shop\n    newTag: v2.0\n  - name: redis\n    digest: sha256:00\n\
            helmCharts:\n  - name: minecraft\n    version: 3.1.3\n";
        assert_eq!(
            read("overlays/prod/kustomization.yaml", text),
            ["image:ghcr.io/acme/shop@2.0", "image:redis", "helm:minecraft@3.1.3"]
        );
    }
}
