"""The page on which an article is put into a collection."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from search.desk import collecting
from search.desk.entries import now
from search.desk.forms import KeepForm
from search.desk.going_back import back
from search.desk.limits import LimitReached
from search.desk.pages import page
from search.found import FoundArticle, read
from search.models import Collection


@page
def keep(request: HttpRequest) -> HttpResponse:
    """`?article=12`; whoever does so is led back to where they came from."""
    article = _article(request)
    own = Collection.objects.filter(owner=request.user)
    initial = {"collection": own.first()}
    form = KeepForm(request.POST or None, initial=initial, reader=request.user)
    leads = back(request, article.get_absolute_url())
    if request.method == "POST" and form.is_valid() and (told := _kept(request, form, article)):
        messages.success(request, told)
        return redirect(leads)
    held = own.filter(entries__article=article.pk)
    context = {"form": form, "article": article, "back": leads, "held": held}
    return render(request, "search/desk/keep.html", context)


def _article(request: HttpRequest) -> FoundArticle:
    """As it is called now; 404 where it is not published."""
    given = request.GET.get("article", "")
    asked = int(given) if re.fullmatch(r"[0-9]{1,18}", given) else 0
    number = now([asked])[asked]
    if article := read([number]).get(number):
        return article
    raise Http404(_("没有这篇文章：它可能尚未发布，或者已被编辑合并、撤下。"))


def _kept(request: HttpRequest, form: KeepForm, article: FoundArticle) -> str:
    """What was done, in words; "" where it could not be, and the form says why."""
    given = form.cleaned_data
    try:
        # Whoever writes a name wants that one, though the list above has one chosen already.
        name = given["name"]
        collection = _named(request, name) if name else given["collection"]
        new = collecting.keep(collection, article=article.pk, note=given["note"])
    except (LimitReached, collecting.NameTaken) as error:
        form.add_error(None, str(error))
        return ""
    text = _("已放入“%(name)s”。") if new else _("“%(name)s”里已经有这篇文章。")
    return text % {"name": collection.name}


def _named(request: HttpRequest, name: str) -> Collection:
    """The reader's collection of that name, a new one where there is none."""
    found = Collection.objects.filter(owner=request.user, name=name).first()
    return found or collecting.create(owner=request.user, name=name)
