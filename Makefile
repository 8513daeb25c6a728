# PropertyDesk. `make` alone lists what there is.
# Needs Python 3.11 or newer with its venv module, and nothing else.

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run setup test test-all test-fast check lint types arch docs house bench fmt i18n migration routes tools python

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

python:
	@command -v $(PYTHON) >/dev/null || \
	  { echo 'PropertyDesk: $(PYTHON) is not installed. On Debian or Ubuntu: apt install python3 python3-venv' >&2; exit 1; }

run: python ## make what is missing, then serve (PORT, HOST)
	@exec $(PYTHON) run.py

setup: python ## the environment alone
	@$(PYTHON) run.py --setup-only

tools: python
	@$(PYTHON) run.py --setup-only --dev

test: tools ## everything the tests need, then all tests but the slow ones, on SQLite and PostgreSQL
	@$(BIN)/python tests/everything.py

test-all: tools ## the same with the slow ones, as in continuous integration
	@DESK_TEST_SLOW=1 $(BIN)/python tests/everything.py

test-fast: tools ## the pure tests alone, in seconds
	@$(BIN)/python -m pytest -q tests/unit

check: lint types arch docs test ## what must hold before a change goes in

lint: tools ## style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: tools ## types
	@$(BIN)/mypy

arch: tools ## who may import whom
	@$(BIN)/lint-imports

docs: tools ## the state tables in the documents are those of the program
	@$(BIN)/python tools/draw_states.py --check

house: tools ## the rules of the house, translations among them
	@$(BIN)/python -m pytest -q -n 2 --dist loadgroup tests/house

bench: tools ## benchmarks, printed as ratios
	@$(BIN)/python -m bench

fmt: tools ## put code into shape
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

i18n: tools ## collect strings, update the catalogues, compile them
	@$(BIN)/pybabel --quiet extract -F babel.cfg -k N_ -k _l -k lazy_gettext --no-wrap --no-location --sort-output -o messages.pot .
	@$(BIN)/pybabel --quiet update -i messages.pot -d propertydesk/translations \
	  --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@rm -f messages.pot
	@$(BIN)/pybabel --quiet compile -d propertydesk/translations
	@$(BIN)/python -m pytest -q tests/house/test_translations.py

migration: tools ## a new migration from the models: make migration m="what changes"
	@test -n "$(m)" || { echo 'Say what changes: make migration m="repairs: photos"' >&2; exit 1; }
	@$(BIN)/flask --app run db migrate -m "$(m)"

routes: tools ## write the list of routes anew, after it was changed on purpose
	@DESK_WRITE_ROUTES=1 $(BIN)/python -m pytest -q tests/house/test_routes.py
