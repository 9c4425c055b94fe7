"""A new index beside the old one: made from the database by all cores, then put in its place."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.db import transaction

from archive.management.tuning import tune
from archive.models import Article
from search import aside
from search.backend import policy_backend
from search.engine import IndexUnavailable, Renewal
from search.indexing import crew, health, marks, processes
from search.indexing.documents import documents, warm
from search.indexing.draining import LOCK, apply
from search.indexing.parts import in_parts
from search.models import Outbox

AT_ONCE = 2000  # articles that all processes together invert in one go: some 300 MB
FEW = 1000  # articles below which it is not worth starting processes, or letting edits go on
ROUNDS = 20  # in which what has changed meanwhile is replayed beside the indexer
READING, JOINING = "读取文章", "合成索引"
Progress = Callable[[str, int, int], None]  # what is being done, how far, of how many


@dataclass(frozen=True, slots=True)
class Staged:
    """What has come of the articles from number `first` on; `done` counts the failed, too."""

    first: int
    done: int
    paths: list[Path] = field(default_factory=list)
    failed: aside.Failed = field(default_factory=dict)


def reindex(progress: Progress = lambda step, done, total: None) -> int:
    """Build a new index beside the old one, then search it; the number of its articles.

    Raises IndexBusy where another rebuild is under way, IndexUnavailable and OSError where it
    cannot be written, ChildDied; the old index then stands as it was.
    """
    engine = policy_backend().engine
    warm()
    with engine.rebuild() as fresh:
        # Whatever these rows ask for, is read from here on; the later ones are replayed.
        settled = set(Outbox.objects.values_list("pk", flat=True))
        failed = _build(fresh, progress)
        failed = _catch_up(fresh, settled, failed)
        # No indexer works from here on, so nothing slips between the replay and the swap.
        with engine.lock(LOCK):
            failed = _replay(fresh, settled, failed)
            fresh.note(mark := marks.fresh())
            fresh.publish()
            health.is_sound()
            news = aside.news(failed)
            with transaction.atomic():
                marks.settle(mark)
                for part in in_parts(sorted(settled)):
                    Outbox.objects.filter(pk__in=part).delete()
                aside.put(failed)
    aside.tell(news)
    tune()
    try:
        return engine.count()
    except IndexUnavailable:  # it stands, though it cannot be asked at once
        return int(Article.objects.published().count()) - len(failed)


def _build(fresh: Renewal, progress: Progress) -> aside.Failed:
    """Every published article as of now; those that do not fit."""
    numbers = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    staged: list[Staged] = []
    failed: aside.Failed = {}
    done = 0
    progress(READING, 0, len(numbers))
    with closing(_results(fresh, list(in_parts(numbers, AT_ONCE // crew.cores())))) as results:
        for result in results:
            done += result.done
            staged.append(result)
            failed |= result.failed
            if len(failed) == done > 1:
                # Then it is the program, and an empty index is no better than the old one.
                raise next(iter(failed.values()))
            progress(READING, done, len(numbers))
    if numbers:
        progress(JOINING, 0, len(numbers))
    # In the order of their numbers: neighbours of a newspaper and of a time stay neighbours.
    staged.sort(key=lambda one: one.first)
    fresh.add([path for one in staged for path in one.paths])
    progress(JOINING, len(numbers), len(numbers))
    return failed


def _results(fresh: Renewal, parts: Sequence[list[int]]) -> Generator[Staged, None, None]:
    task = partial(_stage, fresh)
    if sum(map(len, parts)) > FEW and processes.may_fork():
        yield from crew.shared_out(task, parts, crew.cores())
    else:
        yield from map(task, parts)


def _stage(fresh: Renewal, numbers: list[int]) -> Staged:
    paths: list[Path] = []

    def do(some: list[int]) -> None:
        paths.append(fresh.stage(documents(some)))

    failed = aside.each(numbers, do)
    return Staged(
        numbers[0], len(numbers), paths, {one: crew.portable(why) for one, why in failed.items()}
    )


def _catch_up(fresh: Renewal, settled: set[int], failed: aside.Failed) -> aside.Failed:
    """What has changed meanwhile; not under the lock of the indexer while there is much of it,
    but not for ever where it changes faster than that."""
    for _ in range(ROUNDS):
        if len(_new_rows(settled)) <= FEW:
            break
        failed = _replay(fresh, settled, failed)
    return failed


def _replay(fresh: Renewal, settled: set[int], failed: aside.Failed) -> aside.Failed:
    """Read again what the outbox names beyond the rows that are `settled`, and what failed."""
    rows = _new_rows(settled)
    for part in in_parts(sorted({*rows.values(), *failed})):
        again = aside.each(part, partial(apply, fresh.write), failed.keys())
        failed = {one: failed[one] for one in failed if one not in part} | again
    settled.update(rows)
    return failed


def _new_rows(settled: set[int]) -> dict[int, int]:
    rows = Outbox.objects.values_list("pk", "article")
    return {row: article for row, article in rows if row not in settled}
