# Where the radar is, and how to ask the program something about it.
# shellcheck shell=bash

# Git looks for a repository in the folder of the radar first. A pull request can commit what looks like a bare one, whose
# settings name programs, as for a fetch of what it misses: no such repository is used, and nothing is fetched. Git older
# than 2.38 knows the last of these only.
number=${GIT_CONFIG_COUNT:-0}
export "GIT_CONFIG_KEY_$number=safe.bareRepository" "GIT_CONFIG_VALUE_$number=explicit"
export GIT_CONFIG_COUNT=$((number + 1)) GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none

# Goes to the top of the repository, because annotations name files from there, and sets `root`, the folder of the radar
# from there. Without git, that is the folder of the radar itself.
enter() {
  local up
  unset CDPATH
  cd -- "$(posix "$GITHUB_WORKSPACE")" || exit
  enter_folder working-directory "$WORKING_DIRECTORY"
  # shellcheck disable=SC2153 # it is an input
  enter_folder root "$ROOT"
  # As the program does: any folder of a radar leads to it.
  up=.
  while ! [[ -f $up/radar/radar.toml || $up/. -ef / || -e $up/.git ]]; do up+=/..; done
  if [[ -f $up/radar/radar.toml ]]; then cd -- "$up" || exit; fi
  root=.
  if up=$(git rev-parse --show-cdup 2> /dev/null); then
    root=$(git rev-parse --show-prefix)
    root=${root%/}
    root=${root:-.}
    cd -- "${up:-.}" || exit
  fi
}

# Goes to a folder that an input names.
enter_folder() {
  local folder=$2
  case $folder in
    "") return ;;
    [A-Za-z]:[/\\]*) folder=$(posix "$folder") ;;
    /*) ;;
    *) folder=./$folder ;;
  esac
  cd -- "$folder" 2> /dev/null || fail "$1: there is no folder $2 in the checkout."
}

# Asks the program something. Its output is in NAME.out of the report, and what it says besides in NAME.said. Sets `code`
# to its exit code, or to `unknown` if this version knows no such command or option.
ask() {
  local name=$1
  shift
  code=0
  "$PROGRAM" --root="$root" "$@" > "$REPORT/$name.out" 2> "$REPORT/$name.said" || code=$?
  if ((code == 2)) && grep -Eq "$UNKNOWN" "$REPORT/$name.said"; then code=unknown; fi
}

UNKNOWN="^error: (unrecognized subcommand|unexpected argument|invalid value '(github|markdown)')"

# Returns the first lines of what the program said, to be shown in one message.
said() {
  sed -e $'s/\033\\[[0-9;]*m//g' -e 's/^error: //' -e 5q "$REPORT/$1.said"
}

# Says that this version cannot do something.
too_old() {
  notice "radar $VERSION does not know \`$1\`, so $2. A later version does."
}
