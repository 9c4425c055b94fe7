"""Names in a request or a query (泰安, 李兰祥, 储能) resolved to the codes of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.models import (
    Article,
    Industry,
    Newspaper,
    Official,
    OfficialAlias,
    OfficialMention,
    Place,
)
from archive.text.fold import fold
from search.facets import index_field
from search.labels import full_name
from search.query import brief
from search.request import CHOICES, FACETS, SearchRequest, shown
from search.tree import Among, Named, Node, Nothing, leaves, mapped

# What a person calls the thing when it is not found.
_LABELS = {
    "city": gettext_noop("地区"),
    "county": gettext_noop("区县"),
    "official": gettext_noop("官员"),
    "industry": gettext_noop("行业"),
    "newspaper": gettext_noop("报纸"),
}
Known = dict[str, list[str]]


def resolve(request: SearchRequest) -> tuple[SearchRequest, list[str]]:
    """The request with codes only, and a line for each value that nothing is called.

    A name shared by several (two officials, 鼓楼区) stands for all of them.
    """
    problems: list[str] = []
    found: dict[str, tuple[str, ...]] = {}
    for facet in CHOICES:
        given = request.chosen(facet)
        known = _LOOKUPS[facet](given) if given else {}
        problems += [
            _("%(given)s：没有这个%(kind)s。")
            % {"given": shown(facet, value), "kind": _(_LABELS[facet])}
            for value in given
            if value not in known
        ]
        codes = [code for value in given for code in known.get(value, ())]
        found[facet] = tuple(dict.fromkeys(codes))
    return replace(request, **found), problems


def settle(tree: Node, request: SearchRequest) -> tuple[Node, list[str]]:
    """The tree with codes for names, and a line for each name that nothing bears.

    What may have been text is looked for as it stands then.

    At most two queries a facet that is named, none where nothing is. role=subject narrows names
    as it narrows choices.
    """
    asked = {leaf: None for leaf in leaves(tree) if isinstance(leaf, Named)}
    if not asked:
        return tree, []
    found: dict[Node, Node] = {}
    for facet in dict.fromkeys(leaf.facet for leaf in asked):
        found |= _settled([leaf for leaf in asked if leaf.facet == facet], request)
    missing = [_missing(leaf) for leaf in asked if found[leaf] == Nothing()]
    found |= {leaf: leaf.instead for leaf in asked if leaf.instead and found[leaf] == Nothing()}
    return mapped(tree, lambda leaf: found.get(leaf, leaf)), missing


def _missing(name: Named) -> str:
    told = {"name": brief(name.text), "kind": _(_LABELS[name.facet])}
    if not name.instead:
        return _("没有叫“%(name)s”的%(kind)s。") % told
    line = _("没有叫“%(name)s”的%(kind)s，已按原文“%(text)s”检索。")
    return line % (told | {"text": brief(name.instead.text)})


def _settled(asked: list[Named], request: SearchRequest) -> dict[Node, Node]:
    """Names of one facet. A city that nothing bears may be a county: `city:肥城`."""
    facet = asked[0].facet
    field = next(index_field(spec, request) for spec in FACETS if spec.name == facet)
    spellings = {leaf: _spellings(leaf.text) for leaf in asked}
    known = _LOOKUPS[facet](tuple(one for row in spellings.values() for one in row))
    found: dict[Node, Node] = {}
    unknown: list[Named] = []
    for leaf, row in spellings.items():
        codes = next((known[one] for one in row if one in known), [])
        found[leaf] = Among(field, tuple(dict.fromkeys(codes))) if codes else Nothing()
        if not codes and facet == "city":
            unknown.append(leaf)
    if unknown:
        counties = _settled([Named("county", leaf.text) for leaf in unknown], request)
        found |= {leaf: counties[Named("county", leaf.text)] for leaf in unknown}
    return found


def _spellings(text: str) -> list[str]:
    """As typed, and folded (李蘭祥, ３７０９００, 李强(泰安市)), where a database takes it."""
    folded = fold(text)
    label = folded.replace("(", "（").replace(")", "）")
    return [one for one in dict.fromkeys([text, folded, label]) if one and one.isprintable()]


def _gather(pairs: Iterable[tuple[str, str]]) -> Known:
    known: Known = {}
    for value, code in pairs:
        known.setdefault(value, []).append(code)
    return known


def _bare(values: tuple[str, ...]) -> list[str]:
    """The names themselves: `李强（泰安市）` is how a label tells one 李强 from another."""
    return [value.partition("（")[0] for value in values]


def _places(levels: list[str]) -> Callable[[tuple[str, ...]], Known]:
    def look_up(values: tuple[str, ...]) -> Known:
        bare = _bare(values)
        named = Q(code__in=values) | Q(name__in=bare) | Q(short__in=values)
        rows = Place.objects.filter(named | Q(aliases__name__in=values), level__in=levels)
        found = rows.order_by("code").values_list(
            "code", "name", "short", "aliases__name", "parent__name"
        )
        pairs = [
            (key, code)
            for code, name, short, alias, parent in found
            for key in (code, name, short, alias, full_name(name, parent))
            if key in values
        ]
        return _gather(dict.fromkeys(pairs))

    return look_up


def _officials(values: tuple[str, ...]) -> Known:
    """Only those whom a published article names; the others are nobody's business yet.

    Who was merged into another is that other, by the old number and by the old name; who was set
    right is found by the name of before.
    """
    # SQLite and PostgreSQL both refuse longer numbers, and no official has one.
    numbers = [int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 19]
    bare = _bare(values)
    merged = OfficialAlias.objects.filter(Q(former_id__in=numbers) | Q(name__in=bare))
    named = Q(pk__in=numbers) | Q(name__in=bare) | Q(pk__in=merged.values("official"))
    public = Q(official=OuterRef("pk"), article__status=Article.Status.PUBLISHED)
    told = Exists(OfficialMention.objects.filter(public))
    rows = Official.objects.filter(named, told).order_by("pk")
    own = ("pk", "name", "place__name", "distinction")
    former = [f"aliases__{field}" for field in ("former_id", "name", "place__name", "distinction")]
    return _gather(
        (key, str(row[0]))
        for row in rows.values_list(*own, *former)
        for number, name, place, apart in (row[:4], row[4:])
        if name is not None
        for key in (*([] if number is None else [str(number)]), name, full_name(name, place, apart))
    )


def _industries(values: tuple[str, ...]) -> Known:
    rows = Industry.objects.filter(Q(slug__in=values) | Q(name__in=values))
    return _gather(
        (key, slug) for slug, name in rows.values_list("slug", "name") for key in (slug, name)
    )


def _newspapers(values: tuple[str, ...]) -> Known:
    """All of them are read: they are few, and aliases lie inside a JSON list."""
    rows = Newspaper.objects.values_list("slug", "name", "aliases")
    return _gather(
        (key, slug) for slug, name, aliases in rows for key in dict.fromkeys([slug, name, *aliases])
    )


_LOOKUPS: dict[str, Callable[[tuple[str, ...]], Known]] = {
    "city": _places([Place.Level.PROVINCE, Place.Level.PREFECTURE]),
    "county": _places([Place.Level.COUNTY]),
    "official": _officials,
    "industry": _industries,
    "newspaper": _newspapers,
}
