//! Ids: what they are made of, and how a name becomes one.

use deunicode::deunicode;

/// Whether an id is made of lower-case letters, digits and single hyphens.
pub fn is_id(id: &str) -> bool {
    id.split('-').all(|part| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// The nearest id to any text: its letters in ASCII and lower case, everything else as hyphens.
pub fn id_from(text: &str) -> String {
    let ascii = deunicode(text).to_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
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
}
