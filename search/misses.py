"""Which of the texts of a query no article holds, at all or as they were typed.

What is told is only help: where the budget of the page is spent on the way, nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from django.utils.translation import gettext as _

from archive.text.fold import fold
from archive.text.segment import query_words
from search.engine import Budget, EngineQuery, SearchEngine, TooCostly
from search.meaning import as_asked
from search.query import TEXT_LABELS, brief
from search.tree import Near, Node, Phrase, Prefix, Text, Word, wanted

MOST = 20  # texts that are asked for one by one


def misses(tree: Node, engine: SearchEngine, budget: Budget) -> list[str]:
    """A line for each text that nothing holds; none where the query is one text and no more."""
    asked = list(dict.fromkeys(wanted(tree)))
    if asked == [tree] and not isinstance(tree, Near):
        return []
    with suppress(TooCostly):
        lines = (line for leaf in asked[:MOST] for line in _missed(leaf, engine, budget))
        return list(dict.fromkeys(lines))
    return []


def apart(tree: Node, engine: SearchEngine, budget: Budget) -> list[str]:
    """A line for each plain text that stands nowhere as it was typed, though its words do.

    For a search that has hits: 江泽明 finds whatever holds 江泽 and 明.
    """
    typed = [one for one in dict.fromkeys(wanted(tree)) if isinstance(one, Word)]
    with suppress(TooCostly):
        return [
            _("没有文章%(where)s原样含有“%(text)s”，以下文章分别含有其中的词语。")
            % {"where": _where(leaf.field), "text": brief(leaf.text)}
            for leaf in typed[:MOST]
            if is_cut(leaf) and not _found(Phrase(leaf.text, leaf.field), engine, budget)
        ]
    return []


def is_cut(leaf: Word) -> bool:
    """Whether the index knows a plain text as several words only."""
    return len(query_words(fold(leaf.text))) > 1


def _missed(leaf: Text, engine: SearchEngine, budget: Budget) -> Iterator[str]:
    if _found(leaf, engine, budget):
        return
    where = _where(leaf.field)
    if not isinstance(leaf, Near):
        begun = isinstance(leaf, Prefix)
        line = (
            _("没有文章%(where)s含有以“%(text)s”开头的词。")
            if begun
            else _("没有文章%(where)s含有“%(text)s”。")
        )
        yield line % {"where": where, "text": brief(leaf.text)}
        return
    sides = [Phrase(leaf.left, leaf.field), Phrase(leaf.right, leaf.field)]
    alone = [line for side in sides for line in _missed(side, engine, budget)]
    far = _("没有文章%(where)s在 %(distance)s 个字以内同时写到“%(left)s”和“%(right)s”。") % {
        "where": where,
        "distance": leaf.distance,
        "left": brief(leaf.left),
        "right": brief(leaf.right),
    }
    yield from alone or [far]


def _found(leaf: Node, engine: SearchEngine, budget: Budget) -> bool:
    return engine.search(EngineQuery(as_asked(leaf), stop=0), budget).total > 0


def _where(field: str) -> str:
    return _("的%(field)s") % {"field": _(TEXT_LABELS[field])} if field else ""
