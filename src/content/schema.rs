//! JSON Schemas of the files of a radar, for editors.
//!
//! Schemars makes them from the types that the files are read into; editors show the doc comments. Because
//! those types are read key by key and not by serde, a test compares the keys that are read with those of
//! the schema, in both directions.

use std::borrow::Cow;

use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

use super::blip::Blip;
use super::people::People;
use super::settings::Settings;
use crate::diagnostic::Spanned;
use crate::radar::interval::Interval;

/// A file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Schema {
    /// radar/blips/**/ID.toml
    Blip,
    /// radar/radar.toml
    Radar,
    /// radar/people.toml
    People,
}

impl Schema {
    /// Every schema.
    pub const ALL: [Schema; 3] = [Schema::Blip, Schema::Radar, Schema::People];

    /// Returns the name for the command line and for files.
    pub fn name(self) -> &'static str {
        match self {
            Schema::Blip => "blip",
            Schema::Radar => "radar",
            Schema::People => "people",
        }
    }

    /// Returns the schema.
    pub fn json(self) -> Value {
        // Draft 7 is what Taplo knows.
        let settings = SchemaSettings::draft07().with_transform(WithoutNull);
        let generator = settings.into_generator();
        let schema = match self {
            Schema::Blip => generator.into_root_schema_for::<Blip>(),
            Schema::Radar => generator.into_root_schema_for::<Settings>(),
            Schema::People => generator.into_root_schema_for::<People>(),
        };
        schema.into()
    }

    /// Returns the schema as text for a file.
    pub fn text(self) -> String {
        let text = serde_json::to_string_pretty(&self.json());
        text.expect("a value is always JSON") + "\n"
    }
}

/// Removes `null`, which TOML does not have: an optional key is left out.
#[derive(Clone, Debug)]
struct WithoutNull;

impl Transform for WithoutNull {
    fn transform(&mut self, schema: &mut schemars::Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        object.remove("default");
        if let Some(Value::Array(types)) = object.get_mut("type") {
            types.retain(|kind| kind != "null");
            if let [kind] = &types[..] {
                let kind = kind.clone();
                object.insert("type".to_owned(), kind);
            }
        }
        if let Some(Value::Array(any)) = object.get_mut("anyOf") {
            any.retain(|one| one.get("type").is_none_or(|kind| kind != "null"));
            if let [Value::Object(one)] = &any[..] {
                let one = one.clone();
                object.remove("anyOf");
                object.extend(one);
            }
        }
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}

impl JsonSchema for Interval {
    fn schema_name() -> Cow<'static, str> {
        "Interval".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^\s*[0-9]+\s+(day|week|month|year)s?\s*$",
            "examples": ["12 months", "90 days"],
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::fields::{self, asked};
    use super::*;
    use crate::diagnostic::Report;
    use crate::source::SourceSet;

    /// Files with every table, so that each is read.
    const BLIP: &str = "links = [{}]\n[[review]]\n[[question]]\nanswer = {}\n";
    const PEOPLE: &str = "[team.a]\n[person.b]\npractising = [{}]\n";
    const SETTINGS: &str = "[practice]\n[review]\n[[ring]]\n[[quadrant]]\n[[edition]]\n";

    /// Collects the keys of every table of a schema.
    fn tables(schema: &Value, found: &mut BTreeSet<asked::Keys>) {
        if let Some(Value::Object(properties)) = schema.get("properties") {
            found.insert(properties.keys().cloned().collect());
        }
        match schema {
            Value::Object(entries) => entries.values().for_each(|value| tables(value, found)),
            Value::Array(items) => items.iter().for_each(|item| tables(item, found)),
            _ => {}
        }
    }

    #[test]
    fn the_schema_has_exactly_the_keys_that_are_read() {
        for (schema, text) in
            [(Schema::Blip, BLIP), (Schema::People, PEOPLE), (Schema::Radar, SETTINGS)]
        {
            let sources = SourceSet::from_files([("x.toml", text)]);
            let (id, _) = sources.iter().next().expect("one file");
            let mut report = Report::default();
            asked::take();
            let is_read = match schema {
                Schema::Blip => fields::read::<Blip>(&sources, id, &mut report).is_some(),
                Schema::People => fields::read::<People>(&sources, id, &mut report).is_some(),
                Schema::Radar => fields::read::<Settings>(&sources, id, &mut report).is_some(),
            };
            assert!(is_read, "{report:?}");
            let mut known = BTreeSet::new();
            tables(&schema.json(), &mut known);
            assert_eq!(known, asked::take(), "{schema:?}");
        }
    }
}
