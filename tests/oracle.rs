//! Random radars, judged by the program and by a second reading of sections 2 and 2a of the design, written from its
//! words and not from the code. Without evidence and with the default rule, nothing that section 2 says may change.

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};
use radar::content::check;
use radar::diagnostic::Levels;
use radar::radar::first_hand::is_first_hand;
use radar::radar::freshness::judge;
use radar::radar::history::{movement, placement_on};
use radar::radar::{Radar, Snapshot};
use radar::source::SourceSet;

const FIRST: Date = date(2018, 1, 1);
const RINGS: [&str; 4] = ["adopt", "trial", "assess", "hold"];

/// A generator of numbers that are the same in each run (Knuth's constants for 64 bits).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn day(&mut self) -> Date {
        let days = i64::try_from(self.roll(3200)).expect("small");
        FIRST + days.days()
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.roll(count) == 0
    }
}

#[derive(Debug)]
struct Case {
    today: Date,
    strict: bool,
    git: bool,
    /// Teams 0 and 1, and none.
    team: Vec<Option<usize>>,
    periods: Vec<Vec<(Date, Option<Date>)>>,
    added: Date,
    /// Teams are 0 and 1, people follow.
    owners: Vec<usize>,
    /// The day, who signed, and a ring or 4 for none.
    reviews: Vec<(Date, Vec<usize>, usize)>,
    repositories: Vec<Repository>,
}

#[derive(Debug)]
struct Repository {
    /// Whether it uses the blip.
    uses: bool,
    since: Option<Date>,
    indirect: bool,
    /// Who committed in which months, each as its first day.
    months: Vec<(usize, Vec<Date>)>,
}

const PEOPLE: usize = 4;

fn case(dice: &mut Dice) -> Case {
    let today = date(2026, 1, 1) + i64::try_from(dice.roll(400)).expect("small").days();
    let periods = (0..PEOPLE).map(|_| {
        let from = dice.day();
        let until = from + i64::try_from(dice.roll(2000)).expect("small").days();
        match dice.roll(4) {
            0 => vec![],
            1 => vec![(from, None)],
            _ => vec![(from, Some(until))],
        }
    });
    let periods = periods.collect();
    let added = FIRST + i64::try_from(dice.roll(400)).expect("small").days();
    let mut reviews: Vec<(Date, Vec<usize>, usize)> = Vec::new();
    for _ in 0..dice.roll(5) {
        let by: Vec<usize> = (0..PEOPLE).filter(|_| dice.one_in(3)).collect();
        let (day, ring) = (dice.day(), usize::try_from(dice.roll(5)).expect("small"));
        // Two verdicts of a day would be an error.
        if added <= day && reviews.iter().all(|(other, ..)| *other != day) {
            reviews.push((day, by, ring));
        }
    }
    reviews.sort_by_key(|(day, ..)| *day);
    let repositories = (0..dice.roll(3)).map(|_| {
        let months = (0..PEOPLE).filter_map(|person| {
            let months = (0..dice.roll(6)).map(|_| dice.day().first_of_month()).collect();
            dice.one_in(2).then_some((person, months))
        });
        let months = months.collect();
        let since = dice.one_in(2).then(|| dice.day().first_of_month());
        Repository { uses: !dice.one_in(3), since, indirect: dice.one_in(4), months }
    });
    let repositories = repositories.collect();
    Case {
        today,
        strict: dice.one_in(2),
        git: dice.one_in(3),
        team: (0..PEOPLE)
            .map(|_| [None, Some(0), Some(1)][usize::try_from(dice.roll(3)).expect("small")])
            .collect(),
        periods,
        added,
        owners: (0..2 + PEOPLE).filter(|_| dice.one_in(4)).collect(),
        reviews,
        repositories,
    }
}

fn owner_id(owner: usize) -> String {
    if owner < 2 { format!("'team{owner}'") } else { format!("'person{}'", owner - 2) }
}

fn month(day: Date) -> String {
    format!("'{:04}-{:02}'", day.year(), day.month())
}

impl Case {
    /// Writes it as content. `evidence` says whether there is an evidence.toml, `rule` whether radar.toml has the rules.
    fn radar(&self, evidence: bool, rule: bool) -> Radar {
        let mut settings = "title = 't'\n[[quadrant]]\nid = 'q'\nname = 'Q'\n".to_owned();
        if rule && self.strict {
            settings += "[review]\ncounts = 'first-hand'\n";
        }
        if rule && self.git {
            settings += "[practice]\nevidence = 'git'\n";
        }
        let mut people = "[team.team0]\nname = '0'\n[team.team1]\nname = '1'\n".to_owned();
        for (at, periods) in self.periods.iter().enumerate() {
            let _ = write!(people, "[person.person{at}]\nname = '{at}'\nemails = ['{at}@x']\n");
            if let Some(team) = self.team[at] {
                let _ = writeln!(people, "team = 'team{team}'");
            }
            let periods: Vec<String> = periods
                .iter()
                .map(|(from, until)| match until {
                    Some(until) => format!("{{ from = {from}, until = {until} }}"),
                    None => format!("{{ from = {from} }}"),
                })
                .collect();
            let _ = writeln!(people, "practising = [{}]", periods.join(", "));
        }
        let ring = self.reviews.iter().rfind(|(.., ring)| *ring < 4).map_or(0, |(.., ring)| *ring);
        let owners: Vec<String> = self.owners.iter().map(|owner| owner_id(*owner)).collect();
        let mut blip = format!(
            "name = 'X'\nquadrant = 'q'\nring = '{}'\nadded = {}\nowners = [{}]\n",
            RINGS[ring],
            self.added,
            owners.join(", ")
        );
        for (day, by, ring) in &self.reviews {
            let by: Vec<String> = by.iter().map(|by| format!("'person{by}'")).collect();
            let _ =
                write!(blip, "[[review]]\ndate = {day}\nby = [{}]\nnote = 'n'\n", by.join(", "));
            if let Some(ring) = RINGS.get(*ring) {
                let _ = writeln!(blip, "ring = '{ring}'");
            }
        }
        let mut files = vec![
            ("radar/radar.toml", settings),
            ("radar/people.toml", people),
            ("radar/blips/x.toml", blip),
        ];
        if evidence || (rule && self.git) {
            files.push(("radar/evidence.toml", self.evidence()));
        }
        let checked = check(&SourceSet::from_files(files), self.today, &Levels::default());
        assert!(!checked.is_denied(), "{self:?} {:#?}", checked.report);
        checked.radar.expect("not denied")
    }

    fn evidence(&self) -> String {
        let mut text = "scanned = 2027-12-31\n".to_owned();
        for (at, Repository { uses, since, indirect, months }) in
            self.repositories.iter().enumerate()
        {
            let _ = writeln!(text, "[repository.r{at}]");
            if *uses {
                let since =
                    since.map_or_else(String::new, |since| format!(", since = {}", month(since)));
                let _ = writeln!(text, "uses.x = {{ indirect = {indirect}{since} }}");
            }
            for (person, months) in months {
                let months: Vec<String> = months.iter().map(|day| month(*day)).collect();
                let _ = writeln!(text, "months.person{person} = [{}]", months.join(", "));
            }
        }
        text
    }

    fn is_in_window(first_of_month: Date, day: Date) -> bool {
        let window: Span = 3.months();
        first_of_month <= day && day - window <= first_of_month.last_of_month()
    }

    fn practises(&self, person: usize, day: Date, git: bool) -> bool {
        let declared = self.periods[person]
            .iter()
            .any(|(from, until)| *from <= day && until.is_none_or(|until| day <= until));
        let mut months = self.repositories.iter().flat_map(|repository| &repository.months);
        declared
            || git
                && months.any(|(who, months)| {
                    *who == person && months.iter().any(|month| Self::is_in_window(*month, day))
                })
    }

    fn owns(&self, person: usize) -> bool {
        self.owners.contains(&(person + 2))
            || self.team[person].is_some_and(|team| self.owners.contains(&team))
    }

    fn works(&self, person: usize, day: Date) -> bool {
        self.repositories.iter().any(|Repository { uses, since, indirect, months }| {
            *uses
                && !indirect
                && months.iter().any(|(who, months)| {
                    *who == person
                        && months.iter().any(|month| {
                            since.is_none_or(|since| since <= *month)
                                && Self::is_in_window(*month, day)
                        })
                })
        })
    }

    /// Returns, for each review: whether it is hands-on, and whether it is first-hand.
    fn hands(&self, evidence: bool, git: bool) -> Vec<(bool, bool)> {
        let hands = |(day, by, _): &(Date, Vec<usize>, usize)| {
            let hands_on = by.iter().any(|by| self.practises(*by, *day, git));
            let first = by.iter().any(|by| {
                self.practises(*by, *day, git)
                    && (self.owns(*by) || evidence && self.works(*by, *day))
            });
            (hands_on, first)
        };
        self.reviews.iter().map(hands).collect()
    }

    /// Returns until when the last review that holds is valid, whether the ring is imposed, and whether it was set from
    /// outside.
    fn judged(&self, evidence: bool, rule: bool) -> (Option<Date>, bool, bool) {
        let hands = self.hands(evidence, rule && self.git);
        let past: Vec<usize> =
            (0..self.reviews.len()).filter(|at| self.reviews[*at].0 <= self.today).collect();
        let holds = |at: &usize| if rule && self.strict { hands[*at].1 } else { hands[*at].0 };
        let last = past.iter().copied().rfind(holds);
        let until = last.map(|at| self.reviews[at].0 + 12.months());
        // The earliest of the latest verdicts that agree set the ring.
        let mut setting: Option<usize> = None;
        for at in past.iter().copied().filter(|at| self.reviews[*at].2 < 4) {
            if setting.is_none_or(|before| self.reviews[before].2 != self.reviews[at].2) {
                setting = Some(at);
            }
        }
        let Some(setting) = setting else { return (until, false, false) };
        let imposed = last.is_none_or(|last| last < setting) && !self.reviews[setting].1.is_empty();
        let confirmed = past.iter().any(|at| *at >= setting && hands[*at].1);
        (until, imposed, !imposed && !confirmed && hands[setting].0)
    }
}

#[test]
fn random_radars_are_judged_as_the_design_says() {
    let mut dice = Dice(12);
    for number in 0..1500 {
        let case = case(&mut dice);
        for (evidence, rule) in [(false, false), (true, false), (true, true)] {
            let radar = case.radar(evidence, rule);
            let blip = &radar.blips[0];
            let found = judge(&radar, blip, case.today);
            let (until, imposed, outside) = case.judged(evidence, rule);
            let found = (found.review_until, found.is_imposed(), found.is_set_from_outside());
            assert_eq!(found, (until, imposed, outside), "{number} {evidence} {rule} {case:#?}");
            let hands: Vec<bool> =
                blip.reviews.iter().map(|review| is_first_hand(&radar, blip, review)).collect();
            let expected = case.hands(evidence, rule && case.git);
            let expected: Vec<bool> = expected.into_iter().map(|(_, first)| first).collect();
            assert_eq!(hands, expected, "{number} {evidence} {rule} {case:#?}");
        }
    }
}

/// What section 2 says is the same with evidence and without it, as long as nothing in radar.toml asks for more.
#[test]
fn evidence_alone_changes_no_flag() {
    let mut dice = Dice(2);
    for number in 0..1500 {
        let case = case(&mut dice);
        let (with, without) = (case.radar(true, false), case.radar(false, false));
        let said = |radar: &Radar| {
            let snapshot = Snapshot::new(radar, case.today);
            let judged = snapshot.blips.first().map(|judged| {
                let judgement = &judged.judgement;
                format!(
                    "{:?} {} {:?} {:?} {} {}",
                    judgement.freshness,
                    judgement.is_flagged(),
                    judgement.review_until,
                    judgement.last_review.map(|review| review.date),
                    judgement.is_imposed(),
                    judgement.orphaned,
                )
            });
            let blip = &radar.blips[0];
            let moved = movement(blip, snapshot.since, case.today);
            format!("{judged:?} {moved:?} {:?}", placement_on(blip, case.today))
        };
        assert_eq!(said(&with), said(&without), "{number} {case:#?}");
    }
}
