//! What the chart's tests draw: made-up radars, and extracts of real ones.

use std::sync::LazyLock;

use super::font::Metrics;
use super::{Blip, Fonts, Request, Ring, Sector};

/// The fonts that the default theme ships.
pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let read = |files: [&[u8]; 3]| Metrics::from_woff2(files).expect("the theme's fonts are sound");
    Fonts {
        text: read([
            include_bytes!("../../themes/default/static/fonts/roboto-condensed-latin-400.woff2"),
            include_bytes!(
                "../../themes/default/static/fonts/roboto-condensed-latin-ext-400.woff2"
            ),
            include_bytes!("../../themes/default/static/fonts/roboto-condensed-cyrillic-400.woff2"),
        ]),
        heading: read([
            include_bytes!("../../themes/default/static/fonts/roboto-condensed-latin-600.woff2"),
            include_bytes!(
                "../../themes/default/static/fonts/roboto-condensed-latin-ext-600.woff2"
            ),
            include_bytes!("../../themes/default/static/fonts/roboto-condensed-cyrillic-600.woff2"),
        ]),
    }
});

/// The label font.
pub(super) fn metrics() -> &'static Metrics {
    &FONTS.text
}
