//! `build.gradle` and `build.gradle.kts`: programs, of which only the usual forms are read.

use std::collections::HashMap;

use super::gradle_catalog::{accessor, chain, is_catalog, plugin_marker};
use super::image::expanded;
use super::tokens::{Language, Token, tokens};
use super::{Dependency, Found, Unreadable, version};
use crate::radar::detect::DetectKind::Maven;

/// Calls within `dependencies` whose texts are no coordinates.
const OTHER_CALLS: [&str; 7] =
    ["exclude", "because", "project", "files", "fileTree", "module", "capability"];

/// The longest value of a variable that is kept: any version is shorter.
const MAX_VALUE: usize = 200;

/// Blocks within blocks of any build that people write are ten.
const MAX_DEPTH: usize = 200;

pub(super) fn read(text: &str) -> Found {
    let tokens = tokens(Language::Gradle, text);
    let script = Script { variables: variables(&tokens) };
    let (mut found, mut blocks) = (Vec::new(), Vec::new());
    let (mut start, mut depth) = (0, 0_usize);
    for (at, token) in tokens.iter().enumerate() {
        let statement = &tokens[start..at];
        match token {
            Token::Sign('(' | '[') => depth += 1,
            Token::Sign(')' | ']') => depth = depth.saturating_sub(1),
            Token::Sign('{') => {
                script.read(statement, &blocks, &mut found);
                blocks.push(block(statement));
                if blocks.len() > MAX_DEPTH {
                    return Err(Unreadable::new(1, format!("it has more than {MAX_DEPTH} levels")));
                }
                (start, depth) = (at + 1, 0);
            }
            Token::Sign('}') => {
                script.read(statement, &blocks, &mut found);
                blocks.pop();
                (start, depth) = (at + 1, 0);
            }
            Token::Sign(';') => {
                script.read(statement, &blocks, &mut found);
                start = at + 1;
            }
            Token::Line if depth == 0 && statement.last() != Some(&Token::Sign(',')) => {
                script.read(statement, &blocks, &mut found);
                start = at + 1;
            }
            _ => {}
        }
    }
    script.read(&tokens[start..], &blocks, &mut found);
    Ok(found)
}

/// Returns the name of the block that a statement opens: `commonMain.dependencies {`, `implementation("…") {`.
fn block<'t>(statement: &[Token<'t>]) -> &'t str {
    let last = statement.last().and_then(Token::word);
    last.or_else(|| statement.iter().find_map(Token::word)).unwrap_or_default()
}

/// What a block says of the things in it.
#[derive(Clone, Copy)]
enum Role {
    Uses,
    Declares,
}

struct Script {
    variables: HashMap<String, Option<String>>,
}

impl Script {
    /// Adds what a statement within these blocks asks for.
    fn read(&self, statement: &[Token], blocks: &[&str], found: &mut Vec<Dependency>) {
        let is_managed = blocks.contains(&"dependencyManagement");
        match blocks.last() {
            Some(&"dependencies") if is_managed => self.uses(statement, Role::Declares, found),
            Some(&"dependencies") => self.uses(statement, Role::Uses, found),
            Some(&"imports") if is_managed => self.uses(statement, Role::Uses, found),
            Some(&"constraints") if blocks.contains(&"dependencies") => {
                self.uses(statement, Role::Declares, found);
            }
            Some(&"plugins") if blocks.contains(&"pluginManagement") => {
                found.extend(self.plugin(statement).map(|plugin| declared(plugin, Role::Declares)));
            }
            Some(&"plugins") => found.extend(self.plugin(statement)),
            _ => {}
        }
    }

    fn uses(&self, statement: &[Token], role: Role, found: &mut Vec<Dependency>) {
        let head = statement.iter().find_map(Token::word);
        if head.is_some_and(|head| OTHER_CALLS.contains(&head) || is_definition(head)) {
            return;
        }
        found.extend(self.by_parts(statement).map(|used| declared(used, role)));
        for (at, token) in statement.iter().enumerate() {
            let before = &statement[..at];
            match token {
                Token::Text(text) if !is_argument_of(before, &OTHER_CALLS) => {
                    let used = if is_argument_of(before, &["kotlin"]) {
                        Some(kotlin(text))
                    } else {
                        self.coordinates(text)
                    };
                    found.extend(used.map(|used| declared(used, role)));
                }
                Token::Word(word) if !matches!(before.last(), Some(Token::Sign('.'))) => {
                    found.extend(accessor(word, &statement[at + 1..]));
                }
                _ => {}
            }
        }
    }

    /// Reads `group: "g", name: "a", version: "1"`, in Groovy or Kotlin.
    fn by_parts(&self, statement: &[Token]) -> Option<Dependency> {
        let part = |name: &str| {
            statement.windows(3).find_map(|window| match window {
                [Token::Word(word), Token::Sign(':' | '='), Token::Text(text)] => {
                    (*word == name).then_some(*text)
                }
                _ => None,
            })
        };
        let name = format!("{}:{}", part("group")?, part("name")?);
        Some(used(name, part("version").map(|version| self.version(version))))
    }

    /// Reads `group:artifact:version`.
    fn coordinates(&self, text: &str) -> Option<Dependency> {
        let mut parts = text.splitn(3, ':');
        let (group, artifact, version) = (parts.next()?, parts.next()?, parts.next());
        let is_part = |part: &str| {
            let is_known = |c: char| c.is_ascii_alphanumeric() || "._-$".contains(c);
            !part.is_empty() && part.chars().all(is_known)
        };
        // A colon may also be followed by a version that is added: `"g:a:" + version`.
        let version = version.map(|version| version.split([':', '@']).next().unwrap_or_default());
        let is_own = group.starts_with('$') || artifact.starts_with('$');
        (is_part(group) && is_part(artifact) && !is_own).then(|| {
            used(format!("{group}:{artifact}"), version.map(|version| self.version(version)))
        })
    }

    /// Reads `id("x") version "1"`, `kotlin("jvm") version "2"` and `alias(libs.plugins.x)`.
    fn plugin(&self, statement: &[Token]) -> Option<Dependency> {
        let head = statement.iter().find_map(Token::word)?;
        let id = statement.iter().find_map(Token::text);
        let id = match head {
            "id" => id?.to_owned(),
            "kotlin" => format!("org.jetbrains.kotlin.{}", id?),
            "alias" => {
                let at = statement.iter().position(|token| token.word().is_some_and(is_catalog))?;
                let (key, _) = chain(statement[at].word()?, &statement[at + 1..]);
                return Some(Dependency::new(Maven, key.clone(), None).referring(key));
            }
            _ => return None,
        };
        // Those without a dot come with Gradle.
        if !id.contains('.') {
            return None;
        }
        let version = statement.windows(2).find_map(|window| match window {
            [Token::Word("version"), Token::Text(version)] => Some(self.version(version)),
            [Token::Word("version"), Token::Sign('(')] => {
                statement.iter().filter_map(Token::text).nth(1).map(|version| self.version(version))
            }
            _ => None,
        });
        Some(used(plugin_marker(&id), version))
    }

    fn version(&self, text: &str) -> Option<String> {
        let known = |name: &str| self.variables.get(name).cloned().flatten();
        version::plain(&expanded(text, known))
    }
}

/// Returns a dependency; one that has no version gets it from a platform or from constraints.
#[allow(clippy::option_option, reason = "no version is written, or one that is not known here")]
fn used(name: String, version: Option<Option<String>>) -> Dependency {
    match version {
        Some(version) => Dependency::new(Maven, name, version),
        None => Dependency::new(Maven, name.clone(), None).referring(name),
    }
}

fn declared(dependency: Dependency, role: Role) -> Dependency {
    match role {
        Role::Uses => dependency,
        Role::Declares => {
            let key = dependency.name.clone();
            dependency.declaring(key)
        }
    }
}

/// Returns what `kotlin("stdlib")` stands for.
fn kotlin(module: &str) -> Dependency {
    used(format!("org.jetbrains.kotlin:kotlin-{module}"), None)
}

fn is_definition(head: &str) -> bool {
    matches!(head, "def" | "val" | "var" | "import" | "if" | "return" | "println")
}

/// Returns whether what comes next is the first argument of one of these calls.
fn is_argument_of(before: &[Token], calls: &[&str]) -> bool {
    let call = match before {
        // The last is `project(path: ":core")`.
        [.., Token::Word(call), Token::Sign('(')]
        | [.., Token::Word(call)]
        | [.., Token::Word(call), Token::Sign('('), Token::Word(_), Token::Sign(':' | '=')] => {
            *call
        }
        [.., Token::Word(_), Token::Sign(':' | '=')] => return true,
        _ => return false,
    };
    calls.contains(&call)
}

/// Returns the variables that are given a text, by name; `None` for those with several.
fn variables(tokens: &[Token]) -> HashMap<String, Option<String>> {
    let mut variables: HashMap<String, Option<String>> = HashMap::new();
    for at in 0..tokens.len() {
        let (name, value) = match &tokens[at..] {
            [Token::Word(name), Token::Sign('='), Token::Text(value), ..]
            | [Token::Text(name), Token::Sign(']'), Token::Sign('='), Token::Text(value), ..]
            | [
                Token::Word("set"),
                Token::Sign('('),
                Token::Text(name),
                Token::Sign(','),
                Token::Text(value),
                ..,
            ]
            | [
                Token::Word(name),
                Token::Word("by"),
                Token::Word("extra"),
                Token::Sign('('),
                Token::Text(value),
                ..,
            ] => (*name, *value),
            _ => continue,
        };
        if value.len() > MAX_VALUE {
            continue;
        }
        let known = variables.entry(name.to_owned()).or_insert_with(|| Some(value.to_owned()));
        if known.as_deref() != Some(value) {
            *known = None;
        }
    }
    variables
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn groovy() {
        let text = r#"
            plugins { id 'java'; id 'org.springframework.boot' version '3.3.1' }
            ext { kafkaVersion = '3.9.0' }
            ext.set('pg', '42.7.3')
            // implementation 'a:commented:1'
            buildscript { dependencies { classpath "com.android.tools.build:gradle:8.4.1" } }
            dependencyManagement {
                imports { mavenBom "org.springframework.cloud:spring-cloud-dependencies:2023.0.2" }
                dependencies { dependency 'com.google.guava:guava:33.2.1-jre' }
            }
            dependencies {
                implementation "org.apache.kafka:kafka-clients:$kafkaVersion"
                implementation 'com.google.guava:guava'
                implementation project(':core'), project(path: ':api:x')
                runtimeOnly "org.postgresql:postgresql:${pg}"
                compile group: 'commons-io', name: 'commons-io', version: '2.16.1'
                testImplementation('org.junit.jupiter:junit-jupiter:5.10.2') {
                    because 'a:reason:1'
                    exclude group: 'x', module: 'y'
                }
                implementation platform('org.testcontainers:testcontainers-bom:1.19.8')
                implementation 'x:aar:1.2@aar', 'x:two:2:classifier'
                implementation "x:unknown:${versions.x}"
                /* api "b:commented:1" */
                implementation files('libs/a:b:c.jar')
                constraints { implementation 'c:pinned:4' }
            }
            task other { description = 'd:elsewhere:1' }
        "#;
        assert_eq!(
            read("app/build.gradle", text),
            [
                "maven:org.springframework.boot:org.springframework.boot.gradle.plugin@3.3.1",
                "maven:com.android.tools.build:gradle@8.4.1",
                "maven:org.springframework.cloud:spring-cloud-dependencies@2023.0.2",
                "com.google.guava:guava -> maven:com.google.guava:guava@33.2.1-jre",
                "maven:org.apache.kafka:kafka-clients@3.9.0",
                "maven:com.google.guava:guava <- com.google.guava:guava",
                "maven:org.postgresql:postgresql@42.7.3",
                "maven:commons-io:commons-io@2.16.1",
                "maven:org.junit.jupiter:junit-jupiter@5.10.2",
                "maven:org.testcontainers:testcontainers-bom@1.19.8",
                "maven:x:aar@1.2",
                "maven:x:two@2",
                "maven:x:unknown",
                "c:pinned -> maven:c:pinned@4",
            ]
        );
    }

    #[test]
    fn kotlin() {
        let text = r#"
            plugins {
                kotlin("jvm") version "2.0.0"
                id("com.diffplug.spotless") version "6.25.0" apply false
                alias(libs.plugins.ktor)
                `java-library`
            }
            val kafkaVersion = "3.9.0"
            val twice = "1"
            fun f() { val twice = "2" }
            kotlin { sourceSets { commonMain.dependencies {
                implementation("io.ktor:ktor-client-core:2.3.11")
            } } }
            dependencies {
                implementation(
                    "org.apache.kafka:kafka-clients:$kafkaVersion",
                )
                implementation(kotlin("stdlib"))
                api(libs.spring.boot.starter.web)
                implementation(libs.bundles.jackson)
                implementation(platform(libs.aws.bom.get()))
                testImplementation(group = "junit", name = "junit", version = "4.13.2")
                implementation("a:b:$twice")
                "ksp"("c:d:1")
                "implementation"(libs.findLibrary("kafka-clients").get())
                val text = "e:f:1"
            }
        "#;
        assert_eq!(
            read("build.gradle.kts", text),
            [
                "maven:org.jetbrains.kotlin.jvm:org.jetbrains.kotlin.jvm.gradle.plugin@2.0.0",
                "maven:com.diffplug.spotless:com.diffplug.spotless.gradle.plugin@6.25.0",
                "maven:libs.plugins.ktor <- libs.plugins.ktor",
                "maven:io.ktor:ktor-client-core@2.3.11",
                "maven:org.apache.kafka:kafka-clients@3.9.0",
                "maven:org.jetbrains.kotlin:kotlin-stdlib <- org.jetbrains.kotlin:kotlin-stdlib",
                "maven:libs.spring.boot.starter.web <- libs.spring.boot.starter.web",
                "maven:libs.bundles.jackson <- libs.bundles.jackson",
                "maven:libs.aws.bom <- libs.aws.bom",
                "maven:junit:junit@4.13.2",
                "maven:a:b",
                "maven:c:d@1",
                "maven:libs.kafka.clients <- libs.kafka.clients",
            ]
        );
    }
}
