//! Rewrites the patterns of a grammar so that they compile in less time: the letters of Unicode are some 700 ranges, which
//! Oniguruma puts into every class that names them. A few ranges have the same letters, and what else is between them.

use std::borrow::Cow;

/// What a class of letters has besides those of ASCII: whole blocks of letters with the gaps between them, as XML 1.0
/// defines its names, but without signs that stand beside letters in texts: the marks of Arabic, of East Asia, and those
/// of full width. The letters themselves, which are read faster than their numbers.
const OTHER: &str = concat!(
    // Latin to Hebrew.
    "\u{AA}\u{B5}\u{BA}\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{37D}\u{37F}-\u{5BD}\u{5BF}-\u{5F2}",
    // Arabic and on.
    "\u{610}-\u{61A}\u{620}-\u{669}\u{66E}-\u{1FFF}\u{200C}-\u{200D}\u{2071}-\u{207F}",
    "\u{2090}-\u{209C}\u{2C00}-\u{2DFF}",
    // East Asia.
    "\u{3005}-\u{3007}\u{3021}-\u{302F}\u{3031}-\u{303C}\u{3041}-\u{D7FF}\u{F900}-\u{FDFB}",
    "\u{FE70}-\u{FEFC}\u{FF21}-\u{FF3A}\u{FF41}-\u{FF5A}\u{FF66}-\u{FFDC}",
    // The other planes, without pictures.
    "\u{10000}-\u{1CFFF}\u{20000}-\u{3FFFF}",
);

/// Returns a pattern with a few ranges in place of every class of letters.
pub(crate) fn pattern(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    // Only patterns with white space and comments have more than one line.
    let has_comments = pattern.contains('\n');
    // How many brackets are open.
    let mut depth = 0_usize;
    while let Some(first) = rest.chars().next() {
        let (written, length): (Cow<str>, usize) =
            if let Some((letters, length)) = letters(rest, depth > 0) {
                (letters.into(), length)
            } else if first == '\\' {
                let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                (rest[..length].into(), length)
            } else if has_comments && depth == 0 && first == '#' {
                let length = rest.find('\n').unwrap_or(rest.len());
                (rest[..length].into(), length)
            } else if first == '[' && depth > 0 && rest.starts_with("[:") {
                let length = rest.find(":]").map_or(1, |at| at + 2);
                (rest[..length].into(), length)
            } else if first == '[' {
                depth += 1;
                // A bracket that follows at once is a letter.
                let open = if rest.starts_with("[^") { 2 } else { 1 };
                let length = open + usize::from(rest[open..].starts_with(']'));
                (rest[..length].into(), length)
            } else {
                depth -= usize::from(first == ']' && depth > 0);
                let length = first.len_utf8();
                (rest[..length].into(), length)
            };
        out += &written;
        rest = &rest[length..];
    }
    out
}

/// Returns what to write for the class of letters at the start of a pattern, and its length.
fn letters(rest: &str, is_in_class: bool) -> Option<(String, usize)> {
    let (name, length) = if let Some(named) = rest.strip_prefix("\\p{") {
        let end = named.find('}')?;
        (&named[..end], "\\p{".len() + end + 1)
    } else if let Some(named) = rest.strip_prefix("[:").filter(|_| is_in_class) {
        let end = named.find(":]")?;
        (&named[..end], "[:".len() + end + 2)
    } else if rest.starts_with("\\w") && is_in_class {
        ("word", 2)
    } else {
        return None;
    };
    let ascii = match name.to_ascii_lowercase().as_str() {
        "l" | "letter" | "alpha" | "xid_start" | "xids" | "id_start" | "ids" => "A-Za-z",
        "alnum" => "0-9A-Za-z",
        "word" | "xid_continue" | "xidc" | "id_continue" | "idc" => "0-9A-Za-z_",
        _ => return None,
    };
    let letters = format!("{ascii}{OTHER}");
    Some((if is_in_class { letters } else { format!("[{letters}]") }, length))
}
