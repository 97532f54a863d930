# The two commands: make run, make test. Everything else is a measurement or a check.

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
# One more than cores: a browser and a portal are often waited for.
WORKERS ?= $(shell expr $$(nproc) + 1)
PRODUCT := manage.py pueredu accountability measures studios training
SUPPORTED := import sys, venv, ensurepip; sys.exit(sys.version_info[:2] not in {(3, 11), (3, 12)})
export PORT
export PYTHONUTF8 := 1
# some images set it; every worker, server and command would then compile the whole house anew
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check matrix mutants faults bench browser

help:
	@echo "make run      start the portal on http://127.0.0.1:$(PORT)/ (make run PORT=8001)"
	@echo "make test     run the test suite on servers of its own"
	@echo "make check    ruff, bandit, import contracts, migrations, then the tests: what CI runs"
	@echo "make matrix   ask every address with every method, as everybody, about every record (half an hour)"
	@echo "make mutants  change every rule in turn; the tests must notice each (minutes)"
	@echo "make bench    measure the training room, rights, pages, reminders, audit and imports (a quarter of an hour)"
	@echo "make faults   kill quickstart and an import 20 times at random moments (minutes)"

# Version managers leave dead shims on the PATH, so a candidate counts only when it runs.
$(VENV)/made:
	@if $(PY) -c '$(SUPPORTED)' >/dev/null 2>&1; then :; else \
	python=""; \
	for candidate in $(PYTHON) python3.12 python3.11 python3 python \
	    "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.12*/bin/python \
	    "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.11*/bin/python \
	    /usr/local/bin/python3.12 /usr/local/bin/python3.11; do \
	  if "$$candidate" -c '$(SUPPORTED)' >/dev/null 2>&1; then \
	    python="$$candidate"; break; \
	  fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Python 3.11 or 3.12 with venv was not found; install one (Debian: python3 python3-venv) or name it: make PYTHON=/path/to/python3.12"; \
	  exit 1; \
	fi; \
	echo "Using $$("$$python" --version) ($$(command -v "$$python")) in $(VENV)"; \
	"$$python" -m venv --clear $(VENV); \
	fi
	@touch $@

$(VENV)/run-installed: requirements.txt $(VENV)/made
	@echo "Installing the locked packages (once) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev-installed: requirements-dev.txt $(VENV)/made
	@echo "Installing the locked packages for development (once) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run-installed

run: $(VENV)/run-installed
	@exec $(PY) manage.py quickstart

# Browser tests need Chromium and a Chinese font. As root on Debian they are installed here.
browser:
	@if command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi "noto.*cjk"; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing chromium and fonts-noto-cjk for the browser tests …"; \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null; } \
	  || echo "Browser tests are skipped: chromium and fonts-noto-cjk could not be installed."; \
	else \
	  echo "Browser tests are skipped: chromium or fonts-noto-cjk is missing, and only root on Debian can install them here."; \
	fi

test: $(VENV)/dev-installed browser
	@$(PY) -m pytest -n $(WORKERS)

# The migrations are compared with the models on a throw-away database.
check: $(VENV)/dev-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive $(PRODUCT)
	$(BIN)/lint-imports
	var=$$(mktemp -d) && trap 'rm -rf "$$var"' EXIT && \
	  PUEREDU_VAR="$$var" $(PY) manage.py makemigrations --check --dry-run
	$(MAKE) --no-print-directory test

matrix: $(VENV)/dev-installed
	@$(PY) -m pytest tests/house/long/test_every_cell.py tests/house/long/test_odd_questions.py -n $(WORKERS) -q

mutants: $(VENV)/dev-installed
	@$(PY) -m pytest tests/house/long/test_mutants.py -n $(WORKERS) -q

faults: $(VENV)/dev-installed
	@$(PY) -m pytest tests/faults -n 0 -rP

# On servers of its own; ends with an error when a gated ratio misses its target.
bench: $(VENV)/dev-installed
	@$(PY) -m tests.benchmarks $(MEASURES)
