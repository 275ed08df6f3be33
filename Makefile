# Needs Python 3.11 or later and make, nothing else. uv makes it faster where it is installed.
PYTHON ?= python3
PORT ?= 8000
TESTS ?= tests
# How pytest ends where nothing was to be run: on PostgreSQL only what opens a database is.
NO_TESTS := 5

BIN := .venv/bin
READY := .venv/ready

# Also where the surroundings say otherwise: without compiled modules every start takes a second more.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix bench soak

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup: $(READY) ## make .venv with the lienthong command and the development tools

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed: make setup PYTHON=python3.12" >&2; exit 1; }
	@if uv --version >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" .venv \
		&& uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements-dev.lock \
		&& uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
		$(PYTHON) -m venv .venv \
		&& $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock \
		&& $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $(READY)

run: setup ## make the demo under ./var and serve it on 127.0.0.1:8000 (PORT=… changes it)
	@$(BIN)/lienthong serve --port $(PORT) --check
	@LIENTHONG_DEMO=true $(BIN)/lienthong demo
	@LIENTHONG_DEMO=true exec $(BIN)/lienthong serve --port $(PORT)

test: setup ## the whole suite on SQLite, on PostgreSQL what opens a database (TESTS=tests/clock for a part)
	LIENTHONG_TEST_DATABASE=sqlite $(BIN)/pytest -n 2 --dist worksteal $(TESTS)
	LIENTHONG_TEST_DATABASE=postgres $(BIN)/pytest -n 2 --dist worksteal $(TESTS) || [ $$? = $(NO_TESTS) ]

check: setup ## format, lint, layers, types, migrations
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports
	LIENTHONG_DATABASE=sqlite:///:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/mypy

fix: setup ## format and repair what can be repaired
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup ## measurements, one JSON line each
	@$(BIN)/python -m bench

soak: setup ## the long forms of the tests, on both databases
	LIENTHONG_TEST_DATABASE=sqlite $(BIN)/pytest -n 2 --dist worksteal --soak -m "soak or stricter or hypothesis" $(TESTS)
	LIENTHONG_TEST_DATABASE=postgres $(BIN)/pytest -n 2 --dist worksteal --soak -m "soak or either" $(TESTS) \
		|| [ $$? = $(NO_TESTS) ]
