"""Parts on disk: what several processes invert, for one to write a segment of."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from search.engine import columns, strings
from search.engine.arrays import ArrayFile, write_arrays
from search.engine.columns import Documents
from search.engine.documents import Document
from search.engine.inverting import invert
from search.engine.part import Pairs, Part, Postings
from search.engine.schema import WORDS

ENDING = ".part"


def spool(folder: Path, documents: Sequence[Document]) -> Path:
    """Invert the documents into a file of `folder`; for many processes at once.

    The last of one number wins. The file appears whole or not at all.
    """
    fresh = {document.number: document for document in documents}
    name = f"{os.getpid()}-{secrets.token_hex(8)}"
    path = folder / f"{name}{ENDING}"
    unfinished = folder / f"{name}.unfinished"
    save(unfinished, invert(list(fresh.values())))
    return unfinished.replace(path)


def save(path: Path, part: Part) -> None:
    arrays = columns.arrays_of(
        Documents(part.numbers, part.days, part.stamps, part.slots, part.lengths, part.facets)
    )
    for field in WORDS:
        arrays |= _packed(field, part.words[field])
    arrays |= {
        "pairs.keys": part.pairs.keys,
        "pairs.starts": part.pairs.starts,
        "pairs.positions": part.pairs.positions,
    }
    write_arrays(path, arrays)


@dataclass(frozen=True, slots=True)
class StoredPart(Part):
    """A part whose arrays lie in a memory map of `file`."""

    file: ArrayFile


def load(path: Path) -> StoredPart:
    """Raises FileNotFoundError, ArraysBroken."""
    file = ArrayFile(path)
    return StoredPart(
        numbers=file["numbers"],
        days=file["days"],
        stamps=file["stamps"],
        slots=file["slots"],
        lengths=columns.lengths(file),
        words=_StoredWords(file),
        pairs=Pairs(file["pairs.keys"], file["pairs.starts"], file["pairs.positions"]),
        facets=columns.facets(file),
        file=file,
    )


def _packed(field: str, words: Postings) -> dict[str, NDArray[Any]]:
    return strings.pack(f"words.{field}", words.terms) | {
        f"words.{field}.starts": words.starts,
        f"words.{field}.docs": words.docs,
        f"words.{field}.often": words.often,
    }


class _StoredWords(Mapping[str, Postings]):
    """The words by field, unpacked when asked for: of many parts, all would fill the memory."""

    def __init__(self, file: ArrayFile) -> None:
        self._file = file

    def __getitem__(self, field: str) -> Postings:
        return _unpacked(field, self._file)

    def __iter__(self) -> Iterator[str]:
        return iter(WORDS)

    def __len__(self) -> int:
        return len(WORDS)


def _unpacked(field: str, file: ArrayFile) -> Postings:
    name = f"words.{field}"
    terms = strings.unpack(name, file)
    return Postings(terms, file[f"{name}.starts"], file[f"{name}.docs"], file[f"{name}.often"])
