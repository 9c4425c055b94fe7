"""Reprints (通稿): articles whose texts are the same but for their titles, signatures and cuts.

A text is remembered by a few hashed sentences, those with the smallest hashes, so that a text and
its cut remember the same ones. Articles that share one are compared word by word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from django.db.models import Count
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver

from archive.models import Article, ArticleSentence, ReprintGroup
from archive.text.fold import fold
from archive.turns import in_turn

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
    return _alike(_pieces(one), _pieces(two))


def _alike(pieces: set[str], others: set[str]) -> bool:
    smaller = min(len(pieces), len(others))
    return smaller >= SHORTEST - SHINGLE and len(pieces & others) >= ALIKE * smaller


def _pieces(body: str) -> set[str]:
    text = fold(body).replace("\n", "")
    return {text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)}


@in_turn()
def group_reprints(articles: Iterable[Article]) -> None:
    """Remember the articles' sentences and put each with those that print the same text.

    An article whose text was edited leaves the group that it no longer belongs to.
    """
    articles = list(articles)
    keys = {article.pk: sentence_keys(article.body) for article in articles}
    groups, edited = _groups_of(articles), _edited(keys)
    ArticleSentence.objects.filter(article__in=keys).delete()
    ArticleSentence.objects.bulk_create(
        ArticleSentence(article_id=pk, key=key) for pk, found in keys.items() for key in found
    )
    for article in articles:
        same = [other for other in _candidates(article, keys[article.pk]) if _same(article, other)]
        _settle(article, same)
    left = {group for pk, group in groups.items() if pk in edited}
    left |= {
        groups[row.pk] for row in articles if groups.get(row.pk, row.reprints_id) != row.reprints_id
    }
    for group in sorted(left):
        _part(group)


def _edited(keys: dict[int, list[int]]) -> set[int]:
    """Those whose sentences are others than were remembered."""
    known = defaultdict(set)
    for pk, key in ArticleSentence.objects.filter(article__in=keys).values_list("article", "key"):
        known[pk].add(key)
    return {pk for pk, found in keys.items() if known[pk] != set(found)}


def _groups_of(articles: list[Article]) -> dict[int, int]:
    """Their groups as stored, for what is at hand may be older; those that have none are left out."""
    rows = Article.objects.filter(pk__in=[article.pk for article in articles], reprints__gt=0)
    return dict(rows.values_list("pk", "reprints"))


def _candidates(article: Article, keys: list[int]) -> list[Article]:
    """Articles that share a sentence, those of its own page aside."""
    rows = Article.objects.filter(sentences__key__in=keys).exclude(page=article.page_id)
    counted = rows.annotate(shared=Count("sentences")).order_by("-shared", "pk")
    return list(counted.only("pk", "body", "reprints")[:LOOKED_AT])


def _same(article: Article, other: Article) -> bool:
    return alike(article.body, other.body)


def _settle(article: Article, same: list[Article]) -> None:
    """One group for all of them; groups that turn out to be one become one."""
    groups = sorted({other.reprints_id for other in same if other.reprints_id})
    group = groups[0] if groups else None
    if same:
        group = group or ReprintGroup.objects.create().pk
        Article.objects.filter(reprints__in=groups[1:]).update(reprints=group)
        ReprintGroup.objects.filter(pk__in=groups[1:]).delete()
    _put([article.pk, *(other.pk for other in same)], group)
    article.reprints_id = group


def _put(keys: list[int], group: int | None) -> None:
    """By an update: who else printed a text is no edit of it, and is read at each look."""
    Article.objects.filter(pk__in=keys).exclude(reprints=group).update(reprints=group)


def _part(group: int) -> None:
    """A group whose members may have changed: those who hang together by their texts stay one,
    the others leave it, for one may have been like two that are unlike each other."""
    rows = dict(Article.objects.filter(reprints=group).order_by("pk").values_list("pk", "body"))
    left = {pk: _pieces(body) for pk, body in rows.items()}
    own: int | None = group
    while left:
        kin = _kin(left)
        if len(kin) < 2:
            _put(kin, None)
        else:
            _put(kin, own or ReprintGroup.objects.create().pk)
            own = None
    if own:
        ReprintGroup.objects.filter(pk=group).delete()


def _kin(left: dict[int, set[str]]) -> list[int]:
    """The first of the texts with all that are like it, or like one of those; taken out."""
    kin = [next(iter(left))]
    waiting = [left.pop(kin[0])]
    while waiting:
        pieces = waiting.pop()
        for pk in [pk for pk, others in left.items() if _alike(pieces, others)]:
            kin.append(pk)
            waiting.append(left.pop(pk))
    return kin


@receiver(pre_delete, sender=Article, dispatch_uid="reprints-before")
def _remember_group(instance: Article, **kwargs: Any) -> None:
    """What is at hand of it may be older than its group."""
    instance.reprints_id = _groups_of([instance]).get(instance.pk)


@receiver(post_delete, sender=Article, dispatch_uid="reprints-after")
def _leave_group(instance: Article, **kwargs: Any) -> None:
    """However an article is deleted, with its page or alone, those that are left are looked at."""
    if instance.reprints_id:
        _part(instance.reprints_id)
