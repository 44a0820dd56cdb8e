//! The review queue as text, Markdown, JSON and CSV; one file a format.
//!
//! [`crate::radar::queue`] decides which blips wait and in which order; this module only formats them.

mod csv;
mod json;
mod markdown;
pub(crate) mod questions;
mod text;

use jiff::civil::Date;

use crate::radar::Radar;
use crate::radar::freshness::Freshness;
use crate::radar::interval::days;
use crate::radar::queue::{Reason, Waiting};
use crate::radar::standing::{Lack, lack};

pub(crate) use csv::csv;
pub(crate) use json::json;
pub(crate) use markdown::markdown;
pub(crate) use text::text;

/// A review queue, or the part of it that was asked for.
#[derive(Debug)]
pub(crate) struct Due<'r> {
    pub(crate) radar: &'r Radar,
    pub(crate) today: Date,
    /// The name of the owner or team, unless it is the queue of all.
    pub(crate) of: Option<&'r str>,
    /// The riskiest first.
    pub(crate) waiting: Vec<Waiting<'r>>,
    /// How many more blips wait than are listed.
    pub(crate) more: usize,
    /// What to add to a command so that it finds this radar from the working directory: nothing, or ` -C DIR`. Only
    /// the text for a terminal has it.
    pub(crate) at: String,
}

impl Due<'_> {
    /// Returns the command that reviews a blip, for a shell in the working directory.
    fn command_here(&self, waiting: &Waiting) -> String {
        format!("{}{}", Self::command(waiting), self.at)
    }

    /// Returns the command that reviews a blip, for others: where the radar is on this machine is of no use to them.
    fn command(waiting: &Waiting) -> String {
        format!("radar review {}", waiting.blip.id)
    }

    /// Returns why a blip waits, in words.
    pub(crate) fn why(&self, waiting: &Waiting) -> String {
        let words: Vec<String> =
            waiting.reasons().into_iter().map(|reason| self.reason(reason, waiting)).collect();
        words.join(", ")
    }

    fn reason(&self, reason: Reason, waiting: &Waiting) -> String {
        match reason {
            Reason::Freshness(Freshness::Expired) => {
                format!("expired {} ago", days(waiting.overdue_days))
            }
            Reason::Freshness(Freshness::Unreviewed) if waiting.overdue_days == 0 => {
                format!("added today, no {} review yet", self.radar.rule.counts.hands())
            }
            Reason::Freshness(Freshness::Unreviewed)
                if lack(self.radar, waiting.blip, self.today) == Lack::FirstHand =>
            {
                format!("no first-hand review for {}", days(waiting.overdue_days))
            }
            Reason::Freshness(Freshness::Unreviewed) => {
                format!("unreviewed for {}", days(waiting.overdue_days))
            }
            Reason::Freshness(Freshness::Due | Freshness::Fresh) => {
                match waiting.review_until.map(|until| (until - self.today).get_days()) {
                    None | Some(0) => "expires after today".to_owned(),
                    Some(left) => format!("expires in {}", days(left)),
                }
            }
            Reason::Imposed => "imposed".to_owned(),
            Reason::Orphaned => "no owner practises".to_owned(),
        }
    }

    /// Returns the names of a blip's owners.
    fn owners(&self, waiting: &Waiting) -> String {
        let owners = &waiting.blip.owners.value;
        let names: Vec<&str> = owners.iter().map(|owner| self.radar.owner_name(*owner)).collect();
        names.join(", ")
    }

    /// Returns the ids of a blip's owners.
    fn owner_ids(&self, waiting: &Waiting) -> Vec<&str> {
        waiting.blip.owners.value.iter().map(|owner| self.radar.owner_id(*owner)).collect()
    }

    /// Returns how many blips wait, including those that are not shown.
    pub(crate) fn total(&self) -> usize {
        self.waiting.len() + self.more
    }

    /// Returns one sentence on the whole queue.
    pub(crate) fn summary(&self) -> String {
        let of = self.of.map_or_else(String::new, |name| format!(" of {name}"));
        match self.total() {
            0 => format!("no blip{of} is waiting for a review"),
            1 => format!("1 blip{of} is waiting for a review"),
            count => format!("{count} blips{of} are waiting for a review"),
        }
    }
}
