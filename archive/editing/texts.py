"""Texts of an article set by hand: they are marked as corrected, and what rests on them follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import AbstractBaseUser

from archive.editing import history
from archive.editing.labels import labels_of
from archive.ingest.applying import NAMES, TEXTS, correct
from archive.ingest.errors import InputError
from archive.ingest.evidence import move_evidence, texts_of
from archive.ingest.figure_facts import settle_figures
from archive.ingest.reprints import group_reprints
from archive.models import Article
from archive.turns import in_turn

HEADLINE = ("column", "kicker", "title", "subtitle")
# The fields of which a correction is remembered, so that no later parse changes them.
KEPT = (*TEXTS, "kind", "body", *NAMES, "dateline_place", "dateline_date")


@in_turn()
def set_texts(
    article: Article, values: Mapping[str, str], *, author: AbstractBaseUser | None
) -> list[str]:
    """Set the given fields; the names of those that changed. Raises InputError for no words at all."""
    changed = [name for name, value in values.items() if getattr(article, name) != value]
    if not changed:
        return []
    history.begin(article)
    before = texts_of(article)
    for name in changed:
        setattr(article, name, values[name])
    if not article.title and not article.body:
        raise InputError("主题和正文不能都空着。")
    correct(article, *changed)
    history.save(article, author=author, reason=reason(changed))
    follow(article, before)
    return changed


def reason(names: Iterable[str]) -> str:
    """更正：主题、正文."""
    return f"更正：{'、'.join(labels_of(names))}"


def follow(article: Article, before: dict[str, str]) -> None:
    """Bring evidence, figures, and who else printed the text, up to date after an article was edited."""
    move_evidence(article, before)
    settle_figures([article])
    if article.body != before["body"]:
        group_reprints([article])
