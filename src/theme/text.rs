//! The texts of a language file as a tree.
//!
//! The build script includes this file, so that the trees of the built-in languages are part of the program.

use std::collections::BTreeMap;

use serde::Serialize;
use toml::de::{DeTable, DeValue};

/// A node of a language file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Text {
    /// A text, with `{placeholders}`.
    Leaf(String),
    /// Names in a fixed order, such as those of the months.
    List(Vec<String>),
    /// More texts, or the plural forms of one text if it has the key `other`.
    Table(BTreeMap<String, Text>),
}

impl Text {
    /// Returns the texts of a file.
    pub(crate) fn from_table(table: DeTable) -> Self {
        Text::Table(
            table
                .into_iter()
                .map(|(key, value)| (key.into_inner().into_owned(), Text::from(value.into_inner())))
                .collect(),
        )
    }

    fn from(value: DeValue) -> Self {
        match value {
            DeValue::Table(table) => Text::from_table(table),
            DeValue::Array(items) => Text::List(
                items
                    .into_iter()
                    .map(|item| item.get_ref().as_str().unwrap_or_default().to_owned())
                    .collect(),
            ),
            other => Text::Leaf(other.as_str().unwrap_or_default().to_owned()),
        }
    }

    /// Returns whether this is one text, maybe in several plural forms.
    pub(crate) fn is_one(&self) -> bool {
        match self {
            Text::Table(table) => table.contains_key("other"),
            _ => true,
        }
    }

    /// Replaces texts by those of another file that has them too, and adds the others.
    pub(crate) fn overlay(&mut self, over: Text) {
        match (self, over) {
            (Text::Table(table), Text::Table(over)) if !table.contains_key("other") => {
                for (key, text) in over {
                    match table.get_mut(&key) {
                        Some(below) => below.overlay(text),
                        None => {
                            table.insert(key, text);
                        }
                    }
                }
            }
            (below, over) => *below = over,
        }
    }

    /// Replaces `{hands}` in every text.
    pub(crate) fn name_hands(&mut self, hands: &str) {
        match self {
            Text::Leaf(text) => *text = text.replace("{hands}", hands),
            Text::List(_) => {}
            Text::Table(table) => table.values_mut().for_each(|text| text.name_hands(hands)),
        }
    }

    /// Returns a text, or a table of texts, by its path.
    pub(crate) fn get(&self, path: &str) -> Option<&Text> {
        path.split('.').try_fold(self, |text, key| match text {
            Text::Table(table) => table.get(key),
            _ => None,
        })
    }
}
