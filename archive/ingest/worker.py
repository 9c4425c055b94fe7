"""The worker: reads the files that wait, one after another, each exactly once.

The imports that are `queued` are its queue. Only one worker runs at a time, by a lock that the
kernel lets go of when its holder dies, so an import that is `running` while nobody holds the lock
belonged to a worker that was killed, and is read again.
"""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import (
    DatabaseError,
    OperationalError,
    close_old_connections,
    reset_queries,
    transaction,
)
from django.db.models import F
from django.utils import timezone

from archive.ingest.intake import read_import
from archive.ingest.outcomes import FAILED, Outcome, reason
from archive.ingest.pipeline import parse_bytes
from archive.models import Import

log = logging.getLogger(__name__)
Status = Import.Status
POLL = 0.5  # seconds between looks into an empty queue
PAUSE = 5.0  # seconds before trying again where database or disk do not answer
MOST_ATTEMPTS = 5  # readings that were begun and never ended
TRIES = 5
WARM = "全市项目开工\n\n  本报讯 3月14日，市委书记张三到济南市历城区调研项目建设。\n"
OFTEN = 0.5  # seconds between two notes of how far a reading is
KILLED = (
    f"解析 {MOST_ATTEMPTS} 次都中途被中止（内存不够，或程序出错），不再尝试；请拆小后重新上传。"
)


class WorkerBusy(RuntimeError):
    """Another worker runs."""


class Stopped(BaseException):
    """The worker was told to stop in the middle of a file; no fault of the file."""


def lock_path() -> Path:
    return settings.ARCHIVE_DATA / "worker.lock"


@contextmanager
def only_worker() -> Iterator[None]:
    """Hold the lock among all processes. Raises WorkerBusy where another has it."""
    with lock_path().open("w") as file:
        for _ in range(TRIES):  # whoever only asks whether one runs holds it for a moment, too
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.05)
        else:
            raise WorkerBusy("另一个解析程序正在运行。")
        yield


def is_running() -> bool:
    """Whether a worker runs now, here or in another process."""
    try:
        with lock_path().open("r") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # no such file, or a folder that cannot be read
        return False
    return False


@cache
def warm() -> None:
    """Load what reading needs, a second or two, before a file is claimed.

    So a worker that is killed as soon as it starts has begun to read nobody's file.
    """
    for _ in parse_bytes(WARM.encode(), "warm.txt"):
        pass


def work(is_over: Callable[[], bool] = lambda: False) -> None:
    """Read what waits and what comes, until `is_over`; nothing ends it before.

    Where another worker runs, wait for its end and go on in its place.
    """
    trouble = ""
    while not is_over():
        try:
            with only_worker():
                _work(is_over)
        except WorkerBusy:
            trouble = ""
        except OSError as error:  # the folder of the lock cannot be written
            if str(error) != trouble:
                trouble = str(error)
                log.warning("解析推迟，稍后再试：%s", reason(error))
        _wait(PAUSE if trouble else POLL, is_over)


def work_off(is_over: Callable[[], bool] = lambda: False) -> int:
    """Read what waits now, then end; how many files. Raises WorkerBusy, DatabaseError, OSError."""
    with only_worker():
        warm()
        take_back_orphans()
        done = 0
        try:
            while not is_over() and read_next(is_over):
                done += 1
        except (OperationalError, OSError):
            with suppress(DatabaseError):
                take_back_orphans(blameless=True)
            raise
    return done


def _work(is_over: Callable[[], bool]) -> None:
    """Until it is over; the lock is held.

    A file that the disk keeps from being read holds up no other: it comes last in its round.
    """
    warm()
    trouble, ours = "", False
    put_off: set[int] = set()
    while not is_over():
        try:
            take_back_orphans(blameless=ours)
            ours = True  # whoever was killed is dealt with; what runs from now on is our own
            while not is_over() and read_next(is_over, put_off):
                pass
            trouble = trouble if put_off else ""
            put_off.clear()
        except (DatabaseError, OSError) as error:
            close_old_connections()
            if str(error) != trouble:
                trouble = str(error)
                log.warning("解析推迟，稍后再试：%s", trouble)
        _wait(PAUSE if trouble else POLL, is_over)
        close_old_connections()


def _wait(seconds: float, is_over: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not is_over():
        time.sleep(0.1)


def take_back_orphans(*, blameless: bool = False) -> int:
    """What a killed worker was reading waits again; how many. The lock is held.

    Where it was `blameless`, database or disk not having answered, the attempt is not counted.
    """
    running = Import.objects.filter(status=Status.RUNNING)
    if not running.exists():
        return 0
    attempts = {"attempts": F("attempts") - 1} if blameless else {}
    return running.update(status=Status.QUEUED, **attempts)


def read_next(
    is_over: Callable[[], bool] = lambda: False, put_off: set[int] | None = None
) -> Outcome | None:
    """Read the file that has waited longest, None where none waits. The lock is held.

    Where it is over in the middle of a long file, that file waits again: None, too.
    Raises DatabaseError where the database does not answer, OSError where the disk is full or
    sick; the file is `running` then. `put_off` are keys that are passed over; one is added where
    the disk does not let its file be read.
    """
    reset_queries()  # in debug mode Django keeps them all
    put_off = set() if put_off is None else put_off
    source = _claim(put_off)
    if source is None:
        return None
    if source.attempts > MOST_ATTEMPTS:
        return _give_up(source)
    try:
        outcome = read_import(
            source,
            on_step=_Progress(source.pk, is_over),
            members=Status.QUEUED,
            patient=True,
        )
    except Stopped:
        take_back_orphans(blameless=True)
        return None
    except OSError:
        put_off.add(source.pk)
        raise
    level = logging.INFO if outcome.error else logging.DEBUG
    log.log(level, "%s：%s，%s", source.filename, outcome.label, outcome.error)
    return outcome


@transaction.atomic
def _claim(but: Collection[int] = ()) -> Import | None:
    waiting = Import.objects.filter(status=Status.QUEUED).exclude(pk__in=but).order_by("pk")
    source = waiting.select_related("newspaper__place", "author", "batch", "parent").first()
    if source is None:
        return None
    mine = waiting.filter(pk=source.pk).update(
        status=Status.RUNNING,
        attempts=F("attempts") + 1,
        started=timezone.now(),
        steps=0,
        steps_done=0,
    )
    if not mine:  # somebody read it by hand just now
        return _claim(but)
    source.status, source.attempts = Status.RUNNING, source.attempts + 1
    return source


def _give_up(source: Import) -> Outcome:
    source.status, source.error, source.finished = Status.FAILED, KILLED, timezone.now()
    source.attempts = MOST_ATTEMPTS
    source.save(update_fields=["status", "error", "finished", "attempts"])
    return Outcome(source.filename, FAILED, error=KILLED, source=source)


class _Progress:
    """Notes how far a reading is, twice a second at most, between the transactions of the reading.

    Raises Stopped where it is over.
    """

    def __init__(self, pk: int, is_over: Callable[[], bool]) -> None:
        self.pk, self.is_over, self.told = pk, is_over, time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if self.is_over():
            raise Stopped
        if time.monotonic() - self.told < OFTEN:
            return
        with suppress(DatabaseError):  # a busy database has better things to do
            Import.objects.filter(pk=self.pk).update(steps=max(total, 0), steps_done=done)
        self.told = time.monotonic()
