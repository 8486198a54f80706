# make report   the demo network, from nothing to its weekly report
# make test     the whole suite, lint and types
# make bench    how many times faster files are read than by the libraries made for them
# make fuzz     broken files for ten minutes, or SECONDS=60: nothing may crash, hang or lose a record
# make attack   small files made to take long: none may

SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
DEMO := demo-network

.PHONY: report test lint types bench fuzz attack clean

report: $(VENV)/installed
	rm -rf $(DEMO)
	$(BIN)/entregent demo $(DEMO)
	$(BIN)/entregent run $(DEMO) --as-of 2026-11-22

test: lint types
	$(BIN)/python -m pytest -n 3 --dist loadfile  # one more than there are cores: tests of the server mostly wait

bench: $(VENV)/installed
	$(BIN)/python -m tests.bench $(ONLY)

fuzz: $(VENV)/installed
	$(BIN)/python -m tests.fuzz $(SECONDS)

attack: $(VENV)/installed
	$(BIN)/python -m tests.attack

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .

types: $(VENV)/installed
	$(BIN)/mypy

# Installed once, and again only when what it depends on changes.
$(VENV)/installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "entregent needs Python 3.11 or later: install it, or say where it is: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Setting up $(VENV) with what entregent needs, once: one to four minutes, by the network."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' -c constraints.txt
	touch $@

clean:
	rm -rf $(VENV) $(DEMO) build dist
