//! `pom.xml`.

use std::collections::HashMap;

use roxmltree::Node;

use super::{Dependency, Found, version, xml};
use crate::radar::detect::DetectKind::Maven;

/// Where a `pom.xml`, or one of its profiles, lists dependencies.
const DEPENDENCIES: [&[&str]; 6] = [
    &["dependencies", "dependency"],
    &["build", "plugins", "plugin", "dependencies", "dependency"],
    &["build", "extensions", "extension"],
    &["build", "plugins", "plugin"],
    &["reporting", "plugins", "plugin"],
    &["build", "plugins", "plugin", "configuration", "annotationProcessorPaths", "path"],
];

/// Where it lists versions for those.
const MANAGED: [&[&str]; 2] = [
    &["dependencyManagement", "dependencies", "dependency"],
    &["build", "pluginManagement", "plugins", "plugin"],
];

/// Where artifacts have a group by default.
const PLUGIN_GROUP: &str = "org.apache.maven.plugins";

pub(super) fn read(text: &str) -> Found {
    let document = xml::read(text)?;
    let project = document.root_element();
    if project.tag_name().name() != "project" {
        return Ok(Vec::new());
    }
    let pom = Pom::new(project);
    let mut found = Vec::new();
    found.extend(xml::children(project, "parent").filter_map(|parent| pom.dependency(parent)));
    let profiles = xml::at(project, &["profiles", "profile"]);
    for model in std::iter::once(project).chain(profiles) {
        for path in DEPENDENCIES {
            for entry in xml::at(model, path) {
                found.extend(pom.used(entry));
            }
        }
        for path in MANAGED {
            found.extend(xml::at(model, path).into_iter().filter_map(|entry| pom.managed(entry)));
        }
    }
    Ok(found)
}

struct Pom<'d> {
    properties: HashMap<String, &'d str>,
}

impl<'d> Pom<'d> {
    fn new(project: Node<'d, '_>) -> Self {
        let mut properties = HashMap::new();
        for profile in xml::at(project, &["profiles", "profile", "properties"]) {
            properties.extend(texts(profile));
        }
        for own in xml::children(project, "properties") {
            properties.extend(texts(own));
        }
        for key in ["groupId", "artifactId", "version"] {
            let of_parent = xml::at(project, &["parent", key]).first().and_then(Node::text);
            let of_parent = of_parent.map(str::trim);
            if let Some(value) = of_parent {
                properties.insert(format!("project.parent.{key}"), value);
            }
            if let Some(value) = xml::text(project, key).or(of_parent) {
                properties.insert(format!("project.{key}"), value);
            }
        }
        Self { properties }
    }

    /// Returns a text with its properties replaced; `None` if one is not known here.
    fn resolved(&self, text: &str) -> Option<String> {
        // Properties that name properties: a few levels are usual, a circle is not.
        const MAX_LEVELS: usize = 5;
        let mut text = text.trim().to_owned();
        for _ in 0..MAX_LEVELS {
            if !text.contains("${") {
                return Some(text);
            }
            text = self.replaced(&text)?;
        }
        None
    }

    fn replaced(&self, text: &str) -> Option<String> {
        const MAX_LENGTH: usize = 1000;
        let (mut out, mut rest) = (String::new(), text);
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}')?;
            out += before;
            out += self.properties.get(name)?;
            rest = after;
            if out.len() > MAX_LENGTH {
                return None;
            }
        }
        Some(out + rest)
    }

    /// Returns what an entry asks for; `None` for a module of the same build, which has the version of the project.
    fn dependency(&self, entry: Node) -> Option<Dependency> {
        let is_plugin = matches!(entry.tag_name().name(), "plugin");
        let group = xml::text(entry, "groupId").or(is_plugin.then_some(PLUGIN_GROUP))?;
        let written = xml::text(entry, "version");
        if matches!(written, Some("${project.version}" | "${revision}")) {
            return None;
        }
        let artifact = self.resolved(xml::text(entry, "artifactId")?)?;
        let name = format!("{}:{artifact}", self.resolved(group)?);
        let version = written.and_then(|version| version::plain(&self.resolved(version)?));
        Some(Dependency::new(Maven, name, version))
    }

    /// Returns what an entry asks for; if it has no version, others give it.
    fn used(&self, entry: Node) -> Option<Dependency> {
        let found = self.dependency(entry)?;
        let key = found.name.clone();
        Some(if xml::text(entry, "version").is_none() { found.referring(key) } else { found })
    }

    /// Returns an entry that only gives a version, unless it imports a list of versions, which is a choice.
    fn managed(&self, entry: Node) -> Option<Dependency> {
        let found = self.dependency(entry)?;
        let key = found.name.clone();
        let is_import = xml::text(entry, "scope") == Some("import");
        Some(if is_import { found } else { found.declaring(key) })
    }
}

fn texts<'d>(properties: Node<'d, '_>) -> impl Iterator<Item = (String, &'d str)> {
    let elements = properties.children().filter(Node::is_element);
    elements
        .filter_map(|element| Some((element.tag_name().name().to_owned(), element.text()?.trim())))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fault, read};

    #[test]
    fn a_pom_as_spring_has_it() {
        let text = r#"<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId>
    <version>3.3.1</version><relativePath/>
  </parent>
  <groupId>com.acme</groupId><artifactId>shop</artifactId><version>1.0-SNAPSHOT</version>
  <properties><kafka.major>3</kafka.major><kafka.version>${kafka.major}.9.0</kafka.version><loop>${loop}</loop></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.testcontainers</groupId><artifactId>testcontainers-bom</artifactId><version>1.19.8</version>
      <type>pom</type><scope>import</scope></dependency>
    <dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>33.2.1-jre</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <!-- <dependency><groupId>a</groupId><artifactId>b</artifactId></dependency> -->
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-clients</artifactId><version>${kafka.version}</version></dependency>
    <dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId></dependency>
    <dependency><groupId>${project.groupId}</groupId><artifactId>own</artifactId><version>${project.version}</version></dependency>
    <dependency><groupId>c</groupId><artifactId>looped</artifactId><version>${loop}</version></dependency>
    <dependency><groupId>c</groupId><artifactId>${unknown}</artifactId><version>1</version></dependency>
    <dependency><groupId>c</groupId><artifactId>ranged</artifactId><version>[1.2,2)</version>
      <exclusions><exclusion><groupId>x</groupId><artifactId>y</artifactId></exclusion></exclusions></dependency>
  </dependencies>
  <build><plugins>
    <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.13.0</version></plugin>
    <plugin><groupId>com.diffplug.spotless</groupId><artifactId>spotless-maven-plugin</artifactId></plugin>
  </plugins></build>
  <profiles><profile><dependencies>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.3</version></dependency>
  </dependencies></profile></profiles>
</project>"#;
        assert_eq!(
            read("pom.xml", text),
            [
                "maven:org.springframework.boot:spring-boot-starter-parent@3.3.1",
                "maven:org.apache.kafka:kafka-clients@3.9.0",
                "maven:com.google.guava:guava <- com.google.guava:guava",
                "maven:c:looped",
                "maven:c:ranged@1.2",
                "maven:org.apache.maven.plugins:maven-compiler-plugin@3.13.0",
                "maven:com.diffplug.spotless:spotless-maven-plugin <- com.diffplug.spotless:spotless-maven-plugin",
                "maven:org.testcontainers:testcontainers-bom@1.19.8",
                "com.google.guava:guava -> maven:com.google.guava:guava@33.2.1-jre",
                "maven:org.postgresql:postgresql@42.7.3",
            ]
        );
    }

    #[test]
    fn entities_are_not_expanded() {
        let bomb = "<!DOCTYPE project [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<project>&b;</project>";
        assert!(
            fault("pom.xml", bomb).starts_with("line 1: it is not XML that can be read safely")
        );
        assert!(
            fault("pom.xml", "<project>\n<a></b></project>").starts_with("line 2: it is not XML")
        );
        assert_eq!(read("pom.xml", "<other/>"), [""; 0]);
    }
}
