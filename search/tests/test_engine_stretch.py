"""Pieces of a file are what was written, also after it was removed, and never made up."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from search.engine.arrays import ArrayFile, write_arrays
from search.engine.stretch import Stretch

DATA = bytes(range(256)) * 40


def _open(path: Path) -> bool:
    """Whether this process has the file open."""
    links = Path("/proc/self/fd").iterdir()
    return any(os.path.realpath(link).startswith(str(path)) for link in links)


def test_a_removed_file_is_still_read_and_then_closed(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(DATA)
    stretch = Stretch(path)
    path.unlink()
    assert stretch.read(300, 20) == DATA[300:320]
    assert _open(path)
    del stretch
    assert not _open(path)


def test_a_stretch_ends_where_its_array_ends(tmp_path: Path) -> None:
    path = tmp_path / "arrays"
    write_arrays(path, {"a": np.arange(9, dtype=np.uint8), "b": np.arange(50, 90, dtype=np.uint8)})
    file = ArrayFile(path)
    assert file.stretch("a").read(5, 100) == bytes([5, 6, 7, 8])
    assert file.stretch("b").read(1, 2) == bytes([51, 52])


def test_a_file_cut_off_meanwhile_is_told(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(DATA)
    stretch = Stretch(path)
    os.truncate(path, 100)
    assert stretch.read(50, 50) == DATA[50:100]
    with pytest.raises(ValueError, match="cut off"):
        stretch.read(90, 20)


def test_many_threads_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(DATA)
    stretch = Stretch(path)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda at: stretch.read(at, 100), range(2000)))
    assert found == [DATA[at : at + 100] for at in range(2000)]
