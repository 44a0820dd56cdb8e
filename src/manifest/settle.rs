//! The manifests of one repository, joined: catalogs and workspaces say what the others mean.

use std::collections::HashMap;

use super::{Dependency, Link};
use crate::radar::detect::DetectKind;

/// A manifest of a repository, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) path: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// The entries for one key, by the folder that they hold for.
type ByFolder = HashMap<String, Vec<Dependency>>;

/// Replaces what refers to an entry of a catalog or a workspace by that entry, and leaves out the entries themselves.
/// Where several declare one key, the nearest folder above wins, as the tools do it.
pub(crate) fn settle(manifests: &mut [Manifest]) {
    let mut declared: HashMap<(DetectKind, String), ByFolder> = HashMap::new();
    for manifest in &mut *manifests {
        let folder = folder(&manifest.path).to_owned();
        for dependency in std::mem::take(&mut manifest.dependencies) {
            let Some(Link::Declares(key)) = &dependency.link else {
                manifest.dependencies.push(dependency);
                continue;
            };
            let entry = Dependency { link: None, ..dependency.clone() };
            let by_folder = declared.entry((entry.kind, key.clone())).or_default();
            by_folder.entry(folder.clone()).or_default().push(entry);
        }
    }
    for manifest in &mut *manifests {
        let at = folder(&manifest.path).to_owned();
        for dependency in std::mem::take(&mut manifest.dependencies) {
            let Some(Link::Refers(key)) = &dependency.link else {
                manifest.dependencies.push(dependency);
                continue;
            };
            let entries = declared.get(&(dependency.kind, key.clone()));
            let entries = entries.map(|by_folder| nearest(&at, by_folder)).unwrap_or_default();
            if entries.is_empty() && !is_accessor(&dependency) {
                manifest.dependencies.push(Dependency { link: None, ..dependency });
                continue;
            }
            manifest.dependencies.extend(entries.iter().map(|entry| {
                let version = entry.version.clone().or_else(|| dependency.version.clone());
                Dependency { version, ..entry.clone() }
            }));
        }
    }
}

/// Returns whether a name is only the accessor of a catalog of Gradle: coordinates have a colon.
fn is_accessor(dependency: &Dependency) -> bool {
    dependency.kind == DetectKind::Maven && !dependency.name.contains(':')
}

/// Returns the folder for which a manifest speaks.
fn folder(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    if path.ends_with(".versions.toml") {
        folder.strip_suffix("gradle").map_or(folder, |folder| folder.trim_end_matches('/'))
    } else {
        folder
    }
}

/// Returns the entries of the nearest folder at or above `at`.
fn nearest<'d>(at: &str, by_folder: &'d ByFolder) -> &'d [Dependency] {
    let mut folder = at;
    loop {
        match by_folder.get(folder) {
            Some(entries) => return entries,
            None if folder.is_empty() => return &[],
            None => folder = folder.rsplit_once('/').map_or("", |(above, _)| above),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(path: &str, text: &str) -> Manifest {
        let dependencies = super::super::dependencies(path, text.as_bytes()).expect("readable");
        Manifest { path: path.to_owned(), dependencies }
    }

    fn names(manifest: &Manifest) -> Vec<String> {
        let line = |d: &Dependency| format!("{}@{}", d.name, d.version.as_deref().unwrap_or("-"));
        manifest.dependencies.iter().map(line).collect()
    }

    #[test]
    fn a_workspace_gives_versions_and_names_and_is_no_use() {
        let root = "[workspace.dependencies]\nserde = \"1.0.2\"\nunused = \"9\"\n\
                    short = { package = \"a-long-name\", version = \"2.1\" }";
        let member =
            "[dependencies]\nserde.workspace = true\nshort = { workspace = true }\nx = \"3\"";
        let mut all = [
            manifest("Cargo.toml", root),
            manifest("crates/a/Cargo.toml", member),
            manifest("other/Cargo.toml", "[workspace.dependencies]\nserde = \"0.9\""),
            manifest("other/b/Cargo.toml", "[dependencies]\nserde.workspace = true"),
        ];
        settle(&mut all);
        assert_eq!(names(&all[0]), [""; 0]);
        assert_eq!(names(&all[1]), ["serde@1.0.2", "a-long-name@2.1", "x@3"]);
        assert_eq!(names(&all[3]), ["serde@0.9"]);
    }

    #[test]
    fn catalogs_of_every_kind() {
        let mut all = [
            manifest(
                "pnpm-workspace.yaml",
                "catalog:\n  react: ^19.0.0\ncatalogs:\n  old:\n    react: ^18.2.0\n",
            ),
            manifest(
                "a/package.json",
                r#"{"dependencies": {"react": "catalog:", "other": "catalog:gone"}}"#,
            ),
            manifest("b/package.json", r#"{"dependencies": {"react": "catalog:old"}}"#),
            manifest(
                "gradle/libs.versions.toml",
                "[libraries]\nkafka = \"org.apache.kafka:kafka-clients:3.9.0\"\nunused = \"x:y:1\"",
            ),
            manifest(
                "app/build.gradle.kts",
                "dependencies { api(libs.kafka); api(libs.gone)\n api(\"a:b\") }",
            ),
            manifest(
                "Directory.Packages.props",
                "<P><PackageVersion Include=\"Serilog\" Version=\"3.1.1\"/></P>",
            ),
            manifest(
                "src/a/a.csproj",
                "<P><PackageReference Include=\"serilog\"/><PackageReference Include=\"X\"/></P>",
            ),
            manifest(
                "tf/versions.tf",
                "terraform {\n required_providers {\n dd = { source = \"DataDog/datadog\" }\n }\n}",
            ),
            manifest("tf/main.tf", "provider \"dd\" {\n version = \"3.1\"\n}\nprovider \"aws\" {}"),
        ];
        settle(&mut all);
        let found: Vec<String> = all.iter().flat_map(names).collect();
        assert_eq!(
            found,
            [
                "other@-",
                "react@19.0.0",
                "react@18.2.0",
                "org.apache.kafka:kafka-clients@3.9.0",
                "a:b@-",
                "Serilog@3.1.1",
                "X@-",
                "DataDog/datadog@-",
                "DataDog/datadog@3.1",
                "hashicorp/aws@-",
            ]
        );
        assert!(
            all.iter()
                .flat_map(|manifest| &manifest.dependencies)
                .all(|found| found.link.is_none())
        );
    }
}
