//! All repositories at once.

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::name::Source;
use crate::line::visible;

/// Reads each repository, and returns what was found in the order of the sources.
///
/// # Errors
///
/// If some could not be read: with all the reasons.
pub(super) fn each<T: Send>(
    sources: &[Source],
    read: impl Fn(&Source) -> Result<T> + Send + Sync,
) -> Result<Vec<T>> {
    // Most of the time is spent waiting for git, which works beside this program.
    let threads = 2 * rayon::current_num_threads();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let results: Vec<Result<T>> = pool.install(|| sources.par_iter().map(read).collect());
    let (mut all, mut failures) = (Vec::new(), Vec::new());
    for (source, result) in sources.iter().zip(results) {
        match result {
            Ok(found) => all.push(found),
            Err(error) => {
                let failure = format!("cannot scan {}: {error:#}", source.path.display());
                // A folder may be called anything.
                failures.push(visible(&failure).into_owned());
            }
        }
    }
    match failures.as_slice() {
        [] => Ok(all),
        [failure] => bail!("{failure}"),
        failures => bail!("{} repositories failed\n{}", failures.len(), failures.join("\n")),
    }
}
