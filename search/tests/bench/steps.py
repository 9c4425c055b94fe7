"""The steps of a run, each with what it measured; every engine works in processes of its own."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from search.tests.bench import kills, load
from search.tests.bench.folders import ROOT, archive, data, peer, size_of
from search.tests.bench.processes import run
from search.tests.bench.questions import questions

Figures = dict[str, Any]
PACKAGE = "search.tests.bench"
SITE = [sys.executable, "-m", f"{PACKAGE}.site"]
ENGINES = ("ours", "tantivy", "fts5", "stock")
# The environment of the site; the key signs nothing that lasts.
SITE_VARIABLES = {"SECRET_KEY": "bench" * 12, "DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1"}
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
WRITTEN_BY_STOCK = 2_000
STOCK_VARIANTS = 2  # questions of a class; each takes seconds
SECONDS = {"ours": 0.4, "tantivy": 0.3, "fts5": 0.3, "stock": 1.0}


def variables(articles: int) -> dict[str, str]:
    return {**SITE_VARIABLES, **ONE_THREAD, "ARCHIVE_DATA": str(archive(articles))}


def stock_variables(folder: Path) -> dict[str, str]:
    settings = f"{PACKAGE}.stock.settings"
    return {**ONE_THREAD, "DJANGO_SETTINGS_MODULE": settings, "BENCH_STOCK": str(folder)}


def finished(command: list[str], environment: dict[str, str]) -> Figures:
    """Seconds of CPU and of the clock and megabytes at the peak. Raises RuntimeError."""
    spent = run(command, environment)
    if spent.status:
        raise RuntimeError(f"{' '.join(command[1:])}: status {spent.status}")
    return asdict(spent)


def module(name: str, *values: object) -> list[str]:
    return [sys.executable, "-m", f"{PACKAGE}.{name}", *map(str, values)]


def inside(name: str, *values: object) -> list[str]:
    """The module inside the site."""
    return [*SITE, f"{PACKAGE}.{name}", *map(str, values)]


def manage(*values: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *values]


def asked_file(articles: int) -> Path:
    return data() / f"questions-{articles}.json"


def prepare(articles: int, stock: bool) -> None:
    """What is dear and the same every time: the database, the questions, the stock index."""
    finished(inside("database", articles), variables(articles))
    if articles and stock:
        questions(articles, asked_file(articles))
    if stock and articles and not (peer("stock", articles) / "built").exists():
        folder = peer("stock", articles)
        finished(inside("stock.engine", "build", articles), stock_variables(folder))
        (folder / "built").touch()


def searched(articles: int) -> Path:
    """The generation of our index that is searched."""
    root = archive(articles) / "index"
    return root / (root / "current").read_text("ascii").strip()


def indexing(articles: int) -> Figures:
    """A rebuild from the database, and what of it is only starting: that of an empty archive."""
    started = finished(manage("reindex"), variables(0))
    ours = finished(manage("reindex"), variables(articles))
    found = {"ours": ours | {"bytes": size_of(searched(articles)), "start": started["cpu"]}}
    for name, built in (("tantivy", "tantivy_peer"), ("fts5", "fts_peer")):
        found[name] = finished(module(built, "build", articles), ONE_THREAD)
        found[name]["bytes"] = size_of(peer(name, articles))
    found["stock"] = {"bytes": size_of(peer("stock", articles))}
    return found


def stock_writing() -> Figures:
    """Haystack's own `update` for a few articles; it grows with what is there already."""
    with tempfile.TemporaryDirectory() as folder:
        command = inside("stock.engine", "write", WRITTEN_BY_STOCK)
        return finished(command, stock_variables(Path(folder, "index")))


def asking(articles: int) -> Figures:
    """Every engine asked all questions, one engine after another."""
    return {name: ask(name, articles) for name in ENGINES}


def ask(engine: str, articles: int) -> Figures:
    command: dict[str, Callable[..., list[str]]] = {"ours": inside, "stock": inside}
    named = {"tantivy": "tantivy_peer", "fts5": "fts_peer", "stock": "stock.engine"}
    few = ["--variants", STOCK_VARIANTS, "--no-cold"] if engine == "stock" else []
    environment = {
        "ours": variables(articles),
        "stock": stock_variables(peer("stock", articles)),
    }.get(engine, ONE_THREAD)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "told.json")
        values = ["ask", articles, asked_file(articles), out, "--seconds", SECONDS[engine], *few]
        make = command.get(engine, module)
        finished(make(named.get(engine, engine), *values), environment)
        return json.loads(out.read_text("utf-8"))


def pages(articles: int) -> Figures:
    """What each kind of page costs in a process of its own."""
    finished(manage("reindex", "--if-needed"), variables(articles))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "told.json")
        finished(inside("pages", out), variables(articles))
        return json.loads(out.read_text("utf-8"))


def exactness(articles: int, tries: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "told.json")
        finished(module("exact", articles, tries, out), ONE_THREAD)
        return json.loads(out.read_text("utf-8"))


def loaded(articles: int, seconds: float) -> Figures:
    return load.measure(articles, seconds, SITE_VARIABLES)


def killed(articles: int, rounds: int) -> Figures:
    return kills.measure(articles, rounds, SITE_VARIABLES)
