"""Readings of words out of a table that no process of the site keeps."""

from __future__ import annotations

import sys

import pytest
from pypinyin.constants import PHRASES_DICT

from search.suggesting import readings


def test_phrases_are_read_elsewhere() -> None:
    assert not PHRASES_DICT
    assert readings.readings()["银行"] == ["yín", "háng"]


def test_without_them_characters_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert readings.readings() == {}
