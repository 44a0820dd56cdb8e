#!/usr/bin/env bash
# Compares the signatures that a change brings with the commits that brought them.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=action/say.sh
. "$here/say.sh"
# shellcheck source=action/radar.sh
. "$here/radar.sh"
# shellcheck source=action/base.sh
. "$here/base.sh"

enter
find_base
if [[ -n $base && $(git rev-parse --is-shallow-repository) == true ]]; then
  why="Who signed what cannot be told, because the checkout is shallow: set fetch-depth: 0 for actions/checkout."
  base=""
fi
if [[ -z $base ]]; then
  # A push is audited if there is something to compare with; a pull request always should be.
  if [[ $GITHUB_EVENT_NAME == pull_request && -n $why ]]; then notice "$why"; fi
  exit
fi
ask audit audit --since="$base" --format markdown
case $code in
  0)
    mv -- "$REPORT/audit.out" "$REPORT/audit.md"
    ask audit audit --since="$base" --format github
    annotate "$REPORT/audit.out"
    ;;
  1) ;; # The content has errors, which the check has shown.
  unknown) too_old "audit --since" "signatures are not compared with commits" ;;
  *) notice "Signatures were not compared with commits: $(said audit)" ;;
esac
