"""JSON: the results as the API gives them, all of them; JSON lines: whole articles, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from search.answers import article_head, query_document, result_document, whole_document
from search.exports.export import Result
from search.exports.wholes import wholes


def write(result: Result) -> Iterator[str]:
    head: dict[str, Any] = {"total": result.total, "export": _origin(result)}
    if result.request:
        head["query"] = query_document(result.request)
    yield _json(head)[:-1] + ', "results": ['
    for number, hit in enumerate(result.hits):
        yield (",\n" if number else "\n") + _json(result_document(hit, result.absolute))
    yield "\n]}\n"


def write_lines(result: Result) -> Iterator[str]:
    """Every line tells where it comes from, so that lines of several files may be mixed."""
    origin = {"export": _origin(result)}
    for hit, whole in wholes(result.hits):
        head = article_head(hit.article, result.absolute)
        rest = whole_document(whole.own, whole.people, whole.figures)
        yield _json(head | rest | origin) + "\n"


def _origin(result: Result) -> dict[str, str]:
    return {"label": result.label, "url": result.link, "date": result.day.isoformat()}


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)
