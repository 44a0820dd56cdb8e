//! Addresses that somebody gave to a person, whose commits then count as those of the person.

use crate::repository::{PEOPLE, Repository};
use crate::signed;

/// Returns the addresses that were given to people, by whom, as `person address by`.
fn claims(repository: &Repository, arguments: &[&str]) -> Vec<String> {
    let audit = repository.audit(arguments);
    let entries = audit["entries"].as_array().expect("a list");
    let claims = entries.iter().filter(|entry| entry["kind"] == "address").map(|entry| {
        assert_eq!(entry["findings"][0]["kind"], "claimed");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        let by = text(&entry["findings"][0]["by"]);
        format!("{} {} {by}", text(&entry["person"]), text(&entry["claimed"]))
    });
    claims.collect()
}

#[test]
fn an_address_that_others_give_to_somebody_is_told() {
    let more = |address: &str| PEOPLE.replace("\"ada@x\"", &format!("\"ada@x\", \"{address}\""));
    let taken = more("max@x").replace("emails = [\"max@x\"]\n", "");
    let stolen = PEOPLE.replace("[\"ada@x\"]", "[]").replace("\"max@x\"", "\"ada@x\", \"max@x\"");
    let given = PEOPLE.replace("name = \"Nil\"", "name = \"Nil\"\nemails = [\"mal@x\"]");
    let renamed = PEOPLE.replace("person.ada", "person.ada-l");
    let new = format!("{PEOPLE}[person.eve]\nname = \"Eve\"\nemails = [\"eve@x\"]\n");
    for (people, author, message, expected) in [
        (&more("mal@x"), "mal@x", "Me", Some("ada mal@x -")),
        (&more("Mal@x"), "max@x", "Her", Some("ada mal@x max")),
        (&more("mal@x"), "max@x", "Her\n\nReviewed-by: Ada <ada@x>", None),
        (&more("ada@new"), "ada@x", "Mine", None),
        (&taken, "ada@x", "Mine", Some("ada max@x ada")),
        (&taken, "max@x", "No more mine", Some("ada max@x max")),
        (&taken, "max@x", "Hers\n\nReviewed-by: Ada <ada@x>", None),
        (&stolen, "max@x", "Mine", Some("max ada@x max")),
        (&given, "mal@x", "Me", Some("nil mal@x -")),
        (&renamed, "max@x", "Rename", None),
        (&new, "eve@x", "Hello", None),
    ] {
        let repository = Repository::new();
        repository.write("people.toml", people);
        repository.commit(author, "2026-02-01", message);
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(claims(&repository, &[]), expected, "{author} {message} {people}");
        assert_eq!(claims(&repository, &["--since", "HEAD~1"]), expected);
        let code = i32::from(!expected.is_empty());
        let denied = repository.radar(&["audit", "--deny", "--since", "HEAD~1"]);
        assert_eq!(denied.status.code(), Some(code), "{author} {message}");
        // Nothing new.
        repository.write("blips/kafka.toml", crate::KAFKA);
        repository.commit("max@x", "2026-02-02", "Kafka");
        assert_eq!(claims(&repository, &["--since", "HEAD~1"]), [""; 0]);
    }
}

#[test]
fn who_is_deleted_and_added_again_keeps_nothing() {
    let repository = Repository::new();
    let (ada, rest) = PEOPLE.split_at(PEOPLE.find("[person.bob]").expect("Bob"));
    repository.write("people.toml", rest);
    repository.commit("mal@x", "2026-02-01", "Away");
    repository.write("people.toml", &format!("{}{rest}", ada.replace("ada@x", "mal@x")));
    repository.commit("mal@x", "2026-02-02", "And back");
    assert_eq!(claims(&repository, &[]), ["ada mal@x -"]);
}

#[test]
fn a_mailmap_that_others_changed_is_told() {
    for (line, author, expected) in [
        ("Ada <ada@x> <mal@x>", "mal@x", Some("ada mal@x -")),
        ("Ada <ADA@x> Mal <MAL@x>", "max@x", Some("ada mal@x max")),
        ("Ada <ada@x> <old@x>", "ada@x", None),
        ("Max <max@x> <ada@x>", "max@x", Some("max ada@x max")),
        ("Bob <bob@x> <1+bob@users.noreply.github.com>", "max@x", None),
        ("Ada L. <ada@x>", "max@x", None),
        ("Ada <ada@x> <max@x>", "max@x", Some("ada max@x max")),
        ("Somebody <some@x> <other@x>", "max@x", None),
    ] {
        let repository = signed("ada", "ada@x", "Review");
        std::fs::write(repository.path().join(".mailmap"), format!("{line}\n")).expect("a file");
        // What is not committed is told, and not denied.
        let uncommitted = claims(&repository, &["--since", "HEAD"]);
        let address = expected.map(|claim| claim.rsplit_once(' ').expect("an author").0);
        let not_yet: Vec<String> = address.iter().map(|claim| format!("{claim} -")).collect();
        if !line.starts_with("Ada <ada@x> <old@x>") {
            assert_eq!(uncommitted, not_yet, "{line}");
        }
        repository.commit(author, "2026-02-02", "Map");
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(claims(&repository, &["--since", "HEAD~1"]), expected, "{line}");
        // Markdown and annotations name no address.
        for format in ["markdown", "github"] {
            let output = repository.radar(&["audit", "--format", format]);
            let text = String::from_utf8_lossy(&output.stdout);
            let is_told = text.contains("gave them the commits of an address");
            assert_eq!(is_told, !expected.is_empty(), "{line} {text}");
            assert!(!text.contains("@x"), "{text}");
        }
    }
}

#[test]
fn settings_and_replacements_of_one_clone_tell_nothing() {
    let repository = signed("ada", "max@x", "Review");
    let expected = crate::of("ada", "entered-by-other max");
    let map = repository.path().join("map");
    std::fs::write(&map, "Ada <ada@x> <max@x>\n").expect("a file");
    repository.git(&["config", "mailmap.file", map.to_str().expect("a path")]);
    assert_eq!(repository.entries(&[]), expected);
    repository.git(&["config", "diff.orderFile", "nowhere"]);
    assert_eq!(repository.entries(&[]), expected);
    let new = repository.git(&["commit-tree", "HEAD^{tree}", "-p", "HEAD^", "-m", "Hers"]);
    repository.git(&["replace", "HEAD", new.trim()]);
    assert_eq!(repository.entries(&[]), expected);
}
