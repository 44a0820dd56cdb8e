//! What each stage of a build takes, on generated content: `cargo bench --bench stages`.
#![allow(missing_docs)]

mod content;

use content::Mix;
use divan::Bencher;
use jiff::civil::{Date, date};
use radar::content::{Checked, check};
use radar::diagnostic::Levels;
use radar::markdown::{self, BlipNames, Style};
use radar::radar::Snapshot;
use radar::site::charts::Charts;
use radar::source::SourceSet;
use radar::{site, theme};

const COUNTS: [usize; 3] = [100, 1_000, 10_000];
const TODAY: Date = date(2026, 11, 22);

fn main() {
    divan::main();
}

fn sources(count: usize) -> SourceSet {
    SourceSet::from_files(content::radar(count, Mix::Some))
}

fn checked(sources: &SourceSet) -> Checked {
    check(sources, TODAY, &Levels::default())
}

/// Manifests, references, links and lints.
#[divan::bench(args = COUNTS, sample_count = 10)]
fn check_content(bencher: Bencher, count: usize) {
    let sources = sources(count);
    bencher.bench(|| checked(&sources));
}

/// The rule, movement and the lines of lists.
#[divan::bench(args = COUNTS, sample_count = 10)]
fn judge(bencher: Bencher, count: usize) {
    let checked = checked(&sources(count));
    let radar = checked.radar.expect("generated content has no errors");
    bencher.bench(|| Snapshot::new(&radar, TODAY).blips.len());
}

/// Markdown without and with the highlighting of code, on one thread.
#[divan::bench(args = [false, true], sample_count = 10)]
fn markdown_of_1000(bencher: Bencher, highlighted: bool) {
    let texts: Vec<String> = content::blips(1_000, Mix::All)
        .into_iter()
        .map(|blip| {
            if highlighted {
                blip.description
            } else {
                blip.description.replace("```", "~~~x\n```")
            }
        })
        .collect();
    let names = BlipNames::default();
    bencher.bench(|| {
        let style =
            Style { to_root: "../", lower_headings: 1, scope: "text", home: "", fragments: None };
        let render = |text: &String| markdown::render(text, style, &names).len();
        texts.iter().map(render).sum::<usize>()
    });
}

/// Everything after the check: charts, pages, data.
#[divan::bench(args = COUNTS, sample_count = 5)]
fn site_of(bencher: Bencher, count: usize) {
    let sources = sources(count);
    let mut checked = checked(&sources);
    let radar = checked.radar.expect("generated content has no errors");
    let theme = theme::load(&radar, &sources, &mut checked.report).expect("the built-in theme");
    bencher.bench_local(|| site::site(&radar, &sources, &theme, TODAY).map(|site| site.len()));
}

/// The whole radar's chart alone: dots and names placed, and written as SVG.
#[divan::bench(args = [118, 304, 475, 1_936, 10_000], sample_count = 10)]
fn draw_chart(bencher: Bencher, count: usize) {
    let sources = sources(count);
    let mut checked = checked(&sources);
    let radar = checked.radar.expect("generated content has no errors");
    let theme = theme::load(&radar, &sources, &mut checked.report).expect("the built-in theme");
    let rows = Snapshot::new(&radar, TODAY);
    bencher.bench_local(|| Charts::new(&rows, &theme).radar("").svg);
}

/// The places of blips on other days.
#[divan::bench(args = [118, 304, 475, 1_936, 10_000], sample_count = 10)]
fn draw_stays(bencher: Bencher, count: usize) {
    let sources = sources(count);
    let mut checked = checked(&sources);
    let radar = checked.radar.expect("generated content has no errors");
    let theme = theme::load(&radar, &sources, &mut checked.report).expect("the built-in theme");
    let rows = Snapshot::new(&radar, TODAY);
    let charts = Charts::new(&rows, &theme);
    let _ = charts.radar("");
    bencher.bench_local(|| charts.placed_spans().len());
}
