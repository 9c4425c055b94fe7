"""The index's fields as Whoosh knows them, and the version that a change must raise."""

from __future__ import annotations

from whoosh import fields
from whoosh.analysis import IDTokenizer

# Of the fields and of the format of every file: whoever changes one of them raises it, so that an
# index of before is told to be another version's, and made anew, instead of seeming damaged.
SCHEMA_VERSION = 2
# Text fields that plain words and exact phrases look into, and what a word in each weighs.
TEXTS = {"title": 4.0, "kicker": 2.5, "subtitle": 1.5, "body": 1.0}
BYLINE = "byline"  # searched only where it is asked for: byline:张三
# Folded texts in the order in which they stand in the stream of characters.
SLOTS = (*TEXTS, BYLINE)
# The names of what an article is about: they rank, they find nothing by themselves.
SUBJECTS = "subjects"
SUBJECT_WEIGHT = 2.0
WORDS = (*SLOTS, SUBJECTS)  # fields of words in Whoosh's segments
FACETS = (
    "city",
    "city_subject",
    "county",
    "county_subject",
    "official",
    "industry",
    "industry_subject",
    "newspaper",
    "month",
)
JOINT = "\x1f"  # ends each folded text; folding never gives it
LONGEST = 64  # characters of a word that are kept; longer ones are no words


def build_schema() -> fields.Schema:
    """Words come in ready cut, so no field needs an analyzer of Whoosh's."""
    schema = fields.Schema()
    for name in WORDS:
        schema.add(name, fields.TEXT(analyzer=IDTokenizer(), phrase=False))
    return schema
