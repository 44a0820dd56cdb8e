//! What the program shows and asks at a terminal.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run")]

mod folder;
mod pty;

use folder::Folder;
use pty::{DOWN, ENTER, ESCAPE, Pty};

#[test]
fn a_long_build_shows_how_far_it_is() {
    let folder = Folder::new();
    // On one thread, so that it takes more than a second on any machine.
    for at in 0..2_000 {
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

/// Three blips: one has never been reviewed, one expired, one is fresh.
fn waiting() -> Folder {
    let folder = Folder::new();
    let people = folder.read("radar/people.toml");
    folder.write(
        "radar/people.toml",
        people + "\n[person.eve]\nname = \"Eve\"\npractising = [{ from = 2020-01-01 }]\n",
    );
    let old = folder.read("radar/blips/helm.toml").replace("2026-06-01", "2024-06-01");
    folder.write("radar/blips/helm.toml", old);
    folder
}

#[test]
fn review_offers_the_queue_and_takes_several_reviewers() {
    let folder = waiting();
    let mut terminal = Pty::start(&mut folder.command(&["review"]));
    // The queue comes first: Enter takes its top.
    terminal.expect("Which blip?");
    terminal.expect("The helm (Adopt, expired");
    terminal.send(ENTER);
    terminal.expect("Who reviewed it?");
    // Nobody is chosen yet, so the first Enter is refused.
    terminal.send(ENTER);
    terminal.expect("choose at least one");
    terminal.send(" ");
    terminal.send(DOWN);
    terminal.send(" ");
    terminal.send(ENTER);
    terminal.answer("Which ring?", "");
    terminal.answer("What did you look at", "Two upgrades.");
    terminal.answer("A link to the evidence?", "");
    // It offers to estimate what leaving would cost, and takes what can be read, or nothing.
    terminal.answer("How long would it take to leave The helm?", "");
    terminal.expect("added a hands-on review by Ada Example, Eve");
    let (code, printed) = terminal.end();
    assert_eq!(code, Some(0), "{printed}");
    let blip = folder.read("radar/blips/helm.toml");
    assert!(blip.contains("by   = [\"ada\", \"eve\"]\nnote = \"Two upgrades.\""), "{blip}");
}

#[test]
fn a_blip_that_does_not_wait_can_be_found_by_typing() {
    let folder = waiting();
    let mut terminal = Pty::start(&mut folder.command(&["retire", "--by", "ada"]));
    terminal.answer("Which blip?", "kafka");
    terminal.answer("What did you look at", "The last service moved.");
    terminal.answer("A link to the evidence?", "");
    terminal.expect("The kafka is retired");
    let (code, printed) = terminal.end();
    assert_eq!(code, Some(0), "{printed}");
    let blip = folder.read("radar/blips/kafka.toml");
    assert!(
        blip.contains("ring = \"retired\"\nquadrant") || blip.contains("ring = \"retired\""),
        "{blip}"
    );
}

#[test]
fn escape_writes_nothing() {
    let folder = waiting();
    let before = folder.files("radar");
    let mut terminal = Pty::start(&mut folder.command(&["review"]));
    terminal.expect("Which blip?");
    terminal.send(ESCAPE);
    let (code, printed) = terminal.end();
    assert_eq!(code, Some(2), "{printed}");
    assert!(printed.contains("cancelled; nothing was written"), "{printed}");
    assert_eq!(folder.files("radar"), before);
}

#[test]
fn git_knows_who_is_at_the_terminal() {
    let folder = waiting();
    folder.write("gitconfig", "[user]\nemail = eve@example.org\n");
    let people = folder
        .read("radar/people.toml")
        .replace("\"Eve\"", "\"Eve\"\nemails = [\"eve@example.org\"]");
    folder.write("radar/people.toml", people);
    let mut command = folder.command(&["review", "helm"]);
    command.env("GIT_CONFIG_GLOBAL", folder.path("gitconfig"));
    let mut terminal = Pty::start(&mut command);
    // The user is chosen already.
    terminal.answer("Who reviewed it?", "");
    terminal.answer("Which ring?", "");
    terminal.answer("What did you look at", "An upgrade.");
    terminal.answer("A link to the evidence?", "");
    terminal.expect("How long would it take to leave The helm?");
    terminal.send("soon");
    terminal.send(ENTER);
    terminal.expect("write a number and days, weeks, months or years");
    for _ in 0..4 {
        terminal.send("\u{7f}");
    }
    terminal.send("4 months");
    terminal.send(ENTER);
    terminal.answer("What makes it so?", "Eleven charts.");
    terminal.expect("added a hands-on review by Eve;");
    terminal
        .expect("wrote an estimate by Eve: leaving would take about 4 months; valid until 2027");
    assert_eq!(terminal.end().0, Some(0));
    let blip = folder.read("radar/blips/helm.toml");
    assert!(blip.contains("by     = [\"eve\"]\nnote   = \"Eleven charts.\""), "{blip}");
    // An estimate holds now, so the next review does not ask, and `radar exit` does.
    let mut command = folder.command(&["exit", "helm"]);
    command.env("GIT_CONFIG_GLOBAL", folder.path("gitconfig"));
    let mut terminal = Pty::start(&mut command);
    terminal.answer("Who estimates it?", "");
    terminal.answer("How long would it take to leave The helm?", "1 week");
    terminal.answer("What makes it so?", "");
    terminal.expect("it replaces that of ");
    assert_eq!(terminal.end().0, Some(0));
    let blip = folder.read("radar/blips/helm.toml");
    assert!(blip.contains("effort = \"1 week\"") && !blip.contains("Eleven charts"), "{blip}");
}

/// The estimate is one question too many for somebody who has typed a review.
#[test]
fn escape_at_the_estimate_keeps_the_review() {
    let folder = waiting();
    let mut terminal = Pty::start(&mut folder.command(&["review", "helm", "--by", "eve"]));
    terminal.answer("Which ring?", "");
    terminal.answer("What did you look at", "An upgrade.");
    terminal.answer("A link to the evidence?", "");
    terminal.expect("How long would it take to leave The helm?");
    terminal.send(ESCAPE);
    terminal.expect("added a hands-on review by Eve;");
    assert_eq!(terminal.end().0, Some(0));
    let blip = folder.read("radar/blips/helm.toml");
    assert!(blip.contains("An upgrade.") && !blip.contains("[exit]"), "{blip}");
}
