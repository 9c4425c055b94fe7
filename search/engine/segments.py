"""Writing a segment out of parts, of other segments, or of both."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import secrets
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import STORED_COLUMN
from whoosh.filedb.structfile import StructFile

from search.engine import columns, joining, sums, toc
from search.engine.durable import bring_to_disk
from search.engine.joining import Documents, Source
from search.engine.pairs import PairPart, placed_slots, write_pairs
from search.engine.part import Postings
from search.engine.schema import WORDS
from search.engine.wordruns import runs
from search.engine.words import WordsWriter, as_bytes

_PR_SET_PDEATHSIG = 1
_SYSTEM = ctypes.CDLL(None)
MUCH = 2000  # documents from which a second process is worth its start
_LEXICON = ("title", "body")  # fields whose words are offered to those who type
_SMALL = 1000  # documents; in a smaller segment words of one document are offered too


def write_segment(folder: Path, sources: Sequence[Source]) -> toc.Row:
    """A segment of all documents taken, in order; its files are on the disk, nobody searches it.

    Raises OSError, StreamTooLong.
    """
    stem = folder / f"{toc.NAME}_{secrets.token_hex(8)}"
    streams = [(one.held.slots, one.keep) for one in sources]
    found = joining.documents(sources, placed_slots(streams))
    pairs = [
        PairPart(one.held.pairs, *stream, one.release)
        for one, stream in zip(sources, streams, strict=True)
    ]
    with _beside(found.size, lambda: write_pairs(Path(f"{stem}.pairs"), pairs)):
        lexicon = _words(stem, sources, found)
    columns.write(Path(f"{stem}.arr"), found, lexicon)
    _lengths(stem, found)
    _finish(stem)
    words = {name: int(column.sum(dtype=np.int64)) for name, column in found.lengths.items()}
    return toc.Row(stem.name, found.size, np.empty(0, np.int32), words)


@contextmanager
def _beside(size: int, work: Callable[[], object]) -> Iterator[None]:
    """Do `work` in a process of its own meanwhile, where there is enough of it."""
    if size < MUCH or multiprocessing.current_process().daemon:
        work()
        yield
        return
    fork = multiprocessing.get_context("fork")
    process = fork.Process(target=_with_parent, args=(os.getpid(), work), daemon=True)
    process.start()
    try:
        yield
    except BaseException:
        process.kill()
        raise
    finally:
        process.join()
    if code := process.exitcode or 0:
        raise _failed(code)


def _failed(code: int) -> OSError:
    """What the exit code of `_with_parent` tells."""
    if code > 1:
        return OSError(code, os.strerror(code))
    return OSError("pairs were not written" + (f": killed by signal {-code}" if code < 0 else ""))


def _with_parent(parent: int, work: Callable[[], object]) -> None:
    """Work, and be killed with the parent: a child that lives on would keep its locks."""
    _SYSTEM.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return
    try:
        work()
    except OSError as error:  # a full disk, most likely; the exit code tells which one
        sys.exit(error.errno or 1)


def _words(stem: Path, sources: Sequence[Source], found: Documents) -> columns.Lexicon:
    bases = accumulate((one.size for one in sources), initial=0)
    renumber = [one.renumber(base) for one, base in zip(sources, bases, strict=False)]
    writer = WordsWriter(stem)
    lexicon: dict[str, int] = {}
    for field in WORDS:
        marks = as_bytes(found.lengths[field])
        for run in runs([one.words(field) for one in sources], renumber):
            writer.add(field, run, marks)
            if field in _LEXICON:
                _offer(lexicon, run, 1 if found.size < _SMALL else 2)
            for one in sources:
                one.release()
    writer.close()
    words = sorted(lexicon)
    return words, np.fromiter((lexicon[word] for word in words), np.int32, len(words))


def _offer(lexicon: dict[str, int], run: Postings, least: int) -> None:
    """Take in the words that at least so many documents hold."""
    counts = np.diff(run.starts)
    chosen = np.flatnonzero(counts >= least)
    for term, count in zip(chosen.tolist(), counts[chosen].tolist(), strict=True):
        word = run.terms[term]
        if len(word) > 1:
            lexicon[word] = max(count, lexicon.get(word, 0))


def _lengths(stem: Path, found: Documents) -> None:
    """The columns that Whoosh's own ranking reads, and one of no stored fields."""
    for field, lengths in found.lengths.items():
        Path(f"{stem}._{field}_len.col").write_bytes(as_bytes(lengths).tobytes())
    with Path(f"{stem}._stored.col").open("wb") as file:
        STORED_COLUMN.writer(StructFile(file)).finish(found.size)


def _finish(stem: Path) -> None:
    """Note the sums of all files and wait until they lie on the disk."""
    files = files_of(stem.parent, stem.name)
    note = Path(f"{stem}{sums.ENDING}")
    sums.note(note, {file.name: file for file in files})
    bring_to_disk(*files, note, stem.parent)


def files_of(folder: Path, name: str) -> list[Path]:
    """All files of a segment."""
    return [path for path in folder.iterdir() if path.name.startswith(f"{name}.")]
