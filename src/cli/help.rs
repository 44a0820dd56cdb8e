//! What `--help` and the manual pages say besides the options.

use std::fmt::Write as _;

use clap::{Command, CommandFactory as _, FromArgMatches as _};

use super::Cli;

/// What a command is used for, and the line to type.
pub(crate) type Example = (&'static str, &'static str);

/// Two examples for each command.
const EXAMPLES: &[(&str, [Example; 2])] = &[
    (
        "init",
        [
            ("An example radar to look at", "radar init our-radar"),
            (
                "An empty radar in a folder of a repository",
                "radar init docs/radar --title \"Our radar\" --empty",
            ),
        ],
    ),
    (
        "build",
        [
            ("The site in output/", "radar build"),
            (
                "For a web server, into another folder",
                "radar build --base-url https://example.org/radar/ --out public",
            ),
        ],
    ),
    (
        "publish",
        [
            ("To the branch gh-pages of origin, for GitHub Pages", "radar publish"),
            (
                "See what that would change, with the branch kept to one commit",
                "radar publish --dry-run --history squash",
            ),
        ],
    ),
    (
        "serve",
        [
            ("Preview the site in the browser", "radar serve --open"),
            ("Let errors open in an editor", "radar serve --editor vscode"),
        ],
    ),
    (
        "check",
        [
            ("Every problem with its place", "radar check"),
            (
                "In CI, and fail if a review has expired",
                "radar check --message-format github --deny review-expired",
            ),
        ],
    ),
    (
        "review",
        [
            ("Choose from the queue, in a dialogue", "radar review"),
            (
                "Without questions",
                "radar review kafka --by ada,grace --ring trial --note \"Two outages by rebalancing.\"",
            ),
        ],
    ),
    (
        "ask",
        [
            ("Ask in a dialogue", "radar ask kafka"),
            (
                "Without questions",
                "radar ask kafka --by max --text \"What would it cost us to leave it?\"",
            ),
        ],
    ),
    (
        "answer",
        [
            ("Answer in a dialogue", "radar answer kafka"),
            (
                "The second question, in an editor",
                "radar answer kafka --question 2 --by ada --edit",
            ),
        ],
    ),
    (
        "exit",
        [
            ("Estimate in a dialogue", "radar exit kafka"),
            (
                "Without questions",
                "radar exit kafka --effort \"4 months\" --by ada --note \"Eleven services.\"",
            ),
        ],
    ),
    (
        "new",
        [
            ("Create a blip in a dialogue", "radar new \"Apache Iceberg\""),
            (
                "With its first review",
                "radar new Valkey --quadrant platforms --ring trial --owner data --by ada --note \"Two weeks behind the shop.\"",
            ),
        ],
    ),
    (
        "retire",
        [
            ("Retire a blip in a dialogue", "radar retire kafka"),
            (
                "Without questions",
                "radar retire kafka --by ada --note \"The last service moved in May.\"",
            ),
        ],
    ),
    (
        "list",
        [
            ("All blips", "radar list"),
            (
                "The ids of a team's blips on a ring",
                "radar list --team platform --ring adopt --ids",
            ),
        ],
    ),
    (
        "show",
        [
            ("By its id", "radar show kafka"),
            ("By its file", "radar show radar/blips/payments/kafka.toml"),
        ],
    ),
    (
        "due",
        [
            ("What a team should review next", "radar due --team payments --limit 5"),
            (
                "The questions that wait, for an issue, and fail if there are any",
                "radar due --questions --format markdown --exit-code",
            ),
        ],
    ),
    (
        "nudge",
        [
            ("What the radar says about a branch", "radar nudge --radar radar.json --base main"),
            (
                "In a workflow, and fail if something is added that is on the last ring",
                "radar nudge --radar radar.json --base origin/main --format github --deny hold",
            ),
        ],
    ),
    (
        "diff",
        [
            ("Since an edition", "radar diff 2026-05"),
            (
                "What this branch changes, for a pull request",
                "radar diff --base main --format markdown",
            ),
        ],
    ),
    (
        "audit",
        [
            ("Who committed what was signed", "radar audit"),
            (
                "In a pull request, and fail if something new does not hold",
                "radar audit --since origin/main --format github --deny",
            ),
        ],
    ),
    (
        "scan",
        [
            (
                "Two repositories, and since when they use what they use",
                "radar scan --history ../shop ../warehouse",
            ),
            (
                "One more, under a name of its own, and its bill of materials",
                "radar scan --add mobile=../app --sbom mobile=app.cdx.json",
            ),
        ],
    ),
    (
        "import",
        [
            ("Several states of one radar", "radar import 2025-11.csv 2026-05.csv"),
            (
                "A folder of another program, into a new folder",
                "radar import ../old-radar --into our-radar",
            ),
        ],
    ),
    (
        "export",
        [
            ("For a spreadsheet", "radar export csv > blips.csv"),
            ("The owners of the files", "radar export codeowners > .github/CODEOWNERS"),
        ],
    ),
    (
        "schema",
        [
            ("For any radar", "radar schema blip > .taplo/blip.json"),
            (
                "With the rings, quadrants and people of this one",
                "radar schema blip -C . > .taplo/blip.json",
            ),
        ],
    ),
    (
        "completions",
        [
            ("In ~/.bashrc", "eval \"$(radar completions bash)\""),
            ("In ~/.config/fish/config.fish", "radar completions fish | source"),
        ],
    ),
    (
        "man",
        [
            ("The page of the program", "radar man > radar.1"),
            ("The page of a command", "radar man review > radar-review.1"),
        ],
    ),
];

/// Returns the examples of a command by its name without `radar`; none for the program and for groups of commands.
pub(crate) fn examples(command: &str) -> &'static [Example] {
    let found = EXAMPLES.iter().find(|(name, _)| *name == command);
    found.map_or(&[], |(_, examples)| examples)
}

/// Returns the arguments as `--help` shows them: common options at the program only, examples at each command.
pub(crate) fn command() -> Command {
    let mut program = Cli::command();
    // Passes the common options on to the commands, where they are then hidden.
    program.build();
    program.mut_subcommands(|command| helpful(command, ""))
}

fn helpful(command: Command, before: &str) -> Command {
    let name = format!("{before}{}", command.get_name());
    let mut help = String::new();
    if !examples(&name).is_empty() {
        help += "Examples:\n";
    }
    for (what, line) in examples(&name) {
        let _ = writeln!(help, "  {what}:\n    {line}");
    }
    if name != "help" {
        help += "\nOptions of all commands, such as -C DIR: see radar --help";
    }
    command
        .mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg })
        .mut_subcommands(|inner| helpful(inner, &format!("{name} ")))
        .after_help(help.trim_start().to_owned())
}

/// Reads the arguments of the program.
///
/// # Errors
///
/// If they are wrong, or ask for help; the error is what to print.
pub fn parse() -> Result<Cli, clap::Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    /// Every command that does something, as people type it.
    fn commands(command: &Command, before: &str) -> Vec<String> {
        let inner = command.get_subcommands().filter(|inner| inner.get_name() != "help");
        let inner = inner.flat_map(|inner| {
            let name = format!("{before}{}", inner.get_name());
            if inner.has_subcommands() { commands(inner, &format!("{name} ")) } else { vec![name] }
        });
        inner.collect()
    }

    #[test]
    fn every_command_has_examples() {
        let known: Vec<&str> = EXAMPLES.iter().map(|(name, _)| *name).collect();
        let mut expected = commands(&Cli::command(), "");
        let mut known: Vec<String> = known.into_iter().map(str::to_owned).collect();
        expected.sort();
        known.sort();
        assert_eq!(known, expected);
    }

    #[test]
    fn examples_are_valid_arguments() {
        for (_, line) in EXAMPLES.iter().flat_map(|(_, examples)| examples) {
            let line = line.trim_start_matches("eval \"$(").trim_end_matches(")\"");
            let line = line.split(" > ").next().and_then(|line| line.split(" | ").next());
            let line = line.expect("a command");
            // Quotes do not nest in the examples.
            let words = line.split('"').enumerate().flat_map(|(at, part)| match at % 2 {
                0 => part.split_whitespace().map(str::to_owned).collect(),
                _ => vec![part.to_owned()],
            });
            let parsed = Cli::try_parse_from(words);
            assert!(parsed.is_ok(), "{line}: {parsed:?}");
        }
    }

    #[test]
    fn help_of_a_command_is_about_that_command() {
        let mut program = command();
        for name in ["review", "due"] {
            let found = program.find_subcommand_mut(name).expect("a command");
            let help = found.render_long_help().to_string();
            assert!(!help.contains("--message-format <"), "{help}");
            assert_eq!(help.matches("    radar ").count(), 2, "{help}");
        }
        let help = program.render_long_help().to_string();
        assert!(help.contains("--message-format <"), "{help}");
        // Hidden options are still read.
        let matches = program.try_get_matches_from_mut(["radar", "check", "-C", "x", "--quiet"]);
        assert!(matches.is_ok());
    }
}
