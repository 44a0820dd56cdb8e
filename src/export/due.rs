//! The review queue as a report, to read, to post and to work on with other programs; one file a
//! format.
//!
//! What waits and in which order is [`crate::radar::queue`]'s concern; here is only how it is said.

mod csv;
mod json;
mod markdown;
mod text;

use jiff::civil::Date;

use crate::radar::Radar;
use crate::radar::freshness::Freshness;
use crate::radar::queue::{Reason, Waiting};

pub use csv::csv;
pub use json::json;
pub use markdown::markdown;
pub use text::text;

/// A queue, or the part of it that somebody asked for.
#[derive(Debug)]
pub struct Due<'r> {
    /// The radar.
    pub radar: &'r Radar,
    /// The day.
    pub today: Date,
    /// Whose queue it is, where it is not everybody's: a name.
    pub of: Option<&'r str>,
    /// The riskiest first.
    pub waiting: Vec<Waiting<'r>>,
    /// How many more there are than were asked for.
    pub more: usize,
    /// What has to stand behind a command, so that it finds the radar: empty, or ` -C DIR`.
    pub at: String,
}

impl Due<'_> {
    /// The command that reviews a blip.
    fn command(&self, waiting: &Waiting) -> String {
        format!("radar review {}{}", waiting.blip.id, self.at)
    }

    /// Why a blip waits, in words.
    fn why(&self, waiting: &Waiting) -> String {
        let words: Vec<String> =
            waiting.reasons().into_iter().map(|reason| self.say(reason, waiting)).collect();
        words.join(", ")
    }

    fn say(&self, reason: Reason, waiting: &Waiting) -> String {
        let days =
            |count: i32| if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
        match reason {
            Reason::Freshness(Freshness::Expired) => {
                format!("expired {} ago", days(waiting.overdue_days))
            }
            Reason::Freshness(Freshness::Unreviewed) => {
                format!("never reviewed in {}", days(waiting.overdue_days))
            }
            Reason::Freshness(Freshness::Due | Freshness::Fresh) => {
                match waiting.review_until.map(|until| (until - self.today).get_days()) {
                    None | Some(0) => "runs out after today".to_owned(),
                    Some(left) => format!("runs out in {}", days(left)),
                }
            }
            Reason::Imposed => "imposed".to_owned(),
            Reason::Orphaned => "no owner practises".to_owned(),
        }
    }

    /// The names of a blip's owners.
    fn owners(&self, waiting: &Waiting) -> String {
        let owners = &waiting.blip.owners.value;
        let names: Vec<&str> = owners.iter().map(|owner| self.radar.owner_name(*owner)).collect();
        names.join(", ")
    }

    /// The ids of a blip's owners.
    fn owner_ids(&self, waiting: &Waiting) -> Vec<&str> {
        waiting.blip.owners.value.iter().map(|owner| self.radar.owner_id(*owner)).collect()
    }

    /// How many wait, those that are not shown included.
    pub fn total(&self) -> usize {
        self.waiting.len() + self.more
    }

    /// One sentence on the whole queue.
    pub fn summary(&self) -> String {
        let of = self.of.map_or_else(String::new, |name| format!(" of {name}"));
        match self.total() {
            0 => format!("nothing{of} waits for a review"),
            1 => format!("1 blip{of} waits for a review"),
            count => format!("{count} blips{of} wait for a review"),
        }
    }
}
