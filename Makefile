# The same verbs on a laptop, in pre-commit and in CI. `make` alone lists them.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= $(or $(ADVISOR_PORT),8000)
# PyTorch without CUDA; where the address cannot be reached pip only warns
WHEELS := --extra-index-url https://download.pytorch.org/whl/cpu --retries 1
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install serve test lint evals bench proof model docs clean

help:  ## list the verbs
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(STAMP)  ## make .venv and install everything, once

$(STAMP): pyproject.toml constraints.txt
	@echo "==> making $(VENV) (a few minutes the first time)"
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "==> installing PyTorch for the processor"
	@$(BIN)/python -m pip install -qq $(WHEELS) -c constraints.txt torch
	@echo "==> installing the advisor and its tools"
	@$(BIN)/python -m pip install -q -c constraints.txt -e ".[dev]"
	@touch $@
	@echo "==> installed"

serve: install  ## index if needed, then serve on http://127.0.0.1:8000 (ADVISOR_PORT)
	@$(BIN)/advisor serve --port $(PORT)

test: install  ## run the tests
	@$(BIN)/python -m pytest

lint: install  ## ruff, mypy --strict, import-linter, the corpus
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/advisor corpus check

evals: install  ## score the evaluation sets: a table and a reason for each failure
	@$(BIN)/python -m evals

bench: install  ## time per question by stage, against the named baseline
	@$(BIN)/python -m bench

proof: install  ## the long suites of the proof plan, full size
	@mkdir -p reports
	@ADVISOR_PROOF=full ADVISOR_PROOF_SIZE=500 ADVISOR_PROOF_REPORT=reports/verifier.json \
	    $(BIN)/python -m pytest -s tests/proof tests/answering/test_verification_proof.py \
	    tests/llm/test_attacks.py

model: install  ## train, export and check the bundled model again (hours)
	@$(BIN)/python -m pip install -q -c constraints.txt -e ".[training]"
	@$(BIN)/python -m training all

docs: install  ## write the JSON Schemas of the corpus formats and the OpenAPI description
	@$(BIN)/advisor corpus schema

clean:  ## remove what make made, but not ADVISOR_HOME
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache reports
