# make demo   the main job, on the real lecture
# make test   the tests
# make check  lint, types and tests: what must pass before a commit
# The first call builds .venv with what it needs; nothing else on the machine is touched.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test check slow lint wheel fuzz thorough clean-data accept gauge clean

demo: $(VENV)/.installed
	$(BIN)/fixtranscript data/raw/deep-learning-news-1.txt data/clean/deep-learning-news-1.md --force
	@echo
	@head -n 40 data/clean/deep-learning-news-1.md
	@echo "[...] the rest is in data/clean/deep-learning-news-1.md, the index beside it"

test: $(VENV)/.developing
	$(BIN)/pytest -q

check: lint test slow

slow: $(VENV)/.developing
	$(BIN)/pytest -q -m slow

lint: $(VENV)/.developing
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/codespell

# Noise and made-up lectures, through the command: a crash or a broken law is printed with its seed.
fuzz: $(VENV)/.developing
	$(BIN)/python tests/fuzz_command.py --seconds 600

thorough: $(VENV)/.developing
	$(BIN)/pytest -q tests/test_properties.py --hypothesis-profile=thorough

# What users get: the wheel alone, in an environment that has nothing else.
wheel: $(VENV)/.developing
	rm -rf build dist
	$(BIN)/python -m build --wheel --outdir dist .
	$(PYTHON) -m venv --clear build/empty
	build/empty/bin/pip install --quiet dist/*.whl
	build/empty/bin/fixtranscript data/raw/deep-learning-news-1.txt build/wheel.md
	cmp build/wheel.md data/clean/deep-learning-news-1.md
	build/empty/bin/python -m transcript_fixer --schema >/dev/null

# After a change of any rule: write data/clean again, and look at the difference.
clean-data: $(VENV)/.installed
	$(BIN)/fixtranscript data/raw/deep-learning-news-1.txt data/clean/deep-learning-news-1.md --force

# The same for the talks under tests/talks.
accept: $(VENV)/.developing
	ACCEPT=1 $(BIN)/pytest -q tests/test_talks.py

# What a change of rules does to the talks, against the last commit.
gauge: $(VENV)/.developing
	$(BIN)/python scripts/gauge.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q src
	touch $@

$(VENV)/.developing: pyproject.toml $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
