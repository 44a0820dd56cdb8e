//! Equal problems as one, and at most some of each code: what people read.

use std::collections::HashMap;

use super::{Code, Judged, Label, Level};

/// How many different problems of a code people see.
const MAX_OF_A_CODE: usize = 20;

/// What people see.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry<'j> {
    /// A problem, and the others that differ from it only in their places.
    Problem { one: &'j Judged, others: Vec<&'j Judged> },
    /// The problems of a code that are left out.
    More { level: Level, code: Code, count: usize },
}

/// Puts equal problems together, where the first of them is, and leaves out those of a code beyond the first ones.
pub(super) fn grouped(judged: &[Judged]) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut known: HashMap<Text, usize> = HashMap::new();
    let mut counts: HashMap<(Level, Code), (usize, usize)> = HashMap::new();
    for one in judged {
        let text = text_of(one);
        if let Some(Entry::Problem { others, .. }) = known.get(&text).map(|at| &mut entries[*at]) {
            others.push(one);
            continue;
        }
        let (level, code) = (one.level, one.diagnostic.code);
        let (shown, more) = counts.entry((level, code)).or_default();
        if *shown < MAX_OF_A_CODE {
            *shown += 1;
            known.insert(text, entries.len());
            entries.push(Entry::Problem { one, others: Vec::new() });
        } else if *shown == MAX_OF_A_CODE {
            *shown += 1;
            *more = entries.len();
            entries.push(Entry::More { level, code, count: 1 });
        } else if let Entry::More { count, .. } = &mut entries[*more] {
            *count += 1;
        }
    }
    entries
}

impl<'j> Entry<'j> {
    /// Returns the other problems whose places people see.
    pub(super) fn listed(&self) -> &[&'j Judged] {
        /// As many as there may be problems of a code.
        const MAX_PLACES: usize = MAX_OF_A_CODE - 1;
        match self {
            Self::Problem { others, .. } => &others[..others.len().min(MAX_PLACES)],
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
    fn equal_problems_are_one_and_the_rest_of_a_code_is_counted() {
        let equal = (0..28).map(|at| problem(Code::Orphaned, "nobody owns it".to_owned(), at));
        let many = (0..50).map(|n| problem(Code::Unreviewed, format!("nobody reviewed {n}"), n));
        let judged: Vec<Judged> = equal.chain(many).collect();
        let entries = grouped(&judged);
        let Entry::Problem { one, others } = &entries[0] else { panic!("{entries:?}") };
        assert_eq!((one.diagnostic.at().start, others.len()), (0, 27));
        assert_eq!(entries.len(), 1 + 20 + 1);
        let more = Entry::More { level: Level::Warn, code: Code::Unreviewed, count: 30 };
        assert_eq!(entries[21], more);
    }
}
