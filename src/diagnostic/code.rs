//! Every kind of problem the program can find.

use super::Level;

/// Defines [`Code`] with its names, standing and descriptions in one table.
macro_rules! codes {
    ($($variant:ident $name:literal $standing:ident $description:literal)*) => {
        /// The kind of a problem. Names are stable: they stand in `[lints]` and in people's CI.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $description] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The name in kebab-case.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            /// What it means, in one sentence.
            pub fn description(self) -> &'static str {
                match self { $(Code::$variant => $description),* }
            }

            fn standing(self) -> Standing {
                match self { $(Code::$variant => Standing::$standing),* }
            }
        }
    };
}

/// Whether a level can be chosen for a code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Content that cannot be used: letting it pass would drop it in silence.
    Error,
    /// Denied, unless somebody says otherwise.
    Deny,
    /// A warning, unless somebody says otherwise.
    Warn,
    /// Silent, unless somebody says otherwise.
    Allow,
}

codes! {
    InvalidEncoding "invalid-encoding" Error "A file is not UTF-8."
    InvalidToml "invalid-toml" Error "A file is not valid TOML."
    UnknownKey "unknown-key" Error "A key that the program does not know."
    MissingKey "missing-key" Error "A key that has to be there is missing."
    InvalidValue "invalid-value" Error "A value of the wrong type, form or size."
    InvalidId "invalid-id" Error "An id that is not made of lower-case letters, digits and single hyphens."
    DuplicateId "duplicate-id" Error "An id that is used twice."
    UnknownRing "unknown-ring" Error "A ring that radar.toml does not have."
    UnknownQuadrant "unknown-quadrant" Error "A quadrant that radar.toml does not have."
    UnknownOwner "unknown-owner" Error "An owner who is no team or person of people.toml."
    UnknownPerson "unknown-person" Error "A person or team who is not in people.toml."
    RingDisagrees "ring-disagrees" Error "The ring of a blip is not that of its latest verdict."
    ConflictingReviews "conflicting-reviews" Error "Two verdicts of the same day differ."
    NoDate "no-date" Error "A blip with neither `added` nor a review, so that nobody knows since when it is on the radar."
    UnsafeLink "unsafe-link" Error "A link that could run a script or read a file."
    InvalidTemplate "invalid-template" Error "A template of the theme that cannot be read or rendered."
    UnusableRow "unusable-row" Error "A row or an entry to import that says no name, ring, quadrant or date that could be used."
    InvalidSource "invalid-source" Error "A file to import that is broken."
    UnknownBlip "unknown-blip" Deny "A `[[link]]` to a blip that is not there."
    MissingImage "missing-image" Deny "An image that is not in radar/images."
    BrokenLink "broken-link" Warn "A link to a page that the site does not have."
    FutureReview "future-review" Warn "A review, question or answer dated after today, which does not count yet."
    UnexpectedFile "unexpected-file" Warn "A file in the content folder that is read by nothing."
    NotImported "not-imported" Warn "Something in a file to import that a radar here has no place for."
    MissingText "missing-text" Warn "A language file without one of the texts; the English one is shown."
    ReviewDue "review-due" Allow "A review that runs out soon."
    ReviewExpired "review-expired" Warn "No practising engineer has reviewed the blip within its review interval."
    Unreviewed "unreviewed" Warn "No practising engineer has ever reviewed the blip."
    ImposedRing "imposed-ring" Warn "Somebody who does not practise moved the blip, and nobody who does has confirmed it since."
    Orphaned "orphaned" Warn "None of the owners practises today."
    StalePractice "stale-practice" Warn "Somebody is declared as practising and has not committed for longer than the window."
    ReviewWithoutNote "review-without-note" Warn "A review with neither a note nor evidence."
    BulkReview "bulk-review" Warn "Many reviews by one person on one day with the same note."
}

impl Code {
    /// The code of this name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// The level that holds where nobody chose one.
    pub fn default_level(self) -> Level {
        match self.standing() {
            Standing::Error | Standing::Deny => Level::Deny,
            Standing::Warn => Level::Warn,
            Standing::Allow => Level::Allow,
        }
    }

    /// Whether it is an error whatever anybody chooses.
    pub fn is_always_error(self) -> bool {
        self.standing() == Standing::Error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names are a promise; a change here is a breaking one and belongs in the changelog.
    #[test]
    fn the_list_of_codes() {
        let list: Vec<String> = Code::ALL
            .iter()
            .map(|c| {
                let level = if c.is_always_error() { "error" } else { c.default_level().name() };
                format!("{} {level}", c.name())
            })
            .collect();
        assert_eq!(
            list,
            [
                "invalid-encoding error",
                "invalid-toml error",
                "unknown-key error",
                "missing-key error",
                "invalid-value error",
                "invalid-id error",
                "duplicate-id error",
                "unknown-ring error",
                "unknown-quadrant error",
                "unknown-owner error",
                "unknown-person error",
                "ring-disagrees error",
                "conflicting-reviews error",
                "no-date error",
                "unsafe-link error",
                "invalid-template error",
                "unusable-row error",
                "invalid-source error",
                "unknown-blip deny",
                "missing-image deny",
                "broken-link warn",
                "future-review warn",
                "unexpected-file warn",
                "not-imported warn",
                "missing-text warn",
                "review-due allow",
                "review-expired warn",
                "unreviewed warn",
                "imposed-ring warn",
                "orphaned warn",
                "stale-practice warn",
                "review-without-note warn",
                "bulk-review warn",
            ]
        );
    }

    #[test]
    fn names_are_unique_and_found_again() {
        for code in Code::ALL {
            assert_eq!(Code::from_name(code.name()), Some(*code));
        }
    }
}
