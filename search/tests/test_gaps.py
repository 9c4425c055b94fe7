"""Lists of numbers come back as they were, one by one and many together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engine import gaps

LISTS = st.integers(1, 2**32 - 1).flatmap(
    lambda top: st.tuples(
        st.just(top + 1),
        st.lists(st.sets(st.integers(0, top), min_size=1, max_size=40).map(sorted), max_size=6),
    )
)


def _coded(lists: list[list[int]], universe: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    counts = np.array([len(numbers) for numbers in lists], np.int64)
    numbers = np.array([number for numbers in lists for number in numbers], np.uint32)
    data, sizes = gaps.encode(numbers, counts, universe)
    assert len(data) == sizes.sum()
    padded = np.concatenate((data, np.full(gaps.PADDING, 255, np.uint8)))
    return padded, np.cumsum(sizes) - sizes, counts


@given(LISTS)
def test_lists_come_back(case: tuple[int, list[list[int]]]) -> None:
    universe, lists = case
    data, ats, counts = _coded(lists, universe)
    for at, numbers in zip(ats.tolist(), lists, strict=True):
        assert gaps.decode_one(data, at, len(numbers), universe).tolist() == numbers
    together = gaps.decode(data, ats, counts, universe)
    assert together.dtype == np.uint32
    assert together.tolist() == [number for numbers in lists for number in numbers]


@given(LISTS, st.data())
def test_any_choice_of_lists_is_read_in_one_go(
    case: tuple[int, list[list[int]]], data: st.DataObject
) -> None:
    universe, lists = case
    coded, ats, counts = _coded(lists, universe)
    chosen = data.draw(st.lists(st.sampled_from(range(len(lists))) if lists else st.nothing()))
    got = gaps.decode(coded, ats[chosen], counts[chosen], universe)
    assert got.tolist() == [number for place in chosen for number in lists[place]]


def test_long_lists_come_back() -> None:
    random = np.random.default_rng(5)
    for count, universe in ((5000, 2**31), (5001, 2**20), (3000, 3000), (2000, 2**32 - 1)):
        numbers = np.unique(random.integers(0, universe, count)).astype(np.uint32)
        data, ats, counts = _coded([numbers.tolist(), [0], numbers.tolist()], universe)
        for place in (0, 2):
            got = gaps.decode_one(data, int(ats[place]), len(numbers), universe)
            assert (got == numbers).all()
        together = gaps.decode(data, ats, counts, universe).tolist()
        assert together == [*numbers.tolist(), 0, *numbers.tolist()]


def test_a_number_of_a_long_list_takes_two_bits_and_the_logarithm_of_its_gap() -> None:
    numbers = np.unique(np.random.default_rng(1).integers(0, 2**30, 2**14)).astype(np.uint32)
    _, sizes = gaps.encode(numbers, np.array([len(numbers)]), 2**30)
    assert sizes.sum() * 8 <= len(numbers) * (16 + 2.1)
