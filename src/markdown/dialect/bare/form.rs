//! What form a bare address has: its host, and where it ends.

/// The longest host name (RFC 1035, section 2.3.4).
pub(super) const MAX_HOST: usize = 255;

/// Returns the host that a text starts with; empty if there is none.
pub(super) fn host(text: &str) -> &str {
    // Other scripts and pictures, but not the punctuation of Unicode: U+2000 to U+206F, U+3000 to U+303F.
    let is_letter = |c: char| {
        let is_sign = matches!(c, '«' | '»' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}');
        c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace() || is_sign)
    };
    let is_host = |c: char| is_letter(c) || matches!(c, '-' | '_' | '.' | '\\');
    let end = text.char_indices().take(MAX_HOST + 1).find(|(_, c)| !is_host(*c));
    let longest = text.char_indices().nth(MAX_HOST).map_or(text.len(), |(at, _)| at);
    let host = &text[..end.map_or(longest, |(at, _)| at)];
    let is_valid = host.starts_with(is_letter)
        && host.len() < MAX_HOST
        && !host.split('.').rev().take(2).any(|part| part.contains('_'));
    if is_valid { host } else { "" }
}

/// Returns whether a text starts with a host of two parts or more.
pub(super) fn is_domain(text: &str) -> bool {
    host(text).trim_end_matches('.').contains('.')
}

/// Removes what ends the sentence around an address, and not the address.
pub(super) fn trimmed(address: &str) -> &str {
    let mut rest = address;
    let count = |c: char| address.matches(c).count();
    let mut open = [(')', '('), (']', '[')].map(|(close, open)| (close, count(close), count(open)));
    loop {
        let Some(last) = rest.chars().next_back() else { return rest };
        let without = &rest[..rest.len() - last.len_utf8()];
        if let Some((_, closing, opening)) = open.iter_mut().find(|(close, ..)| *close == last) {
            if closing <= opening {
                return rest;
            }
            *closing -= 1;
        } else if last == ';' {
            // An entity such as `&amp;`.
            let name = without.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
            if name.len() < without.len() && name.ends_with('&') {
                rest = &name[..name.len() - 1];
                continue;
            }
        } else if !matches!(last, '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '\\')
            && !matches!(last, '“' | '”' | '‘' | '’' | '«' | '»' | '‹' | '›' | '…')
            && !matches!(last, '。' | '，' | '、' | '）' | '】' | '」' | '』')
        {
            return rest;
        }
        rest = without;
    }
}
