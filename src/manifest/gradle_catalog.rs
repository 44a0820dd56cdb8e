//! `libs.versions.toml`: a version catalog of Gradle. Its entries are uses only where a build refers to them.

use std::collections::BTreeMap;

use ::toml::{Table, Value};

use super::tokens::Token;
use super::{Dependency, Found, toml, version};
use crate::radar::detect::DetectKind::Maven;

pub(super) fn read(text: &str) -> Found {
    // The accessor starts with the file's name, which is `libs` by default.
    let catalog = toml::read(text)?;
    let mut found = Vec::new();
    let libraries: BTreeMap<&str, Dependency> = toml::entries(&catalog, &["libraries"])
        .filter_map(|(alias, value)| Some((alias, library(&catalog, value)?)))
        .collect();
    for (bundle, aliases) in toml::entries(&catalog, &["bundles"]) {
        let aliases = aliases.as_array().into_iter().flatten().filter_map(Value::as_str);
        let key = format!("libs.bundles.{}", alias_key(bundle));
        let of_bundle = aliases.filter_map(|alias| libraries.get(alias));
        found.extend(of_bundle.map(|library| library.clone().declaring(key.clone())));
    }
    found.extend(
        libraries
            .into_iter()
            .map(|(alias, library)| library.declaring(format!("libs.{}", alias_key(alias)))),
    );
    for (alias, value) in toml::entries(&catalog, &["plugins"]) {
        let entry = plugin(&catalog, value);
        let key = format!("libs.plugins.{}", alias_key(alias));
        found.extend(entry.map(|entry| entry.declaring(key)));
    }
    Ok(found)
}

fn library(catalog: &Table, value: &Value) -> Option<Dependency> {
    if let Some(coordinates) = value.as_str() {
        let mut parts = coordinates.splitn(3, ':');
        let name = format!("{}:{}", parts.next()?, parts.next()?);
        return Some(Dependency::new(Maven, name, parts.next().and_then(version::plain)));
    }
    let name = match toml::text(value, "module") {
        Some(module) => module.to_owned(),
        None => format!("{}:{}", toml::text(value, "group")?, toml::text(value, "name")?),
    };
    Some(Dependency::new(Maven, name, version_of(catalog, value)))
}

fn plugin(catalog: &Table, value: &Value) -> Option<Dependency> {
    let (id, version) = match value.as_str() {
        Some(text) => {
            let (id, version) = text.split_once(':')?;
            (id, version::plain(version))
        }
        None => (toml::text(value, "id")?, version_of(catalog, value)),
    };
    Some(Dependency::new(Maven, plugin_marker(id), version))
}

fn version_of(catalog: &Table, value: &Value) -> Option<String> {
    let version = value.get("version")?;
    let version = match toml::text(version, "ref") {
        Some(name) => toml::at(catalog, &["versions"])?.get(name)?,
        None => version,
    };
    let rich = ["strictly", "require", "prefer"].iter().find_map(|key| toml::text(version, key));
    version.as_str().or(rich).and_then(version::plain)
}

/// Returns whether a word is the name of a catalog: `libs`, `testLibs`.
pub(super) fn is_catalog(word: &str) -> bool {
    word.ends_with("libs") || word.ends_with("Libs")
}

/// Returns what `libs.kafka.clients` refers to in a version catalog.
pub(super) fn accessor(word: &str, rest: &[Token]) -> Option<Dependency> {
    if !is_catalog(word) {
        return None;
    }
    let (key, second) = chain(word, rest);
    // `libs.findLibrary("kafka-clients")`, in plugins of the build.
    let key = match (second, rest) {
        (Some("findLibrary"), [_, _, Token::Sign('('), Token::Text(alias), ..]) => {
            format!("{word}.{}", alias_key(alias))
        }
        (None | Some("versions" | "plugins" | "findVersion" | "findPlugin"), _) => return None,
        _ => key,
    };
    Some(Dependency::new(Maven, key.clone(), None).referring(key))
}

/// Returns a catalog and the names behind it, joined by dots, and the first of them.
pub(super) fn chain<'t>(catalog: &str, rest: &[Token<'t>]) -> (String, Option<&'t str>) {
    let mut key = catalog.to_owned();
    let mut second = None;
    let mut tokens = rest;
    while let [Token::Sign('.'), Token::Word(name), more @ ..] = tokens {
        second = second.or(Some(*name));
        if matches!((*name, more.first()), ("get" | "asProvider", Some(Token::Sign('(')))) {
            break;
        }
        key = format!("{key}.{name}");
        tokens = more;
    }
    (key, second)
}

/// Returns the accessor of an alias: Gradle takes its separators for dots.
fn alias_key(alias: &str) -> String {
    alias.replace(['-', '_'], ".")
}

/// Returns the coordinates under which Gradle finds a plugin.
pub(super) fn plugin_marker(id: &str) -> String {
    format!("{id}:{id}.gradle.plugin")
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn all_forms() {
        let text = r#"
            [versions]
            kafka = "3.9.0"
            ktor = { strictly = "[2.3, 3.0[", prefer = "2.3.11" }
            jackson = { require = "2.17.1" }
            [libraries]
            kafka-clients = { module = "org.apache.kafka:kafka-clients", version.ref = "kafka" }
            jackson_core = { group = "com.fasterxml.jackson.core", name = "jackson-core", version.ref = "jackson" }
            guava = "com.google.guava:guava:33.2.1-jre"
            managed = { module = "a:b" }
            [bundles]
            all = ["guava", "kafka-clients"]
            [plugins]
            spring-boot = { id = "org.springframework.boot", version = "3.3.1" }
            short = "com.acme.short:1.0"
        "#;
        let found = read("gradle/libs.versions.toml", text);
        for expected in [
            "libs.bundles.all -> maven:com.google.guava:guava@33.2.1-jre",
            "libs.bundles.all -> maven:org.apache.kafka:kafka-clients@3.9.0",
            "libs.guava -> maven:com.google.guava:guava@33.2.1-jre",
            "libs.jackson.core -> maven:com.fasterxml.jackson.core:jackson-core@2.17.1",
            "libs.kafka.clients -> maven:org.apache.kafka:kafka-clients@3.9.0",
            "libs.managed -> maven:a:b",
            "libs.plugins.short -> maven:com.acme.short:com.acme.short.gradle.plugin@1.0",
            "libs.plugins.spring.boot -> maven:org.springframework.boot:org.springframework.boot.gradle.plugin@3.3.1",
        ] {
            assert!(found.iter().any(|line| line == expected), "{expected}: {found:#?}");
        }
        assert_eq!(found.len(), 8);
    }
}
