"""Titles given to stories over the whole page."""

from archive.ingest.layout import Line
from archive.ingest.stories import Split, Story
from archive.ingest.titles import REACH, ways_to_part


def lines(count: int) -> list[Line]:
    return [Line(n, f"重点项目第{n}批", 0.0, 8.0, gap=True) for n in range(1, count + 1)]


def test_a_table_of_short_lines_is_parted_in_few_ways():
    """Every pair of cuts would be cubic in all: 300 such lines took a minute."""
    split = Split([Story(), Story()], [[], lines(2000), []])
    assert len(ways_to_part(split, 1)) <= (REACH + 1) ** 2


def test_a_short_run_is_parted_in_every_way():
    split = Split([Story(), Story()], [[], lines(3), []])
    parted = {(choice.above, choice.below) for choice in ways_to_part(split, 1)}
    assert parted == {(a, b) for a in range(4) for b in range(a, 4)}
