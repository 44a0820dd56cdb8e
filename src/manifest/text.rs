//! The bytes of a manifest -> text.

use std::borrow::Cow;

use super::Unreadable;

/// Returns the text of a file: UTF-8, or UTF-16 if its byte-order mark says so, as some tools on Windows write it.
pub(super) fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
                let line = lines(&bytes[..error.valid_up_to()]);
                Unreadable::new(line, "it is not UTF-8")
            })
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, Unreadable> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text = char::decode_utf16(pairs.iter().copied().map(unit)).collect::<Result<String, _>>();
    match text {
        Ok(text) if rest.is_empty() => Ok(Cow::Owned(text)),
        _ => Err(Unreadable::new(1, "it is not UTF-16")),
    }
}

/// Returns the line of a byte, from 1.
pub(super) fn line(text: &str, byte: usize) -> usize {
    lines(&text.as_bytes()[..byte.min(text.len())])
}

fn lines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count()
}
