//! How far a long command is, on a terminal, from its second second on.
#![allow(clippy::disallowed_methods, reason = "a clock, and a thread that looks at it")]

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::Terminal;

/// A faster command shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
const INTERVAL: Duration = Duration::from_millis(100);

/// The time since a command started.
#[derive(Clone, Copy)]
pub(super) struct Progress {
    terminal: Terminal,
    start: Instant,
}

impl Progress {
    pub(super) fn start(terminal: Terminal) -> Self {
        Self { terminal, start: Instant::now() }
    }

    /// Does a part of the command, and shows meanwhile what `state` returns.
    pub(super) fn during<T>(
        &self,
        state: impl Fn() -> String + Sync,
        work: impl FnOnce() -> T,
    ) -> T {
        if !self.terminal.shows_progress() {
            return work();
        }
        let state = &state;
        std::thread::scope(|scope| {
            let (end, ended) = channel::<()>();
            scope.spawn(move || {
                let mut wait = PATIENCE.saturating_sub(self.start.elapsed());
                let mut drawn = 0;
                while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                    drawn = self.terminal.draw(&state(), drawn);
                    wait = INTERVAL;
                }
                self.terminal.draw("", drawn);
            });
            let result = work();
            drop(end);
            result
        })
    }

    /// Returns how long the command has taken, as in `0.31 s`.
    pub(super) fn taken(&self) -> String {
        seconds(self.start.elapsed())
    }
}

fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.2} s") } else { format!("{seconds:.1} s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_times_are_rounded() {
        for (milliseconds, text) in
            [(4, "0.00 s"), (312, "0.31 s"), (9_990, "9.99 s"), (12_340, "12.3 s")]
        {
            assert_eq!(seconds(Duration::from_millis(milliseconds)), text);
        }
    }
}
