//! The examples of `CommonMark` and of GitHub's flavour of it, through the renderer of the site. Where the two
//! differ, `tests/markdown/differences.toml` gives the reason.
#![allow(clippy::disallowed_methods, reason = "the examples are read from disk")]

use std::collections::BTreeMap;

use radar::markdown::{self, BlipNames, Style};
use serde::Deserialize;

#[derive(Deserialize)]
struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

/// Examples that give something else, and why.
#[derive(Deserialize)]
struct Difference {
    reason: String,
    #[serde(flatten)]
    examples: BTreeMap<String, Vec<usize>>,
}

#[derive(Deserialize)]
struct Differences {
    difference: Vec<Difference>,
}

fn read(name: &str) -> String {
    let path = format!("{}/tests/markdown/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a file of the tests")
}

/// Compares all examples of a file, and returns how many there are.
fn compare(file: &str) -> usize {
    let examples: Vec<Example> =
        serde_json::from_str(&read(&format!("{file}.json"))).expect("a list of examples");
    let differences: Differences =
        toml::from_str(&read("differences.toml")).expect("a list of differences");
    let mut reasons = BTreeMap::new();
    for difference in &differences.difference {
        assert!(difference.reason.len() > 20, "a reason is a sentence");
        for number in difference.examples.get(file).into_iter().flatten() {
            let twice = reasons.insert(*number, difference.reason.as_str());
            assert_eq!(twice, None, "{file}, example {number} has two reasons");
        }
    }
    let mut wrong = Vec::new();
    for example in &examples {
        let ours = ours(&example.markdown);
        let is_equal = ours == theirs(&example.html);
        let Example { number, section, markdown, .. } = example;
        match (is_equal, reasons.remove(number)) {
            (true, Some(reason)) => wrong.push(format!("{number} is no difference: {reason}")),
            (false, None) => wrong.push(format!(
                "{number} ({section})\n--- text\n{markdown}--- expected\n{}--- found\n{ours}",
                theirs(&example.html)
            )),
            _ => {}
        }
        // Whatever the reason: no markup of the author, no script, no style.
        let html = render(markdown);
        for forbidden in ["<script", "<style", "style=", "onerror=", "javascript:", "<iframe"] {
            let tags = html.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default());
            let found = tags.into_iter().any(|tag| format!("<{tag}").contains(forbidden));
            assert!(!found, "{file}, example {number}: {html}");
        }
    }
    assert!(reasons.is_empty(), "{file} has no examples {:?}", reasons.keys());
    assert!(wrong.is_empty(), "{file}: {} wrong\n{}", wrong.len(), wrong.join("\n\n"));
    examples.len()
}

fn render(text: &str) -> String {
    let style = Style { to_root: "", lower_headings: 0, scope: "text", home: "", fragments: None };
    markdown::render(text, style, &BlipNames::default())
}

/// What the renderer gives, without what it adds to every element of a kind.
fn ours(text: &str) -> String {
    let mut html = render(text);
    for (added, plain) in [
        // Headings have ids.
        (" id=\"text.", None),
        // Colours of code.
        ("<span class=\"hl-", None),
    ] {
        let _: Option<&str> = plain;
        while let Some(start) = html.find(added) {
            let is_span = added.starts_with('<');
            let end = if is_span { '>' } else { '"' };
            let skip = if is_span { 1 } else { added.len() };
            let length = html[start + skip..].find(end).expect("an end") + skip + 1;
            html.replace_range(start..start + length, "");
        }
    }
    html = html.replace("</span>", "").replace("<pre tabindex=\"0\">", "<pre>");
    // Tables scroll in a box of their own, their cells have classes and scopes.
    for (added, plain) in [
        ("<section class=\"table\" tabindex=\"0\">", ""),
        ("</table></section>", "</table>"),
        (" scope=\"col\"", ""),
        (" class=\"center\"", " align=\"center\""),
        (" class=\"right\"", " align=\"right\""),
    ] {
        html = html.replace(added, plain);
    }
    // Tasks are characters: a box without a label is no control.
    html = html
        .replace("<span class=\"task\">☑ ", "<input checked=\"\" disabled=\"\" type=\"checkbox\"> ")
        .replace("<span class=\"task\">☐ ", "<input disabled=\"\" type=\"checkbox\"> ");
    // Images are in a folder.
    same_lines(&html.replace(" src=\"images/", " src=\""))
}

/// What the specification gives, with paths from the root of the site.
fn theirs(html: &str) -> String {
    let html = html.replace(" href=\"/", " href=\"").replace(" src=\"/", " src=\"");
    same_lines(&html.replace(" align=\"left\"", ""))
}

/// Returns HTML with line breaks between its blocks as the specification has them.
fn same_lines(html: &str) -> String {
    let blocks = ["table", "thead", "tbody", "tr", "th", "td"];
    let mut html = html.to_owned();
    for block in blocks {
        for tag in [format!("</{block}>"), format!("<{block}>")] {
            html = html.replace(&format!("{tag}\n"), &tag).replace(&format!("\n{tag}"), &tag);
        }
    }
    html.replace("<br>", "<br />").trim().to_owned() + "\n"
}

#[test]
fn commonmark() {
    assert_eq!(compare("commonmark-0.31.2"), 652);
}

#[test]
fn github_flavoured_markdown() {
    assert_eq!(compare("gfm-0.29"), 673);
}

#[test]
fn extensions_of_cmark_gfm() {
    assert_eq!(compare("cmark-gfm-0.29.0.gfm.6"), 30);
}
