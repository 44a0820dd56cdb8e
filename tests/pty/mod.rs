//! The program at a terminal, with somebody who reads and types.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a terminal, and a thread that reads from it"
)]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::io::{FdFlags, fcntl_setfd};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// How long a slow machine may take until a text appears.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a key sends.
pub(crate) const ENTER: &str = "\r";
pub(crate) const DOWN: &str = "\x1b[B";
pub(crate) const ESCAPE: &str = "\x1b";

/// A program that runs in a terminal.
pub(crate) struct Pty {
    child: Child,
    keyboard: File,
    printed: Receiver<Vec<u8>>,
    /// What has been printed and not been expected yet, without control sequences.
    unread: String,
    /// Everything, as it came.
    pub(crate) seen: Vec<u8>,
}

impl Pty {
    pub(crate) fn start(command: &mut Command) -> Self {
        let screen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        // macOS has no flag for this.
        fcntl_setfd(&screen, FdFlags::CLOEXEC).expect("a terminal of ours");
        grantpt(&screen).and_then(|()| unlockpt(&screen)).expect("a terminal of ours");
        let name = ptsname(&screen, Vec::new()).expect("a name");
        let terminal = || {
            let path = name.to_str().expect("a plain name");
            File::options().read(true).write(true).open(path).expect("the terminal")
        };
        // Nor has it a size before somebody has opened the other end.
        let size = Winsize { ws_row: 50, ws_col: 160, ws_xpixel: 0, ws_ypixel: 0 };
        let opened = terminal();
        tcsetwinsize(&opened, size).expect("a size");
        let child = command
            .env("TERM", "xterm")
            .stdin(Stdio::from(opened))
            .stdout(Stdio::from(terminal()))
            .stderr(Stdio::from(terminal()))
            .spawn()
            .expect("the program starts");
        let keyboard = File::from(screen);
        let mut output = keyboard.try_clone().expect("the terminal");
        let (sender, printed) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // At the end of the program, a read fails.
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                let _ = sender.send(bytes[..count].to_vec());
            }
        });
        Self { child, keyboard, printed, unread: String::new(), seen: Vec::new() }
    }

    /// Waits until a text is printed, and forgets what came before it.
    pub(crate) fn expect(&mut self, text: &str) {
        let start = Instant::now();
        while !self.unread.contains(text) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            let Ok(bytes) = self.printed.recv_timeout(left) else {
                panic!("`{text}` was not printed after\n{}", plain(&self.seen))
            };
            self.take(&bytes);
        }
        let at = self.unread.find(text).expect("it is there") + text.len();
        self.unread.drain(..at);
    }

    fn take(&mut self, bytes: &[u8]) {
        self.seen.extend(bytes);
        self.unread += &plain(bytes);
    }

    pub(crate) fn send(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("a keyboard");
    }

    /// Waits for a question, and types the answer and Enter.
    pub(crate) fn answer(&mut self, question: &str, answer: &str) {
        self.expect(question);
        self.send(answer);
        self.send(ENTER);
    }

    /// Waits for the end, and returns the exit code and everything that was printed.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let start = Instant::now();
        let status = loop {
            while let Ok(bytes) = self.printed.recv_timeout(Duration::from_millis(20)) {
                self.take(&bytes);
            }
            if let Some(status) = self.child.try_wait().expect("a child of ours") {
                break status;
            }
            if start.elapsed() > PATIENCE {
                self.child.kill().expect("a child of ours");
                panic!("the program does not end after\n{}", plain(&self.seen));
            }
        };
        while let Ok(bytes) = self.printed.recv_timeout(Duration::from_millis(50)) {
            self.take(&bytes);
        }
        (status.code(), plain(&self.seen))
    }
}

/// Removes the control sequences of terminals (ECMA-48): `ESC [`, parameters, a letter.
fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.split_once(|c: char| ('@'..='~').contains(&c)).map_or("", |(_, rest)| rest)
    })
}
