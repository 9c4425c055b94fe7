"""Footnotes of Chinese journals: history (《历史研究》) and law (《法学引注手册》, rule 42)."""

from __future__ import annotations

from archive.citing.nesting import QUOTES, TITLES, nested
from archive.citing.record import Citation

AUTHORS_AT_MOST = 3  # of more than three the first, and 等


def history_note(citation: Citation) -> str:
    """王晓、陈立：《稳住工业基本盘》，《泰安日报》2024年3月15日，第1版。"""
    return _note(citation, "")


def law_note(citation: Citation) -> str:
    """王晓、陈立：《稳住工业基本盘》，载《泰安日报》2024年3月15日，第1版。"""
    return _note(citation, "载")


def _note(citation: Citation, found_in: str) -> str:
    day = citation.date
    author = f"{_authors(citation)}：" if citation.authors else ""
    title = f"《{nested(citation.heading, TITLES)}》"
    if citation.opening:
        title = f"无题（“{nested(citation.opening, QUOTES)}”）"
    press = f"{found_in}《{citation.newspaper}》{day.year}年{day.month}月{day.day}日"
    return "，".join([f"{author}{title}", press, *_page(citation)]) + "。"


def _authors(citation: Citation) -> str:
    if len(citation.authors) > AUTHORS_AT_MOST:
        return f"{citation.authors[0]}等"
    return "、".join(citation.authors)


def _page(citation: Citation) -> list[str]:
    return [f"第{citation.page}版"] if citation.page else []
