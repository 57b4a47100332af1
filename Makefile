# Uses the python of the active environment; see CONTRIBUTING.md.
PYTHON ?= python
PYTEST = $(PYTHON) -m pytest
# Kept bytecode saves each worker of a later run some seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: check check-full lint bench golden reference

# At most a minute: what every change must pass.
check: lint
	$(PYTEST) -n 2 -m "not full"

# Everything, slow tests and the browser included.
check-full: lint
	$(PYTEST) -n 2 --full

lint:
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()" --no-logo

# Ratios measured side by side in one run; never a time limit in a test.
bench:
	@set -e; for script in tests/benchmarks/bench_*.py; do \
		name=$$(basename "$$script" .py); echo "== $$name"; $(PYTHON) -m "tests.benchmarks.$$name"; \
	done

# Writes the golden files anew: read the difference before committing it.
golden:
	$(PYTEST) --full --golden -k golden

# Writes the scenario reference anew from schema, columns, changes, indicators and tables.
reference:
	PYTHONPATH=. $(PYTHON) docs/generate_reference.py
