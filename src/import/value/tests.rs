//! Values keep their spans and are read as people mean them.

use super::json::literal;
use super::*;
use crate::diagnostic::Report;
use crate::source::FileId;

/// Writes a value as JSON.
fn shown(value: &Value) -> String {
    match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(number) => number.clone(),
        Kind::Text(text) => format!("{text:?}"),
        Kind::List(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(","))
        }
        Kind::Table(entries) => {
            let entries =
                entries.iter().map(|(key, value)| format!("{}:{}", key.name, shown(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
    }
}

fn read_yaml(text: &str) -> String {
    let mut report = Report::default();
    match yaml::read(FileId::FIRST, text, 0, &mut report) {
        Some(value) => shown(&value),
        None => report.iter().next().expect("a reason").message.clone(),
    }
}

#[test]
fn yaml_is_read_as_people_mean_it() {
    for (text, expected) in [
        ("a: 1\nb: 'x'\nc:\n", "{a:1,b:\"x\",c:null}"),
        ("- true\n- 'true'\n- ~\n- 2026-05-01\n", "[true,\"true\",null,\"2026-05-01\"]"),
        ("a: &x [1, 2]\nb: *x\nc: *x\n", "{a:[1,2],b:[1,2],c:[1,2]}"),
        ("a: |\n  one\n  two\n", "{a:\"one\\ntwo\\n\"}"),
        ("", "null"),
        ("---\na: 1\n---\nb: 2\n", "{a:1}"),
        ("[a]: b\n", "this is not valid YAML: a key has to be a text"),
    ] {
        assert_eq!(read_yaml(text), expected, "{text:?}");
    }
}

#[test]
fn places_count_bytes_wherever_the_text_starts() {
    let file = "---\nünï: ćöde\nlist: [ä, \"é x\"]\n";
    let start = "---\n".len();
    let mut report = Report::default();
    let value = yaml::read(FileId::FIRST, &file[start..], start, &mut report).expect("YAML");
    let at = |value: &Value| &file[value.at.range()];
    assert_eq!(
        value.entries().iter().map(|(key, _)| &file[key.at.range()]).collect::<Vec<_>>(),
        ["ünï", "list"]
    );
    assert_eq!(at(value.get("ünï").expect("there")), "ćöde");
    let list = value.get("list").expect("there");
    assert_eq!(list.items().iter().map(at).collect::<Vec<_>>(), ["ä", "\"é x\""]);

    let script = "é f({ 'a': [1, /* x */ \"ü\",], b: 0x1 })";
    let start = script.find('{').expect("an object");
    let value = literal(FileId::FIRST, &script[start..script.len() - 1], start, "it", &mut report);
    let value = value.expect("a literal");
    assert_eq!(shown(&value), "{a:[1,\"ü\"],b:0x1}");
    assert_eq!(&script[value.get("a").expect("there").at.range()], "[1, /* x */ \"ü\",]");
    assert_eq!(report, Report::default());
}

#[test]
fn texts_numbers_and_truth_may_stand_for_each_other() {
    let mut report = Report::default();
    let text = r#"{"n": "3", "m": 3.0, "minus": "-1", "x": "x", "yes": "TRUE", "no": false, "one": "a", "two": ["a", "", 2]}"#;
    let value = json::read(FileId::FIRST, text, &mut report).expect("JSON");
    let get = |key: &str| value.get(key).expect("there");
    let whole: Vec<_> = ["n", "m", "minus", "x"].map(|key| get(key).whole()).into();
    assert_eq!(whole, [Some(3), Some(3), Some(-1), None]);
    assert_eq!(
        (get("yes").truth(), get("no").truth(), get("x").truth()),
        (Some(true), Some(false), None)
    );
    assert_eq!(
        (get("one").texts(), get("two").texts()),
        (vec!["a".to_owned()], vec!["a".to_owned(), "2".to_owned()])
    );
}
