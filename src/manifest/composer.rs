//! `composer.json` of PHP.

use super::{Dependency, Found, json, version};
use crate::radar::detect::DetectKind::Composer;

pub(super) fn read(text: &str) -> Found {
    let file = json::read(text)?;
    let tables = ["require", "require-dev"].into_iter();
    let entries = tables.flat_map(|table| json::table(&file, table));
    // `php` and `ext-json` are of the platform; packages have a vendor.
    let packages = entries.filter(|(name, _)| name.contains('/'));
    Ok(packages
        .map(|(name, range)| {
            Dependency::new(Composer, name, range.as_str().and_then(version::plain))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn both_tables() {
        let text = r#"{"require": {"php": "^8.2", "ext-json": "*", "symfony/framework-bundle": "7.1.*",
            "monolog/monolog": "^2.0 || ^3.0", "acme/branch": "dev-main"},
            "require-dev": {"phpunit/phpunit": "^11.2@dev"}, "conflict": {"a/b": "1"}}"#;
        assert_eq!(
            read("composer.json", text),
            [
                "composer:acme/branch",
                "composer:monolog/monolog",
                "composer:symfony/framework-bundle@7.1",
                "composer:phpunit/phpunit@11.2",
            ]
        );
    }
}
