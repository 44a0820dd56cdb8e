# Sentences that the summary and the comment share.
# shellcheck shell=bash disable=SC2016,SC2154

# Prints which radar it is, if its folder is not the whole repository.
place() {
  # Not even a folder's name is markup.
  if [[ $root != . ]]; then printf ' in `%s`' "$(printf '%s' "$root" | tr '`\r\n' "'  ")"; fi
}

# Prints a number with its noun.
counted() {
  if (($1 == 1)); then printf '1 %s' "$2"; else printf '%s %ss' "$1" "$2"; fi
}

# Prints how many problems the check found.
problems() {
  local counts=""
  if ((ERRORS)); then counts=$(counted "$ERRORS" error); fi
  if ((WARNINGS)); then counts+=${counts:+, }$(counted "$WARNINGS" warning); fi
  if [[ -n $counts ]]; then
    printf '**%s**, beside the lines that cause them.' "$counts"
  elif [[ $CODE == 0 ]]; then
    printf 'No problems.'
  else
    printf '**The content has errors**; the log of the run shows them.'
  fi
}

# Prints what changes, or why that is not known.
changes() {
  if [[ -f $REPORT/diff.md ]]; then
    cat -- "$REPORT/diff.md"
  elif [[ -f $REPORT/diff.why ]]; then
    # The program's own words, which can name files of others.
    printf 'What changes is not known. %s\n' "$(tr '`<>@*_[]#\r\n' "'             " < "$REPORT/diff.why" | sed 's/ *$//')"
  fi
}

# Returns whether the audit found something to look at.
is_notable() {
  ! grep -q '^### Signatures: nothing to report' "$REPORT/audit.md"
}

# Prints where the built site is.
preview() {
  printf '[Preview of the site](%s): a ZIP; unpack it and open `index.html`.' "$PREVIEW_URL"
}
