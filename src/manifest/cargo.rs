//! `Cargo.toml`.

use ::toml::{Table, Value};

use super::{Dependency, Found, toml, version};
use crate::radar::detect::DetectKind::Cargo;

const TABLES: [&str; 5] = [
    "dependencies",
    "dev-dependencies",
    "build-dependencies",
    "dev_dependencies",
    "build_dependencies",
];

pub(super) fn read(text: &str) -> Found {
    let manifest = toml::read(text)?;
    let mut found = Vec::new();
    let targets = toml::entries(&manifest, &["target"]);
    let tables =
        std::iter::once(&manifest).chain(targets.filter_map(|(_, target)| target.as_table()));
    for table in tables {
        found.extend(TABLES.iter().flat_map(|name| uses(table, name)));
    }
    for (key, value) in toml::entries(&manifest, &["workspace", "dependencies"]) {
        found.extend(
            dependency(key, value)
                .map(|dependency| dependency.declaring(format!("workspace:{key}"))),
        );
    }
    Ok(found)
}

fn uses<'t>(table: &'t Table, name: &'t str) -> impl Iterator<Item = Dependency> {
    toml::entries(table, &[name]).filter_map(|(key, value)| dependency(key, value))
}

/// Returns the dependency behind a key; `None` for a crate of the repository itself.
fn dependency(key: &str, value: &Value) -> Option<Dependency> {
    if value.get("path").is_some() {
        return None;
    }
    let name = toml::text(value, "package").unwrap_or(key);
    let version = value.as_str().or(toml::text(value, "version")).and_then(version::plain);
    let found = Dependency::new(Cargo, name, version);
    let is_shared = value.get("workspace").and_then(Value::as_bool) == Some(true);
    Some(if is_shared { found.referring(format!("workspace:{key}")) } else { found })
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn all_tables_and_renames() {
        let text = r#"
            [package]
            name = "shop"
            [dependencies]
            serde = { version = "1.0.219", features = ["derive"] }
            tokio = "~1.38"
            rdkafka = { git = "https://github.com/fede1024/rust-rdkafka", branch = "master" }
            web = { package = "axum", version = "0.7" }
            own = { path = "../own", version = "0.1" }
            any = "*"
            shared.workspace = true
            [dev-dependencies]
            proptest = ">=1.2, <1.5"
            [build-dependencies]
            cc = "=1.0.98"
            [target.'cfg(windows)'.dependencies]
            windows = "0.58"
            [target.x86_64-unknown-linux-gnu.dev-dependencies]
            rustix = ">=0.38"
            [workspace.dependencies]
            shared = "2"
            renamed = { package = "real", version = "3.1" }
            [patch.crates-io]
            patched = "9"
            [features]
            default = ["serde"]
        "#;
        assert_eq!(
            read("Cargo.toml", text),
            [
                "cargo:any",
                "cargo:rdkafka",
                "cargo:serde@1.0.219",
                "cargo:shared <- workspace:shared",
                "cargo:tokio@1.38",
                "cargo:axum@0.7",
                "cargo:proptest@1.2",
                "cargo:cc@1.0.98",
                "cargo:windows@0.58",
                "cargo:rustix",
                "workspace:renamed -> cargo:real@3.1",
                "workspace:shared -> cargo:shared@2",
            ]
        );
    }

    #[test]
    fn says_where_it_breaks() {
        assert_eq!(
            super::super::tests::fault("Cargo.toml", "[dependencies]\nserde = \n"),
            "line 2: it is not TOML: string values must be quoted, expected literal string"
        );
    }
}
