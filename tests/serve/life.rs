//! How it starts, ends, and gets past midnight.

use std::net::TcpListener;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::preview::{PATIENCE, Preview, command, radar};

#[test]
fn signals_end_it_at_once_and_well() {
    let folder = radar();
    for signal in ["INT", "TERM", "HUP"] {
        let mut preview = Preview::of(folder.path());
        preview.listen();
        let idle = preview.connect();
        assert_eq!(preview.end_by(signal), Some(0), "{signal}");
        drop(idle);
        // Without anybody connected, right after it said its address.
        assert_eq!(Preview::of(folder.path()).end_by(signal), Some(0), "{signal}");
    }
}

#[test]
fn a_port_that_was_asked_for_and_is_taken_is_an_error() {
    let folder = radar();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let output = command(folder.path(), &["--port", &port]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(&format!("127.0.0.1:{port}")) && said.contains("is taken"), "{said}");
}

#[test]
fn if_the_usual_port_is_taken_it_is_the_next_and_that_is_said() {
    let folder = radar();
    // Taken by this test, or by somebody else already.
    let _taken = TcpListener::bind("127.0.0.1:8000");
    let preview = Preview::with(folder.path(), &[], &[]);
    assert_ne!(preview.port, 8000);
    assert!(preview.greeting.contains("port 8000 is taken"), "{}", preview.greeting);
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn midnight_is_noticed_unless_the_day_was_chosen() {
    // A time zone in which it is three seconds to midnight.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let east = (86_400 - 3 - now % 86_400) % 86_400;
    let (sign, offset) = if east > 43_200 { ("", 86_400 - east) } else { ("-", east) };
    let zone = format!("TST{sign}{}:{:02}:{:02}", offset / 3600, offset / 60 % 60, offset % 60);
    let folder = radar();
    let day = |preview: &Preview| {
        let script = preview.page("day.js");
        script.split("built=\"").nth(1).map(|rest| rest[..10].to_owned()).expect("a day")
    };
    let mut preview = Preview::with(folder.path(), &["--port", "0"], &[("TZ", &zone)]);
    let fixed =
        Preview::with(folder.path(), &["--port", "0", "--today", "2026-11-22"], &[("TZ", &zone)]);
    let before = day(&preview);
    preview.listen();
    preview.event();
    let after = day(&preview);
    assert!(after > before, "{before}, {after}");
    preview.line(|line| line.starts_with(&format!("it is {after}")));
    assert_eq!(day(&fixed), "2026-11-22");
}

#[test]
#[cfg(target_os = "linux")]
fn streams_of_tabs_that_have_gone_are_closed() {
    let folder = radar();
    let mut preview = Preview::of(folder.path());
    let id = preview.id();
    let files = || std::fs::read_dir(format!("/proc/{id}/fd")).expect("a process").count();
    preview.listen();
    let before = files();
    for _ in 0..20 {
        let mut gone = Preview::connect(&preview);
        std::io::Write::write_all(
            &mut gone,
            b"GET /_radar/events HTTP/1.1\r\nHost: localhost\r\n\r\n",
        )
        .expect("sent");
        let mut byte = [0];
        std::io::Read::read_exact(&mut gone, &mut byte).expect("the stream has begun");
    }
    let start = Instant::now();
    while files() > before {
        assert!(start.elapsed() < PATIENCE, "{} files, {before} before", files());
        std::thread::sleep(Duration::from_millis(5));
    }
}
