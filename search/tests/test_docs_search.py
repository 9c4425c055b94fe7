"""What the documents say of the search, held to the code: index fields, examples that run."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from search.engine.schema import FACETS, SUBJECT_WEIGHT, TEXTS
from search.indexer import reindex
from search.search_indexes import ArticleIndex

DOCS = Path(__file__).resolve().parents[2] / "docs"


def rows(text: str, start: str = "| `") -> list[list[str]]:
    """The cells of a table's rows that begin so."""
    found = [line for line in text.splitlines() if line.startswith(start)]
    return [[cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")] for line in found]  # fmt: skip


def test_the_fields_of_the_index_are_documented() -> None:
    text = (DOCS / "reference/index-fields.md").read_text(encoding="utf-8")
    told = {row[0].strip("`"): row[1:] for row in rows(text)}
    assert set(told) == set(ArticleIndex().fields) - {"text"} | {"body"}
    assert {name for name, row in told.items() if row[-1] == "yes"} == set(FACETS)
    weights = {name: float(row[2]) for name, row in told.items() if row[2]}
    assert weights == {**TEXTS, "subjects": SUBJECT_WEIGHT}


def test_every_query_of_the_guide_finds_something(client: Client, db: None) -> None:
    call_command("load_reference", verbosity=0)
    call_command("ingest", str(settings.FIXTURES / "pages"), verbosity=0)
    reindex()
    text = (DOCS / "howto/search-the-archive.md").read_text(encoding="utf-8")
    queries = [row[1].strip("`") for row in rows(text, "| ") if re.fullmatch("`.+`", row[1])]
    assert len(queries) > 8
    totals = {query: client.get("/api/v1/search", {"q": query}).json()["total"] for query in queries}  # fmt: skip
    assert all(totals.values()), totals
