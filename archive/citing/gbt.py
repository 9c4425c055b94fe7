"""GB/T 7714—2015 《信息与文献 参考文献著录规则》, 8.7 and 4.4: an article in a newspaper, [N].

主要责任者. 文献题名[N]. 报纸名, 出版日期(版次)[引用日期]. 获取和访问路径.
"""

from __future__ import annotations

from archive.citing.record import Citation

AUTHORS_AT_MOST = 3  # 8.1.2: of more than three, three and 等


def gbt(citation: Citation) -> str:
    """As it was printed: 王晓, 陈立. 稳住工业基本盘[N]. 泰安日报, 2024-03-15(1).

    Where nobody signs the author is left out, as the standard lets those do that number their
    references; so is a page that is not printed.
    """
    return f"{_source(citation, 'N')}."


def gbt_online(citation: Citation) -> str:
    """As it was read here: …[N/OL]. 泰安日报, 2024-03-15(1)[2024-06-01]. https://…"""
    accessed = f"[{citation.accessed.isoformat()}]"
    return f"{_source(citation, 'N/OL')}{accessed}. {citation.address}."


def _source(citation: Citation, mark: str) -> str:
    names = citation.authors[:AUTHORS_AT_MOST]
    authors = ", ".join([*names, "等"] if len(citation.authors) > len(names) else names)
    # 8.2: other information of the title follows a colon.
    title = ": ".join(filter(None, [citation.title, citation.subtitle]))
    page = f"({citation.page})" if citation.page else ""
    press = f"{citation.newspaper}, {citation.date.isoformat()}{page}"
    return ". ".join([*filter(None, [authors]), f"{title}[{mark}]", press])
