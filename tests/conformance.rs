//! The examples of `CommonMark` and of GitHub's flavour of it, through the renderer of the site. Where the two
//! differ, `tests/markdown/differences.toml` gives the reason.
#![allow(clippy::disallowed_methods, reason = "the examples are read from disk")]

use std::collections::BTreeMap;

use radar::markdown::{self, BlipNames, Style};
use regex::Regex;
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
    let (add, omit) = (compiled(OURS), compiled(THEIRS));
    for example in &examples {
        let ours = replaced(&render(&example.markdown), &add);
        let theirs = replaced(&example.html, &omit);
        let is_equal = ours == theirs;
        let Example { number, section, markdown, .. } = example;
        match (is_equal, reasons.remove(number)) {
            (true, Some(reason)) => wrong.push(format!("{number} is no difference: {reason}")),
            (false, None) => wrong.push(format!(
                "{number} ({section})\n--- text\n{markdown}--- expected\n{theirs}--- found\n{ours}"
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

/// What the renderer adds to every element of a kind, and what the specification has there.
const OURS: &[(&str, &str)] = &[
    // Headings have ids, code has colours and scrolls.
    (r#"(<h\d) id="text\.[^"]*""#, "$1"),
    (r#"<span class="hl-[^"]*">|</span>"#, ""),
    (r#"<pre tabindex="0">"#, "<pre>"),
    // Tables scroll in a box of their own, their cells have classes and scopes.
    (r#"<section class="table" tabindex="0">"#, ""),
    (r"</table></section>", "</table>"),
    (r#" scope="col""#, ""),
    (r#" class="(center|right)""#, r#" align="$1""#),
    // Tasks are characters: a box without a label is no control.
    (r#"<span class="task">☑ "#, r#"<input checked="" disabled="" type="checkbox"> "#),
    (r#"<span class="task">☐ "#, r#"<input disabled="" type="checkbox"> "#),
    // The ids of footnotes start with the scope of the text.
    (r#""(#?)text\.note\.(.*?)""#, r#""${1}fn-$2""#),
    (r#""(#?)text\.ref\.([^".]*)(?:\.(\d))?""#, r#""${1}fnref-$2-$3""#),
    (r#" role="doc-\w*""#, ""),
    (r#"<div( class="footnotes">[\s\S]*</ol>\n)</div>"#, "<section$1</section>"),
    // Images are in a folder.
    (r#" src="images/"#, r#" src=""#),
];

/// What the specification has and the renderer leaves out of every element of a kind.
const THEIRS: &[(&str, &str)] = &[
    // Paths start at the root of the site.
    (r#" (href|src)="/"#, r#" $1=""#),
    (r#" align="left""#, ""),
    (r#" data-footnote[a-z-]*| aria-label="Back to content""#, ""),
    (r#"(<sup) class="footnote-ref">(\d</sup></a>)"#, "$1>$2"),
    (r#""(#?)fnref-([^"]*?)(?:-(\d))?""#, r#""${1}fnref-$2-$3""#),
];

/// Line breaks and quotation marks that make no difference.
const BOTH: &[(&str, &str)] = &[
    (r"\n*(</?(?:table|thead|tbody|tr|th|td|li|section)\b[^>]*>)\n*", "$1"),
    ("\n (<a[^>]*>↩)", "$1"),
    ("\n?(<a[^>]*>↩)", "$1"),
    (
        r#"<input (checked="" )?disabled="" type="checkbox">"#,
        r#"<input type="checkbox" ${1}disabled="" />"#,
    ),
    ("<br>", "<br />"),
    ("&quot;", "\""),
];

type Replacements = Vec<(Regex, &'static str)>;

fn compiled(replacements: &'static [(&str, &str)]) -> Replacements {
    let all = replacements.iter().chain(BOTH);
    all.map(|(part, with)| (Regex::new(part).expect("an expression"), *with)).collect()
}

fn replaced(html: &str, replacements: &Replacements) -> String {
    let mut html = html.to_owned();
    for (part, with) in replacements {
        html = part.replace_all(&html, *with).into_owned();
    }
    html.trim().to_owned() + "\n"
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
