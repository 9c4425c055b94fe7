"""Pages of collections: make, describe, order, annotate, take along, delete."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.views.paging import paged
from search.desk import collecting
from search.desk.entries import entries
from search.desk.files import file_of, files
from search.desk.forms import CollectionForm, NoteForm
from search.desk.going_back import back
from search.desk.limits import LimitReached
from search.desk.pages import action, own_collection, own_collections, own_entry, page
from search.models import Collection

ENTRIES = 50  # on a page


@page
def collection_list(request: HttpRequest) -> HttpResponse:
    return render(request, "search/desk/collections.html", paged(request, own_collections(request)))


@page
def collection_new(request: HttpRequest) -> HttpResponse:
    form = CollectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            collection = collecting.create(owner=request.user, **form.cleaned_data)
        except (LimitReached, collecting.NameTaken) as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("已建立文章集“%(name)s”。") % form.cleaned_data)
            return redirect(collection)
    return render(request, "search/desk/collection_form.html", {"form": form})


@page
def collection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    collection = own_collection(request, pk)
    name = collection.name
    initial = {"name": name, "description": collection.description}
    form = CollectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            collecting.describe(collection, **form.cleaned_data)
        except collecting.NameTaken as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect(collection)
    context = {"form": form, "collection": collection, "name": name}
    return render(request, "search/desk/collection_form.html", context)


@page
def collection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Its articles in order; the link to share it."""
    collection = own_collection(request, pk)
    context = paged(request, collection.entries.all(), size=ENTRIES)
    context |= {
        "collection": collection,
        "entries": entries(context["page"].object_list),
        "files": files("desk-collection-file", collection.pk),
        "link": request.build_absolute_uri(reverse("shared", args=[collection.token]))
        if collection.token
        else "",
    }
    return render(request, "search/desk/collection.html", context)


@page
def collection_delete(request: HttpRequest, pk: int) -> HttpResponse:
    collection = own_collection(request, pk)
    if request.method == "POST":
        collection.delete()
        messages.success(request, _("已删除文章集“%(name)s”。") % {"name": collection.name})
        return redirect("desk-collections")
    context = {"collection": collection, "size": collection.entries.count()}
    return render(request, "search/desk/collection_delete.html", context)


@page
def collection_file(request: HttpRequest, pk: int, suffix: str) -> HttpResponseBase:
    """It names no secret link: whoever is given the file is not given what comes later, too."""
    collection = own_collection(request, pk)
    return file_of(request, collection, collection.get_absolute_url(), suffix)


@action
def collection_share(request: HttpRequest, pk: int) -> HttpResponse:
    """`share` makes a link, a new one where there was one; `unshare` takes it back."""
    collection = own_collection(request, pk)
    if "unshare" in request.POST:
        collecting.unshare(collection)
        messages.success(request, _("已停止共享，原来的链接不再有效。"))
    else:
        before = collection.token
        collecting.share(collection)
        text = _("已换成新链接，原来的不再有效。") if before else _("已共享：知道链接的人都能看。")
        messages.success(request, text)
    return redirect(f"{collection.get_absolute_url()}#share")


@action
def collection_order(request: HttpRequest, pk: int) -> HttpResponse:
    """`order` lists the entries of a page as they were dragged: 12,9,31."""
    collection = own_collection(request, pk)
    given = request.POST.get("order", "")
    if not re.fullmatch(r"[0-9]{1,18}(,[0-9]{1,18}){0,99}", given):
        raise Http404
    collecting.arrange(collection, [int(key) for key in given.split(",")])
    return redirect(back(request, collection.get_absolute_url()))


@action
def entry_move(request: HttpRequest, pk: int) -> HttpResponse:
    entry = own_entry(request, pk)
    where = request.POST.get("where", "")
    if where not in collecting.MOVES:
        raise Http404
    collecting.move(entry, where)
    return redirect(_place(request, entry.collection, f"entry-{pk}"))


@page
def entry_note(request: HttpRequest, pk: int) -> HttpResponse:
    entry = own_entry(request, pk)
    form = NoteForm(request.POST or None, initial={"note": entry.note})
    leads = _place(request, entry.collection, f"entry-{pk}")
    if request.method == "POST" and form.is_valid():
        collecting.annotate(entry, form.cleaned_data["note"])
        messages.success(request, _("笔记已保存。"))
        return redirect(leads)
    context = {"form": form, "entry": entries([entry])[0], "back": leads}
    return render(request, "search/desk/note.html", context)


@action
def entry_remove(request: HttpRequest, pk: int) -> HttpResponse:
    entry = own_entry(request, pk)
    collecting.take_out(entry)
    messages.success(request, _("已从文章集移出一篇文章。"))
    return redirect(_place(request, entry.collection, "entries"))


def _place(request: HttpRequest, collection: Collection, anchor: str) -> str:
    """The page of the collection that the reader was on, at an entry of it."""
    return f"{back(request, collection.get_absolute_url()).partition('#')[0]}#{anchor}"
