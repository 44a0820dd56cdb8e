//! What the program shows and asks at a terminal.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run")]

mod folder;
mod pty;

use folder::Folder;
use pty::{DOWN, Pty};

#[test]
fn a_long_build_shows_how_far_it_is() {
    let folder = Folder::new();
    // On one thread, so that it takes more than a second on any machine.
    for at in 0..5_000 {
        folder.write(&format!("radar/blips/many/blip-{at}.toml"), folder::blip(&format!("b{at}")));
    }
    let mut terminal = Pty::start(folder.command(&["build"]).env("RAYON_NUM_THREADS", "1"));
    terminal.expect("rendering: ");
    terminal.expect(" files");
    let (code, printed) = terminal.end();
    assert_eq!(code, Some(0), "{printed}");
    let last = printed.trim_end().rsplit(['\r', '\n']).next().unwrap_or_default();
    assert!(last.contains(" files written, 0 unchanged, in "), "{last}");
}

#[test]
fn a_quiet_or_quick_build_shows_nothing() {
    for arguments in [&["build", "--quiet"][..], &["build", "--message-format", "json"]] {
        let folder = Folder::new();
        let (code, printed) = Pty::start(&mut folder.command(arguments)).end();
        assert_eq!((code, printed.as_str()), (Some(0), ""));
    }
}

#[test]
fn init_asks_for_the_title_and_the_examples() {
    let folder = Folder::empty();
    let mut terminal = Pty::start(&mut folder.command(&["init", "ours"]));
    terminal.answer("What is the title of the radar?", "It's ours @today@");
    terminal.answer("What should it contain?", DOWN);
    let (code, printed) = terminal.end();
    assert_eq!(code, Some(0), "{printed}");
    let settings = folder.read("ours/radar/radar.toml");
    assert!(settings.contains("= \"It's ours @today@\""), "{settings}");
    assert!(!folder.path("ours/radar/blips").exists());
    let run = folder.run(&["build", "-C", "ours"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    // The radar exists now, so there is nothing to ask.
    let (code, printed) = Pty::start(&mut folder.command(&["init", "ours"])).end();
    assert_eq!(code, Some(0), "{printed}");
    assert!(!printed.contains('?'), "{printed}");
}
