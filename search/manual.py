"""The API and the exports for readers: what there is, with examples to copy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from archive.views.reading import read_only
from search.api import api

ROOT = "/api/v1/"
FORMS = (
    ("/search.csv", _("CSV，Excel 可直接打开；加 fields=body,figures 另给正文与数据")),
    ("/search.xlsx", _("Excel 工作簿，日期与数字为真值，另有说明页；同样可加 fields")),
    ("/search.jsonl", _("每行一篇完整文章，含正文、所及人地业与数据")),
    ("/search.json", _("全部结果的题录与摘要")),
    ("/search.ris", _("RIS，供 Zotero、EndNote、NoteExpress 导入")),
    ("/search.bib", _("BibTeX（biblatex 字段）")),
    ("/search.atom", _("订阅源，最新的在前，每页一百篇")),
    ("/articles/1.ris", _("一篇文章的 RIS；.bib 为 BibTeX")),
)


@read_only
def page(request: HttpRequest) -> HttpResponse:
    root = request.build_absolute_uri(ROOT)
    context = {
        "root": root,
        "site": root.removesuffix(ROOT),
        "endpoints": _endpoints(),
        "forms": [{"path": path, "about": gettext(about)} for path, about in FORMS],
    }
    return render(request, "search/api.html", context)


def _endpoints() -> list[dict[str, str]]:
    """As the description of the API lists them, each once."""
    found = api.get_openapi_schema()["paths"]
    return [
        {"path": path, "about": row["get"].get("description", ""), "example": _example(path)}
        for path, row in found.items()
        if "get" in row
    ]


def _example(path: str) -> str:
    """An address that answers; "" where it takes the number or code of something."""
    return "" if "{" in path.replace("{name}", "official") else path.replace("{name}", "official")
