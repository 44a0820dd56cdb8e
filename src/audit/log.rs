//! What `git log` prints -> commits; and the trailers of messages.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::{Change, Commit, CommitIndex, Commits};

/// The options of `git log` for [`commits`]. A merge is compared with its first parent; parents without a change of
/// the files are left out of the list of parents.
pub(crate) const OPTIONS: [&str; 12] = [
    "--topo-order",
    "--reverse",
    "--full-history",
    "--parents",
    "--raw",
    "--root",
    "--no-abbrev",
    "--no-renames",
    "--diff-merges=first-parent",
    "-z",
    "--no-color",
    "--format=tformat:%H%x00%P%x00%aN <%aE>%x00%aI%x00%ae%x00%B%x00",
];

/// Reads what `git log` prints with [`OPTIONS`]. Nothing in a message can be taken for another field: only zeros
/// separate them, and no message has one.
pub(crate) fn commits(log: &str, boundary: &BTreeSet<String>) -> Commits {
    let mut commits: Vec<Commit> = Vec::new();
    let mut known: HashMap<String, CommitIndex> = HashMap::new();
    let mut parts = log.split('\0').map(|part| part.trim_start_matches('\n')).peekable();
    while let Some(id) = parts.next() {
        if id.is_empty() {
            continue;
        }
        let mut field = || parts.next().unwrap_or_default();
        let (parents, author, day) = (field(), field(), field());
        let (written, message) = (field(), field());
        let mut changes = Vec::new();
        while let Some(next) = parts.peek().copied() {
            if next.is_empty() {
                parts.next();
            } else if let Some(line) = next.strip_prefix(':') {
                parts.next();
                changes.extend(change(line, parts.next().unwrap_or_default()));
            } else {
                break;
            }
        }
        let has_all_parents = parents.split(' ').all(|p| p.is_empty() || known.contains_key(p));
        let at = CommitIndex(commits.len() as u32);
        commits.push(Commit {
            id: id.to_owned(),
            parents: parents.split(' ').filter_map(|parent| known.get(parent).copied()).collect(),
            author: Some(address(author).unwrap_or_default().to_owned()),
            others: trailers(message),
            written: std::iter::once(written.to_owned()).chain(trailers(message)).collect(),
            day: day.get(..10).and_then(|day| day.parse().ok()).unwrap_or(Date::ZERO),
            is_boundary: boundary.contains(id) || !has_all_parents,
            changes,
        });
        known.insert(id.to_owned(), at);
    }
    Commits(commits)
}

/// Reads a raw line, `100644 100644 OLD NEW M`, of the file at a path.
fn change(line: &str, path: &str) -> Option<Change> {
    let mut words = line.split(' ').skip(1);
    let (mode, _, new) = (words.next()?, words.next()?, words.next()?);
    let blob = (mode != "000000").then(|| new.to_owned());
    Some(Change { path: path.to_owned(), blob })
}

/// Returns the address of `Name <address>`.
fn address(contact: &str) -> Option<&str> {
    let (_, rest) = contact.rsplit_once('<')?;
    let address = rest.split('>').next()?.trim();
    Some(address).filter(|address| !address.is_empty())
}

/// Returns the addresses of the trailers `Co-authored-by` and `Reviewed-by`: of the last lines of a message, below an
/// empty line. GitHub puts those of a squash merge there.
fn trailers(message: &str) -> Vec<String> {
    let lines: Vec<&str> = message.lines().map(str::trim).collect();
    let end = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    let Some(start) = lines[..end].iter().rposition(|line| line.is_empty()) else {
        return Vec::new();
    };
    let contacts = lines[start + 1..end].iter().filter_map(|line| {
        let (key, contact) = line.split_once(':')?;
        let counts = ["co-authored-by", "reviewed-by"].contains(&key.to_lowercase().as_str());
        address(contact).filter(|_| counts)
    });
    contacts.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_paragraph_has_trailers() {
        for (message, expected) in [
            ("Review Kafka", &[][..]),
            ("Co-authored-by: A <a@b>", &[]),
            ("Review\n\nCo-authored-by: A <a@b>\n", &["a@b"]),
            ("Review\n\nco-Authored-By: A <a@b>\r\nReviewed-by: C <c@d>\r\n\n\n", &["a@b", "c@d"]),
            ("Review (#1)\n\n* one\n\n---------\n\nCo-authored-by: A <a@b>", &["a@b"]),
            ("Review\n\nReviewed-by: A <a@b>\n\nand then some", &[]),
            ("Review\n\nAcked-by: A <a@b>\nSigned-off-by: C <c@d>\nReviewed-by: nobody", &[]),
            ("Review\n\nReviewed-by: A < a@b >\nReviewed-by: <>", &["a@b"]),
        ] {
            assert_eq!(trailers(message), expected, "{message:?}");
        }
    }

    #[test]
    fn a_message_forges_no_commit() {
        let (a, b) = ("a".repeat(40), "b".repeat(40));
        let log = format!(
            "{a}\0\0Ada <ada@x>\02026-01-02T03:04:05+14:00\0old@x\0one\n:100644 100644 1 2 M\n\0\0\n\
             :000000 100644 0 1 A\0radar/x.toml\0:100644 000000 1 0 D\0radar/y.toml\0\
             {b}\0{a} {c}\0<bob@x>\02026-01-03T00:00:00Z\0bob@x\0two\n\0\0",
            c = "c".repeat(40)
        );
        let Commits(found) = commits(&log, &BTreeSet::from([a.clone()]));
        let [one, two] = &found[..] else { panic!("{found:#?}") };
        assert_eq!((one.id.as_str(), one.day.to_string().as_str()), (&a[..], "2026-01-02"));
        assert_eq!(one.written, ["old@x"]);
        let changes: Vec<_> =
            one.changes.iter().map(|c| (&c.path[..], c.blob.as_deref())).collect();
        assert_eq!(changes, [("radar/x.toml", Some("1")), ("radar/y.toml", None)]);
        assert_eq!(
            (two.author.as_deref(), &two.parents[..]),
            (Some("bob@x"), &[CommitIndex(0)][..])
        );
        // One of its parents is not there.
        assert!(one.is_boundary && two.is_boundary && two.changes.is_empty());
    }
}
