#!/usr/bin/env bash
# Download nyaastats.db: deploy/fetch.sh FILE, with its address in DATABASE_URL.
#
# The address serves the database, plain or packed by gzip or zstd. Make such a copy on the collector's machine with
#   nyaastats db vacuum --db nyaastats.db --into copy.db && zstd copy.db
# also while a run is under way. A plain copy (cp) of a database that is being written may be damaged.
set -euo pipefail

file=${1:?give the file to write}
fetched=$file.fetched

fail() {
  echo "fetch.sh: $1" >&2
  exit 1
}

unpack() {
  case $(head -c 4 "$1" | od -An -tx1 | tr -d ' ') in
    1f8b*) gzip --decompress --stdout <"$1" ;;
    28b52ffd) zstd --decompress --stdout <"$1" ;;
    *) cat "$1" ;;
  esac
}

# The address may contain a key: no message repeats it.
case ${DATABASE_URL:-} in
  '') fail "DATABASE_URL is not set: make it a secret of the repository, the https address of a nyaastats.db" ;;
  https://*) ;;
  *) fail "DATABASE_URL is not an https address" ;;
esac

trap 'rm -f "$fetched" "$file.part"' EXIT
curl --proto =https --location --fail --silent --show-error --retry 5 --retry-connrefused --max-time 1800 \
  --output "$fetched" "$DATABASE_URL" || fail "DATABASE_URL cannot be downloaded: check that its address can be read"
unpack "$fetched" >"$file.part" || fail "what DATABASE_URL serves is damaged: upload it again"
mv "$file.part" "$file"
