//! Names of another radar -> names to show.

use crate::line::is_refused;

/// Returns the name of a ring or quadrant to show: `languages-and-frameworks` is an id, not a name.
pub(super) fn shown(name: &str) -> String {
    let name = one_line(name);
    if name.chars().any(char::is_uppercase) {
        return name;
    }
    let name = if name.contains(' ') { name } else { name.replace(['-', '_'], " ") };
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns a text on one line, without control characters and repeated spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || is_refused(c))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names_and_names_stay() {
        for (name, expected) in [
            ("languages-and-frameworks", "Languages and frameworks"),
            ("adopt", "Adopt"),
            ("developer-tools for us", "Developer-tools for us"),
            ("Languages & Frameworks", "Languages & Frameworks"),
            ("ADOPT", "ADOPT"),
            ("übung", "Übung"),
        ] {
            assert_eq!(shown(name), expected);
        }
    }
}
