//! Who is named, who is left out, and whose lines count.

use jiff::civil::date;

use super::*;
use crate::content::check;
use crate::diagnostic::Levels;
use crate::source::SourceSet;

const PEOPLE: &str = "\
[team.web]
name = 'Web'
[team.board]
name = 'Board'
[person.ada]
name = 'Ada'
team = 'web'
emails = ['ada@example.org']
practising = [{ from = 2020-01-01 }]
[person.ben]
name = 'Ben'
team = 'web'
practising = [{ from = 2020-01-01 }]
[person.eva]
name = 'Eva'
emails = ['eva@example.org']
practising = [{ from = 2027-01-01 }]
[person.gunnar]
name = 'Gunnar Hasle'
team = 'board'
emails = ['gunnar@example.org']
practising = [{ from = 2010-01-01, until = 2022-12-15 }]
[person.pia]
name = 'Pia'
emails = ['pia@example.org']
";

fn radar(blips: &[(&str, &str)]) -> Radar {
    let settings = "title = 'T'\nquadrant = [{ id = 'q', name = 'Q' }]\n".to_owned();
    let mut files = vec![
        ("radar/radar.toml".to_owned(), settings),
        ("radar/people.toml".to_owned(), PEOPLE.to_owned()),
    ];
    for (path, owners) in blips {
        let text = format!(
            "name = '{path}'\nquadrant = 'q'\nring = 'adopt'\nadded = 2026-01-01\nowners = [{owners}]\n"
        );
        files.push((format!("radar/blips/{path}.toml"), text));
    }
    let checked = check(&SourceSet::from_files(files), date(2026, 11, 22), &Levels::default());
    checked.radar.expect("a radar")
}

fn written(
    radar: &Radar,
    stewards: &[&str],
    folder: &str,
) -> Result<(Vec<String>, Vec<String>), String> {
    let stewards: Vec<Owner> = stewards.iter().map(|id| radar.owner(id).expect("an id")).collect();
    let wishes = Wishes { stewards: &stewards, folder };
    let exported = codeowners(&Snapshot::new(radar, date(2026, 11, 22)), &wishes)?;
    let lines = exported.text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned);
    Ok((lines.collect(), exported.left_out))
}

#[test]
fn only_those_who_practise_own_and_the_rest_is_said() {
    let radar = radar(&[
        ("a", "'web'"),
        ("b", "'gunnar', 'ada'"),
        ("c", "'board'"),
        ("d", ""),
        ("e", "'ben'"),
        ("f", "'pia', 'eva'"),
    ]);
    let (lines, left_out) = written(&radar, &[], "").expect("no stewards");
    assert_eq!(
        lines,
        ["/radar/blips/a.toml ada@example.org", "/radar/blips/b.toml ada@example.org"]
    );
    assert_eq!(
        left_out,
        [
            "Ben: no email address",
            "Gunnar Hasle: stopped practising 47 months ago",
            "radar/blips/c.toml: none of its owners practises; it has no line, so an earlier line that matches it counts",
            "radar/blips/d.toml: nobody owns it; it has no line, so an earlier line that matches it counts",
            "radar/blips/e.toml: none of its owners who practise has an address that can be matched; it has no line, so an earlier line that matches it counts",
            "Pia: does not practise",
            "Eva: practises from 2027-01-01 on",
            "radar/blips/f.toml: none of its owners practises; it has no line, so an earlier line that matches it counts",
        ]
    );
}

#[test]
fn stewards_get_the_rule_and_blips_only_if_they_practise() {
    let radar = radar(&[("a", "'web'"), ("c", "'board'")]);
    let (lines, left_out) = written(&radar, &["board", "ada"], "docs/tech/").expect("stewards");
    let both = "gunnar@example.org ada@example.org";
    assert_eq!(
        lines,
        [
            "/docs/tech/radar/blips/a.toml ada@example.org".to_owned(),
            "/docs/tech/radar/blips/c.toml ada@example.org".to_owned(),
            format!("/docs/tech/radar/people.toml {both}"),
            format!("/docs/tech/radar/radar.toml {both}"),
            format!("/docs/tech/radar/evidence.toml {both}"),
            format!("/.mailmap {both}"),
            format!("CODEOWNERS {both}"),
        ]
    );
    assert!(left_out[2].ends_with("stewards who practise are asked instead"), "{left_out:?}");
    let (lines, left_out) = written(&radar, &["gunnar"], "").expect("a steward");
    assert_eq!(lines[1], "/radar/people.toml gunnar@example.org");
    assert!(left_out[2].contains("no steward practises either"), "{left_out:?}");
    assert_eq!(
        written(&radar, &["ben"], "").expect_err("no address"),
        "no steward can be named (Ben: no email address)"
    );
}

#[test]
fn the_last_line_that_matches_a_file_is_its_own() {
    let radar = radar(&[("our [old] #1/z", "'ada'"), ("our  old  1/a", "'ada'"), ("b", "'ada'")]);
    let (lines, _) = written(&radar, &[], "").expect("no stewards");
    assert_eq!(
        lines,
        [
            "/radar/blips/our\\ ?old?\\ ?1/z.toml ada@example.org",
            "/radar/blips/b.toml ada@example.org",
            "/radar/blips/our\\ \\ old\\ \\ 1/a.toml ada@example.org",
        ]
    );
}
