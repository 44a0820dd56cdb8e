//! The radar as data, one file a format.

mod calendar;
mod csv;
mod feed;
mod history;
mod json;
mod sitemap;

pub use calendar::calendar;
pub use csv::csv;
pub(crate) use csv::plain;
pub use feed::feed;
pub use history::history;
pub use json::json;
pub use sitemap::{robots, sitemap};
