//! Names as other radars write them -> names worth showing.

use std::borrow::Cow;

/// A ring's or quadrant's name as it is shown: `languages-and-frameworks` is an id, not a name.
pub(super) fn shown(name: &str) -> String {
    let name = one_line(name);
    if name.chars().any(char::is_uppercase) {
        return name;
    }
    let name = if name.contains(' ') { name } else { name.replace(['-', '_'], " ") };
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text on one line, without control characters and doubled spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The first of some texts that says something on one line.
pub(super) fn first_of<'t>(
    texts: impl IntoIterator<Item = Option<Cow<'t, str>>>,
) -> Option<String> {
    let lines = texts.into_iter().flatten().map(|text| one_line(&text));
    lines.into_iter().find(|line| !line.is_empty())
}

/// What a link is called that has only an address: the site it leads to.
pub(super) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest).to_owned()
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
