"""A long task in a child process: told of once, missed where it dies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from search.indexing import chores, processes
from search.indexing.chores import Chore
from search.indexing.crew import ChildDied


class TestChore:
    @pytest.fixture(autouse=True)
    def forking(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(processes.connections, "close_all", lambda: None)
        monkeypatch.setattr(chores.processes, "may_fork", lambda: True)

    def ended(self, chore: Chore) -> bool:
        assert chore.process is not None
        chore.process.join()
        return chore.is_done()

    def test_it_is_done_elsewhere_and_told_of_once(self, tmp_path: Path) -> None:
        chore = Chore(lambda: (tmp_path / "who").write_text(str(os.getpid())))
        assert not chore.is_done()
        chore.start()
        assert self.ended(chore) and not chore.is_done()
        assert (tmp_path / "who").read_text() not in ("", str(os.getpid()))

    def test_what_it_raises_is_raised_here_once(self) -> None:
        chore = Chore(lambda: 1 // 0)
        chore.start()
        with pytest.raises(ZeroDivisionError):
            self.ended(chore)
        assert not chore.is_done()

    def test_a_killed_one_is_missed_and_may_start_again(self) -> None:
        chore = Chore(lambda: os.kill(os.getpid(), 9))
        for _ in range(2):
            chore.start()
            with pytest.raises(ChildDied):
                self.ended(chore)

    def test_it_ends_when_told(self) -> None:
        line, far = os.pipe()
        chore = Chore(lambda: os.read(line, 1))
        chore.start()
        chore.start()
        assert not chore.is_done()
        process = chore.process
        chore.end()
        assert process is not None and not process.is_alive()
        os.close(line)
        os.close(far)
