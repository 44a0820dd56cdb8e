//! `radar serve`: the site while it is being written, in memory and in the browser.
#![allow(clippy::disallowed_methods, reason = "midnight has to be noticed, and rebuilds are timed")]

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};
use jiff::Zoned;
use jiff::civil::Date;

use super::{Outcome, Terminal};
use crate::cli::{Common, Serve};
use crate::diagnostic::{Judged, Level, Report, render};
use crate::serve::overlay::Problem;
use crate::serve::{Bound, Burst, Doorman, Editor, Made, Preview, Watch, Workshop, bind, serve};
use crate::source::ReadError;

/// The most errors that pages show; the terminal lists all of them.
const MOST_SHOWN: usize = 20;
/// The longest wait between two looks at the clock: a machine may have slept through midnight.
const LOOK_AT_CLOCK: Duration = Duration::from_secs(20);

pub(super) fn run(
    common: &Common,
    options: &Serve,
    today: Date,
    terminal: Terminal,
) -> Result<Outcome> {
    let host = options.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let doorman = options.host.map_or(Doorman::Local(host), |_| Doorman::Open);
    let bound = bind(host, options.port).map_err(|error| refused(host, options.port, &error))?;
    let mut studio = Studio {
        // Before anything is read, so that no change is missed.
        watch: Watch::new(&common.root, options.poll),
        workshop: Workshop::new(&common.root, common.levels()?),
        preview: Arc::default(),
        terminal,
        root: common.root.clone(),
        editor: options.editor.clone(),
        fixed: common.today,
        known: BTreeSet::new(),
        untried: None,
        unreadable: None,
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        // Those that make pages; each remembers the lines of code that it has highlighted.
        .max_blocking_threads(threads)
        .thread_keep_alive(Duration::from_secs(24 * 60 * 60))
        .build()?;
    // From here on a signal ends it well; whoever reads the address may send one at once.
    let end = {
        let _context = runtime.enter();
        told_to_end().context("cannot listen to signals")?
    };
    let blips = studio.open(today)?;
    let url = greet(&bound, blips, terminal);
    if options.open
        && let Err(error) = open::that_detached(&url)
    {
        terminal.say(&format!("cannot open a browser: {error}"));
    }

    let (preview, root, editor) =
        (Arc::clone(&studio.preview), studio.root.clone(), studio.editor.clone());
    std::thread::spawn(move || studio.keep_up(today));
    let result = runtime.block_on(async {
        tokio::select! {
            result = serve(bound, preview, doorman, root, editor) => result.context("cannot serve"),
            () = end => Ok(()),
        }
    });
    // Whatever is still being made ends with the process.
    runtime.shutdown_background();
    result.map(|()| Outcome::Done)
}

fn refused(host: IpAddr, port: Option<u16>, error: &std::io::Error) -> anyhow::Error {
    let why = match error.kind() {
        ErrorKind::AddrInUse => {
            "the port is taken; leave out --port, and the next free one is used".to_owned()
        }
        ErrorKind::AddrNotAvailable => {
            "this machine has no such address; leave out --host for 127.0.0.1".to_owned()
        }
        _ => error.to_string(),
    };
    match port {
        Some(port) => anyhow!("cannot listen at {}: {why}", SocketAddr::new(host, port)),
        None => anyhow!("cannot listen at {host}: {why}"),
    }
}

/// Says where the preview is; its address.
fn greet(bound: &Bound, blips: Option<usize>, terminal: Terminal) -> String {
    let mut address = bound.address;
    let everywhere = address.ip().is_unspecified();
    if everywhere {
        address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    let url = format!("http://{address}/");
    if let Some(port) = bound.taken {
        terminal.say(&format!("port {port} is taken, so it is {}", address.port()));
    }
    let what = match blips {
        Some(1) => "1 blip",
        Some(count) => &format!("{count} blips"),
        None => "nothing but errors yet",
    };
    let others = if everywhere { " and at every other address of this machine" } else { "" };
    terminal.say(&format!("serving {what} at {url}{others}; Ctrl-C ends it"));
    url
}

/// A wait for Ctrl-C or a signal that ends programs.
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut hang_up = signal(SignalKind::hangup())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hang_up.recv() => {}
            }
        })
    }
    #[cfg(windows)]
    {
        let mut interrupt = tokio::signal::windows::ctrl_c()?;
        Ok(async move { drop(interrupt.recv().await) })
    }
}

/// Where drafts are made and shown, one after the other.
struct Studio {
    watch: Watch,
    workshop: Workshop,
    preview: Arc<Preview>,
    terminal: Terminal,
    root: PathBuf,
    editor: Option<Editor>,
    fixed: Option<Date>,
    /// The problems of the build before, which are not said again.
    known: BTreeSet<(String, String, &'static str)>,
    /// What was not tried in full because something new came in between.
    untried: Option<Made>,
    /// Why the files could not be read, the last time.
    unreadable: Option<String>,
}

impl Studio {
    /// Shows the first draft; the number of its blips, or none if there is no draft yet.
    fn open(&mut self, today: Date) -> Result<Option<usize>> {
        match self.workshop.make(&BTreeSet::new(), today, false) {
            Ok(made) => {
                let Some(made) = made else { return Ok(None) };
                self.report(&made);
                if let Some(summary) = render::summary(&made.problems) {
                    self.terminal.say(&summary);
                }
                self.show(&made);
                let blips = made.draft.as_ref().map(|draft| draft.stock().radar.blips.len());
                self.untried = Some(made);
                Ok(blips)
            }
            Err(error @ ReadError::NoRadar(_)) => Err(error.into()),
            Err(error) => {
                self.cannot_read(&error);
                Ok(None)
            }
        }
    }

    /// Shows a new draft whenever a file or the day has changed.
    fn keep_up(mut self, mut today: Date) {
        if let Some(made) = self.untried.take() {
            self.try_all(made);
        }
        loop {
            let burst = self.watch.next(self.until_midnight());
            let start = Instant::now();
            let now = self.today();
            let is_new_day = now != today;
            today = now;
            let burst = match burst {
                Some(burst) => burst,
                None if is_new_day => Burst::default(),
                None => continue,
            };
            if let Some(notice) = &burst.notice {
                self.terminal.say(notice);
            }
            match self.workshop.make(&burst.named, today, self.watch.is_polling()) {
                Ok(None) => {
                    if let Some(made) = self.untried.take() {
                        self.try_all(made);
                    }
                }
                Ok(Some(made)) => {
                    self.unreadable = None;
                    self.show(&made);
                    let took = start.elapsed();
                    self.report(&made);
                    self.terminal.say(&line(&made, is_new_day.then_some(today), took));
                    self.untried = None;
                    self.try_all(made);
                }
                Err(error) => self.cannot_read(&error),
            }
        }
    }

    fn today(&self) -> Date {
        self.fixed.unwrap_or_else(|| Zoned::now().date())
    }

    fn until_midnight(&self) -> Duration {
        let now = Zoned::now();
        let midnight = now.tomorrow().and_then(|tomorrow| tomorrow.start_of_day());
        let wait = midnight.ok().and_then(|at| Duration::try_from(now.duration_until(&at)).ok());
        wait.filter(|_| self.fixed.is_none()).map_or(LOOK_AT_CLOCK, |wait| wait.min(LOOK_AT_CLOCK))
    }

    fn show(&self, made: &Made) {
        let errors = || made.problems.iter().filter(|judged| judged.level == Level::Deny);
        let problems = errors().take(MOST_SHOWN).map(|judged| {
            Problem::new(&made.sources, &judged.diagnostic, &self.root, self.editor.as_ref())
        });
        let more = errors().count().saturating_sub(MOST_SHOWN);
        self.preview.show(made.draft.clone(), problems.collect(), more);
    }

    /// Says the problems that were not there before, and errors as long as they are there.
    fn report(&mut self, made: &Made) {
        let key = |judged: &Judged| {
            let diagnostic = &judged.diagnostic;
            let path = made.sources.file(diagnostic.at().file).path.clone();
            (path, diagnostic.message.clone(), diagnostic.code.name())
        };
        let is_news =
            |judged: &&Judged| judged.level == Level::Deny || !self.known.contains(&key(judged));
        let news: Vec<Judged> = made.problems.iter().filter(is_news).cloned().collect();
        self.terminal.list(&made.sources, &news);
        self.known = made.problems.iter().map(key).collect();
    }

    /// Makes every page where a template is the radar's own: a build would fail with any of them. It is
    /// put off when there is something new.
    fn try_all(&mut self, made: Made) {
        let Some(draft) = made.draft.as_ref().filter(|d| d.stock().theme.has_own_templates())
        else {
            return;
        };
        let has_news = self.watch.has_news();
        let mut report = Report::default();
        for fault in draft.faults(&has_news) {
            report.push(fault.clone());
        }
        if has_news() {
            self.untried = Some(made);
            return;
        }
        let problems = report.judge(&made.levels);
        if !problems.is_empty() {
            let failed = Made { problems, sources: made.sources, ..Made::default() };
            self.show(&failed);
            self.terminal.list(&failed.sources, &failed.problems);
        }
    }

    /// Shows why the files cannot be read; once, however often it is tried.
    fn cannot_read(&mut self, error: &ReadError) {
        let message = error.to_string();
        if self.unreadable.as_ref() != Some(&message) {
            self.terminal.say(&format!("error: {message}"));
            self.preview.show(None, vec![Problem::elsewhere(message.clone())], 0);
            self.unreadable = Some(message);
        }
    }
}

/// What changed, what came of it and how long it took.
fn line(made: &Made, day: Option<Date>, took: Duration) -> String {
    let mut what: Vec<String> = day.map(|day| format!("it is {day}")).into_iter().collect();
    match made.changed.as_slice() {
        [] => {}
        [one] => what.push(one.clone()),
        [one, rest @ ..] => what.push(format!("{one} and {} more", rest.len())),
    }
    let came = match made.draft {
        Some(_) => "",
        None => "; the site stays as it was",
    };
    let problems = render::summary(&made.problems).map_or_else(String::new, |s| format!(", {s}"));
    format!("{}: {} ms{problems}{came}", what.join(", "), took.as_millis())
}
