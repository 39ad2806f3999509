#!/usr/bin/env bash
# Download what is published, plain or packed by gzip or zstd:
#
#   deploy/fetch.sh archive FOLDER     a tar of the archive, from the address in ARCHIVE_URL; FOLDER is replaced
#   deploy/fetch.sh database FILE      the database, from the address in DATABASE_URL
#
# The archive is a fiftieth of the database and all that publishing needs. On the collector's machine it is packed by
#   nyaastats archive --db nyaastats.db && tar --create --zstd --file archive.tar.zst nyaastats.archive
# and a copy of the database by
#   nyaastats db vacuum --db nyaastats.db --into copy.db && zstd copy.db
# also while a run is under way. A plain copy (cp) of a database that is being written may be damaged.
set -euo pipefail

fail() {
  echo "fetch.sh: $1" >&2
  exit 1
}

kind=${1:-} place=${2:-}
place=${place%/}
case $kind in
  archive) name=ARCHIVE_URL what="a tar of an archive" ;;
  database) name=DATABASE_URL what="a nyaastats.db" ;;
  *) fail "say what to fetch: archive FOLDER or database FILE" ;;
esac
[ -n "$place" ] || fail "say where to write it: $kind PLACE"
[ -d "$(dirname "$place")" ] || fail "there is no folder for $place: make it first"
address=${!name:-}
fetched=$place.fetched part=$place.part

unpack() {
  case $(head -c 4 "$1" | od -An -tx1 | tr -d ' ') in
    1f8b*) gzip --decompress --stdout <"$1" ;;
    28b52ffd) zstd --decompress --stdout <"$1" ;;
    *) cat "$1" ;;
  esac
}

# The address may contain a key: no message repeats it.
case $address in
  '') fail "$name is not set: make it a secret of the repository, the https address of $what" ;;
  https://*) ;;
  *) fail "$name is not an https address" ;;
esac
if [ "$kind" = archive ] && [ -e "$place" ] && [ ! -f "$place/manifest.json" ]; then
  fail "$place is no archive and would be replaced: name another folder"
fi

# What was there stays until the new one has its name: it may hold charts that nobody else has.
clean_up() {
  if [ -e "$place.replaced" ] && [ ! -e "$place" ]; then mv "$place.replaced" "$place"; fi
  rm -rf "$fetched" "$part" "$place.replaced"
}
trap clean_up EXIT
clean_up
curl --proto =https --location --fail --silent --show-error --retry 5 --retry-connrefused --max-time 1800 \
  --output "$fetched" "$address" || fail "$name cannot be downloaded: check that its address can be read"
if [ "$kind" = database ]; then
  unpack "$fetched" >"$part" || fail "what $name serves is damaged: upload it again"
  [ "$(head -c 15 "$part" | tr -d '\0')" = "SQLite format 3" ] || fail "what $name serves is no database: upload it again"
  # What a writer that was killed has left beside the old database would be read into the new one.
  rm -f "$place-wal" "$place-shm" "$place-journal"
  mv "$part" "$place"
  exit
fi

mkdir "$part"
unpack "$fetched" | tar --extract --no-same-owner --directory "$part" ||
  fail "what $name serves is damaged, or no tar: upload it again"
# The folder itself may be packed, or what is in it.
manifest=$(find "$part" -maxdepth 2 -name manifest.json -type f)
[ -f "$manifest" ] || fail "what $name serves is no archive: pack the folder with manifest.json in it"
# The charts as this machine first published them stay, what it projected, and what AniList answered it; the collector's
# machine has them only if it publishes, too.
fresh=$(dirname "$manifest")
for kept in editions projections shows; do
  if [ -d "$place/$kept" ] && [ ! -e "$fresh/$kept" ]; then
    cp -R "$place/$kept" "$fresh/$kept"
  fi
done
[ ! -e "$place" ] || mv "$place" "$place.replaced"
mv "$fresh" "$place"
