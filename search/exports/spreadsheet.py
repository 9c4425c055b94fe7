"""CSV of the hits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from archive.text.cells import cell, lines
from search.exports.columns import columns, rows
from search.exports.export import Result


def write(result: Result) -> Iterator[str]:
    heads = [str(one.label) for one in columns(result)]
    return lines(chain([heads], ([cell(value) for value in row] for row in rows(result))))
