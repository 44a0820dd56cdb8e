//! The files that may install something: all but tests, examples of content, and what was built.

use std::path::Path;

/// Folders that install nothing for anybody.
const LEFT_OUT: [&str; 9] = [
    ".git",
    "target",
    "node_modules",
    "output",
    "tests",
    "benches",
    "radar",
    "technologies",
    "static",
];

/// The paths of the files below a folder, in order.
pub(crate) fn files(root: &Path) -> Vec<String> {
    let walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        let is_left_out = LEFT_OUT.contains(&name.as_ref())
            // `src/radar` is code.
            && !(name == "radar" && entry.path().parent().is_some_and(|p| p.ends_with("src")));
        entry.depth() == 0 || !(entry.file_type().is_dir() && is_left_out)
    });
    let mut files: Vec<String> = entries
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).expect("below the root");
            path.to_string_lossy().into_owned()
        })
        .filter(|path| path != "Cargo.lock" && path != ".git")
        .collect();
    // The scripts beside the tests.
    for entry in std::fs::read_dir(root.join("tests")).into_iter().flatten() {
        let path = entry.expect("a readable folder").path();
        if path.is_file() && path.extension().is_none() {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if name != "address" {
                files.push(format!("tests/{name}"));
            }
        }
    }
    files.retain(|path| std::fs::read_to_string(root.join(path)).is_ok());
    assert!(files.len() > 1, "{}", root.display());
    files
}

pub(crate) fn read(root: &Path, path: &str) -> String {
    std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines of a text with their numbers; those that a backslash continues are one.
pub(crate) fn joined(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for (at, line) in text.lines().enumerate() {
        let (part, continues) = line.strip_suffix('\\').map_or((line, false), |part| (part, true));
        match lines.last_mut() {
            Some((_, before)) if is_open => *before += part,
            _ => lines.push((at + 1, part.to_owned())),
        }
        is_open = continues;
    }
    lines
}
