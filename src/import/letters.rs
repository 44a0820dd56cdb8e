//! The letters of a text before and after it was converted: what is missing?

/// Returns the part of a text that is missing in another one, which may have more. Only letters and digits
/// count.
pub(super) fn missing(before: &str, after: &str) -> Option<String> {
    let letters =
        |text: &str| -> Vec<char> { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let (wanted, found) = (letters(before), letters(after));
    let mut rest = found.iter();
    if wanted.iter().all(|letter| rest.any(|found| found == letter)) {
        return None;
    }
    // Conversion may have moved a part: a word is there if it is anywhere.
    let all: String = found.iter().collect();
    let is_there = |word: &&str| {
        all.contains(&word.chars().filter(|c| c.is_alphanumeric()).collect::<String>())
    };
    if found.len() >= wanted.len() && before.split_whitespace().all(|word| is_there(&word)) {
        return None;
    }
    let same = wanted.iter().zip(&found).take_while(|(a, b)| a == b).count();
    let ends = wanted.iter().rev().zip(found.iter().rev());
    let same_end = ends.take_while(|(a, b)| a == b).count().min(wanted.len() - same);
    let places: Vec<usize> =
        before.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(at, _)| at).collect();
    let last = (wanted.len() - same_end).max(same + 1) - 1;
    // Whole words: where the letters on both sides are the same, either may be the missing ones.
    let start = before[..places[same]].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let end = before[places[last]..].find(char::is_whitespace).map(|ahead| places[last] + ahead);
    Some(before[start..end.unwrap_or(before.len())].trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_found() {
        for (before, after, expected) in [
            ("a b c", "a b c", None),
            ("a-b c", "ab, c (more)", None),
            ("one two three", "three one two", None),
            ("Docs is long, and more", "Docs", Some("is long, and more")),
            ("one two three", "one three", Some("two")),
            ("one", "", Some("one")),
            ("Ünï cöde", "Ünï", Some("cöde")),
        ] {
            assert_eq!(missing(before, after).as_deref(), expected, "{before} | {after}");
        }
    }
}
