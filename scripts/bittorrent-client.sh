#!/bin/sh
# Print where aria2 is, the BitTorrent client of one test; as root on Debian install it first when there is none.
set -eu
PATH="$PATH:/usr/bin"

command -v aria2c && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends aria2; } >&2 || true
  command -v aria2c && exit 0
fi
echo "no aria2: the test with real BitTorrent clients is skipped; install it (Debian: apt-get install aria2)" >&2
exit 1
