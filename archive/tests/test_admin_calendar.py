"""The editor's calendar of a newspaper, and its gaps as a table."""

import csv
from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from archive.tests import factories as make
from archive.text.cells import cell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain_files(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def paper():
    """1, 2 and 5 March 2024; the second awaits review, the first lacks its page 2."""
    for day, numbers, status in (
        (1, (1, 3), "published"),
        (2, (1,), "draft"),
        (5, (1,), "published"),
    ):
        for number in numbers:
            page = make.page(number, make.issue(date(2024, 3, day)), number_known=True)
            make.article(page, status=status)
    return make.newspaper()


def url(paper, name="calendar"):
    return reverse(f"admin:archive_newspaper_{name}", args=[paper.pk])


def rows(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


def test_every_day_tells_its_state(admin_client, paper):
    html = admin_client.get(url(paper)).content.decode()
    assert 'aria-label="3月1日：2 篇，缺第2版"' in html
    assert 'aria-label="3月2日：1 篇，待审 1 篇"' in html
    assert '<td class="is-missing"><b>3</b><span>缺</span></td>' in html
    assert '<td class="is-idle"><b>6</b></td>' in html
    assert html.count('class="month"') == 12 and 'abbr="星期一"' in html
    assert "在档 3 期，其中 1 期有文章待审；缺 2 期；1 期缺版" in html
    assert "2024-03-03 至 2024-03-04：缺 2 期" in html and "2024-03-01：缺第2版" in html


def test_a_day_leads_to_its_pages(admin_client, paper):
    html = admin_client.get(url(paper)).content.decode()
    query = f"issue__newspaper__id__exact={paper.pk}&amp;issue__date__year=2024&amp;issue__date__month=3&amp;issue__date__day=2"
    assert query in html
    address = reverse("admin:archive_page_changelist") + "?" + query.replace("&amp;", "&")
    shown = admin_client.get(address)
    assert shown.status_code == 200 and shown.context["cl"].result_count == 1


def test_list_and_change_page_lead_to_the_calendar(admin_client, paper):
    for name, args in (("changelist", []), ("change", [paper.pk])):
        address = reverse(f"admin:archive_newspaper_{name}", args=args)
        assert url(paper) in admin_client.get(address).content.decode()


def test_years_can_be_chosen_and_a_wrong_one_is_named(admin_client, paper):
    make.article(make.page(of=make.issue(date(2022, 12, 31))))
    html = admin_client.get(url(paper)).content.decode()
    assert all(f'href="?year={year}"' in html for year in (2022, 2023, 2024))
    assert "2022 年所缺" in admin_client.get(url(paper), {"year": "2022"}).content.decode()
    wrong = admin_client.get(url(paper), {"year": "<b>1066"}).content.decode()
    assert "没有 &lt;b&gt;1066 年的报纸" in wrong and "2024 年所缺" in wrong


def test_a_paper_without_issues_says_so(admin_client):
    html = admin_client.get(url(make.newspaper())).content.decode()
    assert "档案中还没有泰安日报的报纸" in html


def test_gaps_are_a_table_for_a_spreadsheet(admin_client, paper):
    response = admin_client.get(url(paper, "gaps"), {"year": "2024"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="gaps-taian-ribao-2024.csv"'
    assert rows(response) == [
        ["报纸", "从", "到", "缺几期", "缺哪些版"],
        ["泰安日报", "2024-03-01", "2024-03-01", "", "第2版"],
        ["泰安日报", "2024-03-03", "2024-03-04", "2", ""],
    ]
    make.article(make.page(of=make.issue(date(2024, 2, 28))))
    whole = admin_client.get(url(paper, "gaps"))
    assert "gaps-taian-ribao-all.csv" in whole["Content-Disposition"]
    assert rows(whole)[1] == ["泰安日报", "2024-02-29", "2024-02-29", "1", ""]


def test_no_cell_is_run_as_a_formula(admin_client, paper):
    paper.name = '=HYPERLINK("x")'
    paper.save()
    assert rows(admin_client.get(url(paper, "gaps")))[1][0] == '\'=HYPERLINK("x")'
    assert [cell(text) for text in ("＋1", " @x", "泰安日报", 3)] == [
        "'＋1",
        "' @x",
        "泰安日报",
        "3",
    ]


def test_only_who_may_see_newspapers_comes_in(client, paper):
    assert client.get(url(paper)).status_code == 302
    user = User.objects.create_user("editor", is_staff=True)
    client.force_login(user)
    for name in ("calendar", "gaps"):
        assert client.get(url(paper, name)).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_newspaper"))
    for name in ("calendar", "gaps"):
        assert client.get(url(paper, name)).status_code == 200


def test_unknown_papers_have_none(admin_client):
    assert (
        admin_client.get(reverse("admin:archive_newspaper_calendar", args=[99])).status_code == 404
    )


def test_queries_do_not_grow(admin_client, paper, django_assert_max_num_queries):
    for day in range(6, 28):
        make.article(make.page(of=make.issue(date(2024, 3, day))))
    with django_assert_max_num_queries(7):
        admin_client.get(url(paper))


def test_the_page_carries_no_script_or_style_of_its_own(admin_client, paper):
    html = admin_client.get(url(paper)).content.decode()
    content = html[html.index('id="content"') :]
    assert " style=" not in content and "onclick" not in content and "<style" not in content
