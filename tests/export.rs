//! `radar export` as a program: data on standard output, and who reads it may stop.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "runs the program")]

use std::process::{Command, Stdio};

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
