//! The formats of other programs that a site can publish, and how much each of them holds.

use super::model::Radar;

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

    /// Checks that the format can hold a radar: without some of its quadrants or rings, it would be another one.
    ///
    /// # Errors
    ///
    /// If there are too many: the reason.
    pub(crate) fn holds(self, radar: &Radar) -> Result<(), String> {
        /// All four drawings have a quadrant in each corner.
        const MAX_QUADRANTS: usize = 4;
        // The drawing of Zalando has radii for four rings, and "Build your own radar" refuses to start with more
        // (`isValidConfig` in its src/graphing/config.js).
        let max_rings = match self {
            SiteExport::Backstage => None,
            SiteExport::ByorCsv | SiteExport::ByorJson | SiteExport::Zalando => Some(4),
        };
        for (what, count, max) in [
            ("quadrants", radar.quadrants.len(), Some(MAX_QUADRANTS)),
            ("rings", radar.rings.len(), max_rings),
        ] {
            if let Some(max) = max.filter(|max| count > *max) {
                let name = self.name();
                return Err(format!(
                    "{name} supports at most {max} {what}, but this radar has {count}"
                ));
            }
        }
        Ok(())
    }
}
