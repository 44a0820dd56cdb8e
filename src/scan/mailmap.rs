//! A `.mailmap`: which address a person goes by, after gitmailmap(5).
//!
//! git itself would read the file of a work tree and those that settings name, which may be anything; this is the one
//! of the scanned commit.

use std::collections::HashMap;

/// The addresses that other addresses stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mailmap {
    /// By the address of a commit, in lower case.
    by_address: HashMap<String, Mapped>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Mapped {
    /// For commits with any name.
    address: Option<String>,
    /// For commits with this name, in lower case. `None` means that the address stays.
    by_name: HashMap<String, Option<String>>,
}

impl Mailmap {
    /// Reads a file. Lines that are of no known form mean nothing, as in git.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        for line in String::from_utf8_lossy(bytes).lines().filter(|line| !line.starts_with('#')) {
            let Some((_, address, rest)) = person(line, false) else { continue };
            match person(rest, true) {
                // The name alone is put right.
                None => {
                    map.by_address.entry(address.to_ascii_lowercase()).or_default();
                }
                Some((name, old, _)) => {
                    let mapped = map.by_address.entry(old.to_ascii_lowercase()).or_default();
                    let address = Some(address.to_owned());
                    if name.is_empty() {
                        mapped.address = address;
                    } else {
                        mapped.by_name.insert(name.to_ascii_lowercase(), address);
                    }
                }
            }
        }
        map
    }

    /// Returns the address that the author of a commit goes by.
    pub(crate) fn address<'a>(&'a self, name: &str, address: &'a str) -> &'a str {
        let Some(mapped) = self.by_address.get(&address.to_ascii_lowercase()) else {
            return address;
        };
        let of_name = mapped.by_name.get(&name.to_ascii_lowercase());
        of_name.unwrap_or(&mapped.address).as_deref().unwrap_or(address)
    }
}

/// Reads `Name <address>`, and returns what comes after it.
fn person(text: &str, may_be_empty: bool) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('<')?;
    let (address, rest) = rest.split_once('>')?;
    (may_be_empty || !address.is_empty()).then_some((name.trim(), address, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_mapped_as_git_maps_them() {
        let map = Mailmap::read(
            b"# a comment <c@x> <d@x>\nAda <ada@x> <ADA@laptop>\n<max@x> <max@old>\nJane <jane@x>\n\
              Bea <bea@x> bea <shared@x>\nCid <cid@x> Cid <shared@x>\n\xff <a@x>\nno address\n<> <e@x>\n\
              New <new@x> <twice@x>\nNewer <newer@x> <twice@x>\nNil <nil@x> <>\n",
        );
        for (name, address, expected) in [
            ("whoever", "ada@laptop", "ada@x"),
            ("whoever", "Max@Old", "max@x"),
            ("Jane", "jane@x", "jane@x"),
            ("BEA", "shared@x", "bea@x"),
            ("Cid", "shared@x", "cid@x"),
            ("Dee", "shared@x", "shared@x"),
            ("x", "d@x", "d@x"),
            ("x", "e@x", "e@x"),
            ("x", "twice@x", "newer@x"),
            ("x", "", "nil@x"),
            ("x", "unknown@x", "unknown@x"),
        ] {
            assert_eq!(map.address(name, address), expected, "{name} <{address}>");
        }
    }
}
