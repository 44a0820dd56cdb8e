//! The grammars of languages.
//!
//! They are those of bat, with patterns that compile in less time: `tests/grammars` makes `grammars.bin`. Their licences
//! are in `grammars.md`.

use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::dumps::from_uncompressed_data;
use syntect::parsing::{SyntaxReference, SyntaxSet};

/// Loaded when the first code block needs it.
pub(super) static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(|| {
    from_uncompressed_data(include_bytes!("grammars.bin")).expect("a test reads the file")
});

/// The grammars by their names and the endings of their files, in lower case. An ending comes before a name, and of two
/// grammars the later one counts, as syntect has it.
static LANGUAGES: LazyLock<HashMap<String, &'static SyntaxReference>> = LazyLock::new(|| {
    let syntaxes = || SYNTAXES.syntaxes().iter();
    let names = syntaxes().map(|syntax| (&syntax.name, syntax));
    let endings = syntaxes()
        .flat_map(|syntax| syntax.file_extensions.iter().map(move |ending| (ending, syntax)));
    names.chain(endings).map(|(name, syntax)| (name.to_ascii_lowercase(), syntax)).collect()
});

/// Returns the grammar of a language, by the name that people write behind a fence.
pub(super) fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    /// Common names that the grammars do not know.
    const ALIASES: &[(&str, &str)] = &[
        ("console", "sh"),
        ("shell", "sh"),
        ("csharp", "cs"),
        ("jsonc", "json"),
        ("proto3", "proto"),
        ("tf", "hcl"),
    ];
    if language.is_empty() {
        return None;
    }
    let lower = language.to_ascii_lowercase();
    let alias = ALIASES.iter().find(|(name, _)| *name == lower).map(|(_, known)| *known);
    LANGUAGES.get(alias.unwrap_or(&lower)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_languages_of_the_demonstration_are_known() {
        let languages = "rust kotlin java typescript tsx python go sql toml yaml dockerfile bash \
             console hcl terraform json css html proto graphql swift elixir diff ruby csharp cpp js \
             nix lua";
        for language in languages.split(' ') {
            assert!(syntax(language).is_some(), "{language}");
        }
    }

    #[test]
    fn languages_are_those_that_syntect_finds() {
        let endings = SYNTAXES.syntaxes().iter().flat_map(|syntax| &syntax.file_extensions);
        let names = SYNTAXES.syntaxes().iter().map(|syntax| &syntax.name);
        for token in endings.chain(names) {
            let lower = token.to_ascii_lowercase();
            let found = LANGUAGES.get(&lower).map(|syntax| syntax.scope);
            let expected = SYNTAXES.find_syntax_by_token(&lower).map(|syntax| syntax.scope);
            assert_eq!(found, expected, "{token}");
        }
    }
}
