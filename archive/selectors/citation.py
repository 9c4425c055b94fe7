"""What a citation of an article says, taken from what the paper prints."""

from __future__ import annotations

from datetime import date

from archive.citing import Citation
from archive.models import Article


def citation(*, article: Article, address: str, accessed: date, archive: str) -> Citation:
    """The article as it is cited; `address` is its full one here, `archive` the site's name.

    A number of ours for a page that shows none is not cited.
    """
    page, issue = article.page, article.page.issue
    return Citation(
        title=_line(article.headline),
        subtitle=_line(article.subtitle),
        authors=_authors(article),
        newspaper=issue.newspaper.name,
        date=issue.date,
        page=str(page.number) if page.number_known else "",
        address=address,
        accessed=accessed,
        archive=archive,
    )


def _authors(article: Article) -> tuple[str, ...]:
    """Who wrote it; who compiled it signs only where nobody else does, and so does who took it."""
    wrote = [*article.reporters, *article.correspondents]
    return tuple(filter(None, map(_line, wrote or article.compilers or article.photographers)))


def _line(text: str) -> str:
    """On one line: a title printed on several keeps a blank where they meet."""
    return " ".join(text.split())
