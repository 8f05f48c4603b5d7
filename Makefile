# `make run` sets up nksearch and serves the sample archive; `make test` sets up and runs all tests;
# `make bench` measures nksearch and its peers side by side; `make soak` makes every fault there is
# (about an hour); `make audit` asks for vulnerabilities that are known of what is installed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Installing anew only when what is to be installed has changed.
INSTALLED := $(VENV)/.installed
TESTING := $(VENV)/.testing
BENCHING := $(VENV)/.benching
AUDITING := $(VENV)/.auditing
QUESTION := How many mobile phones were there in North Korea in 2019?

.PHONY: run test check soak audit bench clean

run: $(INSTALLED)
	$(BIN)/nksearch ingest seeds
	$(BIN)/nksearch rebuild
	$(BIN)/nksearch query "$(QUESTION)"
	$(BIN)/nksearch serve

test: check
	$(BIN)/python -m pytest

check: $(TESTING)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy nksearch
	$(BIN)/mypy web

# All faults and attacks instead of some; FIGURES is where the figures go.
FIGURES ?= tests/benchmarks/results/soak.json

soak: $(TESTING)
	mkdir -p $(dir $(FIGURES))
	NKSEARCH_SOAK=1 $(BIN)/python -m pytest -m "fault or security" -o junit_family=xunit1 --junitxml=$(FIGURES).xml
	$(BIN)/python -m tests.faults.report $(FIGURES).xml $(FIGURES)

# Are vulnerabilities known of what is installed? Asks PyPI; AUDIT=--unless-offline only says so
# where it cannot be reached.
audit: $(AUDITING)
	$(BIN)/python -m tests.audit $(AUDIT)

# make bench ARGS="--sizes 10000,100000 --texts FOLDER --json FILE"
bench: $(BENCHING)
	$(BIN)/python -m tests.benchmarks.speed $(ARGS)

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(TESTING): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	touch $@

$(AUDITING): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[audit]'
	touch $@

$(BENCHING): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[bench]'
	touch $@
