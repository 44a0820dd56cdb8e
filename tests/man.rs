//! Manual pages for every command.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the program writes pages, and `man` reads them"
)]

mod folder;

use std::process::Command;

use folder::Folder;

#[test]
fn there_is_a_page_for_every_command() {
    use clap::CommandFactory as _;
    let folder = Folder::empty();
    let run = folder.run(&["man", "--all", "man"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let pages = folder.files("man");
    for command in radar::cli::Cli::command().get_subcommands() {
        let page = &pages[&format!("radar-{}.1", command.get_name())];
        let page = String::from_utf8_lossy(page);
        for section in [".SH NAME", ".SH SYNOPSIS", ".SH \"EXIT STATUS\"", ".SH \"FILES\""] {
            assert_eq!(page.matches(section).count(), 1, "{}: {section}", command.get_name());
        }
        let has_examples = page.contains(".SH EXAMPLES");
        assert_eq!(has_examples, !command.has_subcommands(), "{}", command.get_name());
    }
    assert!(pages.contains_key("radar.1") && pages.contains_key("radar-scan.1"));
    // A later version writes over the pages.
    assert_eq!(folder.run(&["man", "--all", "man"]).code, Some(0));
}

#[test]
fn man_understands_the_pages() {
    let folder = Folder::empty();
    folder.run(&["man", "--all", "man"]);
    for page in folder.files("man").keys() {
        let mut groff = Command::new("groff");
        groff.args(["-man", "-Tutf8", "-ww", "-P-c"]).arg(folder.path("man").join(page));
        // Where there is no groff, the pages are not read here.
        let Ok(output) = groff.output() else { return };
        let warnings = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && warnings.is_empty(), "{page}: {warnings}");
    }
}
