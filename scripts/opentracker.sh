#!/bin/sh
# Print where opentracker is, the real tracker of the tests; as root on Debian install it first when there is none.
set -eu
PATH="$PATH:/usr/sbin:/usr/bin"
POLICY=/usr/sbin/policy-rc.d

# The package would start a tracker on port 6969, now and at every boot; the tests start their own.
forbid_services() {
  if [ -e "$POLICY" ]; then return; fi
  trap 'rm -f "$POLICY"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\nexit 101\n' >"$POLICY"
  chmod 755 "$POLICY"
}

command -v opentracker && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  forbid_services
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends opentracker >&2
  if command -v systemctl >/dev/null; then systemctl --quiet disable opentracker.service >&2 || true; fi
  command -v opentracker && exit 0
fi
echo "no opentracker for the tests of the collector: install one (Debian: apt-get install opentracker)" >&2
exit 1
