# Where the releases of this action's program are. Only files of the action itself and GitHub's word on where it came
# from decide: no input and no variable of a workflow leads to another program.
# shellcheck shell=bash

# Prints a key of [package] in the action's own Cargo.toml.
package() {
  sed -n "/^\[package\]/,/^\[/ s/^$1[[:space:]]*=[[:space:]]*\"\([^\"]*\)\".*/\1/p" "$GITHUB_ACTION_PATH/Cargo.toml"
}

# Prints the address that a remote of git names, for a browser: without a user, without a password.
browsable() {
  local remote=${1%.git}
  case $remote in
    *://*@*) remote="${remote%%://*}://${remote#*@}" ;;
    *@*:*) remote="https://${remote#*@}" && remote="https://$(printf '%s' "${remote#https://}" | sed 's|:|/|')" ;;
  esac
  printf '%s\n' "${remote/#ssh:/https:}"
}

# Prints the address of the repository that has the releases.
address() {
  local address config="$GITHUB_ACTION_PATH/.git/config"
  address=$(package repository)
  # Checked out into a folder. Only the action's own settings are read: a folder above may be another repository. This
  # comes before GitHub's word, which is about actions that it fetched itself: those have no settings of git.
  if [[ -z $address && -f $config ]]; then
    address=$(browsable "$(git config --file "$config" --get remote.origin.url || true)")
  fi
  if [[ -z $address && -n $ACTION_REPOSITORY ]]; then
    address="$SERVER/$ACTION_REPOSITORY"
  fi
  [[ -n $address ]] || fail "Nothing says where the releases of radar are: Cargo.toml of the action has no repository, and it was not checked out from one."
  address=${address%/}
  # A test plays the release on this machine; what comes from another one comes encrypted.
  if ! [[ $address =~ ^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)+$ ||
    $address =~ ^http://(127\.0\.0\.1|localhost)(:[0-9]+)?(/[A-Za-z0-9._~-]+)+$ ]]; then
    fail "The action's repository is $address, which is no address of a repository, such as https://github.com/owner/repository."
  fi
  printf '%s\n' "$address"
}
