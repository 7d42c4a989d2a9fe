# Everything is installed into .venv, once. Works with the make of macOS (3.81).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The question reaches the program through the environment. Make never expands it, and neither
# does the shell: it may hold quotes, $, backticks and semicolons.
override Q := $(value Q)
export Q

# Arguments: what to install, what to say meanwhile. What is installed in place is compiled here: where Python may not
# write bytecode (PYTHONDONTWRITEBYTECODE), every question would compile the program anew, for a quarter of its time.
define install
	@echo '$(2)' >&2
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input \
	  -c constraints.txt -e '$(1)' >$(VENV)/install.log 2>&1 \
	  || { cat $(VENV)/install.log >&2; exit 1; }
	@$(BIN)/python -m compileall -q tutor
	@touch $@
endef

.PHONY: help ask index eval bench bench-scale calibrate grade-eval quiz-report bench-quiz test lint types contracts clean

help:
	@echo 'make ask Q="NLB vs ALB"   answer a question from the notes'
	@echo 'make index                index the notes'
	@echo 'make test                 run the tests'
	@echo 'make eval                 measure the answers'
	@echo 'make grade-eval           measure the grading of typed answers'
	@echo 'make bench                measure how long things take, beside the usual way'
	@echo 'make bench-scale          measure how the cost grows, up to a million passages'
	@echo 'make calibrate            fit how sure an answer is'
	@echo 'make quiz-report          count and sample what the quiz asks'
	@echo 'make bench-quiz           time the quiz with 100,000 cards'
	@echo 'make lint                 check style'
	@echo 'make types                check types'
	@echo 'make contracts            check who imports whom'
	@echo 'make bench-chat           time the first frame of the chat, and its answers'
	@echo 'make screenshots          draw the screenshots of the README'
	@echo 'make snapshots            draw how the screens of the chat are to look, for the tests'
	@echo 'make torture              run a fault harness, named by TORTURE, against the program'
	@echo 'make torture-long         kill the indexing 500 times, then the quiz'
	@echo 'make clean                delete what was built, except .venv'

ask: $(VENV)/.installed
	@$(BIN)/tutor ask -- "$$Q"

index: $(VENV)/.installed
	@$(BIN)/tutor index

eval: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.eval

grade-eval: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.eval.grading

calibrate: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.eval.calibrate

bench-scale: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.scale

quiz-report: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.cards

bench: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench_chat

bench-quiz: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench_quiz

test: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	@$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	@$(BIN)/lint-imports

.PHONY: torture
# The fault harness is no part of the project: TORTURE names it, TORTURE_ARGS narrows it down.
TORTURE_ARGS ?= --slow
torture: $(VENV)/.installed
	@test -f "$$TORTURE" || { echo 'Set TORTURE to the path of the fault harness: make torture TORTURE=/path/to/torture.py' >&2; exit 2; }
	@TUTOR='$(abspath $(BIN))/tutor' TORTURE_CONFIG='$(abspath tests/torture.json)' \
	  $(BIN)/python "$$TORTURE" $(TORTURE_ARGS)

.PHONY: torture-long
torture-long: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.long_torture
	@CHAT_SECONDS=25 $(BIN)/python -m pytest -q tests/test_promise_nothing_is_sent.py

.PHONY: bench-chat screenshots snapshots
bench-chat: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench_chat

screenshots: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.screenshots

snapshots: $(VENV)/.installed-dev
	@DRAW_SNAPSHOTS=1 $(BIN)/python -m pytest -q tests/test_tui_looks.py

clean:
	@find index -mindepth 1 ! -path index/README.md -delete
	@find tutor tests -name __pycache__ -prune -exec rm -rf {} +
	@rm -rf dist build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'tutor needs Python 3.11 or later. Run: make PYTHON=/path/to/python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) >&2 || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,.,Installing tutor into $(VENV): minutes and gigabytes the first time.)

$(VENV)/.installed-dev: $(VENV)/.installed
	$(call install,.[dev],Installing the tools for development into $(VENV).)
