//! Bills of materials -> what a repository depends on, also indirectly: `CycloneDX` 1.2 to 1.6 and SPDX 2 and 3, as JSON.
#![allow(clippy::struct_field_names, reason = "the names are those of the formats")]

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;

use super::{Dependency, image, is_name, purl, version};

/// The bill of materials of a large image has 20 MiB.
const MAX_BYTES: usize = 128 << 20;

/// What a bill of materials says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sbom {
    /// The name of what it describes.
    pub(crate) subject: Option<String>,
    /// Everything in it that a blip can name, each once and marked as indirect.
    pub(crate) dependencies: Vec<Dependency>,
}

/// Why a file is no bill of materials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotAnSbom {
    /// The line, from 1.
    pub(crate) line: usize,
    pub(crate) reason: String,
}

impl fmt::Display for NotAnSbom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for NotAnSbom {}

/// Reads a bill of materials.
///
/// # Errors
///
/// If it is not JSON, or neither `CycloneDX` nor SPDX.
pub(crate) fn sbom(bytes: &[u8]) -> Result<Sbom, NotAnSbom> {
    let fault = |line, reason: String| NotAnSbom { line, reason };
    if bytes.len() > MAX_BYTES {
        return Err(fault(1, format!("it is larger than {} MiB", MAX_BYTES >> 20)));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let document: Document = serde_json::from_slice(bytes).map_err(|error| {
        let message = error.to_string();
        let reason = message.split(" at line ").next().unwrap_or_default();
        fault(error.line().max(1), format!("it is not JSON of a bill of materials: {reason}"))
    })?;
    let found = document.read();
    found.ok_or_else(|| fault(1, "it is neither CycloneDX nor SPDX, as JSON".to_owned()))
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Document {
    bom_format: Option<String>,
    metadata: Option<Metadata>,
    components: Option<Vec<Component>>,

    spdx_version: Option<String>,
    name: Option<String>,
    document_describes: Option<Vec<String>>,
    packages: Option<Vec<Package>>,
    relationships: Option<Vec<Relationship>>,

    #[serde(rename = "@graph")]
    graph: Option<Vec<Element>>,

    /// GitHub wraps its own.
    sbom: Option<Box<Document>>,
}

#[derive(Deserialize)]
struct Metadata {
    component: Option<Component>,
}

/// Of `CycloneDX`.
#[derive(Deserialize)]
struct Component {
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
    version: Option<String>,
    purl: Option<String>,
    components: Option<Vec<Component>>,
}

/// Of SPDX 2.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Package {
    #[serde(rename = "SPDXID")]
    id: Option<String>,
    name: Option<String>,
    external_refs: Option<Vec<ExternalRef>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExternalRef {
    reference_type: Option<String>,
    reference_locator: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Relationship {
    spdx_element_id: Option<String>,
    relationship_type: Option<String>,
    related_spdx_element: Option<String>,
}

/// Of SPDX 3.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Element {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(alias = "@id")]
    spdx_id: Option<String>,
    name: Option<String>,
    root_element: Option<Vec<String>>,
    #[serde(rename = "software_packageUrl")]
    package_url: Option<String>,
    external_identifier: Option<Vec<Identifier>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identifier {
    external_identifier_type: Option<String>,
    identifier: Option<String>,
}

impl Document {
    fn read(self) -> Option<Sbom> {
        if self.bom_format.as_deref() == Some("CycloneDX") {
            Some(self.cyclone_dx())
        } else if self.spdx_version.as_deref().is_some_and(|version| version.starts_with("SPDX-2"))
        {
            Some(self.spdx_2())
        } else if let Some(graph) = self.graph {
            spdx_3(&graph)
        } else {
            self.sbom?.read()
        }
    }

    fn cyclone_dx(self) -> Sbom {
        let subject = self.metadata.and_then(|metadata| metadata.component);
        let own = subject.as_ref().and_then(|subject| subject.purl.clone());
        let mut found = Vec::new();
        let mut next = self.components.unwrap_or_default();
        // Parts of the subject itself, too.
        let (name, parts) =
            subject.map_or((None, None), |subject| (subject.name, subject.components));
        next.extend(parts.unwrap_or_default());
        next.reverse();
        while let Some(component) = next.pop() {
            if component.purl.is_none() || component.purl != own {
                found.extend(component.dependency());
            }
            next.extend(component.components.unwrap_or_default().into_iter().rev());
        }
        Sbom { subject: name, dependencies: distinct(found) }
    }

    fn spdx_2(self) -> Sbom {
        let relationships = self.relationships.unwrap_or_default();
        let described = relationships.into_iter().filter_map(|relationship| {
            match relationship.relationship_type.as_deref()? {
                "DESCRIBES" => relationship.related_spdx_element,
                "DESCRIBED_BY" => relationship.spdx_element_id,
                _ => None,
            }
        });
        let described: HashSet<String> =
            described.chain(self.document_describes.unwrap_or_default()).collect();
        let (subjects, rest): (Vec<Package>, Vec<Package>) = self
            .packages
            .unwrap_or_default()
            .into_iter()
            .partition(|package| package.id.as_ref().is_some_and(|id| described.contains(id)));
        // Some tools describe every package: then all of them are parts.
        let (subject, packages) = match <[Package; 1]>::try_from(subjects) {
            Ok([subject]) => (subject.name, rest),
            Err(subjects) => (None, subjects.into_iter().chain(rest).collect()),
        };
        let refs =
            packages.into_iter().flat_map(|package| package.external_refs.unwrap_or_default());
        let purls = refs.filter(|found| found.reference_type.as_deref() == Some("purl"));
        let found = purls.filter_map(|found| purl::dependency(&found.reference_locator?));
        Sbom { subject: subject.or(self.name), dependencies: distinct(found) }
    }
}

impl Component {
    fn dependency(&self) -> Option<Dependency> {
        match (&self.purl, &self.name) {
            (Some(purl), _) => purl::dependency(purl),
            (None, Some(name)) if self.kind.as_deref() == Some("container") => {
                let found = image::dependency(name)?;
                let version = self.version.as_deref().and_then(version::bare);
                Some(Dependency { version: found.version.clone().or(version), ..found })
            }
            _ => None,
        }
    }
}

fn spdx_3(graph: &[Element]) -> Option<Sbom> {
    let is = |element: &Element, kind: &str| element.kind.as_deref() == Some(kind);
    let document = graph.iter().find(|element| is(element, "SpdxDocument"))?;
    let bills = graph.iter().filter(|element| is(element, "software_Sbom"));
    let roots: HashSet<&str> = std::iter::once(document)
        .chain(bills)
        .flat_map(|element| element.root_element.iter().flatten().map(String::as_str))
        .collect();
    let is_root =
        |element: &Element| element.spdx_id.as_deref().is_some_and(|id| roots.contains(id));
    let packages = || graph.iter().filter(|element| is(element, "software_Package"));
    let subject = packages().find(|package| is_root(package)).and_then(|root| root.name.clone());
    let found = packages().filter(|package| !is_root(package)).filter_map(|package| {
        let identifiers = package.external_identifier.iter().flatten();
        let mut purls = identifiers.filter_map(|identifier| {
            let kind = identifier.external_identifier_type.as_deref()?;
            matches!(kind, "packageUrl" | "purl").then_some(identifier.identifier.as_deref()?)
        });
        purl::dependency(package.package_url.as_deref().or_else(|| purls.next())?)
    });
    Some(Sbom { subject: subject.or(document.name.clone()), dependencies: distinct(found) })
}

fn distinct(found: impl IntoIterator<Item = Dependency>) -> Vec<Dependency> {
    let mut known = HashSet::new();
    let found = found.into_iter().map(|found| Dependency { indirect: true, ..found });
    found.filter(|found| is_name(&found.name) && known.insert(found.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::line;
    use super::*;

    fn read(text: &str) -> (Option<String>, Vec<String>) {
        let sbom = sbom(text.as_bytes()).expect("a bill of materials");
        (sbom.subject, sbom.dependencies.iter().map(line).collect())
    }

    #[test]
    fn cyclone_dx() {
        let text = r#"{"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": "urn:uuid:0", "version": 1,
            "metadata": {"component": {"type": "application", "name": "shop", "purl": "pkg:npm/shop@1.0.0",
                "components": [{"type": "library", "name": "part", "purl": "pkg:npm/part@1"}]}},
            "components": [
                {"type": "application", "name": "shop", "purl": "pkg:npm/shop@1.0.0"},
                {"type": "library", "name": "kafkajs", "version": "2.2.4", "purl": "pkg:npm/kafkajs@2.2.4",
                 "components": [{"type": "library", "name": "long", "purl": "pkg:npm/long@5.2.3"}]},
                {"type": "container", "name": "docker.io/library/postgres", "version": "16.3"},
                {"type": "library", "name": "kafkajs", "purl": "pkg:npm/kafkajs@2.2.4"},
                {"type": "operating-system", "name": "debian", "version": "12"},
                {"type": "library", "name": "curl", "purl": "pkg:deb/debian/curl@7"}],
            "dependencies": [{"ref": "a", "dependsOn": []}]}"#;
        let expected = [
            "npm:kafkajs@2.2.4 (indirect)",
            "npm:long@5.2.3 (indirect)",
            "image:postgres@16.3 (indirect)",
            "npm:part@1 (indirect)",
        ];
        assert_eq!(read(text), (Some("shop".to_owned()), expected.map(str::to_owned).to_vec()));
        let (subject, found) = read(r#"{"bomFormat": "CycloneDX", "specVersion": "1.2"}"#);
        assert_eq!((subject, found.len()), (None, 0));
    }

    #[test]
    fn spdx() {
        let text = r#"{"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "document",
            "packages": [
                {"SPDXID": "SPDXRef-shop", "name": "acme/shop", "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl", "referenceLocator": "pkg:github/acme/shop@main"}]},
                {"SPDXID": "SPDXRef-1", "name": "kafka", "versionInfo": "3.9.0", "externalRefs": [
                    {"referenceType": "cpe23Type", "referenceLocator": "cpe:2.3:a"},
                    {"referenceType": "purl", "referenceLocator": "pkg:maven/org.apache.kafka/kafka-clients@3.9.0"}]},
                {"SPDXID": "SPDXRef-2", "name": "nothing"}],
            "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                "relatedSpdxElement": "SPDXRef-shop"}]}"#;
        let expected = vec!["maven:org.apache.kafka:kafka-clients@3.9.0 (indirect)".to_owned()];
        assert_eq!(read(text), (Some("acme/shop".to_owned()), expected.clone()));
        let wrapped = format!("\u{feff}{{\"sbom\": {text}}}");
        assert_eq!(read(&wrapped), (Some("acme/shop".to_owned()), expected.clone()));
        let text = r#"{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [
            {"type": "SpdxDocument", "spdxId": "d", "name": "document", "rootElement": ["shop"]},
            {"type": "software_Package", "spdxId": "shop", "name": "shop"},
            {"type": "software_Package", "spdxId": "x", "name": "kafka",
             "software_packageUrl": "pkg:maven/org.apache.kafka/kafka-clients@3.9.0"},
            {"type": "software_Package", "spdxId": "y", "name": "kafka", "externalIdentifier": [
                {"externalIdentifierType": "packageUrl", "identifier": "pkg:maven/org.apache.kafka/kafka-clients@3.9.0"}]},
            {"type": "Relationship", "spdxId": "r"}]}"#;
        assert_eq!(read(text), (Some("shop".to_owned()), expected));
    }

    #[test]
    fn other_files_are_refused() {
        for (text, reason) in [
            ("{}", "line 1: it is neither CycloneDX nor SPDX, as JSON"),
            ("{\"bomFormat\": \"Other\"}", "line 1: it is neither CycloneDX nor SPDX, as JSON"),
            ("", "line 1: it is not JSON of a bill of materials: EOF while parsing a value"),
            (
                "{\n\"components\": 1}",
                "line 2: it is not JSON of a bill of materials: invalid type: integer `1`, expected a sequence",
            ),
        ] {
            assert_eq!(sbom(text.as_bytes()).expect_err("no bill").to_string(), reason, "{text}");
        }
        let deep = format!(
            "{{\"bomFormat\": \"CycloneDX\", \"components\": {}",
            "[{\"components\": ".repeat(5000)
        );
        assert!(sbom(deep.as_bytes()).expect_err("deep").reason.contains("recursion"));
    }
}
