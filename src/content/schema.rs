//! JSON Schema of the files a radar is written in, for editors.
//!
//! Made by schemars from the very types of [`crate::content::manifest`] that the files are read into; their
//! documentation is what an editor shows. Those types are filled key by key and not by serde, so a test in
//! [`crate::content::manifest`] holds the keys that are read against those of the schema, in both directions.

use std::borrow::Cow;

use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

use crate::content::manifest::{Blip, People, Settings};
use crate::diagnostic::{Code, Spanned};
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
    /// Every one.
    pub const ALL: [Schema; 3] = [Schema::Blip, Schema::Radar, Schema::People];

    /// What the command line and files call it.
    pub fn name(self) -> &'static str {
        match self {
            Schema::Blip => "blip",
            Schema::Radar => "radar",
            Schema::People => "people",
        }
    }

    /// The schema.
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

    /// The schema as a file.
    pub fn text(self) -> String {
        let text = serde_json::to_string_pretty(&self.json());
        text.expect("a value is always JSON") + "\n"
    }
}

/// TOML has no null: what is optional is left out.
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

/// What an id is made of.
pub(crate) const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// A level in `[lints]`.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[allow(dead_code, reason = "only its schema is used")]
pub(crate) enum LintLevel {
    /// Say nothing.
    Allow,
    /// Say it, and go on.
    Warn,
    /// Make it an error.
    Deny,
}

/// The codes whose level can be chosen.
pub(crate) fn lints() -> Value {
    let chosen = Code::ALL.iter().filter(|code| !code.is_always_error());
    let names: Vec<&str> = chosen.map(|code| code.name()).collect();
    serde_json::json!({ "enum": names })
}
