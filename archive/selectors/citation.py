"""How an article is cited after GB/T 7714: 作者. 题名[N]. 报名, 日期(版次)."""

from __future__ import annotations

from archive.models import Article

AUTHORS_AT_MOST = 3


def citation(*, article: Article) -> str:
    """One line; the authors are left out where none is printed, the page where it is unknown.

    Example: 王晓, 陈立. 稳住工业基本盘[N]. 某某日报, 2024-09-24(1).
    """
    page, issue = article.page, article.page.issue
    number = f"({page.number})" if page.number_known else ""
    parts = [_authors(article), f"{_title(article)}[N]"]
    press = f"{issue.newspaper.name}, {issue.date:%Y-%m-%d}{number}"
    return ". ".join([part for part in parts if part] + [press]) + "."


def _authors(article: Article) -> str:
    """Up to three names, then 等; who compiled it signs only where nobody else does."""
    names = [*article.reporters, *article.correspondents] or list(article.compilers)
    rest = ["等"] if len(names) > AUTHORS_AT_MOST else []
    return ", ".join(names[:AUTHORS_AT_MOST] + rest)


def _title(article: Article) -> str:
    return f"{article.headline}：{article.subtitle}" if article.subtitle else article.headline
