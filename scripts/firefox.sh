#!/bin/sh
# Print where Firefox is, the second browser of the tests; as root on Debian install it first when there is none. Without
# one its tests are skipped, so that this never fails. `firefox.sh find` installs nothing.
set -eu

find_firefox() {
  for name in "${FIREFOX:-}" firefox-esr firefox; do
    if [ -n "$name" ] && command -v "$name"; then return 0; fi
  done
  return 1
}

find_firefox && exit 0
if [ "${1:-}" = find ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends firefox-esr >&2 || true
  find_firefox && exit 0
fi
echo "no Firefox for the browser tests, which are skipped in it: install one, or name it in FIREFOX" >&2
