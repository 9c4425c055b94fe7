"""The fields that may stand before a colon, and what a value in each of them asks for."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from archive.text.fold import fold
from search.query.days import between
from search.tree import Everything, Named, Node, Phrase, Prefix, Word

# What readers call the fields of text, and may type; pages show it through gettext.
TEXT_LABELS = {
    "title": gettext_noop("标题"),
    "kicker": gettext_noop("引题"),
    "subtitle": gettext_noop("副题"),
    "body": gettext_noop("正文"),
    "byline": gettext_noop("署名"),
}
NAMED = {"official", "city", "county", "industry", "newspaper"}
DATE = "date"
FIELDS = {
    **{name: name for name in (*TEXT_LABELS, *sorted(NAMED), DATE)},
    **{label: name for name, label in TEXT_LABELS.items()},
    "官员": "official",
    "城市": "city",
    "地区": "city",
    "区县": "county",
    "行业": "industry",
    "报纸": "newspaper",
    "日期": DATE,
}
STARS = "*＊"
WIDE = "："  # the colon of a Chinese sentence


def leaf(field: str, text: str, quoted: bool) -> Node:
    """The node of one value; `field` "" means any text. What folds to nothing asks for nothing.

    Raises ValueError where a date is none; its message is fit for the page.
    """
    if not fold(text) or not (quoted or text.strip(STARS)):
        return Everything()
    if field == DATE:
        return between(text)
    if field in NAMED:
        return Named(field, text.strip())
    if quoted:
        return Phrase(text, field)
    begin = text.rstrip(STARS)
    if begin != text and begin and begin[0] not in STARS and fold(begin):
        return Prefix(begin, field)
    return Word(text, field)
