use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn html(text: &str) -> String {
    let fragments = |page: &str, fragment: &str| {
        ((page, fragment) == ("blips/helm.html", "why")).then(|| "text.why".to_owned())
    };
    let fragments: Option<FindFragment> = Some(&fragments);
    let style = Style { to_root: "../", lower_headings: 1, scope: "text", home: "", fragments };
    render(text, style, &BlipNames::from([("helm", "Helm")]))
}

#[test]
fn unsafe_links_lose_their_address() {
    for link in [
        "[x](javascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](&#106;avascript:alert(1))",
        "![x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
    ] {
        assert_eq!(html(link), "<p>x</p>\n", "{link}");
    }
    assert!(!html("<javascript:alert(1)>").contains("href"));
}

#[test]
fn texts_become_html_that_fits_the_page() {
    let helm = "<a href=\"../blips/helm.html\">";
    for (text, expected) in [
        // Raw HTML is shown as text, comments are not shown.
        (
            "<script>alert(1)</script>\n\na <b onclick=\"x\">b</b>",
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n\
             <p>a &lt;b onclick=\"x\"&gt;b&lt;/b&gt;</p>\n",
        ),
        ("<!-- a\n\nb -->\n\nc<!-- d -->\n\n<!-- e", "<p>c</p>\n<p>&lt;!-- e</p>\n"),
        // Links to blips show the name or the label.
        ("[[helm]]", &format!("<p>{helm}Helm</a></p>\n")),
        ("[[ helm |*the* charts ]]", &format!("<p>{helm}<em>the</em> charts</a></p>\n")),
        ("[[helm|]] ![[helm]]", &format!("<p>{helm}Helm</a> !{helm}Helm</a></p>\n")),
        ("`[[helm]]` [[gone]] \\[[helm]]", "<p><code>[[helm]]</code> gone [[helm]]</p>\n"),
        // What is a link in CommonMark stays one.
        ("[[1]](https://a.org)", "<p><a href=\"https://a.org\">[1]</a></p>\n"),
        ("[[helm]][r]\n\n[r]: https://a.org", "<p><a href=\"https://a.org\">[helm]</a></p>\n"),
        (
            "[a [[helm]]](https://a.org \"t\")",
            "<p><a href=\"https://a.org\" title=\"t\">a Helm</a></p>\n",
        ),
        // Links within the site and images are relative to the page.
        (
            "[a](about.html#x) ![d](flow.svg \"t\")",
            "<p><a href=\"../about.html#x\">a</a> \
             <img src=\"../images/flow.svg\" alt=\"d\" title=\"t\" /></p>\n",
        ),
        ("![C#](C%23.png)", "<p><img src=\"../images/C%23.png\" alt=\"C#\" /></p>\n"),
        (
            "![a [[helm]] *b*](ü.png)",
            "<p><img src=\"../images/%C3%BC.png\" alt=\"a Helm b\" /></p>\n",
        ),
        (
            "![far](https://example.org/x.png)",
            "<p><a href=\"https://example.org/x.png\">far</a></p>\n",
        ),
        (
            "[![badge](https://b.org/b.svg)](https://a.org)",
            "<p><a href=\"https://a.org\">badge</a></p>\n",
        ),
        ("![[flow.svg]]", "<p><img src=\"../images/flow.svg\" alt=\"flow.svg\" /></p>\n"),
        // Control characters are visible.
        ("a\u{1}b &#xfffe;", "<p>a\u{fffd}b \u{fffd}</p>\n"),
        // Tables have no inline style.
        (
            "| a | b |\n|---|--:|\n| [[helm|x]] | [[helm\\|y]] |",
            &format!(
                "<section class=\"table\" tabindex=\"0\"><table><thead><tr>\
             <th scope=\"col\">a</th>\
             <th scope=\"col\" class=\"right\">b</th></tr></thead><tbody>\n\
             <tr><td>{helm}x</a></td><td class=\"right\">{helm}y</a></td></tr>\n\
             </tbody></table></section>\n"
            ),
        ),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn headings_have_ids_and_fragments_lead_to_them() {
    for (text, expected) in [
        ("# Why?", "<h2 id=\"text.why\">Why?</h2>\n"),
        ("# Why\n# Why", "<h2 id=\"text.why\">Why</h2>\n<h2 id=\"text.why-1\">Why</h2>\n"),
        (
            "# Größe\n[a](#gr%C3%B6%C3%9Fe)",
            "<h2 id=\"text.größe\">Größe</h2>\n\
             <p><a href=\"#text.gr%C3%B6%C3%9Fe\">a</a></p>\n",
        ),
        ("[a](#trail) [b](#top)", "<p><a href=\"#trail\">a</a> <a href=\"#top\">b</a></p>\n"),
        ("[a](blips/helm.html#why)", "<p><a href=\"../blips/helm.html#text.why\">a</a></p>\n"),
        ("[a](blips/helm.html?day=1#x)", "<p><a href=\"../blips/helm.html?day=1#x\">a</a></p>\n"),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn footnotes_are_numbered_and_link_back() {
    let text = "a[^b b] c[^B b] d[^x]\n\n[^x]: # X\n[^b b]: y[^x]\n[^unused]: z\n[^x]: w";
    let back = |id: &str, which: &str| {
        format!(
            " <a href=\"#text.ref.{id}\" class=\"footnote-backref\" \
             role=\"doc-backlink\">↩{which}</a>"
        )
    };
    let reference = |note: &str, id: &str, number: u8| {
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#text.note.{note}\" id=\"text.ref.{id}\" \
             role=\"doc-noteref\">{number}</a></sup>"
        )
    };
    let expected = format!(
        "<p>a{} c{} d{}</p>\n<div class=\"footnotes\">\n<ol>\n<li id=\"text.note.b-b\">\n\
         <p>y{}{}{}</p>\n</li>\n<li id=\"text.note.x\">\n<h2 id=\"text.x\">X</h2>\n{}{}</li>\n\
         </ol>\n</div>\n",
        reference("b-b", "b-b", 1),
        reference("b-b", "b-b.2", 1),
        reference("x", "x", 2),
        reference("x", "x.2", 2),
        back("b-b", ""),
        back("b-b.2", "<sup>2</sup>"),
        back("x", ""),
        back("x.2", "<sup>2</sup>"),
    );
    assert_eq!(html(text), expected);
    assert!(html("a[^<b>\"]\n\n[^<b>\"]: c").contains("id=\"text.note.b\""));
    // The second note of a slug, and the second reference to the first.
    let alike = html("a[^a] b[^a] c[^a!] d[^a!]\n\n[^a]: e\n[^a!]: f");
    let ids: Vec<&str> =
        alike.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    let distinct: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (6, 6), "{ids:?}");
}

#[test]
fn the_extensions_are_on() {
    assert!(html("~~x~~").contains("<del>x</del>"));
    assert!(html("- [x] done").contains("☑"));
    assert!(html("see www.a.org.").contains("<a href=\"http://www.a.org\">www.a.org</a>."));
}

const PARTS: &[&str] = &[
    "a",
    " ",
    "    ",
    "\n",
    "\n\n",
    "- ",
    "1. ",
    "# ",
    "> ",
    "===",
    "|",
    "| a |\n|---|\n",
    "| ",
    " |\n",
    "\\",
    "`",
    "```",
    "```md\n",
    "~~",
    "*",
    "**",
    "_",
    "[",
    "]",
    "[[",
    "]]",
    "[[helm]]",
    "[[helm|",
    "\\|",
    "](",
    ")",
    "](#a)",
    "](https://a.org \"t\")",
    "![",
    "![[",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "&amp;",
    "&#1;",
    "[^1]",
    "[^1]: ",
    "[^2]",
    "\n[^2]: ",
    "[a]: b\n",
    "https://a.org/",
    "www.a.org",
    "b@a.org",
    "mailto:",
    "é",
    "\u{1}",
    "\u{1f}",
    "\r\n",
    "\t",
    "“",
    "[x] ",
    "helm",
    "://",
    "\u{202e}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a text holds, its HTML is well-formed, has no id twice and no link in a link; and what is
    /// wrong with it has a place.
    #[test]
    fn any_text_becomes_sound_html(parts in prop::collection::vec(select(PARTS), 1..25)) {
        let text = parts.concat();
        let html = html(&text);
        let page = format!("<main>{html}</main>");
        let page = roxmltree::Document::parse(&page);
        prop_assert!(page.is_ok(), "{page:?}: {html}");
        let page = page.expect("just seen");
        let mut ids = BTreeSet::new();
        for node in page.descendants() {
            if let Some(id) = node.attribute("id") {
                prop_assert!(ids.insert(id) && !id.contains(char::is_whitespace), "{id}: {html}");
            }
            let is_link = |node: roxmltree::Node| node.has_tag_name("a");
            prop_assert!(!is_link(node) || node.ancestors().skip(1).all(|n| !is_link(n)), "{html}");
            if let Some(target) = node.attribute("href").and_then(|href| href.strip_prefix("#text.")) {
                let target = format!("text.{target}");
                let has_it = page.descendants().any(|n| n.attribute("id") == Some(&target));
                prop_assert!(has_it, "{target}: {html}");
            }
        }
        for flaw in survey(&text).flaws {
            prop_assert!(text.get(flaw.range.clone()).is_some_and(|t| !t.is_empty()), "{flaw:?}");
        }
        for link in links(&text) {
            prop_assert!(text.get(link.range.clone()).is_some_and(|t| !t.is_empty()), "{link:?}");
        }
    }
}
