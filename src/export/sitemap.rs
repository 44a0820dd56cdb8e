//! `sitemap.xml` and `robots.txt`: for search engines, if the radar has a base URL.

use std::fmt::Write as _;

use crate::markdown::escape;
use crate::routes;

/// Writes a sitemap of pages, given by their paths (<https://www.sitemaps.org/protocol.html>).
pub(crate) fn sitemap(base_url: &str, pages: &[&str]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages {
        let path = if *page == routes::HOME { "" } else { page };
        let url = escape::xml(&format!("{base_url}{path}"));
        let _ = writeln!(xml, "<url><loc>{url}</loc></url>");
    }
    xml + "</urlset>\n"
}

/// Writes a `robots.txt` that allows everything and names the sitemap.
pub(crate) fn robots(base_url: &str) -> String {
    format!("User-agent: *\nAllow: /\nSitemap: {base_url}{}\n", routes::SITEMAP)
}
