//! The radar as data, one file a format.

mod csv;
mod history;
mod json;
mod sitemap;

pub use csv::csv;
pub use history::history;
pub use json::json;
pub use sitemap::{robots, sitemap};
