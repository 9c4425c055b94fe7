"""What the actions of the permission matrix send: an address, and the fields of its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from archive.models import Article, Place
from archive.tests import factories as make
from search.tests.permission_world import Case, World

Sent = tuple[str, dict[str, Any]]
INLINES = (
    "place_mentions", "official_mentions", "industry_mentions", "person_mentions", "figures",
)  # fmt: skip
FIELDS = ("status", "kind", "column", "kicker", "title", "subtitle", "body", "order",
          "dateline_place", "continued_from")  # fmt: skip


def sent(name: str, world: World, case: Case) -> Sent:
    """The address and the form of that action, about that case."""
    room, _, what = name.partition(" ")
    return ROOMS[room](what, world, case)


def _review(what: str, world: World, case: Case) -> Sent:
    key, other = case.article.pk, case.other.pk
    mention = case.article.official_mentions.get().pk
    forms: dict[str, dict[str, Any]] = {
        "publish": {"publish": key}, "publish all": {"publish": "all"},
        "publish sure": {"publish": "sure", "threshold": "0.5"}, "unpublish": {"unpublish": key},
        "retitle": {"do": "retitle", "article": key, "title": "另一个题目"},
        "mention": {"do": "mention", "article": key, "table": "places", "role": "subject",
                    "place": Place.objects.get(code="370983").pk},
        "unmention": {"do": "unmention", "article": key, "table": "officials", "row": mention},
        "restore": {"do": "restore", "article": key, "mark": "kicker"},
        "split": {"do": "split", "lines": "3"}, "new": {"do": "new", "lines": "3"},
        "title": {"do": "title", "to": key, "lines": "2"},
        "furniture": {"do": "furniture", "lines": "3"},
        "take from the other": {"do": "body", "to": key, "lines": "6"},
        "give to the other": {"do": "body", "to": other, "lines": "3"},
        "merge": {"do": "merge", "article": key, "other": other},
        "merge into the other": {"do": "merge", "article": other, "other": key},
        "down": {"do": "down", "article": key},
        "origin": {"newspaper": "", "date": "2023-12-31"}, "reparse": {"reparse": "1"},
    }  # fmt: skip
    return reverse("admin:archive_page_review", args=[case.page.pk]), forms[what]


def _article(what: str, world: World, case: Case) -> Sent:
    if what.startswith("list"):
        names = {
            "delete": "delete_selected",
            "publish sure": "publish_sure",
            "restore": "restore_found",
        }
        action = what.removeprefix("list ")
        return _list("article", case.article.pk, names.get(action, action))  # fmt: skip
    form = _form(case.article)
    changes = {"change": {"title": "另一个题目"}, "publish by form": {"status": "published"}}
    if what in changes:
        return _at("article", "change", case.article.pk), form | changes[what]
    if what == "add":
        return _at("article", "add"), form | {"order": 9, "status": "draft"}
    return _at("article", "delete", case.article.pk), {"post": "yes"}


def _form(article: Article) -> dict[str, Any]:
    form = {name: getattr(article, name) for name in FIELDS} | {"page": article.page_id}
    for name in INLINES:
        form |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    return form


def _official(what: str, world: World, case: Case) -> Sent:
    key = case.official.pk
    other = make.official(f"另一位{key}").pk
    if what == "merge":
        address = f"{reverse('admin:archive_official_merge')}?id={key}&id={other}"
        return address, {"into": key, "others": [other]}
    if what == "split":
        first = case.official.mentions.first().pk
        form = {"mentions": [first], "target": "new", "distinction": "女"}
        return reverse("admin:archive_official_split", args=[key]), form
    form = {"name": "改名", "distinction": "", "pinyin": "", "note": ""}
    return _plain("official", what, key, form)


def _plain(kind: str, what: str, key: int, form: dict[str, Any]) -> Sent:
    if what == "list delete":
        return _list(kind, key, "delete_selected")
    if what == "delete":
        return _at(kind, "delete", key), {"post": "yes"}
    return (_at(kind, "add") if what == "add" else _at(kind, "change", key)), form


def _post(what: str, world: World, case: Case) -> Sent:
    return _plain("post", what, case.post.pk, {"title": "另一个职务", "place": ""})


def _page(what: str, world: World, case: Case) -> Sent:
    return _plain("page", what, case.page.pk, {"number": 7, "section": "要闻"})


def _issue(what: str, world: World, case: Case) -> Sent:
    form = {"newspaper": case.issue.newspaper_id, "date": "2023-12-31"}
    return _plain("issue", what, case.issue.pk, form)


def _place(what: str, world: World, case: Case) -> Sent:
    return _plain("place", what, Place.objects.get(code="370900").pk, {"name": "他市"})


def _industry(what: str, world: World, case: Case) -> Sent:
    return _plain("industry", what, make.industry().pk, {"name": "他业"})


def _newspaper(what: str, world: World, case: Case) -> Sent:
    form = {"name": "另一报", "slug": "lingyi", "level": "prefecture", "aliases": ""}
    return _plain("newspaper", what, case.issue.newspaper_id, form)


def _import(what: str, world: World, case: Case) -> Sent:
    if what == "list retry":
        failed = world.batches["publisher"].imports.get()
        return _list("import", failed.pk, "retry")
    form = {"newspaper": case.issue.newspaper_id, "date": "2023-12-31", "encoding": ""}
    return _plain("import", what, case.source.pk, form)


def _batch(what: str, world: World, case: Case) -> Sent:
    """`own` is the editor's."""
    batch = world.batches["editor" if what == "retry own" else "publisher"]
    return _at("batch", "change", batch.pk), {"retry": batch.imports.get().pk}


def _at(kind: str, what: str, *key: int) -> str:
    return reverse(f"admin:archive_{kind}_{what}", args=key)


def _list(kind: str, key: int, action: str) -> Sent:
    form = {"action": action, "_selected_action": [key], "post": "yes"}
    return _at(kind, "changelist"), form


ROOMS: dict[str, Callable[[str, World, Case], Sent]] = {
    "review": _review, "article": _article, "official": _official, "post": _post, "page": _page,
    "issue": _issue, "place": _place, "industry": _industry, "newspaper": _newspaper,
    "import": _import, "batch": _batch,
}  # fmt: skip
