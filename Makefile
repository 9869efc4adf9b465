.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := $(VENV)/.packages
STAMP := $(VENV)/.installed
CATALOGUES := $(wildcard bot/locale/*/LC_MESSAGES/tocsin.po)
#: The calls that hold sentences: babel.cfg says where to look, this says what for.
SENTENCES := --add-location file -k t -k plural:1,2 -k phrase -k phrases:1,2 -k Refusal -k md:2 -k mdn:2,3

##@ Use it
.PHONY: demo
demo: $(STAMP) ## The whole product against a local Slack sandbox: no account needed
	$(BIN)/python -m bot demo

##@ Work on it
.PHONY: install test test-all check bench format catalogue pins clean
install: $(STAMP) ## Make the virtual environment and install everything into it

$(PACKAGES): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Tocsin needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(PACKAGES)

$(STAMP): $(PACKAGES) $(CATALOGUES)
	$(BIN)/pybabel --quiet compile --directory bot/locale --domain tocsin
	touch $(STAMP)

test: $(STAMP) ## Every test that fits in six minutes on two cores
	$(BIN)/pytest -n 2 --dist worksteal -m 'not slow'

test-all: $(STAMP) ## Every test, the long ones too
	$(BIN)/pytest -n 2 --dist worksteal --hypothesis-profile=whole

check: $(STAMP) ## ruff, mypy --strict, import-linter, alembic, catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot migrate --check

bench: $(STAMP) ## Print each figure beside its floor or its peer, measured now
	$(BIN)/python -m benchmarks

format: $(STAMP) ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalogue: $(STAMP) ## Collect sentences from the code and update the uk and ru catalogues
	PYTHONPATH=. $(BIN)/pybabel --quiet extract -F babel.cfg $(SENTENCES) --sort-by-file --no-wrap --project Tocsin --version 1 -o $(VENV)/tocsin.pot .
	$(BIN)/pybabel --quiet update -D tocsin -i $(VENV)/tocsin.pot -d bot/locale \
		--no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel --quiet compile --directory bot/locale --domain tocsin

pins: $(STAMP) ## Write what is installed into constraints.txt
	$(BIN)/pip freeze --exclude-editable | sort -f > constraints.txt

clean: ## Remove the virtual environment and the demo's data
	rm -rf $(VENV) .demo build dist *.egg-info

##@ Help
.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*##/ {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
