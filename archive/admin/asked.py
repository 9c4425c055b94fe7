"""What an editor has asked for on the review of a page, read from the form that was sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict

from archive.ingest.errors import InputError
from archive.ingest.ranges import numbers
from archive.models import Article, Page

MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A form about a page; `force` says that what was set by hand may be lost."""

    page: Page
    values: QueryDict
    author: Any

    @property
    def force(self) -> bool:
        return "force" in self.values

    def article(self, name: str = "article") -> Article:
        """The article of this page that the field names; 404 for any other."""
        article = self.page.articles.filter(pk=key_of(self.values.get(name))).first()
        if article is None:
            raise Http404("这一版上没有这篇文章。")
        return article

    def lines(self) -> set[int]:
        """The chosen lines, from `lines` (3-5,9) or `first` and `last`. Raises InputError."""
        spans = [part for part in self.values.get("lines", "").split(",") if part.strip()]
        if not spans:
            first = self.values.get("first", "").strip()
            spans = [f"{first}-{self.values.get('last', '').strip() or first}"]
        end = self.page.text.count("\n") + 1
        chosen: set[int] = set()
        for span in spans:
            match = re.fullmatch(r"\s*([0-9]{1,5})(?:-([0-9]{1,5}))?\s*", span)
            one, two = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
            if not 1 <= min(one, two) <= max(one, two) <= min(end, MOST_LINES):
                raise InputError(f"请先选行：行号从 1 到 {end}。")
            chosen |= numbers([(min(one, two), max(one, two))])
        return chosen


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: a sentence, and the article to be looked at next.

    `complete` says that the last draft of the page was published.
    """

    text: str
    article: Article | None = None
    changed: bool = True
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """What is done, and the permissions on articles that it takes, beside that to change them."""

    do: Callable[[Asked], Done]
    needs: tuple[str, ...] = ()


def key_of(text: str | None) -> int:
    """A primary key from a form, 0 for anything that is none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text) else 0
