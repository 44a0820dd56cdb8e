//! What a user can type, and what comes of it: the transcripts in `tests/cli/`.
//!
//! `TRYCMD=overwrite cargo test --test cli` writes the transcripts anew; read them before they are
//! committed. A transcript with a folder `*.out` runs in a copy of its `*.in`, and what stands in
//! the former has to be there afterwards.

#[test]
fn transcripts() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("tests/cli/*.md");
}
