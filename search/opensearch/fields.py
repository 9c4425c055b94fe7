"""The fields of an index on the cluster, and the tokens that stand for a text in each.

Tokens are written with blanks between them, for the cluster's whitespace analyzer, which splits
at nothing else: so that index and queries see what we cut and nothing that it would cut.
"""

from __future__ import annotations

from operator import add

CHARS = "_chars"  # body_chars: every character of the folded body, with its place
PAIRS = "_pairs"  # body_pairs: every two neighbouring characters, without places
NUMBER, DATE, STAMP = "number", "date", "stamp"
MOMENT = "moment"  # see moment()
LEXICON = "words"  # the words that `lexicon` gives, those of the title marked so
OF_TITLE = "\x03"  # before a word
_BITS = 36  # of a moment are the number's


# Folding gives no control characters, so these can stand for what would split a token.
def _seen(folded: str) -> str:
    return folded.replace(" ", "\x01").replace("\n", "\x02")


def chars(folded: str) -> str:
    """Tokens of <slot>_chars: `增 长` of 增长; a blank becomes \\x01, a line break \\x02."""
    return " ".join(_seen(folded))


def pairs(folded: str) -> str:
    """Tokens of <slot>_pairs: `增长 长率` of 增长率; nothing of a single character."""
    seen = _seen(folded)
    return " ".join(map(add, seen, seen[1:]))


def moment(days: int, number: int) -> int:
    """One number that orders by day (since 1970-01-01), then by article.

    Its least in a bucket is the earliest article there. Below 2**53, so that it is exact where the
    cluster counts in doubles.
    """
    return (days << _BITS) + number


def number_of(moment: int) -> int:
    """The article of a moment."""
    return moment & ((1 << _BITS) - 1)


def days_of(moment: int) -> int:
    """Its day, counted from 1970-01-01; days before that are negative."""
    return moment >> _BITS
