"""A task that takes long, done by a child process beside everything else."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess

from search.indexing import processes
from search.indexing.crew import ChildDied, portable


class Chore:
    """Done by one child at a time; where no child can be, at once."""

    def __init__(self, do: Callable[[], object]) -> None:
        self.do = do
        self.process: ForkProcess | None = None
        self.done = False

    def start(self) -> None:
        """Unless it is under way."""
        if self.process is not None:
            return
        if not processes.may_fork():
            self.do()
            self.done = True
            return
        self.line, far = Pipe(duplex=False)
        self.process = processes.start(_report, far, self.do)
        far.close()

    def is_done(self) -> bool:
        """Whether it has ended well since this was last asked.

        Raises what the task raised, ChildDied where it was killed; once.
        """
        if self.process is not None and (self.line.poll() or not self.process.is_alive()):
            self._finish(self.process)
        done, self.done = self.done, False
        return done

    def _finish(self, process: ForkProcess) -> None:
        self.process = None
        try:
            with self.line:
                error = self.line.recv()
        except EOFError as ended:
            process.join()
            raise ChildDied(process.exitcode) from ended
        process.join()
        if error is not None:
            raise error
        self.done = True

    def end(self) -> None:
        if self.process is not None:
            processes.end(self.process)


def _report(line: Connection, do: Callable[[], object]) -> None:
    error = None
    try:
        do()
    except Exception as raised:  # noqa: BLE001 - the parent raises it again
        error = portable(raised)
    line.send(error)
