//! The borders between modules hold, as docs/architecture.md describes them.
#![allow(clippy::disallowed_methods, reason = "the source is read from disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every source file by the path of its module: `["radar", "history"]`.
fn modules() -> BTreeMap<Vec<String>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the source") {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let module = path.strip_prefix(&root).expect("below src").with_extension("");
                let module = module.iter().map(|part| part.to_string_lossy().into_owned());
                modules.insert(module.collect(), std::fs::read_to_string(&path).expect("a file"));
            }
        }
    }
    modules
}

fn is_for_tests(module: &[String]) -> bool {
    module.last().is_some_and(|name| name == "tests" || name == "fixtures")
}

/// The code of a file, without comments and unit tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    code.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The paths behind each `crate::` and `super::` in the code of a module, braces spread: `crate::radar::{Blip, history}`
/// gives two.
fn paths(module: &[String], code: &str) -> Vec<Vec<String>> {
    let code: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let from_root = code.split("crate::").skip(1).flat_map(|rest| spread(&[], rest));
    let from_parents = code.split("use super::").skip(1).flat_map(|mut rest| {
        let mut parents = module.len().saturating_sub(1);
        while let Some(more) = rest.strip_prefix("super::") {
            (rest, parents) = (more, parents.saturating_sub(1));
        }
        spread(&module[..parents], rest)
    });
    from_root.chain(from_parents).collect()
}

fn spread(before: &[String], rest: &str) -> Vec<Vec<String>> {
    let rest = rest.trim_start();
    if let Some(inner) = rest.strip_prefix('{') {
        let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                '}' => {
                    parts.push(&inner[start..at]);
                    break;
                }
                ',' if depth == 0 => {
                    parts.push(&inner[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        return parts.into_iter().flat_map(|part| spread(before, part)).collect();
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let path: Vec<String> = before.iter().cloned().chain([rest[..end].to_owned()]).collect();
    match rest[end..].strip_prefix("::") {
        Some(more) => spread(&path, more),
        None => vec![path],
    }
}

/// Which modules each module names; `depth` 1 looks at top-level modules only.
fn arrows(depth: usize) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let modules = modules();
    let known: BTreeSet<Vec<String>> = modules.keys().cloned().collect();
    let mut arrows: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (module, text) in &modules {
        if is_for_tests(module) || module[0] == "lib" || module[0] == "main" {
            continue;
        }
        let here = module[..depth.min(module.len())].to_vec();
        for path in paths(module, &code(text)) {
            let longest =
                (1..=path.len()).rev().map(|n| path[..n].to_vec()).find(|p| known.contains(p));
            let Some(there) = longest else { continue };
            let there = there[..depth.min(there.len())].to_vec();
            // A parent names its children, and they name what it shares.
            if !there.starts_with(&here) && !here.starts_with(&there) {
                arrows.entry(here.clone()).or_default().insert(there);
            }
        }
    }
    arrows
}

/// Everything that can be reached from a module.
fn reached(
    arrows: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>,
    from: &[String],
) -> BTreeSet<Vec<String>> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from.to_vec()];
    while let Some(module) = next.pop() {
        for to in arrows.get(&module).into_iter().flatten() {
            if reached.insert(to.clone()) {
                next.push(to.clone());
            }
        }
    }
    reached
}

#[test]
fn no_modules_depend_on_each_other_in_a_circle() {
    for depth in [1, usize::MAX] {
        let arrows = arrows(depth);
        assert!(arrows.len() > 10, "the test finds the arrows: {arrows:?}");
        let circular: Vec<&Vec<String>> =
            arrows.keys().filter(|module| reached(&arrows, module).contains(*module)).collect();
        assert!(circular.is_empty(), "in a circle: {circular:?}");
    }
}

#[test]
fn the_domain_the_exports_and_the_chart_know_no_template() {
    for (module, text) in modules() {
        if matches!(module[0].as_str(), "radar" | "export" | "chart") {
            let code = code(&text);
            for word in ["tera::", "site::"] {
                assert!(!code.contains(word), "{} names {word}", module.join("::"));
            }
        }
    }
    let arrows = arrows(1);
    assert_eq!(arrows.get(&vec!["chart".to_owned()]), None, "the chart knows no other module");
}

#[test]
fn one_place_knows_the_path_of_a_blip_s_page() {
    for (module, text) in modules() {
        if !is_for_tests(&module) {
            let names_it = code(&text).contains("\"blips/{");
            assert_eq!(names_it, module == ["routes"], "{}", module.join("::"));
        }
    }
}

#[test]
fn files_can_be_read_at_once() {
    for (module, text) in modules() {
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines: look for a second concept", module.join("::"));
    }
}

#[test]
fn no_question_about_a_path_takes_an_error_for_a_no() {
    // Clippy forbids them too, but not in a module that allows the other functions of the disk.
    let words = [".exists()", ".try_exists()", "path.is_dir()", "path.is_file()", "Path::is_"];
    for (module, text) in modules().into_iter().filter(|(module, _)| !is_for_tests(module)) {
        for word in words {
            assert!(!code(&text).contains(word), "{}: {word}", module.join("::"));
        }
    }
}

#[test]
fn one_module_makes_files() {
    let words =
        ["fs::write", "fs::rename", "File::create", "OpenOptions", "create_dir", "tempfile()"];
    for (module, text) in modules().into_iter().filter(|(module, _)| !is_for_tests(module)) {
        if module.join("::") == "command::editor" {
            // Editors open a file in the system's folder for temporary ones.
            continue;
        }
        let has = words.into_iter().find(|word| code(&text).contains(word));
        assert!(has.is_none() || module[0] == "disk", "{}: {has:?}", module.join("::"));
    }
}
