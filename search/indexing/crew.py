"""Several child processes that share out a list of tasks."""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

from search import aside
from search.indexing import processes

MOST = 4  # processes; more would wait for the disk
Task = TypeVar("Task")
Result = TypeVar("Result")


class ChildDied(Exception):
    """A child process ended before it had done its task."""

    def __init__(self, code: int | None) -> None:
        cause = f"退出码 {code}"
        if code is not None and code < 0:
            cause = f"信号 {signal.Signals(-code).name}"
        super().__init__(f"一个子进程中止了（{cause}），可能是内存不足")


def cores() -> int:
    return min(MOST, len(os.sched_getaffinity(0)))


def shared_out(
    do: Callable[[Task], Result], tasks: Sequence[Task], count: int
) -> Generator[Result, None, None]:
    """The results as they come. Raises ChildDied, and what the task itself raises.

    Whoever stops listening closes the iterator, which ends the children.
    """
    workers: list[_Worker[Task, Result]] = []
    try:
        for _ in range(min(count, len(tasks))):
            workers.append(_Worker(do, [one.line for one in workers]))
        waiting = deque(tasks)
        busy = {worker.line: worker for worker in workers}
        for worker in workers:
            worker.give(waiting.popleft())
        while busy:
            for line in wait(list(busy)):
                worker = busy[line]  # type: ignore[index]
                result = worker.result()
                if waiting:
                    worker.give(waiting.popleft())
                else:
                    del busy[worker.line]
                yield result
    finally:
        for worker in workers:
            worker.end()


class _Worker(Generic[Task, Result]):
    def __init__(self, do: Callable[[Task], Result], others: list[Connection]) -> None:
        self.line, far = Pipe()
        self.process = processes.start(_work, far, do, [self.line, *others])
        far.close()

    def give(self, task: Task) -> None:
        """One that has died is found out when its result is asked for."""
        with suppress(OSError):
            self.line.send(task)

    def result(self) -> Result:
        try:
            well, found = self.line.recv()
        except (EOFError, OSError) as error:
            self.process.join()
            raise ChildDied(self.process.exitcode) from error
        if not well:
            raise found
        return found  # type: ignore[no-any-return]

    def end(self) -> None:
        processes.end(self.process)
        self.line.close()


def _work(line: Connection, do: Callable[[Task], Result], inherited: list[Connection]) -> None:
    """Until there is nobody any more who gives tasks."""
    for other in inherited:
        other.close()
    with suppress(EOFError, BrokenPipeError):
        while True:
            task = line.recv()
            try:
                answer: tuple[bool, object] = True, do(task)
            except Exception as error:  # noqa: BLE001 - the parent raises it again
                answer = False, portable(error)
            line.send(answer)


def portable(error: Exception) -> Exception:
    """The error with its traceback as a note, fit to go from one process to another."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - it was written on this line
    except Exception:  # noqa: BLE001 - errors of libraries may refuse this in many ways
        return aside.Carried(aside.reason(error))
    return error
