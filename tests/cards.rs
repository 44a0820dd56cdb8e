//! Cards for social networks: what they are, when they are made again, and what pages say of them.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests set up their own files"
)]

mod folder;

use std::process::Command;

use folder::{Folder, blip};

const ADDRESS: &str = "https://radar.example.org/";

/// Builds with an address on a day, and returns the cards that were written.
fn build(folder: &Folder, day: &str) -> Vec<String> {
    if folder.path("output").exists() {
        folder.age("output");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_radar"));
    command.args(["build", "--base-url", ADDRESS, "--today", day]).current_dir(folder.path("."));
    let run = command.output().expect("the program starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let touched = folder.touched("output").into_iter();
    touched.filter(|path| path.starts_with("cards/")).collect()
}

fn page(folder: &Folder, path: &str) -> String {
    std::fs::read_to_string(folder.path(&format!("output/{path}"))).expect("the page")
}

/// Returns what the card of a page says, and its address.
fn card(folder: &Folder, path: &str) -> (String, String) {
    let page = page(folder, path);
    let value = |name: &str| {
        let from = page.split_once(&format!("{name}\" content=\"")).expect(name).1;
        from.split_once('"').expect("a value").0.to_owned()
    };
    assert_eq!(value("og:image"), value("twitter:image"));
    (value("og:image:alt"), value("og:image"))
}

#[test]
fn every_page_has_a_card_of_at_most_60_kilobytes() {
    let folder = Folder::new();
    folder
        .write("radar/blips/long.toml", blip("Antidisestablishmentarianism ".repeat(9).trim_end()));
    folder.write("radar/blips/other.toml", blip("持续交付 🦀"));
    let written = build(&folder, "2026-11-22");
    for path in ["cards/index.png", "cards/blips/kafka.png", "cards/blips/long.png"] {
        assert!(written.contains(&path.to_owned()), "{path} in {written:?}");
    }
    assert!(written.iter().any(|path| path.starts_with("cards/quadrants/")), "{written:?}");
    for path in written {
        let png = std::fs::read(folder.path(&format!("output/{path}"))).expect("a card");
        assert!(png.len() < 60_000, "{path}: {}", png.len());
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n", "{path}");
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four"));
        assert_eq!((number(16), number(20)), (1200, 630), "{path}");
    }
    // A page without a card of its own shows that of the radar.
    let (_, address) = card(&folder, "changes.html");
    assert!(address.starts_with(&format!("{ADDRESS}cards/index.png?v=")), "{address}");
    let (says, address) = card(&folder, "blips/other.html");
    assert!(says.starts_with("The 持续交付 🦀"), "{says}");
    assert!(address.starts_with(&format!("{ADDRESS}cards/blips/other.png?v=")), "{address}");
}

#[test]
fn only_what_changed_is_made_again() {
    let folder = Folder::new();
    build(&folder, "2026-11-22");
    assert_eq!(build(&folder, "2026-11-22"), [""; 0]);
    // Another day on which nothing happens leaves the cards, though every page has it.
    let (_, before) = card(&folder, "blips/kafka.html");
    assert_eq!(build(&folder, "2026-11-23"), [""; 0]);
    assert_eq!(card(&folder, "blips/kafka.html").1, before);

    let renamed = blip("kafka").replace("The kafka", "The Kafka");
    folder.write("radar/blips/kafka.toml", renamed);
    assert_eq!(build(&folder, "2026-11-23"), ["cards/blips/kafka.png"]);
    assert_ne!(card(&folder, "blips/kafka.html").1, before);

    // A picture that somebody has changed is made again, although it still names its source.
    let path = folder.path("output/cards/blips/kafka.png");
    let mut png = std::fs::read(&path).expect("a card");
    let whole = png.clone();
    png.extend(b"more");
    std::fs::write(&path, png).expect("written");
    build(&folder, "2026-11-24");
    assert_eq!(std::fs::read(&path).expect("a card"), whole);
}

#[test]
fn a_card_says_what_stays_true() {
    let folder = Folder::new();
    build(&folder, "2026-11-22");
    let (says, fresh) = card(&folder, "blips/kafka.html");
    assert!(says.contains("Reviewed until"), "{says}");
    // Years later nobody has looked, and the card says since when.
    let written = build(&folder, "2031-01-01");
    let (says, expired) = card(&folder, "blips/kafka.html");
    assert!(says.contains("Review expired on"), "{says}");
    assert_ne!(fresh, expired);
    assert!(written.contains(&"cards/blips/kafka.png".to_owned()), "{written:?}");
    assert_eq!(build(&folder, "2031-02-01"), [""; 0]);
}

#[test]
fn there_are_none_without_an_address_or_if_they_are_switched_off() {
    let folder = Folder::new();
    folder.build();
    assert!(!folder.path("output/cards").exists());
    assert!(!page(&folder, "index.html").contains("og:"));

    let settings = folder.path("radar/radar.toml");
    let text = std::fs::read_to_string(&settings).expect("the settings");
    folder.write("radar/radar.toml", format!("{text}\n[site]\ncards = false\n"));
    build(&folder, "2026-11-22");
    assert!(!folder.path("output/cards").exists());
    let page = page(&folder, "index.html");
    assert!(page.contains("og:title") && !page.contains("og:image"));
    assert!(page.contains("content=\"summary\""));
}
