//! A request -> an answer, from memory: whatever is not in the draft is not there.

use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::http::uri::Authority;
use hyper::{Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::overlay::Problem;
use super::preview::Shown;
use super::shelf::{Served, Shelf, style_sheets};
use crate::diagnostic::Diagnostic;
use crate::site::Draft;

/// Where everything lies that is not part of the site.
const OWN: &str = "/_radar/";

/// What is shown until there is a first site.
const NO_SITE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>radar</title>\n\
    <noscript>The content has errors: the terminal lists them.</noscript>\n";

/// Whom the server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doorman {
    /// Whoever asks for this address or for localhost: another site that a browser shows could make
    /// its own name lead here.
    Local(IpAddr),
    /// Anybody: the user named the address.
    Open,
}

impl Doorman {
    fn lets_in(self, host: &str) -> bool {
        let Doorman::Local(address) = self else { return true };
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let name = name.trim_start_matches('[').trim_end_matches(']');
        name.eq_ignore_ascii_case("localhost") || name.parse() == Ok(address)
    }
}

/// What to do with a request.
pub(super) enum Answer {
    /// Send this.
    Ready(Response<Bytes>),
    /// Make this file of what is shown, and send it.
    File(String),
    /// Say how the page at this path stands.
    State(String),
    /// Tell of every change.
    Events,
}

/// Decides what to do with a request.
pub(super) fn answer<B>(request: &Request<B>, doorman: Doorman) -> Answer {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        let headers = response.headers_mut();
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        // What comes with it is not worth reading.
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        return Answer::Ready(response);
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let hosts = [host, request.uri().authority().map(Authority::as_str)];
    if !hosts.into_iter().flatten().all(|host| doorman.lets_in(host)) {
        let text = "this preview answers to its own address and to localhost; start it with --host to \
                    open it to others\n";
        return Answer::Ready(plain(StatusCode::FORBIDDEN, text));
    }
    let path = request.uri().path();
    let Some(own) = path.strip_prefix(OWN) else { return Answer::File(file_path(path)) };
    let (content_type, content) = match own {
        "reload.js" => ("text/javascript; charset=utf-8", include_str!("page/reload.js")),
        "worker.js" => ("text/javascript; charset=utf-8", include_str!("page/worker.js")),
        "overlay.css" => ("text/css; charset=utf-8", include_str!("page/overlay.css")),
        "events" => return Answer::Events,
        "state" => {
            let query = request.uri().query().unwrap_or_default();
            let page = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "page");
            return Answer::State(page.map_or_else(String::new, |(_, page)| file_path(&page)));
        }
        _ => return Answer::Ready(plain(StatusCode::NOT_FOUND, "there is nothing here\n")),
    };
    let mut response = Response::new(Bytes::from_static(content.as_bytes()));
    set(&mut response, header::CONTENT_TYPE, content_type);
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    Answer::Ready(response)
}

/// The file at the path of an address.
fn file_path(path: &str) -> String {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let path = path.trim_start_matches('/');
    if path.is_empty() { "index.html".to_owned() } else { path.to_owned() }
}

/// A file of what is shown, if nothing has to be made or compressed for it.
pub(super) fn ready(
    shown: &Shown,
    shelf: &Shelf,
    path: &str,
    headers: &HeaderMap,
) -> Option<Response<Bytes>> {
    let served = shelf.ready(shown.draft.as_ref()?, path)?;
    let is_ready = served.is_compressed() || !wants_gzip(headers);
    is_ready.then(|| send(&served, StatusCode::OK, headers))
}

/// A file of what is shown, or what is shown in its place.
pub(super) fn file(
    shown: &Shown,
    shelf: &Shelf,
    path: &str,
    headers: &HeaderMap,
) -> Response<Bytes> {
    let (status, served, _) = look_up(shown, shelf, path);
    send(&served, status, headers)
}

/// How a page stands.
#[derive(Serialize)]
struct State<'s> {
    /// As in the page itself.
    version: &'s str,
    /// The style sheets of the site.
    styles: Vec<&'s str>,
    /// What is wrong.
    problems: Vec<&'s Problem>,
    /// How many more there are.
    more: usize,
}

/// How the page at a path stands, as JSON.
pub(super) fn state(
    shown: &Shown,
    shelf: &Shelf,
    path: &str,
    fault: impl Fn(&Draft, &Diagnostic) -> Problem,
) -> Response<Bytes> {
    let (_, served, own) = look_up(shown, shelf, path);
    let draft = shown.draft.as_deref();
    let own = own.and_then(|diagnostic| Some(fault(draft?, &diagnostic)));
    // Once the whole site has been tried, the fault is among the problems.
    let own = own.as_ref().filter(|_| shown.problems.is_empty());
    let state = State {
        version: &served.version,
        styles: draft.map_or_else(Vec::new, |draft| style_sheets(draft).collect()),
        problems: shown.problems.iter().chain(own).collect(),
        more: shown.more,
    };
    let mut response = Response::new(serde_json::to_vec(&state).unwrap_or_default().into());
    set(&mut response, header::CONTENT_TYPE, "application/json");
    set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

type LookedUp = (StatusCode, Arc<Served>, Option<Diagnostic>);

fn look_up(shown: &Shown, shelf: &Shelf, path: &str) -> LookedUp {
    let nothing = || Arc::new(Served::page(NO_SITE.as_bytes(), "none".to_owned()));
    let Some(draft) = &shown.draft else {
        return (StatusCode::SERVICE_UNAVAILABLE, nothing(), None);
    };
    let found = |status, path: &str| {
        if let Some(served) = shelf.ready(draft, path) {
            return Some((status, served, None));
        }
        Some(match draft.file(path)? {
            Ok(printed) => (status, shelf.put(draft, path, printed), None),
            Err(fault) => {
                let served = draft.latest(path).map(|printed| shelf.put(draft, path, printed));
                let status = served.as_ref().map_or(StatusCode::INTERNAL_SERVER_ERROR, |_| status);
                (status, served.unwrap_or_else(nothing), Some(fault.clone()))
            }
        })
    };
    found(StatusCode::OK, path)
        .or_else(|| found(StatusCode::NOT_FOUND, "404.html"))
        .unwrap_or_else(|| (StatusCode::NOT_FOUND, nothing(), None))
}

fn send(served: &Served, status: StatusCode, headers: &HeaderMap) -> Response<Bytes> {
    let gzip = if wants_gzip(headers) { served.gzip() } else { None };
    let tag = format!("\"{}{}\"", served.tag, if gzip.is_some() { "-gzip" } else { "" });
    let is_known = status == StatusCode::OK
        && headers.get_all(header::IF_NONE_MATCH).iter().any(|tags| has_tag(tags, &tag));
    let mut response = Response::new(Bytes::new());
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.status_mut() = status;
        set(&mut response, header::CONTENT_TYPE, served.content_type);
        if gzip.is_some() {
            set(&mut response, header::CONTENT_ENCODING, "gzip");
        }
        *response.body_mut() = gzip.unwrap_or_else(|| served.bytes.clone());
    }
    set(&mut response, header::VARY, "accept-encoding");
    // Browsers keep it, and ask each time whether it is still the same.
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

fn has_tag(tags: &HeaderValue, tag: &str) -> bool {
    let tags = tags.to_str().unwrap_or_default();
    tags.split(',').map(str::trim).any(|t| t == "*" || t.trim_start_matches("W/") == tag)
}

/// Whether a client takes gzip, and says so: `gzip`, `gzip;q=0.5`, `*`, but not `gzip;q=0`.
fn wants_gzip(headers: &HeaderMap) -> bool {
    let quality = |coding: &str| {
        headers
            .get_all(header::ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .find_map(|part| {
                let mut parts = part.split(';').map(str::trim);
                if !parts.next()?.eq_ignore_ascii_case(coding) {
                    return None;
                }
                let quality = parts.find_map(|p| p.strip_prefix("q=")?.parse::<f32>().ok());
                Some(quality.unwrap_or(1.0))
            })
    };
    quality("gzip").or_else(|| quality("*")).is_some_and(|quality| quality > 0.0)
}

fn plain(status: StatusCode, text: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(text.as_bytes()));
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    response
}

fn set(response: &mut Response<Bytes>, name: header::HeaderName, value: &'static str) {
    response.headers_mut().insert(name, HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_names_are_answered() {
        let local = Doorman::Local("127.0.0.1".parse().expect("an address"));
        for host in ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST"] {
            assert!(local.lets_in(host), "{host}");
            assert!(Doorman::Open.lets_in(host));
        }
        for host in
            ["example.org", "127.0.0.1.example.org:8000", "localhost.example.org", "", "127.0.0.2"]
        {
            assert!(!local.lets_in(host), "{host}");
        }
        let six = Doorman::Local("::1".parse().expect("an address"));
        assert!(six.lets_in("[::1]:8000") && six.lets_in("[::1]"));
    }

    #[test]
    fn gzip_is_for_those_who_ask() {
        let wants = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(value).expect("ASCII"));
            wants_gzip(&headers)
        };
        for value in ["gzip", "br, gzip", "deflate;q=0.1,GZIP;q=0.5", "*"] {
            assert!(wants(value), "{value}");
        }
        for value in ["", "br", "gzip;q=0", "identity", "*;q=0", "gzip;q=0, *"] {
            assert!(!wants(value), "{value}");
        }
        assert!(!wants_gzip(&HeaderMap::new()));
    }

    #[test]
    fn addresses_lead_to_files() {
        assert_eq!(file_path("/"), "index.html");
        assert_eq!(file_path("/blips/a%2Eb.html"), "blips/a.b.html");
        assert_eq!(file_path("/images/%C3%BC.png"), "images/ü.png");
        assert_eq!(file_path("//a/../b"), "a/../b");
    }
}
