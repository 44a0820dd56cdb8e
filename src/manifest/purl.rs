//! Package URLs -> dependencies: `pkg:maven/org.apache.kafka/kafka-clients@3.9.0`.

use std::str::FromStr as _;

use packageurl::PackageUrl;

use super::{Dependency, image, version};
use crate::radar::detect::DetectKind;

/// Returns the dependency that a package URL names; `None` for kinds that no blip can name, such as `deb`.
pub(super) fn dependency(purl: &str) -> Option<Dependency> {
    let purl = PackageUrl::from_str(purl).ok()?;
    let version = purl.version().and_then(version::bare);
    let (kind, separator) = match purl.ty() {
        "docker" | "oci" => return container(&purl),
        "helm" => return Some(Dependency::new(DetectKind::Helm, purl.name(), version)),
        "npm" => (DetectKind::Npm, "/"),
        "cargo" => (DetectKind::Cargo, "/"),
        "pypi" => (DetectKind::Pypi, "/"),
        "maven" => (DetectKind::Maven, ":"),
        "golang" => (DetectKind::Golang, "/"),
        "nuget" => (DetectKind::Nuget, "/"),
        "gem" => (DetectKind::Gem, "/"),
        "composer" => (DetectKind::Composer, "/"),
        "hex" => (DetectKind::Hex, "/"),
        "pub" => (DetectKind::Pub, "/"),
        "swift" => (DetectKind::Swift, "/"),
        "githubactions" => (DetectKind::Action, "/"),
        "terraform" | "opentofu" => (DetectKind::Terraform, "/"),
        _ => return None,
    };
    let mut name = match purl.namespace() {
        Some(namespace) => format!("{namespace}{separator}{}", purl.name()),
        None => purl.name().to_owned(),
    };
    if let (DetectKind::Action | DetectKind::Golang, Some(path)) = (kind, purl.subpath()) {
        name = format!("{name}/{path}");
    }
    Some(Dependency::new(kind, name, version))
}

/// Reads an image. Its version may be a digest, with the tag beside it; the registry is a qualifier.
fn container(purl: &PackageUrl) -> Option<Dependency> {
    let qualifier = |key: &str| purl.qualifiers().get(key).map(AsRef::as_ref);
    let own = match purl.namespace() {
        Some(namespace) => format!("{namespace}/{}", purl.name()),
        None => purl.name().to_owned(),
    };
    let name = match qualifier("repository_url") {
        None => own,
        Some(url) => {
            let registry =
                url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
            let is_whole = registry.rsplit('/').next() == Some(purl.name());
            if is_whole { registry.to_owned() } else { format!("{registry}/{own}") }
        }
    };
    let tag = qualifier("tag").or(purl.version());
    image::named(&name, tag.and_then(version::bare))
}

#[cfg(test)]
mod tests {
    use super::super::tests::line;
    use super::*;

    #[test]
    fn names_as_manifests_have_them() {
        for (purl, expected) in [
            ("pkg:npm/%40angular/animation@12.3.1", Some("npm:@angular/animation@12.3.1")),
            (
                "pkg:maven/org.apache.kafka/kafka-clients@3.9.0?type=jar",
                Some("maven:org.apache.kafka:kafka-clients@3.9.0"),
            ),
            (
                "pkg:golang/github.com/jackc/pgx/v5@v5.6.0",
                Some("golang:github.com/jackc/pgx/v5@5.6.0"),
            ),
            ("pkg:pypi/django@4.2.11", Some("pypi:django@4.2.11")),
            ("pkg:nuget/Newtonsoft.Json@13.0.3", Some("nuget:Newtonsoft.Json@13.0.3")),
            ("pkg:composer/symfony/console@v7.1.1", Some("composer:symfony/console@7.1.1")),
            (
                "pkg:swift/github.com/Alamofire/Alamofire@5.9.1",
                Some("swift:github.com/Alamofire/Alamofire@5.9.1"),
            ),
            ("pkg:githubactions/actions/checkout@4.*.*", Some("action:actions/checkout@4")),
            ("pkg:docker/apache/kafka@3.9.0", Some("image:apache/kafka@3.9.0")),
            ("pkg:docker/library/postgres@sha256%3A00?tag=16", Some("image:postgres@16")),
            (
                "pkg:docker/customer/dockerimage@sha256%3A244f?repository_url=gcr.io",
                Some("image:gcr.io/customer/dockerimage"),
            ),
            (
                "pkg:oci/debian@sha256%3A244f?repository_url=docker.io/library/debian&tag=12.5",
                Some("image:debian@12.5"),
            ),
            (
                "pkg:oci/static@sha256%3A244f?repository_url=gcr.io/distroless",
                Some("image:gcr.io/distroless/static"),
            ),
            ("pkg:helm/bitnami/postgresql@15.5.0", Some("helm:postgresql@15.5.0")),
            ("pkg:terraform/hashicorp/aws@5.54.1", Some("terraform:hashicorp/aws@5.54.1")),
            ("pkg:deb/debian/curl@7.50.3-1", None),
            ("pkg:generic/openssl@1.1.10g", None),
            ("pkg:npm", None),
            ("npm/react", None),
            ("", None),
        ] {
            assert_eq!(dependency(purl).as_ref().map(line).as_deref(), expected, "{purl}");
        }
    }
}
