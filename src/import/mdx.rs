//! MDX -> Markdown of the same length: what its compiler would run is blank, and so are comments. The text between
//! the tags of components stays.

use std::ops::Range;

/// A text without code.
pub(super) struct Plain {
    pub(super) text: String,
    /// What is left out, with its bytes.
    pub(super) problems: Vec<(&'static str, Range<usize>)>,
}

const MODULES: &str = "`import` and `export` of MDX are not imported";
const COMPONENTS: &str = "a component of MDX is not imported, only the text between its tags";
/// As far as the end of a tag or a comment is looked for.
const MAX_TAG: usize = 10_000;

/// Returns an MDX text without its code.
pub(super) fn plain(text: &str) -> Plain {
    let mut reader = Reader { text, at: 0, modules: Vec::new(), tags: Vec::new() };
    while reader.at < text.len() {
        reader.step();
    }
    let Reader { modules, tags, .. } = reader;
    let mut bytes = text.as_bytes().to_vec();
    for range in modules.iter().chain(&tags) {
        blank(&mut bytes[range.clone()]);
    }
    let alone: Vec<bool> = tags.iter().map(|range| is_alone(&bytes, range)).collect();
    for (range, _) in tags.iter().zip(alone).filter(|(range, alone)| !alone && range.len() > 2) {
        // An indent could make code of the rest of the line, so there is a tag that means nothing.
        let mark: &[u8] = if text[range.clone()].starts_with("</") { b"</u" } else { b"<u" };
        if mark.len() < range.len() {
            bytes[range.start..range.start + mark.len()].copy_from_slice(mark);
            bytes[range.end - 1] = b'>';
        }
    }
    let is_component = |range: &&Range<usize>| {
        text[range.start + 1..].starts_with(|c: char| c.is_ascii_uppercase())
    };
    let problems = modules.iter().map(|range| (MODULES, range.clone()));
    let components = tags.iter().filter(is_component).map(|range| (COMPONENTS, range.clone()));
    let problems = problems.chain(components).collect();
    let text = String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned());
    Plain { text, problems }
}

fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}

/// Whether the lines of a tag that is blank have nothing else.
fn is_alone(bytes: &[u8], range: &Range<usize>) -> bool {
    let start = bytes[..range.start].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let end = bytes[range.end..].iter().position(|b| *b == b'\n');
    let end = end.map_or(bytes.len(), |ahead| range.end + ahead);
    bytes[start..end].iter().all(u8::is_ascii_whitespace)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    modules: Vec<Range<usize>>,
    tags: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        let is_line = self.at == 0 || self.text[..self.at].ends_with('\n');
        if is_line && let Some(length) = fenced(rest) {
            self.at += length;
            return;
        }
        if is_line
            && self.is_after_block()
            && let Some(length) = module(rest)
        {
            self.modules.push(self.at..self.at + length);
            self.at += length;
            return;
        }
        let length = match rest.as_bytes().first() {
            Some(b'`') => Some(code(rest)),
            Some(b'<') => tag(rest).inspect(|length| self.tags.push(self.at..self.at + length)),
            Some(b'{') => comment(rest).inspect(|length| self.tags.push(self.at..self.at + length)),
            _ => None,
        };
        let first = rest.chars().next().map_or(1, char::len_utf8);
        // The next byte that may mean something.
        let plain = || {
            let after = &rest[first..];
            first + after.find(['`', '<', '{', '\n']).unwrap_or(after.len())
        };
        self.at += length.unwrap_or_else(|| if rest.starts_with('\n') { 1 } else { plain() });
    }

    /// Whether what is above is a blank line, nothing, or a module.
    fn is_after_block(&self) -> bool {
        let above = &self.text[..self.at];
        above.trim_end_matches([' ', '\t', '\r', '\n']).is_empty()
            || above.ends_with("\n\n")
            || above.ends_with("\n\r\n")
            || self.modules.last().is_some_and(|module| module.end == self.at)
    }
}

/// Returns the length of a fenced block of code.
fn fenced(text: &str) -> Option<usize> {
    let first = text.split_inclusive('\n').next()?;
    let fence = first.trim_start();
    let sign = fence.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let marks = &fence[..fence.len() - fence.trim_start_matches(sign).len()];
    if marks.len() < 3 || sign == '`' && fence[marks.len()..].contains('`') {
        return None;
    }
    let mut end = first.len();
    for line in text[end..].split_inclusive('\n') {
        end += line.len();
        let is_end = line.trim_start().starts_with(marks);
        if is_end && line.trim().chars().all(|c| c == sign) {
            break;
        }
    }
    Some(end)
}

/// Returns the length of an `import` or `export` with its lines.
fn module(text: &str) -> Option<usize> {
    if !text.starts_with("import ") && !text.starts_with("export ") {
        return None;
    }
    let mut end = 0;
    let mut depth = 0i64;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() && depth <= 0 {
            break;
        }
        end += line.len();
        depth += line.chars().fold(0, |depth, c| match c {
            '{' | '(' | '[' => depth + 1,
            '}' | ')' | ']' => depth - 1,
            _ => depth,
        });
        let is_over = depth <= 0 && line.trim_end().ends_with([';', '}', '"', '\'', ')']);
        if is_over {
            break;
        }
    }
    // Prose may start with the word.
    let block = &text[..end];
    let quoted = |start: &str| {
        let places = block.match_indices(start);
        let mut after = places.map(|(at, _)| block[at + start.len()..].trim_start());
        after.any(|after| after.starts_with(['"', '\'']))
    };
    let kinds = ["const ", "let ", "var ", "function ", "default ", "class ", "async ", "{", "*"];
    let is_code = match text.strip_prefix("export ") {
        Some(what) => kinds.iter().any(|kind| what.trim_start().starts_with(kind)),
        None => quoted("from ") || block["import ".len()..].trim_start().starts_with(['"', '\'']),
    };
    is_code.then_some(end)
}

/// Returns the length of code in a line, or of its marks if it has no end.
fn code(text: &str) -> usize {
    let marks = text.len() - text.trim_start_matches('`').len();
    let paragraph = &text[..text.find("\n\n").unwrap_or(text.len())];
    let mut at = marks;
    while let Some(ahead) = paragraph.get(at..).and_then(|rest| rest.find('`')) {
        let run = &paragraph[at + ahead..];
        let length = run.len() - run.trim_start_matches('`').len();
        at += ahead + length;
        if length == marks {
            return at;
        }
    }
    marks
}

/// Returns the length of the tag of a component, or of a fragment.
fn tag(text: &str) -> Option<usize> {
    let after = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    if after.starts_with('>') {
        return Some(text.len() - after.len() + 1);
    }
    if !after.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let name = after.trim_start_matches(is_name);
    if !name.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/')) {
        return None;
    }
    let (mut quote, mut depth) = (None, 0usize);
    let start = text.len() - name.len();
    for (at, byte) in text.bytes().enumerate().take(start + MAX_TAG).skip(start) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            (None, b'>') if depth == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Returns the length of `{/* … */}`.
fn comment(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("{/*")?;
    let end = inner.bytes().take(MAX_TAG).collect::<Vec<u8>>();
    let end = end.windows(3).position(|place| place == b"*/}")?;
    Some("{/*".len() + end + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_blank_and_text_stays_where_it_is() {
        for (text, expected, problems) in [
            ("import A from '@x/A';\nimport {\n  B,\n} from \"y\"\n\n# T\n", "# T", 2),
            ("export const a = {\n  b: 1,\n\n  c: 2\n};\n\nText\n", "Text", 1),
            (
                "import is what we do.\n\nexport trade grows",
                "import is what we do.\n\nexport trade grows",
                0,
            ),
            ("a\nimport A from 'b'", "a\nimport A from 'b'", 0),
            (
                "```js\n\nimport A from 'b';\n<A>\n```\nx",
                "```js\n\nimport A from 'b';\n<A>\n```\nx",
                0,
            ),
            ("<Tabs>\n<Item a={b > c} d=\"e>\">\n\n**x**\n\n</Item>\n</Tabs>", "**x**", 2),
            ("a <Kbd>Ctrl</Kbd> `<Kbd>` b", "a <u  >Ctrl</u  > `<Kbd>` b", 1),
            ("<Note>x</Note>", "<u   >x</u   >", 1),
            ("a {/* no\n<B> */} b {c}", "a <u    \n      > b {c}", 0),
            ("a < B, <b>c</b> and ü <Ü", "a < B, <b>c</b> and ü <Ü", 0),
            ("<A never ends", "<A never ends", 0),
        ] {
            let plain = plain(text);
            assert_eq!(plain.text.trim(), expected, "{text}");
            assert_eq!(plain.text.len(), text.len(), "{text}");
            assert_eq!(plain.problems.len(), problems, "{text}: {:?}", plain.problems);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_keeps_its_length(text in "[Aa<>{}/*`\"'= \né]{0,40}") {
            proptest::prop_assert_eq!(plain(&text).text.len(), text.len());
        }
    }
}
