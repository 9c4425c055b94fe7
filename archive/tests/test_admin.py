"""Entities, pickers and lists in the admin."""

import pytest
from django.urls import reverse

from archive.models import Batch, Issue, Official
from archive.tests import factories as make
from archive.tests.editors import act, editor, plain_files  # noqa: F401

pytestmark = pytest.mark.django_db


class TestEntities:
    def test_a_spoken_of_official_is_not_deleted_and_the_articles_are_named(self, admin_client):
        official = make.official()
        make.mention_official(make.article(title="说到他<b>"), official)
        make.article(title="没说到他")
        url = reverse("admin:archive_official_delete", args=[official.pk])
        html = admin_client.post(url, {"post": "yes"}).content.decode()
        assert Official.objects.exists() and "受保护" in html
        assert "说到他&lt;b&gt;</a>" in html and "没说到他" not in html
        html = act(admin_client, Official, "delete_selected", official).content.decode()
        assert "说到他&lt;b&gt;</a>" in html

    def test_a_newspaper_with_issues_is_not_deleted(self, admin_client):
        paper = make.issue().newspaper
        url = reverse("admin:archive_newspaper_delete", args=[paper.pk])
        html = admin_client.post(url, {"post": "yes"}).content.decode()
        assert "受保护" in html and "泰安日报 2024-03-15" in html and Issue.objects.exists()

    def test_aliases_of_a_newspaper_are_a_line_of_names(self, admin_client):
        paper = make.newspaper(aliases=["泰报"])
        url = reverse("admin:archive_newspaper_change", args=[paper.pk])
        assert 'value="泰报"' in admin_client.get(url).content.decode()
        values = {"name": "泰安日报", "slug": paper.slug, "level": "prefecture"}
        admin_client.post(url, values | {"aliases": "泰报、泰安报"})
        paper.refresh_from_db()
        assert paper.aliases == ["泰报", "泰安报"]

    def test_a_renamed_official_gets_new_pinyin(self, admin_client):
        official = make.official("李兰亭", pinyin="lilanting llt")
        url = reverse("admin:archive_official_change", args=[official.pk])
        admin_client.post(url, {"name": "单志强", "pinyin": "lilanting llt"})
        official.refresh_from_db()
        assert official.pinyin == "shanzhiqiang szq"

    def test_an_official_leads_to_his_articles(self, admin_client):
        official = make.official()
        make.mention_official(make.article(title="说到他"), official)
        make.article(title="没说到他")
        url = reverse("admin:archive_article_changelist")
        html = admin_client.get(f"{url}?official_mentions__official={official.pk}").content.decode()
        assert ">说到他</a>" in html and ">没说到他</a>" not in html

    def test_reference_data_are_looked_at_not_changed(self, admin_client):
        city = make.taian()
        url = reverse("admin:archive_place_change", args=[city.pk])
        assert admin_client.get(url).status_code == 200
        assert admin_client.post(url, {"name": "他市"}).status_code == 403
        assert admin_client.get(reverse("admin:archive_place_add")).status_code == 403

    @pytest.mark.parametrize(
        ("model", "term"),
        [
            ("officialmention.official", "lilan"),
            ("placemention.place", "泰安"),
            ("article.page", "泰安"),
        ],
    )
    def test_pickers_find(self, admin_client, model, term):
        make.article()
        make.official("李兰亭", make.taian(), pinyin="lilanting llt")
        name, field = model.split(".")
        found = admin_client.get(
            reverse("admin:autocomplete"),
            {"app_label": "archive", "model_name": name, "field_name": field, "term": term},
        )
        assert found.json()["results"]


class TestPickers:
    def offered(self, client, model, field, term):
        asked = {"app_label": "archive", "model_name": model, "field_name": field, "term": term}
        found = client.get(reverse("admin:autocomplete"), asked)
        return [row["text"] for row in found.json()["results"]]

    def test_places_of_one_name_say_where_and_the_place_so_called_is_first(self, admin_client):
        city = make.place("370800", "济宁市", "prefecture", make.shandong())
        zone = make.place("3708Z1", "曲阜示范区", "county", city)
        zone.kind = "zone"
        zone.save()
        make.place("370881", "曲阜市", "county", city)
        offered = self.offered(admin_client, "placemention", "place", "曲阜")
        assert offered == ["曲阜市（济宁市）", "曲阜示范区（济宁市）"]

    def test_namesakes_say_where_they_serve(self, admin_client):
        make.official("王伟", make.taian(), distinction="女")
        make.official("王伟")
        offered = self.offered(admin_client, "officialmention", "official", "王伟")
        assert sorted(offered) == ["王伟", "王伟（泰安市，女）"]

    def test_what_was_picked_says_so_too(self, admin_client):
        article = make.article()
        make.mention_official(article, make.official("王伟", make.taian()))
        url = reverse("admin:archive_article_change", args=[article.pk])
        assert ">王伟（泰安市）</option>" in admin_client.get(url).content.decode()


@pytest.mark.parametrize(
    "name",
    ["article", "page", "issue", "newspaper", "import", "official", "post", "place", "industry"],
)
def test_lists_keep_their_query_count(admin_client, name, django_assert_max_num_queries):
    for number in range(12):
        page = make.page(number + 1, source=make.source(f"{number:02}", newspaper=make.newspaper()))
        article = make.article(page)
        official = make.official(f"李{number}", make.taian())
        make.mention_official(article, official, make.post(f"市长{number}", make.taian()))
        make.industry(f"slug-{number}", f"行业{number}")
    with django_assert_max_num_queries(14):
        html = admin_client.get(reverse(f"admin:archive_{name}_changelist")).content.decode()
    assert "result_list" in html


def test_the_start_page_leads_to_upload_and_pending_pages(admin_client, client):
    html = admin_client.get(reverse("admin:index")).content.decode()
    assert "上传版面" in html and "待审版面" in html and "政策档案" in html
    rooms = [html.index(f">{name}</a>") for name in ("导入", "版", "文章", "官员", "报纸", "行业")]
    assert rooms == sorted(rooms)
    editor(client, "view_newspaper")
    assert "上传版面" not in client.get(reverse("admin:index")).content.decode()


def test_pages_with_pending_articles_are_listed_apart(admin_client):
    make.article(make.page(1, section="待审的"))
    make.article(make.page(2, section="发布的"), status="published")
    url = reverse("admin:archive_page_changelist")
    html = admin_client.get(url, {"pending": "1"}).content.decode()
    assert "待审的" in html and "发布的" not in html


def test_the_start_page_counts_what_awaits(admin_client, admin_user, client):
    make.article(make.page(1))
    make.article(make.page(2), status="published")
    batch = Batch.objects.create(author=admin_user)
    make.source("x", status="failed", batch=batch)
    make.source("y", status="queued")
    html = " ".join(admin_client.get(reverse("admin:index")).content.decode().split())
    for count, what in ((1, "个版面待审"), (1, "篇文章待审"), (1, "个文件在排队或解析")):
        assert f"<strong>{count}</strong>{what}" in html
    assert "⚠ 1</strong>个文件失败" in html and "从最早的开始审：泰安日报 2024-03-15 第1版" in html
    assert reverse("admin:archive_batch_change", args=[batch.pk]) in html
    editor(client, "view_newspaper")
    assert "版面待审" not in client.get(reverse("admin:index")).content.decode()
