# What a change is compared with.
# shellcheck shell=bash disable=SC2034

# Sets `base` to a commit, or leaves it empty and sets `why` to a sentence.
find_base() {
  base=""
  why=""
  if ! git rev-parse --quiet --verify HEAD > /dev/null 2>&1; then
    why="The folder is no git checkout, so there is nothing to compare with."
    return
  fi
  case $GITHUB_EVENT_NAME in
    pull_request) base_of_pull_request ;;
    merge_group) base_if_there "$BASE_SHA" ;;
    push) base_if_there "$BEFORE_SHA" ;;
  esac
}

# GitHub checks out a commit that merges the pull request. Its first parent is the branch that it would be merged into.
base_of_pull_request() {
  if [[ $(git rev-parse HEAD) != "$GITHUB_SHA" ]]; then
    # The workflow checked out another commit.
    base_if_there "$BASE_SHA"
  elif git rev-parse --quiet --verify 'HEAD^1^{commit}' > /dev/null; then
    base="HEAD^1"
    # A name that people know, if it is the same commit.
    local branch="refs/remotes/origin/$GITHUB_BASE_REF"
    if [[ $(git rev-parse --quiet --verify "$branch^{commit}" || true) == "$(git rev-parse "HEAD^1")" ]]; then
      base="origin/$GITHUB_BASE_REF"
    fi
  else
    why="$SHALLOW"
  fi
}

# Takes a commit if the clone has it. A branch that is new has none: its number is 0.
base_if_there() {
  if [[ $1 =~ [1-9a-f] ]] && git cat-file -e "$1^{commit}" 2> /dev/null; then
    base=$1
  else
    why="$SHALLOW"
  fi
}

SHALLOW="The checkout does not have the commit to compare with: set fetch-depth: 0 for actions/checkout."
