#!/usr/bin/env bash
# Writes the summary of the run: on a pull request what it changes, otherwise what is to be done next.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=action/say.sh
. "$here/say.sh"
# shellcheck source=action/radar.sh
. "$here/radar.sh"
# shellcheck source=action/words.sh
. "$here/words.sh"

enter
{
  printf '### Radar%s\n\n%s\n' "$(place)" "$(problems)"
  if [[ $GITHUB_EVENT_NAME == pull_request ]]; then
    printf '\n'
    changes
    if [[ -f $REPORT/audit.md ]]; then printf '\n' && cat -- "$REPORT/audit.md"; fi
    if [[ -n $PREVIEW_URL ]]; then printf '\n%s\n' "$(preview)"; fi
  else
    # Errors come first: this list is for a radar that has none.
    ask due due --limit 5 --format markdown
    if [[ $code == 0 ]]; then printf '\n' && cat -- "$REPORT/due.out"; fi
    if [[ -f $REPORT/audit.md ]] && is_notable; then printf '\n' && cat -- "$REPORT/audit.md"; fi
    if [[ -n $FILES ]]; then printf '\nBuilt the site: %s%s.\n' "$(counted "$FILES" file)" "${BASE_URL:+, for $BASE_URL}"; fi
  fi
} > "$REPORT/summary.md"
cat -- "$REPORT/summary.md" >> "$GITHUB_STEP_SUMMARY"
