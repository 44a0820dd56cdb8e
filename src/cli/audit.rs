//! The arguments of `radar audit`.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::Denied;
use crate::audit::Verdict;

#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Only look at what is new since this commit, branch or tag
    #[arg(long, value_name = "REF")]
    pub(crate) since: Option<String>,

    /// How to print the verdicts
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: AuditFormat,

    /// Exit with 1 if there is any of these verdicts, separated by commas [default: all but declared and cannot-tell]
    // It has the name of the common option, whose place it takes.
    #[arg(
        short = 'D',
        long,
        value_name = "VERDICT",
        num_args = 0..=1,
        value_delimiter = ',',
        default_missing_value = BY_DEFAULT,
        value_parser = verdicts(),
    )]
    pub(crate) deny: Option<Vec<Denied>>,
}

/// What `--deny` means without a value.
const BY_DEFAULT: &str = "default";

impl Audit {
    /// Returns the verdicts that are denied.
    pub(crate) fn denied(&self) -> Vec<Verdict> {
        let named = self.deny.iter().flatten();
        named
            .flat_map(|denied| match denied {
                Denied::Verdict(Some(verdict)) => vec![*verdict],
                Denied::Verdict(None) => {
                    Verdict::ALL.into_iter().filter(|v| v.is_denied_by_default()).collect()
                }
                Denied::Code(_) | Denied::Ring(_) => Vec::new(),
            })
            .collect()
    }
}

fn verdicts() -> impl TypedValueParser<Value = Denied> {
    let named = Verdict::ALL.iter().map(|one| PossibleValue::new(one.name()).help(one.title()));
    let default = PossibleValue::new(BY_DEFAULT).hide(true);
    PossibleValuesParser::new(named.chain([default])).map(|name| {
        Denied::Verdict(Verdict::ALL.into_iter().find(|verdict| verdict.name() == name))
    })
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuditFormat {
    /// A table that fits the terminal
    #[default]
    Text,
    /// For the comment of a pull request
    Markdown,
    /// Every verdict, for other programs
    Json,
    /// GitHub workflow commands, which annotate pull requests
    Github,
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Command};

    fn denied(arguments: &[&str]) -> Vec<&'static str> {
        let line = ["radar", "audit"].iter().chain(arguments);
        let cli = Cli::try_parse_from(line).expect("valid arguments");
        assert!(cli.common.levels().is_ok());
        let Command::Audit(audit) = cli.command else { panic!("another command") };
        audit.denied().into_iter().map(Verdict::name).collect()
    }

    #[test]
    fn deny_names_verdicts_and_not_codes() {
        assert_eq!(denied(&[]), [""; 0]);
        assert_eq!(denied(&["--deny"]).len(), 8);
        assert_eq!(denied(&["--deny", "--since", "main"]).len(), 8);
        assert_eq!(denied(&["--deny", "backdated,removed"]), ["backdated", "removed"]);
        assert_eq!(denied(&["-D", "declared", "-D", "removed"]), ["declared", "removed"]);
        let error = Cli::try_parse_from(["radar", "audit", "--deny", "imposed-ring"]);
        assert!(error.is_err());
        let other = Cli::try_parse_from(["radar", "check", "--deny", "imposed-ring"]);
        assert!(other.is_ok_and(|cli| cli.common.levels().is_ok()));
    }
}
