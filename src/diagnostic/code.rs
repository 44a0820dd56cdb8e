//! Every kind of problem that the program reports.

use super::Level;

/// Defines [`Code`] with names, severities and descriptions in one table.
macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $description:literal)*) => {
        /// The kind of a problem. Names are stable: `[lints]` and CI settings use them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $description] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// Returns the name in kebab-case.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }
        }
    };
}

/// The default level of a code, or that no level can be chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Severity {
    /// Unusable content. Always an error: to allow it would drop content silently.
    Error,
    Deny,
    Warn,
    Allow,
}

codes! {
    InvalidEncoding "invalid-encoding" Error "A file is not UTF-8."
    InvalidToml "invalid-toml" Error "A file is not valid TOML."
    MissingFile "missing-file" Error "A file that others need is missing."
    UnknownKey "unknown-key" Error "A key is unknown."
    MissingKey "missing-key" Error "A required key is missing."
    InvalidValue "invalid-value" Error "A value has the wrong type, form or size."
    InvalidId "invalid-id" Error "An id has other characters than lower-case letters, digits and single hyphens."
    DuplicateId "duplicate-id" Error "An id is used twice."
    UnknownRing "unknown-ring" Error "A ring is not in radar.toml."
    UnknownQuadrant "unknown-quadrant" Error "A quadrant is not in radar.toml."
    UnknownOwner "unknown-owner" Error "An owner is not in people.toml."
    UnknownPerson "unknown-person" Error "A person or team is not in people.toml."
    RingDisagrees "ring-disagrees" Error "The ring of a blip differs from its latest verdict."
    ConflictingReviews "conflicting-reviews" Error "Two verdicts of the same day differ."
    NoDate "no-date" Error "A blip has neither `added` nor a review, so its first day on the radar is unknown."
    UnsafeLink "unsafe-link" Error "A link could run a script or read a file."
    UnsafeImage "unsafe-image" Error "An image could run a script, or load something from elsewhere."
    InvalidTemplate "invalid-template" Error "A template of the theme cannot be read or rendered."
    TakenPath "taken-path" Error "A file in radar/static would take the place of another file of the site."
    UnusableRow "unusable-row" Error "A row or an entry to import has no usable name, ring, quadrant or date."
    InvalidSource "invalid-source" Error "A file to import is broken."
    UnknownBlip "unknown-blip" Deny "A `[[link]]`, `instead` or a line of evidence.toml names a blip that does not exist."
    MissingImage "missing-image" Deny "An image is not in radar/images."
    BrokenLink "broken-link" Warn "A link leads to a page that the site does not have."
    RawHtml "raw-html" Warn "A text has HTML, which pages show as text."
    MalformedLink "malformed-link" Warn "A `[[` is not closed, or a link to a blip has an empty text."
    BrokenFootnote "broken-footnote" Warn "A footnote is unknown, unused or there twice."
    SurplusCell "surplus-cell" Warn "A row of a table has more cells than the head of the table."
    ControlCharacter "control-character" Warn "A text has a character that no page can show."
    PlainCode "plain-code" Warn "A block of code is too long to be highlighted."
    DuplicateEntry "duplicate-entry" Warn "A list has the same entry twice."
    ContradictingDates "contradicting-dates" Warn "Two dates or periods cannot both be right."
    RetiredAlternative "retired-alternative" Warn "What to use instead of a blip is retired."
    FutureReview "future-review" Warn "A review, question, answer or estimate is dated after today and does not count yet."
    UnexpectedFile "unexpected-file" Warn "Nothing reads a file in the content folder."
    UnportableName "unportable-name" Warn "A file has a name that Windows cannot have, or is another file's where the case of letters does not count."
    SampleContent "sample-content" Warn "Parts of the sample of `radar init` are unchanged."
    NotImported "not-imported" Warn "A file to import contains something that has no equivalent in `radar`."
    MissingText "missing-text" Warn "A language file lacks a text; the English one is shown."
    ReviewDue "review-due" Allow "A review expires soon."
    ReviewExpired "review-expired" Warn "No practising engineer has reviewed the blip within its review interval."
    Unreviewed "unreviewed" Warn "No practising engineer has ever reviewed the blip."
    ImposedRing "imposed-ring" Warn "Somebody who does not practise moved the blip, and nobody who does has confirmed it since."
    Orphaned "orphaned" Warn "None of the owners practises today."
    StalePractice "stale-practice" Warn "Somebody is declared as practising but has not committed for longer than the window."
    UnprovablePractice "unprovable-practice" Warn "Commits count as evidence, and somebody who is declared as practising has no address to find theirs by."
    SecondHand "second-hand" Allow "The last hands-on review is by people who practise, but not with this."
    UsedOnHold "used-on-hold" Warn "A repository began to use a blip after it was put on the last ring."
    Unused "unused" Allow "No scanned repository uses a blip on one of the two inner rings."
    NoAlternative "no-alternative" Allow "A blip is on the last ring, and nothing says what to use instead."
    SingleReviewer "single-reviewer" Allow "Exactly one person who practises could review the blip."
    ReviewWithoutNote "review-without-note" Warn "A review has neither a note nor evidence."
    Unanswered "unanswered" Allow "A question has waited for an answer for longer than the notice."
    BulkReview "bulk-review" Warn "One person signed many reviews on one day with the same note."
    UnknownExit "unknown-exit" Allow "Nobody who practises has estimated lately what it would cost to leave a blip on the innermost ring."
}

impl Code {
    /// Returns the code with this name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Returns the level that applies if nobody chooses one.
    pub fn default_level(self) -> Level {
        match self.severity() {
            Severity::Error | Severity::Deny => Level::Deny,
            Severity::Warn => Level::Warn,
            Severity::Allow => Level::Allow,
        }
    }

    /// Returns whether the code is an error at any level.
    pub fn is_always_error(self) -> bool {
        self.severity() == Severity::Error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names are a promise: a change here is a breaking one and belongs in the changelog.
    #[test]
    fn the_list_of_codes() {
        let level = |code: &Code| {
            if code.is_always_error() { "error" } else { code.default_level().name() }
        };
        for (expected, names) in [
            (
                "error",
                "invalid-encoding invalid-toml missing-file unknown-key missing-key invalid-value invalid-id \
                 duplicate-id unknown-ring unknown-quadrant unknown-owner unknown-person \
                 ring-disagrees conflicting-reviews no-date unsafe-link unsafe-image \
                 invalid-template taken-path unusable-row invalid-source",
            ),
            ("deny", "unknown-blip missing-image"),
            (
                "warn",
                "broken-link raw-html malformed-link broken-footnote surplus-cell control-character \
                 plain-code duplicate-entry contradicting-dates retired-alternative future-review unexpected-file \
                 unportable-name sample-content not-imported missing-text review-expired unreviewed imposed-ring \
                 orphaned stale-practice unprovable-practice used-on-hold \
                 review-without-note bulk-review",
            ),
            (
                "allow",
                "review-due second-hand unused no-alternative single-reviewer unanswered unknown-exit",
            ),
        ] {
            let codes = Code::ALL.iter().filter(|code| level(code) == expected);
            let codes: Vec<&str> = codes.map(|code| code.name()).collect();
            assert_eq!(codes.join(" "), names);
        }
    }

    #[test]
    fn a_code_is_found_by_its_name() {
        for code in Code::ALL {
            assert_eq!(Code::from_name(code.name()), Some(*code));
        }
    }
}
