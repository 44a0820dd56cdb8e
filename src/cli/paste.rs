//! Words of commands that people paste into a shell.

use std::path::Path;

/// Quotes a word for a shell where it has to be.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if cfg!(windows) {
        // Both cmd and PowerShell know these. A file name has no double quote there.
        format!("\"{}\"", word.replace('"', "'"))
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Returns what to add to a command so that it finds the radar in a folder; empty for the working directory.
pub(crate) fn root_option(folder: &Path) -> String {
    match folder.to_str() {
        Some("" | ".") => String::new(),
        // Not an option.
        Some(text) if text.starts_with('-') => format!(" -C {}", quoted(&format!("./{text}"))),
        Some(text) => format!(" -C {}", quoted(text)),
        None => format!(" -C {}", quoted_bytes(folder)),
    }
}

/// Quotes a path that is not Unicode, as bash, zsh and others read it.
fn quoted_bytes(path: &Path) -> String {
    let mut word = String::from("$'");
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        word.push_str(&chunk.valid().replace('\\', "\\\\").replace('\'', "\\'"));
        word.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    word + "'"
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_a_blank_is_one_word() {
        assert_eq!(root_option(Path::new(".")), "");
        assert_eq!(root_option(Path::new("teams/ours")), " -C teams/ours");
        assert_eq!(root_option(Path::new("our radar")), " -C 'our radar'");
        assert_eq!(root_option(Path::new("it's")), " -C 'it'\\''s'");
        assert_eq!(root_option(Path::new("-old")), " -C ./-old");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_that_is_not_unicode_keeps_its_bytes() {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = Path::new(std::ffi::OsStr::from_bytes(b"it's \\ \xfft"));
        assert_eq!(root_option(folder), r" -C $'it\'s \\ \xfft'");
    }
}
