"""The citation box of an article, and what its head tells reference managers."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from archive.citing import STYLES, Citation, highwire, open_graph, openurl
from archive.models import Article
from archive.templatetags.archive_tags import lead

CHINESE, ENGLISH = "zh-Hans", "en"
# What the styles are called, in the order of the box, and what language they are written in.
LABELS = {
    "gbt": (_("GB/T 7714—2015（报纸）"), CHINESE),
    "gbt-online": (_("GB/T 7714—2015（联机）"), CHINESE),
    "history": (_("脚注（《历史研究》）"), CHINESE),
    "law": (_("脚注（《法学引注手册》）"), CHINESE),
    "apa": (_("APA 第7版"), ENGLISH),
    "mla": (_("MLA 第9版"), ENGLISH),
    "chicago": (_("Chicago 第17版（书目）"), ENGLISH),
    "chicago-note": (_("Chicago 第17版（脚注）"), ENGLISH),
}


class Cited(NamedTuple):
    """One style's line; `key` names it in the page."""

    key: str
    label: str
    lang: str
    text: str


def context_of(record: Citation, article: Article) -> dict[str, Any]:
    """For the template: every style's line, meta tags, and the COinS."""
    cited = [Cited(key, *LABELS[key], style(record)) for key, style in STYLES.items()]
    return {
        "citations": {
            "chinese": [one for one in cited if one.lang == CHINESE],
            "english": [one for one in cited if one.lang == ENGLISH],
        },
        "record": record,
        "metas": highwire(record),
        "previews": open_graph(record, lead(article)),
        "openurl": openurl(record),
    }
