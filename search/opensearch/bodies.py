"""Documents as lines of a bulk request: their texts cut into the tokens of each field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from archive.text.cutting import cut_many
from archive.text.fold import fold
from search.engine.documents import Document, stamp
from search.engine.schema import FACETS, LONGEST, SLOTS, SUBJECTS
from search.opensearch.fields import (
    CHARS,
    DATE,
    LEXICON,
    MOMENT,
    NUMBER,
    OF_TITLE,
    PAIRS,
    STAMP,
    chars,
    moment,
    pairs,
)

_EPOCH = date(1970, 1, 1).toordinal()
_AT_ONCE = 250  # documents that are cut in one go
_SPOKEN = {"title": OF_TITLE, "body": ""}  # fields of which the words are told, and their marks
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def actions(documents: Iterable[Document], deletions: Iterable[int]) -> Iterator[bytes]:
    """One for each number: the last of its documents, or its deletion where it has none."""
    fresh = {document.number: document for document in documents}
    yield from indexing(list(fresh.values()))
    yield from map(deleting, sorted(set(deletions) - fresh.keys()))


def indexing(documents: Sequence[Document]) -> Iterator[bytes]:
    """Two lines a document: that it is to be indexed, and what."""
    for start in range(0, len(documents), _AT_ONCE):
        some = documents[start : start + _AT_ONCE]
        for document, body in zip(some, bodies(some), strict=True):
            action = f'{{"index":{{"_id":"{document.number}"}}}}\n'
            yield (action + _encode(body) + "\n").encode()


def deleting(number: int) -> bytes:
    return f'{{"delete":{{"_id":"{number}"}}}}\n'.encode()


def bodies(documents: Sequence[Document]) -> Iterator[dict[str, object]]:
    """What the index holds of each document; a field without a value is left out."""
    texts = [fold(document.texts.get(slot, "")) for document in documents for slot in SLOTS]
    cut = cut_many([*texts, *(fold(document.subjects) for document in documents)])
    vocabulary = [word[:LONGEST] for word in cut.vocabulary]
    tokens, starts = cut.tokens.tolist(), cut.starts.tolist()
    words = [
        list(map(vocabulary.__getitem__, tokens[start:end]))
        for start, end in zip(starts, starts[1:], strict=False)
    ]
    size = len(SLOTS)
    for place, document in enumerate(documents):
        rows = slice(place * size, (place + 1) * size)
        body = _columns(document)
        body |= _texts(texts[rows], words[rows])
        if subjects := words[len(texts) + place]:
            body[SUBJECTS] = " ".join(subjects)
        yield body


def _columns(document: Document) -> dict[str, object]:
    body: dict[str, object] = {
        NUMBER: document.number,
        DATE: document.date.isoformat(),
        STAMP: stamp(document),
        MOMENT: moment(document.date.toordinal() - _EPOCH, document.number),
    }
    for name in FACETS:
        if values := document.facets.get(name):
            body[name] = sorted(set(values))
    return body


def _texts(folded: Sequence[str], words: Sequence[list[str]]) -> dict[str, object]:
    """Of the slots in their order."""
    body: dict[str, object] = {}
    for slot, text, cut in zip(SLOTS, folded, words, strict=True):
        if text:
            body[slot + CHARS] = chars(text)
            body[slot + PAIRS] = pairs(text)
            body[slot] = " ".join(cut)
    body[LEXICON] = [
        mark + word
        for slot, mark in _SPOKEN.items()
        for word in set(words[SLOTS.index(slot)])
        if len(word) > 1
    ]
    return body
