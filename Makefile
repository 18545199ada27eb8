# All set-up goes into $(VENV): needed are make, Python 3.11 or newer and, for a compiled
# engine, a C compiler with the headers of Python. Run `make` for the list of targets.

VENV ?= .venv
BIN := $(VENV)/bin
KERNEL := $(sort $(wildcard fast/tallystick/fast/kernel/*.py))
export TALLYSTICK_COMPILE ?= auto
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# An existing environment goes on with its own Python; a named PYTHON must agree with it.
ifeq ($(origin PYTHON),undefined)
PYTHON := $(if $(wildcard $(VENV)/.created),$(BIN)/python,python3)
endif

BUILT := $(VENV)/.built-$(TALLYSTICK_COMPILE)
# A deleted kernel file leaves no newer file behind: the stamp keeps the list of names.
ifneq ($(strip $(shell cat $(BUILT) 2>/dev/null)),$(strip $(KERNEL)))
.PHONY: $(BUILT)
endif

# The package has imported the module before it is run: of no consequence where it only prints.
QUIET_RUNPY := -W ignore::RuntimeWarning:runpy

.DELETE_ON_ERROR:
.PHONY: help build conformance test check format wheel clean distclean check-python

help: ## this list
	@echo "make <target>, with PYTHON=python3.12, TALLYSTICK_COMPILE=auto|no|require if you like:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

build: $(BUILT) ## set up .venv, compile the fast engine where a C compiler is found
	@$(BIN)/python $(QUIET_RUNPY) -m tallystick.fast.build

conformance: build ## run the conformance suite against the fast engine; FLOW=file also replays a recording
	@$(BIN)/tallystick run fast
	@$(if $(FLOW),$(BIN)/tallystick flow bitstamp "$(FLOW)")

test: check ## check, then run all tests
	$(BIN)/python -m pytest -n auto

check: build ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

format: build ## let ruff format and fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: build ## build sdist and wheel into dist/
	$(BIN)/python -m hatchling build -d dist -t sdist -t wheel

clean: ## remove distributions and caches
	rm -rf dist build htmlcov .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find reference fast conformance tests -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## clean, and remove .venv
	rm -rf $(VENV)

check-python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "tallystick needs Python 3.11 or newer, and there is no '$(PYTHON)': try make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit( \
	  "tallystick needs Python 3.11 or newer, $(PYTHON) is %d.%d: try make PYTHON=..." % v[:2])'
	@test ! -e $(VENV)/.created || $(BIN)/python -c 'import sys; v = "%d.%d" % sys.version_info[:2]; \
	  v == sys.argv[1] or sys.exit("$(VENV) is of Python " + v + ", $(PYTHON) is " + sys.argv[1] + \
	  ": make distclean first, or add VENV=.venv-" + sys.argv[1])' \
	  "$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')"

# Each stamp is written last: a step that fails or is interrupted is done again.
$(VENV)/.created: | check-python
	@echo "creating $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV) || { \
	  echo "'$(PYTHON) -m venv' failed: on Debian and Ubuntu install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.deps: pyproject.toml $(VENV)/.created
	@echo "installing the development tools"
	@$(BIN)/python -m pip install -q --upgrade "pip>=25.1" # the first with dependency groups
	@$(BIN)/python -m pip install -q --group dev
	@touch $@

# Without isolation: the build tools are in the dev group, so a rebuild downloads nothing.
$(BUILT): $(VENV)/.deps hatch_build.py $(KERNEL)
	@echo "building tallystick (TALLYSTICK_COMPILE=$(TALLYSTICK_COMPILE))"
	@rm -f $(VENV)/.built-*
	@$(BIN)/python -m pip install -q --no-build-isolation -e .
	@echo "$(KERNEL)" > $@
