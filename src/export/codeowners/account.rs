//! A person's email addresses -> how `CODEOWNERS` names them.

use crate::radar::Person;

/// How a person is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Account {
    /// By an address, or by an account: `@ada`.
    Named(String),
    /// They have no address.
    None,
    /// They have this address and others like it, which no account can be found by.
    Unusable(String),
}

/// The domain of addresses that GitHub gives to those who hide theirs. They receive nothing, and have the account in
/// their name: `12345+ada@users.noreply.github.com`.
const HIDDEN: &str = "@users.noreply.github.com";

/// Returns how a person is named: by their first address that can be matched, else by the account that an address has
/// in its name.
pub(super) fn account(person: &Person) -> Account {
    let emails = || person.emails.iter().map(|email| email.trim());
    let address = emails().find(|email| is_address(email) && hidden(email).is_none());
    let account = || emails().find_map(hidden).map(|login| format!("@{login}"));
    match (address.map(str::to_owned).or_else(account), emails().next()) {
        (Some(named), _) => Account::Named(named),
        (None, Some(email)) => Account::Unusable(email.to_owned()),
        (None, None) => Account::None,
    }
}

/// Returns the account in an address that GitHub gave.
fn hidden(email: &str) -> Option<&str> {
    let split = email.len().checked_sub(HIDDEN.len())?;
    let (local, domain) = (email.get(..split)?, email.get(split..)?);
    if !domain.eq_ignore_ascii_case(HIDDEN) {
        return None;
    }
    let login = local.rsplit_once('+').map_or(local, |(_, login)| login);
    let is_login = !login.is_empty()
        && login.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !login.starts_with('-');
    is_login.then_some(login)
}

/// Returns whether a text is an address and one word of the file: `#` would start a comment.
fn is_address(email: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_graphic())
            && !part
                .contains(['@', '#', '"', '(', ')', ',', ':', ';', '<', '>', '[', ']', '\\', '`'])
    };
    let is_host = |host: &str| {
        host.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
            && !host.contains(['/', '!', '*', '?', '=', '&'])
    };
    email
        .split_once('@')
        .is_some_and(|(local, host)| is_part(local) && is_part(host) && is_host(host))
        && !email.to_ascii_lowercase().ends_with(HIDDEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_can_be_matched_or_an_account() {
        for (emails, expected) in [
            (&[][..], Account::None),
            (&["ada@example.org"], Account::Named("ada@example.org".to_owned())),
            (&["a b@example.org", "ada@example.org"], Account::Named("ada@example.org".to_owned())),
            (&["7+ada-l@users.noreply.github.com"], Account::Named("@ada-l".to_owned())),
            (&["ada@Users.noreply.github.com"], Account::Named("@ada".to_owned())),
            (
                &["7+ada@users.noreply.github.com", "ada@example.org"],
                Account::Named("ada@example.org".to_owned()),
            ),
            (
                &["9+dependabot[bot]@users.noreply.github.com"],
                Account::Unusable("9+dependabot[bot]@users.noreply.github.com".to_owned()),
            ),
            (&["ada"], Account::Unusable("ada".to_owned())),
            (&["@ada"], Account::Unusable("@ada".to_owned())),
            (&["ada@"], Account::Unusable("ada@".to_owned())),
            (&["a@b@c.org"], Account::Unusable("a@b@c.org".to_owned())),
            (&["a#b@c.org"], Account::Unusable("a#b@c.org".to_owned())),
            (&["ä@c.org"], Account::Unusable("ä@c.org".to_owned())),
            (&["a@c..org"], Account::Unusable("a@c..org".to_owned())),
            (&["a@c.org\n* @evil"], Account::Unusable("a@c.org\n* @evil".to_owned())),
        ] {
            let person = Person {
                id: "ada".to_owned(),
                name: "Ada".to_owned(),
                title: None,
                team: None,
                emails: emails.iter().map(|email| (*email).to_owned()).collect(),
                practising: Vec::new(),
                committed: Vec::new(),
            };
            assert_eq!(account(&person), expected, "{emails:?}");
        }
    }
}
