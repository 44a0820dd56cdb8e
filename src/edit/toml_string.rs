//! Texts -> TOML strings, with the quotes that a person would choose.

use toml_writer::{ToTomlKey as _, ToTomlValue as _, TomlKeyBuilder, TomlStringBuilder};

/// Returns a key, in quotes where it needs them.
pub(crate) fn key(text: &str) -> String {
    TomlKeyBuilder::new(text).as_default().to_toml_key()
}

/// Returns a string on one line, in the quotes that need the least escaping.
pub(crate) fn string(text: &str) -> String {
    let text = TomlStringBuilder::new(text);
    let quoted = text.as_basic_pretty().or_else(|| text.as_literal());
    quoted.unwrap_or_else(|| text.as_basic()).to_toml_value()
}

/// Returns a string on several lines, which ends with a line break.
pub(crate) fn block(text: &str) -> String {
    let lines = format!("{text}\n");
    let text = TomlStringBuilder::new(&lines);
    let quoted = text.as_ml_basic_pretty().or_else(|| text.as_ml_literal());
    quoted.unwrap_or_else(|| text.as_ml_basic()).to_toml_value()
}

/// Returns a string on one line if the text has only one, or else on several.
pub(crate) fn text(text: &str) -> String {
    if text.contains('\n') { block(text) } else { string(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(toml: &str) -> String {
        let table = toml::de::DeTable::parse(toml).expect("valid TOML").into_inner();
        let value = table.get("x").expect("the key").get_ref();
        value.as_str().expect("a string").to_owned()
    }

    #[test]
    fn strings_are_read_back_unchanged() {
        for text in [
            "",
            "plain",
            "it's",
            "say \"x\"",
            "it's \"x\"",
            "a\\b",
            "a\\b 'c'",
            "tab\there",
            "\u{0}\u{7f}\u{1b}",
            "üñí 北京 🦀",
            "ends in \"\"\"",
            "ends in '''",
            "'''\"\"\"\\",
            "\"\"\"\"\"\"\"",
            "# no comment",
        ] {
            assert_eq!(read_back(&format!("x = {}", string(text))), text);
            for text in [text.to_owned(), format!("one\n{text}\n\ntwo {text}")] {
                let block = block(&text);
                assert_eq!(read_back(&format!("x = {block}")), format!("{text}\n"), "{block}");
            }
        }
    }

    #[test]
    fn quotes_are_those_that_a_person_would_choose() {
        assert_eq!(string("plain"), "\"plain\"");
        assert_eq!(string("say \"x\""), "'say \"x\"'");
        assert_eq!(block("a \"b\"\nc"), "\"\"\"\na \"b\"\nc\n\"\"\"");
        assert_eq!(block("a\\\nc"), "'''\na\\\nc\n'''");
    }
}
