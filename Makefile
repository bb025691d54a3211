# One word for each thing an editor does. `make` alone lists them.
# Set-up is part of every word: nothing has to be installed by hand first.

SHELL  := /bin/bash
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
ADDR   ?= 127.0.0.1:8000

# Material 9.8 prints a notice about MkDocs 2.0 and its own end of life at every
# build. We know (README, "The platform"), so the commands keep it quiet.
export NO_MKDOCS_2_WARNING = 1
export DISABLE_MKDOCS_2_WARNING = true
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Containers often tell Python to keep no compiled code: each of a hundred commands of the tests would compile ours anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help serve build editions pdf check correction test test-hosts test-browsers portable lint lock clean bench audit \
  sbom minisearch
PAGE ?= index

help: ## list these words
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' $(MAKEFILE_LIST) | expand -t 20

serve: $(VENV)/.ready ## set up, build and serve with live reload
	@echo "The site: http://$(ADDR)/ (stop with Ctrl+C)"
	@$(BIN)/mkdocs serve --dev-addr $(ADDR)

build: $(VENV)/.ready ## set up and write the site into site/
	@$(BIN)/explainer build

editions: $(VENV)/.ready ## write the PDFs, EPUB and offline copy into site/downloads/
	@EDITIONS=1 $(BIN)/explainer build

pdf: $(VENV)/.ready ## print one page: make pdf PAGE=dallas/index
	@[ -f site/index.html ] || EDITIONS=0 $(BIN)/explainer build
	@$(BIN)/explainer pdf $(PAGE)

check: $(VENV)/.ready ## check facts and prose in seconds, without a build
	@$(BIN)/explainer check

correction: $(VENV)/.ready ## ask for a correction and add it to the log
	@$(BIN)/explainer correction

test: $(VENV)/.ready-test ## set up and run every test but those of the two words below
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
	@echo "Ran: lint, format, types, the arrows between the wings, and the tests in Chromium, with no server but our own."
	@echo "More: make test-hosts (nginx, Caddy, HTML checker, EPUBCheck), make test-browsers (Firefox, WebKit), make portable."

test-hosts: $(VENV)/.ready-test ## real nginx and Caddy, the HTML checker and EPUBCheck: gets them with apt-get
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.hosts
	@$(BIN)/python -m pytest -m hosts tests/test_hosts.py
	@echo "Ran: nginx and Caddy with deploy/, the Nu HTML checker on every page, EPUBCheck on every e-book."

test-browsers: $(VENV)/.ready-browsers ## the site in Firefox and WebKit: gets them with apt-get
	@$(BIN)/python -m tests.hosts firefox WebKitWebDriver Xvfb
	@$(BIN)/python -m pytest -m browsers tests/test_browsers.py
	@echo "Ran: every page and tool of the first explainer, and the small one, in Firefox and in WebKit."

portable: $(VENV)/.ready-test ## build with MkDocs, ProperDocs and Zensical, and compare every page
	@$(BIN)/python -m tests.portable

bench: $(VENV)/.ready-test ## measure what readers feel: weight, Lighthouse, arrival, the editions
	@$(BIN)/python -m bench

audit: $(VENV)/.ready-audit ## look for known holes in the locked packages
	@for lock in requirements/*.lock; do \
	  echo "$$lock:"; grep --quiet "^[a-z].*==" $$lock && \
	  $(BIN)/pip-audit --strict --requirement $$lock --require-hashes --disable-pip || { \
	  echo "The audit ends here: $$lock holds a package with a known hole, or one that PyPI could not be asked about (above)."; \
	  exit 1; }; done

sbom: $(VENV)/.ready-audit ## list every package of a release in build/sbom.cdx.json (CycloneDX)
	@mkdir -p build
	@PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py requirements requirements/build.lock --pyproject pyproject.toml --mc-type application \
	  --output-reproducible --of JSON -o build/sbom.cdx.json
	@echo "Wrote build/sbom.cdx.json"

lint: $(VENV)/.ready-test ## mend the format of the Python code
	@$(BIN)/ruff check --fix explainer overrides tests bench
	@$(BIN)/ruff format explainer overrides tests bench

lock: $(VENV)/.ready-lock ## write requirements/*.lock anew from pyproject.toml
	@for group in build test browsers audit lock; do \
	  $(BIN)/uv pip compile \
	    $$([ $$group = lock ] || echo pyproject.toml) $$([ $$group = build ] || echo --group pyproject.toml:$$group) \
	    --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" --quiet --upgrade --output-file requirements/$$group.lock; done

# The engine of the search is a file of the site: npm is needed only to renew it.
minisearch: ## renew the search engine: make minisearch VERSION=7.2.0 (needs npm)
	@work=$$(mktemp -d) && trap 'rm -r $$work' EXIT && cd $$work && npm pack --silent minisearch@$(VERSION) > /dev/null && \
	tar -xzf minisearch-*.tgz && { \
	  echo "/*! MiniSearch $(VERSION), unchanged below; written by: make minisearch VERSION=$(VERSION)"; echo; \
	  cat package/LICENSE.txt; echo "*/"; grep -v '^//# sourceMappingURL' package/dist/umd/index.js; \
	} > $(CURDIR)/docs/assets/minisearch.js

clean: ## remove what was built and installed
	@rm -rf site $(VENV) build *.egg-info .pytest_cache .ruff_cache .mypy_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("This needs Python 3.11.5 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...") if sys.version_info < (3, 11, 5) else None'
	@$(PYTHON) -m venv $(VENV) || { echo "Python has no venv module. On Debian or Ubuntu: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.ready: requirements/build.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up (once) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/build.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-test: requirements/test.lock $(VENV)/.ready
	@echo "Setting up the tests (once) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/test.lock
	@touch $@

$(VENV)/.ready-browsers: requirements/browsers.lock $(VENV)/.ready-test
	@echo "Setting up the drivers of other browsers (once) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/browsers.lock
	@touch $@

$(VENV)/.ready-audit: requirements/audit.lock $(VENV)/.ready
	@echo "Setting up the audit (once) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/audit.lock
	@touch $@

$(VENV)/.ready-lock: requirements/lock.lock | $(VENV)/bin/python
	@echo "Setting up the resolver (once) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/lock.lock
	@touch $@
