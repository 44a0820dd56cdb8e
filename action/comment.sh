#!/usr/bin/env bash
# Keeps one comment of a pull request up to date: what it changes on the radar. The only step that may write, and it runs
# nothing but gh. What it cannot do is a notice: the summary of the run says the same.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=action/say.sh
. "$here/say.sh"
# shellcheck source=action/radar.sh
. "$here/radar.sh"
# shellcheck source=action/words.sh
. "$here/words.sh"

# In bytes; GitHub counts characters, and takes 65,536.
MOST=65000

main() {
  enter
  mark=$(mark)
  compose > "$REPORT/comment.md"
  if [[ -z $(type -P gh) ]]; then
    notice "There is no comment, because this runner has no gh. The summary of the run has the report."
    return
  fi
  # gh knows other hosts by other variables.
  export GH_HOST=${GITHUB_SERVER_URL#*://}
  case $GH_HOST in github.com | *.ghe.com) ;; *) export GH_ENTERPRISE_TOKEN=${GH_TOKEN:-} ;; esac
  own_comments || return 0
  local comments=$found number=""
  for number in $comments; do
    # Somebody may have deleted it meanwhile.
    if write PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$number"; then
      remove_others "$number"
      return
    elif ! grep -q 'HTTP 404' "$REPORT/gh.said"; then
      not_written
      return
    fi
  done
  if is_quiet; then return; fi
  # shellcheck disable=SC2153 # it is an input
  write POST "repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments" || not_written
}

# Prints the first line of the comment, by which it is found again. Several radars have several comments.
mark() {
  local name
  name=$(printf '%s' "$root" | tr -c 'A-Za-z0-9._/' _ | cut -c 1-80)
  printf '<!-- radar %s %s -->\n' "$name" "$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)"
}

# Prints the comment: as much as fits.
compose() {
  {
    printf '%s\n' "$mark"
    if [[ $root != . ]]; then printf '### Radar%s\n\n' "$(place)"; fi
  } > "$REPORT/head.md"
  changes > "$REPORT/changes.md"
  {
    if ((ERRORS)) || [[ $CODE != 0 ]]; then printf '\n%s\n' "$(problems)"; fi
    printf '\n'
    if [[ -n $PREVIEW_URL ]]; then printf '%s ' "$(preview)"; fi
    printf '[The run](%s) has the whole report.\n' "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
  } > "$REPORT/foot.md"
  : > "$REPORT/signed.md"
  if [[ -f $REPORT/audit.md ]] && is_notable; then printf '\n' | cat - "$REPORT/audit.md" > "$REPORT/signed.md"; fi
  local part parts
  for parts in "changes signed" "changes" ""; do
    {
      cat -- "$REPORT/head.md"
      for part in $parts; do cat -- "$REPORT/$part.md"; done
      if [[ $parts != *signed* && -s $REPORT/signed.md || -z $parts ]]; then
        printf '\nThe report is too long for a comment.\n'
      fi
      cat -- "$REPORT/foot.md"
    } > "$REPORT/body.md"
    if (($(wc -c < "$REPORT/body.md") <= MOST)); then break; fi
  done
  cat -- "$REPORT/body.md"
}

# Returns whether there is nothing that a new comment would be worth.
is_quiet() {
  [[ $CODE == 0 && ! -s $REPORT/signed.md ]] &&
    { [[ ! -f $REPORT/diff.md ]] || grep -q '^Nothing on the radar changed since ' "$REPORT/diff.md"; }
}

# Sets `found` to the numbers of the comments that this workflow wrote about this radar, the oldest first. Anybody can
# write a comment with the same first line; only those of the token's own account are touched.
own_comments() {
  local own id login first
  own=$(gh api graphql -f query='query { viewer { login } }' --jq .data.viewer.login 2> "$REPORT/gh.said") ||
    own="github-actions[bot]"
  gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments?per_page=100" \
    --jq '.[] | "\(.id) \(.user.login) \(.body | split("\n")[0])"' > "$REPORT/comments" 2> "$REPORT/gh.said" || {
    not_written
    return 1
  }
  found=""
  while IFS=' ' read -r id login first; do
    if [[ $login == "$own" && ${first%$'\r'} == "$mark" ]]; then found+="$id "; fi
  done < "$REPORT/comments"
}

write() {
  gh api -X "$1" "$2" -F body=@"$REPORT/comment.md" --silent 2> "$REPORT/gh.said"
}

# Two runs at once can have written two comments. One is enough.
remove_others() {
  local number
  for number in $comments; do
    if [[ $number != "$1" ]]; then
      gh api -X DELETE "repos/$GITHUB_REPOSITORY/issues/comments/$number" --silent 2> "$REPORT/gh.said" || true
    fi
  done
}

not_written() {
  local why
  why=$(said gh)
  notice "There is no comment: ${why//$'\n'/ }. Writing one needs pull-requests: write. The summary of the run has the report."
}

main
