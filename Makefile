# One word a job. `make` alone tells which.
PYTHON := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help demo test setup check checks format bench screenshots soak lock clean

help: ## these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup ## a newsroom with demo content, baked and served; prints the addresses and the logins
	@.venv/bin/tamizdat demo demo-newsroom

test: ## set up what tests need, then every check and every test
	@setup/python.sh && setup/tests.sh all
	@$(MAKE) --no-print-directory checks
	@$(PYTHON) -m pytest -n 2
	@$(PYTHON) -m tests.postgres $(PYTHON) -m pytest -n 2 -m database

setup: ## the environment in .venv/ and the command .venv/bin/tamizdat
	@setup/python.sh

check: setup ## the quick part of test: lint, types, floors, docs
	@setup/tests.sh checks
	@$(MAKE) --no-print-directory checks

checks:
	@setup/check.sh

format: setup ## write the code as the lint wants it
	@setup/tests.sh checks
	@$(PYTHON) -m ruff format . && $(PYTHON) -m ruff check --fix .

bench: setup ## benchmarks beside their peers; N=10000 for the small version
	@setup/tests.sh bench
	@$(PYTHON) -m benchmarks

screenshots: setup ## the demo's site and desk in Chromium, into .cache/screenshots; the README's into docs/screenshots
	@setup/tests.sh all
	@$(PYTHON) -m tests.browser.screenshots

soak: setup ## the long fault runs
	@setup/tests.sh all
	@TAMIZDAT_SOAK=1 $(PYTHON) -m pytest -m soak

lock: ## requirements/*.txt anew from *.in; UPGRADE=1 takes newer versions
	@UPGRADE=$(UPGRADE) setup/lock.sh

clean: ## remove what set-up and tests made here, the demo newsroom too
	rm -rf .venv node_modules demo-newsroom .cache .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
