"""JSON: the results as the API gives them, all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from search.answers import query_document, result_document
from search.exports.export import Result


def write(result: Result) -> Iterator[str]:
    query = json.dumps(query_document(result.request), ensure_ascii=False)
    yield f'{{"total": {result.total}, "query": {query}, "results": ['
    for number, hit in enumerate(result.hits):
        document = json.dumps(result_document(hit, result.absolute), ensure_ascii=False)
        yield (",\n" if number else "\n") + document
    yield "\n]}\n"
