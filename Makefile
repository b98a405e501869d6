# `make help` lists the targets. A bare machine needs Python 3.11 and make; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVERS := .venv-servers
STANDARDS := .venv-standards
SDKS := .venv-sdks
WRAPPERS := .venv-wrappers
ENGINES := .venv-engines
# newer ones want Node 22
AZURITE_VERSION := 3.35.0

SECONDS ?= 60
TARGET ?= all
CALLS ?= 10000000

.PHONY: help demo test test-servers test-install lint check fix docs site precision detection bench mutate-bodies mutate-tables mutate-engine test-standards test-rendered test-sdks sdks peers fuzz soak join test-bulk test-engines bench-bulk mutate-batch clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/.core: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,cli]'
	touch $@

$(VENV)/.lint: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[lint]'
	touch $@

$(SERVERS)/.ready: pyproject.toml
	$(PYTHON) -m venv $(SERVERS)
	$(SERVERS)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test,servers]'
	npm install --silent --no-save --no-package-lock --no-fund --no-audit --prefix $(SERVERS)/node azurite@$(AZURITE_VERSION)
	touch $@

$(STANDARDS)/.ready: pyproject.toml
	$(PYTHON) -m venv $(STANDARDS)
	$(STANDARDS)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test,standards]'
	touch $@

$(SDKS)/.ready: pyproject.toml
	$(PYTHON) -m venv $(SDKS)
	$(SDKS)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test,sdks]'
	touch $@

$(WRAPPERS)/.ready: pyproject.toml
	$(PYTHON) -m venv $(WRAPPERS)
	$(WRAPPERS)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test,wrappers]'
	touch $@

$(ENGINES)/.ready: pyproject.toml
	$(PYTHON) -m venv $(ENGINES)
	$(ENGINES)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test,engines]'
	touch $@

$(VENV)/.bench: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $@

$(VENV)/.fuzz: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	touch $@

$(VENV)/.mutate: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutate]'
	touch $@

demo: $(VENV)/.core ## normalize real bodies of all providers into a table
	$(BIN)/python tools/demo.py

test: $(VENV)/.core ## the core tests: laws, corpus, readings, tables, command line, doctests
	$(BIN)/python -m pytest --doctest-modules --cov --cov-report=term:skip-covered --cov-fail-under=95 -q --numprocesses=2

test-servers: $(SERVERS)/.ready ## faults provoked on real servers: moto, Azurite and OpenStack Swift, asked by their clients; needs npm, memcached
	AZURITE=$(SERVERS)/node/node_modules/.bin/azurite-blob $(SERVERS)/bin/python -m pytest -q tests/servers

test-bulk: $(VENV)/.core ## bulk over files: runs that are killed again and again, full disks, memory
	BULK=1 $(BIN)/python -m pytest -q tests/bulk

test-standards: $(STANDARDS)/.ready ## our problem+json, OpenTelemetry, gRPC and log forms, against the standards' own libraries
	$(STANDARDS)/bin/python -m pytest -q tests/standards

test-rendered: $(SDKS)/.ready ## what translate writes, read by the vendors' own clients as their own exceptions; and the example before boto3
	$(SDKS)/bin/python -m pytest -q tests/sdks_rendered

test-sdks: $(SDKS)/.ready $(WRAPPERS)/.ready ## what SDKs and wrappers of them make of answers, asked on loopback
	$(SDKS)/bin/python -m pytest -q -W default tests/sdks
	$(WRAPPERS)/bin/python -m pytest -q -W default tests/sdks

test-engines: $(ENGINES)/.ready ## the batch function in Spark, Dask and Ray, each real and on this machine; needs Java 17
	$(ENGINES)/bin/python -m pytest -q tests/engines

sdks: $(SDKS)/.ready $(WRAPPERS)/.ready $(VENV)/.core ## measure anew what SDKs keep of an answer, and write the page about it
	KEPT=write $(SDKS)/bin/python -m pytest -q -W default tests/sdks/test_kept.py
	KEPT=write $(WRAPPERS)/bin/python -m pytest -q -W default tests/sdks/wrappers -k keep
	$(BIN)/python tools/docs.py fix

peers: $(SDKS)/.ready $(WRAPPERS)/.ready $(VENV)/.core ## time the clients' own error paths beside normalize, and write the page about it
	$(SDKS)/bin/python -m benchmarks.peers sdks
	$(WRAPPERS)/bin/python -m benchmarks.peers wrappers
	$(BIN)/python tools/docs.py fix

test-install: $(VENV)/.core ## the package works from a wheel, an editable install and a bare checkout
	$(BIN)/python tools/try_installs.py

lint: $(VENV)/.lint ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: $(VENV)/.core lint ## lint, and tables and generated pages are as they should be
	$(BIN)/python tools/tables.py check
	$(BIN)/python tools/docs.py check

fix: $(VENV)/.lint ## repair all that can be repaired: format, tables, generated pages
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .
	$(BIN)/python tools/tables.py fix
	$(BIN)/python tools/docs.py fix

$(VENV)/.site: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	touch $@

site: $(VENV)/.site docs ## the documentation as a site with search, in build/site
	$(BIN)/python -m sphinx -W --keep-going -q -j 2 docs build/site

docs: $(VENV)/.core ## write the generated pages
	$(BIN)/python tools/docs.py fix

precision: $(VENV)/.core ## how often the lower rungs are right, provider by provider
	$(BIN)/python tools/precision.py

detection: $(VENV)/.core ## how well the provider of a response is detected
	$(BIN)/python -m tools.detection

bench: $(VENV)/.bench ## speed, as ratios side by side in one run
	$(BIN)/python benchmarks/one_call.py

bench-bulk: $(VENV)/.core ## speed on a log of a million rows, plain and shuffled: normalize_batch against pools of processes
	$(BIN)/python -m benchmarks.bulk

mutate-batch: $(VENV)/.core ## a million mutants of real bodies: normalize_batch against normalize, row by row
	$(BIN)/python -m tools.mutate_batch

mutate-bodies: $(VENV)/.core ## a million mutants of real bodies: quick readings against plain ones
	$(BIN)/python -m tools.mutate_bodies

mutate-tables: $(VENV)/.core ## flip every row's kind, status and resource in turn; print what no test notices
	$(BIN)/python tools/mutate_tables.py

mutate-engine: $(VENV)/.mutate ## mutate a sample of classify and extract; print what no test notices
	$(BIN)/python tools/mutate_engine.py

fuzz: $(VENV)/.fuzz ## bytes that reach new lines, against the laws: SECONDS=60 for each TARGET=normalize|errors_in|detect|tables|all
	$(BIN)/python -m tools.fuzz --seconds $(SECONDS) --target $(TARGET)

soak: $(VENV)/.core ## ten million mixed calls, some minutes: is memory flat? CALLS=10000000
	$(BIN)/python -m benchmarks.soak --calls $(CALLS)

join: $(VENV)/.core ## how often a plain join with the exported table answers as normalize does, on the corpus
	$(BIN)/python -m tools.join

clean: ## remove the environment and what tools leave behind
	rm -rf $(VENV) $(SERVERS) $(STANDARDS) $(SDKS) $(WRAPPERS) $(ENGINES) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
