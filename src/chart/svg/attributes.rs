//! Adds the rules of a style sheet to the elements, as attributes.
//!
//! Programs that import SVG into slides support presentation attributes, but hardly style sheets. This
//! understands the CSS that `chart.css` uses: nested classes. It ignores all other rules of a theme.

use std::collections::BTreeMap;
use std::fmt::Write;

/// The properties that SVG has as attributes.
const PROPERTIES: [&str; 8] = [
    "fill",
    "fill-opacity",
    "font-family",
    "font-weight",
    "stroke",
    "stroke-dasharray",
    "stroke-opacity",
    "stroke-width",
];

/// A rule for elements of some classes in elements of other classes.
struct Rule<'a> {
    /// The required classes of the nested elements, from the outside in.
    selector: Vec<Vec<&'a str>>,
    declarations: Vec<(&'a str, &'a str)>,
}

/// Adds the rules of `css` as attributes to `svg`, which this program wrote.
pub(super) fn with_attributes(svg: &str, css: &str) -> String {
    let rules = rules(css);
    let mut out = String::with_capacity(svg.len() * 3 / 2);
    // The classes and the colour of each open element.
    let mut open: Vec<(Vec<&str>, Option<&str>)> = Vec::new();
    let mut rest = svg;
    while let Some((text, after)) = rest.split_once('<') {
        out.push_str(text);
        out.push('<');
        // Texts and attributes have their angle brackets escaped.
        let Some((tag, after)) = after.split_once('>') else { break };
        rest = after;
        if tag.starts_with('/') {
            open.pop();
            out.push_str(tag);
        } else {
            let (tag, end) = tag.strip_suffix('/').map_or((tag, ""), |tag| (tag, "/"));
            let outside = open.last().and_then(|&(_, colour)| colour);
            open.push((classes(tag), outside));
            let values = values(&rules, &open);
            let colour = values.get("color").copied().or(outside);
            out.push_str(tag);
            for (name, value) in values.into_iter().filter(|(name, _)| PROPERTIES.contains(name)) {
                let value = if value == "currentColor" { colour.unwrap_or("black") } else { value };
                let _ = write!(out, r#" {name}="{}""#, value.replace('"', "'"));
            }
            match (end, open.last_mut()) {
                ("", Some(element)) => element.1 = colour,
                _ => drop(open.pop()),
            }
            out.push_str(end);
        }
        out.push('>');
    }
    out + rest
}

/// Returns the properties of the innermost element. A rule with more classes beats one with fewer; of two
/// equal rules, the later wins.
fn values<'a>(
    rules: &[Rule<'a>],
    open: &[(Vec<&str>, Option<&str>)],
) -> BTreeMap<&'a str, &'a str> {
    let mut matching: Vec<&Rule> = rules.iter().filter(|rule| rule.holds(open)).collect();
    matching.sort_by_key(|rule| rule.selector.iter().map(Vec::len).sum::<usize>());
    matching.into_iter().flat_map(|rule| rule.declarations.iter().copied()).collect()
}

impl Rule<'_> {
    fn holds(&self, open: &[(Vec<&str>, Option<&str>)]) -> bool {
        let has = |element: &(Vec<&str>, _), wanted: &[&str]| {
            wanted.iter().all(|class| element.0.contains(class))
        };
        let Some((innermost, outer)) = self.selector.split_last() else { return false };
        let Some((element, around)) = open.split_last() else { return false };
        let mut around = around.iter();
        has(element, innermost)
            && outer.iter().all(|wanted| around.any(|element| has(element, wanted)))
    }
}

/// Returns the rules that consist of classes alone, in their order. Skips `@media`, which is for screens.
fn rules(css: &str) -> Vec<Rule<'_>> {
    let mut rules = Vec::new();
    let mut rest = css;
    while let Some((selectors, after)) = rest.split_once('{') {
        if selectors.trim_start().starts_with('@') {
            rest = after_block(after);
            continue;
        }
        let (body, after) = after.split_once('}').unwrap_or((after, ""));
        rest = after;
        let declarations: Vec<(&str, &str)> = body
            .split(';')
            .filter_map(|declaration| declaration.split_once(':'))
            .map(|(name, value)| (name.trim(), value.trim()))
            .collect();
        for selector in selectors.split(',').filter_map(selector) {
            rules.push(Rule { selector, declarations: declarations.clone() });
        }
    }
    rules
}

/// Returns the rest of `css` after the end of the block that it begins in.
fn after_block(css: &str) -> &str {
    let mut depth = 1;
    for (at, c) in css.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 {
            return &css[at + 1..];
        }
    }
    ""
}

/// Returns `.a .b.c` as lists of classes, or `None` for any other selector.
fn selector(selector: &str) -> Option<Vec<Vec<&str>>> {
    selector
        .split_whitespace()
        .map(|compound| {
            let classes = compound.strip_prefix('.')?;
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
            classes.chars().all(plain).then(|| classes.split('.').collect())
        })
        .collect()
}

fn classes(tag: &str) -> Vec<&str> {
    let value = tag.split_once(r#" class=""#).and_then(|(_, after)| after.split_once('"'));
    value.map_or_else(Vec::new, |(classes, _)| classes.split(' ').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_become_attributes() {
        let css = ".a{color:red}.core,.dial{fill:currentColor}.a .b .core{fill:none;stroke:#111}\
                   .core:focus{fill:blue}@media print{.core{fill:green}}circle{fill:grey}\
                   .chart{font-family:\"F\", serif;display:block}";
        let cases = [
            (r#"<g class="a"><circle class="core"/></g>"#, r#" fill="red"/>"#),
            (
                r#"<g class="a"><g class="b x"><path class="core y"/></g></g>"#,
                r##" fill="none" stroke="#111"/>"##,
            ),
            (r#"<g class="a"/><circle class="dial"/>"#, r#"class="dial" fill="black"/>"#),
            (r#"<svg class="chart">a &lt; b</svg>"#, r#" font-family="'F', serif">a &lt; b</svg>"#),
            ("<circle/>", "<circle/>"),
        ];
        for (svg, expected) in cases {
            let written = with_attributes(svg, css);
            assert!(written.contains(expected), "{svg}: {written}");
        }
    }
}
