//! A position in a file -> an address that opens it in an editor.

use std::path::Path;
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The name of each known editor and its addresses.
const EDITORS: [(&str, &str); 5] = [
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
];

/// Every character but those that need no encoding in the path of an address.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// An address with `{path}`, `{line}` and `{column}` to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Editor(String);

impl FromStr for Editor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((_, address)) = EDITORS.iter().find(|(name, _)| *name == text) {
            return Ok(Self((*address).to_owned()));
        }
        let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_lowercase());
        let is_scheme = scheme.is_some_and(|scheme| {
            scheme.starts_with(|c: char| c.is_ascii_lowercase())
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
                && !["javascript", "data", "vbscript"].contains(&scheme.as_str())
        });
        if is_scheme && text.contains("{path}") {
            return Ok(Self(text.to_owned()));
        }
        let names: Vec<&str> = EDITORS.iter().map(|(name, _)| *name).collect();
        Err(format!(
            "write one of {}, or an address such as editor://open{{path}}:{{line}}:{{column}}",
            names.join(", ")
        ))
    }
}

impl Editor {
    /// Returns the address of a position in a file.
    pub(crate) fn address(&self, path: &Path, line: usize, column: usize) -> String {
        let path = path.to_string_lossy().replace('\\', "/");
        let path = format!("/{}", path.trim_start_matches('/'));
        self.0
            .replace("/{path}", "{path}")
            .replace("{path}", &utf8_percent_encode(&path, PATH).to_string())
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_become_addresses() {
        let path = Path::new("/home/ada/a radar/blips/x.toml");
        for (editor, address) in [
            ("vscode", "vscode://file/home/ada/a%20radar/blips/x.toml:3:8"),
            (
                "vscode://file/{path}:{line}:{column}",
                "vscode://file/home/ada/a%20radar/blips/x.toml:3:8",
            ),
            ("idea", "idea://open?file=/home/ada/a%20radar/blips/x.toml&line=3&column=8"),
        ] {
            let editor: Editor = editor.parse().expect("known");
            assert_eq!(editor.address(path, 3, 8), address);
        }
    }

    #[test]
    fn addresses_that_open_no_file_are_refused() {
        for text in ["", "emacs", "javascript://{path}", "vscode://file", "{path}", "DATA://{path}"]
        {
            assert!(text.parse::<Editor>().is_err(), "{text}");
        }
    }
}
