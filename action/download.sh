# Downloads a file of a release.
# shellcheck shell=bash

# Downloads URL to FILE. Returns 1 if the server has no such file; stops with a sentence if it cannot be had.
download() {
  local url=$1 file=$2 scheme=${1%%:*} host code answer try pause=$PAUSE_SECONDS
  host=${url#*://}
  host=${host%%/*}
  for ((try = 1; ; try++)); do
    code=0
    # --disable: no settings of the runner's user, which could turn the checks of certificates off.
    answer=$(curl --disable --silent --show-error --location --max-redirs 5 \
      --proto "=$scheme" --proto-redir "=$scheme" --max-filesize "$MOST_BYTES" \
      --connect-timeout "$CONNECT_SECONDS" --max-time "$FILE_SECONDS" \
      --speed-limit 1024 --speed-time "$STALL_SECONDS" \
      --output "$file.part" --write-out '%{http_code}' --url "$url" 2> "$file.error") || code=$?
    case $code:$answer in
      0:2??)
        mv -- "$file.part" "$file"
        return
        ;;
      0:404 | 0:410) return 1 ;;
    esac
    # What may be over in a moment: the server is busy or broken, or the network is.
    case $code:$answer in
      0:408 | 0:429 | 0:5?? | 5:* | 6:* | 7:* | 16:* | 18:* | 28:* | 35:* | 52:* | 55:* | 56:* | 92:*)
        if ((try < TRIES)); then
          sleep "$pause"
          pause=$((pause * 2))
          continue
        fi
        ;;
    esac
    fail "$(unreachable)"
  done
}

# Says why a file could not be had.
unreachable() {
  local why times=""
  why=$(sed -n 's/^curl: ([0-9]*) //p' "$file.error" | tail -n 1)
  if ((try > 1)); then times=" It was asked $try times."; fi
  case $code in
    0) echo "$host answered $answer when asked for $url.$times" ;;
    28) echo "$host is too slow: $url did not arrive in time (${why:-time-out}).$times" ;;
    1 | 47) echo "$host leads to an address that is not used: ${why:-too many redirects}." ;;
    23) echo "$url cannot be written to $PWD: ${why:-the disk may be full}." ;;
    63) echo "$url is larger than any release: it is not used." ;;
    *) echo "$host cannot be reached: ${why:-curl ended with $code}.$times If this runner needs a proxy, set https_proxy." ;;
  esac
}
