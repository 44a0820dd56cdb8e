//! Writes content to measure with: `cargo bench --bench generate -- COUNT DIR [all|some|none]` makes a radar in
//! DIR/radar, and the same pages for hugo in DIR/hugo. The last argument says how many blips have a block of code: all of
//! them, 30 % or none. Does nothing without arguments.
#![allow(missing_docs, clippy::disallowed_methods, clippy::print_stderr)]

mod content;

use std::path::Path;

use content::Mix;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let [count, dir, mix @ ..] = arguments.as_slice() else { return Ok(()) };
    let mix = mix.first().map_or(Some(Mix::Some), |name| Mix::named(name));
    let (Ok(count), Some(mix)) = (count.parse(), mix) else {
        eprintln!("usage: cargo bench --bench generate -- COUNT DIR [all|some|none]");
        std::process::exit(2);
    };
    let dir = Path::new(dir);
    for (path, text) in content::radar(count, mix) {
        write(&dir.join("radar").join(path), &text)?;
    }
    let hugo = dir.join("hugo");
    for (path, text) in [
        ("config.toml", include_str!("hugo/config.toml")),
        ("layouts/_default/single.html", include_str!("hugo/single.html")),
        ("layouts/_default/list.html", include_str!("hugo/list.html")),
    ] {
        write(&hugo.join(path), text)?;
    }
    for blip in content::blips(count, mix) {
        write(&hugo.join(format!("content/blips/{}.md", blip.id)), &blip.markdown())?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
