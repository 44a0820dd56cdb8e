//! HTML as people write it, and the Markdown that becomes of it.

use super::*;

const CASES: &[(&str, &str)] = &[
    // What Markdown has.
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("plain &amp; simple", "plain & simple"),
    ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
    ("<a href=\"https://example.org/a_(b)\">x</a>", "[x](https://example.org/a_%28b%29)"),
    ("<h3>Why</h3>text", "### Why\n\ntext"),
    ("<code>a `b` [[c]]</code>", "``a `b` [[c]]``"),
    ("<pre>if x:\n  y  </pre>", "```\nif x:\n  y\n```"),
    ("<pre><code class=\"language-sh\">a \\\nb</code></pre>", "```sh\na \\\nb\n```"),
    ("<blockquote>so</blockquote>", "> so"),
    ("<s>gone</s>", "~~gone~~"),
    ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", "| a |\n| - |\n| b |"),
    (
        "<table><tr><td>a|b</td><td>c<br>d</td></tr><tr><td><b>e</b></td></tr></table>",
        "|  |  |\n| --- | --- |\n| a\\|b | c d |\n| **e** |  |",
    ),
    // What is text stays text.
    ("a*b_c [[kafka]]", "a\\*b\\_c \\[\\[kafka\\]\\]"),
    ("&lt;script&gt;", "\\<script>"),
    ("one\ntwo\n\nthree", "one\\\ntwo\n\nthree"),
    ("a < b", "a < b"),
    ("- no list\n- at all", "\\- no list\\\n\\- at all"),
    ("<p>- no list</p>", "\\- no list"),
    ("<p>x\u{e000}\u{1}y</p>", "xy"),
    ("", ""),
    ("<p> </p>", ""),
    // What must not come along does not.
    ("a<script>alert(1)</script><style>b{}</style>c", "ac"),
    ("<a href=\"javascript:alert(1)\">x</a>", "x"),
    ("<a href=\" java\nscript:alert(1)\">x</a>", "x"),
    ("<a href=\"#top\">x</a>", "x"),
    ("<a href=\"other.html\">x</a>", "x (other.html)"),
    (
        "<img src=\"https://example.org/i.png\" alt=\"A [b]\">",
        "[A \\[b\\]](https://example.org/i.png)",
    ),
    ("<img src=\"https://example.org/i.png\">", "<https://example.org/i.png>"),
    ("<img src=\"i.png\" alt=\"A\">", "A (i.png)"),
    ("<img src=\"data:image/png;base64,AA\" alt=\"A\">", "A"),
    ("<iframe src=\"https://example.org/v\"></iframe>", "<https://example.org/v>"),
    (
        "<a href=\"https://a.org\"><img src=\"https://b.org/i.png\" alt=\"i\"></a>",
        "[i](https://b.org/i.png) <https://a.org>",
    ),
    ("<div onclick=\"x()\">y</div>", "y"),
    // Neighbours are not mixed up.
    ("Wow!<a href=\"https://a.org\">x</a>", "Wow\\![x](https://a.org)"),
    ("<b>Note:</b>text", "**Note:** text"),
    ("<b>Note</b>: text", "**Note**: text"),
    ("a<b>\"b\"</b>c", "a **\"b\"** c"),
    ("a<b>b</b>c", "a**b**c"),
    ("<b>a</b><strong>b</strong> <i><b>c</b></i>", "**ab** ***c***"),
    ("<b><strong>a</strong></b>", "**a**"),
    ("<b> a </b>b", "**a** b"),
    ("a<br>\n b", "a\\\nb"),
    ("<code><b>x</b> <a href=\"https://a.org\">y</a></code> z", "`x y` <https://a.org> z"),
    ("<code><a href=\"https://a.org\">y</a></code>", "[`y`](https://a.org)"),
    ("<a href=\"https://a.org\"><code>y</code></a>", "[`y`](https://a.org)"),
    ("<code><a href=\"a.html\">y]</a></code>", "`y] (a.html)`"),
    ("<pre>x <a href=\"https://a.org\">y</a></pre>", "```\nx y\n```\n\n<https://a.org>"),
    ("a<br>b", "a\\\nb"),
    ("a<br><br>b<br>", "a\n\nb"),
    ("a<br>\n<br/>\n<br>b", "a\n\nb"),
    ("<p>a<br></p><p>b</p>", "a\n\nb"),
    ("<ul><li>a<br>b</li></ul>", "- a\\\n  b"),
];

#[test]
fn html_becomes_markdown() {
    let converter = Converter::new();
    for (html, expected) in CASES {
        assert_eq!(converter.markdown(html).as_deref(), Ok(*expected), "{html}");
    }
}

#[test]
fn text_does_not_disappear() {
    let converter = Converter::new();
    for (html, expected, problem) in [
        (
            "<a href=\"https://a.org>Docs</a> is long.",
            "[Docs](https://a.org) is long.",
            "a quotation mark is never closed",
        ),
        ("<p>x</p><a href=\"https://a.org", "x\n\n\\<a href=\"https://a.org", "a tag is never"),
        ("a <b and c> d\ne", "a \\<b and c> d\\\ne", ""),
        ("A List<String> is</3 <i>it</i>", "A List\\<String> is</3 *it*", ""),
        ("a<!-- b", "a\\<!-- b", "a comment is never closed"),
        ("<frameset>a</frameset><title>b</title>", "ab", ""),
        ("a<table>b<tr><td>c</td></tr></table>", "ab\n\n|  |\n| --- |\n| c |", ""),
        ("a<script>b</script>", "a", "`<script>` is not imported"),
        ("<a href=\"javascript:x\">a</a>", "a", "the `href` of `<a>` is not imported"),
        ("<img src=\"data:image/png;base64,AA\">a", "a", "an image within the text"),
    ] {
        let (markdown, problems) = converter.converted(html).expect("small enough");
        assert_eq!(markdown, expected, "{html}");
        assert_eq!(problems.len(), usize::from(!problem.is_empty()), "{html}: {problems:?}");
        assert!(problems.iter().all(|found| found.starts_with(problem)), "{problems:?}");
    }
}

proptest::proptest! {
    /// Every letter outside of tags is in the Markdown, whatever people forget to close.
    #[test]
    fn no_letter_is_lost(
        parts in proptest::collection::vec(proptest::sample::select(PARTS.to_vec()), 0..8),
    ) {
        let html = parts.concat();
        let (markdown, problems) = Converter::new().converted(&html).expect("small enough");
        let is_lost = |problem: &String| problem.contains("could not be converted");
        proptest::prop_assert!(!problems.iter().any(is_lost), "{html} | {markdown} | {problems:?}");
        let shown = markdown::plain_text(&markdown);
        for word in ["alpha", "beta", "gamma"] {
            let wanted = html.matches(word).count();
            proptest::prop_assert!(shown.matches(word).count() >= wanted, "{html} | {markdown}");
        }
    }
}

const PARTS: &[&str] = &[
    "alpha",
    "beta ",
    " gamma\n",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<code>",
    "</code>",
    "<pre>",
    "</pre>",
    "<a href=\"https://a.org\">",
    "<a href=\"https://a.org>",
    "<a href='",
    "</a>",
    "<br>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<!-- ",
    "<select>",
    "<option>",
    "<h2>",
    "</h2>",
    "<T>",
    "<",
    ">",
    "\"",
    "<blockquote>",
    "<details><summary>",
    "</details>",
    "<title>",
    "<svg>",
    "<button>",
    "<iframe>",
    "</iframe>",
    "<textarea>",
    "<b",
    "</",
    "&lt;",
    "<s>",
    "<img alt='x' src='y'>",
];

#[test]
fn what_could_exhaust_the_stack_is_refused() {
    let deep = "<div>".repeat(5_000);
    assert_eq!(Converter::new().markdown(&deep), Err(TooComplex::Depth));
    let many = "<br>".repeat(20_000);
    assert_eq!(Converter::new().markdown(&many), Err(TooComplex::Tags));
    let on_a_small_stack = std::thread::Builder::new().stack_size(2 << 20).spawn(|| {
        let deep = "<b><span><a href=x>".repeat(31);
        assert!(Converter::new().markdown(&deep).is_ok());
    });
    on_a_small_stack.expect("a thread").join().expect("no overflow");
}
