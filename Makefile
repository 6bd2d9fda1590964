# Two commands matter: `make run` and `make test`. Everything is made in this folder.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test check lint types rules fuzz bench chaos docs lock runtime-environment test-environment browser
PYTHON_IN_VENV := .venv/bin/python
# Dozens of processes are started; each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## List the commands
	@echo "QIflow. The commands are:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{printf "%-14s %s\n", $$1, $$2}'
	@echo "PORT=8001 make run starts a second copy with its own data."

run: runtime-environment ## Run the service with demonstration data; Ctrl-C stops it
	@exec $(PYTHON_IN_VENV) manage.py up

# Tests that measure delays have the machine to themselves; they run whatever the others found.
# Where a process has nothing left it takes from the other: each keeps to few files that way.
IN_TWO = $(PYTHON_IN_VENV) -m pytest -n 2 --dist worksteal

test: test-environment browser lint ## Run every check and test
	@failed=0; \
	$(IN_TWO) -m "not alone" || failed=1; \
	$(PYTHON_IN_VENV) -m pytest -m alone || failed=1; \
	exit $$failed

# A minute and a half: rules, architecture, and the walls and commands of the heart of the service.
QUICK = tests/unit tests/architecture tests/property tests/integration/kernel \
	tests/integration/governance tests/integration/walls

check: test-environment lint ## Run the quick part of it, in a minute and a half
	$(IN_TWO) -m "not alone and not browser and not chaos and not slow" $(QUICK)

# Types take as long as everything else together, so they are looked at beside it.
lint:
	@$(MAKE) --no-print-directory -j2 types rules

types:
	QIFLOW_ENV=test $(PYTHON_IN_VENV) -m mypy

rules:
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(PYTHON_IN_VENV) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	QIFLOW_ENV=test $(PYTHON_IN_VENV) manage.py generate_docs --check

fuzz: test-environment ## Ask the API ten times as many odd questions as the tests do, others each time
	QIFLOW_FUZZ_EXAMPLES=60 $(IN_TWO) tests/integration/api/test_description.py

bench: test-environment ## Measure against the limits in bench/
	$(PYTHON_IN_VENV) -m bench

chaos: test-environment ## Change thousands of things while processes are killed
	$(PYTHON_IN_VENV) -m tests.chaos

docs: test-environment ## Write docs/generated again from the code
	QIFLOW_ENV=test $(PYTHON_IN_VENV) manage.py generate_docs

lock: ## Compile the requirement files again (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; }
	uv pip compile -q --generate-hashes --no-header -p 3.11 requirements.in -o requirements.txt
	uv pip compile -q --generate-hashes --no-header -p 3.11 requirements-dev.in -o requirements-dev.txt
	uv pip compile -q --generate-hashes --no-header -p 3.11 requirements-s3.in -o requirements-s3.txt
	uv pip compile -q --generate-hashes --no-header -p 3.11 requirements-slides.in -o requirements-slides.txt

# The requirements were compiled and are tested for 3.11, so that is taken where it exists.
define with_python
	@for python in $$PYTHON python3.11 python3.12 python3.13 python3; do \
		if "$$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found="$$python"; \
			"$$python" -I -c 'import ensurepip, venv' 2>/dev/null && break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then echo "QIflow needs Python 3.11 or later; none is on the PATH." >&2; exit 1; fi; \
	exec "$$found" -I qiflow/virtual_environment.py $(1)
endef

runtime-environment:
	$(call with_python,requirements.txt)

test-environment:
	$(call with_python,requirements.txt requirements-dev.txt)

browser:
	@command -v chromium >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else \
		echo "The browser tests need Chromium: as root, apt-get install chromium" >&2; exit 1; \
	fi
