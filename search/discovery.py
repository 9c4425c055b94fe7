"""How programs find the archive: OpenSearch for browsers, robots.txt for crawlers."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.views.reading import read_only
from search import suggestions
from search.request import LONGEST_QUERY

SHORT = 16  # characters that OpenSearch allows a name
# What every crawler would read a thousand times over: permutations of filters, files, forms.
CLOSED = (
    "/admin/", "/account/", "/desk/", "/language/", "/api/v1/", "/healthz", "/search.", "/search/?*",
    "/search/choices/", "/search/density/", "/suggestions.json", "/trends.", "/trends/?*",
    "/diffusion.", "/diffusion/?*", "/figures.", "/figures/?*", "/figures/compare/?*",
    "/articles/*?", "/articles/*.ris", "/articles/*.bib",
)  # fmt: skip


@read_only
def opensearch(request: HttpRequest) -> HttpResponse:
    """So that the browser's address bar can search: pages, the feed, suggestions while typing."""
    site = _("政策档案")
    urls = {
        "text/html": f"{reverse('search')}?q={{searchTerms}}&page={{startPage?}}",
        "application/atom+xml": f"{reverse('search-export', args=['atom'])}?q={{searchTerms}}&page={{startPage?}}",
        "application/x-suggestions+json": f"{reverse('search-suggestions')}?q={{searchTerms}}",
    }
    rows = [
        "<?xml version='1.0' encoding='UTF-8'?>",
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{escape(site[:SHORT])}</ShortName>",
        f"<Description>{escape(_('检索中国地方报纸的政策新闻'))}</Description>",
        *(_url(kind, request.build_absolute_uri("/")[:-1] + path) for kind, path in urls.items()),
        _url("application/opensearchdescription+xml", request.build_absolute_uri(), "self"),
        f'<Image height="16" width="16" type="image/svg+xml">{escape(request.build_absolute_uri(static("img/icon.svg")))}</Image>',
        '<Query role="example" searchTerms="%E5%82%A8%E8%83%BD"/>',
        "<Language>zh-CN</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        "<OutputEncoding>UTF-8</OutputEncoding>",
        "</OpenSearchDescription>",
    ]
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return HttpResponse("\n".join(rows) + "\n", content_type=kind)


def _url(kind: str, template: str, relation: str = "") -> str:
    names = {"text/html": "results", "application/atom+xml": "results"}
    rel = relation or names.get(kind, "suggestions")
    return f"<Url type={quoteattr(kind)} rel={quoteattr(rel)} template={quoteattr(template)}/>"


@read_only
def completions(request: HttpRequest) -> JsonResponse:
    """What browsers ask while somebody types: the text, completions, what each is, where it leads."""
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    rows = suggestions.suggest(text)
    kinds = {
        "official": _("官员"),
        "place": _("地区"),
        "city": _("地区"),
        "county": _("区县"),
        "industry": _("行业"),
        "newspaper": _("报纸"),
    }
    document = [
        text,
        [row["label"] for row in rows],
        [kinds.get(row["kind"], "") for row in rows],
        [request.build_absolute_uri(row["url"]) for row in rows],
    ]
    return JsonResponse(
        document,
        safe=False,
        json_dumps_params={"ensure_ascii": False},
        content_type="application/x-suggestions+json",
    )


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    """Articles and the pages of what they speak of are open; the sitemap lists them."""
    rows = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    rows.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(rows) + "\n", content_type="text/plain; charset=utf-8")
