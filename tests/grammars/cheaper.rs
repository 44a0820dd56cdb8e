//! Rewrites the patterns of a grammar so that they compile in less time: the letters of Unicode are some 700 ranges, which
//! Oniguruma puts into every class that names them. A few ranges have the same letters, and what else is between them.

use std::borrow::Cow;

/// What a class of letters has besides those of ASCII: whole blocks of letters with the gaps between them, as XML 1.0
/// defines its names, but without signs that stand beside letters in texts: the marks of Arabic, of East Asia, and those
/// of full width.
const OTHER: &str = concat!(
    // Latin to Hebrew.
    r"\x{AA}\x{B5}\x{BA}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{37D}\x{37F}-\x{5BD}\x{5BF}-\x{5F2}",
    // Arabic and on.
    r"\x{610}-\x{61A}\x{620}-\x{669}\x{66E}-\x{1FFF}\x{200C}-\x{200D}\x{2071}-\x{207F}",
    r"\x{2090}-\x{209C}\x{2C00}-\x{2DFF}",
    // East Asia.
    r"\x{3005}-\x{3007}\x{3021}-\x{302F}\x{3031}-\x{303C}\x{3041}-\x{D7FF}\x{F900}-\x{FDFB}",
    r"\x{FE70}-\x{FEFC}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{FF66}-\x{FFDC}",
    // The other planes, without pictures.
    r"\x{10000}-\x{1CFFF}\x{20000}-\x{3FFFF}",
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
