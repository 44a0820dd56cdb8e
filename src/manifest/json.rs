//! JSON, as manifests use it.

use serde_json::{Map, Value};

use super::Unreadable;

/// Reads a JSON text. `serde_json` bounds the depth.
pub(super) fn read(text: &str) -> Result<Value, Unreadable> {
    serde_json::from_str(text).map_err(|error| {
        // Its message repeats the place.
        let message = error.to_string();
        let reason = message.split(" at line ").next().unwrap_or_default();
        Unreadable::new(error.line(), format!("it is not JSON: {reason}"))
    })
}

/// Returns the table behind a key; an empty one if there is none.
pub(super) fn table<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v str, &'v Value)> {
    let table = value.get(key).and_then(Value::as_object);
    table.into_iter().flat_map(Map::iter).map(|(key, value)| (key.as_str(), value))
}
