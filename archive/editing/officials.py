"""Two officials who are one person made one, and one who is two parted, by an editor's word.

Each change is one transaction and tells the index of every article that it touches. An InputError
says in one line what cannot be done, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from archive.editing import history
from archive.gazetteer.pinyin import name_pinyin
from archive.ingest.applying import correct
from archive.ingest.errors import InputError
from archive.ingest.fitting import fit
from archive.ingest.roster import city_of
from archive.models import Article, Official, OfficialAlias, OfficialMention, Place
from archive.turns import in_turn

Author = AbstractBaseUser | None
Role = OfficialMention.Role
RANKS = (Role.SPEAKER, Role.SUBJECT, Role.ATTENDEE, Role.MENTIONED)


@in_turn()
def merge_officials(into: Official, others: Iterable[Official], author: Author) -> Official:
    """Everything said of the others is said of `into` from now on; their addresses lead there.

    A page that names one of them again, in the place they were listed under, means `into`.
    """
    into, *others = _locked([into, *others])
    if not others:
        raise InputError("请选两位或更多官员来合并。")
    _join_mentions(into, others)
    OfficialAlias.objects.filter(official__in=others).update(official=into)
    for other in others:
        OfficialAlias.objects.create(
            official=into,
            former_id=other.pk,
            name=other.name,
            place=other.place,
            distinction=other.distinction,
        )
    into.note = "\n".join(dict.fromkeys(row.note.strip() for row in [into, *others] if row.note))
    into.pinyin = into.pinyin or fit(Official, "pinyin", name_pinyin(into.name))
    names = "、".join(f"{label(row)}#{row.pk}" for row in others)
    for other in others:
        _sign(other, author, f"并入 {label(into)}#{into.pk}")
        other.delete()
    _sign(into, author, f"合并：{names}")
    into.save()  # the index hears of all articles that name them, the moved ones among them
    return into


@in_turn()
def split_official(
    official: Official,
    mentions: Iterable[OfficialMention],
    place: Place | None,
    distinction: str,
    author: Author,
) -> Official:
    """The chosen mentions go to the namesake of that place and distinction, new if need be.

    A county stands for its city, as everywhere. Returns the namesake.
    """
    values = {"name": official.name, "place": city_of(place), "distinction": distinction.strip()}
    namesake = Official.objects.filter(**values).first()
    if namesake is None:
        namesake = Official(**values, pinyin=official.pinyin)
        _sign(namesake, author, f"由 {label(official)}#{official.pk} 拆分")
        namesake.save()
    move_mentions(official, mentions, namesake, author)
    return namesake


@in_turn()
def move_mentions(
    official: Official, mentions: Iterable[OfficialMention], to: Official, author: Author
) -> None:
    """The chosen mentions of `official` are of `to`; no later parse takes that back."""
    official, to = _locked([official, to], "要移到的就是这位官员自己；请改任职地或写明区分。")
    chosen = list(_of(official).filter(pk__in=[mention.pk for mention in mentions]))
    if not chosen:
        raise InputError("请选出要移走的文章。")
    if len(chosen) == _of(official).count():
        raise InputError("不能移走全部文章：整个人要改任职地就改任职地，要并入另一人就合并。")
    theirs = {row.article_id: row for row in OfficialMention.objects.filter(official=to)}
    for mention in chosen:
        _hold(mention.article, author, f"{official.name}：{label(official)} → {label(to)}")
        if row := theirs.get(mention.article_id):
            _join(row, mention)
            mention.delete()
            row.save()
        else:
            mention.official = to
            mention.save()
    # Where an earlier merge is undone, the old address leads back to its own person.
    same = {"name": to.name, "place": to.place, "distinction": to.distinction}
    OfficialAlias.objects.filter(official=official, **same).update(official=to)
    for row, reason in ((official, f"移出 {len(chosen)} 篇"), (to, f"移入 {len(chosen)} 篇")):
        _sign(row, author, f"拆分：{reason}")
        row.save()


def label(official: Official) -> str:
    """李兰祥（济宁市，女）: the name with what tells it from its namesakes."""
    known = "，".join(filter(None, [str(official.place or ""), official.distinction]))
    return f"{official.name}（{known or '任职地不详'}）"


def _locked(officials: Sequence[Official], same: str = "") -> list[Official]:
    """The rows as they are now, each once, in the order given. Raises InputError for a gone one."""
    keys = list(dict.fromkeys(official.pk for official in officials))
    if same and len(keys) < len(officials):
        raise InputError(same)
    rows = Official.objects.select_for_update(of=("self",)).select_related("place").in_bulk(keys)
    if len(rows) < len(keys):
        raise InputError("所选的官员中有人已被合并或删除，请重新选择。")
    return [rows[key] for key in keys]


def _of(official: Official) -> QuerySet[OfficialMention]:
    rows = OfficialMention.objects.filter(official=official)
    return rows.select_related("article__page__issue")


def _join_mentions(into: Official, others: list[Official]) -> None:
    """One row an article: where several of them are named in it, the rows become one."""
    kept = {row.article_id: row for row in OfficialMention.objects.filter(official=into)}
    joined: dict[int, OfficialMention] = {}
    place = {other.pk: number for number, other in enumerate(others)}
    rows = OfficialMention.objects.filter(official__in=others)
    for row in sorted(rows, key=lambda row: (place[row.official_id], row.pk)):
        if row.article_id in kept:
            first = kept[row.article_id]
            _join(first, row)
            joined[first.pk] = first
            row.delete()
        else:
            kept[row.article_id] = row
    for row in joined.values():
        row.save()
    OfficialMention.objects.filter(official__in=others).update(official=into)


def _join(row: OfficialMention, other: OfficialMention) -> None:
    """What two rows of one article say, in the first: all evidence, the greater role, the post."""
    row.evidence += [span for span in other.evidence if span not in row.evidence]
    row.role = min(row.role, other.role, key=RANKS.index)
    if row.post is None and other.post is not None:
        row.post, row.post_text = other.post, other.post_text or row.post_text
    row.post_text = row.post_text or other.post_text


def _hold(article: Article, author: Author, reason: str) -> None:
    """An editor has decided who is named in the article: no later parse decides anew."""
    history.begin(article)
    correct(article, "officials")
    history.save(article, author=author, reason=reason)


def _sign(official: Official, author: Author, reason: str) -> None:
    """Who did what to an official, for the history that the next save or deletion writes."""
    if author is not None:
        official._history_user = author
    official._change_reason = reason[:100]
