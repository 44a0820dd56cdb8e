//! What a manifest asks for -> a plain version, and the order of versions.

use std::cmp::Ordering;

/// Longer texts are no version, whatever else they are.
const MAX_LENGTH: usize = 100;

/// Returns the plain version in what a manifest asks for, if that is honest: `^18.2.0`, `~> 5.1` and `>=1.2, <2` were
/// chosen at that version and stay near it. `>=4` says nothing about today, alternatives name several, and `*`, tags and
/// addresses name none.
pub(super) fn plain(range: &str) -> Option<String> {
    let range = range.trim();
    if range.len() > MAX_LENGTH || range.contains("||") || range.contains('|') {
        return None;
    }
    if let Some(range) = range.strip_prefix(['[', '(']) {
        return interval(range);
    }
    let (mut lower, mut exact, mut has_upper) = (None, None, false);
    for constraint in constraints(range) {
        let text = constraint.trim_start_matches(['=', '<', '>', '~', '^', '!']);
        let operator = &constraint[..constraint.len() - text.len()];
        let version = bare(text);
        match operator {
            ">=" | ">" => lower = lower.or(version),
            "<" | "<=" => has_upper = true,
            "!=" | "<>" => {}
            _ => exact = exact.or(Some(version?)),
        }
    }
    exact.or(lower.filter(|_| has_upper))
}

/// Splits `>= 1.2 <2, !=1.5` into constraints without blanks. A hyphen with blanks around it is a range, too.
fn constraints(range: &str) -> Vec<String> {
    let is_operator = |word: &str| word.bytes().all(|byte| b"=<>~^!".contains(&byte));
    let mut constraints: Vec<String> = Vec::new();
    let mut words =
        range.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        match (word, constraints.last_mut()) {
            ("and", _) => {}
            ("-", Some(_)) => {
                words.next();
            }
            (_, Some(before)) if is_operator(before) => before.push_str(word),
            _ => constraints.push(word.to_owned()),
        }
    }
    constraints
}

/// Reads an interval as Maven and `NuGet` write it, behind its first bracket.
fn interval(range: &str) -> Option<String> {
    let (range, more) = range.split_once([']', ')'])?;
    match range.split_once(',') {
        _ if !more.is_empty() => None,
        None => bare(range),
        Some((_, upper)) if upper.trim().is_empty() => None,
        Some((lower, _)) => bare(lower),
    }
}

/// Returns a version without `v`, wildcards and what Composer puts behind it.
pub(super) fn bare(text: &str) -> Option<String> {
    let text = text.trim().split('@').next()?;
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let first = text.split(['.', '-', '_', '+']).next()?;
    let is_number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    let is_part = |c: char| c.is_ascii_alphanumeric() || ".-_+*:".contains(c);
    if !is_number || text.len() > MAX_LENGTH || !text.chars().all(is_part) {
        return None;
    }
    let mut end = text.len();
    while let Some((before, last)) = text[..end].rsplit_once('.') {
        if !matches!(last, "x" | "X" | "*" | "+") {
            break;
        }
        end = before.len();
    }
    let text = text[..end].trim_end_matches('+');
    (!text.contains('*')).then(|| text.to_owned())
}

/// Compares two plain versions; `None` if they differ in something that has no order, such as `16-alpine` and
/// `16-bookworm`.
pub(crate) fn compare(a: &str, b: &str) -> Option<Ordering> {
    let ((a, a_rest), (b, b_rest)) = (numbers(a), numbers(b));
    for at in 0..a.len().max(b.len()) {
        let number = |numbers: &[u128]| numbers.get(at).copied().unwrap_or_default();
        match number(&a).cmp(&number(&b)) {
            Ordering::Equal => {}
            order => return Some(order),
        }
    }
    let (a_rest, b_rest) = (a_rest.to_ascii_lowercase(), b_rest.to_ascii_lowercase());
    match (stage(&a_rest), stage(&b_rest)) {
        _ if a_rest == b_rest => Some(Ordering::Equal),
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        (Some(_), None) if b_rest.is_empty() => Some(Ordering::Less),
        (None, Some(_)) if a_rest.is_empty() => Some(Ordering::Greater),
        _ => None,
    }
}

/// Returns the numbers that a version starts with, and the rest: what it says of the build does not count.
fn numbers(version: &str) -> (Vec<u128>, &str) {
    let version = version.split('+').next().unwrap_or_default();
    let (mut numbers, mut rest) = (Vec::new(), version);
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        numbers.push(rest[..end].parse().unwrap_or(u128::MAX));
        rest = &rest[end..];
        match rest.strip_prefix('.') {
            Some(next) if next.starts_with(|c: char| c.is_ascii_digit()) => rest = next,
            _ => break,
        }
    }
    (numbers, rest.trim_start_matches(['-', '.', '_']))
}

/// Returns where before its release a version stands, if it does: `rc1`, `beta.2`, `SNAPSHOT`.
fn stage(rest: &str) -> Option<(usize, u128)> {
    const STAGES: [&[&str]; 6] = [
        &["dev", "snapshot", "nightly", "canary"],
        &["preview", "pre", "ea"],
        &["alpha", "a"],
        &["beta", "b"],
        &["milestone", "m"],
        &["rc", "cr", "c"],
    ];
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let at = STAGES.iter().position(|names| names.contains(&&rest[..end]))?;
    let number = rest[end..].trim_start_matches(['-', '.', '_']);
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    Some((at, number[..end].parse().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_versions_where_that_is_honest() {
        for (range, version) in [
            ("^18.2.0", "18.2.0"),
            ("~1.2", "1.2"),
            ("~> 5.1", "5.1"),
            ("~=2.1", "2.1"),
            ("== 3.0.1", "3.0.1"),
            ("===3", "3"),
            ("=1.0.98", "1.0.98"),
            ("v4.2.2", "4.2.2"),
            (">=1.2, <2", "1.2"),
            (">= 1.2 < 2", "1.2"),
            (">=1.2 and <2.0", "1.2"),
            ("<2,>=1.2,!=1.5", "1.2"),
            ("1.2 - 2.3", "1.2"),
            ("[1.0,2.0)", "1.0"),
            ("[1.0]", "1.0"),
            ("5.x", "5"),
            ("8.2.*", "8.2"),
            ("1.+", "1"),
            ("1.0.0-rc.1", "1.0.0-rc.1"),
            ("1.0@dev", "1.0"),
            ("2.0.0.RELEASE", "2.0.0.RELEASE"),
            ("33.0.0-jre", "33.0.0-jre"),
            ("1.2.3+build", "1.2.3+build"),
        ] {
            assert_eq!(plain(range).as_deref(), Some(version), "{range}");
        }
        for range in [
            "",
            "*",
            "x",
            "latest",
            ">=4",
            ">1",
            "<2",
            "!=3",
            "^1 || ^2",
            "^1|^2",
            "dev-master",
            "[1.0,)",
            "(,2.0]",
            "[1,2),[3,4)",
            "main",
            "https://example.org/a.tgz",
            "git@github.com:a/b",
            "any",
            "+",
            "-",
            "^",
            "@dev",
            "7f3a9b2",
            "${version}",
            "1.2 ${x}",
            "==1.*.2",
        ] {
            assert_eq!(plain(range), None, "{range}");
        }
    }

    #[test]
    fn an_order_only_where_there_is_one() {
        use Ordering::{Equal, Greater, Less};
        for (a, b, order) in [
            ("3.6", "3.9.0", Some(Less)),
            ("3.10", "3.9", Some(Greater)),
            ("1", "1.0.0", Some(Equal)),
            ("1.0.0-rc.1", "1.0.0", Some(Less)),
            ("1.0.0rc1", "1.0.0rc2", Some(Less)),
            ("1.0-beta", "1.0-alpha", Some(Greater)),
            ("1.0-SNAPSHOT", "1.0", Some(Less)),
            ("16-alpine", "17-alpine", Some(Less)),
            ("16-alpine", "16-bookworm", None),
            ("16", "16-alpine", None),
            ("1.0+a", "1.0+b", Some(Equal)),
            ("33.0.0-jre", "33.1.0-jre", Some(Less)),
            ("20240101", "99999999999999999999999999999999999999999999", Some(Less)),
        ] {
            assert_eq!(compare(a, b), order, "{a} {b}");
        }
    }
}
