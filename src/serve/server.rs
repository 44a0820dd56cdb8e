//! Connections -> requests, over hyper: it reads heads with a limit of size and of time, and waits
//! without a thread for each client.
//!
//! No client keeps another from being served: whoever asks costs a task, and where there are too many
//! of them, the one that has asked for nothing for the longest makes room.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::Editor;
use super::answer::{self, Answer, Doorman};
use super::overlay::Problem;
use super::preview::Preview;
use super::shelf::Shelf;

/// How long a head may take, and how long a connection may be kept without a request.
const HEAD: Duration = Duration::from_secs(10);
/// The longest head.
const HEAD_BYTES: usize = 64 * 1024;
/// The most connections: below the 256 files that macOS gives a program.
const MOST: usize = 200;
/// How often a stream of events says something, so that a client that has gone is noticed.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How long to wait when the system has no file for another connection.
const BREATHER: Duration = Duration::from_millis(50);
/// How many ports after the usual one are tried.
const NEIGHBOURS: u16 = 100;
/// The port, if none was asked for.
const PORT: u16 = 8000;

/// A server that is bound to a port, and not started yet.
pub struct Bound {
    listener: std::net::TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
    /// The usual port, if that was taken.
    pub taken: Option<u16>,
}

/// Binds a port: the one that was asked for, or the next that is free from the usual one on.
///
/// # Errors
///
/// If the port that was asked for is taken, or the machine has no such address.
pub fn bind(host: IpAddr, port: Option<u16>) -> io::Result<Bound> {
    let ports = port.map_or(PORT..=PORT + NEIGHBOURS, |port| port..=port);
    let mut taken = None;
    for port in ports {
        match std::net::TcpListener::bind((host, port)) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                let address = listener.local_addr()?;
                return Ok(Bound { listener, address, taken: taken.map(|_: io::Error| PORT) });
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => taken = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(taken.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// What all connections share.
struct House {
    preview: Arc<Preview>,
    shelf: Shelf,
    doorman: Doorman,
    root: PathBuf,
    editor: Option<Editor>,
    guests: Guests,
}

/// Serves until the program ends.
///
/// # Errors
///
/// If the port cannot be listened to.
pub async fn serve(
    bound: Bound,
    preview: Arc<Preview>,
    doorman: Doorman,
    root: PathBuf,
    editor: Option<Editor>,
) -> io::Result<()> {
    let listener = TcpListener::from_std(bound.listener)?;
    let guests = Guests::default();
    let house = Arc::new(House { preview, shelf: Shelf::default(), doorman, root, editor, guests });
    loop {
        match listener.accept().await {
            Ok((stream, _)) => house.welcome(stream),
            // A client that has gone again, or no file left for it.
            Err(_) => tokio::time::sleep(BREATHER).await,
        }
    }
}

impl House {
    fn welcome(self: &Arc<Self>, stream: TcpStream) {
        // Heads and bodies go out in two writes; the second would wait for the first to be confirmed.
        let _ = stream.set_nodelay(true);
        let guest = self.guests.arrives();
        let house = Arc::clone(self);
        let task = tokio::spawn(async move {
            let service = service_fn(|request| {
                house.guests.asks(guest);
                house.answer(request)
            });
            // A client that breaks off or talks nonsense is its own affair.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .max_buf_size(HEAD_BYTES)
                .serve_connection(TokioIo::new(stream), service)
                .await;
            house.guests.leaves(guest);
        });
        self.guests.stays(guest, task.abort_handle());
    }

    async fn answer(self: &Arc<Self>, request: Request<Incoming>) -> io::Result<Response<Reply>> {
        // Before HTTP/1.1 nobody has to name the host.
        if request.version() > Version::HTTP_10 && !request.headers().contains_key(header::HOST) {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = hyper::StatusCode::BAD_REQUEST;
            return Ok(response.map(Reply::Whole));
        }
        let response = match answer::answer(&request, self.doorman) {
            Answer::Ready(response) => response,
            Answer::Events => return Ok(self.events(request.method() == hyper::Method::HEAD)),
            Answer::File(path) => {
                let shown = self.preview.shown();
                let headers = request.headers();
                match answer::ready(&shown, &self.shelf, &path, headers) {
                    Some(response) => response,
                    None => {
                        let (house, headers) = (Arc::clone(self), headers.clone());
                        let file = move || answer::file(&shown, &house.shelf, &path, &headers);
                        aside(file).await?
                    }
                }
            }
            Answer::State(path) => {
                let (house, shown) = (Arc::clone(self), self.preview.shown());
                let state = move || {
                    answer::state(&shown, &house.shelf, &path, |draft, fault| {
                        let sources = &draft.stock().sources;
                        Problem::new(sources, fault, &house.root, house.editor.as_ref())
                    })
                };
                aside(state).await?
            }
        };
        Ok(response.map(Reply::Whole))
    }

    /// A stream that tells of every change.
    fn events(&self, head_only: bool) -> Response<Reply> {
        let (sender, receiver) = mpsc::channel(4);
        let mut response = Response::new(Reply::Events(receiver));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if head_only {
            return response;
        }
        let mut number = self.preview.follow();
        tokio::spawn(async move {
            loop {
                let now = *number.borrow_and_update();
                // Whoever connects late is told at once.
                if sender.send(format!("retry: 500\ndata: {now}\n\n").into()).await.is_err() {
                    return;
                }
                loop {
                    tokio::select! {
                        changed = number.changed() => match changed {
                            Ok(()) => break,
                            Err(_) => return,
                        },
                        () = sender.closed() => return,
                        () = tokio::time::sleep(HEARTBEAT) => {
                            if sender.send(Bytes::from_static(b":\n\n")).await.is_err() {
                                return;
                            }
                        }
                    }
                }
            }
        });
        response
    }
}

/// Does what takes a while where it keeps nobody waiting. Not among rayon's threads: one that waits there
/// for others takes up further work, which may wait for the very page that it is making.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)
}

/// Who is connected, and when they last asked for something.
#[derive(Default)]
struct Guests {
    time: AtomicU64,
    present: Mutex<BTreeMap<u64, (u64, Option<AbortHandle>)>>,
}

impl Guests {
    fn tick(&self) -> u64 {
        self.time.fetch_add(1, Ordering::Relaxed)
    }

    fn arrives(&self) -> u64 {
        let guest = self.tick();
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        if present.len() >= MOST
            && let Some(quietest) = present.iter().min_by_key(|(_, (asked, _))| *asked)
        {
            let quietest = *quietest.0;
            if let Some((_, Some(task))) = present.remove(&quietest) {
                task.abort();
            }
        }
        present.insert(guest, (guest, None));
        guest
    }

    fn stays(&self, guest: u64, task: AbortHandle) {
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, handle)) = present.get_mut(&guest) {
            *handle = Some(task);
        }
    }

    fn asks(&self, guest: u64) {
        let now = self.tick();
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((asked, _)) = present.get_mut(&guest) {
            *asked = now;
        }
    }

    fn leaves(&self, guest: u64) {
        self.present.lock().unwrap_or_else(PoisonError::into_inner).remove(&guest);
    }
}

/// The body of an answer.
enum Reply {
    Whole(Bytes),
    Events(mpsc::Receiver<Bytes>),
}

impl Body for Reply {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match &mut *self {
            Reply::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Reply::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Reply::Events(events) => events.poll_recv(context).map(|e| e.map(Frame::data).map(Ok)),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Reply::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Reply::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Reply::Events(_) => SizeHint::default(),
        }
    }
}
