//! The colours of the built-in themes, from their tokens: what has to be told apart can be, in normal sight and with
//! three kinds of colour blindness, and what has to be read can be read.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::many_single_char_names,
    reason = "reads the themes of the repository, prints the least differences, and has the names of the formulas"
)]

mod colours {
    pub(crate) mod science;
}

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use colours::science::{Linear, VISIONS, contrast, difference, lab, over, parse, seen};

/// The least difference (CIEDE2000) between two colours that mean different things.
const APART: f64 = 10.0;
/// The least contrast of text (WCAG 2, 1.4.3), of marks (1.4.11), and of the lines between rings.
const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;
const LINE: f64 = 2.2;
/// As many rings as a radar may have.
const RINGS: usize = 8;

/// The colours of a theme in one mode, by token.
struct Colours {
    /// The theme and the mode.
    name: String,
    tokens: BTreeMap<String, Linear>,
}

impl Colours {
    fn get(&self, token: &str) -> Linear {
        *self.tokens.get(token).unwrap_or_else(|| panic!("{}: no colour `{token}`", self.name))
    }

    /// The colours that mean something: a quadrant, a flag, anything else.
    fn meanings(&self) -> Vec<(String, Linear)> {
        let hues = (1..=8).map(|hue| format!("blip-{hue}"));
        let all = hues.chain(["alarm".to_owned(), "ink".to_owned()]);
        all.map(|token| (token.clone(), self.get(&token))).collect()
    }

    /// The tint of each ring from the outermost in, where every disc lies on the larger ones.
    fn tints(&self, rings: usize) -> Vec<Linear> {
        let mut tint = self.get("paper");
        let inwards = (0..rings).map(|_| {
            tint = over(self.get("disc"), tint, disc_opacity());
            tint
        });
        inwards.collect()
    }
}

fn themes() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The opacity of a disc in chart.css.
fn disc_opacity() -> f64 {
    let css = read(&themes().join("default/static/chart.css"));
    let (_, rule) = css.split_once(".chart .disc {").expect("the rule of discs");
    let (_, value) = rule.split_once("fill-opacity:").expect("an opacity");
    value.split(';').next().and_then(|value| value.trim().parse().ok()).expect("a number")
}

/// Every built-in theme by day and by night. A theme overlays the default one, and the night overlays the day.
fn all() -> Vec<Colours> {
    let names = std::fs::read_dir(themes())
        .expect("themes")
        .map(|entry| entry.expect("an entry").file_name());
    let names: Vec<String> = names.map(|name| name.into_string().expect("UTF-8")).collect();
    assert!(names.len() >= 3, "{names:?}");
    let table = |theme: &str, mode: &str| {
        let file: toml::Table =
            read(&themes().join(theme).join("theme.toml")).parse().expect("TOML");
        let colours = file.get(mode).and_then(toml::Value::as_table).cloned().unwrap_or_default();
        colours
            .into_iter()
            .filter_map(|(name, value)| Some((name, parse(value.as_str()?)?)))
            .collect::<Vec<_>>()
    };
    let mut all = Vec::new();
    for name in names {
        for modes in [&["light"][..], &["light", "dark"]] {
            let layers =
                modes.iter().flat_map(|mode| ["default", &name].map(|theme| table(theme, mode)));
            let name = format!("{name}, {}", modes.last().expect("a mode"));
            all.push(Colours { name, tokens: layers.flatten().collect() });
        }
    }
    all
}

#[test]
fn the_formulas_give_the_published_values() {
    let pairs = [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        ([50.0, 2.5, 0.0], [50.0, 3.2592, 0.335], 1.0),
        ([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373),
        ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
    ];
    for (a, b, published) in pairs {
        assert!((difference(a, b) - published).abs() < 5e-5, "{a:?} {b:?}: {}", difference(a, b));
    }
    let [black, white] = ["#000000", "#ffffff"].map(|colour| parse(colour).expect("a colour"));
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    for (vision, matrix) in VISIONS {
        let grey = seen(white, &matrix);
        assert!(grey.iter().all(|channel| (channel - 1.0).abs() < 1e-5), "{vision}: {grey:?}");
    }
}

#[test]
fn colours_with_a_meaning_can_be_told_apart() {
    for colours in all() {
        let meanings = colours.meanings();
        for (vision, matrix) in VISIONS {
            let as_seen = |colour: Linear| lab(seen(colour, &matrix));
            let mut least = (f64::MAX, String::new());
            for (at, (one, a)) in meanings.iter().enumerate() {
                for (other, b) in &meanings[at + 1..] {
                    let apart = difference(as_seen(*a), as_seen(*b));
                    if apart < least.0 {
                        least = (apart, format!("{one} and {other}"));
                    }
                }
            }
            println!("{:<18} {vision:<13} {:5.1}  {}", colours.name, least.0, least.1);
            assert!(
                least.0 >= APART,
                "{}, {vision}: {} differ by {:.1}",
                colours.name,
                least.1,
                least.0
            );
        }
    }
}

#[test]
fn marks_stand_out_from_every_ring() {
    for colours in all() {
        let grounds = [colours.get("paper")].into_iter().chain(colours.tints(RINGS));
        for (at, ground) in grounds.enumerate() {
            for (token, colour) in colours.meanings() {
                let found = contrast(colour, ground);
                assert!(found >= MARK, "{}: {token} on tint {at}: {found:.2}", colours.name);
                for (vision, matrix) in VISIONS {
                    let [mark, ground] = [colour, ground].map(|c| lab(seen(c, &matrix)));
                    let apart = difference(mark, ground);
                    assert!(
                        apart >= APART,
                        "{}, {vision}: {token} on tint {at}: {apart:.1}",
                        colours.name
                    );
                }
            }
        }
    }
}

#[test]
fn rings_have_stepped_tints_and_lines_between_them() {
    for colours in all() {
        let (paper, line) = (lab(colours.get("paper")), colours.get("ring-line"));
        let tints = colours.tints(4);
        let mut from_paper = 0.0;
        for (at, tint) in tints.iter().enumerate() {
            let apart = difference(lab(*tint), paper);
            assert!(
                apart >= from_paper + 1.2,
                "{}: tint {at}: {apart:.1} after {from_paper:.1}",
                colours.name
            );
            from_paper = apart;
        }
        for (at, tint) in colours.tints(RINGS).into_iter().enumerate() {
            let found = contrast(line, tint);
            assert!(found >= LINE, "{}: ring-line on tint {at}: {found:.2}", colours.name);
        }
    }
}

#[test]
fn text_can_be_read() {
    for colours in all() {
        let check = |token: &str, ground: Linear, on: &str| {
            let found = contrast(colours.get(token), ground);
            assert!(found >= TEXT, "{}: {token} on {on}: {found:.2}", colours.name);
        };
        let hues = (1..=8).map(|hue| format!("blip-{hue}"));
        for token in hues.chain(["alarm", "ink", "ink-soft", "focus"].map(str::to_owned)) {
            check(&token, colours.get("paper"), "paper");
        }
        for token in ["alarm", "ink", "ink-soft"] {
            check(token, colours.get("raised"), "raised");
        }
        for tint in colours.tints(4) {
            check("ink", tint, "a ring");
            check("ink-soft", tint, "a ring");
        }
    }
}
