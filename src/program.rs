//! Where this program lives: its repository, which `repository` in Cargo.toml names, and its version.
//!
//! While that is empty, nobody has published the program, and no address is made up. What depends on the address takes
//! it as an argument, so that both cases are tested.

/// The version of this program.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The address of the program's repository, such as `https://github.com/owner/repository`; `None` until somebody
/// publishes the program.
pub(crate) const REPOSITORY: Option<&str> = known(env!("CARGO_PKG_REPOSITORY"));

const fn known(repository: &'static str) -> Option<&'static str> {
    if repository.is_empty() { None } else { Some(repository) }
}

/// Returns `owner/repository` of an address on GitHub, where releases and the action are; `None` for any other.
pub(crate) fn on_github(repository: &str) -> Option<&str> {
    let path = repository.strip_prefix("https://github.com/")?.trim_end_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_name = |name: &str| {
        let is_known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !matches!(name, "" | "." | "..") && name.chars().all(is_known)
    };
    let (owner, name) = path.split_once('/')?;
    (is_name(owner) && is_name(name)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_on_github_has_an_owner_and_a_name() {
        for (address, expected) in [
            ("https://github.com/some-team/radar", Some("some-team/radar")),
            ("https://github.com/some-team/radar/", Some("some-team/radar")),
            ("https://github.com/some-team/radar.git", Some("some-team/radar")),
            ("https://github.com/some-team/radar.rs", Some("some-team/radar.rs")),
            ("https://github.com/some-team", None),
            ("https://github.com/some-team/", None),
            ("https://github.com/some-team/radar/tree/main", None),
            ("https://github.com/some team/radar", None),
            ("https://github.com/../radar", None),
            ("https://github.com.example.org/some-team/radar", None),
            ("https://gitlab.com/some-team/radar", None),
            ("git@github.com:some-team/radar.git", None),
            ("", None),
        ] {
            assert_eq!(on_github(address), expected, "{address}");
        }
    }

    #[test]
    fn no_address_is_none() {
        assert_eq!(known(""), None);
        assert_eq!(
            known("https://github.com/some-team/radar"),
            Some("https://github.com/some-team/radar")
        );
    }
}
