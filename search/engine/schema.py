"""The index's fields as Whoosh knows them, and the version that a change must raise."""

from __future__ import annotations

from whoosh import columns, fields
from whoosh.analysis import IDTokenizer

SCHEMA_VERSION = 1
# Text fields in the order in which their folded texts are stored, and what a word in each weighs.
TEXTS = {"title": 4.0, "kicker": 2.5, "subtitle": 1.5, "body": 1.0}
SLOTS = (*TEXTS, "byline")
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
GRAMS = "grams"  # single characters and pairs of the folded text, for exact phrases
KEY = "id"  # the article's number as a term, for replacing and deleting
NUMBER = "number"  # the same as a column
DAY = "day"  # the date as a column, `date.toordinal()`


def build_schema() -> fields.Schema:
    """Lists of terms come in ready cut, so no field needs an analyzer of Whoosh's."""
    schema = fields.Schema()
    schema.add(KEY, fields.ID(unique=True))
    schema.add(NUMBER, fields.COLUMN(columns.NumericColumn("q")))
    schema.add(DAY, fields.COLUMN(columns.NumericColumn("i")))
    for name in TEXTS:
        schema.add(name, fields.TEXT(analyzer=IDTokenizer(), phrase=False))
    for name in (GRAMS, *FACETS):
        schema.add(name, fields.ID())
    schema.add("folded", fields.STORED())
    schema.add("stamp", fields.STORED())
    return schema
