//! AOE's technology radar (<https://github.com/AOEpeople/aoe_technology_radar>): `config.json` and
//! `radar/YYYY-MM-DD/ID.md`.

use super::Format;
use super::releases::{self, Dialect};

pub(super) const FORMAT: Format = Format {
    name: "aoe",
    title: "AOE technology radar",
    recognise: |sources| releases::recognise(sources, Dialect::Aoe),
    read: |sources, options, report| releases::read(sources, Dialect::Aoe, options, report),
};
