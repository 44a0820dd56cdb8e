//! Reviews and answers that a later commit removed or rewrote, merges, and histories that do not tell.

use crate::repository::{KAFKA, Repository, kafka, review};
use crate::{FILE, beside, of, signed};

#[test]
fn changes_by_others_are_told() {
    for (from, to, expected) in [
        ("Looked.", "Looked closely.", "own-hand, rewritten text by max"),
        ("\"adopt\"\nnote", "\"hold\"\nnote", "entered-by-other max, rewritten verdict by max"),
        ("2026-02-01", "2026-02-02", "entered-by-other max, rewritten date by max"),
        ("by = [\"ada\"]", "by = [\"bob\"]", "entered-by-other max, rewritten by by max"),
        ("by = [\"ada\"]", "by = []", "-, rewritten by by max"),
    ] {
        let repository = signed("ada", "ada@x", "Review");
        repository.replace(FILE, from, to);
        if to.contains("hold") {
            repository.replace(FILE, "ring = \"adopt\"\nadded", "ring = \"hold\"\nadded");
        }
        repository.commit("max@x", "2026-02-02", "Change it");
        let found = repository.entries(&[]);
        let [line] = &found[..] else { panic!("{to}: {found:?}") };
        assert!(line.ends_with(&format!(": {expected}")), "{to}: {line}");
        assert_eq!(repository.radar(&["audit", "--deny"]).status.code(), Some(1), "{to}");
        let since = repository.radar(&["audit", "--deny", "--since", "HEAD~1"]);
        assert_eq!(since.status.code(), Some(1), "{to}");
    }
}

#[test]
fn signers_may_correct_their_words_and_sign_beside_others() {
    let repository = signed("ada", "ada@x", "Review");
    repository.replace(FILE, "Looked.", "Looked closely.");
    repository.commit("ada@x", "2026-06-01", "Correct it");
    repository.replace(FILE, "[\"ada\"]", "[\"ada\", \"bob\"]");
    repository.commit("bob@x", "2026-06-02", "Sign, too");
    assert_eq!(repository.entries(&[]), of("ada+bob", "own-hand"));
    let audit = repository.audit(&["--since", "HEAD~1"]);
    assert_eq!(audit["entries"][0]["signers"][1]["verdict"], "own-hand");
    // Somebody else who adds a name changes the review.
    repository.replace(FILE, "[\"ada\", \"bob\"]", "[\"ada\", \"bob\", \"max\"]");
    repository.commit("ada@x", "2026-06-03", "Max, too");
    assert_eq!(repository.entries(&[]), of("ada+bob+max", "own-hand, rewritten by by ada"));
    let news = repository.audit(&["--since", "HEAD~1"]);
    assert_eq!(news["entries"][0]["verdict"], "entered-by-other");
    // Their own date is another statement.
    repository.replace(FILE, "2026-02-01", "2026-02-03");
    repository.commit("ada@x", "2026-06-04", "Another day");
    let found = repository.entries(&["--since", "HEAD~1"]);
    let expected = "review kafka 2026-02-03 ada+bob+max: own-hand, rewritten date by ada, backdated 121 by ada";
    assert_eq!(found, [expected]);
}

#[test]
fn what_was_removed_is_told_unless_it_came_and_went_since() {
    let repository = signed("ada", "ada@x", "Review");
    repository.write(FILE, KAFKA);
    repository.commit("max@x", "2026-03-01", "Away with it");
    assert_eq!(repository.entries(&[]), of("ada", "-, removed by max"));
    assert_eq!(repository.entries(&["--since", "HEAD~1"]), of("ada", "-, removed by max"));
    assert_eq!(repository.entries(&["--since", "HEAD~2"]), [""; 0]);
    assert_eq!(repository.radar(&["audit", "--deny", "--since", "HEAD~2"]).status.code(), Some(0));
    repository.remove(FILE);
    repository.commit("max@x", "2026-03-02", "And the blip");
    assert_eq!(repository.entries(&[]), of("ada", "-, removed by max"));
}

#[test]
fn a_revert_brings_the_signature_back() {
    let repository = signed("ada", "ada@x", "Review");
    repository.write(FILE, KAFKA);
    repository.commit("max@x", "2026-03-01", "Away with it");
    repository.git_as("max@x", "2026-03-02", &["revert", "--no-edit", "HEAD"]);
    assert_eq!(repository.entries(&[]), of("ada", "own-hand"));
    // Ada took it back herself: who brings it again has not her hand.
    repository.write(FILE, KAFKA);
    repository.commit("ada@x", "2026-03-03", "I was wrong");
    repository.git_as("max@x", "2026-03-04", &["revert", "--no-edit", "HEAD"]);
    assert_eq!(repository.entries(&[]), of("ada", "entered-by-other max"));
    // A third person who takes it away and brings it back changes nothing about that.
    repository.write(FILE, KAFKA);
    repository.commit("bob@x", "2026-03-05", "Away with it");
    repository.git_as("bob@x", "2026-03-06", &["revert", "--no-edit", "HEAD"]);
    assert_eq!(repository.entries(&[]), of("ada", "entered-by-other max"));
    // Changed, and changed back.
    let repository = signed("ada", "ada@x", "Review");
    repository.replace(FILE, "2026-02-01", "2026-02-03");
    repository.commit("max@x", "2026-03-01", "Change it");
    repository.git_as("max@x", "2026-03-02", &["revert", "--no-edit", "HEAD"]);
    assert_eq!(repository.entries(&[]), of("ada", "own-hand"));
}

#[test]
fn a_merge_brings_nothing_but_what_no_parent_has() {
    let repository = beside("2026-02-02");
    repository.git_as("max@x", "2026-02-03", &["merge", "--quiet", "--no-edit", "side"]);
    assert_eq!(repository.entries(&[]), of("ada", "own-hand"));
    // The merge itself changes the review, and adds one.
    repository.git(&["checkout", "--quiet", "-b", "side2"]);
    repository.write("blips/third.toml", KAFKA);
    repository.commit("ada@x", "2026-02-04", "Third");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.git_as(
        "max@x",
        "2026-02-05",
        &["merge", "--quiet", "--no-ff", "--no-commit", "side2"],
    );
    repository.replace(FILE, "2026-02-01", "2026-02-02");
    repository.write("blips/third.toml", &kafka("2026-02-05", "ada"));
    repository.commit("max@x", "2026-02-05", "Merge");
    assert_eq!(
        repository.entries(&["--since", "HEAD~1"]),
        [
            "review kafka 2026-02-02 ada: entered-by-other max, rewritten date by max",
            "review third 2026-02-05 ada: entered-by-other max",
        ]
    );
}

#[test]
fn a_merge_of_a_side_that_removed_or_moved_is_not_the_merger() {
    let repository = signed("ada", "ada@x", "Review");
    repository.git(&["checkout", "--quiet", "-b", "side"]);
    repository.rename(FILE, "blips/apache-kafka.toml");
    repository.commit("bob@x", "2026-02-02", "Rename");
    repository.git(&["checkout", "--quiet", "main"]);
    let more = review("2026-02-03", "max", "adopt", "Me, too.");
    repository.write(FILE, &format!("{}{more}", kafka("2026-02-01", "ada")));
    repository.commit("max@x", "2026-02-03", "Review");
    repository.git_as("bob@x", "2026-02-04", &["merge", "--quiet", "--no-edit", "side"]);
    assert_eq!(
        repository.entries(&[]),
        [
            "review apache-kafka 2026-02-01 ada: own-hand, from kafka",
            "review apache-kafka 2026-02-03 max: own-hand, from kafka",
        ]
    );
}

#[test]
fn answers_and_exits_have_verdicts_too() {
    let repository = Repository::new();
    let question = "\n[[question]]\ndate = 2026-02-01\nby = \"max\"\ntext = \"Why?\"\n";
    repository.write(FILE, &format!("{KAFKA}{question}"));
    repository.commit("max@x", "2026-02-01", "Ask");
    let answer = "answer = { date = 2026-02-02, by = \"ada\", text = \"So.\" }\n";
    repository.write(FILE, &format!("{KAFKA}{question}{answer}"));
    repository.commit("bob@x", "2026-02-02", "Answer");
    assert_eq!(repository.entries(&[]), ["answer kafka 2026-02-02 ada: entered-by-other bob"]);
    repository.replace(FILE, "Why?", "Shall we adopt it?");
    repository.commit("max@x", "2026-02-03", "My own question");
    repository.replace(FILE, "So.", "No.");
    repository.commit("bob@x", "2026-02-03", "Answer");
    let expected = "answer kafka 2026-02-02 ada: entered-by-other bob, rewritten text by bob";
    assert_eq!(repository.entries(&[]), [expected]);
    repository.write(FILE, &format!("{KAFKA}{question}"));
    repository.commit("bob@x", "2026-02-04", "No answer");
    assert_eq!(repository.entries(&[]), ["answer kafka 2026-02-02 ada: -, removed by bob"]);
}

#[test]
fn an_exit_is_signed_and_renewed() {
    let repository = Repository::new();
    let exit = "\n[exit]\neffort = \"4 months\"\ndate = 2026-05-09\nby = [\"ada\"]\n";
    repository.write(FILE, &format!("{KAFKA}{exit}"));
    repository.commit("max@x", "2026-05-09", "Estimate it");
    assert_eq!(repository.entries(&[]), ["exit kafka 2026-05-09 ada: entered-by-other max"]);
    repository.replace(FILE, "4 months", "1 month");
    repository.commit("bob@x", "2026-05-10", "Less");
    let expected = "exit kafka 2026-05-09 ada: entered-by-other bob, rewritten verdict by bob";
    assert_eq!(repository.entries(&[]), [expected]);
    // A new estimate takes the place of the last one, and nothing was removed.
    repository.replace(FILE, "2026-05-09", "2026-10-01");
    repository.commit("ada@x", "2026-10-01", "Estimate it");
    assert_eq!(repository.entries(&[]), ["exit kafka 2026-10-01 ada: own-hand"]);
}

#[test]
fn what_is_not_committed_is_told_apart_and_never_denied() {
    let repository = signed("ada", "ada@x", "Review");
    repository.write("blips/new.toml", &kafka("2026-11-22", "ada"));
    repository.replace(FILE, "2026-02-01", "2026-02-02");
    assert_eq!(
        repository.entries(&[]),
        [
            "review kafka 2026-02-02 ada: cannot-tell not-committed, rewritten date by -",
            "review new 2026-11-22 ada: cannot-tell not-committed",
        ]
    );
    let text = repository.radar(&["audit", "--deny", "--since", "HEAD~1"]);
    assert_eq!(text.status.code(), Some(0));
    let text = String::from_utf8_lossy(&text.stdout);
    assert!(text.contains("2 reviews: 2 not committed yet"), "{text}");
}

#[test]
fn a_shallow_clone_does_not_tell_what_is_older() {
    let repository = signed("ada", "max@x", "Review");
    let more = review("2026-03-01", "ada", "adopt", "Again.");
    repository.write(FILE, &format!("{}{more}", kafka("2026-02-01", "ada")));
    repository.commit("max@x", "2026-03-01", "Review");
    let clone = Repository::new();
    let url = format!("file://{}", repository.path().display());
    clone.git(&["fetch", "--quiet", "--depth", "2", &url, "main"]);
    clone.git(&["checkout", "--quiet", "--force", "FETCH_HEAD"]);
    assert_eq!(
        clone.entries(&[]),
        [
            "review kafka 2026-02-01 ada: cannot-tell shallow",
            "review kafka 2026-03-01 ada: entered-by-other max",
        ]
    );
    let output = clone.radar(&["audit", "--since", "nowhere"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors.contains("there is no commit `nowhere`; this clone is shallow"), "{errors}");
}

#[test]
fn a_version_that_cannot_be_read_hides_who_brought_what() {
    let repository = signed("ada", "ada@x", "Review");
    let more = review("2026-03-01", "ada", "adopt", "Again.");
    let text = format!("{}{more}", kafka("2026-02-01", "ada"));
    repository.write(FILE, &text.replace("\"Again.\"", "\"Again."));
    repository.commit("ada@x", "2026-03-01", "Review");
    repository.write(FILE, &text);
    repository.commit("max@x", "2026-03-02", "Repair it");
    assert_eq!(
        repository.entries(&[]),
        [
            "review kafka 2026-02-01 ada: own-hand",
            "review kafka 2026-03-01 ada: cannot-tell unreadable",
        ]
    );
}
