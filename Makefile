# Two commands do everything on a fresh machine: make demo, make test.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PLAN := fixtures/plans/cartagena-2011-2020.yaml
CATALOGUES := locale/*/LC_MESSAGES/django.po fixtures/locale/*/LC_MESSAGES/django.po
# Everything else about the server stands in gunicorn.conf.py.
SERVE := $(BIN)/gunicorn --bind 127.0.0.1:$(PORT)

.PHONY: demo code run test test-fast check bench bench-small mutants drill screens structure requirements sbom audit \
	messages messages-complete pin clean

$(VENV)/run.stamp: requirements.txt
	@echo "Installing the portal into $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp | var/messages.stamp
	@echo "Installing what tests need into $(VENV) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

var/static/staticfiles.json: $(VENV)/run.stamp $(shell find static -type f)
	@echo "Collecting styles and pictures …"
	@$(MANAGE) collectstatic --noinput --clear --verbosity 0

# What a program reads of each language, made of its catalogue; nothing is done where none changed.
var/messages.stamp: $(VENV)/run.stamp tools/message_files.py $(wildcard $(CATALOGUES))
	@$(BIN)/python tools/messages.py compile
	@mkdir -p var
	@touch $@

# Demonstration Parties with generated answers, computed and served; kept under var/ for the next time.
demo: export DATABASE_URL := $(or $(DATABASE_URL),sqlite:///$(CURDIR)/var/demonstration.sqlite3)
# Links in letters lead to where it is served.
demo: export PUBLIC_URL := $(or $(PUBLIC_URL),http://127.0.0.1:$(PORT))
demo: var/static/staticfiles.json var/messages.stamp
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demonstration
	@$(MANAGE) sync_demonstration
	@$(MANAGE) compute_progress
	@$(MANAGE) load_demonstration_evaluations
	@echo "Open http://127.0.0.1:$(PORT)/ — end with Ctrl-C"
	@$(SERVE)

# The second step of the demonstration's accounts, as an authenticator app would show it now.
code: export DATABASE_URL := $(or $(DATABASE_URL),sqlite:///$(CURDIR)/var/demonstration.sqlite3)
code: $(VENV)/run.stamp
	@$(MANAGE) demonstration_code

# The real Parties, treaty dates and published numbers, without answers.
run: var/static/staticfiles.json var/messages.stamp
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_parties
	@$(MANAGE) load_plan $(PLAN)
	@$(MANAGE) load_questionnaires
	@$(MANAGE) compute_progress
	@echo "Open http://127.0.0.1:$(PORT)/ — end with Ctrl-C"
	@$(SERVE)

test: $(VENV)/dev.stamp
	@tools/test.sh

test-fast: $(VENV)/dev.stamp
	@$(BIN)/pytest -n auto -m "not slow and not browser"

check: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	@$(BIN)/djangofmt --check $$(git ls-files 'templates/*.html')
	@! LC_ALL=C.UTF-8 grep -nE '.{121}' $$(git ls-files 'templates/*.html')
	@$(BIN)/mypy .
	@$(BIN)/lint-imports
	@$(BIN)/python tools/messages.py check
	@$(BIN)/python tools/messages.py complete >/dev/null
	@$(MANAGE) makemigrations --check --dry-run
	@PUBLIC_URL=https://portal.example SECRET_KEY=$$(head -c 64 /dev/urandom | base64 -w0) \
		$(MANAGE) check --deploy --fail-level WARNING

bench: $(VENV)/dev.stamp
	@$(BIN)/python tools/bench.py

# Every row of the benchmark within seconds, no bar held against anything: that it still runs.
bench-small: $(VENV)/dev.stamp
	@$(BIN)/python tools/bench.py --small

# Change one rule after the other and see whether a test notices: make mutants MODULES="parties/roles.py"; without
# MODULES all of tools/mutants_modules.toml, which takes hours. QUICK=--quick leaves out what needs a process each.
mutants: $(VENV)/dev.stamp
	@$(BIN)/python tools/mutants.py $(QUICK) $(MODULES)

# The long versions of the proofs that nothing is lost: servers, browsers and
# readings of the Clearing-House killed fifty times, PostgreSQL five; two minutes of each attack on the server;
# a section with long texts over the line of a telephone; figures of eight sets of scattered reports computed twice;
# every kind of page in every language; a report by many hands in French and in Arabic; 170 reports through the desk.
drill: export DRILL_KILLS := 50
drill: export DRILL_BROWSERS := 50
drill: export DRILL_RESTARTS := 5
drill: export DRILL_SYNC_KILLS := 50
drill: export DRILL_SYNC_RECORDS := 30000
drill: export DRILL_SYNC_SECONDS := 15
drill: export DRILL_ATTACK_SECONDS := 120
drill: export DRILL_SEEDS := 8
drill: export DRILL_HOSTILE := 11
drill: export DRILL_EXAMPLES := 100
drill: export DRILL_TELEPHONE := 1
drill: export DRILL_LANGUAGES := 1
drill: export DRILL_REPORTS := 170
drill: $(VENV)/dev.stamp
	@$(BIN)/pytest -s tests/keeping -m "services or browser"
	@$(BIN)/pytest -s tests/keeping/test_attack.py
	@$(BIN)/pytest -s tests/bch_sync/test_killed.py
	@$(BIN)/pytest tests/portal/public/test_hostile_walk.py tests/national_reports/workbook/test_round_trip.py
	@$(BIN)/pytest tests/recomputed/test_recomputed.py
	@$(BIN)/pytest -s tests/national_reports/desk/test_three_weeks.py
	@$(BIN)/pytest tests/languages/test_no_english.py tests/browser/test_languages.py \
		tests/browser/test_languages_signed_in.py tests/browser/test_a_report_together.py \
		tests/browser/test_whole_form_by_keyboard.py \
		tests/evaluation/edition_documents/test_hostile_text.py

# Every page at two widths and in both directions of writing, checked with axe; pictures under var/screens.
screens: $(VENV)/dev.stamp
	@tools/screens.sh

# Rooms, lines and imports as they stand; fails on an arrow back or a circle.
structure:
	@$(PYTHON) tools/draw_structure.py

# Take new versions into the lock; needs uv. The lock holds hashes and no address.
requirements:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --upgrade -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --upgrade -o requirements-dev.txt

# What is shipped, with versions, licences and hashes, as CycloneDX.
sbom: $(VENV)/run.stamp
	@$(BIN)/python tools/sbom.py var/sbom.cdx.json
	@echo "var/sbom.cdx.json"

# Whether a fault is known of a locked package: 0 none, 1 named, 2 could not be asked. AUDIT="--database FILE" asks a copy.
audit: $(VENV)/run.stamp
	@$(BIN)/python tools/audit.py $(AUDIT)

# Every text of code, templates and words into the catalogues of the languages (docs/translation.md).
messages: $(VENV)/run.stamp
	@$(BIN)/python tools/messages.py merge
	@$(BIN)/python tools/messages.py compile

# How much of each language is translated; `check` demands all of it.
messages-complete: $(VENV)/run.stamp
	@$(BIN)/python tools/messages.py complete

# Hold every image of docker-compose.yml to the digest that its tag has now; needs docker. Again after each upgrade.
pin:
	docker compose config --lock-image-digests >docker-compose.override.yml

clean:
	rm -rf $(VENV) var $(CATALOGUES:.po=.mo) .pytest_cache .mypy_cache .ruff_cache
