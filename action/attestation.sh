# Asks GitHub whether the release workflow of the program's own repository built an archive.
# shellcheck shell=bash

# Stops if GitHub says that it did not. Says in one sentence why nobody could be asked.
attested() {
  local file=$1 address=$2 repository=${2#https://github.com/} code=0
  # Attestations are kept by github.com, for what its own runners built.
  if [[ $address != https://github.com/* ]]; then return; fi
  if [[ -z $(type -P gh) ]]; then
    notice "The attestation of $file was not checked, because this runner has no gh. Its SHA-256 is the one of the release."
    return
  fi
  # Of the version's own tag: somebody who may push a branch can change the workflow there, and sign as it.
  gh attestation verify "$file" --repo "$repository" --format json \
    --signer-workflow "$repository/.github/workflows/release.yml" \
    --source-ref "refs/tags/v$3" --deny-self-hosted-runners > attestation.json 2> attestation.error || code=$?
  # A gh of 2025 ends with 0 if it found none.
  if ((code == 0)) && grep -q verificationResult attestation.json; then return; fi
  if ((code == 4)) || grep -Eqi "$CANNOT_ASK" attestation.error; then
    notice "The attestation of $file was not checked: $(reason). Its SHA-256 is the one of the release."
  elif grep -q 'HTTP 404' attestation.error && ! is_public "$repository"; then
    notice "The attestation of $file was not checked: $repository is not public, or this token cannot read it. Its SHA-256 is the one of the release."
  else
    fail "$file was not built by the release workflow of $repository, according to GitHub ($(reason)). It is not used."
  fi
}

# What gh writes if it does not know the command, has no token, or GitHub does not answer.
CANNOT_ASK='unknown (command|flag)|GH_TOKEN|gh auth login|HTTP (401|403|429|5[0-9][0-9])|rate limit|error connecting|dial tcp|timeout|timed out|no such host|connection refused'

is_public() {
  [[ $(gh api "repos/$1" --jq .visibility 2> /dev/null) == public ]]
}

# Prints gh's own words, on one line.
reason() {
  local words
  words=$(tr '\r\n' '  ' < attestation.error | sed 's/^ *//; s/ *$//' | cut -c 1-200)
  printf '%s' "${words:-gh found no attestation}"
}
