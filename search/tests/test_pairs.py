"""A file of pairs answers what a scan of the texts answers."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import pairfile, pairstream, pairtable
from search.engine.pairs import PairFile, PairPart, pairs_of, placed_slots, write_pairs
from search.engine.part import Pairs
from search.engine.schema import JOINT, SLOTS

LETTERS = st.sampled_from("哈人民ab8.%𠮷😀")
TEXTS = st.text(LETTERS, max_size=12) | st.text(st.characters(exclude_characters=JOINT), max_size=6)
DOCUMENTS = st.lists(st.lists(TEXTS, min_size=len(SLOTS), max_size=len(SLOTS)), max_size=6)
KEPT = st.lists(st.tuples(st.lists(TEXTS, min_size=len(SLOTS), max_size=len(SLOTS)), st.booleans()))


def _slots(texts: list[str]) -> np.ndarray:
    return np.cumsum([0, *(len(text) + 1 if text else 0 for text in texts)], dtype=np.uint32)


def _flat(documents: list[list[str]]) -> list[str]:
    return [text for document in documents for text in document]


def _part(documents: list[list[str]], keep: list[bool] | None = None) -> PairPart:
    texts = _flat(documents)
    kept = None if keep is None else np.array(keep, bool)
    return PairPart(pairs_of(texts), _slots(texts), kept)


def _written(*parts: PairPart) -> PairFile:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pairs")
        slots = write_pairs(path, parts)
        file = PairFile(path)
        assert list(Path(folder).iterdir()) == [path]
    assert file.slots.tolist() == slots.tolist()
    return file


def _same(one: Pairs, other: Pairs) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("keys", "starts", "positions")
    )


def _scan(texts: list[str], literal: str) -> list[int]:
    stream = "".join(text + JOINT for text in texts if text)
    return [at for at in range(len(stream)) if stream.startswith(literal, at)]


def _answers_as_a_scan(file: PairFile, texts: list[str], literals: set[str]) -> None:
    for literal in literals:
        if len(literal) > 1:
            assert file.find(literal).tolist() == _scan(texts, literal), literal
    for character in {character for literal in literals for character in literal} | {"无"}:
        there = [slot for slot, text in enumerate(texts) if character in text]
        assert file.single(character).tolist() == there
        assert file.places(character).tolist() == _scan(texts, character)


def _literals(texts: list[str]) -> set[str]:
    found = {
        text[at : at + size] for text in texts for at in range(len(text)) for size in (1, 2, 3)
    }
    found |= {text[at:] for text in texts for at in range(len(text))}
    return found | {"哈哈", "人民a", "无人", "哈人民ab8."}


@given(DOCUMENTS)
def test_pairs_are_those_of_the_stream(documents: list[list[str]]) -> None:
    texts = _flat(documents)
    stream = "".join(text + JOINT for text in texts if text)
    found: dict[int, list[int]] = {}
    for at in range(len(stream) - 1):
        if stream[at] != JOINT:
            found.setdefault(ord(stream[at]) << 32 | ord(stream[at + 1]), []).append(at)
    pairs = pairs_of(texts)
    assert (pairs.keys.dtype, pairs.starts.dtype, pairs.positions.dtype) == ("u8", "i8", "u4")
    assert pairs.keys.tolist() == sorted(found)
    bounds = pairs.starts.tolist()
    got = [
        pairs.positions[start:end].tolist() for start, end in zip(bounds, bounds[1:], strict=False)
    ]
    assert got == [found[key] for key in sorted(found)]


@given(TEXTS)
def test_wide_alphabets_are_sorted_alike(text: str) -> None:
    stream = pairstream.stream_of([text, "哈哈"])
    positions = np.flatnonzero(stream[:-1] != ord(JOINT))
    assert _same(pairstream._sorted_apart(stream, positions), pairs_of([text, "哈哈"]))


@given(DOCUMENTS)
@settings(max_examples=60)
def test_finds_what_a_scan_finds(documents: list[list[str]]) -> None:
    texts = _flat(documents)
    file = _written(_part(documents))
    _answers_as_a_scan(file, texts, _literals(texts))
    assert _same(file.load(), pairs_of(texts))


@given(KEPT, st.integers(0, 9), st.integers(0, 9))
@settings(max_examples=60)
def test_parts_follow_one_another_without_the_dropped(
    kept: list[tuple[list[str], bool]], first: int, second: int
) -> None:
    cuts = [kept[: min(first, second)], kept[min(first, second) : max(first, second)]]
    cuts.append(kept[max(first, second) :])
    parts = [_part([texts for texts, _ in cut], [keep for _, keep in cut]) for cut in cuts]
    file = _written(*parts)
    staying = _flat([texts for texts, keep in kept if keep])
    assert file.slots.tolist() == _slots(staying).tolist()
    assert _same(file.load(), pairs_of(staying))
    _answers_as_a_scan(file, staying, _literals(_flat([texts for texts, _ in kept])))


@given(KEPT)
@settings(max_examples=40)
def test_files_are_merged_as_parts_are(kept: list[tuple[list[str], bool]]) -> None:
    documents, keep = [texts for texts, _ in kept], [stays for _, stays in kept]
    file = _written(_part(documents))
    merged = _written(PairPart(file, file.slots), PairPart(file, file.slots, np.array(keep, bool)))
    staying = _flat(documents) + _flat([texts for texts, stays in kept if stays])
    assert _same(merged.load(), pairs_of(staying))


def test_small_blocks_and_maps_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairfile, "BLOCK", 7)
    monkeypatch.setattr(pairtable, "FREQUENT", 5)
    random = np.random.default_rng(3)
    texts = ["".join(random.choice(list("人民哈a8"), size)) for size in random.integers(0, 30, 200)]
    documents = [texts[at : at + len(SLOTS)] for at in range(0, 200, len(SLOTS))]
    keep = (random.random(len(documents)) < 0.7).tolist()
    file = _written(_part(documents), _part(documents, keep))
    staying = texts + _flat([texts for texts, stays in zip(documents, keep, strict=True) if stays])
    assert _same(file.load(), pairs_of(staying))
    literals = {text[at : at + 4] for text in texts[:20] for at in range(len(text))}
    _answers_as_a_scan(file, staying, literals | {"哈哈", "哈哈哈", "人民"})


def test_nothing_is_found_in_nothing() -> None:
    for file in (_written(), _written(_part([])), _written(_part([[""] * len(SLOTS)], [False]))):
        assert file.find("人民").tolist() == file.single("人").tolist() == []
        assert len(file.load().keys) == 0


def test_the_joint_of_texts_is_no_text() -> None:
    file = _written(_part([["人", "民", "", "人民", ""]]))
    assert file.find("人" + JOINT).tolist() == []
    assert file.find(JOINT + "民").tolist() == []
    assert file.find("人" + JOINT + "民").tolist() == []
    assert file.single(JOINT).tolist() == []
    assert file.find("人民").tolist() == [4]


def test_positions_are_told_their_slots() -> None:
    texts = ["", "人" * 300, "", "", "民", "", "", "", "", "", "a", "人" * 600, "", "b" * 256, "c"]
    file = _written(PairPart(pairs_of(texts), _slots(texts)))
    slots = [slot for slot, text in enumerate(texts) if text for _ in range(len(text) + 1)]
    assert file.slots_at(np.arange(len(slots), dtype=np.uint32)).tolist() == slots


def test_find_asks_for_two_characters() -> None:
    with pytest.raises(ValueError, match="two"):
        _written().find("人")


def test_slots_of_a_stream_that_is_too_long_are_refused() -> None:
    half = np.array([0, 2**31, 2**31, 2**31, 2**31, 2**31], np.uint32)
    with pytest.raises(pairstream.StreamTooLong):
        placed_slots([(half, None), (half, None)])


@pytest.mark.parametrize(
    "counts", [[5], [3] * 9, [5, 1], [1, 9, 1], [9, 1, 9, 1, 9], [1, 2, 3, 4, 5, 6]]
)
def test_a_cover_leaves_no_character_out(counts: list[int]) -> None:
    chosen = set(pairfile._cover(counts))
    assert {0, len(counts) - 1} <= chosen
    assert all(place in chosen or place + 1 in chosen for place in range(len(counts) - 1))


def test_a_cover_is_the_rarest() -> None:
    assert pairfile._cover([9, 1, 1, 9]) == [0, 1, 3] or pairfile._cover([9, 1, 1, 9]) == [0, 2, 3]
    assert pairfile._cover([1, 9, 1]) == [0, 2]
