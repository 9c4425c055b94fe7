"""Every pattern of the program against texts that make bad ones run for ever: none does.

A hang guard in seconds of CPU, far above what work that grows with the square of a text takes.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from types import FrameType

import pytest

import archive
import search

LENGTH = 1000  # characters: 2^1000 and 1000^3 steps are a hang, 1000^2 are not
GUARD = 10.0  # seconds of CPU for one pattern on one text
PIECES = ["a", " ", "\n", "8", "8 ", "8.", "1,", "的", "、", "（", "（）", "“", "-", "—", ".", "/", "《", "张三、", "记者 ", "年月日", "2024年", "一百", "省市县", "　", "·", "=", "亿元"]  # fmt: skip
END = "\x01"  # so that what matched nearly everything fails at last


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for package in (archive, search):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            name = module.name
            if (
                ".tests" in name
                or ".migrations" in name
                or "ocr_engine" in name
                or ".config" in name
            ):
                continue
            for key, value in vars(importlib.import_module(name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{name}.{key}", value


class Hung(BaseException):
    pass


def _stop(number: int, frame: FrameType | None) -> None:
    raise Hung


def test_no_pattern_hangs() -> None:
    tried, hung = 0, []
    before = signal.signal(signal.SIGPROF, _stop)
    try:
        for pattern, name in {pattern: name for name, pattern in _patterns()}.items():
            for piece in PIECES:
                text = (piece * LENGTH)[:LENGTH]
                signal.setitimer(signal.ITIMER_PROF, GUARD)
                try:
                    pattern.search(text + END)
                except Hung:
                    hung.append((name, piece))
                finally:
                    signal.setitimer(signal.ITIMER_PROF, 0)
            tried += 1
    finally:
        signal.signal(signal.SIGPROF, before)
    assert hung == []
    assert tried > 150


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|a)*$"])
def test_the_guard_notices_a_bad_one(pattern: str) -> None:
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, 0.5)
    try:
        with pytest.raises(Hung):
            re.compile(pattern).search("a" * LENGTH + "\x01")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
