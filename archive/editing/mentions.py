"""What an article speaks of, set by hand: no later parse changes a table that was corrected."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model

from archive.editing import history
from archive.editing.evidence import sightings
from archive.editing.labels import label_of
from archive.ingest.applying import correct
from archive.ingest.errors import InputError
from archive.ingest.evidence import texts_of
from archive.ingest.figure_facts import settle_figures
from archive.ingest.mentions import TABLES
from archive.models import Article
from archive.turns import in_turn

Author = AbstractBaseUser | None
# What a row is about: one such row an article.
ABOUT = {"places": "place", "officials": "official", "industries": "industry", "people": "name"}


@in_turn()
def set_mention(article: Article, table: str, values: dict[str, Any], *, author: Author) -> str:
    """Add a row to the table, or correct the one about the same thing; ＋张三（泰安市市长）.

    Raises InputError where it stands there already and says the same.
    """
    about = ABOUT[table]
    rows = TABLES[table]._default_manager.filter(article=article)
    row, sign = rows.filter(**{about: values[about]}).first(), "改为"
    if row is None:
        row, sign = TABLES[table](article=article), "＋"
        row.evidence = sightings(texts_of(article), _names(values[about]))  # type: ignore[attr-defined]
    elif all(getattr(row, name) == value for name, value in values.items()):
        raise InputError(f"这篇文章已有{label_of(table)}“{row}”。")
    for name, value in values.items():
        setattr(row, name, value)
    history.begin(article)
    row.save()
    return _note(article, table, f"{sign}{row}", author)


@in_turn()
def remove_mention(article: Article, table: str, key: int, *, author: Author) -> str:
    """Take a row out of the table; －张三（泰安市市长）. Raises InputError where it is not there."""
    row = TABLES[table]._default_manager.filter(article=article, pk=key).first()
    if row is None:
        raise InputError("这一条已经不在这篇文章里了。")
    history.begin(article)
    words = f"－{row}"
    row.delete()
    return _note(article, table, words, author)


def _names(about: Model | str) -> list[str]:
    if isinstance(about, str):
        return [about]
    return [name for name in (getattr(about, "name", ""), getattr(about, "short", "")) if name]


def _note(article: Article, table: str, words: str, author: Author) -> str:
    correct(article, table)
    if table == "places":
        settle_figures([article])
    text = f"{label_of(table)}：{words}"
    history.save(article, author=author, reason=text)
    return text
