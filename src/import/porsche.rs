//! Porsche Digital's technology radar (<https://github.com/porscheofficial/porschedigital-technology-radar>):
//! AOE's layout with more keys, in which a later list replaces an earlier one.

use super::Format;
use super::releases::{self, Dialect};

pub(super) const FORMAT: Format = Format {
    name: "porsche",
    title: "Porsche Digital's technology radar",
    recognise: |sources| releases::recognise(sources, Dialect::Porsche),
    read: |sources, options, report| releases::read(sources, Dialect::Porsche, options, report),
};
