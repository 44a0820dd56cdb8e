//! Two counts of one thing are the same number, on whichever pages they are.

use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::radar::history::Movement;
use radar::radar::{Counts, Radar, Snapshot};
use radar::site::{Site, site};
use radar::source;
use radar::theme;

const TODAY: Date = date(2026, 11, 22);

/// The repository's own radar, which has teams with retired blips, and its site.
static BUILT: LazyLock<(Radar, Site)> = LazyLock::new(|| {
    let sources = source::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("there is a radar");
    let mut checked = check(&sources, TODAY, &Levels::default());
    let radar = checked.radar.expect("it has no errors");
    let theme = theme::load(&radar, &sources, &mut checked.report).expect("the built-in theme");
    let site = site(&radar, &sources, &theme, TODAY).expect("the templates hold");
    (radar, site)
});

fn page(path: &str) -> &'static str {
    let bytes = BUILT.1.get(path).unwrap_or_else(|| panic!("the site has no {path}"));
    std::str::from_utf8(bytes).expect("pages are UTF-8")
}

/// The number after the first occurrence of a text, tags left out.
fn number_after(page: &str, text: &str) -> Option<usize> {
    let (_, rest) = page.split_once(text)?;
    let mut is_tag = false;
    let words = rest.chars().filter(|c| {
        let is_text = !is_tag && *c != '<';
        is_tag = (is_tag || *c == '<') && *c != '>';
        is_text && *c != '>'
    });
    let digits = words.skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit);
    digits.collect::<String>().parse().ok()
}

/// How many rows the list of owned blips has, without the folded one of those that are retired.
fn owned_rows(page: &str) -> usize {
    let (_, rest) = page.split_once("id=\"owned\"").expect("a list of owned blips");
    let list = rest.split("</section>").next().unwrap_or_default();
    list.split("<details").next().unwrap_or_default().matches("<li data-id=").count()
}

/// The count of a choice of the filter on the home page.
fn choice(group: &str, id: &str) -> Option<usize> {
    number_after(page("index.html"), &format!("name=\"{group}\" value=\"{id}\""))
}

#[test]
fn a_team_has_one_number_of_blips() {
    let (radar, _) = &*BUILT;
    let snapshot = Snapshot::new(radar, TODAY);
    let mut with_retired = 0;
    for team in &radar.teams {
        let index = (0..).zip(&radar.teams).find(|(_, other)| other.id == team.id);
        let index = radar::radar::TeamIndex(index.expect("one of the teams").0);
        let owned = snapshot.blips.iter().filter(|judged| radar.is_of_team(judged.blip, index));
        let counts = Counts::of(owned);
        with_retired += usize::from(counts.retired > 0);
        let its = page(&format!("teams/{}.html", team.id));
        let (id, total) = (&team.id, counts.total);
        assert_eq!(number_after(its, "class=\"tally\">"), Some(total), "tally of {id}");
        assert_eq!(number_after(its, "id=\"owned\">"), Some(total), "heading of {id}");
        assert_eq!(owned_rows(its), total, "list of {id}");
        assert_eq!(choice("team", id), Some(total), "filter by {id}");
        let (_, row) = page("reviews.html")
            .split_once(&format!("<tr data-team=\"{id}\">"))
            .unwrap_or_else(|| panic!("{id} is on the board"));
        let (_, cells) = row.split_once("data-owed=\"team\">").expect("what it owes");
        let (_, owned) = cells.split_once("<td").expect("what it owns");
        assert_eq!(number_after(owned, ">"), Some(total), "board of {id}");
    }
    assert!(with_retired >= 2, "teams with retired blips would show the difference");
}

#[test]
fn a_person_has_one_number_of_blips() {
    let (radar, _) = &*BUILT;
    let mut owners = 0;
    for person in &radar.people {
        let its = page(&format!("people/{}.html", person.id));
        let Some(total) = number_after(its, "id=\"owned\">") else { continue };
        owners += 1;
        assert_eq!(owned_rows(its), total, "list of {}", person.id);
        if total > 0 {
            assert_eq!(number_after(its, "class=\"tally\">"), Some(total), "{}", person.id);
            assert_eq!(choice("owner", &person.id), Some(total), "filter by {}", person.id);
        }
    }
    assert!(owners > 0, "somebody owns something");
}

#[test]
fn movements_are_those_of_the_blips_on_the_chart() {
    let snapshot = Snapshot::new(&BUILT.0, TODAY);
    let is_unchanged = |judged: &&radar::radar::JudgedBlip| {
        judged.movement == Movement::Unchanged && judged.ring().is_some()
    };
    let unchanged = snapshot.blips.iter().filter(is_unchanged).count();
    let home = page("index.html");
    let words = format!("<b>{unchanged}</b> unchanged");
    assert!(home.contains(&words), "the home page does not count {unchanged} as unchanged");
    assert_eq!(choice("movement", "unchanged"), Some(unchanged));
}
