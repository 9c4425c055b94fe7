"""Whether all that was acknowledged is there exactly once; run inside the site, when it has settled.

`… site search.tests.night.verdict LEDGER` prints what is not as it should be, a line a thing.
"""

from __future__ import annotations

import io
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command

from archive.models import Article, Import, Page
from search.backend import policy_backend
from search.executor import SearchExecutor
from search.models import Outbox
from search.request import SearchRequest
from search.tests.night.ledger import read

MARK = "y[be][0-9a-f]+z"
Rows = list[dict[str, Any]]


def faults(rows: Rows) -> Iterator[str]:
    acknowledged: defaultdict[str, Rows] = defaultdict(list)
    for row in rows:
        acknowledged[row["kind"]].append(row)
    yield from _queues()
    yield from _uploads(acknowledged["upload"], acknowledged["begun"])
    yield from _edits(acknowledged["edit"], acknowledged["begun"])
    yield from _statuses(rows)
    yield from _stray(acknowledged["begun"])
    yield from _compared()


def _queues() -> Iterator[str]:
    busy = Counter(Import.objects.values_list("status", flat=True))
    for status in ("queued", "running", "failed", "partial", "stored"):
        if busy[status]:
            yield f"{busy[status]} imports are {status}"
    if waiting := Outbox.objects.count():
        yield f"{waiting} rows wait in the outbox"


def _uploads(known: Rows, begun: Rows) -> Iterator[str]:
    texts = _texts("编号yb")
    for row in known:
        if (count := Import.objects.filter(sha256=row["sha256"]).count()) != 1:
            yield f"upload {row['sha256'][:12]} is there {count} times"
        for mark in row["marks"]:
            if (count := texts[mark]) != 1:
                yield f"the article {mark} of an upload is there {count} times"
            elif (count := found(mark)) != 1:
                yield f"a search finds the article {mark} of an upload {count} times"
    for row in begun:
        for mark in row.get("marks", []):
            if texts[mark] > 1:
                yield f"the article {mark} is there {texts[mark]} times"


def _edits(known: Rows, begun: Rows) -> Iterator[str]:
    texts = _texts("编号ye")
    published = set(Article.objects.published().values_list("pk", flat=True))
    for row in known:
        if (count := texts[row["mark"]]) != 1:
            yield f"the correction {row['mark']} of article {row['article']} is there {count} times"
        elif row["article"] in published and (count := found(row["mark"])) != 1:
            yield f"a search finds the correction {row['mark']} {count} times"
    for row in begun:
        if "mark" in row and texts[row["mark"]] > 1:
            yield f"the correction {row['mark']} is there {texts[row['mark']]} times"


def _texts(head: str) -> Counter[str]:
    """How often each mark stands in all articles."""
    counted: Counter[str] = Counter()
    bodies = Article.objects.filter(body__contains=head).values_list("body", flat=True)
    for body in bodies.iterator():
        for piece in body.split("编号")[1:]:
            if piece.startswith(("yb", "ye")):
                counted[piece.split("。")[0].split("，")[0].strip()] += 1
    return counted


def found(mark: str) -> int:
    return SearchExecutor(SearchRequest(q=f'"{mark}"'), "/search/").page().total


def _statuses(rows: Rows) -> Iterator[str]:
    """The last one that was acknowledged, or any that was asked for after it."""
    may: defaultdict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row["kind"] == "asked":
            may[row["article"]].add(row["status"])
        elif row["kind"] == "status":
            may[row["article"]] = {row["status"]}
    known = dict(Article.objects.values_list("pk", "status"))
    certain = {row["article"] for row in rows if row["kind"] == "status"}
    for article in certain:
        if known.get(article) not in may[article]:
            yield f"article {article} is {known.get(article)}, not {may[article]}"


def _stray(begun: Rows) -> Iterator[str]:
    """Files that belong to nothing.

    Whoever is killed between a file and its row leaves the file, which is taken over when it is sent
    again; after an hour `check_archive --repair` puts it away.
    """
    kept = set(Import.objects.values_list("file", flat=True))
    sent = {row["sha256"] for row in begun if "sha256" in row}
    for path in settings.MEDIA_ROOT.rglob("*"):
        known = str(path.relative_to(settings.MEDIA_ROOT)) in kept or path.stem in sent
        if path.is_file() and not known:
            yield f"stray file of an upload: {path.name}"
    for path in Path(os.environ["TMPDIR"]).iterdir():
        yield f"stray temporary file: {path.name}"
    index = settings.ARCHIVE_DATA / "index"
    if (index / "spool").exists() or len(list(index.glob("g*"))) > 2:
        yield f"the index has left something: {sorted(one.name for one in index.iterdir())}"
    if lonely := Page.objects.filter(articles=None, source__parent=None).count():
        yield f"{lonely} pages without an article"


def _compared() -> Iterator[str]:
    out = io.StringIO()
    try:
        call_command("check_archive", stdout=out, stderr=out)
    except CommandError as error:
        yield f"check_archive: {error} {out.getvalue()[:2000]}"
    engine, stored = policy_backend().engine, Article.objects.published().count()
    if engine.count() != stored:
        yield f"{engine.count()} articles are indexed, {stored} published"


def main(ledger: Path) -> int:
    rows = list(read(ledger))
    wrong = list(faults(rows))
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    counted = Counter(row["kind"] for row in rows)
    sys.stderr.write(f"verdict: {dict(counted)}, {len(wrong)} faults\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
