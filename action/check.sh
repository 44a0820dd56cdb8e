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
annotate "$REPORT/check.said"
output report "$REPORT"
output code "$code"
output errors "$(grep -c '^::error ' "$REPORT/check.said" || true)"
output warnings "$(grep -c '^::warning ' "$REPORT/check.said" || true)"
