//! `radar audit`: who committed what was signed, on standard output.

use anyhow::{Context as _, Result};

use super::history::History;
use super::project::{Project, Session};
use super::{Outcome, terminal};
use crate::cli::{Audit as Options, AuditFormat};
use crate::export::audit::{self, Report};
use crate::source::CONTENT;

pub(super) fn run(session: &Session, options: &Options) -> Result<Outcome> {
    let mut project = Project::read(session)?;
    project.stop_at_errors(|_| true)?;
    let radar = project.radar.take().context("the content has errors")?;
    let history = History::read(&session.common.below_root(CONTENT))?;
    let since = options.since.as_deref().map(|since| history.since(since)).transpose()?;
    warn(session, &history);
    let denied = options.denied();
    let report = Report {
        audit: history.audit(&radar, &project.sources, since.as_ref(), session.today),
        sources: &project.sources,
        head: history.head.as_deref(),
        since: since.as_ref().map(|since| (&*since.name, &*since.id)),
        is_shallow: history.is_shallow,
        prefix: &history.prefix,
        denied: &denied,
    };
    terminal::print(&match options.format {
        AuditFormat::Text => audit::text(&report, terminal::width()),
        AuditFormat::Markdown => audit::markdown(&report),
        AuditFormat::Json => audit::json(&report),
        AuditFormat::Github => audit::github(&report),
    })?;
    let count = report.denied();
    if count > 0 {
        let verdicts = if count == 1 { "1 verdict is" } else { &format!("{count} verdicts are") };
        session.terminal.say(&format!("error: {verdicts} denied"));
    }
    Ok(Outcome::denied_if(count > 0))
}

fn warn(session: &Session, history: &History) {
    if history.is_shallow {
        session.terminal.warn(
            "the clone is shallow, so who entered what is older cannot be told; git fetch --unshallow brings the \
             rest, and in CI fetch-depth: 0",
        );
    }
    if history.is_partial {
        session.terminal.warn(
            "files of earlier commits are missing or too large, so not everything can be told; in a partial clone, \
             git fetch --refetch --no-filter brings them",
        );
    }
}
