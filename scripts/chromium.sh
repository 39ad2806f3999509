#!/bin/sh
# Print where Chromium is, for the browser tests; as root on Debian install it first when there is none.
set -eu

find_chromium() {
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name"; then return 0; fi
  done
  return 1
}

find_chromium && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >&2
  find_chromium && exit 0
fi
echo "no Chromium for the browser tests: install one (Debian: apt-get install chromium), or name it in CHROMIUM" >&2
exit 1
