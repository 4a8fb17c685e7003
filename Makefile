# GNU make. `make` alone lists what there is.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test test-postgres15 lint format lock assets catalogues migrations docs clean

PY := .venv/bin/python
PYTEST := .venv/bin/pytest
ARGS ?=
LOCKS := pyproject.toml requirements-uv.txt scripts/install.sh

help:
	@echo "make demo               start a furnished portal at http://127.0.0.1:8000 (options: ARGS=\"--port 9000 --fresh\")"
	@echo "make test               run all tests, in a real browser too (options: ARGS=\"tests/web -x\")"
	@echo "make test-postgres15    run what depends on the database on PostgreSQL 15, the oldest we support"
	@echo "make lint               look for faults of form, types and imports"
	@echo "make format             put the code in its usual form"
	@echo "make lock               choose package versions anew and lock them"
	@echo "make assets             build style sheets, fonts and icons"
	@echo "make catalogues         gather the texts people read into the files of each language"
	@echo "make migrations         fail when a model has changed without a migration"
	@echo "make docs               draw the diagrams in docs/ anew"
	@echo "make clean              remove what was built and installed here"

# exec, so that Ctrl-C and SIGTERM reach the demo itself.
demo: .venv/installed-demo assets
	@exec .venv/bin/legesvar demo $(ARGS)

test: .venv/installed-dev assets
	@CHROMIUM="$$($(PY) -m tests.chromium)" && export CHROMIUM && exec $(PYTEST) -n auto $(ARGS)

test-postgres15: .venv/installed-dev assets
	@exec $(PY) scripts/postgres15.py $(PYTEST) -n auto $(or $(ARGS),tests/core tests/domain tests/jobs)

lint: .venv/installed-dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

format: .venv/installed-dev
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

assets: .venv/installed-any
	@scripts/assets.sh

catalogues: .venv/installed-dev
	@.venv/bin/legesvar catalogues

migrations: .venv/installed-dev
	@.venv/bin/legesvar migrate --check-models

docs: .venv/installed-dev
	@.venv/bin/legesvar draw

# Tests and demo get the very versions that production gets: each smaller list is held to the larger one.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock: .venv/installed-dev
	@PATH="$$PATH:.venv/bin"; set -e; \
	for name in dev uv node; do $(LOCK) --upgrade requirements-$$name.in -o requirements-$$name.txt; done; \
	$(LOCK) -c requirements-dev.txt requirements-demo.in -o requirements-demo.txt; \
	$(LOCK) -c requirements-dev.txt requirements.in -o requirements.txt

.venv/installed-demo: requirements-demo.txt $(LOCKS)
	@scripts/install.sh requirements-demo.txt
	@touch $@ .venv/installed-any

.venv/installed-dev: requirements-dev.txt $(LOCKS)
	@scripts/install.sh requirements-dev.txt
	@touch $@ .venv/installed-any

.venv/installed-any:
	@scripts/install.sh requirements-demo.txt
	@touch $@ .venv/installed-demo

clean:
	@if [ -x .venv/bin/legesvar ]; then .venv/bin/legesvar demo --stop; fi
	@rm -rf .venv .stamps .demo build node_modules src/legesvar/web/static/built
