//! The forms of texts as regular expressions (ECMA 262) for schemas. The checks themselves are in Rust; a test holds
//! the two against each other.

use serde_json::{Map, Value, json};

use crate::radar::detect::DetectKind;
use crate::radar::id::MAX_LENGTH;

/// A text of one line without blanks at its ends, and what it has to begin with.
macro_rules! line {
    ($start:literal) => {
        concat!(
            "^",
            $start,
            r"(?!\s)(?![\s\S]*\s$)",
            r"[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]+$"
        )
    };
}

/// An id that is none of some names.
macro_rules! id {
    ($others:literal) => {
        concat!("^(?!(?:", $others, r"con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z0-9]+(-[a-z0-9]+)*$")
    };
}

pub(super) const LINE: &str = line!("");
/// Text with something to read in it.
pub(super) const PROSE: &str = r"\S";
pub(super) const ID: &str = id!("");
/// The id of a ring, which is not `retired`.
pub(super) const RING_ID: &str = id!("retired|");
/// A full address with a scheme that is safe to follow.
pub(super) const ADDRESS: &str = line!(
    r"(?=(?:[Hh][Tt][Tt][Pp][Ss]?:|//|\\\\)[/\\]*[^/\\?#]|(?:[Mm][Aa][Ii][Ll][Tt][Oo]|[Tt][Ee][Ll]):.)"
);
pub(super) const BASE_URL: &str = line!(r"(?=[Hh][Tt][Tt][Pp][Ss]?:/*[^/?#][^?#]*$)");
pub(super) const EDIT_URL: &str = line!(r"(?=[Hh][Tt][Tt][Pp][Ss]?:/*[^/?#].*\{path\})");
/// A tag of a language (BCP 47).
pub(super) const LANGUAGE: &str = r"^([A-Za-z]{2,3}|[A-Za-z]{5,8})([-_][A-Za-z0-9]{1,8})*$";
/// A number from 1 to 1000, and a unit.
pub(super) const INTERVAL: &str = r"^\+?0*([1-9][0-9]{0,2}|1000)\s+(day|week|month|year)s?$";
/// A number from 0 to 1000, and a unit.
pub(super) const NOTICE: &str = r"^\+?0*([0-9]{1,3}|1000)\s+(day|week|month|year)s?$";

/// Returns the form of an entry of `detect`: a kind and a name, whose only `*` is at its end, or a glob.
pub(super) fn detector() -> String {
    let names = DetectKind::ALL.iter().filter(|kind| **kind != DetectKind::File);
    let names: Vec<&str> = names.map(|kind| kind.name()).collect();
    format!(r"^(?:(?:{}):[^*\s][^*]*\*?|file:.*[^*/?].*)$", names.join("|"))
}

/// Returns the form of the ids in the names of tables, as in `[team.ID]`.
pub(super) fn names_of_tables() -> Value {
    Value::Object(id_form(ID))
}

/// Returns the form of an id as keywords of a schema.
pub(super) fn id_form(pattern: &str) -> Map<String, Value> {
    let form = [("pattern", json!(pattern)), ("maxLength", json!(MAX_LENGTH))];
    form.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
}
