# Two commands: `make run` sets everything up and opens Signpost; `make test` passes the tests.
# A fresh machine needs Python 3.10, git and make, nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := run

# A `uv` on the path may be a shim for another Python version: it counts only if it answers in this folder.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .tools/bin/uv)
BIN := .venv/bin

.PHONY: run test lint bench test-current-python

run: .venv/.synced
	exec $(BIN)/signpost run --chat

# The engine and the store are gated at 100 % of lines and branches by their own tests.
GATED := tests/guidance tests/checking tests/truth tests/casestore

test: lint
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -n 2 $(GATED)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/signpost train
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup --no-loadscope-reorder $(GATED:%=--ignore=%)

lint: .venv/.synced
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.venv/.synced: uv.lock pyproject.toml $(filter .tools/bin/uv,$(UV))
	@echo "Installing what the lock file names; the first time takes a minute or two."
	$(UV) sync --frozen --quiet
	touch $@

.tools/bin/uv:
	@python=$$(command -v python3.10 || true)
	for candidate in "$$python" python3 python; do
		if [ -n "$$candidate" ] && "$$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; then
			echo "Installing uv into .tools with $$candidate"
			"$$candidate" -m venv .tools
			.tools/bin/pip install --quiet --disable-pip-version-check uv
			exit 0
		fi
	done
	echo "Signpost needs Python 3.10 and could not find it. Please install python3.10 and run make again." >&2
	exit 1

# Beside Rasa's default form bot, in one run; the peer is trained the first time, which takes some minutes.
bench: .venv/.synced
	$(BIN)/python -m bench.engine
	$(BIN)/python -m bench.turns

# The engine and the store on a current Python, without Rasa.
test-current-python:
	UV=$(UV) tests/run_on_current_python.sh
