//! `package.json`, and the catalogs of pnpm and Bun.

use serde_json::Value;

use super::{Dependency, Found, json, version, yaml};
use crate::radar::detect::DetectKind::Npm;

/// Tables whose packages are installed. Overrides and resolutions change versions of what others depend on.
const TABLES: [&str; 4] =
    ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

pub(super) fn package(text: &str) -> Found {
    let package = json::read(text)?;
    let mut found = Vec::new();
    for table in TABLES {
        for (name, range) in json::table(&package, table) {
            found.extend(range.as_str().and_then(|range| dependency(name, range)));
        }
    }
    // Bun keeps catalogs here.
    for home in [&package, package.get("workspaces").unwrap_or(&Value::Null)] {
        found.extend(
            json::table(home, "catalog")
                .filter_map(|(name, range)| declared("", name, range.as_str()?)),
        );
        for (catalog, entries) in json::table(home, "catalogs") {
            let entries = entries.as_object().into_iter().flatten();
            found.extend(
                entries.filter_map(|(name, range)| declared(catalog, name, range.as_str()?)),
            );
        }
    }
    Ok(found)
}

fn declared(catalog: &str, name: &str, range: &str) -> Option<Dependency> {
    Some(dependency(name, range)?.declaring(key(catalog, name)))
}

/// Reads the catalogs of `pnpm-workspace.yaml`.
pub(super) fn workspace(text: &str) -> Found {
    let file = yaml::first(text)?;
    let default = file.get("catalog").entries().iter().map(|entry| ("", entry));
    let named = file.get("catalogs").entries().iter();
    let named = named.flat_map(|(catalog, entries)| {
        entries.entries().iter().map(move |entry| (catalog.as_str(), entry))
    });
    let entries = default.chain(named);
    Ok(entries
        .filter_map(|(catalog, (name, range))| declared(catalog, name, range.text()?))
        .collect())
}

/// Returns how a package refers to an entry of a catalog.
fn key(catalog: &str, name: &str) -> String {
    match catalog {
        "" | "default" => format!("catalog:{name}"),
        _ => format!("catalog:{catalog}:{name}"),
    }
}

/// Returns the dependency that a range asks for; `None` for a package of the repository itself.
fn dependency(name: &str, range: &str) -> Option<Dependency> {
    let range = range.trim();
    if let Some(alias) = range.strip_prefix("npm:") {
        // `npm:@scope/name@^1.2`: the first character is no separator.
        let at = alias.get(1..).and_then(|rest| rest.rfind('@')).map(|at| at + 1);
        let (name, range) = at.map_or((alias, ""), |at| (&alias[..at], &alias[at + 1..]));
        return Some(Dependency::new(Npm, name, version::plain(range)));
    }
    if let Some(catalog) = range.strip_prefix("catalog:") {
        return Some(Dependency::new(Npm, name, None).referring(key(catalog.trim(), name)));
    }
    let is_own = ["workspace:", "file:", "link:", "portal:", "./", "../", "~/", "/"];
    if is_own.iter().any(|prefix| range.starts_with(prefix)) {
        return None;
    }
    Some(Dependency::new(Npm, name, version::plain(range)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fault, read};

    #[test]
    fn all_tables_and_ranges() {
        let text = r#"{
            "name": "shop", "version": "9.9.9",
            "scripts": { "build": "react-scripts build" },
            "dependencies": {
                "react": "^18.2.0", "kafkajs": "2.2.4", "next": "~14.1", "left-pad": "*", "lodash": "latest",
                "old": "npm:@scope/older@^3.1.0", "bare": "npm:other", "ui": "workspace:*", "own": "file:../own",
                "forked": "git+https://github.com/acme/forked.git#v1.0.0", "gh": "acme/gh", "either": "^17 || ^18",
                "two": ">=1.2.3 <2.0.0", "open": ">=4", "x": "5.x", "spaces": " >= 1.0.0 < 3 ", "hyphen": "1.2 - 2.3"
            },
            "devDependencies": { "@types/node": "20.11.5", "pre": "19.0.0-rc.1" },
            "peerDependencies": { "vue": "3" },
            "optionalDependencies": { "fsevents": "2.3.3" },
            "overrides": { "minimist": "1.2.8" },
            "bundledDependencies": ["react"]
        }"#;
        assert_eq!(
            read("web/package.json", text),
            [
                "npm:other",
                "npm:either",
                "npm:forked",
                "npm:gh",
                "npm:hyphen@1.2",
                "npm:kafkajs@2.2.4",
                "npm:left-pad",
                "npm:lodash",
                "npm:next@14.1",
                "npm:@scope/older@3.1.0",
                "npm:open",
                "npm:react@18.2.0",
                "npm:spaces@1.0.0",
                "npm:two@1.2.3",
                "npm:x@5",
                "npm:@types/node@20.11.5",
                "npm:pre@19.0.0-rc.1",
                "npm:vue@3",
                "npm:fsevents@2.3.3",
            ]
        );
    }

    #[test]
    fn catalogs_of_bun() {
        let text = r#"{ "workspaces": { "packages": ["a"], "catalog": { "react": "^19.0.0" },
            "catalogs": { "old": { "react": "npm:preact@10.1.0" } } },
            "dependencies": { "react": "catalog:", "react-dom": "catalog:old" } }"#;
        assert_eq!(
            read("package.json", text),
            [
                "npm:react <- catalog:react",
                "npm:react-dom <- catalog:old:react-dom",
                "catalog:react -> npm:react@19.0.0",
                "catalog:old:react -> npm:preact@10.1.0",
            ]
        );
    }

    #[test]
    fn shapes_that_nobody_promised() {
        for text in [
            "[]",
            "null",
            "1",
            "{\"dependencies\": []}",
            "{\"dependencies\": {\"a\": 1, \"\": \"1\"}}",
        ] {
            assert_eq!(read("package.json", text), [""; 0], "{text}");
        }
        assert_eq!(
            fault("package.json", "{\n  \"a\": 1,\n}"),
            "line 3: it is not JSON: trailing comma"
        );
        assert_eq!(fault("package.json", ""), "line 1: it is not JSON: EOF while parsing a value");
    }
}
