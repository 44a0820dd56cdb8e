//! Tests of what is suggested, on radars and repositories that are written here.

use jiff::civil::date;

use super::{Suggestions, suggest, text};
use crate::content::check;
use crate::diagnostic::Levels;
use crate::manifest::is_manifest;
use crate::radar::Radar;
use crate::scan::artefacts::Artefacts;
use crate::scan::language::Language;
use crate::scan::tree::Tree;
use crate::source::SourceSet;
use crate::suggest::table::table;

const SETTINGS: &str = "title = 't'\n[[quadrant]]\nid = 'languages'\nname = 'Languages & frameworks'\n\
     [[quadrant]]\nid = 'techniques'\nname = 'Techniques'\n[[quadrant]]\nid = 'platforms'\nname = 'Platforms'\n";

/// Each blip as its id, its name, its quadrant and the rest of its file.
fn radar(blips: &[(&str, &str, &str, &str)]) -> Radar {
    let mut files = vec![("radar/radar.toml".to_owned(), SETTINGS.to_owned())];
    for (id, name, quadrant, rest) in blips {
        let head = format!(
            "name = \"{name}\"\nquadrant = '{quadrant}'\nring = 'adopt'\nadded = 2020-01-01\n"
        );
        files.push((format!("radar/blips/{id}.toml"), head + rest));
    }
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let checked = check(&SourceSet::from_files(files), date(2026, 11, 22), &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    checked.radar.expect("not denied")
}

fn repository(name: &str, files: &[(&str, &str)]) -> (String, Artefacts) {
    let mut tree = Tree::default();
    let id = "0".repeat(40);
    for (path, _) in files {
        tree.add(format!("100644 blob {id}\t{path}").as_bytes()).expect("as git prints it");
    }
    let contents = files.iter().filter(|(path, _)| is_manifest(path));
    let contents = contents.map(|(path, text)| ((*path).to_owned(), Ok(text.as_bytes().to_vec())));
    (name.to_owned(), Artefacts::of(tree, contents.collect()))
}

/// What is known of one blip: `Kafka`, `Kafka?` where it is not certain, or nothing.
fn known(blip: (&str, &str, &str, &str)) -> String {
    let radar = radar(&[blip]);
    let Suggestions { blips, .. } = suggest(&radar, &[]);
    let line = blips.first().map(|found| {
        let doubt = if found.doubt.is_some() { "?" } else { "" };
        format!("{}{doubt}", found.technology)
    });
    line.unwrap_or_default()
}

#[test]
fn a_blip_is_known_by_its_name_or_its_id() {
    for (id, name, quadrant, rest, expected) in [
        ("kafka", "Apache Kafka", "platforms", "", "Apache Kafka"),
        ("events", "Kafka", "platforms", "", "Apache Kafka"),
        ("kafka", "Kafka for events", "platforms", "", "Apache Kafka"),
        ("kafka", "Event log", "platforms", "", "Apache Kafka?"),
        ("kafka", "Apache Kafka", "techniques", "", "Apache Kafka?"),
        ("kafka", "Apache Kafka", "platforms", "detect = ['npm:kafkajs']\n", ""),
        ("kafka-streams", "Kafka Streams", "platforms", "", ""),
        // The language, and what else has its name.
        ("go", "Go", "languages", "", "Go"),
        ("go", "Go", "techniques", "", "Go?"),
        ("go", "Go", "platforms", "", "Go?"),
        ("go", "Go", "platforms", "tags = ['golang']\n", "Go"),
        ("golang", "Golang", "platforms", "", "Go"),
        (
            "swift",
            "SWIFT",
            "platforms",
            "summary = 'Payments between banks, with messages.'\n",
            "Swift?",
        ),
        ("swift", "Swift", "platforms", "summary = 'For iOS apps.'\n", "Swift"),
        ("r", "R", "platforms", "", "R?"),
        ("vault", "Vault", "platforms", "summary = 'A data vault.'\n", "HashiCorp Vault?"),
        ("vault", "HashiCorp Vault", "platforms", "", "HashiCorp Vault"),
        ("opentofu", "OpenTofu", "platforms", "", "OpenTofu"),
        ("tofu", "Tofu", "platforms", "summary = 'For lunch.'\n", "OpenTofu?"),
        (
            "vault",
            "Vault",
            "platforms",
            "links = [{ title = 'Docs', url = 'https://www.vaultproject.io/docs' }]\n",
            "HashiCorp Vault",
        ),
        (
            "express",
            "American Express",
            "platforms",
            "links = [{ title = 'x', url = 'http://a.example' }]\n",
            "Express?",
        ),
        ("express", "Express", "languages", "description = 'A router for Node.js.'\n", "Express"),
        ("opa", "Open Policy Agent (OPA)", "platforms", "", "Open Policy Agent"),
        ("java-21", "Java 21", "languages", "", ""),
        ("java", "Java", "languages", "", "Java"),
        ("java", "Java 21", "languages", "", "Java?"),
        ("c", "C", "languages", "", "C"),
        ("c-plus-plus", "C++", "languages", "", "C++"),
        ("react-hooks", "React Hooks", "languages", "", ""),
    ] {
        assert_eq!(known((id, name, quadrant, rest)), expected, "{id} {name} {quadrant} {rest}");
    }
}

#[test]
fn two_blips_for_one_technology_are_in_doubt() {
    let radar =
        radar(&[("kafka", "Kafka", "platforms", ""), ("x", "Apache Kafka", "platforms", "")]);
    let found = suggest(&radar, &[]);
    let doubts: Vec<_> = found.blips.iter().map(|s| s.doubt.as_deref()).collect();
    assert_eq!(doubts, [Some("`x` is Apache Kafka, too"), Some("`kafka` is Apache Kafka, too")]);
}

#[test]
fn what_a_rival_has_too_is_left_out() {
    let redis = ("redis", "Redis", "platforms", "");
    let alone = radar(&[redis]);
    let both = radar(&[redis, ("valkey", "Valkey", "platforms", "")]);
    let has = |radar: &Radar, detector: &str| {
        let found = suggest(radar, &[]);
        let redis = found.blips.iter().find(|found| found.blip.id == "redis").expect("redis");
        redis.detect.iter().any(|found| found.to_string() == detector)
    };
    assert!(has(&alone, "npm:ioredis") && has(&alone, "image:redis"));
    assert!(!has(&both, "npm:ioredis") && has(&both, "image:redis"));
    let found = suggest(&both, &[]);
    let all: Vec<_> = found.blips.iter().collect();
    let text = text::of_blips(&all);
    assert!(
        text.contains("# Left out, because Valkey looks the same: npm:redis, npm:ioredis"),
        "{text}"
    );
}

#[test]
fn what_three_repositories_use_is_missing() {
    let package = |names: &[&str]| {
        let entries: Vec<String> =
            names.iter().map(|name| format!("\"{name}\": \"^1.0.0\"")).collect();
        format!("{{ \"dependencies\": {{ {} }} }}", entries.join(", "))
    };
    let all = package(&[
        "react",
        "left-pad",
        "@acme/ui",
        "@acme/forms",
        "@types/node",
        "@types/left-pad",
        "kafkajs",
    ]);
    let two = package(&["react", "rare"]);
    let repositories: Vec<(String, Artefacts)> = ["d", "a", "b", "c"]
        .iter()
        .map(|name| {
            let text = if *name == "d" { &two } else { &all };
            let own: &[(&str, &str)] = if *name == "c" { &[] } else { &[("src/a.ts", "")] };
            let files =
                [&[("package.json", text.as_str()), ("web/package.json", text)], own].concat();
            repository(name, &files)
        })
        .collect();
    let radar = radar(&[("messages", "Messages", "platforms", "detect = ['npm:kafkajs']\n")]);
    let found = suggest(&radar, &repositories);
    let lines: Vec<String> = found
        .missing
        .iter()
        .map(|missing| {
            format!("{} +{}: {}", missing.name, missing.more, missing.repositories.join(" "))
        })
        .collect();
    assert_eq!(
        lines,
        [
            "React +0: a b c d",
            // Its types are a sign of Node.js, and other types are noise.
            "Node.js +0: a b c",
            "TypeScript +0: a b d",
            "pkg:npm/%40acme/forms +1: a b c",
            "pkg:npm/left-pad +0: a b c",
        ]
    );
    let text = text::of_missing(&found.missing, 4);
    for part in [
        "# Not on the radar, and used by 3 or more of the 4 repositories:\n#\n# React: 4 repositories: a, b, c, d\n\
         # detect = [\"npm:react\"]\n",
        "# pkg:npm/%40acme/forms (and another package of the same publisher): 3 repositories: a, b, c\n\
         # detect = [\"npm:@acme/forms\"]\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(toml::from_str::<toml::Table>(&text).expect("comments").is_empty());
}

#[test]
fn a_blip_that_may_be_it_is_not_missing() {
    let repositories: Vec<(String, Artefacts)> = ["a", "b", "c"]
        .iter()
        .map(|name| repository(name, &[("go.mod", ""), ("main.go", "")]))
        .collect();
    let missing = |blips: &[(&str, &str, &str, &str)]| {
        let radar = radar(blips);
        let found = suggest(&radar, &repositories).missing;
        found.into_iter().map(|missing| missing.name).collect::<Vec<_>>()
    };
    assert_eq!(missing(&[]), ["Go"]);
    assert_eq!(missing(&[("go", "Go", "techniques", "")]), [""; 0]);
    assert_eq!(
        missing(&[("x", "X", "languages", "detect = ['lang:golang', 'file:go.mod']\n")]),
        [""; 0]
    );
    // Another language of the same repositories is still missing.
    let both = ["a", "b", "c"].map(|name| repository(name, &[("main.go", ""), ("Main.java", "")]));
    let radar = radar(&[("go", "Go", "languages", "")]);
    let names = suggest(&radar, &both).missing.into_iter().map(|missing| missing.name);
    assert_eq!(names.collect::<Vec<_>>(), ["Java"]);
}

/// A name that turns the rest of a line around, or ends a comment, is shown with its escapes.
#[test]
fn names_of_packages_do_no_harm() {
    let text = "{ \"dependencies\": { \"a\u{202e}b\": \"1\", \"c\\nd = 1\": \"1\" } }";
    let all = ["a", "b", "c"].map(|name| repository(name, &[("package.json", text)]));
    let missing = suggest(&radar(&[]), &all).missing;
    let text = text::of_missing(&missing, 3);
    assert!(text.contains("pkg:npm/a\\u{202e}b") && !text.contains('\u{202e}'), "{text}");
    assert!(text.lines().all(|line| line.starts_with('#')), "{text}");
}

#[test]
fn languages_of_the_table_are_those_that_a_scan_knows() {
    for known in &table().technologies {
        for detector in known.all().filter(|detector| detector.kind.name() == "lang") {
            assert!(Language::from_name(&detector.pattern).is_some(), "{detector}");
        }
    }
}

#[test]
fn what_is_certain_is_toml() {
    let radar = radar(&[
        ("kafka", "Kafka", "platforms", ""),
        ("go", "Go", "techniques", ""),
        ("swift", "Swift", "languages", ""),
    ]);
    let found = suggest(&radar, &[]);
    let one = |id: &str| {
        let blip: Vec<_> = found.blips.iter().filter(|found| found.blip.id == id).collect();
        toml::from_str::<toml::Table>(&text::of_blips(&blip)).expect("TOML")
    };
    assert!(one("kafka")["detect"].as_array().is_some_and(|list| list.len() > 10));
    assert!(one("go").is_empty());
    let all: Vec<_> = found.blips.iter().collect();
    let text = text::of_blips(&all);
    assert!(text.starts_with(
        "# radar/blips/go.toml: Go? Not certain: it is in the quadrant Techniques\n\
         # detect = [\"lang:go\", \"file:**/go.mod\"]\n\n# radar/blips/kafka.toml: Apache Kafka\ndetect = [\n"
    ), "{text}");
}
