//! A site whose files are rendered when they are requested, and kept until the next change.
//!
//! The renderer borrows the radar, the sources and the theme. It lives on the stack of a thread of its
//! own, which answers requests from a channel until the [`LazySite`] is dropped. So no type has to
//! refer to itself.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;

use super::Body;
use super::render::{Renderer, history_path};
use crate::diagnostic::Diagnostic;
use crate::radar::{Radar, Snapshot};
use crate::routes::{Page, Routes};
use crate::source::SourceSet;
use crate::theme::Theme;

/// The name of the history script without the hash of its content, which only rendering it reveals.
const HISTORY: &str = "history.js";

/// Everything that a site is made of.
pub(crate) struct Inputs {
    /// The radar, without errors.
    pub(crate) radar: Radar,
    pub(crate) sources: SourceSet,
    pub(crate) theme: Theme,
    pub(crate) today: Date,
}

/// A site of which only the requested files are rendered.
pub(crate) struct LazySite {
    inputs: Arc<Inputs>,
    files: BTreeMap<String, File>,
    requests: Sender<Request>,
}

struct File {
    /// The page to render; none for the history script.
    page: Option<Page>,
    /// The file as an earlier site rendered it, in case its template fails now.
    before: Option<Arc<RenderedFile>>,
    now: OnceLock<Rendered>,
}

/// A rendered file.
pub(crate) struct RenderedFile {
    pub(crate) bytes: Body,
}

type Rendered = Result<Arc<RenderedFile>, Box<Diagnostic>>;

/// A file to render, and where to send it.
struct Request {
    path: String,
    page: Option<Page>,
    reply: Sender<Rendered>,
}

impl LazySite {
    /// Prepares a site; no file is rendered yet. Files of the site `before` are shown where a template
    /// fails.
    #[allow(clippy::disallowed_methods, reason = "the renderer lives on a thread of its own")]
    pub(crate) fn new(inputs: Inputs, before: Option<&LazySite>) -> Self {
        let inputs = Arc::new(inputs);
        let (requests, received) = channel();
        let routes = Routes::new(&inputs.radar, &inputs.sources, inputs.today);
        let pages: Vec<(String, Option<Page>)> =
            routes.iter().map(|(path, page)| (path.to_owned(), Some(page))).collect();
        let owner = Arc::clone(&inputs);
        std::thread::spawn(move || render_requested(&owner, &routes, received));
        let pages = pages.into_iter().chain([(HISTORY.to_owned(), None)]).map(|(path, page)| {
            let before = before.and_then(|site| site.files.get(&path)?.latest().cloned());
            (path, File { page, before, now: OnceLock::new() })
        });
        let assets = inputs.theme.assets.iter().map(|(path, bytes)| {
            let file = Arc::new(RenderedFile { bytes: bytes.to_vec().into() });
            (path.to_owned(), File { page: None, before: None, now: OnceLock::from(Ok(file)) })
        });
        let files = pages.chain(assets).collect();
        Self { inputs, files, requests }
    }

    pub(crate) fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Renders every file until `is_interrupted`, and returns the errors in their templates.
    pub(crate) fn faults(&self, is_interrupted: impl Fn() -> bool) -> Vec<&Diagnostic> {
        // Cards have no template, and painting all of them would take long.
        let has_template = |file: &File| !matches!(file.page, Some(Page::Card(_)));
        let files = self.files.iter().filter(|(_, file)| has_template(file));
        let files = files.take_while(|_| !is_interrupted());
        files.filter_map(|(path, file)| self.rendered(path, file).err()).collect()
    }

    /// Returns a file, or none if the site has no such file. Renders it on the first call; other
    /// callers wait meanwhile, so rayon's threads must not call this: while they wait they take up
    /// other work, and could wait for themselves.
    ///
    /// # Errors
    ///
    /// If its template fails.
    pub(crate) fn file(&self, path: &str) -> Option<Result<&RenderedFile, &Diagnostic>> {
        match self.rendered(path, self.find(path)?) {
            Ok(file) if is_history(path) && path_of_history(file) != path => None,
            rendered => Some(rendered),
        }
    }

    /// Returns a file as it was last rendered: the one to show if its template fails.
    pub(crate) fn latest(&self, path: &str) -> Option<&RenderedFile> {
        self.find(path)?.latest().map(|file| &**file)
    }

    fn find(&self, path: &str) -> Option<&File> {
        match path {
            HISTORY => None,
            _ if is_history(path) => self.files.get(HISTORY),
            _ => self.files.get(path),
        }
    }

    fn rendered<'s>(
        &'s self,
        path: &str,
        file: &'s File,
    ) -> Result<&'s RenderedFile, &'s Diagnostic> {
        let rendered = file.now.get_or_init(|| self.request(path, file.page));
        rendered.as_ref().map(|file| &**file).map_err(|diagnostic| &**diagnostic)
    }

    fn request(&self, path: &str, page: Option<Page>) -> Rendered {
        let (reply, rendered) = channel();
        let request = Request { path: path.to_owned(), page, reply };
        self.requests.send(request).expect("the renderer lives as long as the site");
        rendered.recv().expect("the renderer replies to each request")
    }
}

impl File {
    fn latest(&self) -> Option<&Arc<RenderedFile>> {
        self.now.get().and_then(|now| now.as_ref().ok()).or(self.before.as_ref())
    }
}

#[allow(clippy::disallowed_methods, reason = "the renderer lives on threads of its own")]
/// Renders what is requested until nobody can request any more.
fn render_requested(inputs: &Inputs, routes: &Routes, requests: Receiver<Request>) {
    let Inputs { radar, sources, theme, today } = inputs;
    let snapshot = Snapshot::new(radar, *today);
    let renderer = Renderer::new(&snapshot, routes, sources, theme, &|_| None);
    let requests = Mutex::new(requests);
    let next = || requests.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let render = || {
        while let Ok(Request { path, page, reply }) = next() {
            let bytes = match page {
                Some(page) => renderer.render(&path, page),
                None => Ok(renderer.history().as_bytes().to_vec().into()),
            };
            let _ = reply.send(bytes.map(|bytes| Arc::new(RenderedFile { bytes })));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(render);
        }
    });
}

fn path_of_history(file: &RenderedFile) -> String {
    history_path(&String::from_utf8_lossy(&file.bytes))
}

/// Returns whether this is the path of the history script, with any hash in its name.
fn is_history(path: &str) -> bool {
    let (stem, ending) = HISTORY.split_once('.').unwrap_or((HISTORY, ""));
    let name = path.strip_prefix("assets/").and_then(|path| path.strip_prefix(stem));
    name.is_some_and(|rest| {
        rest.starts_with('.') && rest.ends_with(ending) && rest != &HISTORY[stem.len()..]
    })
}
