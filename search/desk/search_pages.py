"""Pages of saved searches: save, look at what is new, rename, be told by mail, delete."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.views.paging import paged
from search.desk import searches
from search.desk.describing import described
from search.desk.forms import SearchForm, no_mail
from search.desk.going_back import back
from search.desk.limits import LONGEST_NAME, LimitReached
from search.desk.pages import action, own_search, page
from search.found import read
from search.models import SavedSearch

LISTED = 50  # new articles on the page of a search


@page
def search_list(request: HttpRequest) -> HttpResponse:
    context = paged(request, SavedSearch.objects.filter(owner=request.user))
    context["rows"] = searches.rows(context["page"].object_list)
    context["without_mail"] = no_mail(request.user)
    return render(request, "search/desk/searches.html", context)


@page
def search_new(request: HttpRequest) -> HttpResponse:
    """Saves the search that the parameters of the address mean."""
    query, problems = searches.canonical(request.GET)
    if before := searches.same(owner=request.user, query=query):
        messages.info(request, _("这个检索已经存过，名为“%(name)s”。") % {"name": before.name})
        return redirect(before)
    told = described(query)
    here = f"{reverse('search')}?{query}" if query else reverse("search")
    initial = {"name": told[:LONGEST_NAME]}
    form = SearchForm(request.POST or None, initial=initial, reader=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            searches.save(owner=request.user, query=query, **form.cleaned_data)
        except LimitReached as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已保存检索“%(name)s”。") % form.cleaned_data)
            return redirect(back(request, here))
    context = {"form": form, "told": told, "problems": problems, "back": back(request, here)}
    return render(request, "search/desk/search_new.html", context)


@page
def search_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new in it, and its form."""
    search = own_search(request, pk)
    initial = {"name": search.name, "frequency": search.frequency}
    form = SearchForm(request.POST or None, initial=initial, reader=request.user)
    if request.method == "POST" and form.is_valid():
        searches.change(search, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(search)
    row = searches.rows([search])[0]
    found = row.news.articles[:LISTED] if row.news else []
    articles = read(found)
    context = {
        "row": row,
        "form": form,
        "articles": [articles[one] for one in found if one in articles],
        "newest": reverse("search") + "?" + _newest(search.query),
    }
    return render(request, "search/desk/search.html", context)


def _newest(query: str) -> str:
    """The search with the newest first."""
    return "&".join(filter(None, [query, urlencode({"sort": "newest"})]))


@action
def search_seen(request: HttpRequest, pk: int) -> HttpResponse:
    search = own_search(request, pk)
    searches.look(search)
    messages.success(request, _("“%(name)s”的新文章已标为看过。") % {"name": search.name})
    return redirect(back(request, reverse("desk-searches")))


@page
def search_delete(request: HttpRequest, pk: int) -> HttpResponse:
    search = own_search(request, pk)
    if request.method == "POST":
        search.delete()
        messages.success(request, _("已删除检索“%(name)s”。") % {"name": search.name})
        return redirect("desk-searches")
    told = described(search.query)
    return render(request, "search/desk/search_delete.html", {"search": search, "told": told})
