//! Scripted histories of each kind, and the verdicts on their signatures.

#![allow(clippy::disallowed_methods, reason = "tests set up their own files")]

mod changes;
mod claims;
mod periods;
mod places;
mod repository;

use repository::{KAFKA, Repository, kafka, review};

pub(crate) const FILE: &str = "blips/kafka.toml";

/// A repository with a review of Kafka that is signed by `by` and committed by `author`.
pub(crate) fn signed(by: &str, author: &str, message: &str) -> Repository {
    let repository = Repository::new();
    repository.write(FILE, &kafka("2026-02-01", by));
    repository.commit(author, "2026-02-01", message);
    repository
}

/// A repository whose branch `side` has a review by Ada, and whose `main` has another blip since `day`.
pub(crate) fn beside(day: &str) -> Repository {
    let repository = Repository::new();
    repository.git(&["checkout", "--quiet", "-b", "side"]);
    repository.write(FILE, &kafka("2026-02-01", "ada"));
    repository.commit("ada@x", "2026-02-01", "Review");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("blips/other.toml", KAFKA);
    repository.commit("max@x", day, "Other");
    repository
}

pub(crate) fn of(by: &str, verdict: &str) -> Vec<String> {
    vec![format!("review kafka 2026-02-01 {by}: {verdict}")]
}

#[test]
fn the_author_and_the_trailers_of_the_commit_are_its_hands() {
    for (by, author, message, verdict) in [
        ("ada", "ada@x", "Review", "own-hand"),
        ("ada", "ADA@X", "Review", "own-hand"),
        ("bob", "1+bob@users.noreply.github.com", "Review", "own-hand"),
        ("ada", "max@x", "Review", "entered-by-other max"),
        ("ada", "old@x", "Review", "unknown-address"),
        ("ada", "1+ada@users.noreply.github.com", "Review", "unknown-address"),
        ("ada", "max@x", "Review (#1)\n\n* one\n\nCo-authored-by: A <ada@x>", "own-hand"),
        (
            "ada",
            "max@x",
            "Review\n\nReviewed-by: Ada <Ada@x>\nSigned-off-by: M <max@x>",
            "own-hand",
        ),
        ("ada", "max@x", "Review\n\nReviewed-by: B <bob@x>", "entered-by-other max"),
        ("ada", "max@x", "Review\n\nSigned-off-by: A <ada@x>", "entered-by-other max"),
        ("ada", "max@x", "Co-authored-by: A <ada@x>\n\nnot a trailer", "entered-by-other max"),
        ("ada", "old@x", "Review\n\nReviewed-by: M <max@x>", "unknown-address"),
        // Of several signers, one is enough.
        ("ada,bob", "bob@x", "Review", "own-hand"),
        ("ada,bob", "max@x", "Review", "entered-by-other max"),
        // Nil has no addresses: an unknown one may be theirs, and Max's is not.
        ("nil", "old@x", "Review", "cannot-tell no-emails"),
        ("nil", "max@x", "Review", "entered-by-other max"),
        ("nil", "max@x", "Review\n\nCo-authored-by: ? <old@x>", "cannot-tell no-emails max"),
        ("ada,nil", "old@x", "Review", "cannot-tell no-emails"),
        ("ada,nil", "ada@x", "Review", "own-hand"),
    ] {
        let repository = signed(by, author, message);
        let by = by.replace(',', "+");
        assert_eq!(repository.entries(&[]), of(&by, verdict), "{by} {author} {message}");
    }
}

#[test]
fn each_signer_has_a_verdict() {
    let repository = signed("ada,bob", "bob@x", "Review");
    let audit = repository.audit(&[]);
    let entry = &audit["entries"][0];
    assert_eq!(entry["signers"][0]["person"], "ada");
    assert_eq!(entry["signers"][0]["verdict"], "entered-by-other");
    assert_eq!(entry["signers"][0]["entered_by"], "bob");
    assert_eq!(entry["signers"][1]["verdict"], "own-hand");
    assert_eq!(
        (&entry["file"], entry["line"].as_u64()),
        (&"radar/blips/kafka.toml".into(), Some(6))
    );
}

#[test]
fn a_mailmap_maps_authors_and_trailers() {
    for (author, message) in
        [("ada@old", "Review"), ("max@x", "Review\n\nCo-authored-by: A <ada@old>")]
    {
        let repository = signed("ada", author, message);
        assert_ne!(repository.entries(&[]), of("ada", "own-hand"), "{message}");
        let map = repository.path().join(".mailmap");
        std::fs::write(map, "Ada <ada@x> <ada@old>\n").expect("a file");
        assert_eq!(repository.entries(&[]), of("ada", "own-hand"), "{message}");
    }
}

#[test]
fn what_changes_no_value_brings_nothing() {
    type Change<'c> = (&'c str, &'c dyn Fn(&Repository));
    let changes: [Change; 8] = [
        ("a folder", &|r| r.rename(FILE, "blips/team/kafka.toml")),
        ("line ends", &|r| {
            let text = r.read(FILE).replace('\n', "\r\n");
            r.write(FILE, &text);
        }),
        ("layout", &|r| {
            let inline = "review = [{ note = '''Looked.''', ring = 'adopt', by = ['ada'], date = 2026-02-01 }]\n";
            r.write(FILE, &format!("{KAFKA}{inline}"));
        }),
        ("another review", &|r| {
            let more = review("2026-01-15", "max", "trial", "Before.");
            r.write(
                FILE,
                &format!("{KAFKA}{more}{}", review("2026-02-01", "ada", "adopt", "Looked.")),
            );
        }),
        ("the description", &|r| r.replace(FILE, "[[review]]", "[[review]] # by hand")),
        ("the name of a person", &|r| {
            r.replace("people.toml", "person.ada", "person.ada-l");
            r.replace(FILE, "\"ada\"", "\"ada-l\"");
        }),
        ("the name of the file", &|r| r.rename(FILE, "blips/apache-kafka.toml")),
        ("the folder of the radar", &|r| {
            r.git(&["init", "--quiet"]);
            std::fs::create_dir_all(r.path().join("docs")).expect("a folder");
            std::fs::rename(r.path().join("radar"), r.path().join("docs/radar")).expect("moved");
        }),
    ];
    for (what, change) in changes {
        let mut repository = signed("ada", "ada@x", "Review");
        change(&repository);
        if what.ends_with("radar") {
            repository.below = "docs".to_owned();
        }
        repository.commit("max@x", "2026-10-01", "Tidy");
        let found = repository.entries(&[]);
        let found: Vec<&String> = found.iter().filter(|line| line.contains(" ada")).collect();
        let [line] = &found[..] else { panic!("{what}: {found:?}") };
        assert!(line.contains("own-hand") && !line.contains("ed "), "{what}: {line}");
        let news = repository.entries(&["--since", "HEAD~1"]);
        assert!(!news.iter().any(|line| line.contains(" ada")), "{what}: {news:?}");
    }
}

#[test]
fn a_copy_below_another_blip_is_a_new_signature() {
    let repository = signed("ada", "ada@x", "Review");
    repository.write("blips/pulsar.toml", &kafka("2026-02-01", "ada").replace("Kafka", "Pulsar"));
    repository.commit("max@x", "2026-02-02", "Add Pulsar");
    let found = repository.entries(&[]);
    assert_eq!(found[0], "review kafka 2026-02-01 ada: own-hand");
    assert_eq!(found[1], "review pulsar 2026-02-01 ada: entered-by-other max");
}

#[test]
fn a_split_and_a_renamed_file_keep_their_signatures() {
    let repository = signed("ada", "ada@x", "Review");
    let both = kafka("2026-02-01", "ada");
    repository.remove(FILE);
    repository.write("blips/kafka-core.toml", &both);
    repository.write("blips/kafka-streams.toml", &both);
    repository.commit("max@x", "2026-03-02", "Split");
    assert_eq!(
        repository.entries(&[]),
        [
            "review kafka-core 2026-02-01 ada: own-hand, from kafka",
            "review kafka-streams 2026-02-01 ada: own-hand, from kafka",
        ]
    );
}

#[test]
fn a_review_that_is_moved_to_an_older_blip_is_a_new_one() {
    let repository = signed("ada", "ada@x", "Review");
    repository.write("blips/pulsar.toml", KAFKA);
    repository.commit("max@x", "2026-02-02", "Add Pulsar");
    repository.write("blips/pulsar.toml", &kafka("2026-02-01", "ada"));
    repository.write(FILE, KAFKA);
    repository.commit("max@x", "2026-02-03", "Move it");
    assert_eq!(
        repository.entries(&[]),
        [
            "review kafka 2026-02-01 ada: -, removed by max",
            "review pulsar 2026-02-01 ada: entered-by-other max",
        ]
    );
}

#[test]
fn dates_are_held_against_the_day_of_the_author() {
    for (date, expected) in [
        ("2026-01-02", "own-hand"),
        ("2026-01-01", "own-hand, backdated 31 by ada"),
        ("2024-02-01", "own-hand, backdated 731 by ada"),
        ("2026-02-02", "own-hand"),
        ("2026-02-03", "own-hand, postdated 2 by ada"),
    ] {
        let repository = Repository::new();
        repository.write(FILE, &kafka(date, "ada"));
        // The committer's day is in November.
        repository.commit("ada@x", "2026-02-01", "Review");
        assert_eq!(repository.entries(&[]), [format!("review kafka {date} ada: {expected}")]);
    }
}

#[test]
fn a_rebase_keeps_author_and_day() {
    let repository = beside("2026-03-01");
    repository.git(&["rebase", "--quiet", "main", "side"]);
    assert_eq!(repository.entries(&[]), of("ada", "own-hand"));
}
