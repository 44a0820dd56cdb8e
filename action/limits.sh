# How patient the download is. The tests bring a shorter patience of their own.
# shellcheck shell=bash disable=SC2034

# How often a server is asked.
TRIES=4
# How long to wait before it is asked again; each time twice as long.
PAUSE_SECONDS=1
# How long it may take to answer at all.
CONNECT_SECONDS=10
# How long it may send less than a kilobyte a second.
STALL_SECONDS=15
# How long one file may take. An archive has about five megabytes.
FILE_SECONDS=60
# No archive has more bytes.
MOST_BYTES=104857600
