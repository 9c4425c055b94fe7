"""A newspaper page as HTML, for a browser to print: a grid of articles, each in columns."""

from __future__ import annotations

from html import escape
from typing import Any

from archive.tests.jumble_gold import paragraphs_of

STYLE = """
@page { size: 390mm 540mm; margin: 12mm }
body { margin: 0; font: 9.5pt/1.45 serif; text-align: justify }
.page { display: grid; grid-template-columns: repeat(4, 1fr); gap: 7mm 5mm; align-items: start }
.folio { grid-column: 1 / -1; font-size: 9pt }
article { break-inside: avoid }
h1 { font-size: 22pt; line-height: 1.2; margin: 0 0 2mm; text-align: center }
h2, h3 { font-size: 13pt; font-weight: normal; margin: 0 0 1mm; text-align: center }
p { margin: 0; text-indent: 2em }
"""


def html_page(data: dict[str, Any]) -> str:
    """The page of a source: articles of three spans in a grid of four columns."""
    parts = [f'<div class="folio">{escape(_folio(data))}</div>']
    for item in data["item"]:
        if item["kind"] == "article" and item.get("title"):
            parts.append(_article(item))
    body = f'<div class="page">{"".join(parts)}</div>'
    return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>{STYLE}</style>{body}'


def _folio(data: dict[str, Any]) -> str:
    return f"{data['newspaper']}　{data['date']}　星期五　第{data['number'].lstrip('A0')}版"


def _article(item: dict[str, Any]) -> str:
    paragraphs = paragraphs_of(item)
    length = sum(map(len, paragraphs))
    span = 1 if length < 260 else 2 if length < 420 else 4
    heads = [("h2", "kicker"), ("h1", "title"), ("h3", "subtitle")]
    rows = "".join(
        f"<{tag}>{escape(item[key].replace('|', ''))}</{tag}>"
        for tag, key in heads
        if item.get(key)
    )
    byline = item.get("byline", {})
    own = f"<p>{escape(byline.get('print', ''))}</p>" if byline.get("at") in _OWN else ""
    text = "".join(f"<p>{escape(row)}</p>" for row in paragraphs)
    text = text + own if byline.get("at") == "end" else own + text
    columns = f"column-count: {span}; column-gap: 5mm; orphans: 1; widows: 1"
    style = f"grid-column: span {span}"
    return f'<article style="{style}">{rows}<div style="{columns}">{text}</div></article>'


_OWN = ("first", "between", "end")
