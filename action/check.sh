#!/usr/bin/env bash
# Checks the content: problems become annotations beside their lines. Later steps go on whatever is found; the last one
# fails with the exit code that this one notes.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=action/say.sh
. "$here/say.sh"
# shellcheck source=action/radar.sh
. "$here/radar.sh"

REPORT=$(mktemp -d "$(posix "$RUNNER_TEMP")/radar-report-XXXXXX")
enter
ask check check --message-format github
if [[ $code == unknown ]]; then
  too_old "check --message-format github" "problems have no annotations"
  ask check check
fi
if [[ $code != [01] ]]; then fail "$(said check)" "${code/unknown/2}"; fi
# Commands to the runner, which the program has escaped as such; anything else is text.
grep -E '^::(error|warning) ' "$REPORT/check.said" > "$REPORT/annotations" || true
grep -Ev '^::(error|warning) ' "$REPORT/check.said" > "$REPORT/check.text" || true
cat -- "$REPORT/annotations"
quote "$REPORT/check.text"
output report "$REPORT"
output code "$code"
output errors "$(grep -c '^::error ' "$REPORT/annotations" || true)"
output warnings "$(grep -c '^::warning ' "$REPORT/annotations" || true)"
