//! A request -> a response, from memory: nothing outside the site can be reached.

use std::io::Cursor;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use blake3::Hash;
use serde::Serialize;
use tiny_http::{HTTPVersion, Header, Method, Request};

use super::Editor;
use super::overlay::Problem;
use super::preview::{Preview, Shown};
use super::target::{Target, below_base, file_path};
use crate::diagnostic::Diagnostic;
use crate::routes::{self, IMAGES};
use crate::site::{Body, LazySite, RenderedFile};
use crate::source::CONTENT;

/// The folder of everything that is not part of the site.
const OWN: &str = "/_radar/";

/// The page that is shown until there is a first site.
const NO_SITE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>radar</title>\n\
    <noscript>The content has errors: the terminal lists them.</noscript>\n";

/// The version of [`NO_SITE`].
const NO_VERSION: &str = "none";

/// The hosts that a request may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AllowedHosts {
    /// This address and localhost: a site on the internet could make its own name lead here.
    Local(IpAddr),
    /// All: the user chose the address.
    All,
}

impl AllowedHosts {
    fn allows(self, host: &str) -> bool {
        let AllowedHosts::Local(address) = self else { return true };
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let name = name.trim_start_matches('[').trim_end_matches(']');
        name.eq_ignore_ascii_case("localhost") || name.parse() == Ok(address)
    }
}

/// A response, whole in memory.
pub(super) type Response = tiny_http::Response<Cursor<Body>>;

/// The answer to a request.
pub(super) enum Answer {
    Response(Response),
    /// A stream of events, one for each change.
    Events,
}

/// Finds the response to each request.
pub(crate) struct Responder {
    pub(crate) preview: Arc<Preview>,
    pub(crate) hosts: AllowedHosts,
    /// The folder of the radar, for links to its files.
    pub(crate) root: PathBuf,
    pub(crate) editor: Option<Editor>,
}

impl Responder {
    pub(super) fn answer(&self, request: &Request) -> Answer {
        if !matches!(request.method(), Method::Get | Method::Head) {
            let response = text(405, "text/plain; charset=utf-8", "only GET and HEAD\n");
            return Answer::Response(response.with_header(header("Allow", "GET, HEAD")));
        }
        let target = Target::parse(request.url());
        // A proxy may go by the first of two and this program by the second (RFC 9112, section 3.2).
        let wrong = match values(request, "Host").count() {
            1 => None,
            // Before HTTP/1.1, requests need not name the host.
            0 if target.host.is_some() || *request.http_version() <= HTTPVersion(1, 0) => None,
            0 => Some("no Host header\n"),
            _ => Some("more than one Host header\n"),
        };
        if let Some(wrong) = wrong {
            return Answer::Response(text(400, "text/plain; charset=utf-8", wrong));
        }
        if !values(request, "Host").chain(target.host).all(|host| self.hosts.allows(host)) {
            let message = "this preview answers to its own address and to localhost; start it with \
                           --host to open it to others\n";
            return Answer::Response(text(403, "text/plain; charset=utf-8", message));
        }
        let Some(own) = target.path.strip_prefix(OWN) else {
            return Answer::Response(self.file(&file_path(target.path), request));
        };
        let (content_type, content) = match own {
            "reload.js" => ("text/javascript; charset=utf-8", include_str!("page/reload.js")),
            "worker.js" => ("text/javascript; charset=utf-8", include_str!("page/worker.js")),
            "overlay.css" => ("text/css; charset=utf-8", include_str!("page/overlay.css")),
            "events" if *request.method() == Method::Get => return Answer::Events,
            "events" => ("text/event-stream", ""),
            "state" => return Answer::Response(self.state(target.query)),
            _ => {
                let missing = text(404, "text/plain; charset=utf-8", "there is nothing here\n");
                return Answer::Response(missing);
            }
        };
        let response = text(200, content_type, content);
        Answer::Response(response.with_header(header("Cache-Control", "no-cache")))
    }

    /// Sends a file of the site, or the page that says it is missing.
    fn file(&self, path: &str, request: &Request) -> Response {
        let shown = self.preview.shown();
        let found = Found::new(&shown, path);
        let (content_type, content) = match found.file {
            Some((path, file)) if content_type(path) != HTML => {
                (content_type(path), file.bytes.clone())
            }
            _ => (HTML, with_script(found.html(), &found.version(&shown)).into()),
        };
        let tag = format!("\"{}\"", short(&blake3::hash(&content)));
        let mut known = values(request, "If-None-Match").flat_map(|tags| tags.split(','));
        let is_known = known.any(|t| t.trim() == "*" || t.trim().trim_start_matches("W/") == tag);
        let response = if found.status == 200 && is_known {
            respond(304, content_type, Body::default())
        } else {
            respond(found.status, content_type, content)
        };
        response
            // Browsers keep the file, and ask each time whether it is still the same.
            .with_header(header("Cache-Control", "no-cache"))
            .with_header(header("X-Content-Type-Options", "nosniff"))
            .with_header(header("ETag", &tag))
    }

    /// Describes the page at the path in a query, as JSON.
    fn state(&self, query: &str) -> Response {
        let page = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "page");
        let path = page.map_or_else(String::new, |(_, page)| file_path(&page));
        let shown = self.preview.shown();
        let found = Found::new(&shown, &path);
        let site = shown.site.as_deref();
        let fault = found.fault.zip(site).map(|(fault, site)| {
            Problem::new(&site.inputs().sources, fault, &self.root, self.editor.as_ref())
        });
        // Once all pages were tried, the fault is among the problems.
        let fault = fault.as_ref().filter(|_| shown.problems.is_empty());
        let state = PageState {
            version: &found.version(&shown),
            styles: site.map_or_else(Vec::new, |site| style_sheets(site).collect()),
            problems: shown.problems.iter().chain(fault).collect(),
            more: shown.more,
        };
        let state = serde_json::to_vec(&state).unwrap_or_default();
        respond(200, "application/json", state.into())
            .with_header(header("Cache-Control", "no-store"))
    }
}

/// What a page has to know to be up to date.
#[derive(Serialize)]
struct PageState<'s> {
    /// As in the page itself.
    version: &'s str,
    /// The style sheets of the site.
    styles: Vec<&'s str>,
    problems: Vec<&'s Problem>,
    /// How many more problems there are.
    more: usize,
}

/// The file to show for a path.
struct Found<'s> {
    status: u16,
    /// The path of the file and the file; none where [`NO_SITE`] is shown.
    file: Option<(&'s str, &'s RenderedFile)>,
    /// The error in the file's template.
    fault: Option<&'s Diagnostic>,
}

impl<'s> Found<'s> {
    fn new(shown: &'s Shown, path: &'s str) -> Self {
        let Some(site) = &shown.site else {
            return Self { status: 503, file: None, fault: None };
        };
        let below = site.inputs().radar.base_url.as_deref().and_then(|url| below_base(url, path));
        for (status, path) in [(200, Some(path)), (200, below), (404, Some(routes::NOT_FOUND))] {
            let Some(path) = path else { continue };
            match site.file(path) {
                None => {}
                Some(Ok(file)) => return Self { status, file: Some((path, file)), fault: None },
                Some(Err(fault)) => {
                    let file = site.latest(path).map(|file| (path, file));
                    let status = file.map_or(500, |_| status);
                    return Self { status, file, fault: Some(fault) };
                }
            }
        }
        Self { status: 404, file: None, fault: None }
    }

    fn html(&self) -> &'s [u8] {
        self.file.map_or(NO_SITE.as_bytes(), |(_, file)| &file.bytes)
    }

    /// Returns a hash of the page that ignores the names of style sheets, and depends on the images in
    /// it. Empty for files that are no pages.
    fn version(&self, shown: &Shown) -> String {
        match (self.file, &shown.site) {
            (Some((path, file)), Some(site)) if content_type(path) == HTML => {
                short(&version(site, &file.bytes))
            }
            (Some(_), _) => String::new(),
            (None, _) => NO_VERSION.to_owned(),
        }
    }
}

/// Appends the script that follows the preview: at the very end, where no template has to make room
/// for it.
fn with_script(html: &[u8], version: &str) -> Vec<u8> {
    let script =
        format!("<script src=\"/_radar/reload.js\" data-version=\"{version}\" defer></script>\n");
    [html, script.as_bytes()].concat()
}

fn version(site: &LazySite, html: &[u8]) -> Hash {
    let mut html = String::from_utf8_lossy(html).into_owned();
    for sheet in style_sheets(site) {
        html = html.replace(sheet, "");
    }
    let mut hash = blake3::Hasher::new();
    // Its card for social networks is no part of what it shows.
    for part in html.split("?v=") {
        hash.update(part.trim_start_matches(|c: char| c.is_ascii_hexdigit()).as_bytes());
    }
    if html.contains("images/") {
        for (_, file) in site.inputs().sources.below(&format!("{CONTENT}/{IMAGES}/")) {
            if html.contains(&file.path[CONTENT.len() + 1..]) {
                hash.update(&file.bytes);
            }
        }
    }
    hash.finalize()
}

fn short(hash: &Hash) -> String {
    hash.to_hex()[..20].to_owned()
}

/// Returns the paths of the style sheets of a site.
fn style_sheets(site: &LazySite) -> impl Iterator<Item = &str> {
    let assets = site.inputs().theme.assets.iter();
    assets.map(|(path, _)| path).filter(|path| path.ends_with(".css"))
}

fn values<'r>(request: &'r Request, name: &'static str) -> impl Iterator<Item = &'r str> {
    let headers = request.headers().iter().filter(move |header| header.field.equiv(name));
    headers.map(|header| header.value.as_str())
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values are ASCII")
}

fn respond(status: u16, content_type: &str, content: Body) -> Response {
    let length = content.len();
    let headers = vec![header("Content-Type", content_type)];
    Response::new(status.into(), headers, Cursor::new(content), Some(length), None)
        // The length is known, so no response needs chunks.
        .with_chunked_threshold(usize::MAX)
}

fn text(status: u16, content_type: &str, content: &str) -> Response {
    respond(status, content_type, content.as_bytes().to_vec().into())
}

const HTML: &str = "text/html; charset=utf-8";

/// Returns the content type that belongs to the ending of a path.
fn content_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "xml" if path.ends_with("feed.xml") => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_preview_s_own_hosts_are_allowed() {
        let local = AllowedHosts::Local("127.0.0.1".parse().expect("an address"));
        for host in ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST"] {
            assert!(local.allows(host), "{host}");
            assert!(AllowedHosts::All.allows(host));
        }
        for host in
            ["example.org", "127.0.0.1.example.org:8000", "localhost.example.org", "", "127.0.0.2"]
        {
            assert!(!local.allows(host), "{host}");
        }
        let six = AllowedHosts::Local("::1".parse().expect("an address"));
        assert!(six.allows("[::1]:8000") && six.allows("[::1]"));
    }

    #[test]
    fn endings_decide_the_content_type() {
        for (path, kind) in [
            ("index.html", "text/html; charset=utf-8"),
            ("radar.svg", "image/svg+xml"),
            ("images/A.PNG", "image/png"),
            ("feed.xml", "application/atom+xml; charset=utf-8"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            (".nojekyll", "application/octet-stream"),
            ("images/noending", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path), kind, "{path}");
        }
    }
}
