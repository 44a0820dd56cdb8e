//! The formats of other programs that a site can publish, and how much each of them holds.

/// A file for another program, beside `radar.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SiteExport {
    /// For Backstage's tech radar plugin.
    Backstage,
    /// For "Build your own radar", as CSV.
    ByorCsv,
    /// For "Build your own radar", as JSON.
    ByorJson,
    /// For Zalando's tech radar.
    Zalando,
}

impl SiteExport {
    /// Every format, in alphabetical order.
    pub const ALL: [SiteExport; 4] =
        [SiteExport::Backstage, SiteExport::ByorCsv, SiteExport::ByorJson, SiteExport::Zalando];

    /// Returns the name, in radar.toml and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            SiteExport::Backstage => "backstage",
            SiteExport::ByorCsv => "byor-csv",
            SiteExport::ByorJson => "byor-json",
            SiteExport::Zalando => "zalando",
        }
    }

    /// Returns the format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|export| export.name() == name)
    }

    /// The most quadrants that the other programs draw: one in each corner.
    pub(super) const MAX_QUADRANTS: usize = 4;

    /// Returns the most rings that it draws. The drawing of Zalando has radii for four, and "Build your own radar" refuses
    /// to start with more (`isValidConfig` in its src/graphing/config.js).
    pub(super) fn max_rings(self) -> usize {
        match self {
            SiteExport::Backstage => usize::MAX,
            SiteExport::ByorCsv | SiteExport::ByorJson | SiteExport::Zalando => 4,
        }
    }
}
