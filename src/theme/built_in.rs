//! The files of the built-in themes, and what the build script has made of them.

use super::text::Text;
use crate::chart::font::Widths;

/// A file of a built-in theme.
pub(super) struct BuiltIn {
    /// The path in the theme.
    pub(super) path: &'static str,
    pub(super) bytes: &'static [u8],
    pub(super) made: Made,
}

/// What the program needs of a file, apart from its bytes.
#[derive(Debug)]
pub(super) enum Made {
    Nothing,
    /// The style sheet or script for a bundle.
    Minified(&'static str),
    /// The texts of a language.
    Texts(Texts),
    /// The widths of a font.
    Widths(Widths),
}

/// The same as [`Text`], as a constant.
#[derive(Debug)]
pub(super) enum Texts {
    Leaf(&'static str),
    List(&'static [&'static str]),
    /// Sorted by key.
    Table(&'static [(&'static str, Texts)]),
}

impl From<&Texts> for Text {
    fn from(texts: &Texts) -> Self {
        match texts {
            Texts::Leaf(text) => Text::Leaf((*text).to_owned()),
            Texts::List(names) => Text::List(names.iter().map(|&name| name.to_owned()).collect()),
            Texts::Table(table) => {
                let entries = table.iter().map(|(key, text)| ((*key).to_owned(), text.into()));
                Text::Table(entries.collect())
            }
        }
    }
}

// `THEMES`: the name and the files of each theme.
include!(concat!(env!("OUT_DIR"), "/themes.rs"));

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    #[test]
    fn what_is_made_at_build_time_is_what_the_program_reads() {
        let mut kinds = [0; 3];
        for file in THEMES.iter().flat_map(|(_, files)| *files) {
            match &file.made {
                Made::Nothing => {}
                Made::Minified(small) => {
                    kinds[0] += 1;
                    assert!(small.len() < file.bytes.len() && !small.is_empty(), "{}", file.path);
                }
                Made::Texts(texts) => {
                    kinds[1] += 1;
                    let text = std::str::from_utf8(file.bytes).expect("UTF-8");
                    let table = DeTable::parse(text).expect("TOML").into_inner();
                    assert_eq!(Text::from(texts), Text::from_table(table), "{}", file.path);
                }
                Made::Widths(widths) => {
                    kinds[2] += 1;
                    let read = Widths::from_woff2(file.bytes).expect("a font");
                    assert_eq!(*widths, read, "{}", file.path);
                }
            }
        }
        assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
    }
}
