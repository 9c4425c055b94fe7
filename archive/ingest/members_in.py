"""A zip taken in: each file in it is kept and gets an import of its own, to be read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.conf import settings

from archive.ingest.errors import InputError
from archive.ingest.fitting import fit
from archive.ingest.keeping import Kept, discard, put, register
from archive.ingest.outcomes import Hints, Member, OnStep, Outcome
from archive.ingest.tally import Tally, outcome_of, settle
from archive.ingest.zips import Spent, count_files, expand
from archive.models import Import
from archive.turns import Turn, in_turn

MOST_NAMED = 20  # passed-over files that a report names
AT_ONCE = 100  # members registered in one transaction: others may write between two of them


def take_members(
    source: Import, hints: Hints, on_step: OnStep, status: str = Import.Status.STORED
) -> Outcome:
    """Expand the zip, then register all of it, a hundred at a time; the last say that it is done.

    Registered anew after it was killed in between, each is there once. Raises InputError where
    the zip as a whole cannot be taken; nothing of it is left then.
    """
    above = list(_above(source))
    if len(above) >= settings.ZIP_MAX_DEPTH:
        raise InputError(f"压缩包套得太深：最多 {settings.ZIP_MAX_DEPTH} 层。")
    tally, kept = Tally(source.filename), []
    before = _spent([*above, source][0], source)
    spent = Spent(before.files, before.size)
    try:
        _expand(source, above, spent, tally, kept, on_step)
        tally.facts |= {"files": spent.files - before.files, "size": spent.size - before.size}
        members = _register(source, hints, kept, status, tally)
    except BaseException:
        discard(*(one for _, one in kept))
        raise
    outcome = outcome_of(source, tally)
    return _with(outcome, members)


def _with(outcome: Outcome, members: list[Member]) -> Outcome:
    return Outcome(
        outcome.name,
        outcome.status,
        error=outcome.error,
        source=outcome.source,
        faults=outcome.faults,
        warnings=outcome.warnings,
        members=tuple(members),
    )


def _above(source: Import) -> Iterator[Import]:
    """The zips that this one lies in, the outermost first."""
    if source.parent:
        yield from _above(source.parent)
        yield source.parent


def _spent(root: Import, but: Import) -> Spent:
    """What the outermost zip and all zips in it have used of the limits, one of them left out."""
    spent, level = Spent(), [root]
    while level:
        for row in level:
            if row != but:
                spent.files += row.report.get("files", 0)
                spent.size += row.report.get("size", 0)
        zips = Import.objects.filter(parent__in=level, filename__iendswith=".zip")
        level = list(zips)
    return spent


def _expand(
    source: Import,
    above: list[Import],
    spent: Spent,
    tally: Tally,
    kept: list[tuple[str, Kept]],
    on_step: OnStep,
) -> None:
    family = {source.sha256, *(row.sha256 for row in above)}
    passed: list[str] = []
    with source.file.open("rb") as file:
        total = count_files(file)
        for found in expand(file, spent):
            if not found.is_known:
                passed.append(found.name)
            elif found.stream is None:
                tally.blame(InputError(found.reason), where=found.name)
            elif (one := put(found.stream, found.name)).sha256 in family:
                discard(one)
                tally.blame(InputError("压缩包里有它自己。"), where=found.name)
            else:
                kept.append((found.name, one))
            on_step(len(kept) + len(passed) + tally.fault_count, total)
    if not kept and not tally.fault_count:
        raise InputError("压缩包里没有可导入的文件。")
    if passed:
        names = "、".join(passed[:MOST_NAMED]) + ("……" if len(passed) > MOST_NAMED else "")
        tally.warnings.append(f"跳过 {len(passed)} 个不支持的文件：{names}")


def _register(
    source: Import, hints: Hints, kept: list[tuple[str, Kept]], status: str, tally: Tally
) -> list[Member]:
    """One import a file; one that is in from elsewhere stays where it is, and is named."""
    members: list[Member] = []
    for start in range(0, max(1, len(kept)), AT_ONCE):
        with in_turn(Turn.FILES):
            some = kept[start : start + AT_ONCE]
            members += [_member(source, hints, name, one, status) for name, one in some]
            if len(members) == len(kept):
                _count(source, members, tally)
                settle(source, tally)
    return members


def _member(source: Import, hints: Hints, name: str, one: Kept, status: str) -> Member:
    row, fresh = register(
        one,
        PurePosixPath(name).name,
        hints,
        status=status,
        parent=source,
        member=fit(Import, "member", name),
        batch=source.batch,
    )
    return Member(name, row, fresh)


def _count(source: Import, members: list[Member], tally: Tally) -> None:
    known = [
        [member.name, member.source.pk]
        for member in members
        if not member.fresh and member.source.parent_id != source.pk
    ]
    fresh = sum(member.fresh for member in members)
    tally.facts |= {"members": len(members), "fresh": fresh, "known": known}
