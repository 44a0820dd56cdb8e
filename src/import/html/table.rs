//! Tables without a header row. Markdown has none, so they get an empty one.

use htmd::Element;
use htmd::element_handler::{HandlerResult, Handlers};

use super::mark;

/// Renders a table. htmd renders the rows of a table with a header itself, without a call of [`row`].
pub(super) fn table(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let content = handlers.fallback(element)?.content;
    let mut rows = content.split(mark::ROW);
    let caption = rows.next().unwrap_or_default().trim();
    let rows: Vec<Vec<&str>> =
        rows.map(|row| row.split(mark::CELL).skip(1).map(str::trim).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    if columns == 0 {
        return Some(content.replace(mark::ROW, "").into());
    }
    let line = |cells: &[&str]| format!("| {} |", cells.join(" | "));
    let mut lines = vec![line(&vec![""; columns]), line(&vec!["---"; columns])];
    for mut cells in rows {
        cells.resize(columns, "");
        lines.push(line(&cells));
    }
    Some(format!("\n\n{caption}\n\n{}\n\n", lines.join("\n")).into())
}

/// Renders the cells of a row, each on one line and with a mark before it.
pub(super) fn row(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let mut row = mark::ROW.to_string();
    for child in element.node.children.borrow().iter() {
        let content = handlers.handle(child)?.content;
        let cell = match content.strip_prefix(mark::CELL) {
            Some(cell) => cell,
            // A row outside of a table.
            None if content.trim().is_empty() => continue,
            None => &content,
        };
        let cell = cell.replace(mark::BREAK, " ").replace('|', "\\|");
        row.push(mark::CELL);
        row += &cell.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    Some(row.into())
}

/// Renders a cell with a mark before it. The mark is white space, which htmd trims from the cells that it
/// puts into a table itself.
pub(super) fn cell(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content.replace(mark::CELL, " ");
    Some(format!("{}{content}", mark::CELL).into())
}
