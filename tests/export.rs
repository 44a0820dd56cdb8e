//! `radar export` as a program: data on standard output, and who reads it may stop.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "runs the program")]

mod folder;

use std::process::{Command, Stdio};

use folder::Folder;

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [&["export", "json"][..], &["schema", "blip"], &["completions", "bash"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_radar"))
            .args(["-C", env!("CARGO_MANIFEST_DIR"), "--today", "2026-11-22"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = Command::new(env!("CARGO_BIN_EXE_radar"))
            .args(["completions", shell])
            .output()
            .expect("the program runs");
        let script = String::from_utf8_lossy(&output.stdout).into_owned();
        // The script asks the program, in the words of its shell; tests/complete.rs runs one.
        assert!(output.status.success(), "{shell}");
        assert!(script.contains("RADAR_COMPLETE") && script.contains(shell), "{script}");
    }
}

#[test]
fn a_site_has_what_is_printed_and_only_what_is_listed() {
    const FILES: [(&str, &str); 4] = [
        ("backstage", "backstage.json"),
        ("byor-csv", "byor.csv"),
        ("byor-json", "byor.json"),
        ("zalando", "zalando.json"),
    ];
    let folder = Folder::new();
    let settings = folder.read("radar/radar.toml");
    let list = FILES.map(|(format, _)| format!("{format:?}")).join(", ");
    for base_url in ["", "base_url = \"https://example.org/radar\"\n"] {
        let exports = format!("[site]\nexports = [{list}]\n");
        folder.write("radar/radar.toml", format!("{base_url}{settings}{exports}"));
        folder.build();
        for (format, file) in FILES {
            let printed = folder.command(&["export", format]).output().expect("it runs").stdout;
            let printed = String::from_utf8(printed).expect("UTF-8");
            assert_eq!(printed, folder.read(&format!("output/{file}")), "{format}");
            assert_eq!(
                printed.contains("https://example.org/radar/blips/kafka.html"),
                !base_url.is_empty()
            );
        }
    }
    // As `radar build --base-url`, which `radar publish` uses.
    folder.write("radar/radar.toml", format!("{settings}[site]\nexports = [\"byor-json\"]\n"));
    assert_eq!(folder.run(&["build", "--base-url", "https://example.net/"]).code, Some(0));
    assert!(folder.read("output/byor.json").contains("https://example.net/blips/kafka.html"));
    let there = folder.files("output");
    let found = FILES.iter().filter(|(_, file)| there.contains_key(*file)).count();
    assert_eq!(found, 1, "those that are no longer listed go");
}

/// What Thoughtworks' program does with the file (its src/util/contentValidator.js and inputSanitizer.js): it wants five
/// keys, all of them texts, and keeps few tags.
#[test]
fn build_your_own_radar_keeps_everything_in_the_file() {
    const TAGS: [&str; 16] = [
        "b", "i", "em", "strong", "a", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "br", "p",
        "u",
    ];
    let folder = Folder::new();
    let settings = folder.read("radar/radar.toml");
    let more = "base_url = \"https://example.org/\"\n";
    folder
        .write("radar/radar.toml", format!("{more}{settings}[site]\nexports = [\"byor-json\"]\n"));
    let text = "![A *chart*](chart.svg), [[helm]] & [more](reviews.html#x).\n\n- one\n- two";
    let blip = folder::blip("kafka");
    folder.write(
        "radar/blips/kafka.toml",
        blip.replace("[[review", &format!("description = {text:?}\n[[review")),
    );
    folder.write("radar/images/chart.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    folder.build();
    let rows: serde_json::Value =
        serde_json::from_str(&folder.read("output/byor.json")).expect("JSON");
    let rows = rows.as_array().expect("a list");
    assert_eq!(rows.len(), 3);
    for row in rows {
        for key in ["name", "ring", "quadrant", "isNew", "description"] {
            assert!(row[key].is_string(), "{key}: {row}");
        }
        let html = row["description"].as_str().unwrap_or_default();
        let tags = html.split('<').skip(1).map(|tag| tag.trim_start_matches('/'));
        for tag in tags.filter_map(|tag| tag.split([' ', '>']).next()) {
            assert!(TAGS.contains(&tag), "<{tag}> in {html}");
        }
        let mut targets = html.split("href=\"").skip(1);
        assert!(targets.all(|target| target.starts_with("https://example.org/")), "{html}");
        assert!(html.contains("blips/"), "{html}");
    }
}
