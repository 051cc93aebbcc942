# `make` alone lists what there is. Needs python3 (3.11 or newer); everything else comes into .venv.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
FRESH ?=
DAYS_AHEAD ?=
TESTS ?=
BENCH ?=

BIN := .venv/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore $(BIN)/pip --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint bench messages .venv clean browser

help: ## This list
	@awk -F ':.*## ' '/^[a-z.]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.runs ## The demonstration on HOST and PORT (127.0.0.1:8000); FRESH=1 starts over, DAYS_AHEAD=30 shows a later day
	@$(BIN)/participation demo --host "$(HOST)" --port "$(PORT)" --data-dir var/demo \
		$(if $(FRESH),--fresh) $(if $(DAYS_AHEAD),--days-ahead $(DAYS_AHEAD))

test: .venv/.complete browser ## Every test, in parallel: both databases, and a browser; TESTS="tests/ideas -k hidden" runs some
	$(BIN)/pytest -q -n auto --dist loadscope --no-loadscope-reorder $(TESTS)

lint: .venv/.complete ## Style, types, templates, imports, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/participation translations check

bench: .venv/.complete ## Benchmarks as ratios, side by side; BENCH="--only pages --seconds 3" runs some
	$(BIN)/python -m tests.bench $(BENCH)

messages: .venv/.complete ## Brings the catalogues in translations/ up to the source texts
	$(BIN)/participation translations update

.venv: .venv/.complete ## The environment with everything for development

clean: ## Removes the environment, caches and demonstration data
	rm -rf .venv var/demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer as $(PYTHON). Name another with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "Python cannot make an environment here. On Debian: apt-get install python3-venv"; rm -rf .venv; exit 1; }

# Stamps: nothing is installed anew until pyproject.toml changes.
.venv/.runs: pyproject.toml | $(BIN)/python
	@echo "Installing into .venv (a minute or two, once) ..."
	@$(PIP) install --editable .
	@touch $@

.venv/.complete: pyproject.toml | $(BIN)/python
	@echo "Installing what development needs into .venv (a minute or two, once) ..."
	@$(PIP) install --editable '.[test,lint]'
	@touch .venv/.runs $@

browser:
	@$(BIN)/python tests/chromium.py
