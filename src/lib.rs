//! Radar: a static site generator for technology radars that say who last stood behind each
//! recommendation.

pub mod chart;
