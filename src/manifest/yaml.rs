//! YAML, as manifests use it: every document of a text, without recursion.
//!
//! An alias of a short scalar is that scalar. Aliases of lists and tables stay empty, because anchors within anchors grow
//! exponentially, and what they repeat is found where it is written.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::Unreadable;

/// A bundle of definitions for Kubernetes has 100,000 values.
const MAX_VALUES: usize = 600_000;
const MAX_DEPTH: usize = 200;
/// The longest scalar that aliases repeat.
const MAX_REPEATED: usize = 200;

/// A value of a YAML text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Null,
    Scalar { text: String, line: usize },
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

impl Node {
    /// Returns the value behind a key of a table.
    pub(super) fn get(&self, key: &str) -> &Node {
        self.entries().iter().find(|(known, _)| known == key).map_or(&Node::Null, |(_, node)| node)
    }

    /// Returns the entries of a table; none for everything else.
    pub(super) fn entries(&self) -> &[(String, Node)] {
        if let Node::Table(entries) = self { entries } else { &[] }
    }

    /// Returns the items of a list; none for everything else.
    pub(super) fn items(&self) -> &[Node] {
        if let Node::List(items) = self { items } else { &[] }
    }

    /// Returns the text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        if let Node::Scalar { text, .. } = self { Some(text) } else { None }
    }

    /// Calls a function with every table in this value, at any depth, and the key that leads there. Where it returns
    /// false, the walk goes no deeper.
    pub(super) fn tables<'n>(&'n self, mut visit: impl FnMut(&'n str, &'n Node) -> bool) {
        let mut next = vec![("", self)];
        while let Some((key, node)) = next.pop() {
            match node {
                Node::Table(entries) if visit(key, node) => {
                    next.extend(entries.iter().rev().map(|(key, node)| (key.as_str(), node)));
                }
                Node::List(items) => next.extend(items.iter().rev().map(|item| (key, item))),
                _ => {}
            }
        }
    }
}

/// Reads the documents of a text.
pub(super) fn read(text: &str) -> Result<Vec<Node>, Unreadable> {
    let mut reading = Reading::default();
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let reason = format!("it is not YAML: {}", error.info());
            Unreadable::new(error.marker().line(), reason)
        })?;
        reading.take(event, span.start.line())?;
    }
    Ok(reading.documents)
}

/// Returns the only document of a text, or its first.
pub(super) fn first(text: &str) -> Result<Node, Unreadable> {
    Ok(read(text)?.into_iter().next().unwrap_or(Node::Null))
}

/// A list or a table whose end is not read yet.
struct Open {
    node: Node,
    /// The key whose value comes next, in a table.
    key: Option<String>,
}

#[derive(Default)]
struct Reading {
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    count: usize,
    documents: Vec<Node>,
}

impl Reading {
    fn take(&mut self, event: Event, line: usize) -> Result<(), Unreadable> {
        self.count += 1;
        if self.count > MAX_VALUES {
            return Err(Unreadable::new(line, format!("it has more than {MAX_VALUES} values")));
        }
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let is_null = style == ScalarStyle::Plain
                    && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let text = text.into_owned();
                let node = if is_null { Node::Null } else { Node::Scalar { text, line } };
                if anchor != 0 && node.text().is_some_and(|text| text.len() <= MAX_REPEATED) {
                    self.anchors.insert(anchor, node.clone());
                }
                self.put(node);
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned().unwrap_or(Node::Null);
                self.put(node);
            }
            Event::SequenceStart(..) => self.open(Node::List(Vec::new()), line)?,
            Event::MappingStart(..) => self.open(Node::Table(Vec::new()), line)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    self.put(open.node);
                }
            }
            Event::DocumentStart(_) => self.anchors.clear(),
            Event::DocumentEnd | Event::Nothing | Event::StreamStart | Event::StreamEnd => {}
        }
        Ok(())
    }

    fn open(&mut self, node: Node, line: usize) -> Result<(), Unreadable> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Unreadable::new(line, format!("it has more than {MAX_DEPTH} levels")));
        }
        self.open.push(Open { node, key: None });
        Ok(())
    }

    /// Adds a complete value to the innermost open list or table.
    fn put(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.documents.push(node);
            return;
        };
        match &mut open.node {
            Node::List(items) => items.push(node),
            Node::Table(entries) => match open.key.take() {
                Some(key) => entries.push((key, node)),
                // A key that is a list or a table is nothing that a manifest has.
                None => open.key = Some(node.text().unwrap_or_default().to_owned()),
            },
            Node::Null | Node::Scalar { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_repeated_and_tables_are_not() {
        let text = "a: &v \"1.10\"\nb: *v\nc: &t {x: 1}\nd: *t\n? [k]\n: v\ne: ~\n---\nf: 2\n";
        let documents = read(text).expect("YAML");
        assert_eq!(documents.len(), 2);
        assert_eq!(documents[0].get("b").text(), Some("1.10"));
        assert_eq!(documents[0].get("c").get("x").text(), Some("1"));
        assert_eq!(documents[0].get("d"), &Node::Null);
        assert_eq!(documents[0].get("e"), &Node::Null);
        assert_eq!(documents[1].get("f"), &Node::Scalar { text: "2".to_owned(), line: 9 });
    }

    #[test]
    fn bombs_stay_small() {
        let mut laughs = "a0: &a0 [x, x, x]\n".to_owned();
        for depth in 1..60 {
            let before = depth - 1;
            let line = format!("a{depth}: &a{depth} [*a{before}, *a{before}, *a{before}]\n");
            laughs += &line;
        }
        assert_eq!(read(&laughs).expect("YAML")[0].entries().len(), 60);
        // The parser has its own limit of brackets.
        assert!(read(&"[".repeat(5000)).is_err());
        let deep: String = (0..5000).map(|level| " ".repeat(level) + "a:\n").collect();
        assert!(read(&deep).expect_err("too deep").reason.contains("levels"));
        let many = "- a\n".repeat(MAX_VALUES + 1);
        assert!(read(&many).expect_err("too many").reason.contains("values"));
    }
}
