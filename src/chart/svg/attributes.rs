//! Adds the rules of a style sheet to the elements, as attributes.
//!
//! Programs that import SVG into slides support presentation attributes, but hardly style sheets. This
//! understands the CSS that `chart.css` uses: nested classes. It ignores all other rules of a theme.

use std::collections::{BTreeMap, HashMap};
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

/// The elements whose classes, and those of all elements around them, are the same: a drawing of thousands of elements has
/// about a hundred. They have the same attributes.
struct Kind<'a> {
    /// The classes of the element and of those around it, from the outside in.
    classes: Vec<Vec<&'a str>>,
    /// Those of the rules, as text.
    attributes: String,
    colour: Option<&'a str>,
    /// The kinds of the elements in it, by the value of `class`.
    inside: HashMap<&'a str, usize>,
}

/// Adds the rules of `css` as attributes to `svg`, which this program wrote.
pub(super) fn with_attributes(svg: &str, css: &str) -> String {
    let rules = rules(css);
    let mut out = String::with_capacity(svg.len() * 3 / 2);
    let mut kinds = vec![Kind::outside()];
    let mut open = vec![0];
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
            let around = open.last().copied().unwrap_or_default();
            let classes = class(tag);
            let known = kinds[around].inside.get(classes).copied();
            let kind = known.unwrap_or_else(|| {
                let kind = kinds[around].with(classes, &rules);
                kinds.push(kind);
                let last = kinds.len() - 1;
                kinds[around].inside.insert(classes, last);
                last
            });
            out.push_str(tag);
            out.push_str(&kinds[kind].attributes);
            out.push_str(end);
            if end.is_empty() {
                open.push(kind);
            }
        }
        out.push('>');
    }
    out + rest
}

impl<'a> Kind<'a> {
    /// Returns what is around the drawing.
    fn outside() -> Self {
        let (classes, attributes) = (Vec::new(), String::new());
        Self { classes, attributes, colour: None, inside: HashMap::new() }
    }

    /// Returns the kind of the elements in this one whose attribute `class` has this value.
    fn with(&self, class: &'a str, rules: &[Rule<'a>]) -> Self {
        let mut classes = self.classes.clone();
        classes.push(class.split(' ').collect());
        let values = values(rules, &classes);
        let colour = values.get("color").copied().or(self.colour);
        let mut attributes = String::new();
        for (name, value) in values.into_iter().filter(|(name, _)| PROPERTIES.contains(name)) {
            let value = if value == "currentColor" { colour.unwrap_or("black") } else { value };
            let _ = write!(attributes, r#" {name}="{}""#, value.replace('"', "'"));
        }
        Self { classes, attributes, colour, inside: HashMap::new() }
    }
}

/// Returns the properties of an element, from the classes of it and of those around it. A rule with more classes beats one
/// with fewer; of two equal rules, the later wins.
fn values<'a>(rules: &[Rule<'a>], classes: &[Vec<&str>]) -> BTreeMap<&'a str, &'a str> {
    let mut matching: Vec<&Rule> = rules.iter().filter(|rule| rule.holds(classes)).collect();
    matching.sort_by_key(|rule| rule.selector.iter().map(Vec::len).sum::<usize>());
    matching.into_iter().flat_map(|rule| rule.declarations.iter().copied()).collect()
}

impl Rule<'_> {
    fn holds(&self, classes: &[Vec<&str>]) -> bool {
        let has =
            |element: &[&str], wanted: &[&str]| wanted.iter().all(|class| element.contains(class));
        let Some((innermost, outer)) = self.selector.split_last() else { return false };
        let Some((element, around)) = classes.split_last() else { return false };
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

/// Returns the value of the attribute `class`; empty if there is none.
fn class(tag: &str) -> &str {
    let value = tag.split_once(r#" class=""#).and_then(|(_, after)| after.split_once('"'));
    value.map_or("", |(classes, _)| classes)
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
