# Every target can be run again at any time; each makes first what it needs.

PYTHON ?= python3
BIN := .venv/bin
DEMO := build/demo

.PHONY: help setup demo test check format bench lock clean
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

demo: setup ## a whole season, made up and measured: from nothing to a ranking
	@$(BIN)/nyaastats synthetic --output $(DEMO)/nyaastats.db
	@$(BIN)/nyaastats etl --db $(DEMO)/nyaastats.db --anilist $(DEMO)/nyaastats.anilist.json

test: check ## check, then every test
	$(BIN)/python -m pytest

check: setup ## format, lint and types
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy

format: setup ## mend what check would refuse, where a machine can
	$(BIN)/ruff format --quiet
	$(BIN)/ruff check --quiet --fix

bench: setup ## time and memory of a run, written to benchmarks/RESULTS.md
	$(BIN)/python benchmarks/run.py

lock: ## requirements.lock anew from pyproject.toml: all platforms, hashes, no addresses
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock

clean: ## take away what was made, the environment too
	rm -rf .venv build website/src/data .mypy_cache .pytest_cache .ruff_cache .hypothesis
