#!/usr/bin/env bash
# Builds the site, into a folder that no commit can have put something into.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=action/say.sh
. "$here/say.sh"
# shellcheck source=action/radar.sh
. "$here/radar.sh"

# Prints a name for the preview: several radars of one repository have several. Not every character can be in it.
preview() {
  local name=radar-preview
  if [[ $root != . ]]; then name+="-$(printf '%s' "$root" | tr -c 'A-Za-z0-9._' - | cut -c 1-60)"; fi
  # Other names that would look the same.
  if [[ $root =~ [^A-Za-z0-9._/] ]]; then name+="-$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)"; fi
  printf '%s\n' "$name"
}

enter
site=$(mktemp -d "$(posix "$RUNNER_TEMP")/radar-site-XXXXXX")/site
options=(--out "$site")
if [[ -n $BASE_URL ]]; then options+=(--base-url="$BASE_URL"); fi
ask build build "${options[@]}"
quote "$REPORT/build.said"
if [[ $code != 0 ]]; then fail "The site was not built: $(said build)" "${code/unknown/2}"; fi
# The record of what a later build may remove. Nothing is built into this folder again.
rm -f -- "$site/.radar-manifest"
output site "$(native "$site")"
output files "$(find "$site" -type f | wc -l | tr -d ' ')"
output preview "$(preview)"
