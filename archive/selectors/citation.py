"""What a citation of an article says, taken from what the paper prints."""

from __future__ import annotations

import re
from datetime import date

from archive.citing import Citation
from archive.models import Article, OfficialMention
from archive.models.articles import UNTITLED, headline
from archive.text.normalize import clean

# 张　三, set as wide as a name of three characters; 张三 李四 are two that nobody parted.
_SPREAD = re.compile(r"([\u3400-\u9fff]) ([\u3400-\u9fff])")


def citation(*, article: Article, address: str, accessed: date, archive: str) -> Citation:
    """The article as it is cited; `address` is its full one here, `archive` the site's name.

    `article` may be a row of search results too, which has the same fields. A number of ours for a
    page that shows none is not cited.
    """
    page, issue = article.page, article.page.issue
    title = _line(article.title)
    told = _line(headline(title, article.body))
    return Citation(
        title=told,
        subtitle=_line(article.subtitle),
        opening="" if title else told.removeprefix(UNTITLED).rstrip("…，、：；"),
        authors=authors(article),
        newspaper=_line(issue.newspaper.name),
        date=issue.date,
        page=str(page.number) if page.number_known else "",
        address=address,
        accessed=accessed,
        archive=archive,
    )


def authors(article: Article) -> tuple[str, ...]:
    """Who the article is by, each once: whoever signs a statement, else who wrote it.

    Who compiled it signs only where nobody else does, and so does who took its picture. Example:
    with 栾川县委书记杜文韬 above the title of a signed article and 郑天乐 整理 it is 杜文韬.
    """
    wrote = _signers(article) or [*article.reporters, *article.correspondents]
    names = wrote or article.compilers or article.photographers
    return tuple(dict.fromkeys(filter(None, map(_name, names))))


def _signers(article: Article) -> list[str]:
    """The officials whose own words it gives, as the headline names them, in its order."""
    if article.kind != Article.Kind.SIGNED_STATEMENT:
        return []
    head = f"{article.kicker}\n{article.subtitle}"
    speaks = OfficialMention.Role.SPEAKER
    rows = [row.official.name for row in article.official_mentions.all() if row.role == speaks]
    return sorted((name for name in rows if name in head), key=head.index)


def _name(printed: str) -> str:
    name = _line(printed)
    return "".join(spread.groups()) if (spread := _SPREAD.fullmatch(name)) else name


def _line(text: str) -> str:
    """On one line, without unseen characters: nothing that turns a reference's words around."""
    return " ".join(clean(" ".join(text.split())).split())
