//! The language of an imported radar, from its texts.

use whatlang::{Detector, Lang};

use super::Content;

/// The languages of the built-in theme.
const LANGUAGES: [(Lang, &str); 2] = [(Lang::Eng, "en"), (Lang::Deu, "de")];

/// Sets the language of a radar, if it has enough text in one, and tells the user. An existing radar keeps its
/// own.
pub(super) fn guess(content: &mut Content, is_new: bool) {
    if !is_new || content.language.is_some() {
        return;
    }
    let Some(found) = language(content) else { return };
    match LANGUAGES.iter().find(|(known, _)| *known == found) {
        Some((Lang::Eng, _)) => {}
        Some((_, tag)) => {
            content.language = Some((*tag).to_owned());
            content.remarks.push(format!(
                "the texts seem to be in {found}, so radar.toml has language = \"{tag}\"; change it if they are not",
                found = found.eng_name()
            ));
        }
        None => content.remarks.push(format!(
            "the texts seem to be in {}, but the pages are in English: the theme has no texts in that language \
             (see docs/themes.md)",
            found.eng_name()
        )),
    }
}

fn language(content: &Content) -> Option<Lang> {
    /// Names of technologies are English in every language, so a little text proves nothing.
    const MIN_LETTERS: usize = 200;
    const MAX_LETTERS: usize = 100_000;
    let notes = content.blips.iter().flat_map(|blip| &blip.reviews).filter_map(|r| r.note.as_ref());
    let descriptions = content.blips.iter().filter_map(|blip| blip.description.as_ref());
    let summaries = content.blips.iter().filter_map(|blip| blip.details.summary.as_ref());
    let mut text = String::new();
    for words in content.about.iter().chain(descriptions).chain(summaries).chain(notes) {
        text.push_str(words);
        text.push('\n');
        if text.len() > MAX_LETTERS {
            break;
        }
    }
    if text.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return None;
    }
    let info = Detector::new().detect(&text)?;
    info.is_reliable().then(|| info.lang())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Blip;

    fn guessed(text: &str) -> (Option<String>, usize) {
        let blip = Blip {
            id: "x".to_owned(),
            name: "X".to_owned(),
            quadrant: "tools".to_owned(),
            ring: "adopt".to_owned(),
            added: jiff::civil::date(2026, 1, 1),
            description: Some(text.repeat(3)),
            details: crate::import::Details::default(),
            reviews: Vec::new(),
        };
        let mut content = Content { blips: vec![blip], ..Content::default() };
        guess(&mut content, true);
        (content.language, content.remarks.len())
    }

    #[test]
    fn the_language_is_that_of_the_texts() {
        for (text, expected, remarks) in [
            (
                "We have used this database in three teams, and it has never lost any of our data. ",
                None,
                0,
            ),
            (
                "Wir haben diese Datenbank in drei Teams eingesetzt, und sie hat nie etwas verloren. ",
                Some("de"),
                1,
            ),
            (
                "Nous avons utilisé cette base de données dans trois équipes, et elle n'a jamais rien perdu. ",
                None,
                1,
            ),
            ("Kafka ", None, 0),
            ("", None, 0),
        ] {
            let (language, found) = guessed(text);
            assert_eq!((language.as_deref(), found), (expected, remarks), "{text}");
        }
    }
}
