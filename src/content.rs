//! The files of a radar -> the [`Radar`](crate::radar::Radar), and a report of every problem in them.

pub mod check;
pub mod lint;
pub mod manifest;
pub mod schema;
