//! Where the radar is, what git says, and what the program prints then.

use crate::repository::{RADAR, Repository, kafka};
use crate::{FILE, of, signed};

fn failure(repository: &Repository, arguments: &[&str]) -> String {
    let output = repository.radar(arguments);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_radar_below_the_root_of_the_repository() {
    let repository = Repository::below("docs/our radar");
    repository.write(FILE, &kafka("2026-02-01", "ada"));
    repository.commit("max@x", "2026-02-01", "Review");
    assert_eq!(repository.entries(&[]), of("ada", "entered-by-other max"));
    let github = repository.radar(&["audit", "--format", "github", "--deny"]);
    let github = String::from_utf8_lossy(&github.stdout).into_owned();
    let start =
        "::error file=docs/our radar/radar/blips/kafka.toml,line=6,title=entered-by-other::";
    assert!(github.starts_with(start), "{github}");
    assert!(!github.contains("max@x"), "{github}");
}

#[test]
fn two_radars_of_one_repository_are_two() {
    let mut repository = signed("ada", "ada@x", "Review");
    for file in ["radar.toml", "people.toml", FILE] {
        let to = repository.path().join("zweites/radar").join(file);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        std::fs::copy(repository.content().join(file), to).expect("copied");
    }
    repository.commit("max@x", "2026-02-02", "A second radar");
    assert_eq!(repository.entries(&[]), of("ada", "own-hand"));
    repository.below = "zweites".to_owned();
    assert_eq!(repository.entries(&[]), of("ada", "entered-by-other max"));
}

#[test]
fn messages_say_what_is_missing() {
    let repository = signed("ada", "ada@x", "Review");
    for since in ["nowhere", "--all", "HEAD:radar", ""] {
        let error = failure(&repository, &["audit", &format!("--since={since}")]);
        assert!(error.contains(&format!("there is no commit `{since}`")), "{error}");
    }
    std::fs::remove_dir_all(repository.path().join(".git")).expect("removed");
    let error = failure(&repository, &["audit"]);
    assert!(error.contains("cannot read the history of"), "{error}");
    assert!(error.contains("not a git repository"), "{error}");
    let build = repository.radar(&["build"]);
    assert_eq!(
        (build.status.code(), build.stderr.windows(5).any(|w| w == b"audit")),
        (Some(0), false)
    );
    repository.write("radar.toml", &format!("audit = true\n{RADAR}"));
    let build = repository.radar(&["build"]);
    let errors = String::from_utf8_lossy(&build.stderr);
    assert_eq!(build.status.code(), Some(0));
    assert_eq!(
        errors.matches("audit = true, but pages cannot say who entered what").count(),
        1,
        "{errors}"
    );
}

#[test]
fn before_the_first_commit_nothing_is_committed() {
    let repository = signed("ada", "ada@x", "Review");
    std::fs::remove_dir_all(repository.path().join(".git")).expect("removed");
    repository.git(&["init", "--quiet"]);
    assert_eq!(repository.entries(&[]), of("ada", "cannot-tell not-committed"));
}

#[test]
fn settings_of_the_repository_start_nothing() {
    let repository = signed("ada", "ada@x", "Review");
    let trap = repository.path().join("trap");
    let touch = format!("touch {}", trap.display());
    for key in
        ["core.fsmonitor", "diff.external", "gpg.program", "core.pager", "trailer.see.command"]
    {
        repository.git(&["config", key, &touch]);
    }
    for (key, value) in
        [("log.showSignature", "true"), ("log.showRoot", "false"), ("diff.renames", "copies")]
    {
        repository.git(&["config", key, value]);
    }
    repository.git(&["config", "diff.toml.textconv", &touch]);
    std::fs::write(repository.path().join(".git/info/attributes"), "*.toml diff=toml\n")
        .expect("a file");
    assert_eq!(repository.entries(&["--since", "HEAD~1"]), of("ada", "own-hand"));
    assert_eq!(repository.periods(&[]).len(), 3);
    assert!(!std::fs::exists(trap).expect("a folder"));
}

#[test]
fn pages_say_who_entered_what_and_no_address() {
    let repository = signed("ada", "max@x", "Review");
    repository.write("blips/pulsar.toml", &kafka("2026-02-02", "ada"));
    repository.commit("old@x", "2026-02-02", "Review");
    repository.write("blips/nats.toml", &kafka("2026-02-02", "ada"));
    repository.commit("ada@x", "2026-02-02", "Review");
    repository.write("blips/nil.toml", &kafka("2026-02-02", "nil"));
    repository.commit("old@x", "2026-02-02", "Review");
    let page = |id: &str| {
        let page = repository.path().join(format!("output/blips/{id}.html"));
        std::fs::read_to_string(page).expect("a page")
    };
    let build = || assert_eq!(repository.radar(&["build"]).status.code(), Some(0));
    build();
    assert!(!page("kafka").contains("Entered by"));
    repository.write("radar.toml", &format!("audit = true\n{RADAR}"));
    repository.write("blips/later.toml", &kafka("2026-02-03", "ada"));
    build();
    assert!(page("kafka").contains("Entered by Max, according to the history of the files."));
    assert!(page("pulsar").contains("Entered by an unknown address, according"));
    for own in ["nats", "nil", "later"] {
        assert!(!page(own).contains("Entered by"), "{own}");
    }
    assert!(!page("pulsar").contains("old@x"));
    // The same files, and another history: the site is not up to date.
    repository.commit("max@x", "2026-02-03", "Review");
    build();
    assert!(page("later").contains("Entered by Max"));
}
