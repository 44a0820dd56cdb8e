//! Code to compare grammars on: every block of code in the texts of the repository, its own source, and `code/`, which has
//! names, comments and strings in other scripts than Latin.

use std::path::{Path, PathBuf};

/// A piece of code.
pub(crate) struct Block {
    pub(crate) language: String,
    pub(crate) code: String,
    pub(crate) place: String,
}

/// Folders that have code or texts with code.
const FOLDERS: [&str; 8] =
    ["docs", "radar", "src", "themes", "benches", "tests/cli", "tests/content", "tests/grammars"];
/// What is compared of a file of source: whole ones would take minutes.
const MAX_LINES: usize = 150;

/// Returns all code.
pub(crate) fn blocks() -> Vec<Block> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Cargo.toml"]
        .map(|name| root.join(name))
        .into();
    for folder in FOLDERS {
        add_files(&root.join(folder), &mut files);
    }
    let texts = files.iter().filter_map(|path| Some((path, std::fs::read_to_string(path).ok()?)));
    texts.flat_map(|(path, text)| of_file(path, &text)).collect()
}

fn add_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add_files(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// Returns the file itself, and the fenced blocks in it.
fn of_file(path: &Path, text: &str) -> Vec<Block> {
    let place = path.display().to_string();
    let ending = path.extension().map_or("", |ending| ending.to_str().unwrap_or_default());
    let start: String = text.split_inclusive('\n').take(MAX_LINES).collect();
    let whole = Block { language: ending.to_owned(), code: start, place: place.clone() };
    let mut blocks = vec![whole];
    let mut open: Option<(&str, Block)> = None;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let fence = &line[..line.len() - line.trim_start_matches('`').len()];
        match &mut open {
            Some((end, _)) if fence.len() >= end.len() => {
                blocks.extend(open.take().map(|(_, block)| block));
            }
            Some((_, block)) => block.code += line,
            None if fence.len() >= 3 => {
                let info = line[fence.len()..].trim();
                let language = info.split([' ', ',', '{']).next().unwrap_or_default().to_owned();
                let place = format!("{place}:{number}");
                open = Some((fence, Block { language, code: String::new(), place }));
            }
            None => {}
        }
    }
    blocks
}
