//! Equal problems as one, and only some of each code in full: what people read. No error is left out.

use std::collections::HashMap;

use super::{Code, Judged, Label, Level};

/// How many different problems of a code people see in full.
const MAX_OF_A_CODE: usize = 20;

/// What people see.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry<'j> {
    /// A problem, and the others that differ from it only in their places.
    Problem { one: &'j Judged, others: Vec<&'j Judged> },
    /// An error beyond the first ones of its code, and its equals: a line each.
    Lines(Vec<&'j Judged>),
    /// The warnings of a code that are left out.
    More { code: Code, count: usize },
}

/// Puts equal problems together, where the first of them is. Of those of a code beyond the first ones, errors are
/// short and warnings are counted.
pub(super) fn grouped(judged: &[Judged]) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut known: HashMap<Text, usize> = HashMap::new();
    let mut counts: HashMap<(Level, Code), (usize, usize)> = HashMap::new();
    for one in judged {
        let text = text_of(one);
        match known.get(&text).map(|at| &mut entries[*at]) {
            Some(Entry::Problem { others: equals, .. } | Entry::Lines(equals)) => {
                equals.push(one);
                continue;
            }
            _ => {}
        }
        let (level, code) = (one.level, one.diagnostic.code);
        let (shown, more) = counts.entry((level, code)).or_default();
        if *shown < MAX_OF_A_CODE {
            *shown += 1;
            known.insert(text, entries.len());
            entries.push(Entry::Problem { one, others: Vec::new() });
        } else if level == Level::Deny {
            known.insert(text, entries.len());
            entries.push(Entry::Lines(vec![one]));
        } else if *shown == MAX_OF_A_CODE {
            *shown += 1;
            *more = entries.len();
            entries.push(Entry::More { code, count: 1 });
        } else if let Entry::More { count, .. } = &mut entries[*more] {
            *count += 1;
        }
    }
    entries
}

impl<'j> Entry<'j> {
    /// Returns the problems of which people see only the place.
    pub(super) fn listed(&self) -> &[&'j Judged] {
        /// As many as there may be problems of a code.
        const MAX_PLACES: usize = MAX_OF_A_CODE - 1;
        match self {
            Self::Problem { one, others } if one.level == Level::Deny => others,
            Self::Problem { others, .. } => &others[..others.len().min(MAX_PLACES)],
            Self::Lines(equals) => equals,
            Self::More { .. } => &[],
        }
    }
}

/// Everything that people read of a problem, but its places.
type Text<'j> = (Level, Code, &'j str, Vec<&'j str>, &'j [String]);

fn text_of(one: &Judged) -> Text<'_> {
    let diagnostic = &one.diagnostic;
    let labels = diagnostic.labels.iter().map(|Label { text, .. }| text.as_str()).collect();
    (one.level, diagnostic.code, &diagnostic.message, labels, &diagnostic.help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Span};
    use crate::source::FileId;

    fn problem(code: Code, message: String, at: usize) -> Judged {
        let at = Span::new(FileId::FIRST, at..at);
        Judged { level: Level::Warn, diagnostic: Diagnostic::new(code, message, at) }
    }

    #[test]
    fn no_error_is_left_out() {
        let of = |n: usize| problem(Code::UnknownRing, format!("there is no ring `{}`", n % 30), n);
        let judged: Vec<Judged> =
            (0..100).map(|n| Judged { level: Level::Deny, ..of(n) }).collect();
        let shown: usize = grouped(&judged)
            .iter()
            .map(|entry| match entry {
                Entry::Problem { others, .. } => 1 + others.len(),
                Entry::Lines(equals) => equals.len(),
                Entry::More { .. } => 0,
            })
            .sum();
        assert_eq!((shown, grouped(&judged).len()), (100, 30));
    }

    #[test]
    fn equal_problems_are_one_and_the_rest_of_a_code_is_counted() {
        let equal = (0..28).map(|at| problem(Code::Orphaned, "nobody owns it".to_owned(), at));
        let many = (0..50).map(|n| problem(Code::Unreviewed, format!("nobody reviewed {n}"), n));
        let judged: Vec<Judged> = equal.chain(many).collect();
        let entries = grouped(&judged);
        let Entry::Problem { one, others } = &entries[0] else { panic!("{entries:?}") };
        assert_eq!((one.diagnostic.at().start, others.len()), (0, 27));
        assert_eq!(entries.len(), 1 + 20 + 1);
        let more = Entry::More { code: Code::Unreviewed, count: 30 };
        assert_eq!(entries[21], more);
    }
}
