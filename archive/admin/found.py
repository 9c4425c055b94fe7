"""The articles found on a page as the review shows them, with what they speak of and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.admin.review_forms import FORMS
from archive.editing.labels import TABLES, label_of
from archive.editing.rights import may_change_published
from archive.models import Article, Page

BANDS = 8
RELATED = {
    "places": "place_mentions",
    "officials": "official_mentions",
    "industries": "industry_mentions",
    "people": "person_mentions",
    "figures": "figures",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing spoken of: its name, and what is known of it in small."""

    key: int
    name: str
    notes: list[str]
    role: str = ""


@dataclass(slots=True)
class Table:
    """The mentions of one sort; `form` adds to them, where the article is open for editing."""

    name: str
    label: str
    rows: list[Mention]
    form: Any = None
    may_remove: bool = False


@dataclass(slots=True)
class Found:
    """An article beside its number on the page and the colour band of its lines."""

    article: Article
    number: int
    band: int
    tables: list[Table] = field(default_factory=list)
    corrected: list[tuple[str, str]] = field(default_factory=list)
    open: bool = False
    locked: bool = False  # published, and not this editor's to change

    @property
    def key(self) -> str:
        """As a form sends it."""
        return str(self.article.pk)

    @property
    def doubtful(self) -> bool:
        return self.article.confidence < 0.7

    @property
    def signed(self) -> Iterator[tuple[str, list[str]]]:
        """记者, 通讯员, 整理 and 摄影 with their names."""
        for name in ("reporters", "correspondents", "compilers", "photographers"):
            if names := getattr(self.article, name):
                yield label_of(name), names


def found_on(page: Page, opened: int | None, user: Any) -> list[Found]:
    """The page's articles in their order; the opened one carries the forms that `user` may use."""
    articles = page.articles.with_mentions().prefetch_related(
        "person_mentions", "figures", "continuations__page__issue__newspaper"
    )
    rows, may_all = [], may_change_published(user)
    for place, article in enumerate(articles):
        locked = article.status == Article.Status.PUBLISHED and not may_all
        is_open = article.pk == opened and not locked
        one = Found(article, place + 1, place % BANDS, open=is_open, locked=locked)
        one.tables = [_table(article, name, user if one.open else None) for name in RELATED]
        one.corrected = [(name, label_of(name)) for name in article.corrected]
        rows.append(one)
    return rows


def _table(article: Article, name: str, user: Any) -> Table:
    related = getattr(article, RELATED[name])
    rows = [_mention(name, row) for row in related.all()]
    table = Table(name, TABLES[name], rows)
    if user:
        model = related.model._meta.model_name
        table.may_remove = user.has_perm(f"archive.delete_{model}")
        if name in FORMS and user.has_perm(f"archive.add_{model}"):
            # The window that adds an official finds its way back by the plain id.
            ids = "id_%s" if FORMS[name].addable else f"id_{name}_%s"
            table.form = FORMS[name](user=user, auto_id=ids)
    return table


def _mention(table: str, row: Any) -> Mention:
    if table == "places":
        return Mention(row.pk, row.place.name, [row.get_role_display()], row.role)
    if table == "officials":
        post = row.post.title if row.post else row.post_text or "职务未见"
        return Mention(row.pk, row.official.name, [post, row.get_role_display()], row.role)
    if table == "industries":
        why = f"依据：{row.rule}" if row.rule else ""
        notes = [row.get_role_display(), why]
        return Mention(row.pk, row.industry.name, [note for note in notes if note], row.role)
    if table == "people":
        return Mention(row.pk, row.name, [row.post] if row.post else [])
    notes = [row.indicator, row.period, row.get_kind_display()]
    return Mention(row.pk, row.text, [note for note in notes if note])
