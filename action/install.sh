#!/usr/bin/env bash
# Installs the program of a release: downloads the archive for this runner, compares it with the release's list of sums,
# asks GitHub for its attestation, and puts the program on the PATH. What fails leaves nothing behind.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=action/say.sh
. "$here/say.sh"
# shellcheck source=action/limits.sh
. "$here/limits.sh"
# shellcheck source=action/address.sh
. "$here/address.sh"
# shellcheck source=action/download.sh
. "$here/download.sh"
# shellcheck source=action/attestation.sh
. "$here/attestation.sh"

main() {
  check_inputs
  local version target address tools
  version=$(version)
  target=$(target)
  address=$(address)
  tools=$(tools)
  # Another repository's program of this version is another program.
  local home
  home="$tools/radar/$version/$target-$(printf '%s' "$address" | sum | cut -c 1-16)"
  if ! runs "$home" "$version"; then
    install "$address" "$version" "$target" "$home"
  fi
  native "$home" >> "$GITHUB_PATH"
  output version "$version"
  output program "$home/$(program)"
  echo "radar $version of $address"
}

# Checks what the person who wrote the workflow gave.
check_inputs() {
  case $COMMAND in
    build | check | none) ;;
    *) fail "command is build, check or none, not: $COMMAND" ;;
  esac
  case $COMMENT in
    true | false) ;;
    *) fail "comment is true or false, not: $COMMENT" ;;
  esac
  # It would have the rights of the repository, and the content of anybody.
  if [[ $COMMAND != none && $GITHUB_EVENT_NAME == pull_request_target ]]; then
    fail "Run this action on pull_request, not on pull_request_target, which gives the content of strangers the rights of the repository."
  fi
}

# Prints the version to install: the one of this action, unless another was asked for.
version() {
  # shellcheck disable=SC2153 # it is an input
  local version=${VERSION#v}
  if [[ -z $version ]]; then version=$(package version); fi
  if ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?$ ]]; then
    fail "version is one such as 0.1.0, not: $version"
  fi
  printf '%s\n' "$version"
}

# Prints the kind of machine that the runner is, by the name that releases give it.
target() {
  case $RUNNER_OS-$RUNNER_ARCH in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    # Windows on ARM runs programs for x86-64, too.
    Windows-X64 | Windows-ARM64) echo x86_64-pc-windows-msvc ;;
    *) fail "No release of radar has a program for $RUNNER_OS on $RUNNER_ARCH: there are Linux, macOS (X64, ARM64) and Windows (X64)." ;;
  esac
}

program() {
  if [[ $RUNNER_OS == Windows ]]; then echo radar.exe; else echo radar; fi
}

# Prints a folder that can be written to, and that the runner keeps for as long as it keeps tools.
tools() {
  local folder
  for folder in ${RUNNER_TOOL_CACHE:+"$RUNNER_TOOL_CACHE"} "$RUNNER_TEMP"; do
    folder=$(posix "$folder")
    if mkdir -p -- "$folder/radar" 2> /dev/null && [[ -w $folder/radar ]]; then
      printf '%s\n' "$folder"
      return
    fi
  done
  fail "Neither the tool cache nor the temporary folder of this runner can be written to: $RUNNER_TEMP"
}

# Prints the SHA-256 of what it reads.
sum() {
  if command -v sha256sum > /dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# Returns whether a folder has the program, in this version.
runs() {
  local said
  said=$("$1/$(program)" --version 2> /dev/null) && [[ ${said%$'\r'} == "radar $2" ]]
}

install() {
  local address=$1 version=$2 target=$3 home=$4
  # Beside its place, so that the folder comes in one step, whole.
  work=$(mktemp -d "$tools/radar/.new-XXXXXX")
  # Windows removes no folder that somebody is in.
  trap 'cd / && rm -rf -- "$work"' EXIT
  cd -- "$work"
  local archive="radar-$version-$target.tar.gz"
  if [[ $RUNNER_OS == Windows ]]; then archive="radar-$version-$target.zip"; fi
  local files="$address/releases/download/v$version"
  download "$files/SHA256SUMS" SHA256SUMS ||
    fail "There is no release v$version at $address, or it is not public (404). Its releases are at $address/releases."
  local expected
  expected=$(tr -d '\r' < SHA256SUMS | awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }')
  [[ -n $expected ]] ||
    fail "The release v$version has no program for $RUNNER_OS on $RUNNER_ARCH: its SHA256SUMS does not list $archive."
  [[ $expected =~ ^[0-9a-f]{64}$ ]] ||
    fail "SHA256SUMS of the release v$version does not give one SHA-256 for $archive."
  download "$files/$archive" "$archive" ||
    fail "The release v$version lists $archive, and does not have it (404)."
  local found
  found=$(sum < "$archive")
  [[ $found == "$expected" ]] ||
    fail "$archive is not the file that the release lists: its SHA-256 is $found, and SHA256SUMS says $expected. It is not used."
  attested "$archive" "$address" "$version"
  unpack "$archive" "radar-$version-$target/$(program)"
  runs new "$version" || fail "$archive has a program that does not run here, or is not radar $version."
  place "$home"
}

# Writes the program, and nothing else, to new/: no path of the archive is used.
unpack() {
  local archive=$1 path=$2 code=0
  mkdir new
  case $archive in
    *.tar.gz) tar -xzOf "$archive" "$path" > "new/$(program)" 2> unpack.error || code=$? ;;
    *) unzip -p "$archive" "$path" > "new/$(program)" 2> unpack.error || code=$? ;;
  esac
  if ((code)) || ! [[ -s new/$(program) ]]; then
    fail "$archive is not whole, or has no $path: $(tail -n 1 unpack.error)"
  fi
  chmod 755 "new/$(program)"
}

# Moves the program to its place. Another job of this runner may have been faster; then its program is taken.
place() {
  local home=$1
  mkdir -p -- "$(dirname -- "$home")"
  if [[ -e $home ]] && ! runs "$home" "$version"; then
    mv -- "$home" "$work/old"
  fi
  if ! [[ -e $home ]]; then mv -- new "$home"; fi
}

# The program gets no token.
token=${GH_TOKEN:-}
unset GH_TOKEN
gh() { GH_TOKEN=$token command gh "$@"; }
main
