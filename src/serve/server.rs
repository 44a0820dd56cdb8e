//! Connections -> requests -> responses, over `tiny_http`.
//!
//! `tiny_http` reads each connection on a thread of its own. Responses are written on one thread for
//! each connection that waits for one, so a client that does not read keeps nobody else waiting. A
//! timeout that connections inherit from the listener ends those that do nothing.
//!
//! `tiny_http` 0.12 hands several connections to the same idle thread if they arrive at once. All but one
//! then wait until another thread ends, and threads of idle clients take long to end. Any further
//! connection that ends at once frees one that waits, so the server connects to itself: see [`knock`].

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};
use tiny_http::Request;

use super::response::{Answer, Responder};

/// How long to wait for a client to send or to take something.
const IDLE: Duration = Duration::from_secs(10);
/// How long a server that accepts no more connections is kept: all of its idle connections have ended.
const RETIREMENT: Duration = Duration::from_secs(20);
/// How long to wait after a connection could not be accepted, for want of a file for instance.
const BREATHER: Duration = Duration::from_millis(50);
/// The most streams of events; a browser has one for all of its pages.
const MAX_STREAMS: usize = 100;
/// How often a stream sends something, so that a client that has gone is noticed.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long to wait between knocks while requests arrive, and while none do.
const KNOCK: Duration = Duration::from_millis(1);
const RARE_KNOCK: Duration = Duration::from_secs(1);
/// How many connections to free if no request arrived.
const KNOCKS: usize = 8;
/// How long a knock may take.
const MAX_KNOCK: Duration = Duration::from_millis(100);
/// How many files to ask the system for: each connection takes two.
const MAX_FILES: u64 = 10_000;
/// How many connections wait to be accepted.
const BACKLOG: i32 = 1024;
/// How many ports after the default are tried.
const MAX_NEIGHBOURS: u16 = 100;
const DEFAULT_PORT: u16 = 8000;

/// A port that is bound, and not served yet.
pub(crate) struct Bound {
    listener: TcpListener,
    pub(crate) address: SocketAddr,
    /// The default port, if that was taken.
    pub(crate) taken: Option<u16>,
}

/// Binds `port`, or else the first free port from the default on.
///
/// # Errors
///
/// If `port` is taken, or the machine has no such address.
pub(crate) fn bind(host: IpAddr, port: Option<u16>) -> io::Result<Bound> {
    let ports = port.map_or(DEFAULT_PORT..=DEFAULT_PORT + MAX_NEIGHBOURS, |port| port..=port);
    let mut taken = None;
    for port in ports {
        match listen(SocketAddr::new(host, port)) {
            Ok(listener) => {
                let address = listener.local_addr()?;
                let taken = taken.map(|_: io::Error| DEFAULT_PORT);
                return Ok(Bound { listener, address, taken });
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => taken = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(taken.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // As the standard library does: a port that was used a moment ago is free. On Windows the option
    // would let two programs share a port.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    // Connections inherit these. Without the first, each response waits 40 ms for the client to
    // confirm its head.
    socket.set_tcp_nodelay(true)?;
    socket.set_read_timeout(Some(IDLE))?;
    socket.set_write_timeout(Some(IDLE))?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Starts to serve, in threads that end with the program.
///
/// # Errors
///
/// If the port cannot be listened to.
pub(crate) fn serve(bound: &Bound, responder: Responder) -> io::Result<()> {
    // With fewer files, fewer clients fit.
    let _ = rlimit::increase_nofile_limit(MAX_FILES);
    let listener = bound.listener.try_clone()?;
    let (knocks, requested) = sync_channel(1);
    let (connections, streams) = (Connections::default(), AtomicUsize::new(0));
    let server = Arc::new(Server { listener, responder, connections, streams, knocks });
    let http = server.accept()?;
    let address = bound.address;
    std::thread::spawn(move || knock(address, &requested));
    std::thread::spawn(move || server.receive(&http));
    Ok(())
}

struct Server {
    listener: TcpListener,
    responder: Responder,
    connections: Connections,
    /// How many streams of events were opened so far.
    streams: AtomicUsize,
    /// Takes a message for each request, or none while a knock is due.
    knocks: SyncSender<()>,
}

impl Server {
    fn accept(&self) -> io::Result<tiny_http::Server> {
        let listener = self.listener.try_clone()?;
        tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)
    }

    /// Receives the requests of all connections that `http` accepts.
    fn receive(self: &Arc<Self>, http: &tiny_http::Server) {
        let mut is_accepting = true;
        loop {
            match http.recv_timeout(RETIREMENT) {
                Ok(Some(request)) => {
                    let _ = self.knocks.try_send(());
                    self.open(request);
                }
                Ok(None) if is_accepting => {}
                Ok(None) => return,
                // It accepts no more connections after an error, and the listener's timeout is one.
                // Its connections stay, and another takes the new ones.
                Err(error) => {
                    is_accepting = false;
                    let server = Arc::clone(self);
                    std::thread::spawn(move || server.accept_again(&error));
                }
            }
        }
    }

    fn accept_again(self: &Arc<Self>, error: &io::Error) {
        if !matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) {
            std::thread::sleep(BREATHER);
        }
        loop {
            match self.accept() {
                Ok(http) => return self.receive(&http),
                Err(_) => std::thread::sleep(BREATHER),
            }
        }
    }

    /// Responds to a request, after those that came before it on its connection.
    fn open(self: &Arc<Self>, request: Request) {
        let Some(&client) = request.remote_addr() else { return };
        let Some(request) = self.connections.open(client, request) else { return };
        let server = Arc::clone(self);
        let respond = move || {
            let mut next = Some(request);
            while let Some(request) = next {
                next = match server.respond(request) {
                    Ok(()) => server.connections.next(client),
                    Err(_) => server.connections.close(client),
                };
            }
        };
        // If the system has no thread left, the request is dropped, and its client told to try later.
        if std::thread::Builder::new().spawn(respond).is_err() {
            self.connections.close(client);
        }
    }

    fn respond(&self, request: Request) -> io::Result<()> {
        match self.responder.answer(&request) {
            Answer::Response(response) => request.respond(response),
            Answer::Events => self.stream(request.into_writer()),
        }
    }

    /// Sends the number of each build, from the one that is shown on, until the client has gone or too
    /// many newer streams are open.
    fn stream(&self, mut client: Box<dyn Write + Send>) -> io::Result<()> {
        let number = self.streams.fetch_add(1, Ordering::Relaxed);
        client.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
              Connection: close\r\n\r\n",
        )?;
        let mut sent = None;
        while self.streams.load(Ordering::Relaxed) - number <= MAX_STREAMS {
            let generation = self.responder.preview.wait(sent, HEARTBEAT);
            if sent == Some(generation) {
                client.write_all(b":\n\n")?;
            } else {
                write!(client, "retry: 500\ndata: {generation}\n\n")?;
                sent = Some(generation);
            }
            client.flush()?;
        }
        Ok(())
    }
}

/// Connects to the server and closes the connection, after requests and every now and then.
fn knock(mut address: SocketAddr, requested: &Receiver<()>) {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    loop {
        let is_requested = requested.recv_timeout(RARE_KNOCK).is_ok();
        for _ in 0..if is_requested { 1 } else { KNOCKS } {
            let _ = TcpStream::connect_timeout(&address, MAX_KNOCK);
        }
        std::thread::sleep(KNOCK);
    }
}

/// The clients that wait for a response, with those of their requests that have to wait for others.
#[derive(Default)]
struct Connections(Mutex<HashMap<SocketAddr, VecDeque<Request>>>);

impl Connections {
    /// Returns the request, unless earlier ones of its connection come first.
    fn open(&self, client: SocketAddr, request: Request) -> Option<Request> {
        match self.lock().entry(client) {
            Entry::Occupied(mut waiting) => {
                waiting.get_mut().push_back(request);
                None
            }
            Entry::Vacant(vacant) => {
                vacant.insert(VecDeque::new());
                Some(request)
            }
        }
    }

    /// Returns the next request of a connection, once the one before is done.
    fn next(&self, client: SocketAddr) -> Option<Request> {
        let mut connections = self.lock();
        let next = connections.get_mut(&client)?.pop_front();
        if next.is_none() {
            connections.remove(&client);
        }
        next
    }

    /// Forgets the requests of a connection that takes no responses.
    fn close(&self, client: SocketAddr) -> Option<Request> {
        let waiting = self.lock().remove(&client).unwrap_or_default();
        // A request that is dropped writes a response; its writer does not.
        waiting.into_iter().map(Request::into_writer).for_each(drop);
        None
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SocketAddr, VecDeque<Request>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
