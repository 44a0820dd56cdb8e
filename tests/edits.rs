//! Reviews, questions and answers leave every other byte of a blip's file as it was: a thousand
//! generated files, formatted as oddly as TOML allows.

mod choices;

use std::fmt::Write as _;
use std::ops::Range;

use choices::Choices;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::edit::{self, NewExit, NewRemark, NewReview};
use radar::radar::interval::Interval;
use radar::source::SourceSet;

const TODAY: Date = date(2026, 11, 22);
const RINGS: [&str; 5] = ["adopt", "trial", "assess", "hold", "retired"];

/// A file, and what the test has to know of it.
struct Odd {
    text: String,
    /// Where the value of the top-level ring stands.
    ring: Range<usize>,
    latest_verdict: Option<Date>,
    questions: usize,
    /// The first question without an answer.
    open: Option<usize>,
}

/// Texts that look like what they are not.
const TEXTS: [&str; 7] = [
    "plain",
    "# no comment",
    "[[review]]",
    "ring = \"hold\"",
    "say \"x\", it's",
    "a\\b",
    "üñí 北京 🦀",
];

fn spaces(choices: &mut Choices) -> &'static str {
    choices.of(&["", " ", " ", "  ", "\t", "      "])
}

fn comment(choices: &mut Choices) -> String {
    match choices.below(5) {
        0 => format!("{}# {}", spaces(choices), choices.of(&TEXTS)),
        1 => choices.of(&["", " ", "\t"]).to_owned(),
        _ => String::new(),
    }
}

fn string(choices: &mut Choices, several_lines: bool) -> String {
    let text = choices.of(&TEXTS);
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    match choices.below(4) {
        0 if !text.contains('\'') => format!("'{text}'"),
        1 if several_lines => {
            format!(
                "\"\"\"\n{escaped}\n# {escaped}\n\n[[question]]{}\"\"\"",
                choices.of(&["", "\n"])
            )
        }
        2 if several_lines && !text.contains('\'') => format!("'''{text}\n  # {text}'''"),
        _ => format!("\"{escaped}\""),
    }
}

fn word(choices: &mut Choices, word: &str) -> String {
    let quote = choices.of(&["\"", "\"", "'", "'''", "\"\"\""]);
    format!("{quote}{word}{quote}")
}

fn blank_lines(choices: &mut Choices, out: &mut String) {
    for _ in 0..choices.below(3) {
        match choices.below(4) {
            0 => {
                let _ = writeln!(out, "{}# {}", spaces(choices), choices.of(&TEXTS));
            }
            1 => out.push_str(" \n"),
            _ => out.push('\n'),
        }
    }
}

/// The keys of a table on lines, or in braces.
fn table(choices: &mut Choices, header: Option<&str>, mut pairs: Vec<(&str, String)>) -> String {
    choices.shuffle(&mut pairs);
    let Some(header) = header else {
        let pairs: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("{key}{}={}{value}", spaces(choices), spaces(choices)))
            .collect();
        return format!("{{{}{}{}}}", spaces(choices), pairs.join(", "), spaces(choices));
    };
    let indent = choices.of(&["", "", "  ", "\t"]);
    let mut out = format!("{indent}[[{header}]]{}\n", comment(choices));
    for (key, value) in pairs {
        if choices.one_in(6) {
            blank_lines(choices, &mut out);
        }
        let line = format!(
            "{indent}{key}{}={}{value}{}",
            spaces(choices),
            spaces(choices),
            comment(choices)
        );
        out += &line;
        out.push('\n');
    }
    out
}

/// Tables of an array in brackets, on one line or on several.
fn array(choices: &mut Choices, key: &str, tables: &[String]) -> String {
    let mut out = format!("{key}{}= [", spaces(choices));
    let on_lines = choices.one_in(2);
    for (at, table) in tables.iter().enumerate() {
        if on_lines {
            out += choices.of(&["\n", "\n  ", " # x\n\t"]);
        }
        out += table;
        if at + 1 < tables.len() || choices.one_in(2) {
            out += choices.of(&[",", " ,", ", "]);
        }
        if on_lines && choices.one_in(3) {
            out += " # of the one before\n";
        }
    }
    out + if on_lines { "\n]" } else { "]" }
}

/// The reviews of a file, and which of its verdicts is the latest.
fn reviews(
    choices: &mut Choices,
    header: Option<&str>,
) -> (Vec<String>, Option<(Date, &'static str)>) {
    // Days apart, so that no two verdicts are of the same one.
    let mut days: Vec<Date> = [0, 90, 180, 270][..choices.below(4)]
        .iter()
        .map(|from| date(2024, 1, 1) + (from + i64::from(choices.below(80) as u8)).days())
        .collect();
    match choices.below(3) {
        0 => days.sort_unstable(),
        1 => days.sort_unstable_by(|a, b| b.cmp(a)),
        _ => choices.shuffle(&mut days),
    }
    let mut verdicts: Vec<(Date, &str)> = Vec::new();
    let mut reviews = Vec::new();
    for date in days {
        let by = choices.of(&["[]", "[\"ada\"]", "['max', \"ada\"]", "[ \"ada\" , ]"]);
        let mut pairs = vec![("date", date.to_string()), ("by", by.to_owned())];
        if choices.one_in(2) {
            let ring = RINGS[choices.below(RINGS.len())];
            verdicts.push((date, ring));
            pairs.push(("ring", word(choices, ring)));
        }
        if choices.one_in(2) {
            pairs.push(("note", string(choices, true)));
        }
        reviews.push(table(choices, header, pairs));
    }
    (reviews, verdicts.into_iter().max_by_key(|(date, _)| *date))
}

/// The questions of a file, and the number of the first without an answer.
fn questions(choices: &mut Choices, header: Option<&str>) -> (Vec<String>, Option<usize>) {
    let mut open = None;
    let mut questions = Vec::new();
    for at in 0..choices.below(3) {
        let mut pairs = vec![
            ("date", "2026-01-02".to_owned()),
            ("by", word(choices, "max")),
            ("text", string(choices, true)),
        ];
        let (date, by, text) =
            ("2026-02-03".to_owned(), word(choices, "ada"), string(choices, false));
        match choices.below(4) {
            0 if header.is_some() => {
                pairs.extend([("answer.date", date), ("answer.by", by), ("answer.text", text)]);
            }
            0 | 1 => {
                let answer = vec![("date", date), ("by", by), ("text", text)];
                pairs.push(("answer", table(choices, None, answer)));
            }
            _ => open = open.or(Some(at)),
        }
        questions.push(table(choices, header, pairs));
    }
    (questions, open)
}

fn odd(choices: &mut Choices) -> Odd {
    let review_header = if choices.one_in(3) { None } else { Some("review") };
    let (reviews, latest) = reviews(choices, review_header);
    let question_header = if choices.one_in(3) { None } else { Some("question") };
    let (questions, open) = questions(choices, question_header);
    let question_count = questions.len();
    let ring = latest.map_or_else(|| choices.of(&RINGS), |(_, ring)| ring);

    let key = choices.of(&["ring", "\"ring\"", "'ring'"]);
    let quoted = word(choices, ring);
    let mut top = vec![
        format!("name{}= {}", spaces(choices), word(choices, "Kafka")),
        format!("quadrant = {}", word(choices, "platforms")),
        // The mark is taken out again, and says where the ring stands.
        format!("{key}{}={}{MARK}{quoted}", spaces(choices), spaces(choices)),
        "added = 2023-01-01".to_owned(),
        format!("description = {}", string(choices, true)),
    ];
    let mut below: Vec<String> = Vec::new();
    for (key, header, tables) in
        [("review", review_header, reviews), ("question", question_header, questions)]
    {
        match header {
            None if tables.is_empty() && choices.one_in(2) => {}
            None => top.push(array(choices, key, &tables)),
            Some(_) if choices.one_in(2) => below.extend(tables),
            Some(_) => drop(below.splice(0..0, tables)),
        }
    }
    choices.shuffle(&mut top);
    let mut text = assembled(choices, &top, &below);
    let at = text.find(MARK).expect("the mark before the ring");
    text.remove(at);
    Odd {
        text,
        ring: at..at + quoted.len(),
        latest_verdict: latest.map(|(date, _)| date),
        questions: question_count,
        open,
    }
}

/// A character that no file may hold.
const MARK: char = '\u{1}';

/// Puts a file together, with blank lines, comments and line ends of any kind.
fn assembled(choices: &mut Choices, top: &[String], below: &[String]) -> String {
    let mut text = if choices.one_in(5) { "\u{feff}".to_owned() } else { String::new() };
    for line in top {
        blank_lines(choices, &mut text);
        text += line;
        text += &comment(choices);
        text.push('\n');
    }
    for table in below {
        blank_lines(choices, &mut text);
        text += table;
    }
    blank_lines(choices, &mut text);
    if choices.one_in(3) {
        text.truncate(text.trim_end_matches('\n').len());
    }
    match choices.below(4) {
        0 => text.replace('\n', "\r\n"),
        1 => text
            .split_inclusive('\n')
            .map(
                |line| if choices.one_in(3) { line.replace('\n', "\r\n") } else { line.to_owned() },
            )
            .collect(),
        _ => text,
    }
}

/// Whether a text came about by putting one stretch into another, and perhaps a comma before it.
fn is_insertion(old: &str, new: &str) -> bool {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let common = |a: &[u8], b: &[u8]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let Some(more) = new.len().checked_sub(old.len()) else { return false };
    let at = common(old, new);
    if old[at..] == new[at + more..] {
        return true;
    }
    let after_comma = if new[at] == b',' { at + 1 } else { return false };
    let at = at + common(&old[at..], &new[after_comma..]);
    old[at..] == new[at + more..]
}

#[test]
fn the_test_itself_can_tell() {
    for (old, new) in [("ab", "axb"), ("ab", "abx"), ("[{a} # c\n]", "[{a}, # c\n{b}\n]")] {
        assert!(is_insertion(old, new), "{old} {new}");
    }
    for (old, new) in [("ab", "ba"), ("ab", "a"), ("ab", "axc"), ("a\nb\n", "a\r\nb\r\n")] {
        assert!(!is_insertion(old, new), "{old} {new}");
    }
}

fn parsed(text: &str) -> toml::Table {
    text.trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .parse()
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn radar_of(text: &str) -> SourceSet {
    let settings = "title = 't'\n[[quadrant]]\nid = 'platforms'\nname = 'p'\n";
    let people = "[person.ada]\nname = 'Ada'\npractising = [{ from = 2020-01-01 }]\n[person.max]\nname = 'Max'\n";
    SourceSet::from_files([
        ("radar/radar.toml", settings),
        ("radar/people.toml", people),
        ("radar/blips/kafka.toml", text),
    ])
}

fn assert_valid(text: &str) {
    let checked = check(&radar_of(text), TODAY, &Levels::default());
    let errors: Vec<_> = checked.report.iter().filter(|d| d.code.is_always_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
}

fn entry(pairs: &[(&str, toml::Value)]) -> toml::Value {
    toml::Value::Table(
        pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect(),
    )
}

fn dated(date: Date) -> toml::Value {
    toml::Value::Datetime(date.to_string().parse().expect("a date"))
}

/// The array holds one more entry, at one of its ends.
fn assert_added(old: &toml::Table, new: &toml::Table, key: &str, added: &toml::Value, text: &str) {
    let list = |table: &toml::Table| {
        table.get(key).and_then(|value| value.as_array()).cloned().unwrap_or_default()
    };
    let (before, after) = (list(old), list(new));
    let mut appended = before.clone();
    appended.push(added.clone());
    let mut prepended = before;
    prepended.insert(0, added.clone());
    assert!(after == appended || after == prepended, "{key}: {after:#?}\n{text}");
}

/// The notes to be written: one line, several, and what has to be escaped.
const NOTES: [&str; 3] = ["Fine.", "One.\n\nTwo: \"x\" and 'y'.\n# no comment", "a\\b \"\"\" '''"];

#[test]
fn every_other_byte_stays_as_it_was() {
    let mut choices = Choices::new();
    let (mut moved, mut answered) = (0, 0);
    for _ in 0..1_000 {
        let file = odd(&mut choices);
        assert_valid(&file.text);
        moved += usize::from(review(&file, &mut choices));
        question(&file);
        answered += usize::from(answer(&file));
        exit(&file, &mut choices);
    }
    // The choices have shown every side.
    assert!(moved > 100 && answered > 100, "{moved} {answered}");
}

/// Reviews a file, perhaps with a verdict; whether that moved the blip.
fn review(file: &Odd, choices: &mut Choices) -> bool {
    let old = file.text.as_str();
    let before = parsed(old);
    let note = choices.of(&NOTES);
    let review = NewReview {
        date: [TODAY, date(2024, 6, 1), date(2022, 1, 1)][choices.below(3)],
        by: vec!["ada".to_owned(), "max".to_owned()],
        ring: choices.one_in(2).then(|| choices.of(&RINGS).to_owned()),
        note: Some(note.to_owned()),
        evidence: choices.one_in(2).then(|| "https://example.org/12".to_owned()),
    };
    let new = edit::review(old, &review).expect("valid TOML");
    let after = parsed(&new);

    let is_latest = file.latest_verdict.is_none_or(|latest| latest <= review.date);
    let old_ring = before["ring"].as_str().expect("a ring");
    let new_ring = review.ring.as_deref().filter(|_| is_latest).unwrap_or(old_ring);
    let mut expected = old.to_owned();
    let quoted = old[file.ring.clone()].replace(old_ring, new_ring);
    expected.replace_range(file.ring.clone(), &quoted);
    assert!(is_insertion(&expected, &new), "{old}\n=== became\n{new}");
    assert_eq!(after["ring"].as_str(), Some(new_ring), "{new}");
    assert_line_ends(old, &new);

    // A text on lines of its own ends with a break.
    let list = after["review"].as_array().expect("reviews");
    let mut notes = list.iter().filter_map(|review| review.get("note")?.as_str());
    let written = notes.find(|written| written.trim_end() == note).expect("the note");
    let mut pairs = vec![
        ("date", dated(review.date)),
        ("by", toml::Value::from(vec!["ada", "max"])),
        ("note", toml::Value::from(written)),
    ];
    pairs.extend(review.ring.clone().map(|ring| ("ring", toml::Value::String(ring))));
    pairs.extend(review.evidence.map(|url| ("evidence", toml::Value::String(url))));
    assert_added(&before, &after, "review", &entry(&pairs), &new);
    // Two verdicts of one day are for `check` to refuse.
    if file.latest_verdict != Some(review.date) && is_latest {
        assert_valid(&new);
    }
    new_ring != old_ring
}

/// A file with an estimate in any of the forms that TOML has, or as it is.
fn with_exit(file: &Odd, choices: &mut Choices) -> String {
    let mut pairs = vec![
        ("effort", word(choices, "1 year")),
        ("date", "2025-01-01".to_owned()),
        ("by", choices.of(&["[\"max\"]", "[ 'max', # x\n ]", "[\n\"ada\",\n'max']"]).to_owned()),
    ];
    let form = choices.below(4);
    if choices.one_in(2) {
        pairs.push(("note", string(choices, form == 1)));
    }
    let (mark, text) = match file.text.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", file.text.as_str()),
    };
    match form {
        0 => file.text.clone(),
        1 => {
            let table = table(choices, Some("exit"), pairs).replace("[[exit]]", "[exit]");
            format!("{mark}{text}\n{table}")
        }
        2 => {
            "['max']".clone_into(&mut pairs[2].1);
            format!("{mark}exit = {}{}\n{text}", table(choices, None, pairs), comment(choices))
        }
        _ => {
            choices.shuffle(&mut pairs);
            let line = |(key, value)| {
                format!("exit{}.{key} = {value}{}\n", spaces(choices), comment(choices))
            };
            let lines: String = pairs.into_iter().map(line).collect();
            format!("{mark}{lines}{text}")
        }
    }
}

/// Estimates what leaving would cost, twice: without a note, and with one.
fn exit(file: &Odd, choices: &mut Choices) {
    let mut old = with_exit(file, choices);
    for note in [None, Some(choices.of(&NOTES))] {
        assert_valid(&old);
        let exit = NewExit {
            effort: Interval::months(4),
            date: TODAY,
            by: vec!["ada".to_owned()],
            note: note.map(str::to_owned),
        };
        let new = edit::exit(&old, &exit).expect("valid TOML");
        let (before, mut after) = (parsed(&old), parsed(&new));
        if !before.contains_key("exit") {
            assert!(is_insertion(&old, &new), "{old}\n=== became\n{new}");
        }
        let written = after.get("exit").and_then(|exit| exit.get("note")?.as_str());
        assert_eq!(written.map(str::trim_end), note, "{new}");
        let mut pairs = vec![
            ("effort", toml::Value::from("4 months")),
            ("date", dated(TODAY)),
            ("by", toml::Value::from(vec!["ada"])),
        ];
        pairs.extend(written.map(|note| ("note", toml::Value::from(note))));
        assert_eq!(after.get("exit"), Some(&entry(&pairs)), "{old}\n=== became\n{new}");
        let mut without = before;
        without.remove("exit");
        after.remove("exit");
        assert_eq!(after, without, "{old}\n=== became\n{new}");
        assert_valid(&new);
        old = new;
    }
}

fn question(file: &Odd) {
    let old = file.text.as_str();
    let text = "Why \"this\"?";
    let question = NewRemark { date: TODAY, by: "max".to_owned(), text: text.to_owned() };
    let new = edit::question(old, &question).expect("valid TOML");
    assert!(is_insertion(old, &new), "{old}\n=== became\n{new}");
    let added = entry(&[
        ("date", dated(TODAY)),
        ("by", toml::Value::from("max")),
        ("text", toml::Value::from(text)),
    ]);
    assert_added(&parsed(old), &parsed(&new), "question", &added, &new);
    assert_line_ends(old, &new);
    assert_valid(&new);
}

/// Answers the first question without an answer; whether there was one.
fn answer(file: &Odd) -> bool {
    let old = file.text.as_str();
    let answer = NewRemark { date: TODAY, by: "ada".to_owned(), text: "Because.".to_owned() };
    let none = edit::answer(old, file.questions, &answer);
    assert_eq!(none, Err(edit::EditError::NoQuestion));
    let Some(open) = file.open else { return false };
    let new = edit::answer(old, open, &answer).expect("valid TOML");
    assert!(is_insertion(old, &new), "{old}\n=== became\n{new}");
    let mut expected = parsed(old);
    let value = entry(&[
        ("date", dated(TODAY)),
        ("by", toml::Value::from("ada")),
        ("text", toml::Value::from("Because.")),
    ]);
    let questions = expected["question"].as_array_mut().expect("questions");
    questions[open].as_table_mut().expect("a table").insert("answer".to_owned(), value);
    assert_eq!(parsed(&new), expected, "{new}");
    assert_line_ends(old, &new);
    assert_valid(&new);
    true
}

/// No break is of another kind than those of the file, and the last line has one only if it had.
fn assert_line_ends(old: &str, new: &str) {
    assert_eq!(old.ends_with('\n'), new.ends_with('\n'), "{new}");
    let bare = |text: &str| text.replace("\r\n", "").contains('\n');
    assert!(!bare(new) || bare(old) || !old.contains('\n'), "{new:?}");
    assert!(!new.contains("\r\n") || old.contains("\r\n"), "{new:?}");
}

fn short_review(ring: Option<&str>) -> NewReview {
    NewReview {
        date: date(2026, 11, 22),
        by: vec!["ada".to_owned()],
        ring: ring.map(str::to_owned),
        note: None,
        evidence: None,
    }
}

/// Where a review goes, shown in full.
#[test]
fn a_review_goes_where_a_person_would_put_it() {
    const NEW: &str = "[[review]]\ndate = 2026-11-22\nby   = [\"ada\"]\n";
    for (old, new) in [
        // After the last, with the remarks that belong to it, and before those of what follows.
        (
            "[[review]]\ndate = 2024-01-01 # x\n# mine\n",
            "[[review]]\ndate = 2024-01-01 # x\n# mine\n\n{}",
        ),
        (
            "[[review]]\ndate = 2024-01-01\n\n# theirs\n[[question]]\n",
            "[[review]]\ndate = 2024-01-01\n\n{}\n# theirs\n[[question]]\n",
        ),
        (
            "[[review]]\ndate = 2024-01-01\n# theirs\n[[question]]\n",
            "[[review]]\ndate = 2024-01-01\n\n{}\n# theirs\n[[question]]\n",
        ),
        // Before the first where the newest is on top, remarks above it included.
        (
            "a = 1\n\n# r\n[[review]]\ndate = 2025-01-01\n[[review]]\ndate = 2024-01-01\n",
            "a = 1\n\n{}\n# r\n[[review]]\ndate = 2025-01-01\n[[review]]\ndate = 2024-01-01\n",
        ),
        // What looks like a remark there is the end of a text.
        (
            "a = '''\n# b'''\n[[review]]\ndate = 2025-01-01\n[[review]]\ndate = 2024-01-01\n",
            "a = '''\n# b'''\n\n{}\n[[review]]\ndate = 2025-01-01\n[[review]]\ndate = 2024-01-01\n",
        ),
        // At the end of a file without reviews; blank lines stay below.
        ("a = 1\n\n\n", "a = 1\n\n{}\n\n"),
        ("a = 1", "a = 1\n\n{}"),
    ] {
        let edited = edit::review(old, &short_review(None)).expect("valid TOML");
        let block = if old.ends_with('\n') { NEW } else { NEW.trim_end() };
        assert_eq!(edited, new.replace("{}", block), "{old}");
    }
}

#[test]
fn lists_in_brackets_stay_in_brackets() {
    const NEW: &str = "{ date = 2026-11-22, by = [\"ada\"] }";
    for (old, new) in [
        ("review = []\n", "review = [{}]\n"),
        ("review = [{ date = 2024-01-01 }]\n", "review = [{ date = 2024-01-01 }, {}]\n"),
        ("review = [{ date = 2024-01-01 }, ]\n", "review = [{ date = 2024-01-01 }, {}, ]\n"),
        (
            "review = [\n  { date = 2024-01-01 }, # x\n]\n",
            "review = [\n  { date = 2024-01-01 }, # x\n  {},\n]\n",
        ),
        (
            "review = [\n  { date = 2024-01-01 } # x\n]\n",
            "review = [\n  { date = 2024-01-01 }, # x\n  {}\n]\n",
        ),
        (
            "review = [{ date = 2025-01-01 }, { date = 2024-01-01 }]\n",
            "review = [{}, { date = 2025-01-01 }, { date = 2024-01-01 }]\n",
        ),
    ] {
        let edited = edit::review(old, &short_review(None)).expect("valid TOML");
        assert_eq!(edited, new.replace("{}", NEW), "{old}");
    }
}

#[test]
fn only_the_latest_verdict_moves_the_ring_in_the_quotes_it_has() {
    let old = "ring = 'trial' # x\n[[review]]\ndate = 2026-11-23\nring = \"trial\"\n";
    let edited = edit::review(old, &short_review(Some("hold"))).expect("valid TOML");
    assert!(edited.starts_with("ring = 'trial' # x\n"), "{edited}");
    let old = old.replace("2026-11-23", "2026-11-21");
    let edited = edit::review(&old, &short_review(Some("hold"))).expect("valid TOML");
    assert!(edited.starts_with("ring = 'hold' # x\n"), "{edited}");
}
