//! What the name of a file means on other systems: which names are one there, and which Windows cannot have.
//!
//! Pure functions over paths with `/` between their parts. An author on Linux learns from them what a colleague on
//! Windows or macOS would run into.

use icu_normalizer::ComposingNormalizerBorrowed;

/// Returns what paths have in common that are one file where the case of letters and the way in which accents are
/// written do not count: on Windows and macOS, unless somebody has set up a disk otherwise.
pub(crate) fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    let composed = ComposingNormalizerBorrowed::new_nfc();
    // By way of capitals, because `ς` and `σ` have the same one.
    let cased = composed.normalize(path).to_uppercase().to_lowercase();
    composed.normalize(&cased).into_owned()
}

/// Returns why Windows cannot have a file or a folder of this name; `None` if it can
/// (<https://learn.microsoft.com/windows/win32/fileio/naming-a-file>).
pub(crate) fn why_not_on_windows(name: &str) -> Option<String> {
    let refused = |c: &char| c.is_ascii_control() || r#"<>:"|?*\"#.contains(*c);
    if let Some(c) = name.chars().find(refused) {
        return Some(match c {
            c if c.is_control() => "a name there has no control characters".to_owned(),
            c => format!("no name there has `{c}`"),
        });
    }
    if name.ends_with(['.', ' ']) {
        let what = if name.ends_with('.') { "dot" } else { "blank" };
        return Some(format!("no name there ends in a {what}"));
    }
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches(' ');
    is_device(&stem.to_lowercase()).then(|| format!("`{stem}` is a device there"))
}

/// Returns whether Windows takes a name in lower case for a device, whatever ending it has.
pub(crate) fn is_device(name: &str) -> bool {
    // The raised digits of Latin-1 count, too.
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³');
    let is_port = |port: &str| {
        let mut number = name.strip_prefix(port).unwrap_or_default().chars();
        number.next().is_some_and(is_digit) && number.next().is_none()
    };
    matches!(name, "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
        || is_port("com")
        || is_port("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_one_file_on_other_systems() {
        for (a, b) in [
            ("images/Logo.PNG", "images/logo.png"),
            // Composed, as most keyboards write it, and decomposed, as old Macs store it.
            ("Caf\u{e9}.html", "cafe\u{301}.html"),
            ("\u{1e9b}\u{323}", "\u{1e9b}\u{323}"),
            ("ΣΑΣ", "σας"),
            ("ÄÖÜ/É", "äöü/é"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        for (a, b) in [("a/b", "a-b"), ("e", "é"), ("a", "a."), ("1", "¹")] {
            assert_ne!(folded(a), folded(b), "{a} {b}");
        }
    }

    #[test]
    fn names_that_windows_cannot_have() {
        for (name, why) in [
            ("con", "`con` is a device there"),
            ("AUX.png", "`AUX` is a device there"),
            ("nul .tar.gz", "`nul` is a device there"),
            ("com1", "`com1` is a device there"),
            ("LPT².txt", "`LPT²` is a device there"),
            ("a:b.png", "no name there has `:`"),
            ("what?.md", "no name there has `?`"),
            ("a\\b", "no name there has `\\`"),
            ("a\tb", "a name there has no control characters"),
            ("notes.", "no name there ends in a dot"),
            ("notes ", "no name there ends in a blank"),
        ] {
            assert_eq!(why_not_on_windows(name).as_deref(), Some(why), "{name}");
        }
        for name in
            ["console", "com", "com10", "a.con", "lpt", "conin", ".well-known", "ü (1)#.png"]
        {
            assert_eq!(why_not_on_windows(name), None, "{name}");
        }
    }
}
