"""One page of a long list, chosen by `?page=`."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 20


def paged(request: HttpRequest, rows: QuerySet | Sequence, *, size: int = ROWS) -> dict:
    """Context of a list page: `page`, and `page_notice` where the number asked for is none.

    A number that is malformed or too high never fails: the nearest page is shown instead.
    """
    paginator = Paginator(rows, size)
    asked = request.GET.get("page", "1")
    try:
        return {"page": paginator.page(asked), "page_notice": ""}
    except (PageNotAnInteger, EmptyPage):
        page = paginator.get_page(asked)
        notice = f"没有第“{asked[:20]}”页，这里是第 {page.number} 页。"
        return {"page": page, "page_notice": notice}
