"""A newspaper's calendar: what is in, what awaits review, what is missing; the gaps as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.models import Newspaper
from archive.selectors.calendar import (
    Gap,
    calendar_dates,
    calendar_gaps,
    calendar_year,
    calendar_years,
)
from archive.text.cells import cell, lines

COLUMNS = ("报纸", "从", "到", "缺几期", "缺哪些版")


class CalendarView:
    """`?year=2024`, the newest where none is asked for."""

    def __init__(self, model_admin: admin.ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        newspaper = self.allowed(request, pk)
        dates = calendar_dates(newspaper=newspaper, drafts=True)
        years = calendar_years(dates=dates)
        asked = request.GET.get("year", "")
        year = next((year for year in years if str(year) == asked), years[0] if years else None)
        sheet = None
        if year is not None:
            sheet = calendar_year(newspaper=newspaper, dates=dates, year=year, drafts=True)
        context = {
            **self.admin.admin_site.each_context(request),
            "title": f"{newspaper.name}：出版日历",
            "opts": Newspaper._meta,
            "newspaper": newspaper,
            "years": years,
            "sheet": sheet,
            "notice": f"没有 {asked[:10]} 年的报纸。" if asked and asked != str(year) else "",
            "pages": self.pages(newspaper),
            "may_upload": request.user.has_perm("archive.add_import"),
        }
        return TemplateResponse(request, "admin/archive/newspaper/calendar.html", context)

    def allowed(self, request: HttpRequest, pk: int) -> Newspaper:
        newspaper = get_object_or_404(Newspaper, pk=pk)
        if not self.admin.has_view_or_change_permission(request, newspaper):
            raise PermissionDenied
        return newspaper

    def pages(self, newspaper: Newspaper) -> str:
        """The list of the paper's pages, to which a day is added."""
        address = reverse("admin:archive_page_changelist")
        return f"{address}?issue__newspaper__id__exact={newspaper.pk}"


class GapsView(CalendarView):
    """The missing issues and pages as CSV: of `?year=`, or of all years."""

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        newspaper = self.allowed(request, pk)
        dates = calendar_dates(newspaper=newspaper, drafts=True)
        asked = request.GET.get("year", "")
        year = next((year for year in calendar_years(dates=dates) if str(year) == asked), None)
        if year is None:
            gaps = calendar_gaps(newspaper=newspaper, drafts=True)
        else:
            sheet = calendar_year(newspaper=newspaper, dates=dates, year=year, drafts=True)
            gaps = sheet.gaps
        text = "".join(lines(rows(newspaper, gaps)))
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        name = f"gaps-{newspaper.slug}-{year or 'all'}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def rows(newspaper: Newspaper, gaps: Iterable[Gap]) -> Iterator[Iterable[str]]:
    yield COLUMNS
    for gap in gaps:
        first, last = gap.first.isoformat(), gap.last.isoformat()
        yield map(cell, (newspaper.name, first, last, gap.days or "", gap.pages))
