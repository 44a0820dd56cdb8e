//! Ids: which characters they may have, and how a name becomes one.

use deunicode::deunicode;

use crate::file_name::is_device;

/// The longest id: file systems take names of 255 bytes, with endings and hashes.
pub(crate) const MAX_LENGTH: usize = 100;

/// Returns whether an id consists of lower-case letters, digits and single hyphens, and can be the name of a file
/// anywhere.
pub(crate) fn is_id(id: &str) -> bool {
    is_spelt(id) && id.len() <= MAX_LENGTH && !is_device(id)
}

/// Returns whether an id consists of lower-case letters, digits and single hyphens.
pub(crate) fn is_spelt(id: &str) -> bool {
    id.split('-').all(|part| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// Returns the id nearest to any text: its letters in ASCII and lower case, everything else as hyphens.
pub(crate) fn id_from(text: &str) -> String {
    let ascii = deunicode(text).to_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    usable(words.collect::<Vec<_>>().join("-"))
}

/// Makes a well-spelt id usable as the name of a file: a long one ends in a hash, so that it stays distinct.
fn usable(id: String) -> String {
    /// Of the hash, in hexadecimal digits.
    const HASH: usize = 8;
    if is_device(&id) {
        return format!("{id}-1");
    }
    if id.len() <= MAX_LENGTH {
        return id;
    }
    let hash = blake3::hash(id.as_bytes()).to_hex();
    let start = &id[..MAX_LENGTH - HASH - 1];
    let start = start.rsplit_once('-').map_or(start, |(words, _)| words);
    format!("{start}-{}", &hash[..HASH])
}

/// Returns the id for the name of a technology or a quadrant.
///
/// Unlike [`id_from`], it keeps `C`, `C++` and `C#` apart, treats `Tools & techniques` as
/// `Tools and techniques`, and drops apostrophes and trade marks.
pub(crate) fn id_of(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.chars() {
        match c {
            '&' if before == '&' => {}
            '&' => words.push_str(" and "),
            '+' => words.push_str(" plus "),
            '#' if before.is_alphanumeric() => words.push_str(" sharp "),
            '\'' | '’' | '™' | '®' | '©' => {}
            c => words.push(c),
        }
        before = c;
    }
    id_from(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_lower_case_letters_digits_and_single_hyphens() {
        for id in ["kafka", "c", "k8s", "log4j-2", "a-b-c"] {
            assert!(is_id(id), "{id}");
        }
        for id in ["", "-a", "a-", "a--b", "Kafka", "a_b", "a b", "é", "../etc"] {
            assert!(!is_id(id), "{id}");
        }
    }

    #[test]
    fn ids_are_names_of_files_anywhere() {
        for id in ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "com0"] {
            assert!(!is_id(id), "{id}");
            assert_eq!(id_of(&id.to_uppercase()), format!("{id}-1"));
        }
        for id in ["conan", "com", "com10", "lpt", "nul-1", "aux-2", "comx"] {
            assert!(is_id(id), "{id}");
        }
        assert!(is_id(&"a".repeat(100)));
        assert!(!is_id(&"a".repeat(101)));
        let long = "A very long name ".repeat(20);
        for (name, other) in [(long.clone() + "1", long + "2"), ("a".repeat(300), "a".repeat(301))]
        {
            let (id, other) = (id_of(&name), id_of(&other));
            assert!(is_id(&id), "{id}");
            assert!(id.len() > 80 && id != other, "{id}");
        }
    }

    #[test]
    fn names_become_ids() {
        for (name, id) in [
            ("Kubernetes", "kubernetes"),
            ("C++ & Rust", "c-rust"),
            ("Überraschung", "uberraschung"),
            ("北京", "bei-jing"),
            ("TOON (Token-Oriented)", "toon-token-oriented"),
            ("…", ""),
        ] {
            assert_eq!(id_from(name).as_str(), id, "{name}");
        }
    }

    #[test]
    fn names_that_differ_in_a_sign_only_get_different_ids() {
        for (name, id) in [
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("C# 4.0", "c-sharp-4-0"),
            ("TLA+", "tla-plus"),
            ("# hash", "hash"),
            ("Languages & Frameworks", "languages-and-frameworks"),
            ("languages-and-frameworks", "languages-and-frameworks"),
            ("test && commit", "test-and-commit"),
            ("Event API’s", "event-apis"),
            ("SAFe™", "safe"),
            ("ZAP", "zap"),
            (" ... ", ""),
        ] {
            assert_eq!(id_of(name), id, "{name}");
        }
    }
}
