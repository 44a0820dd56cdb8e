//! Input that no author writes: it ends in a diagnostic or it works, and never in a crash.

mod folder;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use folder::{Folder, Run, blip};

const DEEP: usize = 10_000;

/// Checks a radar with one more file; the answer has to come soon, be short and name the file.
#[allow(clippy::disallowed_methods, reason = "a generous limit, not a measurement")]
fn check(path: &str, bytes: impl AsRef<[u8]>) -> Run {
    let folder = Folder::new();
    folder.write(path, bytes);
    let start = Instant::now();
    let run = folder.run(&["check"]);
    assert!(start.elapsed() < Duration::from_secs(60), "{path} took {:?}", start.elapsed());
    assert!(run.stderr.len() < 100_000, "{path}: {} bytes of messages", run.stderr.len());
    run
}

fn is_refused(path: &str, bytes: impl AsRef<[u8]>, code: &str) {
    let run = check(path, bytes);
    let start: String = run.stderr.chars().take(2000).collect();
    assert_eq!(run.code, Some(1), "{start}");
    assert!(run.stderr.contains(&format!("error[{code}]")), "{start}");
    assert!(run.stderr.contains(path), "{start}");
}

#[test]
fn a_key_of_three_megabytes() {
    is_refused("radar/blips/a.toml", format!("{} = 1", "k".repeat(3_000_000)), "unknown-key");
}

#[test]
fn a_line_of_three_megabytes_that_is_no_toml() {
    is_refused("radar/blips/a.toml", "x".repeat(3_000_000), "invalid-toml");
}

#[test]
fn a_file_beyond_the_limit_is_named() {
    let run = check("radar/blips/a.toml", "x".repeat(10_000_000));
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stderr.contains("radar/blips/a.toml: it has 10 MB, and the limit is 4 MB"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_name_of_a_megabyte() {
    let text = blip("a").replace("The a", &"n".repeat(1_000_000));
    let run = check("radar/blips/a.toml", text);
    assert_eq!(run.code, Some(0), "{}", &run.stderr[..run.stderr.len().min(2000)]);
}

#[test]
fn nesting_of_every_kind() {
    let arrays = format!("name = {}{}", "[".repeat(DEEP), "]".repeat(DEEP));
    is_refused("radar/blips/a.toml", arrays, "invalid-toml");
    let open = format!("name = {}", "[".repeat(DEEP));
    is_refused("radar/blips/a.toml", open, "invalid-toml");
    let tables = format!("name = {}1{}", "{a=".repeat(DEEP), "}".repeat(DEEP));
    is_refused("radar/blips/a.toml", tables, "invalid-toml");
    let dotted = format!("name{} = 1", ".a".repeat(DEEP));
    assert_eq!(check("radar/blips/a.toml", dotted).code, Some(1));
    let header = format!("[name{}]", ".a".repeat(DEEP));
    assert_eq!(check("radar/blips/a.toml", header).code, Some(1));
}

#[test]
fn markdown_of_every_kind() {
    for text in [
        "> ".repeat(DEEP),
        "[".repeat(DEEP),
        "[[".repeat(DEEP),
        "![](".repeat(DEEP),
        "*a **b ".repeat(DEEP),
        "<div>".repeat(DEEP),
        "- ".repeat(DEEP),
        format!("|{}\n|{}\n", "a|".repeat(DEEP), "-|".repeat(DEEP)),
    ] {
        let folder = Folder::new();
        let description = format!("{}description = '''{text}'''\n\n[[review]]", "");
        folder.write("radar/blips/a.toml", blip("a").replace("[[review]]", &description));
        let run = folder.run(&["build"]);
        let start: String = run.stderr.chars().take(2000).collect();
        assert_eq!(run.code, Some(0), "{}: {start}", &text[..20]);
    }
}

/// The time to find and to place problems grows with their number, and not with its square.
#[test]
fn problems_by_the_thousand_in_one_text() {
    let many = |part: &dyn Fn(usize) -> String| (0..10_000).map(part).collect::<String>();
    for text in [
        many(&|_| "[x](blips/none.html) ".to_owned()),
        many(&|at| format!("[[none-{at}]] ")),
        many(&|at| format!("![x](none-{at}.png) ")),
        many(&|at| format!("[x](#none-{at}) ")),
        many(&|at| format!("a[^{at}] ")),
        many(&|at| format!("[^{at}]: a\n")),
        many(&|_| "a <b>\n\n".to_owned()),
        many(&|_| "[[a \n\n".to_owned()),
        many(&|_| "[[a|[[".to_owned()),
        many(&|_| "[[a]b[[ ]] ".to_owned()),
        many(&|_| "https://a.org[^1]".to_owned()),
        many(&|_| "www.a_._".to_owned()),
        many(&|_| "a@b.c@".to_owned()),
        many(&|_| "<!-- a".to_owned()),
        many(&|at| format!("# a-{}\n", at % 3)),
        format!("| a |\n|---|\n{}", many(&|_| "| 1 | 2 |\n".to_owned())),
    ] {
        let text = text.replace('\\', "");
        let text = blip("a")
            .replace("[[review]]", &format!("description = \"\"\"\n{text}\"\"\"\n\n[[review]]"));
        check("radar/blips/a.toml", text);
    }
}

/// Code that would take minutes to highlight has no colours.
#[test]
#[allow(clippy::disallowed_methods, reason = "a generous limit, not a measurement")]
fn code_that_takes_long_is_plain() {
    for (language, part) in [
        ("typescript", "[[[("),
        ("elixir", "[[[("),
        ("php", "[[[("),
        ("markdown", "[[[("),
        ("markdown", "[a]: "),
        ("markdown", "~"),
        ("less", "@a("),
        ("rust", "fn a<"),
    ] {
        for line in [90, 990, 120_000] {
            let line = part.repeat(line / part.len()) + "\n";
            let code = line.repeat(120_000 / line.len());
            let text = format!("description = '''\n````{language}\n{code}````\n'''\n\n[[review]]");
            let folder = Folder::new();
            folder.write("radar/blips/a.toml", blip("a").replace("[[review]]", &text));
            let start = Instant::now();
            let run = folder.run(&["build"]);
            assert_eq!(run.code, Some(0), "{language} {part}");
            let time = start.elapsed();
            assert!(time < Duration::from_secs(60), "{language} {part:?} took {time:?}");
        }
    }
}

#[test]
fn files_that_are_no_text() {
    is_refused("radar/blips/a.toml", [0xff, 0xfe, 0, 1], "invalid-encoding");
    is_refused("radar/radar.toml", [0xff], "invalid-encoding");
    is_refused("radar/people.toml", [0xff], "invalid-encoding");
    is_refused("radar/about.md", [0xff], "invalid-encoding");
    is_refused("radar/blips/a.toml", [0; 10_000], "invalid-toml");
}

#[test]
fn an_empty_file_lacks_everything() {
    is_refused("radar/blips/a.toml", "", "missing-key");
    is_refused("radar/radar.toml", "", "missing-key");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_just_work() {
    let text = format!("\u{feff}{}", blip("a").replace('\n', "\r\n"));
    let run = check("radar/blips/a.toml", text);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), "no problems in 4 blips\n"));
}

#[test]
fn problems_are_found_in_all_of_a_thousand_files() {
    let folder = Folder::new();
    for i in 0..1000 {
        folder.write(&format!("radar/blips/b{i}.toml"), blip("x").replace("tools", "toolz"));
    }
    let run = folder.run(&["check", "--message-format", "short"]);
    assert_eq!(run.code, Some(1));
    let found = run.stderr.lines().filter(|line| line.contains("error[unknown-quadrant]")).count();
    assert_eq!(found, 1000);
    assert!(
        run.stderr.ends_with("1000 errors\n"),
        "{}",
        run.stderr.lines().last().unwrap_or_default()
    );
}

/// A reader that stops listening, such as `head`, is no error.
#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new();
    let mut text = blip("a").replace("note = \"Looked at a.\"\n", "");
    for day in 1..=28 {
        for month in 1..=5 {
            let _ = write!(text, "\n[[review]]\ndate = 2026-{month:02}-{day:02}\nby = [\"ada\"]\n");
        }
    }
    folder.write("radar/blips/a.toml", text);
    for (args, code) in [(&["check"][..], 0), (&["check", "-D", "review-without-note"], 1)] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let status = folder.command(args).stderr(writer).status().expect("the program starts");
        assert_eq!(status.code(), Some(code), "{args:?}");
    }
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let status = folder.command(&["--help"]).stdout(writer).status().expect("the program starts");
    assert_eq!(status.code(), Some(0));
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a generous limit, not a measurement")]
fn an_import_takes_time_like_its_text() {
    let words = "word ".repeat(40);
    let row = |text: String| format!("name,ring,quadrant,description\nA,adopt,Tools,\"{text}\"\n");
    let page = |text: String| format!("---\nring: adopt\n---\n{text}\n");
    for (path, text) in [
        ("a.csv", row(format!("<script>{words}").repeat(9_000))),
        ("a.csv", row(format!("<!-- {words}").repeat(9_000))),
        ("tools/a.md", page("[x](/y) ![i](z.png) [[q]] ".repeat(40_000))),
        ("tools/a.mdx", page("<A {\n\n`` {/* <b>".repeat(4_000))),
    ] {
        let folder = Folder::empty();
        folder.write(path, text);
        let start = Instant::now();
        let run = folder.run(&["import", path.split('/').next().unwrap_or(path)]);
        assert!(start.elapsed() < Duration::from_secs(20), "{path}: {:?}", start.elapsed());
        assert!(run.stderr.len() < 20_000, "{path}: {}", run.stderr.len());
    }
}
