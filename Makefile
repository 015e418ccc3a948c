.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-slow check bench shots clean
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PACKAGES := dashboard auth layouts callbacks
# What tests write, where it is not waited for: the disk would be told some ten thousand times to have it for good.
MEMORY := $(shell df -m --output=avail /dev/shm 2>/dev/null | awk 'NR == 2 && $$1 > 2000 { print "/dev/shm" }')
PLOTLY_JS = $(shell $(RUN) -c "from plotly.offline import get_plotlyjs_version as v; print(v())")

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/ready var/vendor/packed/ready  ## make .venv with everything the dashboard needs

demo: setup  ## a GitHub of synthetic people on this machine, and the dashboard at http://localhost:8050
	@exec $(RUN) -m dashboard demo $(DEMO)

test: $(VENV)/ready-test var/vendor/ready var/vendor/axe.min.js  ## every test but the slow ones; installs what they need
	@tests/needs.sh
	$(if $(MEMORY),TMPDIR=$(MEMORY)) $(RUN) -m pytest -m "not slow" -n 2 --dist loadfile -o tmp_path_retention_policy=failed $(PYTEST)

test-slow: $(VENV)/ready-slow var/vendor/ready  ## torture, storms, fuzzing, and Spark
	@tests/needs.sh java
	$(RUN) -m pytest -m slow --timeout 3600 $(PYTEST)

check: $(VENV)/ready-test  ## what CI runs: format, lint, import contracts, types, tests
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports --no-cache
	$(VENV)/bin/mypy
	$(MAKE) test

bench: $(VENV)/ready-test var/vendor/packed/ready  ## measure, and write docs/benchmarks.md; BENCH="refresh replica" measures these alone
	$(RUN) -m tests.bench $(BENCH)

shots: $(VENV)/ready-test var/vendor/ready  ## pictures of every page in both themes, on a phone and printed, into var/shots; SHOTS="org team" takes these alone
	@tests/needs.sh
	$(RUN) -m tests.shots $(SHOTS)

clean:  ## remove the environment and everything under var/
	rm -rf $(VENV) var

$(VENV)/python-ready:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing: install python3, or name one with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is too old: Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; } \
	  || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/ready: $(VENV)/python-ready requirements.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/ready-test: $(VENV)/ready requirements-test.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	@touch $@

$(VENV)/ready-slow: $(VENV)/ready-test requirements-slow.txt requirements-spark.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-slow.txt
	@touch $@

# The small Plotly bundle, where npm is present; without it the pages load the full one of the plotly package.
var/vendor/ready: $(VENV)/ready
	@mkdir -p var/vendor
	@if command -v npm >/dev/null && cd var/vendor && npm pack --silent plotly.js-basic-dist-min@$(PLOTLY_JS) >/dev/null 2>&1; then \
	  tar xzf plotly.js-basic-dist-min-*.tgz && mv package/plotly-basic.min.js . && rm -rf package *.tgz; \
	else echo "npm gave no small Plotly bundle: the pages load the full one"; fi
	@touch $@

# What browsers load of packages, as small as it gets.
var/vendor/packed/ready: var/vendor/ready
	@$(RUN) -m dashboard.vendor
	@touch $@

# axe, which finds what keeps people out; without npm its tests are skipped.
var/vendor/axe.min.js: $(VENV)/ready-test
	@mkdir -p var/vendor
	@if command -v npm >/dev/null && cd var/vendor && npm pack --silent axe-core@4.14.1 >/dev/null 2>&1; then \
	  tar xzf axe-core-*.tgz package/axe.min.js && mv package/axe.min.js . && touch axe.min.js && rm -rf package axe-core-*.tgz; \
	else echo "npm gave no axe-core: the tests that need it are skipped"; fi
