"""Marks within marks: what stands between outer ones is set in inner ones, and so on in turn."""

from __future__ import annotations

TITLES, QUOTES = ("〈〉", "《》"), ("‘’", "“”")


def nested(text: str, pairs: tuple[str, str]) -> str:
    """The text as it stands within a pair of the other kind, by GB/T 15834, 4.8.3.3 and 4.15.3.

    Example: TITLES give 读《资本论》有感 as 读〈资本论〉有感, and 评《读〈资本论〉》 as 评〈读《资本论》〉.
    """
    openers = {pair[0] for pair in pairs}
    closers = {pair[1] for pair in pairs}
    told, depth = [], 0
    for sign in text:
        if sign in openers:
            told.append(pairs[depth % 2][0])
            depth += 1
        elif sign in closers:
            depth = max(depth - 1, 0)
            told.append(pairs[depth % 2][1])
        else:
            told.append(sign)
    return "".join(told)
