//! `radar serve`: shows the site in the browser while it is written.
#![allow(clippy::disallowed_methods, reason = "midnight has to be noticed, and rebuilds are timed")]

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};
use jiff::Zoned;
use jiff::civil::Date;

use super::history::Entries;
use super::project::Session;
use super::{Outcome, Terminal, place};
use crate::cli::Serve;
use crate::diagnostic::{Judged, Level, Report, render};
use crate::radar::Radar;
use crate::serve::overlay::Problem;
use crate::serve::{
    AllowedHosts, Bound, Changes, Editor, Preview, Rebuild, Rebuilder, Responder, Watch, bind,
    serve,
};
use crate::source::{CONTENT, ReadError, SourceSet};

/// How many errors the pages show at most; the terminal lists all.
const MAX_SHOWN_ERRORS: usize = 20;
/// How long to wait until the next look at the clock: the machine may have slept through midnight.
const CLOCK_CHECK: Duration = Duration::from_secs(20);

pub(super) fn run(session: &Session, options: &Serve) -> Result<Outcome> {
    let Session { common, today, terminal, .. } = *session;
    let host = options.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let hosts = options.host.map_or(AllowedHosts::Local(host), |_| AllowedHosts::All);
    let bound = bind(host, options.port).map_err(|error| refused(host, options.port, &error))?;
    // Before the address is printed: its reader may send a signal at once.
    let (sender, end) = channel();
    let on_signal = move || {
        // Nobody receives it if the program is ending anyway.
        let _ = sender.send(());
    };
    ctrlc::set_handler(on_signal).context("cannot listen to signals")?;
    let mut entries = Entries::new(common.below_root(CONTENT), today);
    let tell = Box::new(move |radar: &mut Radar, sources: &SourceSet| {
        if let Some(why) = entries.tell(radar, sources) {
            terminal.warn(&why);
        }
    });
    let mut preview_loop = PreviewLoop {
        // Before anything is read, so that no change is missed.
        watch: Watch::new(&common.root, options.poll),
        rebuilder: Rebuilder::new(&common.root, session.levels.clone()).completed_by(tell),
        preview: Arc::default(),
        terminal,
        root: common.root.clone(),
        prefix: place::prefix(common),
        editor: options.editor.clone(),
        fixed: common.today,
        known: BTreeSet::new(),
        untried: None,
        unreadable: None,
    };
    let blips = preview_loop.open(today)?;
    let responder = Responder {
        preview: Arc::clone(&preview_loop.preview),
        hosts,
        root: common.root.clone(),
        editor: options.editor.clone(),
    };
    serve(&bound, responder).context("cannot serve")?;
    let url = greet(&bound, blips, terminal);
    if options.open
        && let Err(error) = open::that_detached(&url)
    {
        terminal.say(&format!("cannot open a browser: {error}"));
    }
    std::thread::spawn(move || preview_loop.keep_up(today));
    // The threads end with the program.
    end.recv().context("cannot listen to signals")?;
    Ok(Outcome::Done)
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
        Some(port) => anyhow!("cannot listen on {}: {why}", SocketAddr::new(host, port)),
        None => anyhow!("cannot listen on {host}: {why}"),
    }
}

/// Prints the address of the preview, and returns it.
fn greet(bound: &Bound, blips: Option<usize>, terminal: Terminal) -> String {
    let mut address = bound.address;
    let everywhere = address.ip().is_unspecified();
    if everywhere {
        address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    let url = format!("http://{address}/");
    if let Some(port) = bound.taken {
        terminal.say(&format!("port {port} is taken; using {} instead", address.port()));
    }
    let what = match blips {
        Some(1) => "1 blip",
        Some(count) => &format!("{count} blips"),
        None => "only errors so far",
    };
    let others = if everywhere { " and at every other address of this machine" } else { "" };
    terminal.say(&format!("serving {what} at {url}{others}; Ctrl-C ends it"));
    url
}

/// Builds and shows the site again after each change.
struct PreviewLoop {
    watch: Watch,
    rebuilder: Rebuilder,
    preview: Arc<Preview>,
    terminal: Terminal,
    root: PathBuf,
    /// What comes before paths in messages.
    prefix: String,
    editor: Option<Editor>,
    fixed: Option<Date>,
    /// The problems of the last build, which are not printed again.
    known: BTreeSet<(String, String, &'static str)>,
    /// A build of which not all pages were tried, because of another change.
    untried: Option<Rebuild>,
    /// Why the files could not be read the last time.
    unreadable: Option<String>,
}

impl PreviewLoop {
    /// Shows the first site. Returns the number of its blips, or none if the content has errors.
    fn open(&mut self, today: Date) -> Result<Option<usize>> {
        match self.rebuilder.rebuild(today) {
            Ok(rebuild) => {
                let Some(rebuild) = rebuild else { return Ok(None) };
                self.report(&rebuild);
                if let Some(summary) = render::summary(&rebuild.problems) {
                    self.terminal.say(&summary);
                }
                self.show(&rebuild);
                let blips = rebuild.site.as_ref().map(|site| site.inputs().radar.blips.len());
                self.untried = Some(rebuild);
                Ok(blips)
            }
            Err(error @ ReadError::NoRadar(_)) => Err(error.into()),
            Err(error) => {
                self.cannot_read(&error);
                Ok(None)
            }
        }
    }

    /// Shows a new site whenever a file or the day has changed.
    fn keep_up(mut self, mut today: Date) {
        if let Some(rebuild) = self.untried.take() {
            self.try_all(rebuild);
        }
        loop {
            let changes = self.watch.next(self.until_midnight());
            let start = Instant::now();
            let now = self.today();
            let is_new_day = now != today;
            today = now;
            let changes = match changes {
                Some(changes) => changes,
                None if is_new_day => Changes::default(),
                None => continue,
            };
            if let Some(notice) = &changes.notice {
                self.terminal.say(notice);
            }
            match self.rebuilder.rebuild(today) {
                Ok(None) => {
                    if let Some(rebuild) = self.untried.take() {
                        self.try_all(rebuild);
                    }
                }
                Ok(Some(rebuild)) => {
                    self.unreadable = None;
                    self.show(&rebuild);
                    let took = start.elapsed();
                    self.report(&rebuild);
                    self.terminal.say(&line(&rebuild, is_new_day.then_some(today), took));
                    self.untried = None;
                    self.try_all(rebuild);
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
        wait.filter(|_| self.fixed.is_none()).map_or(CLOCK_CHECK, |wait| wait.min(CLOCK_CHECK))
    }

    fn show(&self, rebuild: &Rebuild) {
        let errors = || rebuild.problems.iter().filter(|judged| judged.level == Level::Deny);
        let problems = errors().take(MAX_SHOWN_ERRORS).map(|judged| {
            Problem::new(&rebuild.sources, &judged.diagnostic, &self.root, self.editor.as_ref())
        });
        let more = errors().count().saturating_sub(MAX_SHOWN_ERRORS);
        self.preview.show(rebuild.site.clone(), problems.collect(), more);
    }

    /// Prints all errors, and the warnings that the last build did not have.
    fn report(&mut self, rebuild: &Rebuild) {
        let key = |judged: &Judged| {
            let diagnostic = &judged.diagnostic;
            let path = rebuild.sources.file(diagnostic.at().file).path.clone();
            (path, diagnostic.message.clone(), diagnostic.code.name())
        };
        let is_news =
            |judged: &&Judged| judged.level == Level::Deny || !self.known.contains(&key(judged));
        let news: Vec<Judged> = rebuild.problems.iter().filter(is_news).cloned().collect();
        self.list(&rebuild.sources, &news);
        self.known = rebuild.problems.iter().map(key).collect();
    }

    /// Renders all pages if the theme has templates of its own: an error in any of them would make
    /// `radar build` fail. Postpones that if there is another change.
    fn try_all(&mut self, rebuild: Rebuild) {
        let Some(site) = rebuild.site.as_ref().filter(|s| s.inputs().theme.has_own_templates())
        else {
            return;
        };
        let has_news = self.watch.has_news();
        let mut report = Report::default();
        for fault in site.faults(&has_news) {
            report.push(fault.clone());
        }
        if has_news() {
            self.untried = Some(rebuild);
            return;
        }
        let problems = report.judge(&rebuild.levels);
        if !problems.is_empty() {
            let failed = Rebuild { problems, sources: rebuild.sources, ..Rebuild::default() };
            self.show(&failed);
            self.list(&failed.sources, &failed.problems);
        }
    }

    fn list(&self, sources: &SourceSet, problems: &[Judged]) {
        self.terminal.list(&place::shown(sources, &self.prefix, problems), problems);
    }

    /// Shows why the files cannot be read, once for each reason.
    fn cannot_read(&mut self, error: &ReadError) {
        let message = error.to_string();
        if self.unreadable.as_ref() != Some(&message) {
            self.terminal.say(&format!("error: {message}"));
            self.preview.show(None, vec![Problem::elsewhere(message.clone())], 0);
            self.unreadable = Some(message);
        }
    }
}

/// Describes what changed, the result and how long it took.
fn line(rebuild: &Rebuild, day: Option<Date>, took: Duration) -> String {
    let mut what: Vec<String> = day.map(|day| format!("it is {day}")).into_iter().collect();
    match rebuild.changed.as_slice() {
        [] => {}
        [one] => what.push(one.clone()),
        [one, rest @ ..] => what.push(format!("{one} and {} more", rest.len())),
    }
    let result = match rebuild.site {
        Some(_) => "",
        None => "; the site stays as it was",
    };
    let problems =
        render::summary(&rebuild.problems).map_or_else(String::new, |s| format!(", {s}"));
    format!("{}: {} ms{problems}{result}", what.join(", "), took.as_millis())
}
