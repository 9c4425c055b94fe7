"""The sample pages are what the tool makes of their sources, and show enough of an archive."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archive.ingest.readers import read_text
from archive.tests.jumble import make_page
from archive.tests.jumble_style import HANGS, break_lines, encoded

TESTS = Path(__file__).parent
SOURCES = sorted((TESTS / "sample_sources").glob("*.toml"))
GOLD = TESTS / "sample_gold"
PAGES = TESTS.parent.parent / "fixtures" / "pages"


def gold_articles() -> list[dict]:
    golds = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(GOLD.glob("*.json"))]
    heads = ("newspaper", "issue_date")
    return [{**a, **{h: g[h] for h in heads}} for g in golds for a in g["articles"]]


def decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
def test_pages_equal_their_sources(source: Path) -> None:
    name, raw, gold = make_page(source)
    assert (PAGES / name).read_bytes() == raw, "regenerate with python -m archive.tests.jumble"
    kept = json.loads((GOLD / f"{Path(name).stem}.json").read_text(encoding="utf-8"))
    assert kept == gold


def test_every_page_has_a_source() -> None:
    made = {make_page(source)[0] for source in SOURCES}
    assert {p.name for p in PAGES.glob("*.txt")} == made
    assert {p.stem for p in GOLD.glob("*.json")} == {Path(n).stem for n in made}


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
def test_annotation_covers_every_printed_line_once(source: Path) -> None:
    _, raw, gold = make_page(source)
    lines = [line.strip() for line in decode(raw).split("\n")]
    ranges = [r for a in gold["articles"] for r in a["title_lines"] + a["body_lines"]]
    ranges += [f["lines"] for f in gold["furniture_lines"]]
    told = sorted(n for first, last in ranges for n in range(first, last + 1) if lines[n - 1])
    assert told == [n for n, line in enumerate(lines, 1) if line]


@pytest.mark.parametrize("seed", range(5))
def test_another_setting_keeps_the_text(seed: int) -> None:
    source = SOURCES[0]
    _, plain_raw, plain = make_page(source)
    name, raw, gold = make_page(source, seed)
    assert raw != plain_raw and name.endswith(f"_{seed}.txt")
    bodies = [sorted(re.sub(r"\s", "", a["body"]) for a in g["articles"]) for g in (plain, gold)]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("seed", range(12))
def test_rough_pages_cover_every_printed_line_once(seed: int) -> None:
    source = SOURCES[seed % len(SOURCES)]
    name, raw, gold = make_page(source, seed, rough=True)
    assert name.endswith(f"_{seed}r.txt")
    assert make_page(source, seed, rough=True)[1] == raw
    lines = re.sub("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", "", read_text(raw)).split("\n")
    ranges = [r for a in gold["articles"] for r in a["title_lines"] + a["body_lines"]]
    ranges += [f["lines"] for f in gold["furniture_lines"]]
    told = sorted(n for a, b in ranges for n in range(a, b + 1) if lines[n - 1].strip())
    assert told == [n for n, line in enumerate(lines, 1) if line.strip()]


def test_rough_pages_differ_in_what_goes_wrong() -> None:
    pages = [make_page(SOURCES[0], seed, rough=True) for seed in range(24)]
    positions = {a["title_position"] for *_, gold in pages for a in gold["articles"]}
    assert {"head", "end", "before"} <= positions
    assert len({raw[:2] for _, raw, _ in pages}) > 3, "several encodings"


def test_encoding_gives_way_to_one_that_has_the_characters() -> None:
    assert encoded("經濟", "big5").decode("big5") == "經濟"
    assert encoded("经济", "big5").decode("utf-8") == "经济"


def test_punctuation_hangs_and_numbers_stay_whole() -> None:
    lines = break_lines("今年增长12.5%，预计达到“十亿元”。", 6)
    assert "".join(lines) == "今年增长12.5%，预计达到“十亿元”。"
    assert all(line[0] not in HANGS and line[-1] not in "“（《" for line in lines)
    assert any("12.5%" in line for line in lines)


def test_source_must_print_what_it_claims(tmp_path: Path) -> None:
    source = tmp_path / "x.toml"
    source.write_text(
        'newspaper="某报"\ndate="2024-01-01"\nnumber="01"\n[[item]]\nkind="article"\n'
        'title="标题"\nbody="正文。"\nofficials=["张三|某市市长|speaker"]\n',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="张三"):
        make_page(source)


def test_samples_fill_an_archive() -> None:
    articles = gold_articles()
    officials = {o["name"] for a in articles for o in a["officials"]}
    industries = {i["name"] for a in articles for i in a["industries"] if i["role"] == "subject"}
    cities = {c["name"] for a in articles for c in a["cities"] if c["role"] == "subject"}
    assert len(list(PAGES.glob("*.txt"))) >= 12
    assert len(articles) >= 80
    assert len(officials) >= 40 and len(industries) >= 15 and len(cities) >= 8
    assert len({a["newspaper"] for a in articles}) >= 4
    assert len({a["issue_date"][:7] for a in articles}) >= 3
