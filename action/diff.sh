#!/usr/bin/env bash
# Finds out what a pull request changes on the radar.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=action/say.sh
. "$here/say.sh"
# shellcheck source=action/radar.sh
. "$here/radar.sh"
# shellcheck source=action/base.sh
. "$here/base.sh"

# Says why there is no comparison, to the log and to the report.
not_compared() {
  notice "What changes was not found out: $1"
  printf '%s\n' "$1" > "$REPORT/diff.why"
}

enter
find_base
if [[ -z $base ]]; then
  not_compared "$why"
  exit
fi
ask diff diff --base="$base" --format markdown
case $code in
  0) mv -- "$REPORT/diff.out" "$REPORT/diff.md" ;;
  1) printf '%s\n' "The content has errors, so nothing was compared." > "$REPORT/diff.why" ;;
  unknown)
    too_old "diff --base" "what changes is not known"
    printf '%s\n' "radar $VERSION cannot compare with a commit." > "$REPORT/diff.why"
    ;;
  *) not_compared "$(said diff)" ;;
esac
