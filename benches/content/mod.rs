//! Content to measure with: any number of blips, each of 150 words, three reviews and three tags, no two alike, and as many
//! blocks of code as a [`Mix`] says. The same number gives the same bytes.

mod code;

use std::fmt::Write as _;

/// What words are made of.
const SYLLABLES: [&str; 24] = [
    "ka", "ro", "mi", "ten", "sol", "ver", "dan", "lu", "pe", "quar", "no", "bri", "est", "fo",
    "gal", "hi", "jun", "mer", "os", "pri", "ra", "ste", "tu", "wen",
];
const QUADRANTS: [&str; 4] = ["techniques", "platforms", "tools", "languages"];
const RINGS: [&str; 4] = ["adopt", "trial", "assess", "hold"];
const TEAMS: usize = 12;
const PEOPLE: usize = 40;

/// `SplitMix64` (Steele, Lea and Flood 2014): small, fast, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn word(&mut self) -> String {
        (0..2 + self.below(2)).map(|_| SYLLABLES[self.below(SYLLABLES.len())]).collect()
    }
}

/// A blip, before it is written in any format.
#[allow(dead_code, reason = "each benchmark uses a part of it")]
pub(crate) struct Blip {
    /// The id.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) name: String,
    /// The quadrant's id.
    pub(crate) quadrant: &'static str,
    /// The ring's id.
    pub(crate) ring: &'static str,
    /// Words.
    pub(crate) tags: Vec<String>,
    /// Markdown.
    pub(crate) description: String,
    reviews: Vec<(String, usize, &'static str, String)>,
    owner: usize,
}

/// How many blips have a block of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mix {
    /// All of them.
    All,
    /// 30 %, as on real radars.
    Some,
    /// None of them.
    None,
}

impl Mix {
    /// Reads a name as `tests/bench` writes it.
    #[allow(dead_code, reason = "for the generator")]
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "all" => Some(Self::All),
            "some" => Some(Self::Some),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// Makes blips.
pub(crate) fn blips(count: usize, mix: Mix) -> Vec<Blip> {
    (0..count).map(|number| blip(number, mix)).collect()
}

fn blip(number: usize, mix: Mix) -> Blip {
    let mut random = Random(number as u64);
    let word = random.word();
    let ring = random.below(4);
    let year = 2023 + random.below(2);
    let reviews = (0..3)
        .map(|at| {
            let date =
                format!("{}-{:02}-{:02}", year + at, 1 + random.below(12), 1 + random.below(28));
            let verdict = if at == 2 { RINGS[ring] } else { RINGS[random.below(4)] };
            (date, random.below(PEOPLE), verdict, sentence(&mut random, 9))
        })
        .collect();
    Blip {
        id: format!("{word}-{number}"),
        name: format!("{} {number}", capital(&word)),
        quadrant: QUADRANTS[random.below(4)],
        ring: RINGS[ring],
        tags: (0..3).map(|_| SYLLABLES[random.below(SYLLABLES.len())].repeat(2)).collect(),
        description: description(&mut random, number, mix),
        reviews,
        owner: random.below(TEAMS),
    }
}

/// 150 words in three paragraphs, with a block of code before the last if the mix wants it.
fn description(random: &mut Random, number: usize, mix: Mix) -> String {
    let has_code = match mix {
        Mix::All => true,
        Mix::Some => number % 10 < 3,
        Mix::None => false,
    };
    let mut text = String::new();
    for paragraph in 0..3 {
        if paragraph == 2 && has_code {
            let _ = writeln!(text, "{}", code::block(random));
        }
        let _ = writeln!(
            text,
            "{} **{}** {} `{}` {}\n",
            sentence(random, 16),
            random.word(),
            sentence(random, 16),
            random.word(),
            sentence(random, 16)
        );
    }
    text
}

fn sentence(random: &mut Random, words: usize) -> String {
    let words: Vec<String> = (0..words).map(|_| random.word()).collect();
    capital(&words.join(" ")) + "."
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// The files of a radar with so many blips: path and content.
pub(crate) fn radar(count: usize, mix: Mix) -> Vec<(String, String)> {
    let mut settings = String::from(
        "title = \"Measured\"\nbase_url = \"https://example.org/\"\n[site]\ncards = false\n",
    );
    for quadrant in QUADRANTS {
        let _ = write!(
            settings,
            "[[quadrant]]\nid = \"{quadrant}\"\nname = \"{}\"\n",
            capital(quadrant)
        );
    }
    // Eight half-years.
    for (year, month) in (2022..=2026).flat_map(|year| [(year, "05"), (year, "11")]).skip(1).take(8)
    {
        let id = format!("{year}-{month}");
        let _ = write!(settings, "[[edition]]\nid = \"{id}\"\nname = \"{id}\"\ndate = {id}-01\n");
    }
    let mut people = String::new();
    for team in 0..TEAMS {
        let _ = write!(people, "[team.team-{team}]\nname = \"Team {team}\"\n");
    }
    for person in 0..PEOPLE {
        let until = if person % 7 == 0 { ", until = 2024-12-31" } else { "" };
        let _ = write!(
            people,
            "[person.person-{person}]\nname = \"Person {person}\"\nteam = \"team-{}\"\n\
             practising = [{{ from = 2015-01-01{until} }}]\n",
            person % TEAMS
        );
    }
    let mut files =
        vec![("radar/radar.toml".to_owned(), settings), ("radar/people.toml".to_owned(), people)];
    files.extend(
        blips(count, mix)
            .into_iter()
            .map(|blip| (format!("radar/blips/team-{}/{}.toml", blip.owner, blip.id), blip.toml())),
    );
    files
}

impl Blip {
    fn toml(&self) -> String {
        let tags: Vec<String> = self.tags.iter().map(|tag| format!("\"{tag}\"")).collect();
        let mut toml = format!(
            "name = \"{}\"\nquadrant = \"{}\"\nring = \"{}\"\nowners = [\"team-{}\"]\ntags = [{}]\n\
             description = '''\n{}'''\n",
            self.name,
            self.quadrant,
            self.ring,
            self.owner,
            tags.join(", "),
            self.description
        );
        for (date, by, ring, note) in &self.reviews {
            let _ = write!(
                toml,
                "\n[[review]]\ndate = {date}\nby = [\"person-{by}\"]\nring = \"{ring}\"\nnote = \"{note}\"\n"
            );
        }
        toml
    }

    /// The same page for hugo: front matter, description, and the trail as text.
    #[allow(dead_code, reason = "for hugo only")]
    pub(crate) fn markdown(&self) -> String {
        let mut page = format!(
            "+++\ntitle = \"{}\"\nquadrant = \"{}\"\nring = \"{}\"\ntags = [\"{}\"]\n+++\n{}\n## Trail\n\n",
            self.name,
            self.quadrant,
            self.ring,
            self.tags.join("\", \""),
            self.description
        );
        for (date, by, ring, note) in &self.reviews {
            let _ = writeln!(page, "- {date}, Person {by}, {ring}: {note}");
        }
        page
    }
}
