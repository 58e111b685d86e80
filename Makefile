# Everything there is to do here, by name. `make` alone lists it; the first target that needs the environment sets it up.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
# loadgroup keeps tests that share a built warehouse in one worker: @pytest.mark.xdist_group.
PYTEST_FLAGS ?= -n 2 --dist loadgroup

# Compiled once at installation, not by every process again.
unexport PYTHONDONTWRITEBYTECODE
# An environment of the caller's must not leak into ours.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
# Nothing here phones home.
export DAGSTER_DISABLE_TELEMETRY := yes
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false

# An environment doesn't survive a move of the project: it is made anew where its stamp names another folder.
ifneq ($(shell cat $(LOCKED) 2>/dev/null),$(CURDIR))
$(shell rm -f $(LOCKED))
endif

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(READY) ## make the environment (.venv) from the locks

.PHONY: demo
demo: $(READY) ## build the demo company and show what was found in it
	@$(BIN)/whale demo

.PHONY: test
test: $(READY) ## run the tests
	@$(BIN)/pytest -m "not drill and not bench" $(PYTEST_FLAGS)

.PHONY: docs
docs: $(READY) ## write the reference pages from contracts and models
	@$(BIN)/python -m orchestration.reference_pages

.PHONY: drills
drills: $(READY) ## run the long exercises: killed runs, missed nights, months of refreshes
	@$(BIN)/pytest -m drill --timeout 3600

.PHONY: bench
bench: $(READY) ## measure a refresh by phase, and the landing against its rivals
	@$(BIN)/python -m benchmarks refresh
	@$(BIN)/python -m benchmarks landing

.PHONY: lint
lint: $(READY) ## check style of Python and SQL, and who imports whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/sqlfluff lint --disable-progress-bar --processes 2 dbt_project companies

.PHONY: fix
fix: $(READY) ## let the tools mend the style of Python and SQL
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/sqlfluff fix --disable-progress-bar --processes 2 dbt_project companies

.PHONY: types
types: $(READY) ## check types
	@$(BIN)/mypy --strict

.PHONY: lock
lock: $(READY) ## compile the locks again (newer versions: make lock UPGRADE=--upgrade)
	@$(call compile,requirements-dev.in,requirements-dev.lock)
	@$(call compile,--constraint requirements-dev.lock requirements.in,requirements.lock)
	@echo uv | $(call compile,-,requirements-bootstrap.lock)
	@$(call compile,benchmarks/dlt/requirements.in,benchmarks/dlt/requirements.lock)

.PHONY: clean
clean: ## remove the environment and caches (exports and data/ stay)
	@rm -rf $(VENV) *.egg-info build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# No index address gets into a lock, so that it works with any mirror.
compile = $(BIN)/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-strip-extras \
	--no-emit-index-url --output-file $(2) $(1)

# uv installs in seconds; where it can't be had, or doesn't know the machine's mirror, pip does the same from the same hashes.
$(LOCKED): requirements-bootstrap.lock requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Whalecurve needs Python 3.11 or newer, and "$(PYTHON)" is not. Name one: make PYTHON=/path/to/python3.11' >&2; exit 2; }
	@$(PYTHON) -m venv --clear $(VENV) || { \
		echo 'Python could not make a virtual environment; on Debian: apt install python3-venv' >&2; exit 2; }
	@{ $(BIN)/python -m pip install --quiet --require-hashes -r requirements-bootstrap.lock \
		&& $(BIN)/uv pip install --python $(BIN)/python --require-hashes --compile-bytecode -r requirements-dev.lock; } \
		|| $(BIN)/python -m pip install --require-hashes -r requirements-dev.lock
	@printf %s '$(CURDIR)' > $@

$(READY): $(LOCKED) pyproject.toml requirements.in
	@$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@
