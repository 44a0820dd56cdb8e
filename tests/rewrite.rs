//! Files of the content are replaced whole or not at all, and never over somebody else's change.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is about files on a disk"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use radar::disk::{Before, Change, DiskError, Durability, Folder, Swept};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn write(path: &Path, before: Before, bytes: &[u8]) -> Result<(), DiskError> {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name of ours");
    let folder = Folder::open(path.parent().expect("a folder of ours"), Swept::All, &|| ())?;
    folder.write(&[Change { path: name, before, bytes }], Durability::Synced)
}

fn rewrite(path: &Path, read: &[u8], new: &[u8]) -> Result<(), DiskError> {
    write(path, Before::Read(read), new)
}

fn create(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    write(path, Before::Nothing, bytes)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.expect("an entry").file_name().to_string_lossy().into_owned()
    };
    // Windows cannot lock a folder.
    let mut names: Vec<String> = entries.map(name).filter(|name| name != ".radar-lock").collect();
    names.sort();
    names
}

#[test]
fn a_file_that_changed_since_it_was_read_is_left_alone() {
    let folder = folder();
    let path = folder.path().join("kafka.toml");
    fs::write(&path, "theirs").expect("written");
    let error = rewrite(&path, b"read", b"mine").expect_err("it changed");
    assert!(matches!(error, DiskError::Changed(_)), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("there"), "theirs");
    rewrite(&path, b"theirs", b"mine").expect("nothing came between");
    assert_eq!(fs::read_to_string(&path).expect("there"), "mine");
    assert_eq!(names(folder.path()), ["kafka.toml"]);
}

#[test]
fn a_file_that_is_gone_is_not_made_again() {
    let folder = folder();
    let path = folder.path().join("kafka.toml");
    let error = rewrite(&path, b"read", b"mine").expect_err("it is gone");
    assert!(matches!(error, DiskError::Gone(_)), "{error}");
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn a_file_is_made_only_where_there_is_none() {
    let folder = folder();
    let path = folder.path().join("new/kafka.toml");
    create(&path, b"first").expect("nothing is there");
    let error = create(&path, b"second").expect_err("it is there");
    assert!(matches!(error, DiskError::Taken(_)), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("there"), "first");
}

#[test]
fn a_read_only_file_stays_as_it_is() {
    let folder = folder();
    let path = folder.path().join("kafka.toml");
    fs::write(&path, "read").expect("written");
    let mut permissions = fs::metadata(&path).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("allowed");
    let error = rewrite(&path, b"read", b"mine").expect_err("it is read-only");
    assert!(matches!(error, DiskError::ReadOnly(_)), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("there"), "read");
    assert_eq!(names(folder.path()), ["kafka.toml"]);
}

#[test]
#[cfg(unix)]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = folder();
    let path = folder.path().join("real.toml");
    fs::write(&path, "read").expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("allowed");
    let link = folder.path().join("kafka.toml");
    symlink("real.toml", &link).expect("linked");
    rewrite(&link, b"read", b"mine").expect("nothing came between");
    assert_eq!(fs::read_to_string(&path).expect("there"), "mine");
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    let mode = fs::metadata(&path).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

/// The second command waits for the first, and then sees that the file has changed.
#[test]
#[cfg(unix)]
fn a_command_that_waited_for_the_lock_looks_again() {
    let folder = folder();
    let path = folder.path().join("kafka.toml");
    fs::write(&path, "read").expect("written");
    let first = fs::File::open(folder.path()).expect("there");
    first.lock().expect("nobody else has it");
    std::thread::scope(|threads| {
        let second = threads.spawn(|| rewrite(&path, b"read", b"second"));
        // The first replaces the file as `rewrite` does: another one takes its place.
        let beside = folder.path().join("beside");
        fs::write(&beside, "first").expect("written");
        fs::rename(&beside, &path).expect("renamed");
        first.unlock().expect("it was locked");
        let error = second.join().expect("no panic").expect_err("it changed");
        assert!(matches!(error, DiskError::Changed(_)), "{error}");
    });
    assert_eq!(fs::read_to_string(&path).expect("there"), "first");
}

/// A file system of eight kilobytes; none where the test may not mount one.
#[cfg(target_os = "linux")]
struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = folder();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=8k", "tmpfs"]).arg(folder.path());
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        mounted.then_some(Self(folder))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_old_file() {
    let Some(disk) = SmallDisk::mount() else {
        #[allow(clippy::print_stderr, reason = "a test that was skipped says so")]
        {
            eprintln!("skipped: a small file system can be mounted by root only");
        }
        return;
    };
    let path = disk.0.path().join("kafka.toml");
    fs::write(&path, "read").expect("there is room for this");
    let large = vec![b'x'; 20_000];
    let error = rewrite(&path, b"read", &large).expect_err("there is no room");
    assert!(error.to_string().contains("No space left"), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("there"), "read");
    let error = create(&disk.0.path().join("new.toml"), &large).expect_err("no room");
    assert!(error.to_string().contains("No space left"), "{error}");
    assert_eq!(names(disk.0.path()), ["kafka.toml"]);
}

const BLIP: &str = "name = 'Kafka'\nquadrant = 'platforms'\nring = 'adopt'\nowners = ['ada']\n\
                    added = 2024-01-01\n";

fn radar() -> tempfile::TempDir {
    let folder = folder();
    let files = [
        ("radar.toml", "title = 't'\n[[quadrant]]\nid = 'platforms'\nname = 'Platforms'\n"),
        ("people.toml", "[person.ada]\nname = 'Ada'\npractising = [{ from = 2020-01-01 }]\n"),
        ("blips/kafka.toml", BLIP),
    ];
    fs::create_dir_all(folder.path().join("radar/blips")).expect("made");
    for (path, text) in files {
        fs::write(folder.path().join("radar").join(path), text).expect("written");
    }
    folder
}

fn command(folder: &Path, note: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_radar"));
    command.arg("-C").arg(folder).args(["review", "kafka", "--by", "ada", "--note", note]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// However two processes come together, the file holds the reviews of those that ended well, and the
/// others say why theirs is not there.
#[test]
fn of_two_reviews_at_the_same_moment_none_is_lost() {
    for _ in 0..10 {
        let folder = radar();
        let notes = ["one", "two", "three"];
        let running: Vec<_> = notes
            .iter()
            .map(|note| command(folder.path(), note).spawn().expect("it starts"))
            .collect();
        let ended: Vec<Output> =
            running.into_iter().map(|child| child.wait_with_output().expect("it ends")).collect();
        let path = folder.path().join("radar/blips/kafka.toml");
        let text = fs::read_to_string(&path).expect("it is there");
        assert!(text.starts_with(BLIP), "{text}");
        assert!(ended.iter().any(|output| output.status.success()), "{ended:?}");
        for (note, output) in notes.iter().zip(&ended) {
            let said = String::from_utf8_lossy(&output.stderr);
            let is_there = text.contains(&format!("note = \"{note}\""));
            assert_eq!(is_there, output.status.success(), "{said}\n{text}");
            assert!(is_there || said.contains("changed since it was read"), "{said}");
        }
        assert_eq!(names(path.parent().expect("a folder")), ["kafka.toml"]);
    }
}
