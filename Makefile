# `make run` sets up nksearch and serves the sample archive; `make test` sets up and runs all tests;
# `make bench` measures nksearch and its peers side by side; `make soak` makes every fault there is
# (about an hour) and puts the figures into the README; `make fuzz` feeds each parser with what
# atheris makes up, a minute each; `make audit` asks for vulnerabilities that are known of what is
# installed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Installing anew only when what is to be installed has changed.
INSTALLED := $(VENV)/.installed
TESTING := $(VENV)/.testing
BENCHING := $(VENV)/.benching
AUDITING := $(VENV)/.auditing
FUZZING := $(VENV)/.fuzzing
QUESTION := How many mobile phones were there in North Korea in 2019?

.PHONY: run test check soak fuzz audit bench clean

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

# All faults instead of some. In parts: make soak PART="tests/faults/test_power_loss.py"; the figures of
# the other parts stay as they are.
PART ?= tests

soak: $(TESTING)
	rm -f .soak.xml
	NKSEARCH_SOAK=1 $(BIN)/python -m pytest -m "fault or security" -o junit_family=xunit1 \
	    --junitxml=.soak.xml $(PART) || true
	$(BIN)/python -m tests.faults.report .soak.xml
	$(BIN)/python -m tests.faults.report --readme

# make fuzz FUZZ_SECONDS=600 TARGETS="query reader"
FUZZ_SECONDS ?= 60
TARGETS ?= query question text reader api dates
CORPUS ?= .fuzz

fuzz: $(FUZZING)
	for target in $(TARGETS); do \
		mkdir -p $(CORPUS)/$$target; \
		$(BIN)/python -m tests.fuzz $$target -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
			-max_len=4096 -artifact_prefix=$(CORPUS)/ $(CORPUS)/$$target || exit 1; \
	done

# Are vulnerabilities known of what is installed? Asks PyPI; AUDIT=--unless-offline only says so
# where it cannot be reached.
audit: $(AUDITING)
	$(BIN)/python -m tests.audit $(AUDIT)

# make bench ARGS="--sizes 10000,100000 --texts FOLDER --json FILE"
bench: $(BENCHING)
	$(BIN)/python -m tests.benchmarks.speed $(ARGS)

clean:
	rm -rf $(VENV) $(CORPUS) .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

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

$(FUZZING): $(TESTING)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[fuzz]' || \
		{ echo "atheris has no build for this system: take Linux on x86_64"; exit 1; }
	touch $@
