"""Addresses of the admin with numbers that no row and no calendar has: answered, never a fault."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse

from archive.admin.lookups import LookupAdmin
from archive.models import Article, Batch, Import, Issue, Newspaper, Official, Page, Place, Post
from archive.tests import factories as make
from archive.tests.editors import plain_files  # noqa: F401

pytestmark = pytest.mark.django_db
HUGE = "9" * 30
NO_KEYS = (HUGE, f"-{HUGE}", "9_" * 20 + "9", "x", "-1", "", "9" * 5000, "\x00", "1,x", f"1,{HUGE}")
NO_YEARS = ("99999999999", "9999", "10000", "0", "1", "-5", HUGE, "x", "")
FILTERS = {
    Article: ("page", "page__issue", "official_mentions__official", "page__issue__newspaper__id__exact",
              "page__in", "order__gt", "order", "id__in"),
    Page: ("issue__newspaper__id__exact", "id", "number", "issue__in"),
    Issue: ("newspaper__id__exact", "newspaper", "id__gt"),
    Import: ("newspaper__id__exact", "batch", "size__gt", "size"),
    Official: ("place__id__exact", "place", "place__in"),
    Post: ("place", "id"),
    Place: ("parent", "id"),
    Newspaper: ("place", "id"),
    Batch: ("author", "id"),
    User: ("id", "groups", "groups__in"),
    Group: ("id", "permissions"),
}  # fmt: skip
YEARS = {
    Article: ("page__issue__date__year", "created__year", "dateline_date__year"),
    Page: ("issue__date__year",),
    Issue: ("date__year", "date__iso_year"),
    Import: ("date__year", "created__year", "created__year__gt"),
    User: ("date_joined__year",),
}


def address(model, view):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}")


@pytest.fixture(autouse=True)
def rows():
    make.mention_official(make.article(), make.official(where=make.taian()))


@pytest.fixture
def sent(admin_client):
    """Status of a GET; `date_hierarchy` and lists are rendered too."""
    return lambda address, /, **values: admin_client.get(address, values).status_code


def test_all_admins_stand_on_the_base_that_looks_at_addresses():
    assert all(isinstance(one, LookupAdmin) for one in admin.site._registry.values())


@pytest.mark.parametrize("model", FILTERS, ids=lambda model: model.__name__)
def test_a_filter_by_what_is_no_key_gives_a_list_without_it(sent, model):
    for name in FILTERS[model]:
        for value in NO_KEYS:
            assert sent(address(model, "changelist"), **{name: value}) < 500, (name, value)


@pytest.mark.parametrize("model", YEARS, ids=lambda model: model.__name__)
def test_a_year_that_no_calendar_has_gives_a_list_without_it(sent, model):
    for name in YEARS[model]:
        for value in NO_YEARS:
            found = sent(address(model, "changelist"), **{name: value})
            assert found < 500, (name, value)
    month = YEARS[model][0].replace("year", "month")
    values = {YEARS[model][0]: "9998", month: "12"}
    assert sent(address(model, "changelist"), **values) < 500


def test_a_filter_that_is_refused_leads_to_the_list_and_says_so(admin_client):
    url = address(Article, "changelist")
    asked = {"page__issue__date__year": HUGE}
    assert admin_client.get(url, asked).headers["Location"] == f"{url}?e=1"
    assert admin_client.get(url, {"page": HUGE, "e": "1"}).status_code == 200
    assert admin_client.get(url, {"page": str(Page.objects.get().pk)}).status_code == 200


@pytest.mark.parametrize("model", FILTERS, ids=lambda model: model.__name__)
def test_a_form_is_not_filled_in_with_what_is_no_key(sent, model):
    names = [field.name for field in model._meta.get_fields()]
    for value in NO_KEYS:
        values = dict.fromkeys(names, value)
        assert sent(address(model, "add"), **values, _popup="1") < 500, value


def test_a_form_is_filled_in_with_a_key(admin_client):
    place = make.taian()
    html = admin_client.get(address(Official, "add"), {"place": place.pk}).content.decode()
    assert f'<option value="{place.pk}" selected' in html


@pytest.mark.parametrize("action", ["delete_selected", "publish", "merge", "retry"])
@pytest.mark.parametrize("model", [Article, Page, Official, Import, User])
def test_an_action_on_what_cannot_be_does_nothing_to_it(admin_client, model, action):
    url = address(model, "changelist")
    for key in NO_KEYS:
        answer = admin_client.post(url, {"action": action, "_selected_action": [key]})
        assert answer.status_code == 302, key


def test_an_action_is_done_to_the_rest_of_what_was_chosen(admin_client):
    one = Article.objects.get()
    values = {"action": "publish", "_selected_action": [HUGE, one.pk]}
    admin_client.post(address(Article, "changelist"), values)
    assert Article.objects.published().get() == one


@pytest.mark.parametrize("view", ["change", "delete", "history"])
@pytest.mark.parametrize("model", FILTERS, ids=lambda model: model.__name__)
def test_a_row_that_cannot_be_is_not_found(sent, model, view):
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=[HUGE])
    assert sent(url) in (302, 403, 404)
