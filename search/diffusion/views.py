"""The page of diffusion, and its tables to take along."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.views.reading import read_only
from search import away
from search.diffusion import page, wording
from search.diffusion.answer import answered, desk
from search.diffusion.asking import asked
from search.diffusion.files import WRITERS, Download
from search.diffusion.panel import TABLES
from search.diffusion.request import address_of, pairs_of, read
from search.engine import IndexUnavailable
from search.exports.sending import plain
from search.request import shown


@read_only
def diffusion(request: HttpRequest) -> HttpResponse:
    """Names are redirected to their codes; what is not understood is named on the page."""
    known = desk()
    address = read(pairs_of(request.GET), known.provinces)
    wanted = address.request
    if address.renamed:
        return redirect(address_of(wanted))
    context = page.form(wanted, known) | {"problems": address.problems}
    try:
        question = asked(wanted)
        if question.is_empty:
            context |= page.empty(wanted, question, known)
            return render(request, "search/diffusion/page.html", context)
        context |= page.told(answered(wanted, question, known))
    except IndexUnavailable as error:
        context |= {
            "problems": [away.line(error), *address.problems],
            "away": away.for_operators(request, error),
            "title": wording.title(wanted),
        }
        response = render(request, "search/diffusion/page.html", context, status=503)
        return away.ask_later(response)
    return render(request, "search/diffusion/page.html", context)


@read_only
def download(request: HttpRequest, suffix: str) -> HttpResponse | StreamingHttpResponse:
    """`table=panel` (as it is without) or `table=firsts`; 400 names what is not understood."""
    known = desk()
    address = read(pairs_of(request.GET), known.provinces)
    problems = list(address.problems)
    name = request.GET.get("table", "panel")
    if name not in TABLES:
        should = _("应为 %(values)s") % {"values": "、".join(TABLES)}
        problems.append(f"{shown('table', name)}：{should}。")
    if problems:
        return plain("\n".join(problems), 400)
    try:
        question = asked(address.request)
        if question.is_empty:
            return plain(_("请写出要追踪的词（参数 q）。"), 400)
        answer = answered(address.request, question, known)
    except IndexUnavailable as error:
        return away.ask_later(plain("\n".join(away.lines(request, error)), 503))
    kind, write = WRITERS[suffix]
    link = request.build_absolute_uri(address_of(address.request))
    asked_for = Download(
        answer, TABLES[name], link, timezone.localdate(), request.build_absolute_uri
    )
    response = StreamingHttpResponse(write(asked_for), content_type=kind)
    saved = f"diffusion-{name}-{asked_for.day:%Y%m%d}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{saved}"'
    return response
