//! Export and import again: the same rings, quadrants and history, as far as the format holds them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::select;
use radar::content::check;
use radar::diagnostic::{Levels, Report};
use radar::export;
use radar::import::{Absent, Options, Sources, detect, import};
use radar::markdown::{self, BlipNames, Style};
use radar::radar::{Placement, Radar, Snapshot, history};
use radar::source::SourceSet;

const TODAY: Date = date(2026, 11, 22);

/// Texts that formats could trip over.
const NAMES: [&str; 10] = [
    "Kafka",
    "C++",
    "a, \"b\"",
    "=SUM(A1)",
    "it's; <b>not</b> & bold",
    "Überraschung",
    "北京",
    "back\\slash",
    "[[link]]",
    "x | y # z",
];
const TEXTS: [&str; 6] = [
    "Plain words.",
    "One *two* **three**.\n\n- a\n- b",
    "A `code` and a [link](https://example.org/a?b=c&d).",
    "```rust\nlet x = \"1\";\n```",
    "a \"quoted\", b\n\n> so they say",
    "1 \\< 2 \\& 3 \\* 4",
];

/// What Markdown, HTML, TOML and YAML trip over.
const PARTS: [&str; 30] = [
    "a",
    "b c",
    "[[",
    "]]",
    "x",
    "|",
    "[",
    "](",
    ")",
    "!",
    "javascript:alert(1)",
    "https://a.org",
    "i.png",
    "<",
    ">",
    "<b>",
    "\"",
    "\"\"\"",
    "'''",
    "\\",
    "`",
    "```\n",
    "\n\n",
    "\n",
    "&amp;",
    "[1]: ",
    "[1]",
    "#",
    "\u{0}",
    "---",
];

/// A blip as it is written: quadrant, verdicts (months before today, ring; 9 for none), texts.
#[derive(Clone, Debug)]
struct Written {
    quadrant: usize,
    verdicts: Vec<(i32, usize)>,
    /// The months before today in which a review left the ring as it was, and whether it has a note.
    confirmations: Vec<(i32, bool)>,
    description: Option<&'static str>,
    is_retired: bool,
}

fn blips() -> impl Strategy<Value = (usize, usize, Vec<Written>)> {
    (1..=4usize, 1..=4usize).prop_flat_map(|(rings, quadrants)| {
        let verdicts = prop::collection::btree_map(1..40i32, 0..rings, 1..4)
            .prop_map(|verdicts| verdicts.into_iter().rev().collect::<Vec<_>>());
        let confirmations = prop::collection::btree_map(1..40i32, prop::bool::ANY, 0..3)
            .prop_map(|months| months.into_iter().collect::<Vec<_>>());
        let description = prop::option::of(select(TEXTS.to_vec()));
        let retired = prop::bool::weighted(0.2);
        let blip = (0..quadrants, verdicts, confirmations, description, retired).prop_map(
            |(quadrant, verdicts, confirmations, description, is_retired)| Written {
                quadrant,
                verdicts,
                confirmations,
                description,
                is_retired,
            },
        );
        (Just(rings), Just(quadrants), prop::collection::vec(blip, 1..=NAMES.len()))
    })
}

fn string(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

/// The content of such a radar.
fn content(rings: usize, quadrants: usize, blips: &[Written]) -> SourceSet {
    let ring = ["adopt", "trial", "assess", "hold"];
    let quadrant = ["languages-and-frameworks", "tools", "platforms", "techniques"];
    let mut settings = "title = \"Ours\"\n".to_owned();
    for id in &ring[..rings] {
        let _ = write!(settings, "[[ring]]\nid = \"{id}\"\nname = \"{}\"\n", id.to_uppercase());
    }
    for id in &quadrant[..quadrants] {
        let name = id.replace("-and-", " & ");
        let _ = write!(settings, "[[quadrant]]\nid = \"{id}\"\nname = {}\n", string(&name));
    }
    settings += "[[edition]]\nid = \"2025-11\"\nname = \"Last year\"\ndate = 2025-11-01\n";
    let mut files = vec![("radar/radar.toml".to_owned(), settings)];
    for (number, blip) in blips.iter().enumerate() {
        let mut text = format!("name = {}\n", string(NAMES[number]));
        let _ = writeln!(text, "quadrant = \"{}\"", quadrant[blip.quadrant]);
        let last = ring[blip.verdicts.last().expect("at least one").1];
        let _ = writeln!(text, "ring = \"{}\"", if blip.is_retired { "retired" } else { last });
        if let Some(description) = blip.description {
            let _ = writeln!(text, "description = {}", string(description));
        }
        for (months, verdict) in &blip.verdicts {
            let date = TODAY - months.months();
            let _ =
                write!(text, "[[review]]\ndate = {date}\nby = []\nring = \"{}\"\n", ring[*verdict]);
        }
        for (months, has_note) in &blip.confirmations {
            let date = TODAY - months.months() + 1.days();
            let _ = write!(text, "[[review]]\ndate = {date}\nby = []\n");
            if *has_note {
                let _ = writeln!(text, "note = \"As it was in {date}.\"");
            }
        }
        if blip.is_retired {
            let _ = write!(text, "[[review]]\ndate = {TODAY}\nby = []\nring = \"retired\"\n");
        }
        files.push((format!("radar/blips/{}.toml", id(number)), text));
    }
    SourceSet::from_files(files)
}

/// Ids as imports make them of the names.
fn id(number: usize) -> &'static str {
    [
        "kafka",
        "c-plus-plus",
        "a-b",
        "sum-a1",
        "its-b-not-b-and-bold",
        "uberraschung",
        "bei-jing",
        "back-slash",
        "link",
        "x-y-z",
    ][number]
}

fn radar(sources: &SourceSet) -> Radar {
    let checked = check(sources, TODAY, &Levels::default());
    assert!(!checked.is_denied(), "{:?}", checked.report);
    checked.radar.expect("a radar")
}

/// Writes a radar in a format and reads it back.
fn there_and_back(radar: &Radar, format: &str, file: &str) -> Option<Radar> {
    let rows = Snapshot::new(radar, TODAY);
    let exported = export::format(format).expect("a format").write(&rows).expect("it can be held");
    let sources = SourceSet::from_files([(file, exported.text)]);
    let read = Sources::new(&sources);
    let format = detect(&read).expect("it is known again").format;
    let options = Options { today: TODAY, date: None, absent: Absent::Retire, title: None };
    let mut report = Report::default();
    let imported = import(format, &read, &SourceSet::default(), &options, &mut report);
    assert!(!report.is_denied(&Levels::default()), "{report:?}");
    Some(self::radar(&imported.expect("valid")?.merged.over(&SourceSet::default())))
}

/// Where blips stand today: ring, quadrant, name; those that have retired are on no ring.
fn standing(radar: &Radar) -> BTreeMap<String, (String, String, String)> {
    let on_ring = radar.blips.iter().filter(|blip| blip.ring.value != Placement::Retired);
    on_ring
        .map(|blip| {
            let ring = radar.placement_id(blip.ring.value).to_owned();
            let quadrant = radar.quadrant(blip.quadrant).id.clone();
            (blip.id.clone(), (ring, quadrant, blip.name.value.clone()))
        })
        .collect()
}

/// Every ring of each blip, from the first day on it.
fn history(radar: &Radar) -> BTreeMap<String, Vec<(Date, String)>> {
    let trail = |blip: &radar::radar::Blip| {
        let placements = history::placements(blip, TODAY).into_iter();
        placements.map(|(day, ring)| (day, radar.placement_id(ring).to_owned())).collect()
    };
    radar.blips.iter().map(|blip| (blip.id.clone(), trail(blip))).collect()
}

/// Every review of each blip: its day, and its note.
fn reviews(radar: &Radar) -> BTreeMap<String, Vec<(Date, Option<String>)>> {
    let all = |blip: &radar::radar::Blip| {
        let note = |review: &radar::radar::Review| review.note.as_ref().map(|n| n.value.clone());
        blip.reviews.iter().map(|review| (review.date, note(review))).collect()
    };
    radar.blips.iter().map(|blip| (blip.id.clone(), all(blip))).collect()
}

fn ids(radar: &Radar) -> (Vec<&str>, Vec<&str>) {
    let rings = radar.rings.iter().map(|ring| ring.id.as_str());
    (rings.collect(), radar.quadrants.iter().map(|quadrant| quadrant.id.as_str()).collect())
}

/// The text of each blip on a ring, as its page shows it.
fn descriptions(radar: &Radar) -> BTreeMap<String, Option<String>> {
    let style = Style { to_root: "", lower_headings: 0, scope: "text", home: "", fragments: None };
    let shown = |text: &str| {
        let html = markdown::render(text, style, &BlipNames::default());
        html.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let on_ring = radar.blips.iter().filter(|blip| blip.ring.value != Placement::Retired);
    on_ring
        .map(|blip| (blip.id.clone(), blip.description.as_ref().map(|text| shown(&text.value))))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a text holds, what is written passes the check, and nothing is a mistake of the program.
    #[test]
    fn no_text_can_make_an_import_invalid(parts in prop::collection::vec(select(PARTS.to_vec()), 1..12)) {
        let text = parts.concat();
        let html = text.replace("](", "</a>").replace('[', "<a href=\"");
        let json = serde_json::json!({
            "quadrants": [{ "id": "tools", "name": text }],
            "rings": [{ "id": "adopt", "name": "Adopt", "description": text }],
            "entries": [{
                "id": "x", "title": text, "quadrant": "tools", "description": text, "url": text,
                "timeline": [{ "date": "2026-01-01", "ringId": "adopt", "description": text }],
            }],
        });
        let byor = serde_json::json!([
            { "name": format!("x {text}"), "ring": "adopt", "quadrant": "tools", "description": html },
        ]);
        let page = format!("---\nring: adopt\nsegment: tools\nteams: [a]\n---\n{text}\n");
        for (path, content) in [
            ("x.json", json.to_string()),
            ("y.json", byor.to_string()),
            ("radar/2026-01-01/x.md", page),
        ] {
            let sources = SourceSet::from_files([(path, content)]);
            let read = Sources::new(&sources);
            let format = detect(&read).expect("it is known").format;
            let options = Options { today: TODAY, date: None, absent: Absent::Retire, title: None };
            let there = SourceSet::default();
            let imported = import(format, &read, &there, &options, &mut Report::default());
            let problems = imported.err().map(|invalid| invalid.problems().1.to_vec());
            prop_assert_eq!(problems, None, "{}", path);
        }
    }

    /// `radar.json` holds everything but texts.
    #[test]
    fn json_holds_rings_quadrants_editions_and_the_whole_history((rings, quadrants, blips) in blips()) {
        let radar = radar(&content(rings, quadrants, &blips));
        let back = there_and_back(&radar, "json", "radar.json").expect("there is a blip");
        prop_assert_eq!(ids(&back), ids(&radar));
        prop_assert_eq!(standing(&back), standing(&radar));
        prop_assert_eq!(history(&back), history(&radar));
        let days = |radar: &Radar| -> Vec<(String, Vec<Date>)> {
            let days = |all: Vec<(Date, _)>| all.into_iter().map(|(day, _)| day).collect();
            reviews(radar).into_iter().map(|(id, all)| (id, days(all))).collect()
        };
        prop_assert_eq!(days(&back), days(&radar));
        prop_assert_eq!(&back.editions, &radar.editions);
    }

    /// Backstage holds what is on a ring, with its history and its texts.
    #[test]
    fn backstage_holds_rings_quadrants_history_and_texts((rings, quadrants, blips) in blips()) {
        let radar = radar(&content(rings, quadrants, &blips));
        prop_assume!(!standing(&radar).is_empty());
        let back = there_and_back(&radar, "backstage", "x.json").expect("there is a blip");
        prop_assert_eq!(ids(&back), ids(&radar));
        prop_assert_eq!(standing(&back), standing(&radar));
        let on_rings: BTreeMap<_, _> =
            history(&radar).into_iter().filter(|(id, _)| back.blip(id).is_some()).collect();
        prop_assert_eq!(history(&back), on_rings);
        let on_rings: BTreeMap<_, _> =
            reviews(&radar).into_iter().filter(|(id, _)| back.blip(id).is_some()).collect();
        prop_assert_eq!(reviews(&back), on_rings, "with every review and its note");
        prop_assert_eq!(descriptions(&back), descriptions(&radar));
    }

    /// Zalando's holds the state of a day.
    #[test]
    fn zalando_holds_rings_quadrants_and_where_blips_stand((rings, quadrants, blips) in blips()) {
        let radar = radar(&content(rings, quadrants, &blips));
        prop_assume!(!standing(&radar).is_empty());
        let back = there_and_back(&radar, "zalando", "config.json").expect("there is a blip");
        prop_assert_eq!(ids(&back), ids(&radar));
        prop_assert_eq!(standing(&back), standing(&radar));
    }

    /// Build your own radar's holds the state of a day and the texts; it lists no rings and quadrants but
    /// those in use.
    #[test]
    fn byor_holds_where_blips_stand_and_their_texts((rings, quadrants, blips) in blips()) {
        let radar = radar(&content(rings, quadrants, &blips));
        prop_assume!(!standing(&radar).is_empty());
        for (format, file) in [("byor-csv", "radar.csv"), ("byor-json", "radar.json")] {
            let back = there_and_back(&radar, format, file).expect("there is a blip");
            prop_assert_eq!(standing(&back), standing(&radar));
            prop_assert_eq!(descriptions(&back), descriptions(&radar), "{}", format);
            let used = |id: &&str| standing(&radar).values().any(|(_, quadrant, _)| quadrant == id);
            let in_use: Vec<&str> = ids(&radar).1.into_iter().filter(used).collect();
            prop_assert_eq!(ids(&back).1, in_use, "{}", format);
        }
    }
}
