#!/bin/sh
# Print where Chromium is, for the browser tests; as root on Debian install it first. The headless shell is preferred: the
# same engine without the windows around it, which take longer than the pages. `chromium.sh find` installs nothing.
set -eu

find_browser() {
  for name in "$@"; do
    if [ -n "$name" ] && command -v "$name"; then return 0; fi
  done
  return 1
}
find_shell() { find_browser "${CHROMIUM:-}" chromium-headless-shell; }
find_chromium() { find_shell || find_browser chromium chromium-browser google-chrome google-chrome-stable; }

find_shell && exit 0
if [ "${1:-}" != find ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2 || true
  apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-noto-core >&2 ||
    find_chromium >/dev/null || apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >&2 || true
fi
find_chromium && exit 0
echo "no Chromium for the browser tests: install one (Debian: apt-get install chromium), or name it in CHROMIUM" >&2
exit 1
