"""An archive with an article in every state, and somebody of every role, for the permission matrix."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client

from archive.editing.accounts import give_role
from archive.editing.publishing import set_status
from archive.ingest.pipeline import VERSION
from archive.models import (
    Article,
    Batch,
    Import,
    Industry,
    Issue,
    MovedArticle,
    Newspaper,
    Official,
    OfficialMention,
    Page,
    Place,
    PlaceMention,
    Post,
)
from archive.tests import factories as make
from search.models import Collection, CollectionArticle, SavedSearch
from search.tests import readers

# In the order of the letters of the tables; a disabled one had signed in before.
WHO = (
    "anonymous", "disabled", "reader", "editor", "publisher", "administrator", "superuser",
)  # fmt: skip
# `mixed` is a draft on a page, in an issue, and of an official that has a published article, too.
STATES = ("draft", "withdrawn", "published", "mixed")
TEXT = "题目\n第一段说完。\n第二段说完。\n"


@dataclass(frozen=True, slots=True)
class Case:
    """An article and what hangs together with it; `other` shares its page."""

    article: Article
    other: Article
    page: Page
    issue: Issue
    official: Official
    post: Post
    source: Import


@dataclass(frozen=True, slots=True)
class World:
    cases: dict[str, Case]
    people: dict[str, User]
    reader_things: tuple[SavedSearch, Collection, CollectionArticle]
    batches: dict[str, Batch]

    def client(self, who: str) -> Client:
        """Signed in, if at all, before whoever is disabled was."""
        client = Client()
        if who != "anonymous":
            user = self.people[who]
            User.objects.filter(pk=user.pk).update(is_active=True)
            client.force_login(User.objects.get(pk=user.pk))
            User.objects.filter(pk=user.pk).update(is_active=who != "disabled")
        return client


def world() -> World:
    people = {who: _person(who) for who in WHO[1:]}
    cases = {state: _case(number, state) for number, state in enumerate(STATES, start=1)}
    batches = {who: Batch.objects.create(author=people[who]) for who in ("editor", "publisher")}
    for number, (who, batch) in enumerate(batches.items()):
        values = {"status": "failed", "batch": batch, "author": people[who], "publish": True}
        make.source(f"f{number}", **values)
    search = readers.search(people["reader"])
    kept = readers.collection(people["reader"], cases["published"].article.pk)
    return World(cases, people, (search, kept, kept.entries.get()), batches)


def _person(who: str) -> User:
    user = User.objects.create(username=f"{who}-1", email=f"{who}@example.org")
    if who == "superuser":
        user.is_staff = user.is_superuser = True
        user.save()
    elif who == "disabled":
        give_role(user, "administrator")
    else:
        give_role(user, who)
    return user


def _case(number: int, state: str) -> Case:
    issue = make.issue(date(2024, 3, number))
    source = make.source(f"{state}-")
    source.file.save(f"{state}.txt", ContentFile((TEXT * 2).encode()))
    values = {"text": TEXT * 2, "parsed_with": VERSION, "source": source}
    page = make.page(1, issue, **values)
    official, post = make.official(f"官员{number}", make.taian()), make.post(f"职务{number}")
    first, other = (_article(page, state, place, official, post) for place in (0, 3))
    if state == "withdrawn":
        set_status([first, other], "published", author=None)
        set_status([first, other], "draft", author=None)
    if state == "published":
        set_status([first, other], "published", author=None)
    if state == "mixed":
        set_status([other], "published", author=None)
    return Case(first, other, page, issue, official, post, page.source)


def _article(page: Page, state: str, above: int, official: Official, post: Post) -> Article:
    lines, title = [[above + 1, above + 3]], [[above + 1, above + 1]]
    made = make.article(
        page, title="题目", body="第一段说完。\n第二段说完。", lines=lines, title_lines=title,
        corrected=["kicker"], kicker=f"{state}的秘密{above}",
    )  # fmt: skip
    make.mention_official(made, official, post)
    return made


GUARDED = (
    Article, Page, Issue, Official, OfficialMention, PlaceMention, Post, Import, Newspaper, Place,
    Industry, MovedArticle, User,
)  # fmt: skip


def stored() -> dict[str, list[Any]]:
    """Everything that the roles guard, as it stands in the database now."""
    rows = {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in GUARDED
    }
    for user in rows["User"]:
        del user["last_login"], user["is_active"]  # of signing in, see World.client
    for article in rows["Article"]:
        del article["updated"]  # a form that changed nothing was saved all the same
    return rows | {"groups": sorted(User.groups.through.objects.values_list("user", "group"))}
