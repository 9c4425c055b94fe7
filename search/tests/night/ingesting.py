"""Somebody who brings folders of files by the command line, again where it was killed."""

from __future__ import annotations

import subprocess

from search.tests.night.client import Client, World
from search.tests.night.house import House
from search.tests.night.papers import File, Press

FILES = 4  # of a folder
MOST = 10  # runs for one folder


class Ingesting(Client):
    def __init__(self, world: World, house: House, number: int) -> None:
        super().__init__(world, number)
        self.house, self.press, self.done = house, Press(world.seed, number), 0
        self.process: subprocess.Popen[bytes] | None = None

    def turn(self) -> None:
        files = [self.press.file() for _ in range(FILES)]
        folder = self.house.folder / "brought" / str(self.press.count)
        folder.mkdir(parents=True)
        for file in files:
            (folder / file.name).write_bytes(file.data)
            self._note("begun", file)
        for _ in range(MOST):
            self.process = self.house.spawn("manage.py", "ingest", str(folder))
            status = self.process.wait()
            if status == 0:
                break
            if status > 0:
                self.world.tally.fail("ingest", f"status {status}: the log tells why")
        else:
            return
        self.done += 1
        for file in files:
            self._note("upload", file)

    def _note(self, kind: str, file: File) -> None:
        self.world.ledger.note(kind, sha256=file.sha256, marks=file.marks)

    def processes(self) -> list[int]:
        """The command, while it runs."""
        process = self.process
        return [process.pid] if process and process.poll() is None else []
