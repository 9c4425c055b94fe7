# `make run` serves the archive, `make test` proves it. See README.md.
PYTHON ?= python3
ARCHIVE_DATA ?= $(CURDIR)/var
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
export ARCHIVE_DATA

.PHONY: run test pytest bench bench-pages bench-search bench-site bench-cluster load chaos lint format setup clean

run: setup
	@$(MANAGE) prepare
	@exec $(MANAGE) serve

test: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m djlint --quiet --lint templates
	$(PY) -m codespell_lib
	@DEBUG=1 ARCHIVE_DATA=$$(mktemp -d) $(MANAGE) makemigrations --check --dry-run
	@$(MAKE) --no-print-directory pytest

# The tests alone, one process a core (TEST_PROCESSES=0: in this one); with the database of DATABASE_URL.
pytest: $(VENV)/.dev
	$(PY) -m pytest -n $(or $(TEST_PROCESSES),auto) $(PYTEST_ARGS)

lint: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m mypy

bench: bench-pages bench-search

bench-pages: $(VENV)/.dev
	@DEBUG=1 DJANGO_SETTINGS_MODULE=archive.config.settings $(PY) -m archive.tests.bench

# Corpora, databases and peers' indexes are kept in BENCH_DATA; ARTICLES=10000 measures that size only.
bench-search: $(VENV)/.bench
	@$(PY) -m search.tests.bench $(if $(ARTICLES),--articles $(ARTICLES)) $(BENCH_ARGS)

# What each kind of page costs with 20,000 articles: CPU, database queries, bytes.
bench-site: $(VENV)/.bench
	@$(PY) -m search.tests.bench --only pages

# Three nodes on this machine beside the embedded engine: CPU, bytes, latency; ARTICLES="10000 100000".
bench-cluster: $(VENV)/.bench
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-opensearch.txt
	@$(PY) -m search.tests.bench.cluster $(if $(ARTICLES),--articles $(ARTICLES)) $(BENCH_ARGS)

# A crowd of readers, editors and uploaders at a site of its own: MINUTES=5 CLIENTS=20 NIGHT_ARGS="--base FOLDER".
load: $(VENV)/.dev
	@$(PY) -m search.tests.night.load --minutes $(or $(MINUTES),30) --clients $(or $(CLIENTS),50) $(NIGHT_ARGS)

# kill -9 at random while files come in and articles are corrected: KILLS=10 SEED=3.
chaos: $(VENV)/.dev
	@$(PY) -m search.tests.night.chaos --kills $(or $(KILLS),50) --seed $(or $(SEED),11) $(NIGHT_ARGS)

format: $(VENV)/.dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# The environment, the data folder and its secret key; quick where all of it stands. The client of a
# search cluster only where one is set, here or in the settings of the data folder.
CLUSTER := $(or $(SEARCH_URL),$(shell grep -qsE '^ *(export +)?SEARCH_URL *= *[^ ]' "$(ARCHIVE_DATA)/settings.env" && echo yes))
setup: $(VENV)/.run $(if $(CLUSTER),$(VENV)/.opensearch)
	@$(PY) -m archive.config.env

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新的版本：make run PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "安装依赖……"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.opensearch: requirements-opensearch.txt | $(VENV)/.run
	@echo "安装检索集群的客户端……"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-opensearch.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt requirements-opensearch.txt | $(VENV)/bin/python
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(PY) -m archive.config.env
	@touch $(VENV)/.run $@

$(VENV)/.bench: requirements-bench.txt $(VENV)/.dev
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
