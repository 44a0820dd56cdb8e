//! Writes the built-in themes as Rust, for `src/theme/built_in.rs`: every file, and what the program would otherwise
//! make of it at every start, namely small style sheets and scripts, the texts of languages and the widths of letters.
//!
//! It reads texts and widths with the program's own modules, so that there is one way to read them. The files of a
//! radar's own theme are read by the program.
#![allow(clippy::disallowed_methods, reason = "a build script reads and writes files")]
#![allow(clippy::print_stdout, reason = "cargo reads it")]

#[allow(dead_code, reason = "this only reads texts")]
#[path = "src/theme/text.rs"]
mod text;
#[allow(dead_code, reason = "this only reads widths")]
#[path = "src/chart/font/widths.rs"]
mod widths;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use text::Text;
use toml::de::DeTable;
use widths::Widths;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=themes");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo gives the folder")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo gives a folder")?);
    let mut code = "#[allow(clippy::all, clippy::pedantic, reason = \"a program wrote it\")]\n\
        pub(super) static THEMES: &[(&str, &[BuiltIn])] = &[\n"
        .to_owned();
    for theme in entries(&root.join("themes"))? {
        writeln!(code, "({:?}, &[", name(&theme)?)?;
        add_folder(&theme, "", &mut code)?;
        code += "]),\n";
    }
    fs::write(out.join("themes.rs"), code + "];\n")?;
    Ok(())
}

/// Adds the files of a folder, whose path in the theme is `prefix`.
fn add_folder(folder: &Path, prefix: &str, code: &mut String) -> Result<()> {
    for entry in entries(folder)? {
        let path = format!("{prefix}{}", name(&entry)?);
        if entry.is_dir() {
            add_folder(&entry, &format!("{path}/"), code)?;
        } else {
            let made = made(&path, &fs::read(&entry)?)
                .map_err(|error| format!("{}: {error}", entry.display()))?;
            let from = entry.to_str().ok_or("a path in UTF-8")?;
            writeln!(
                code,
                "BuiltIn {{ path: {path:?}, bytes: include_bytes!({from:?}), made: {made} }},"
            )?;
        }
    }
    Ok(())
}

/// Returns what a folder has, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut entries = entries.collect::<Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn name(path: &Path) -> Result<&str> {
    Ok(path.file_name().and_then(|name| name.to_str()).ok_or("a name in UTF-8")?)
}

/// Returns the expression for what the program needs of a file.
fn made(path: &str, bytes: &[u8]) -> Result<String> {
    // A clone on Windows may have other line ends.
    let text = || Ok::<_, Box<dyn Error>>(std::str::from_utf8(bytes)?.replace("\r\n", "\n"));
    Ok(match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => format!("Made::Minified({:?})", small_css(&text()?)?),
        "js" => format!("Made::Minified({:?})", small_js(&text()?)?),
        "toml" if path.starts_with("languages/") => {
            let text = text()?;
            let table = DeTable::parse(&text)?.into_inner();
            format!("Made::Texts({})", texts(&Text::from_table(table)))
        }
        "woff2" => format!("Made::Widths({})", letters(&Widths::from_woff2(bytes)?)),
        _ => "Made::Nothing".to_owned(),
    })
}

fn small_css(css: &str) -> Result<String> {
    Ok(minifier::css::minify(css)?.to_string())
}

fn small_js(js: &str) -> Result<String> {
    let mut small = Vec::new();
    minifier::js::minify(js)?.write(&mut small)?;
    Ok(String::from_utf8(small)?)
}

fn texts(text: &Text) -> String {
    match text {
        Text::Leaf(text) => format!("Texts::Leaf({text:?})"),
        Text::List(names) => format!("Texts::List(&{names:?})"),
        Text::Table(table) => {
            let entries = table.iter().map(|(key, text)| format!("({key:?}, {}),", texts(text)));
            format!("Texts::Table(&[{}])", entries.collect::<String>())
        }
    }
}

/// Numbers are written so that reading them gives the same bits.
fn letters(widths: &Widths) -> String {
    let Widths { ascent, descent, advances } = widths;
    let advances: &[(char, f32)] = advances;
    format!(
        "Widths {{ ascent: {ascent:?}, descent: {descent:?}, \
         advances: std::borrow::Cow::Borrowed(&{advances:?}) }}"
    )
}
