"""The mail itself: text and HTML in the reader's language, without anything from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.desk.digests.unsubscribing import token
from search.desk.entries import now
from search.exports.export import line
from search.found import FoundArticle, read
from search.models import DeliveredSearch, Delivery, Frequency

LONGEST_SUBJECT = 60  # characters of what is named in it


@dataclass(frozen=True, slots=True)
class Part:
    """One saved search in a mail; `rest`: new articles that are not named."""

    name: str
    address: str
    total: int
    articles: list[FoundArticle]
    rest: int


def letter(delivery: Delivery) -> EmailMultiAlternatives | None:
    """None where there is nothing to say any more: all taken back, or no mail wanted by now."""
    reader = delivery.owner
    if not (reader.is_active and reader.email):
        return None
    wanted = delivery.searches.select_related("search").exclude(search__frequency=Frequency.NONE)
    rows = list(wanted.order_by("pk"))
    parts = [part for part in map(_part, rows) if part.articles]
    if not parts:
        return None
    with translation.override(rows[-1].search.language):
        return _written(delivery, parts)


def _part(row: DeliveredSearch) -> Part:
    """With its articles as they are now."""
    numbers = list(dict.fromkeys(now(row.articles).values()))
    found = read(numbers)
    articles = [found[number] for number in numbers if number in found]
    query = urlencode({"sort": "newest"})
    address = f"{reverse('search')}?{'&'.join(filter(None, [row.search.query, query]))}"
    rest = row.total - len(row.articles)
    return Part(row.search.name, address, len(articles) + rest, articles, rest)


def _written(delivery: Delivery, parts: list[Part]) -> EmailMultiAlternatives:
    leave = settings.SITE_URL + reverse("unsubscribe", args=[token(delivery.owner_id)])
    named = {article.pk for part in parts for article in part.articles}
    total = len(named) + sum(part.rest for part in parts)
    context = {
        "parts": parts,
        "site": settings.SITE_URL,
        "leave": leave,
        "total": total,
        "LANGUAGE_CODE": get_language(),
    }
    mail = EmailMultiAlternatives(
        _subject(parts, total),
        render_to_string("search/desk/mail/digest.txt", context),
        to=[delivery.owner.email],
        headers={
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            # The same for the same mail, whatever happens.
            "Message-ID": f"<digest-{delivery.pk}@{urlsplit(settings.SITE_URL).hostname}>",
        },
    )
    mail.attach_alternative(render_to_string("search/desk/mail/digest.html", context), "text/html")
    return mail


def _subject(parts: list[Part], total: int) -> str:
    """On one line: 政策档案：3 篇新文章（储能、低空经济）."""
    names = line(_("、").join(part.name for part in parts))
    if len(names) > LONGEST_SUBJECT:
        names = f"{names[:LONGEST_SUBJECT]}…"
    return _("政策档案：%(total)s 篇新文章（%(names)s）") % {"total": total, "names": names}
