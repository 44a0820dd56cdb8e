//! What the server answers, and that nobody keeps it from answering others.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;

use crate::preview::{Answer, Preview, radar};

#[test]
fn files_have_their_types_and_tags() {
    let folder = radar();
    let preview = Preview::of(folder.path());
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/blips/helm.html?x=1", "text/html; charset=utf-8"),
        ("/blips/h%65lm.html", "text/html; charset=utf-8"),
        ("/radar.json", "application/json"),
        ("/radar.svg", "image/svg+xml"),
        ("/blips.csv", "text/csv; charset=utf-8"),
        ("/images/dot.svg", "image/svg+xml"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/_radar/reload.js", "text/javascript; charset=utf-8"),
        ("/_radar/overlay.css", "text/css; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{path}");
        let head = preview.ask("HEAD", path, &[]);
        assert_eq!(head.header("content-length"), answer.header("content-length"), "{path}");
        assert!(head.body.is_empty() && head.status == 200, "{path}");
    }
    let tag = preview.get("/").header("etag").expect("a tag").to_owned();
    let known = preview.ask("GET", "/", &[("If-None-Match", &format!("\"other\", {tag}"))]);
    assert_eq!((known.status, known.body.len()), (304, 0));
    assert_eq!(preview.ask("GET", "/", &[("If-None-Match", "\"other\"")]).status, 200);
}

#[test]
fn what_is_not_there_shows_the_page_for_it() {
    let folder = radar();
    let preview = Preview::of(folder.path());
    let page = preview.get("/404.html");
    for path in
        ["/no/such.html", "/blips", "/../Cargo.toml", "/..%2f..%2fetc/passwd", "/%00", "/%ff", "//"]
    {
        let answer = preview.get(path);
        assert_eq!(answer.status, if path == "//" { 200 } else { 404 }, "{path}");
        if path != "//" {
            assert!(answer.body == page.body, "{path}");
        }
    }
    assert_eq!(preview.get("/_radar/nothing").status, 404);
}

#[test]
fn other_names_and_other_methods_are_refused() {
    let folder = radar();
    let preview = Preview::of(folder.path());
    for host in ["localhost", "127.0.0.1", &format!("127.0.0.1:{}", preview.port)] {
        assert_eq!(preview.ask("GET", "/", &[("Host", host)]).status, 200, "{host}");
    }
    for host in ["example.org", "127.0.0.1.example.org", "evil.localhost.example"] {
        assert_eq!(preview.ask("GET", "/", &[("Host", host)]).status, 403, "{host}");
        assert_eq!(preview.ask("GET", "/_radar/events", &[("Host", host)]).status, 403, "{host}");
    }
    assert_eq!(preview.ask("GET", "http://example.org/", &[]).status, 403);
    // Two names, even if each is allowed: a proxy may have gone by the other one.
    for hosts in
        [["localhost", "localhost"], ["localhost", "example.org"], ["example.org", "localhost"]]
    {
        let answer = preview.ask("GET", "/", &hosts.map(|host| ("Host", host)));
        assert_eq!(answer.status, 400, "{hosts:?}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        let answer = preview.ask(method, "/", &[]);
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    let open = Preview::with(folder.path(), &["--port", "0", "--host", "127.0.0.1"], &[]);
    assert_eq!(open.ask("GET", "/", &[("Host", "radar.example.org")]).status, 200);
}

#[test]
fn requests_may_come_before_the_answers() {
    let folder = radar();
    let preview = Preview::of(folder.path());
    let mut stream = preview.connect();
    let request = "GET /blips.csv HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let last = "GET /blips.csv HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    write!(stream, "{}{last}", request.repeat(20)).expect("sent");
    let mut answers = String::new();
    stream.read_to_string(&mut answers).expect("answered");
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 21);
    // One byte at a time.
    let mut stream = preview.connect();
    for byte in last.bytes() {
        stream.write_all(&[byte]).expect("sent");
    }
    assert_eq!(Answer::read(&mut stream).status, 200);
    let mut stream = preview.connect();
    write!(stream, "GET / HTTP/1.0\r\n\r\n").expect("sent");
    assert_eq!(Answer::read(&mut stream).status, 200);
}

#[test]
fn nobody_keeps_it_from_answering_others() {
    let folder = radar();
    let preview = Preview::of(folder.path());
    preview.get("/");
    let before = memory(preview.id());
    // More than there is room for: some say nothing, some half of something, some never read.
    let mut crowd = Vec::new();
    for number in 0..400 {
        let mut stream = preview.connect();
        match number % 4 {
            0 => {}
            1 => write!(stream, "GET / HTT").expect("sent"),
            2 => write!(stream, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ").expect("sent"),
            _ => {
                let requests = "GET /radar.svg HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50);
                let _ = stream.write_all(requests.as_bytes());
            }
        }
        crowd.push(stream);
        if number % 50 == 0 {
            assert_eq!(preview.get("/").status, 200);
        }
    }
    // A head of ten megabytes; the server may break off before all of it is sent.
    let mut stream = preview.connect();
    let _ = write!(stream, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
    let part = vec![b'x'; 64 * 1024];
    for _ in 0..160 {
        if stream.write_all(&part).is_err() {
            break;
        }
    }
    let _ = stream.shutdown(Shutdown::Write);
    for garbage in [
        &b"\0\xff\x16\x03\x01"[..],
        b"\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let mut stream = preview.connect();
        let _ = stream.write_all(garbage);
        let _ = stream.shutdown(Shutdown::Write);
    }
    for path in ["/", "/blips/helm.html", "/_radar/state?page=/"] {
        assert_eq!(preview.get(path).status, 200, "{path}");
    }
    let grown = memory(preview.id()).saturating_sub(before);
    assert!(grown < 40_000, "{grown} kB more than before");
    drop(crowd);
}

/// The memory that a process has, in kB.
fn memory(id: u32) -> u64 {
    let Ok(status) = std::fs::read_to_string(format!("/proc/{id}/status")) else { return 0 };
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or_default()
}
