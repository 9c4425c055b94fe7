"""Where the index lies: a folder of generations, a pointer to the current one, and the locks.

index/current      the name of the generation that is searched, replaced in one step
index/g000001-…/   a Whoosh index, with manifest.json saying what made it; no name comes twice
"""

from __future__ import annotations

import json
import secrets
import shutil
from pathlib import Path

from archive.text.segment import fingerprint
from search.engine import durable, toc
from search.engine.durable import bring_to_disk
from search.engine.errors import IndexDamaged, IndexUnavailable, unavailable
from search.engine.locks import Locks
from search.engine.schema import SCHEMA_VERSION

MANIFEST = "manifest.json"


def expected_manifest() -> dict[str, object]:
    """What an index must have been made by to be searched."""
    return {"schema": SCHEMA_VERSION, "analyzer": fingerprint()}


class Store(Locks):
    """The folder `root`; it is made when something is first written."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.pointer = root / "current"

    def current(self) -> Path:
        """The generation to search. Raises IndexUnavailable where none fits."""
        try:
            name = self.pointer.read_text(encoding="ascii").strip()
            manifest = json.loads((self.root / name / MANIFEST).read_text("ascii"))
        except FileNotFoundError as error:
            raise IndexDamaged("索引还没有建立") from error
        except (OSError, ValueError) as error:
            raise unavailable("索引无法读取", error) from error
        if manifest != expected_manifest():
            raise IndexDamaged("索引是另一版本的程序建立的")
        return self.root / name

    def create(self) -> Path:
        """A new empty generation, not yet searched; the caller holds the lock `write`."""
        self.root.mkdir(parents=True, exist_ok=True)
        numbers = [int(path.name[1:7]) for path in self._generations()]
        folder = self.root / f"g{max(numbers, default=0) + 1:06d}-{secrets.token_hex(4)}"
        folder.mkdir()
        toc.commit(folder, (), 0)
        (folder / MANIFEST).write_text(json.dumps(expected_manifest()), "ascii")
        return folder

    def publish(self, folder: Path) -> None:
        """Search `folder` from now on; the caller holds the lock `write`.

        Raises IndexUnavailable where the folder is gone.
        """
        if not (folder / MANIFEST).exists():
            raise IndexUnavailable("新建的索引不见了")
        bring_to_disk(folder / MANIFEST, folder)
        durable.write(self.pointer, folder.name + "\n")
        bring_to_disk(self.root)

    def sweep(self) -> None:
        """Remove all generations but the searched one; the caller holds the lock `write`.

        Not while another rebuilds. Who has one of them open goes on reading it.
        """
        for path in self._generations():
            self.discard(path)

    def discard(self, folder: Path) -> None:
        """Remove a generation, never the one that is searched."""
        if folder.name != self.searched():
            shutil.rmtree(folder, ignore_errors=True)

    def searched(self) -> str:
        """The name of the generation that is searched; "" where there is none."""
        return self.pointer.read_text("ascii", "replace").strip() if self.pointer.exists() else ""

    def _generations(self) -> list[Path]:
        return sorted(path for path in self.root.glob("g??????*") if path.name[1:7].isdigit())
