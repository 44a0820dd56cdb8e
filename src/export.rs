//! The radar as data, one file a format.

mod csv;
mod json;
mod sitemap;

pub use csv::csv;
pub(crate) use csv::plain;
pub use json::json;
pub use sitemap::{robots, sitemap};
