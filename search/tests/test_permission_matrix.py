"""The permission matrix: each role by each address, in each state of an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from archive.models import Newspaper, Place
from archive.tests import factories as make
from search.tests.permission_actions import sent
from search.tests.permission_rows import ACTIONS, GET
from search.tests.permission_world import STATES, WHO, Case, World, stored, world

pytestmark = pytest.mark.django_db
LETTERS = {200: "o", 403: "x", 404: "n", 405: "m", 400: "b"}


@pytest.fixture
def archive(reindexed: Callable[[], int]) -> World:
    made = world()
    make.industry()
    reindexed()
    return made


def letter(response: HttpResponse) -> str:
    """As the tables write it."""
    if response.status_code in (301, 302):
        return "l" if "/login/" in response.headers["Location"] else "r"
    return LETTERS.get(response.status_code, str(response.status_code))


def routes(node: URLResolver, space: str = "") -> Iterator[str]:
    """The name of every address; Django's own that has none, the old form of an object's page and
    the end of the admin, is "admin:"."""
    for one in node.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name or ''}"
        else:
            yield from routes(one, f"{space}{one.namespace}:" if one.namespace else space)


def test_every_address_has_a_row() -> None:
    """A new one has to be given one before it is anybody's."""
    known = {name.split(" ")[0] for name in GET}
    assert set(routes(get_resolver())) ^ known <= {"readyz", "metrics"}


def address(name: str, archive: World, case: Case) -> str:
    """One address of that name, about the case where it is about an article."""
    if name == "admin:":
        return "/admin/nothing-here/"
    name, _, label = name.partition(" ")
    given = _given(archive, case)
    kinds = ("article", "page", "issue", "official", "post", "import", "newspaper", "place",
             "industry", "batch")  # fmt: skip
    for kind in kinds:
        if name.startswith(f"admin:archive_{kind}_"):
            key = given[kind]
            args = [] if name.endswith(("_changelist", "_add", "_merge", "_likely")) else [key]
            query = f"?id={case.official.pk}&id={given['namesake']}" if "_merge" in name else ""
            return reverse(name, args=args) + query
    if label:
        return reverse(name, args=[label])
    args, query = _arguments(archive, case, given).get(name, ([], ""))
    return reverse(name, args=args) + query


def _given(archive: World, case: Case) -> dict[str, int]:
    paper = case.issue.newspaper
    others = archive.cases["draft" if case.official != archive.cases["draft"].official else "mixed"]
    return {
        "article": case.article.pk, "page": case.page.pk, "issue": case.issue.pk,
        "official": case.official.pk, "post": case.post.pk, "import": case.source.pk,
        "newspaper": paper.pk, "place": Place.objects.get(code="370900").pk,
        "industry": make.industry().pk, "batch": archive.batches["editor"].pk,
        "namesake": others.official.pk,
    }  # fmt: skip


def _arguments(archive: World, case: Case, given: dict[str, int]) -> dict[str, tuple[list, str]]:
    search, kept, entry = archive.reader_things
    slug, day = case.issue.newspaper.slug, case.issue.date.isoformat()
    desk = {
        f"desk-search{end}": ([search.pk], "") for end in ("", "-seen", "-delete")
    } | {
        f"desk-collection{end}": ([kept.pk], "") for end in ("", "-edit", "-delete", "-share", "-order")
    } | {f"desk-entry-{end}": ([entry.pk], "") for end in ("move", "note", "remove")}  # fmt: skip
    kind = ContentType.objects.get_for_model(Newspaper).pk
    group = Group.objects.get(role__key="editor").pk
    user = archive.people["reader"].pk
    ends = ("change", "history", "delete", "password_change")
    admin = {
        f"admin:auth_{name}_{end}": ([key], "")
        for name, key in (("group", group), ("user", user))
        for end in ends
    }
    return desk | admin | {
        "admin:view_on_site": ([kind, given["newspaper"]], ""),
        # of the accounts: what hangs together with articles is asked below
        "admin:autocomplete": ([], "?app_label=archive&model_name=import&field_name=author&term="),
        "article-detail": ([case.article.pk], ""), "api-1:article": ([case.article.pk], ""),
        "article-citation": ([case.article.pk, "ris"], ""),
        "newspaper-detail": ([slug], ""), "api-1:newspaper": ([slug], ""),
        "issue-detail": ([slug, day], ""), "api-1:issue": ([slug, day], ""),
        "page-detail": ([slug, day, case.page.number], ""),
        "official-detail": ([case.official.pk], ""), "api-1:official": ([case.official.pk], ""),
        "city-detail": (["370900"], ""), "api-1:city": (["370900"], ""),
        "industry-detail": (["energy-storage"], ""), "api-1:industry": (["energy-storage"], ""),
        "search-choices": (["city"], ""), "api-1:facet": (["city"], ""),
        "search-density": (["compact"], ""), "language": (["en"], ""),
        "search-export": (["csv"], "?q=题目"), "trends-file": (["csv"], "?series=题目"),
        "diffusion-download": (["csv"], "?q=题目"), "figures-export": (["csv"], ""),
        "sitemap-part": (["articles", 1], ""),
        "desk-keep": ([], f"?article={archive.cases['published'].article.pk}"),
        "desk-collection-file": ([kept.pk, "csv"], ""),
        "shared": ([token(archive)], ""), "shared-file": ([token(archive), "csv"], ""),
        "password-new": (["MQ", "set-password"], ""), "unsubscribe": (["nobody"], ""),
        "api-1:suggest": ([], "?q=题"), "api-1:trends": ([], "?series=题目"),
        "api-1:diffusion": ([], "?q=题目"),
    }  # fmt: skip


def token(archive: World) -> str:
    kept = archive.reader_things[1]
    type(kept).objects.filter(pk=kept.pk).update(token="t" * 43)
    return "t" * 43


@pytest.mark.parametrize("who", WHO)
def test_who_gets_what(archive: World, who: str) -> None:
    client, place = archive.client(who), WHO.index(who)
    wrong = []
    for name, row in GET.items():
        if name in ("readyz", "metrics"):
            continue
        for state in STATES if isinstance(row, dict) else ("published",):
            letters = row[state] if isinstance(row, dict) else row
            asked = address(name, archive, archive.cases[state])
            got = letter(client.get(asked))
            if got != letters[place]:
                wrong.append(f"{name} ({state}) {asked}: {got}, not {letters[place]}")
    assert not wrong, "\n".join(wrong)


def outcome(archive: World, who: str, address: str, form: dict) -> str:
    """The letter of a POST, undone afterwards: o where something guarded is another than before."""
    before = stored()
    mark = transaction.savepoint()
    try:
        client = archive.client(who)
        response = client.post(address, form)
        changed = stored() != before
    finally:
        transaction.savepoint_rollback(mark)
    assert response.status_code < 500, address
    if changed:
        return "o"
    got = letter(response)
    return got if got in "lxn" else "-"


@pytest.mark.parametrize("name", ACTIONS)
def test_who_does_what(archive: World, name: str) -> None:
    wrong = []
    for state, letters in ACTIONS[name].items():
        address, form = sent(name, archive, archive.cases[state])
        for who, wanted in zip(WHO, letters, strict=True):
            got = outcome(archive, who, address, form)
            if got != wanted:
                wrong.append(f"{name} ({state}) as {who}: {got}, not {wanted}")
    assert not wrong, "\n".join(wrong)
