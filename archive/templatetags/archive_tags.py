"""Chinese dates, paragraphs, bars, search links, the pager: what the pages share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive.models import Article, Place
from archive.selectors.counting import scope_of
from archive.selectors.tally import Tally

register = template.Library()

LEAD = 96


@register.filter
def cn_date(day: date | None) -> str:
    """2024年9月24日, without the leading zeros that a format would print; 24 Sep 2024 in English."""
    if not day:
        return ""
    if get_language() == "en":
        return f"{day.day} {day:%b} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def cn_days(first: date | None, last: date | None) -> str:
    """2024年1月3日至2024年9月24日, and a single day only once."""
    if first == last:
        return cn_date(first)
    return _("%(first)s至%(last)s") % {"first": cn_date(first), "last": cn_date(last)}


@register.filter
def paragraphs(text: str) -> list[str]:
    """The printed paragraphs of a body; a line is a paragraph."""
    return [line.strip() for line in text.split("\n") if line.strip()]


@register.filter
def lead(article: Article) -> str:
    """The beginning of the body on one line, for lists."""
    text = "".join(article.body[: LEAD * 2].split("\n"))
    return text if len(text) <= LEAD else f"{text[:LEAD]}…"


@register.filter
def names(people: list[str]) -> str:
    """王晓、刘志远"""
    return "、".join(people)


@register.filter
def peak(rows: Iterable) -> int:
    """The largest `count` among the rows, which a bar is measured against."""
    return max((row.count for row in rows), default=0)


@register.filter
def percent(count: int, total: int) -> str:
    """The share in whole per cent; 不足1% for what would round to nothing."""
    share = round(100 * count / total) if total else 0
    return f"{share}%" if share else _("不足1%")


@register.filter
def pieces(count: int) -> str:
    """12 篇: a number of articles."""
    return ngettext("%(count)s 篇", "%(count)s 篇", count) % {"count": f"{count:,}"}


@register.filter
def number(value: float) -> str:
    """A value without a needless .0: 116.0 gives 116, 8.7 stays."""
    return f"{value:,.10g}"


@register.filter
def full_name(place: Place) -> str:
    """山东省泰安市肥城市: a place with what it lies under, as far as that was read."""
    above = place.parent
    return f"{full_name(above)}{place.name}" if above else place.name


@register.simple_tag
def bar(count: int, largest: int | str) -> SafeString:
    """A bar in inline SVG; no style attribute, so that a strict CSP lets it stand.

    `largest` may come out of `firstof`, which gives text.
    """
    largest = int(largest or 0)
    width = max(2, round(100 * count / largest)) if count and largest else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="6" /></svg>',
        width,
    )


@register.simple_tag
def column(count: int, largest: int) -> SafeString:
    """The same upright, for a month; an empty month draws nothing."""
    height = max(3, round(40 * count / largest)) if count and largest else 0
    return format_html(
        '<svg class="column" viewBox="0 0 10 40" preserveAspectRatio="none" aria-hidden="true">'
        '<rect y="{}" width="10" height="{}" /></svg>',
        40 - height,
        height,
    )


@register.simple_tag
def press_line(article: Article) -> SafeString:
    """Newspaper, day, page and kind. Here, for a template takes four times as long, and lists are many."""
    issue, kind = article.page.issue, article.kind != Article.Kind.ARTICLE
    return format_html(
        '<span>{}</span> <time datetime="{}">{}</time>{}{}',
        issue.newspaper.name,
        issue.date.isoformat(),
        cn_date(issue.date),
        format_html(" <span>{}</span>", page_name(article.page.number))
        if article.page.number_known
        else "",
        format_html(' <span class="kind">{}</span>', article.get_kind_display()) if kind else "",
    )


@register.filter
def page_name(number: int) -> str:
    """第3版"""
    return _("第%(page)s版") % {"page": number}


@register.simple_tag
def search_url(*pairs: object) -> str:
    """The address of a search: `{% search_url "city" place.code "from" "2024-09" %}`.

    Pairs without a name are left out; no pair gives the empty search.
    """
    query = [(str(n), str(v)) for n, v in zip(pairs[::2], pairs[1::2], strict=True) if n]
    address = reverse("search")
    return f"{address}?{urlencode(query)}" if query else address


@register.simple_tag
def count_of(row: Tally, facet: str = "", value: object = "", total: int = 0) -> SafeString:
    """The row's number, or its share of `total`; on the page of `facet` `value` a link to the
    articles that speak of both."""
    shown = percent(row.count, total) if total else f"{row.count:,}"
    if not facet:
        return format_html(
            '<span class="count">{}<span class="hidden"> {}</span></span>', shown, _("篇")
        )
    ((other, (key,)),) = scope_of(row.thing).items()
    said = [str(row.thing), *([shown] if total else []), pieces(row.count)]
    return format_html(
        '<a class="count" href="{}" aria-label="{}">{}</a>',
        search_url(facet, value, other, key),
        _("，").join(said),
        shown,
    )


@register.simple_tag
def trends_url(*series: str) -> str:
    """The lines of one chart over time: `{% trends_url "城市:泰安市" "行业:储能" %}`."""
    pairs = [("series", one) for one in series if one]
    return f"{reverse('trends')}?{urlencode(pairs)}"


@register.simple_tag(takes_context=True)
def current(context: Context, *prefixes: str) -> SafeString | str:
    """Marks the link of the section that the page belongs to."""
    request = context.get("request")
    here = request is not None and any(request.path.startswith(prefix) for prefix in prefixes)
    return format_html(' aria-current="{}"', "page") if here else ""


@register.simple_tag
def today() -> date:
    return timezone.localdate()


@register.simple_tag(takes_context=True)
def language_switch(context: Context) -> SafeString:
    """A link to the other language that leads back to this page, in that language's own name."""
    request, here = context.get("request"), get_language()
    code, name = next(one for one in settings.LANGUAGES if one[0] != here)
    back = urlencode({"next": request.get_full_path()}) if request else ""
    tag = "en" if code == "en" else "zh-Hans"
    return format_html(
        '<a href="{}?{}" lang="{}" hreflang="{}" rel="nofollow">{}</a>',
        reverse("language", args=[code]),
        back,
        tag,
        tag,
        name,
    )


@register.inclusion_tag("archive/_pager.html", takes_context=True)
def pager(context: Context, page: Page) -> dict:
    """Links to the other pages of a list, the far ones left out."""
    links = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"request": context["request"], "page": page, "links": list(links), "gap": "…"}
