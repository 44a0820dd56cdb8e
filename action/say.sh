# What a step says: annotations of the run, and outputs for the steps after it.
# shellcheck shell=bash

# Texts are bytes: what others wrote may be in any encoding, or in none.
export LC_ALL=C

# Escapes a text for a workflow command.
escaped() {
  local text=$1
  text=${text//'%'/%25}
  text=${text//$'\r'/%0D}
  text=${text//$'\n'/%0A}
  printf '%s' "$text"
}

# Stops the step with a sentence that says what to do. The runner reads commands from both streams.
fail() {
  printf '::error title=radar::%s\n' "$(escaped "$1")" >&2
  exit "${2:-1}"
}

# Says what could not be done, when the rest can.
notice() {
  printf '::notice title=radar::%s\n' "$(escaped "$1")" >&2
}

# Sets an output of the step, whatever its value contains.
output() {
  local end="end-$RANDOM$RANDOM$RANDOM"
  printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >> "$GITHUB_OUTPUT"
}

# Prints a file that others may have written into the log, and lets no line of it be a command to the runner.
quote() {
  local end="end-$RANDOM$RANDOM$RANDOM"
  printf '::stop-commands::%s\n' "$end"
  cat -- "$1"
  printf '\n::%s::\n' "$end"
}

# Prints a file of the program into the log: its annotations, and the rest as text. The runner ends a line at a carriage
# return, too, and the program escapes those of its messages.
annotate() {
  tr '\r' '\n' < "$1" | grep -E '^::(error|warning|notice) ' || true
  tr '\r' '\n' < "$1" | grep -Ev '^::(error|warning|notice) ' > "$1.text" || true
  if [[ -s $1.text ]]; then quote "$1.text"; fi
}

# Returns a path as programs of the runner's system know it.
native() {
  if command -v cygpath > /dev/null; then cygpath -w -- "$1"; else printf '%s\n' "$1"; fi
}

# Returns a path of the runner's system as bash knows it.
posix() {
  if command -v cygpath > /dev/null; then cygpath -u -- "$1"; else printf '%s\n' "$1"; fi
}
