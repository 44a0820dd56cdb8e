//! `pubspec.yaml` of Dart and Flutter.

use super::yaml::{self, Node};
use super::{Dependency, Found, version};
use crate::radar::detect::DetectKind::Pub;

pub(super) fn read(text: &str) -> Found {
    let file = yaml::first(text)?;
    let tables = ["dependencies", "dev_dependencies"];
    let entries = tables.iter().flat_map(|table| file.get(table).entries());
    Ok(entries.filter_map(|(name, value)| dependency(name, value)).collect())
}

fn dependency(name: &str, value: &Node) -> Option<Dependency> {
    if *value.get("path") != Node::Null {
        return None;
    }
    let range = value.text().or(value.get("version").text());
    Some(Dependency::new(Pub, name, range.and_then(version::plain)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn both_tables() {
        let text = "name: shop\nenvironment:\n  sdk: ^3.4.0\ndependencies:\n  flutter:\n    sdk: flutter\n  http: ^1.2.1\n\
            \x20 any_one: any\n  empty:\n  own:\n    path: ../own\n  hosted:\n    hosted: https://example.org\n    version: ^2.0.0\n\
            dev_dependencies:\n  lints: '>=4.0.0 <5.0.0'\ndependency_overrides:\n  x: 1.0.0\n";
        assert_eq!(
            read("pubspec.yaml", text),
            [
                "pub:flutter",
                "pub:http@1.2.1",
                "pub:any_one",
                "pub:empty",
                "pub:hosted@2.0.0",
                "pub:lints@4.0.0"
            ]
        );
    }
}
