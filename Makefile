# Everything a newcomer needs:
#
#   make demo     read the example brief and print what follows from it
#   make test     the tests
#   make check    format, lint, types, tests, documentation and floors: what CI runs
#   make bench    measure speed and quality, and keep the figures
#   make docs     write the generated pages and the output blocks of the README again
#   make format   put the code into its format
#   make lock     resolve the requirements anew
#   make clean    remove caches and builds (the environment stays)
#
# Each of them first makes the environment (.venv, from requirements.lock) where it is missing or out of date.

SHELL  := bash
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
CODE   := src tests benchmarks docs training

.DEFAULT_GOAL := check
.PHONY: demo test check lint types floors docs docs-check bench format lock clean

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "detente needs Python 3.11 or newer as $(PYTHON): make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Making the environment in $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { echo "This Python cannot make environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	@DETENTE=$(BIN)/detente bash examples/demo.sh

test: $(READY)
	@$(BIN)/python -m pytest

check: lint types test docs-check floors

lint: $(READY)
	@$(BIN)/ruff format --check --output-format concise $(CODE)
	@$(BIN)/ruff check --output-format concise $(CODE)

types: $(READY)
	@$(BIN)/mypy

floors: $(READY)
	@$(BIN)/python -m benchmarks.check

docs: $(READY)
	@$(BIN)/python docs/generate.py

docs-check: $(READY)
	@$(BIN)/python docs/generate.py --check

bench: $(READY)
	@$(BIN)/python -m benchmarks.check --keep
	@$(BIN)/python docs/generate.py

format: $(READY)
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

# Build requirements are locked too, so that nothing is fetched unchecked. No address may stand in the lock.
lock:
	@command -v uv >/dev/null || test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	@PATH="$$PATH:$(BIN)"; echo 'setuptools>=70' | uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --no-emit-package detente \
	  --extra dev pyproject.toml - --output-file requirements.lock
	@! grep -nE '://|index' requirements.lock

clean:
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis src/*.egg-info
	@find src tests benchmarks docs -name __pycache__ -prune -exec rm -rf {} +
