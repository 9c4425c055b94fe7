"""The tool that fits the weights: what it makes of a page, and that its steps lead somewhere."""

from __future__ import annotations

from pathlib import Path

from archive.ingest.lines import MORE, START, TITLE
from archive.tests import fit_labels, fit_pages, fit_titles, fit_weights
from archive.tests.fit_step import Averaged

SOURCES = sorted((Path(__file__).parent / "sample_sources").glob("*.toml"))[:2]


def test_every_line_of_an_article_has_its_owner():
    for page in fit_pages.varied(SOURCES, range(3)):
        for number, article in enumerate(page.gold):
            for start, end in article["body_lines"]:
                assert set(page.owners[start - 1 : end]) == {("body", number)}


def test_labels_are_those_of_the_annotation():
    page = next(fit_pages.plain(SOURCES))
    row = fit_labels.labelled(page)
    assert {START, MORE, TITLE} <= set(row.gold)
    titles = [line for line, label in zip(row.lines, row.gold, strict=True) if label == TITLE]
    text = "".join(line.text for line in titles)
    headed = [article["title"] for article in page.gold if article["title"]]
    assert all(title.replace(" ", "")[:4] in text.replace(" ", "") for title in headed)


def test_a_step_moves_the_weights_towards_what_is_right():
    learner = Averaged({"a": 0.0, "b": 0.0}, most=1.0)
    learner.step({"a": 1.0, "b": -1.0}, margin=1.0)
    assert learner.weights["a"] > 0 > learner.weights["b"]
    before = dict(learner.weights)
    learner.step({"a": 1.0}, margin=0.1)  # ahead by more than the margin already
    assert learner.weights == before


def test_the_readings_of_the_annotation_are_readings_of_the_page():
    for page in fit_pages.plain(SOURCES):
        row = fit_titles.parted(page)
        assert row is not None
        sizes = [len(run) for run in row.page.runs]
        choices = zip(row.gold, sizes, strict=True)
        assert all(0 <= c.above <= c.below <= size for c, size in choices)


def test_the_module_keeps_its_form():
    old = fit_weights.TARGET.read_text(encoding="utf-8")
    assert fit_weights.written(old) == old
