//! A git process whose output is read as it comes, and which is killed if it falls silent: a pipe in place of a file of
//! the repository would let it wait for ever.
#![allow(
    clippy::disallowed_methods,
    reason = "reads the output and the errors of a process at once"
)]

use std::io::{self, BufRead, ErrorKind, Read, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// More than git says about one error; a broken repository can cause one for each of its objects.
const MAX_ERRORS: u64 = 16 * 1024;

/// A process that runs. It is killed when it is dropped.
pub(super) struct Process {
    child: Child,
    input: Option<ChildStdin>,
    chunks: Receiver<io::Result<Vec<u8>>>,
    errors: Option<JoinHandle<Vec<u8>>>,
    chunk: Vec<u8>,
    /// How much of the chunk has been read.
    read: usize,
    /// How long it may be silent.
    patience: Duration,
}

impl Process {
    /// Starts a process. It gets what is written with [`Process::ask`], and nothing else.
    pub(super) fn start(command: &mut Command, patience: Duration) -> Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(super::not_started)?;
        let mut output = child.stdout.take().expect("its output is piped");
        let mut errors = child.stderr.take().expect("its errors are piped");
        let (sender, chunks) = sync_channel(4);
        std::thread::spawn(move || pass_on(&mut output, &sender));
        let errors = std::thread::spawn(move || {
            let mut kept = Vec::new();
            // Why reading fails is of no interest: the process did.
            let _ = errors.by_ref().take(MAX_ERRORS).read_to_end(&mut kept);
            let _ = io::copy(&mut errors, &mut io::sink());
            kept
        });
        let input = child.stdin.take();
        let errors = Some(errors);
        Ok(Self { child, input, chunks, errors, chunk: Vec::new(), read: 0, patience })
    }

    /// Writes a line to the process.
    pub(super) fn ask(&mut self, line: &str) -> Result<()> {
        let input = self.input.as_mut().context("git's input is closed")?;
        // A process that ended has said why.
        let written = writeln!(input, "{line}").and_then(|()| input.flush());
        if written.is_err() {
            self.finish()?;
        }
        written.context("cannot write to git")
    }

    /// Waits for the end of the process.
    ///
    /// # Errors
    ///
    /// If it fails: with what it wrote to standard error.
    pub(super) fn finish(&mut self) -> Result<()> {
        let (code, errors) = self.end()?;
        if code != Some(0) {
            bail!("{}", super::reason(&errors));
        }
        Ok(())
    }

    /// Waits for the end of the process, and returns its exit code and what it wrote to standard error. The code is
    /// `None` after a signal.
    pub(super) fn end(&mut self) -> Result<(Option<i32>, Vec<u8>)> {
        self.input = None;
        while !self.fill_buf()?.is_empty() {
            self.consume(self.chunk.len() - self.read);
        }
        let mut pause = Duration::from_micros(50);
        let mut waited = Duration::ZERO;
        let status = loop {
            if let Some(status) = self.child.try_wait().context("cannot wait for git")? {
                break status;
            }
            if waited > self.patience {
                return Err(self.silent().into());
            }
            std::thread::sleep(pause);
            waited += pause;
            pause = (pause * 2).min(Duration::from_millis(50));
        };
        let errors = self.errors.take().and_then(|errors| errors.join().ok()).unwrap_or_default();
        Ok((status.code(), errors))
    }

    fn silent(&mut self) -> io::Error {
        let _ = self.child.kill();
        let seconds = match self.patience.as_secs() {
            1 => "1 second".to_owned(),
            seconds => format!("{seconds} seconds"),
        };
        let message = format!(
            "git was silent for {seconds} and was stopped; if the repository is that large, allow \
             more with --patience"
        );
        io::Error::new(ErrorKind::TimedOut, message)
    }
}

impl BufRead for Process {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read == self.chunk.len() {
            self.chunk = match self.chunks.recv_timeout(self.patience) {
                Ok(chunk) => chunk?,
                Err(RecvTimeoutError::Disconnected) => Vec::new(),
                Err(RecvTimeoutError::Timeout) => return Err(self.silent()),
            };
            self.read = 0;
        }
        Ok(&self.chunk[self.read..])
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount;
    }
}

impl Read for Process {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let amount = self.fill_buf()?.read(buffer)?;
        self.consume(amount);
        Ok(amount)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended, or nobody wants to know more of it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads the output of a process until it ends, or nobody is interested any more.
fn pass_on(output: &mut impl Read, chunks: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut chunk = vec![0; CHUNK];
        let read = match output.read(&mut chunk) {
            Ok(0) => return,
            Ok(length) => {
                chunk.truncate(length);
                Ok(chunk)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        if chunks.send(read).is_err() {
            return;
        }
    }
}
