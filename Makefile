# People and CI call the same targets. `make demo` and `make test` need Python 3.11 or later, pip and make; nothing else.
PYTHON ?= python3.11
VENV   ?= .venv
BIN    := $(VENV)/bin
TRAINING ?= .venv-training
STAMP  := $(VENV)/.installed
# .ci/run tests an installed wheel: it sets INSTALLED=1 and its own VENV, and nothing is installed here.
INSTALLED ?=

.PHONY: model demo test quality lint types bench docs lock clean setup

setup: $(STAMP)

ifeq ($(INSTALLED),)
$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
else
$(STAMP):
	test -x $(BIN)/dragoman
	touch $@
endif

demo: $(STAMP)  ## the main job on the bundled sample, ending in a brief
	$(BIN)/dragoman demo

test: $(STAMP) lint types  ## everything that must hold
	$(BIN)/python -m pytest -q

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

bench: $(STAMP)  ## speed and memory, printed as JSON
	$(BIN)/python benchmarks/reading.py

docs: $(STAMP)  ## write the generated parts of docs/ anew
	$(BIN)/python -m dragoman.views.documents docs

lock:  ## pin the newest versions that fit pyproject.toml
	$(BIN)/uv pip compile --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --group dev \
	  --output-file requirements.txt pyproject.toml

# Some 40 minutes on two cores; training/README.md. Nothing else needs torch, so it has an environment of its own.
model:  ## train the act model anew from training/sentences
	$(PYTHON) -m venv $(TRAINING)
	$(TRAINING)/bin/python -m pip install --quiet --require-hashes -r training/requirements.lock
	$(TRAINING)/bin/python -m pip install --quiet --require-hashes --no-deps -r training/base.lock
	$(TRAINING)/bin/python training/train.py --out src/dragoman/data/model --seed 7

clean:
	rm -rf $(VENV) $(TRAINING) build dist .mypy_cache .ruff_cache .pytest_cache
