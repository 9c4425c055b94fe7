"""Files and feeds of a search, and the citation files of one article."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _

from archive import selectors
from archive.views.reading import read_only
from search import away
from search.address import every, read
from search.engine import IndexUnavailable
from search.executor import SearchExecutor
from search.exports import atom
from search.exports.export import FIELDS, Result, hits_of
from search.exports.forms import EXPORTS, FILES, Export
from search.exports.origin import told
from search.exports.sending import plain, respond
from search.facets import link
from search.request import SearchRequest, shown

LONGEST = 18  # digits of a number that a database column holds


@read_only
def export(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """Every hit in one of the forms; 400 names what is not understood."""
    if suffix not in EXPORTS:
        raise Http404
    form, address = EXPORTS[suffix], read(request.GET)
    fields, problems = wanted(request.GET) if form.table else (frozenset(), [])
    if problems := [*address.problems, *problems]:
        return plain("\n".join(problems), 400)
    try:
        if form.feed:
            return _feed(form, address.request, request)
        asked = every(address.request)
        total, hits = SearchExecutor(asked).every_hit(form.marked)
    except IndexUnavailable as error:
        return away.ask_later(plain("\n".join(away.lines(request, error)), 503))
    label, path = told(asked), link(reverse("search"), asked)
    result = Result(label, path, total, hits, request.build_absolute_uri, asked, fields)
    return respond(form, result, request)


def wanted(parameters: QueryDict) -> tuple[frozenset[str], list[str]]:
    """The further columns of `fields=body,figures`, with a line for each that there is not."""
    named = [one.strip() for value in parameters.getlist("fields") for one in value.split(",")]
    given = dict.fromkeys(one for one in named if one)
    known = "、".join(FIELDS)
    problems = [
        _("%(given)s：应为 %(known)s。") % {"given": shown("fields", one), "known": known}
        for one in given
        if one not in FIELDS
    ]
    return frozenset(given) & frozenset(FIELDS), problems


def _feed(form: Export, asked: SearchRequest, request: HttpRequest) -> HttpResponseBase:
    """One page of it. It is small, so it is made whole: what has not changed is 304."""
    asked = replace(asked, sort="newest", size=atom.ENTRIES)
    page = SearchExecutor(asked, shape=lambda *_: []).page()
    result = Result(
        told(asked), link(reverse("search"), every(asked)), page.total, page.hits,
        request.build_absolute_uri, asked, page=page.page, pages=page.pages,
    )  # fmt: skip
    content = "".join(str(part) for part in form.write(result)).encode()
    when = int(atom.changed(page.hits).timestamp())
    etag = f'W/"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=form.content_type)
    response["Last-Modified"], response["ETag"] = http_date(when), etag
    response["Cache-Control"] = "no-cache"
    # An article that left the feed changes no date, so only the tag tells that nothing changed.
    return get_conditional_response(request, etag, None, response) or response


@read_only
def citation(request: HttpRequest, pk: str, suffix: str) -> HttpResponseBase:
    """RIS or BibTeX of one article; the former number of a merged one leads to that other's."""
    number = int(pk) if len(pk) <= LONGEST else 0
    hits = list(hits_of([number]))
    if not hits:
        moved = selectors.article_moved(pk=number)
        if moved is None:
            raise Http404(_("没有编号为 %(number)s 的文章。") % {"number": pk[:20]})
        return redirect("article-citation", pk=moved.pk, suffix=suffix, permanent=True)
    form = FILES[suffix]
    result = Result("", "", 1, hits, request.build_absolute_uri)
    return respond(form, result, request, f"article-{number}")
