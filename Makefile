# `make` alone lists the commands. Each line with two hashes is one of them.

SHELL := /bin/sh
PORT ?= 8000
ROUNDS ?= 30
MINUTES ?= 10
# The first Python that is new enough; `cxapp/start.py` says what to do when there is none.
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; exit; fi; done; echo missing)
endif
RUN := .venv/bin/python
PYTEST := .venv/bin/pytest
SLOW := not browser and not faults and not load and not bench and not nightly
# With a broker the tests that need a real worker process run too.
QUICK := $(if $(REDIS_URL),$(SLOW),$(SLOW) and not services)

.DEFAULT_GOAL := help
.PHONY: help demo run worker beat test browser check fix bench faults load nightly coverage app dev python

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-15s %s\n", $$1, $$2 }'

demo: python ## Start the app with a made-up company and a year of its story (PORT=8000)
	@PORT=$(PORT) $(PYTHON) -m cxapp.start demo

run: python ## Start the app empty, with the list of first steps (PORT=8000)
	@PORT=$(PORT) $(PYTHON) -m cxapp.start run

worker: app ## One Celery worker (needs REDIS_URL)
	@exec $(RUN) -m celery -A cxapp worker --loglevel=INFO

beat: app ## The one Celery beat (needs REDIS_URL)
	@exec $(RUN) -m celery -A cxapp beat --loglevel=INFO

test: dev ## The whole suite; on PostgreSQL and Redis where DATABASE_URL and REDIS_URL are set
	@$(PYTEST) -n 2 -q -m "$(QUICK)" $(ARGS)

browser: dev ## The tests that drive Chromium
	@$(PYTEST) -n 2 --dist loadgroup -q -m "browser" $(ARGS)

check: dev ## Lint, format, types, layers, templates, missing migrations; changes nothing
	@failed=0; \
	for step in \
		".venv/bin/ruff check --quiet ." \
		".venv/bin/ruff format --check --quiet ." \
		".venv/bin/djlint templates --lint --quiet" \
		".venv/bin/lint-imports --no-logo" \
		"env CXAPP_DEMO=1 $(RUN) manage.py makemigrations --check --dry-run" \
		"env CXAPP_DEMO=1 .venv/bin/mypy"; \
	do echo "$$step"; $$step || failed=1; done; exit $$failed

fix: dev ## Repair what can be repaired by itself
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: dev ## Measure and print the table of figures
	@$(PYTEST) -q -s -m "bench" $(ARGS)

faults: dev ## Kill processes while they work and count what was lost (ROUNDS=30)
	@ROUNDS=$(ROUNDS) $(PYTEST) -q -m "faults" --timeout=1800 $(ARGS)

load: dev ## Many customers at once against a real server (MINUTES=10)
	@MINUTES=$(MINUTES) RATE=$(RATE) $(PYTEST) -q -m "load" $(ARGS)

nightly: dev ## The full numbers of every long run
	@ROUNDS=$(ROUNDS) $(PYTEST) -q -m "nightly or faults" --timeout=7200 $(ARGS)

coverage: dev ## The whole suite with branch coverage
	@$(PYTEST) -n 2 -q -m "$(QUICK)" --cov --cov-report=term $(ARGS)

app: python ## Make .venv with what runs the app
	@$(PYTHON) -m cxapp.start app

dev: python ## Make .venv with what tests the app too
	@$(PYTHON) -m cxapp.start dev

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "cxapp needs Python 3.11 or newer and found none. Install it (Debian, Ubuntu: sudo apt install python3 python3-venv;" \
			"macOS: brew install python) or name it: make demo PYTHON=/path/to/python3.12" >&2; exit 1; }
