"""Processes that are killed in the midst of their work, for `test_killed`: one file operation a point.

Run by itself: `python -m search.tests.killing SEED KILLS`, with a data folder of its own. A kill is
a SIGKILL that a forked process sends itself before the n-th operation on a file of the index; then
another one brings the index up to date and compares it with the database.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connections, transaction

django.setup()

from archive.models import Article, Import  # noqa: E402
from archive.text.cutting import cut_many  # noqa: E402
from search.backend import policy_backend  # noqa: E402
from search.indexing import rebuilding  # noqa: E402
from search.indexing.draining import drain  # noqa: E402
from search.indexing.upkeep import merge  # noqa: E402
from search.management.commands.run_indexer import bring_up_to_date  # noqa: E402
from search.tests import factories  # noqa: E402

ARTICLES = 600
SHA256_OF_X = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
chance = random.Random()


class Fuse:
    """Counts operations on files of the index in this process; at the last one it kills it."""

    def __init__(self, last: int) -> None:
        self.last, self.count, self.process = last, 0, os.getpid()
        self.root = str(policy_backend().root)
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in EVENTS or os.getpid() != self.process:
            return
        if str(arguments[0]).startswith(self.root):
            self.count += 1
            if self.count == self.last:
                os.kill(self.process, signal.SIGKILL)


def prepare() -> None:
    call_command("migrate", verbosity=0)
    page = factories.page()
    source = Import.objects.get()
    source.sha256 = SHA256_OF_X
    source.file.save("x.txt", ContentFile(b"x"))
    Article.objects.bulk_create(
        Article(page=page, order=number, title=f"{number}号项目", body=body(), status="published")
        for number in range(ARTICLES)
    )
    rebuilding.FEW, rebuilding.AT_ONCE = 100, 200  # so that it starts processes
    rebuilding.reindex()


def body() -> str:
    picked = chance.choices("储能项目在肥城开工光伏电站并网发电经济发展座谈会", k=30)
    return "".join(picked) + "。"


def edit(count: int) -> None:
    """Some are changed, one is deleted, one is new."""
    numbers = list(Article.objects.values_list("pk", flat=True))
    with transaction.atomic():
        for article in Article.objects.filter(pk__in=chance.sample(numbers, count)):
            article.body = body()
            article.save()
        first = Article.objects.order_by("?")[0]
        order = max(Article.objects.values_list("order", flat=True)) + 1
        Article.objects.create(page=first.page, order=order, title="新", status="published")
        first.delete()


def small_segments() -> None:
    for _ in range(9):
        edit(2)
        drain()


# What is done first, and what is then killed.
TASKS: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
    "build": (lambda: edit(20), rebuilding.reindex),
    "update": (lambda: edit(20), drain),
    "merge": (small_segments, merge),
}


def forked(do: Callable[[], int]) -> int:
    """The exit code of a process that does it; minus the signal that killed it."""
    connections.close_all()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        os._exit(do())
    finally:
        os._exit(255)


def attempt(task: str, last: int) -> int:
    """Killed before its operation number `last`; 0 where it had fewer."""
    chance.seed(os.getpid() + last)
    before, do = TASKS[task]
    before()
    Fuse(last)
    do()
    return 0


def count(task: str, to: Path) -> int:
    before, do = TASKS[task]
    before()
    fuse = Fuse(0)
    do()
    to.write_text(str(fuse.count))
    return 0


def recovered() -> int:
    """0 where all is well after the indexer was started again."""
    bring_up_to_date()
    engine = policy_backend().engine
    with engine.store.lock("rebuild", timeout=10):  # whoever was started by the killed one ended
        pass
    call_command("check_archive", stdout=sys.stderr)
    published = set(Article.objects.published().values_list("pk", flat=True))
    return int(not (engine.numbers() == published and engine.count() == len(published)))


def main(seed: int, kills: int) -> None:
    random.seed(seed)
    prepare()
    cut_many(["预热"])
    operations = {}
    note = policy_backend().root.parent / "operations"
    for task in TASKS:
        assert forked(lambda task=task: count(task, note)) == 0
        operations[task] = int(note.read_text())
    killed = 0
    while killed < kills:
        task = list(TASKS)[killed % len(TASKS)]
        last = random.randint(1, operations[task])
        code = forked(lambda task=task, last=last: attempt(task, last))
        row = {"task": task, "at": last, "of": operations[task], "code": code}
        print(json.dumps(row | {"recovered": forked(recovered)}), flush=True)  # noqa: T201
        killed += code == -signal.SIGKILL
    forked(lambda: rebuilding.reindex() * 0)  # which takes away what the killed ones left


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
