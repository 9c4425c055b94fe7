"""Reprints (通稿): articles whose texts are the same but for their titles, signatures and cuts.

A text is remembered by a few hashed sentences, those with the smallest hashes, so that a text and
its cut remember the same ones. Articles that share one are compared word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

from django.db import transaction
from django.db.models import Count

from archive.models import Article, ArticleSentence, ReprintGroup
from archive.text.fold import fold

KEPT = 12  # sentences remembered of an article
LEAST = 12  # characters of a sentence that is worth remembering
SHINGLE = 8  # characters of the pieces by which two texts are compared
ALIKE = 0.6  # the share of the shorter text's pieces that the other has
SHORTEST = 60  # characters of a text that can be told from a formula
LOOKED_AT = 20  # candidates compared, those with most sentences in common first
_ENDS = re.compile(r"[。!?;\n]+")


def sentence_keys(body: str) -> list[int]:
    """Up to twelve signed 64-bit hashes of the folded sentences, the smallest ones."""
    sentences = {part for part in _ENDS.split(fold(body)) if len(part) >= LEAST}
    return sorted(map(_hash, sentences))[:KEPT]


def _hash(sentence: str) -> int:
    digest = blake2b(sentence.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def alike(one: str, two: str) -> bool:
    """Whether one of two bodies is the other's reprint or cut."""
    pieces, others = _pieces(one), _pieces(two)
    smaller = min(len(pieces), len(others))
    return smaller >= SHORTEST - SHINGLE and len(pieces & others) >= ALIKE * smaller


def _pieces(body: str) -> set[str]:
    text = fold(body).replace("\n", "")
    return {text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)}


@transaction.atomic
def group_reprints(articles: Iterable[Article]) -> None:
    """Remember the articles' sentences and put each with those that print the same text.

    An article whose text was edited leaves the group that it no longer belongs to.
    """
    articles = list(articles)
    keys = {article.pk: sentence_keys(article.body) for article in articles}
    ArticleSentence.objects.filter(article__in=keys).delete()
    ArticleSentence.objects.bulk_create(
        ArticleSentence(article_id=pk, key=key) for pk, found in keys.items() for key in found
    )
    for article in articles:
        same = [other for other in _candidates(article, keys[article.pk]) if _same(article, other)]
        _settle(article, same)


def _candidates(article: Article, keys: list[int]) -> list[Article]:
    """Articles that share a sentence, those of its own page aside."""
    rows = Article.objects.filter(sentences__key__in=keys).exclude(page=article.page_id)
    counted = rows.annotate(shared=Count("sentences")).order_by("-shared", "pk")
    return list(counted.only("pk", "body", "reprints")[:LOOKED_AT])


def _same(article: Article, other: Article) -> bool:
    return alike(article.body, other.body)


def _settle(article: Article, same: list[Article]) -> None:
    """One group for all of them; groups that turn out to be one become one."""
    before = article.reprints_id
    groups = sorted({other.reprints_id for other in same if other.reprints_id})
    if not same:
        _put([article.pk], None)
        article.reprints_id = None
    else:
        group = groups[0] if groups else ReprintGroup.objects.create().pk
        Article.objects.filter(reprints__in=groups[1:]).update(reprints=group)
        _put([article.pk, *(other.pk for other in same)], group)
        article.reprints_id = group
    if before and before != article.reprints_id:
        _drop_lone(before)


def _put(keys: list[int], group: int | None) -> None:
    """By an update: who else printed a text is no edit of it, and is read at each look."""
    Article.objects.filter(pk__in=keys).exclude(reprints=group).update(reprints=group)


def _drop_lone(group: int) -> None:
    """A group of one is none."""
    if Article.objects.filter(reprints=group).count() < 2:
        ReprintGroup.objects.filter(pk=group).delete()
