//! Tables without a header row, which Markdown does not have: they get an empty one.

use std::rc::Rc;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::{Element, Node};
use markup5ever_rcdom::NodeData;

use super::mark;

/// A table whose rows are all alike; htmd itself does those with a header.
#[allow(clippy::needless_pass_by_value, reason = "the form htmd asks for")]
pub(super) fn without_header(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let mut rows = Vec::new();
    let has_header = collect(element.node, &mut rows);
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    if has_header || columns == 0 {
        return handlers.fallback(element);
    }
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let blank = vec![String::new(); columns];
    let mut lines = vec![line(&blank), line(&vec!["---".to_owned(); columns])];
    for row in rows {
        let mut cells: Vec<String> = row.iter().map(|cell| text(handlers, cell)).collect();
        cells.resize(columns, String::new());
        lines.push(line(&cells));
    }
    Some(format!("\n\n{}\n\n", lines.join("\n")).into())
}

/// Collects the cells of each row; whether any of them is a heading. Tables within cells are theirs.
fn collect(node: &Rc<Node>, rows: &mut Vec<Vec<Rc<Node>>>) -> bool {
    let mut has_header = false;
    for child in node.children.borrow().iter() {
        match tag(child).as_deref() {
            Some("tr") => {
                rows.push(Vec::new());
                has_header |= collect(child, rows);
            }
            Some("td") => {
                if let Some(row) = rows.last_mut() {
                    row.push(Rc::clone(child));
                }
            }
            Some("th") => return true,
            Some("tbody" | "tfoot" | "thead") => has_header |= collect(child, rows),
            _ => {}
        }
    }
    has_header
}

fn tag(node: &Node) -> Option<String> {
    match &node.data {
        NodeData::Element { name, .. } => Some(name.local.to_string()),
        _ => None,
    }
}

/// What a cell says, on one line.
fn text(handlers: &dyn Handlers, cell: &Rc<Node>) -> String {
    let content = handlers.walk_children(cell).content.replace(mark::BREAK, " ");
    let line = content.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('|', "\\|")
}
