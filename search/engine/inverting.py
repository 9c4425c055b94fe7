"""Documents inverted: from texts and facet values to the sorted arrays of a part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from archive.text.cutting import Cut, cut_many
from archive.text.fold import fold
from search.engine.documents import Document, stamp
from search.engine.pairs import pairs_of
from search.engine.part import FacetColumn, Int32s, Int64s, Part, Postings, Uint16s, Uint32s
from search.engine.schema import FACETS, LONGEST, SLOTS, WORDS

_MOST = 255  # occurrences of a word in a document that are counted
_LONG = (1 << 16) - 1


def invert(documents: Sequence[Document]) -> Part:
    """One part of all documents, in their order. Numbers must be distinct."""
    texts = [fold(document.texts.get(name, "")) for document in documents for name in SLOTS]
    words, lengths = _words(texts, [fold(document.subjects) for document in documents])
    return Part(
        numbers=np.array([document.number for document in documents], np.int64),
        days=np.array([document.date.toordinal() for document in documents], np.int32),
        stamps=np.array([stamp(document) for document in documents], np.uint64),
        slots=_slots(texts),
        lengths=lengths,
        words=words,
        pairs=pairs_of(texts),
        facets={name: _facet(documents, name) for name in FACETS},
    )


def _slots(texts: Sequence[str]) -> Uint32s:
    lengths = [len(text) + 1 if text else 0 for text in texts]
    return np.cumsum([0, *lengths], dtype=np.uint32)


def _facet(documents: Sequence[Document], name: str) -> FacetColumn:
    held = [sorted(set(document.facets.get(name, ()))) for document in documents]
    values = sorted(set(chain.from_iterable(held)))
    code = {value: number for number, value in enumerate(values)}
    starts = np.cumsum([0, *map(len, held)], dtype=np.uint32)
    codes = np.fromiter((code[value] for row in held for value in row), np.uint32, int(starts[-1]))
    return FacetColumn(values, starts, codes)


def _words(
    texts: Sequence[str], subjects: Sequence[str]
) -> tuple[dict[str, Postings], dict[str, Uint16s]]:
    """The postings and the lengths of each field of schema.WORDS.

    `texts` as they stand in the stream of characters; `subjects` one a document.
    """
    cut = cut_many([*texts, *subjects])
    size = len(subjects)
    rows = np.arange(len(cut.starts) - 1)
    fields = np.where(rows < len(texts), rows % len(SLOTS), len(SLOTS))
    docs = np.where(rows < len(texts), rows // len(SLOTS), rows - len(texts))
    counts = np.diff(cut.starts)
    lengths = np.zeros((len(WORDS), size), np.int64)
    lengths[fields, docs] = counts
    terms, keys = _keys(cut, np.repeat(fields, counts), np.repeat(docs, counts))
    found = {name: _postings(terms, keys, place) for place, name in enumerate(WORDS)}
    kept = np.minimum(lengths, _LONG).astype(np.uint16)
    return found, {name: kept[place] for place, name in enumerate(WORDS)}


_FIELD, _TERM = np.uint64(61), np.uint64(32)  # bits of a key: field, term, document


def _keys(cut: Cut, fields: Int64s, docs: Int64s) -> tuple[list[str], NDArray[np.uint64]]:
    """The terms, ascending, and a key for every word of every text, ascending."""
    short = [word[:LONGEST] for word in cut.vocabulary]
    terms = sorted(set(short))
    place = {term: number for number, term in enumerate(terms)}
    ranks = np.fromiter((place[word] for word in short), np.uint64, len(short))
    keys = fields.astype(np.uint64) << _FIELD
    keys |= ranks[cut.tokens] << _TERM
    keys |= docs.astype(np.uint64)
    keys.sort()
    return terms, keys


def _postings(terms: list[str], keys: NDArray[np.uint64], place: int) -> Postings:
    """Those of the field with this place in schema.WORDS."""
    start, end = np.searchsorted(keys, np.array([place, place + 1], np.uint64) << _FIELD)
    keys = keys[start:end]
    fresh = _changes(keys)
    often = np.minimum(np.diff(np.append(fresh, len(keys))), _MOST).astype(np.uint8)
    keys = keys[fresh]
    ranks = (keys >> _TERM).astype(np.uint32) & np.uint32((1 << 29) - 1)
    firsts = _changes(ranks)
    held = [terms[rank] for rank in ranks[firsts].tolist()]
    docs: Int32s = keys.astype(np.uint32).astype(np.int32)
    return Postings(held, np.append(firsts, len(keys)).astype(np.int64), docs, often)


def _changes(ascending: NDArray[np.uint64] | NDArray[np.uint32]) -> Int64s:
    """Where a new value begins."""
    if not len(ascending):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.concatenate([[True], ascending[1:] != ascending[:-1]]))
