//! A preview to test with: a radar in a temporary folder, the program on a free port, and a client.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long anything may take before a test fails; a busy machine takes its time.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// The day of all previews but those of the clock's.
pub const TODAY: &str = "2026-11-22";

pub const SETTINGS: &str = "title = \"Test\"\nbase_url = \"https://example.org/\"\n\
    [[quadrant]]\nid = \"tools\"\nname = \"Tools\"\ndescription = \"See [[helm]].\"\n\
    [[quadrant]]\nid = \"platforms\"\nname = \"Platforms\"\n\
    [[edition]]\nid = \"2026-05\"\nname = \"May\"\ndate = 2026-05-01\nintro = \"*Spring*\"\n";
pub const PEOPLE: &str = "[team.core]\nname = \"Core\"\n[person.ada]\nname = \"Ada\"\nteam = \"core\"\n\
    practising = [{ from = 2019-06-01 }]\n[person.max]\nname = \"Max\"\n";

/// A blip's file.
pub fn blip(name: &str, ring: &str, text: &str) -> String {
    format!(
        "name = \"{name}\"\nquadrant = \"tools\"\nring = \"{ring}\"\nowners = [\"core\"]\n\
         description = \"\"\"\n{text}\n\"\"\"\n\
         [[review]]\ndate = 2026-03-01\nby = [\"ada\"]\nring = \"{ring}\"\nnote = \"Seen in use.\"\n"
    )
}

/// A radar of three blips in a folder of its own.
pub fn radar() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in [
        ("radar/radar.toml", SETTINGS),
        ("radar/people.toml", PEOPLE),
        ("radar/about.md", "# About\n\nAsk about [[kafka]].\n"),
        ("radar/images/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("radar/blips/helm.toml", &blip("Helm", "adopt", "Charts, as [[kafka]] has them.")),
        (
            "radar/blips/kafka.toml",
            &blip("Kafka", "trial", "![dot](dot.svg)\n\n```rust\nlet a = 1;\n```"),
        ),
        ("radar/blips/team/rust.toml", &blip("Rust", "adopt", "Quick.")),
    ] {
        write(folder.path(), path, text);
    }
    folder
}

/// Writes a file, and the folders above it; in one step, so that nobody reads half of it on a busy machine.
pub fn write(root: &Path, path: &str, content: impl AsRef<[u8]>) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().expect("below the root")).expect("folders");
    let whole = root.join("being-written");
    std::fs::write(&whole, content).expect("written");
    std::fs::rename(whole, path).expect("renamed");
}

/// The program, serving.
pub struct Preview {
    pub root: PathBuf,
    pub port: u16,
    pub said: Receiver<String>,
    /// What it said up to its address.
    pub greeting: String,
    child: Child,
    events: Option<BufReader<TcpStream>>,
}

impl Preview {
    /// Serves a folder as of [`TODAY`].
    pub fn of(root: &Path) -> Self {
        Self::with(root, &["--port", "0", "--today", TODAY], &[])
    }

    /// Serves a folder with these arguments and variables.
    pub fn with(root: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = command(root, arguments)
            .envs(variables.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (sender, said) = channel();
        let stderr = BufReader::new(child.stderr.take().expect("piped"));
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut greeting = String::new();
        let port = loop {
            let line =
                said.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no address: {greeting}"));
            greeting = greeting + &line + "\n";
            if let Some((_, rest)) = line.split_once("at http://") {
                let (address, _) = rest.split_once('/').expect("an address");
                break address.rsplit(':').next().and_then(|p| p.parse().ok()).expect("a port");
            }
        };
        Self { root: root.to_owned(), port, said, greeting, child, events: None }
    }

    /// Starts to listen to events; the number of the build that is shown.
    pub fn listen(&mut self) -> u64 {
        let mut stream = self.connect();
        write!(stream, "GET /_radar/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("sent");
        self.events = Some(BufReader::new(stream));
        self.event()
    }

    /// Waits for an event; its number.
    pub fn event(&mut self) -> u64 {
        let events = self.events.as_mut().expect("listening");
        loop {
            let mut line = String::new();
            let length = events.read_line(&mut line).expect("an event");
            assert_ne!(length, 0, "the stream ended");
            if let Some(number) = line.trim().strip_prefix("data: ") {
                return number.parse().expect("a number");
            }
        }
    }

    /// Writes a file and waits until that is shown.
    pub fn save(&mut self, path: &str, content: impl AsRef<[u8]>) -> u64 {
        write(&self.root, path, content);
        self.event()
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        stream.set_nodelay(true).expect("no delay");
        stream
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = self.connect();
        let host = if headers.iter().any(|(name, _)| *name == "Host") {
            ""
        } else {
            "Host: localhost\r\n"
        };
        write!(stream, "{method} {path} HTTP/1.1\r\n{host}").expect("sent");
        for (name, value) in headers {
            write!(stream, "{name}: {value}\r\n").expect("sent");
        }
        write!(stream, "Connection: close\r\n\r\n").expect("sent");
        Answer::read(&mut stream)
    }

    /// The page at a path as a build would have it.
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(&format!("/{path}"));
        assert_eq!(answer.status, 200, "{path}");
        String::from_utf8(without_script(&answer.body).to_vec()).expect("UTF-8")
    }

    /// How the page at a path stands.
    pub fn state(&self, path: &str) -> serde_json::Value {
        let answer = self.get(&format!("/_radar/state?page={path}"));
        serde_json::from_slice(&answer.body).expect("JSON")
    }

    /// Sends a signal by its name, and waits for the end; the exit code.
    pub fn end_by(mut self, signal: &str) -> Option<i32> {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &id]).status().expect("kill");
        assert!(sent.success());
        self.child.wait().expect("it ends").code()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line that the terminal shows and `is` holds of.
    pub fn line(&self, is: impl Fn(&str) -> bool) -> String {
        loop {
            let line = self.said.recv_timeout(PATIENCE).expect("a line");
            if is(&line) {
                return line;
            }
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `radar serve` with arguments.
pub fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_radar"));
    command.arg("-C").arg(root).arg("serve").args(arguments).env_remove("RADAR_EDITOR");
    command
}

/// What the server answered.
pub struct Answer {
    pub status: u16,
    headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads an answer up to the end of the connection.
    pub fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(bytes[..end].to_vec()).expect("ASCII");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers =
            headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        Self { status: status.expect("a status"), headers, body: bytes.split_off(end + 4) }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// A page without the script that follows the preview.
pub fn without_script(page: &[u8]) -> &[u8] {
    let script = b"<script src=\"/_radar/reload.js\" data-version=\"";
    let at = page.windows(script.len()).rposition(|bytes| bytes == script);
    at.map_or(page, |at| &page[..at])
}
