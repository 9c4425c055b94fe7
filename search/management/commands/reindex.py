"""Builds a new index beside the old one, then swaps; searches go on meanwhile."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

from search.engine import IndexAway, IndexBusy, IndexUnavailable
from search.indexer import needs_reindex, reindex
from search.indexing import outgrown
from search.indexing.crew import ChildDied

WIDTH = 30  # characters of a full bar
EVERY = 5.0  # seconds between two lines where nobody watches a bar


class Away(CommandError):
    """The cluster does not answer: nothing is wrong here, and an indexer will do it later."""


class Command(BaseCommand):
    help = "重建索引：在旁边建好新的再替换，期间检索照常。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="只在索引缺失、损坏、版本不符或与数据库不符时重建",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._build(**options)
        if told := outgrown.warning():
            self.stderr.write(told)

    def _build(self, **options: Any) -> None:
        if options["if_needed"]:
            reason = build_reason()
            if not reason:
                self.stdout.write("索引可用，无须重建。")
                return
            self.stdout.write(f"{reason}，现在建立。")
        try:
            total = reindex(Bar(self.stdout))
        except IndexBusy as error:
            raise CommandError("另一个重建正在进行。") from error
        except IndexAway as error:
            raise Away(f"索引没有建好，原有的不变：{error}") from error
        except (OSError, IndexUnavailable, ChildDied) as error:
            why = error.why if isinstance(error, IndexUnavailable) else error
            raise CommandError(f"索引没有建好，原有的不变：{why}。") from error
        except KeyboardInterrupt:
            raise CommandError("已中断，原有的索引不变。", returncode=130) from None
        self.stdout.write(f"索引已建好，共 {total} 篇。")


def build_reason() -> str:
    """Why the index is to be built anew; "" where it is not. Raises CommandError, of them Away."""
    try:
        return needs_reindex()
    except IndexBusy as error:
        raise CommandError(str(error)) from error
    except IndexAway as error:
        raise Away(str(error)) from error
    except OSError as error:
        raise CommandError(f"索引无法读取：{error}。") from error


class Bar:
    """Tells how far a rebuild is: a bar on a terminal, else a line now and then."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out = out
        self.step = ""
        self.begun = self.told = time.monotonic()

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if step != self.step:
            self.step, self.begun, self.told = step, now, now
        watched = self.out.isatty()
        finished = done == total
        if finished or watched or now - self.told >= EVERY:
            self.told = now
            text = f"{step} {done}/{total} 篇" + remaining(done, total, now - self.begun)
            self._show(bar(done, total) + " " + text if watched else text, watched, finished)

    def _show(self, text: str, watched: bool, finished: bool) -> None:
        start = "\r\033[K" if watched else ""
        self.out.write(start + text, ending="" if watched and not finished else "\n")
        self.out.flush()


def bar(done: int, total: int) -> str:
    full = WIDTH * done // total if total else WIDTH
    return "[" + "#" * full + "-" * (WIDTH - full) + "]"


def remaining(done: int, total: int, seconds: float) -> str:
    """（40%，约剩 1 分 20 秒）; no time before anything is done and after all is."""
    if not total:
        return ""
    share = f"{100 * done // total}%"
    if done in (0, total):
        return f"（{share}）"
    left = round(seconds / done * (total - done))
    minutes, rest = divmod(left, 60)
    return f"（{share}，约剩 {f'{minutes} 分 ' if minutes else ''}{rest} 秒）"
