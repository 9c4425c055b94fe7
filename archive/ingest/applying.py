"""A draft laid over a stored article: what an editor has corrected stays, the rest is renewed."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Max

from archive.extract import extract
from archive.ingest.continuations import joined_text
from archive.ingest.evidence import move_evidence
from archive.ingest.fitting import fit
from archive.ingest.mentions import TABLES, Stored, store_mentions
from archive.ingest.ranges import numbers
from archive.ingest.redraft import redraft
from archive.ingest.reprints import group_reprints
from archive.models import Article, Page
from archive.records import ArticleDraft, Context

TEXTS = ("column", "kicker", "title", "subtitle", "continued_from")
NAMES = ("reporters", "correspondents", "compilers", "photographers")
PLAIN = ("kind", "body", *NAMES)
FROM_LINES = ("lines", "title_lines")


def correct(article: Article, *names: str) -> None:
    """Note what an editor has set: no later parse changes it. Does not save."""
    article.corrected = sorted({*article.corrected, *names})


def free_order(page: Page) -> int:
    """The place behind the last article of a page."""
    return (page.articles.aggregate(top=Max("order"))["top"] or 0) + 1


def apply_draft(article: Article, draft: ArticleDraft, keep: Collection[str] = ()) -> bool:
    """Set the article's fields from the draft; whether any changed. Not saved.

    What is corrected stays, and what `keep` names.
    """
    dateline = draft.dateline
    values = {name: getattr(draft, name) for name in PLAIN}
    values["body"] = _whole(article, draft.body)
    values |= {name: fit(Article, name, getattr(draft, name)) for name in TEXTS}
    values["dateline_place"] = fit(Article, "dateline_place", dateline.place if dateline else None)
    values["dateline_date"] = dateline.date if dateline else None
    if "lines" not in article.corrected:
        values |= {name: [list(span) for span in getattr(draft, name)] for name in FROM_LINES}
        values |= {"confidence": draft.confidence, "warnings": draft.warnings}
    kept = {*article.corrected, *keep}
    changed = [
        name
        for name, value in values.items()
        if name not in kept and getattr(article, name) != value
    ]
    for name in changed:
        setattr(article, name, values[name])
    return bool(set(changed) - {"confidence", "warnings"})


def _whole(article: Article, body: str) -> str:
    """The body with what other pages of the issue go on with."""
    if article.pk is None:
        return body
    for part in article.continuations.select_related("page__issue"):
        if part.lines:
            tail = redraft(part.page.text, set(), numbers(part.lines), None)
            body = joined_text(body, tail.body)
    return body


def renew_derived(article: Article, before: dict[str, str] | None = None) -> None:
    """What the stored text speaks of, extracted anew, and who else printed it.

    The tables of mentions that were corrected stay as they are; their evidence moves with the
    words, where `before` gives the texts as they were.
    """
    newspaper = article.page.issue.newspaper
    home = newspaper.place
    draft = draft_of_row(article)
    context = Context(newspaper.name, home.code if home else None, article.page.issue.date)
    draft.mentions = extract(draft, context)
    only = [name for name in TABLES if name not in article.corrected]
    for name in only:
        TABLES[name]._default_manager.filter(article=article).delete()
    store_mentions([Stored(draft, article)], home, only)
    if before is not None:
        move_evidence(article, before, [name for name in TABLES if name not in only])
    group_reprints([article])


def draft_of_row(article: Article) -> ArticleDraft:
    """The stored texts as a draft, for the extractors."""
    return ArticleDraft(
        kind=article.kind,
        body=article.body,
        **{name: getattr(article, name) or None for name in TEXTS},
        **{name: list(getattr(article, name)) for name in NAMES},
    )
