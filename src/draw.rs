//! The radar's charts: from judged blips to the drawing of [`crate::chart`].
use crate::{
    model::QuadrantIndex,
    page::{Html, Rows},
    theme::Theme,
};
/// x
pub struct Charts;
impl Charts {
    /// x
    pub fn new(_: &Rows, _: &Theme) -> Self {
        Self
    }
    /// x
    pub fn radar(&self) -> Html {
        Html::trusted("")
    }
    /// x
    pub fn quadrant(&self, _: QuadrantIndex) -> Html {
        Html::trusted("")
    }
    /// x
    pub fn standalone(&self) -> String {
        String::new()
    }
}
