//! Files of a draft as they are sent: with a content type, an entity tag, the script that follows the
//! preview, and compressed. Kept as long as the file is the same.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use blake3::{Hash, Hasher};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::routes::IMAGES;
use crate::site::{Draft, Printed};
use crate::source::CONTENT;

/// Below this, compressing saves no packet.
const SMALL: usize = 1_000;

/// A file as it is sent.
pub(super) struct Served {
    pub(super) bytes: Bytes,
    pub(super) content_type: &'static str,
    /// The entity tag, without quotes.
    pub(super) tag: String,
    /// For pages: changes with everything on it but for its style sheets.
    pub(super) version: String,
    gzip: OnceLock<Option<Bytes>>,
}

/// How many files are kept as they are sent; a crawler would have all of them twice in memory.
const MOST: usize = 100;

/// The files that were sent lately.
#[derive(Default)]
pub(super) struct Shelf {
    files: Mutex<Files>,
}

#[derive(Default)]
struct Files {
    kept: HashMap<String, Kept>,
    /// Counts what was asked for.
    time: u64,
}

struct Kept {
    /// When it was last asked for.
    asked: u64,
    printed: Arc<Printed>,
    images: Hash,
    served: Arc<Served>,
}

impl Shelf {
    /// A file of a draft, if nothing has to be made for it.
    pub(super) fn ready(&self, draft: &Draft, path: &str) -> Option<Arc<Served>> {
        let printed = draft.ready(path)?;
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.time += 1;
        let now = files.time;
        let kept = files.kept.get_mut(path).filter(|kept| Arc::ptr_eq(&kept.printed, printed))?;
        kept.asked = now;
        (kept.images == *draft.images()).then(|| Arc::clone(&kept.served))
    }

    /// A file of a draft, to be kept.
    pub(super) fn put(&self, draft: &Draft, path: &str, printed: &Arc<Printed>) -> Arc<Served> {
        let served = Arc::new(Served::new(draft, path, printed));
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.time += 1;
        let kept = Kept {
            asked: files.time,
            printed: Arc::clone(printed),
            images: *draft.images(),
            served: Arc::clone(&served),
        };
        files.kept.insert(path.to_owned(), kept);
        if files.kept.len() > MOST
            && let Some((oldest, _)) = files.kept.iter().min_by_key(|(_, kept)| kept.asked)
        {
            let oldest = oldest.clone();
            files.kept.remove(&oldest);
        }
        served
    }
}

impl Served {
    fn new(draft: &Draft, path: &str, printed: &Printed) -> Self {
        let content_type = content_type(path);
        if content_type != HTML {
            let tag = short(&blake3::hash(&printed.bytes));
            let bytes = printed.bytes.clone();
            return Self {
                bytes,
                content_type,
                tag,
                version: String::new(),
                gzip: OnceLock::new(),
            };
        }
        let version = short(&version(draft, &printed.bytes));
        Self::page(&printed.bytes, version)
    }

    /// A page with the script that follows the preview: at its very end, where it needs no place in any
    /// template.
    pub(super) fn page(html: &[u8], version: String) -> Self {
        let script = format!(
            "<script src=\"/_radar/reload.js\" data-version=\"{version}\" defer></script>\n"
        );
        let bytes: Bytes = [html, script.as_bytes()].concat().into();
        let tag = short(&blake3::hash(&bytes));
        Self { bytes, content_type: HTML, tag, version, gzip: OnceLock::new() }
    }

    /// The file compressed, where that is worth it.
    pub(super) fn gzip(&self) -> Option<Bytes> {
        self.gzip.get_or_init(|| self.compress()).clone()
    }

    /// Whether [`Served::gzip`] takes no time.
    pub(super) fn is_compressed(&self) -> bool {
        self.gzip.get().is_some() || self.bytes.len() < SMALL
    }

    fn compress(&self) -> Option<Bytes> {
        let is_text =
            ["text/", "application/json", "image/svg", "application/xml", "application/atom"]
                .iter()
                .any(|start| self.content_type.starts_with(start));
        if !is_text || self.bytes.len() < SMALL {
            return None;
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&self.bytes).ok()?;
        encoder.finish().ok().map(Bytes::from)
    }
}

fn short(hash: &Hash) -> String {
    hash.to_hex()[..20].to_owned()
}

/// A hash of a page that stays the same when only its style sheets get others in their place, and
/// changes when an image on it does.
fn version(draft: &Draft, html: &[u8]) -> Hash {
    let text = String::from_utf8_lossy(html);
    let mut text = text.into_owned();
    for sheet in style_sheets(draft) {
        text = text.replace(sheet, "");
    }
    let mut hash = Hasher::new();
    hash.update(text.as_bytes());
    if text.contains("images/") {
        let sources = &draft.stock().sources;
        for (_, file) in sources.below(&format!("{CONTENT}/{IMAGES}/")) {
            if text.contains(&file.path[CONTENT.len() + 1..]) {
                hash.update(file.digest().as_bytes());
            }
        }
    }
    hash.finalize()
}

/// The paths of the style sheets of a site.
pub(super) fn style_sheets(draft: &Draft) -> impl Iterator<Item = &str> {
    draft.stock().theme.assets.iter().map(|(path, _)| path).filter(|path| path.ends_with(".css"))
}

const HTML: &str = "text/html; charset=utf-8";

/// What a file is, by its ending.
pub(super) fn content_type(path: &str) -> &'static str {
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
    fn endings_say_what_a_file_is() {
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
