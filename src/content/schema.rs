//! JSON Schemas of the files of a radar, for editors.
//!
//! Schemars makes them from the types that the files are read into; editors show the doc comments. Because
//! those types are read key by key and not by serde, a test compares the keys that are read with those of
//! the schema, in both directions.

use std::borrow::Cow;

use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::blip::Blip;
use super::patterns::{ID, INTERVAL, LINE, id_form};
use super::people::People;
use super::settings::Settings;
use crate::diagnostic::Spanned;
use crate::radar::interval::Interval;
use crate::radar::{RETIRED, Radar};

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

    /// Returns the schema for any radar.
    pub fn json(self) -> Value {
        self.with(None)
    }

    /// Returns the schema for a radar whose ids are known: editors offer them, and mark others.
    pub fn json_with(self, ids: &Ids) -> Value {
        self.with(Some(ids))
    }

    fn with(self, ids: Option<&Ids>) -> Value {
        // Draft 7 is what Taplo knows.
        let settings = SchemaSettings::draft07()
            .with_transform(WithoutNull)
            .with_transform(Texts { ids: ids.cloned() });
        let generator = settings.into_generator();
        let schema = match self {
            Schema::Blip => generator.into_root_schema_for::<Blip>(),
            Schema::Radar => generator.into_root_schema_for::<Settings>(),
            Schema::People => generator.into_root_schema_for::<People>(),
        };
        schema.into()
    }

    /// Returns the schema for any radar as text for a file.
    pub fn text(self) -> String {
        file(&self.json())
    }

    /// Returns the schema for a radar whose ids are known as text for a file.
    pub fn text_with(self, ids: &Ids) -> String {
        file(&self.json_with(ids))
    }
}

fn file(schema: &Value) -> String {
    serde_json::to_string_pretty(schema).expect("a value is always JSON") + "\n"
}

/// The ids of a radar with the names that editors show beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    rings: Vec<(String, String)>,
    quadrants: Vec<(String, String)>,
    teams: Vec<(String, String)>,
    people: Vec<(String, String)>,
    blips: Vec<(String, String)>,
}

impl Ids {
    /// Returns the ids of a radar.
    pub fn of(radar: &Radar) -> Self {
        let sections = |sections: &[crate::radar::Section]| {
            sections.iter().map(|section| (section.id.clone(), section.name.clone())).collect()
        };
        Self {
            rings: sections(&radar.rings),
            quadrants: sections(&radar.quadrants),
            teams: radar.teams.iter().map(|team| (team.id.clone(), team.name.clone())).collect(),
            people: radar.people.iter().map(|one| (one.id.clone(), one.name.clone())).collect(),
            blips: radar.blips.iter().map(|one| (one.id.clone(), one.name.value.clone())).collect(),
        }
    }

    /// Returns the ids that a key may have, by the kind that [`IDS`] gives it.
    fn of_kind(&self, kind: &str) -> Vec<(String, String)> {
        match kind {
            "ring" => {
                let retired = (RETIRED.to_owned(), "off the radar".to_owned());
                self.rings.iter().cloned().chain([retired]).collect()
            }
            "quadrant" => self.quadrants.clone(),
            "team" => self.teams.clone(),
            "blip" => self.blips.clone(),
            "owner" => self.teams.iter().chain(&self.people).cloned().collect(),
            _ => self.people.clone(),
        }
    }
}

/// The keyword by which a text of the content says whose id it is: `ring`, `quadrant`, `team`, `owner`, `blip` or
/// `person`.
const IDS: &str = "x-ids";

/// Gives each text its form: an id, one of the known ids, or one line.
#[derive(Clone, Debug)]
struct Texts {
    ids: Option<Ids>,
}

impl Transform for Texts {
    fn transform(&mut self, schema: &mut schemars::Schema) {
        if let Some(object) = schema.as_object_mut() {
            let kind = object.remove(IDS);
            if let Some(Value::Object(items)) = object.get_mut("items").filter(|_| kind.is_some()) {
                self.shape(items, kind.as_ref());
            } else {
                self.shape(object, kind.as_ref());
            }
        }
        transform_subschemas(self, schema);
    }
}

impl Texts {
    fn shape(&self, text: &mut Map<String, Value>, kind: Option<&Value>) {
        let has_form =
            ["pattern", "format", "enum", "const"].iter().any(|key| text.contains_key(*key));
        if has_form || text.get("type").is_none_or(|kind| kind != "string") {
            return;
        }
        let Some(kind) = kind.and_then(Value::as_str) else {
            text.insert("pattern".to_owned(), json!(LINE));
            return;
        };
        let Some(ids) = &self.ids else {
            text.extend(id_form(ID));
            return;
        };
        let (ids, names): (Vec<String>, Vec<String>) = ids.of_kind(kind).into_iter().unzip();
        text.insert("enum".to_owned(), json!(ids));
        // Even Better TOML shows them: https://taplo.tamasfe.dev/configuration/developing-schemas.html
        text.insert("x-taplo".to_owned(), json!({ "docs": { "enumValues": names } }));
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
            "pattern": INTERVAL,
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
    const BLIP: &str = "links = [{}]\n[[review]]\n[[question]]\nanswer = {}\n[exit]\n";
    const PEOPLE: &str = "[team.a]\n[person.b]\npractising = [{}]\n";
    const SETTINGS: &str =
        "[practice]\n[questions]\n[review]\n[site]\n[[ring]]\n[[quadrant]]\n[[edition]]\n";

    /// Collects the keys of every table of a schema.
    fn tables(schema: &Value, found: &mut BTreeSet<asked::Keys>) {
        let is_table = schema.get("type").is_some_and(|kind| kind == "object");
        if let Some(Value::Object(properties)) = schema.get("properties").filter(|_| is_table) {
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
