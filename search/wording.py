"""A search told in words: 含“储能”且不含“光伏”，城市为泰安市或济宁市，2024年3月至9月，只看主题."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.facets import selected
from search.labels import days_label
from search.query import TEXT_LABELS, brief
from search.request import FACETS, ROLES, SearchRequest
from search.results import Facet
from search.tree import (
    And,
    Between,
    Named,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)

_LABELS = {spec.name: spec.label for spec in FACETS}


def explained(request: SearchRequest, tree: Node, found: Iterable[Facet]) -> str:
    """The whole search in one line; "" where it says no more than what was typed.

    `tree` is what is typed as the parser read it, `found` the facets with what is chosen in them.
    """
    told = [in_words(tree)] if request.q else []
    told += _chosen(found)
    if request.date_from or request.date_to:
        told.append(days_label(request.date_from, request.date_to))
    if request.role:
        told.append(_("只看%(role)s") % {"role": ROLES[request.role]})
    is_plain = isinstance(tree, Word) and not tree.field
    return (
        ""
        if is_plain and len(told) == 1
        else pgettext("并列", "，").join(part for part in told if part)
    )


def _chosen(found: Iterable[Facet]) -> list[str]:
    """城市为泰安市或济宁市, a part for each facet."""
    names: dict[str, list[str]] = {}
    for facet, value in selected(found):
        names.setdefault(facet, []).append(value.label)
    return [_is(facet, labels) for facet, labels in names.items()]


def _is(facet: str, names: Sequence[str]) -> str:
    values = pgettext("并列", "或").join(names)
    return _("%(facet)s为%(values)s") % {"facet": _LABELS[facet], "values": values}


def in_words(tree: Node) -> str:
    """What is typed, in words; "" for everything."""
    match tree:
        case And(parts):
            return _joined(parts, _listed, pgettext("并列", "且"), Or)
        case Or(parts):
            return _joined(parts, _either, pgettext("并列", "或"), And)
        case Not(part):
            return _without(part)
        case _:
            return _held(tree)


def _joined(
    parts: Sequence[Node], names: Callable[[Sequence[str]], str], sign: str, other: type
) -> str:
    """Plain words of one field are told together: 含“储能”和“项目”; groups inside stand in brackets."""
    if all(isinstance(part, Word) for part in parts) and len({_field(part) for part in parts}) == 1:
        texts = [_quoted(part.text) for part in parts if isinstance(part, Word)]
        return _contains(_field(parts[0]), names(texts))
    told = [_bracketed(in_words(part), isinstance(part, other)) for part in parts]
    return sign.join(one for one in told if one)


def _bracketed(text: str, is_group: bool) -> str:
    return _("（%(group)s）") % {"group": text} if is_group and text else text


def _field(node: Node) -> str:
    return str(getattr(node, "field", ""))


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": brief(text)}


def _listed(texts: Sequence[str]) -> str:
    """“储能”、“项目”和“开工”"""
    if len(texts) == 1:
        return texts[0]
    return pgettext("词语", "%(first)s和%(last)s") % {
        "first": pgettext("词语", "、").join(texts[:-1]),
        "last": texts[-1],
    }


def _either(texts: Sequence[str]) -> str:
    return pgettext("并列", "或").join(texts)


def _contains(field: str, texts: str) -> str:
    if field:
        return _("%(field)s含%(texts)s") % {"field": _(TEXT_LABELS[field]), "texts": texts}
    return _("含%(texts)s") % {"texts": texts}


def _held(leaf: Node) -> str:
    """A condition that something holds."""
    match leaf:
        case Word(text, field):
            return _contains(field, _quoted(text))
        case Phrase(text, field):
            return _contains(field, _("原文%(text)s") % {"text": _quoted(text)})
        case Prefix(text, field):
            return _contains(field, _("以%(text)s开头的词") % {"text": _quoted(text)})
        case Near():
            return _near(leaf)
        case Named(facet, text):
            return _is(facet, [brief(text)])
        case Between(first, last):
            return _("日期为%(days)s") % {"days": _days(first, last)}
    return ""


def _near(leaf: Near) -> str:
    told = {
        "left": _quoted(leaf.left),
        "right": _quoted(leaf.right),
        "distance": leaf.distance,
        "where": _(TEXT_LABELS[leaf.field]) if leaf.field else "",
    }
    if leaf.field:
        return _("%(where)s里%(left)s与%(right)s相隔不超过 %(distance)s 个字") % told
    return _("%(left)s与%(right)s相隔不超过 %(distance)s 个字") % told


def _without(part: Node) -> str:
    """What must not be held: 不含“光伏”, 城市不为泰安, 不符合（…）."""
    match part:
        case Word(text, field) | Phrase(text, field):
            told = {"field": _(TEXT_LABELS[field]) if field else "", "texts": _quoted(text)}
            return _("%(field)s不含%(texts)s") % told
        case Named(facet, text):
            told = {"facet": _LABELS[facet], "values": brief(text)}
            return _("%(facet)s不为%(values)s") % told
        case Or(parts) if all(isinstance(one, Word) and not one.field for one in parts):
            texts = [_quoted(one.text) for one in parts if isinstance(one, Word)]
            return _("不含%(texts)s") % {"texts": _either(texts)}
    inside = in_words(part)
    return _("不符合（%(group)s）") % {"group": inside} if inside else ""


def _days(first: int | None, last: int | None) -> str:
    """Days as whole years and months again where both ends are: 2024年3月至9月, 2024年1月."""
    begin = date.fromordinal(first) if first is not None else None
    end = date.fromordinal(last) if last is not None else None
    after = end + timedelta(days=1) if end and end < date.max else end
    length = max(_length(day) for day in (begin, after) if day) if begin or after else 0
    told = (day.isoformat()[:length] if day else "" for day in (begin, end))
    return days_label(*told)


def _length(day: date) -> int:
    """Of a date as an address writes it, where something begins: 2024, 2024-03 or 2024-03-05."""
    if day.day > 1:
        return len("2024-03-05")
    return len("2024-03") if day.month > 1 else len("2024")
