//! Calendars and the feed, held against their specifications: RFC 5545 and RFC 4287.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::site::{Site, site};
use radar::source::SourceSet;
use radar::theme;
use roxmltree::{Document, Node};

const TODAY: Date = date(2026, 11, 22);
const BASE: &str = "https://example.org/radar/";

const SETTINGS: &str = r#"
title = "Radar, of; <many> \"things\" & a name that is long enough to be folded: Überprüfungsbedürftigkeit"
base_url = "https://example.org/radar/"
[[quadrant]]
id = "q"
name = "Q"
[[edition]]
id = "2026-05"
name = "May & June"
date = 2026-05-01
[[edition]]
id = "2027-05"
name = "A plan"
date = 2027-05-01
"#;

const PEOPLE: &str = r#"
[team.doers]
name = "Doers, Inc.; \\ all of them"
[team.idle]
name = "Idle"
[person.ada]
name = "Ada"
team = "doers"
practising = [{ from = 2010-01-01 }]
[person.max]
name = "Max"
"#;

/// Moves, leaves, comes back, runs out twice.
const KAFKA: &str = r#"
name = "Kafka <script> & co, \"äöü\"; 北京北京北京北京北京北京北京北京北京北京北京北京北京北京 \\ x"
quadrant = "q"
ring = "adopt"
owners = ["doers", "max"]
summary = "One & only."
[[review]]
date = 2022-01-10
by = ["ada"]
ring = "trial"
[[review]]
date = 2023-03-01
by = ["max"]
ring = "adopt"
[[review]]
date = 2024-06-01
by = ["ada"]
ring = "retired"
[[review]]
date = 2025-02-01
by = ["ada"]
ring = "adopt"
[[review]]
date = 2026-03-01
by = ["ada"]
[[question]]
date = 2026-07-01
by = "max"
text = "Is it <safe> & **sound**? See [[nix]]."
answer = { date = 2026-07-03, by = "ada", text = "```\nno paragraph\n```" }
[[question]]
date = 2026-07-01
by = "max"
text = "And why?"
answer = { date = 2027-07-03, by = "ada", text = "Not said yet." }
[[question]]
date = 2027-07-01
by = "max"
text = "Not asked yet."
"#;

const NIX: &str = "name = 'Nix'\nquadrant = 'q'\nring = 'hold'\nadded = 2026-01-05\n";

fn built(settings: &str) -> Site {
    let sources = SourceSet::from_files([
        ("radar/radar.toml", settings),
        ("radar/people.toml", PEOPLE),
        ("radar/blips/kafka.toml", KAFKA),
        ("radar/blips/nix.toml", NIX),
    ]);
    let mut checked = check(&sources, TODAY, &Levels::default());
    assert!(!checked.is_denied(), "{:#?}", checked.report);
    let radar = checked.radar.expect("not denied");
    let theme = theme::load(&radar, &sources, &mut checked.report).expect("the built-in theme");
    site(&radar, &sources, &theme, TODAY).expect("the templates hold")
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(site.get(path).expect(path)).expect("UTF-8")
}

/// A component of a calendar: its properties by name, each with its value and parameters, and what is
/// inside it.
#[derive(Debug, Default)]
struct Component {
    name: String,
    properties: BTreeMap<String, Vec<(String, String)>>,
    components: Vec<Component>,
}

impl Component {
    fn one(&self, name: &str) -> &str {
        let values = self.properties.get(name).unwrap_or_else(|| panic!("no {name}: {self:#?}"));
        assert_eq!(values.len(), 1, "{name} stands once");
        &values[0].1
    }
}

/// Parses a calendar, and holds it against the grammar of sections 3.1 and 3.2.
fn calendar(text: &str) -> Component {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "{text:?}");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.chars().any(|c| c.is_control() && c != '\t'), "{line:?}");
    }
    let mut open = vec![Component::default()];
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let (name, value) = line.split_once(':').expect("a name and a value");
        let (name, parameters) = name.split_once(';').unwrap_or((name, ""));
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        assert!(!name.is_empty() && name.chars().all(is_name), "{line}");
        match name {
            "BEGIN" => open.push(Component { name: value.to_owned(), ..Component::default() }),
            "END" => {
                let done = open.pop().expect("something is open");
                assert_eq!(done.name, value, "components are nested");
                open.last_mut().expect("the outermost").components.push(done);
            }
            _ => {
                let properties = &mut open.last_mut().expect("the outermost").properties;
                let property = (parameters.to_owned(), value.to_owned());
                properties.entry(name.to_owned()).or_default().push(property);
            }
        }
    }
    assert_eq!(open.len(), 1, "everything is closed");
    let mut outermost = open.remove(0).components;
    assert_eq!(outermost.len(), 1, "one calendar");
    outermost.remove(0)
}

/// A value of the type TEXT (section 3.3.11), unescaped.
fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut letters = value.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => text.push(match letters.next() {
                Some('n' | 'N') => '\n',
                Some(escaped @ ('\\' | ';' | ',')) => escaped,
                other => panic!("\\{other:?} in {value}"),
            }),
            ';' | ',' => panic!("a bare {c} in {value}"),
            c => text.push(c),
        }
    }
    text
}

fn basic(value: &str) -> Date {
    assert_eq!(value.len(), 8, "{value}");
    format!("{}-{}-{}", &value[..4], &value[4..6], &value[6..]).parse().expect("a date")
}

/// What sections 3.4, 3.6 and 3.6.1 ask of a calendar and its events; the events.
fn events(calendar: &Component) -> Vec<&Component> {
    assert_eq!(calendar.name, "VCALENDAR");
    assert_eq!(calendar.one("VERSION"), "2.0");
    assert!(!unescaped(calendar.one("PRODID")).is_empty());
    assert!(!calendar.components.is_empty(), "a calendar has a component");
    let mut uids = BTreeSet::new();
    let events: Vec<_> = calendar.components.iter().filter(|c| c.name == "VEVENT").collect();
    for event in &events {
        assert!(uids.insert(unescaped(event.one("UID"))), "UIDs are unique");
        let stamp = event.one("DTSTAMP");
        assert!(basic(&stamp[..8]) <= TODAY && stamp.ends_with("T000000Z"), "{stamp}");
        assert_eq!(event.properties["DTSTART"][0].0, "VALUE=DATE", "it lasts the whole day");
        assert_eq!(event.properties["DTEND"][0].0, "VALUE=DATE");
        let (start, end) = (basic(event.one("DTSTART")), basic(event.one("DTEND")));
        assert_eq!(start.tomorrow().expect("within the calendar"), end, "the end is exclusive");
        assert!(!event.properties.contains_key("DURATION"), "not beside DTEND");
        for name in ["SUMMARY", "DESCRIPTION"] {
            assert!(!unescaped(event.one(name)).is_empty(), "{name}");
        }
        if event.properties.contains_key("URL") {
            url::Url::parse(event.one("URL")).expect("an address");
        }
    }
    for zone in calendar.components.iter().filter(|c| c.name == "VTIMEZONE") {
        zone.one("TZID");
        let standard = &zone.components[0];
        let needed = ["DTSTART", "TZOFFSETFROM", "TZOFFSETTO"];
        assert!(standard.name == "STANDARD" && needed.iter().all(|p| !standard.one(p).is_empty()));
    }
    events
}

#[test]
fn a_calendar_has_an_event_for_each_review_that_holds_or_held() {
    let site = built(SETTINGS);
    let calendar = calendar(text(&site, "reviews.ics"));
    let events = events(&calendar);
    // Nobody who practises ever looked at Nix, so there is no day to write down.
    assert_eq!(events.len(), 1);
    let event = events[0];
    assert_eq!(unescaped(event.one("UID")), "kafka.review@example.org/radar");
    assert_eq!(basic(event.one("DTSTART")), date(2027, 3, 1));
    assert_eq!(event.one("DTSTAMP"), "20260301T000000Z");
    assert_eq!(event.one("URL"), format!("{BASE}blips/kafka.html"));
    assert!(unescaped(event.one("SUMMARY")).contains("co, \"äöü\"; 北京"));
    let description = unescaped(event.one("DESCRIPTION"));
    assert!(description.contains("Doers, Inc.; \\ all of them and Max"), "{description}");
    assert!(unescaped(calendar.one("NAME")).starts_with("Radar, of; <many>"));
}

#[test]
fn each_team_has_its_calendar_be_it_an_empty_one() {
    let site = built(SETTINGS);
    let doers = calendar(text(&site, "teams/doers.ics"));
    assert_eq!(events(&doers).len(), 1);
    let idle = calendar(text(&site, "teams/idle.ics"));
    assert_eq!(events(&idle).len(), 0);
}

#[test]
fn without_an_address_there_are_calendars_and_no_feed() {
    let site = built(&SETTINGS.replace("base_url", "# base_url"));
    let calendar = calendar(text(&site, "reviews.ics"));
    let events = events(&calendar);
    assert!(!events[0].properties.contains_key("URL"));
    assert!(unescaped(events[0].one("UID")).starts_with("kafka.review@radar-of-many-things"));
    assert!(site.get("feed.xml").is_none());
}

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn children<'a, 'd>(node: Node<'a, 'd>, name: &str) -> Vec<Node<'a, 'd>> {
    node.children().filter(|child| child.has_tag_name((ATOM, name))).collect()
}

fn only(node: Node, name: &str) -> String {
    let found = children(node, name);
    assert_eq!(found.len(), 1, "{name} stands once");
    found[0].text().unwrap_or_default().to_owned()
}

/// The addresses of links of one kind.
fn links<'a>(node: Node<'a, '_>, rel: &str) -> Vec<&'a str> {
    let links = children(node, "link").into_iter();
    links.filter(|l| l.attribute("rel") == Some(rel)).filter_map(|l| l.attribute("href")).collect()
}

/// What section 4 asks of a feed and its entries; the entries with id, title and day.
fn entries(xml: &str) -> Vec<(String, String, String)> {
    let document = Document::parse(xml).expect("well-formed XML");
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    let known = ["title", "subtitle", "id", "updated", "author", "link", "generator", "entry"];
    for child in feed.children().filter(Node::is_element) {
        assert!(known.contains(&child.tag_name().name()), "{:?}", child.tag_name());
    }
    assert!(!only(feed, "title").is_empty());
    let feed_id = only(feed, "id");
    url::Url::parse(&feed_id).expect("an id is an address");
    let updated: Timestamp = only(feed, "updated").parse().expect("an RFC 3339 date");
    let author = children(feed, "author");
    assert!(author.len() == 1 && !only(author[0], "name").is_empty(), "entries have no author");
    assert_eq!(links(feed, "self"), [format!("{BASE}feed.xml")]);
    assert_eq!(links(feed, "alternate"), [BASE]);
    let mut ids = BTreeSet::from([feed_id]);
    let mut found = Vec::new();
    for entry in children(feed, "entry") {
        let (id, title, when) = (only(entry, "id"), only(entry, "title"), only(entry, "updated"));
        url::Url::parse(&id).expect("an id is an address");
        assert!(ids.insert(id.clone()), "{id} twice");
        assert!(when.parse::<Timestamp>().expect("an RFC 3339 date") <= updated);
        // Without content, an entry has a link to where it stands.
        let alternate = links(entry, "alternate");
        assert!(alternate.len() == 1 && alternate[0].starts_with(BASE), "{alternate:?}");
        assert!(children(entry, "category").iter().all(|c| c.attribute("term").is_some()));
        assert!(!only(entry, "summary").is_empty() && children(entry, "content").is_empty());
        found.push((id, title, when[..10].to_owned()));
    }
    found
}

#[test]
fn the_feed_has_an_entry_for_everything_that_happened() {
    let site = built(SETTINGS);
    let entries = entries(text(&site, "feed.xml"));
    let kafka = format!("{BASE}blips/kafka.html");
    let what: Vec<&str> = entries.iter().map(|(id, ..)| id.strip_prefix(BASE).expect(id)).collect();
    assert_eq!(
        what,
        [
            "blips/kafka.html#2026-07-01-max-answered",
            "blips/kafka.html#2026-07-01-max-asked",
            "blips/kafka.html#2026-07-01-max-2-asked",
            "editions/2026-05.html",
            "blips/kafka.html#2026-02-02-ran-out",
            "blips/nix.html#2026-01-05-new",
            "blips/kafka.html#2025-02-01-returned",
            "blips/kafka.html#2024-06-01-retired",
            "blips/kafka.html#2023-03-01-moved-in",
            "blips/kafka.html#2023-01-11-ran-out",
            "blips/kafka.html#2022-01-10-new",
        ]
    );
    let (_, title, day) = entries.iter().find(|(id, ..)| id.ends_with("moved-in")).expect(&kafka);
    assert!(title.contains("<script> & co, \"äöü\"") && title.ends_with(": Moved in to Adopt"));
    assert_eq!(day, "2023-03-01");
}

#[test]
fn questions_and_answers_are_entries_that_lead_to_the_page_of_questions() {
    let site = built(SETTINGS);
    let feed = text(&site, "feed.xml");
    let document = Document::parse(feed).expect("well-formed XML");
    let entry = |id: &str| {
        let mut entries = document.descendants().filter(|node| node.has_tag_name((ATOM, "entry")));
        entries.find(|entry| only(*entry, "id").ends_with(id)).expect(id)
    };
    let asked = entry("#2026-07-01-max-asked");
    assert!(only(asked, "title").ends_with("\\ x: question by Max"), "{}", only(asked, "title"));
    assert_eq!(only(asked, "summary"), "Is it & sound? See Nix.");
    assert_eq!(only(asked, "updated"), "2026-07-01T00:00:00Z");
    let fragment = "questions.html#kafka_2026-07-01-max";
    assert_eq!(links(asked, "alternate"), [format!("{BASE}{fragment}")]);
    let answered = entry("#2026-07-01-max-answered");
    assert_eq!(only(answered, "updated"), "2026-07-03T00:00:00Z");
    assert_eq!(only(answered, "summary"), "no paragraph");
    // The page has what they lead to.
    let page = text(&site, "questions.html");
    for id in ["kafka_2026-07-01-max", "kafka_2026-07-01-max-2"] {
        assert!(page.contains(&format!("<li id=\"{id}\"")), "{id}");
    }
    assert!(!page.contains("Not said yet") && !page.contains("Not asked yet"));
}

/// What was said once keeps its id, and nothing new is said of the past.
#[test]
fn ids_stay_while_time_goes_on() {
    let later = SETTINGS.replace("title = \"Radar", "title = \"Another radar");
    let (before, after) = (built(SETTINGS), built(&later));
    assert_eq!(entries(text(&before, "feed.xml")), entries(text(&after, "feed.xml")),);
}

/// The repository's own radar, in both languages.
#[test]
fn the_demonstration_is_valid_too() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = radar::source::read(root).expect("the repository has a radar");
    for language in ["en", "de"] {
        let sources = SourceSet::from_files(read.iter().map(|(_, file)| {
            let text = String::from_utf8_lossy(&file.bytes);
            let bytes = if file.path == "radar/radar.toml" {
                let language = format!("language = \"{language}\"\nbase_url = \"{BASE}\"");
                text.replace("language = \"en\"", &language).into_bytes()
            } else {
                file.bytes.clone()
            };
            (file.path.clone(), bytes)
        }));
        let mut checked = check(&sources, TODAY, &Levels::default());
        let radar = checked.radar.expect("it can be used");
        let theme = theme::load(&radar, &sources, &mut checked.report).expect("a theme");
        let site = site(&radar, &sources, &theme, TODAY).expect("the templates hold");
        assert!(entries(text(&site, "feed.xml")).len() > 100);
        let calendars: Vec<_> = site.iter().filter(|(path, _)| path.ends_with(".ics")).collect();
        assert_eq!(calendars.len(), 1 + radar.teams.len());
        for (path, bytes) in calendars {
            events(&calendar(std::str::from_utf8(bytes).expect(path)));
        }
    }
}
