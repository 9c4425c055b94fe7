"""What stands in both of two texts, and what finding it may cost."""

import random
import time

import pytest

from archive.text import line_diff
from archive.text.line_diff import common_runs


def test_what_stands_in_both_is_found_as_runs():
    assert common_runs(list("abcd"), list("abcd")) == [(0, 0, 4)]
    assert common_runs(list("abcd"), list("abXd")) == [(0, 0, 2), (3, 3, 1)]
    assert common_runs(list("abcd"), list("0abcd")) == [(0, 1, 4)]
    assert common_runs(list("abc"), list("aXbc")) == [(0, 0, 1), (1, 2, 2)]
    assert common_runs([], list("ab")) == [] == common_runs(list("ab"), list("cd"))


@pytest.mark.parametrize("most", [line_diff.MOST_STEPS, 40, 0])
def test_runs_are_equal_apart_and_in_order_however_little_may_be_compared(monkeypatch, most):
    monkeypatch.setattr(line_diff, "MOST_STEPS", most)
    chance = random.Random(20240315)
    for _ in range(400):
        letters = "abcdefghij"[: chance.randint(1, 10)]
        one, two = ([chance.choice(letters) for _ in range(chance.randint(0, 14))] for _ in "ab")
        a = b = -1
        for c, d, size in common_runs(one, two):
            assert size > 0 and c >= a and d >= b and (c, d) != (a, b)
            assert one[c : c + size] == two[d : d + size]
            a, b = c + size, d + size


def test_what_is_too_much_to_compare_is_matched_by_lines_that_stand_once():
    """Two thousand marks amid blank lines, of which each tenth is another now."""
    one = [line for n in range(2000) for line in (f"第{n}行", "", "")]
    two = [f"{line}改" if line and int(line[1:-1]) % 10 == 0 else line for line in one]
    kept = sum(size for _, _, size in common_runs(one, two))
    assert kept == len(one) - 200


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (["x"] * 6000, ["x"] * 3000 + ["y"] + ["x"] * 2999),
        (["a"] + ["x"] * 50_000 + ["b"], ["c"] + ["x"] * 50_000 + ["d"]),
        (["x", "y"] * 20_000 + ["z"], ["z"] + ["y", "x"] * 20_000),
    ],
)
def test_repeated_lines_cost_no_square_of_their_number(one, two):
    begun = time.process_time()
    common_runs(one, two)
    assert time.process_time() - begun < 1.0
