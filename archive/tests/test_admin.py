"""The editor's way: review beside the text, correct, publish, delete."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.db.models.signals import post_save
from django.urls import reverse

from archive.admin.evidence import moved, quotes
from archive.ingest.intake import Hints, take_in
from archive.models import Article, Issue, Official, OfficialMention, Page
from archive.tests import factories as make

pytestmark = pytest.mark.django_db
TEXT = "我市储能项目集中开工\n\n  本报讯 3月14日，全市储能项目集中开工仪式在高新区举行。\n"


@pytest.fixture(autouse=True)
def plain_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def paper():
    return make.newspaper()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def review_url(page):
    return reverse("admin:archive_page_review", args=[page.pk])


def editor(client, *codenames):
    user = User.objects.create_user("editor", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


def act(client, model, action, *rows, **values):
    url = reverse(f"admin:archive_{model._meta.model_name}_changelist")
    return client.post(
        url, {"action": action, "_selected_action": [row.pk for row in rows], **values}
    )


class TestReview:
    @pytest.fixture
    def found(self):
        page = make.page(
            text="<script>alert(1)</script>\n正文一。\n第2版",
            furniture=[{"lines": [3, 3], "why": "folio"}],
            warnings=["<i>"],
        )
        make.article(page, title="可信的", lines=[[1, 1]], confidence=0.9)
        doubtful = make.article(
            page, title="<img src=x>", lines=[[2, 2]], confidence=0.3, warnings=["标题存疑"]
        )
        official = make.official("<b>李</b>", make.taian())
        make.mention_official(doubtful, official, make.post("<u>市长"))
        make.mention_place(doubtful, make.taian())
        return page

    def test_text_is_escaped_and_the_least_certain_comes_first(self, admin_client, found):
        html = admin_client.get(review_url(found)).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        for raw in ("<script>alert", "<img src=x", "<b>李", "<u>市长", "<i>"):
            assert raw not in html
        assert html.index("&lt;img src=x&gt;</h3>") < html.index("可信的</h3>")
        assert "标题存疑" in html and "版面杂项：folio" in html

    def test_lines_carry_their_article(self, admin_client, found):
        html = " ".join(admin_client.get(review_url(found)).content.decode().split())
        first, second = found.articles.order_by("order")
        assert f'id="L1" class="line band-0" data-article="{first.pk}"' in html
        assert f'id="L2" class="line band-1" data-article="{second.pk}"' in html
        assert 'id="L3" class="line furniture"' in html

    def test_no_script_or_style_stands_in_the_page_itself(self, admin_client, found):
        html = admin_client.get(review_url(found)).content.decode()
        content = html[html.index('<div class="review">') :]
        assert "<script" not in content[: content.index("</main>")]
        assert " style=" not in content and "onclick" not in content

    def test_one_is_published_and_taken_back(self, admin_client, found):
        article = found.articles.first()
        response = admin_client.post(review_url(found), {"publish": article.pk})
        assert response.headers["Location"] == review_url(found)
        assert list(Article.objects.published()) == [article]
        assert LogEntry.objects.get().object_id == str(article.pk)
        admin_client.post(review_url(found), {"unpublish": article.pk})
        assert not Article.objects.published().exists()

    def test_all_are_published_each_by_its_own_save(self, admin_client, found):
        heard = []
        post_save.connect(
            lambda instance, **_: heard.append(instance.pk), Article, weak=False, dispatch_uid="t"
        )
        admin_client.post(review_url(found), {"publish": "all"})
        post_save.disconnect(sender=Article, dispatch_uid="t")
        assert sorted(heard) == sorted(found.articles.values_list("pk", flat=True))

    @pytest.mark.parametrize("which", ["x", "-1", "99999", "１", "9" * 30, ""])
    def test_nonsense_publishes_nothing(self, admin_client, found, which):
        assert admin_client.post(review_url(found), {"publish": which}).status_code == 302
        assert not Article.objects.published().exists()

    def test_an_article_of_another_page_is_not_published_here(self, admin_client, found):
        other = make.article(make.page(7))
        admin_client.post(review_url(found), {"publish": other.pk})
        assert not Article.objects.published().exists()

    def test_get_publishes_nothing(self, admin_client, found):
        admin_client.get(review_url(found), {"publish": "all"})
        assert not Article.objects.published().exists()

    def test_the_date_is_confirmed(self, admin_client, found):
        admin_client.post(review_url(found), {"date": "2024-03-15"})
        assert Issue.objects.get().date_source == "editor"

    def test_another_date_moves_the_page_to_that_issue(self, admin_client, found):
        make.page(1, make.issue(date(2024, 3, 16)))
        admin_client.post(review_url(found), {"date": "2024-03-16"})
        found.refresh_from_db()
        assert (str(found.issue.date), found.issue.date_source) == ("2024-03-16", "editor")
        assert (found.number, Issue.objects.count()) == (2, 1)

    def test_another_newspaper_moves_the_page_there(self, admin_client, found):
        found.warnings = ["报纸由版面内容推定，请确认", "版次不明"]
        found.save()
        other = make.newspaper("济南日报", "jinan-ribao")
        admin_client.post(review_url(found), {"date": "2024-03-15", "newspaper": other.pk})
        found.refresh_from_db()
        assert str(found.issue) == "济南日报 2024-03-15"
        assert found.warnings == ["版次不明"]
        assert found.articles.count() == 2 and Issue.objects.count() == 1

    def test_a_page_is_read_anew_as_another_newspapers(self, admin_client, paper):
        """我市 is another city then: what the articles speak of is found again."""
        take_in(TEXT.encode(), "a.txt", Hints(paper, make.DAY))
        jinan = make.place("370100", "济南市", "prefecture", make.shandong())
        other = make.newspaper("济南日报", "jinan-ribao", place=jinan)
        values = {"date": "2024-03-16", "newspaper": other.pk, "replace": "1"}
        response = admin_client.post(review_url(Page.objects.get()), values)
        page = Page.objects.get()
        assert response.headers["Location"] == review_url(page)
        assert str(page.issue) == "济南日报 2024-03-16" and Issue.objects.count() == 1
        assert [row.place for row in page.articles.get().place_mentions.all()] == [jinan]

    def test_nothing_published_is_read_anew(self, admin_client, found):
        found.articles.filter(title="可信的").update(status="published")
        assert 'name="replace"' not in admin_client.get(review_url(found)).content.decode()
        values = {"date": "2024-03-15", "replace": "1"}
        assert admin_client.post(review_url(found), values).status_code == 403
        assert found.articles.count() == 2

    def test_a_page_whose_file_is_gone_stays(self, admin_client, found):
        values = {"date": "2024-03-16", "replace": "1"}
        response = admin_client.post(review_url(found), values)
        assert "没有重新解析" in said(response)[0]
        assert Page.objects.get() == found and found.articles.count() == 2

    def test_a_deleted_page_takes_its_empty_issue_along(self, admin_client, found):
        second = make.page(2)
        act(admin_client, Page, "delete_selected", found, post="yes")
        assert Issue.objects.exists()
        admin_client.post(reverse("admin:archive_page_delete", args=[second.pk]), {"post": "yes"})
        assert not (Issue.objects.exists() or Article.objects.exists())

    def test_a_bad_date_is_named(self, admin_client, found):
        response = admin_client.post(review_url(found), {"date": "2024-02-31"})
        assert "请输入正确的日期" in response.content.decode()
        assert Issue.objects.get().date_source == "dateline"

    def test_who_may_only_look_may_not_publish(self, client, found):
        editor(client, "view_page", "view_article")
        html = client.get(review_url(found)).content.decode()
        assert 'name="publish"' not in html and "确认报纸和日期" not in html
        assert client.post(review_url(found), {"publish": "all"}).status_code == 403
        assert client.post(review_url(found), {"date": "2024-03-15"}).status_code == 403

    def test_strangers_are_sent_to_log_in(self, client, found):
        assert "login" in client.get(review_url(found)).headers["Location"]

    def test_queries_do_not_grow_with_articles(
        self, admin_client, found, django_assert_max_num_queries
    ):
        for number in range(20):
            row = make.article(found, order=number + 10)
            make.mention_place(row, make.taian())
            make.mention_official(row, Official.objects.first(), make.post("市长"))
        with django_assert_max_num_queries(20):
            admin_client.get(review_url(found))


class TestArticle:
    def form(self, article, **values):
        """What the change form would send, its inlines empty."""
        names = (
            "place_mentions",
            "official_mentions",
            "industry_mentions",
            "person_mentions",
            "figures",
        )
        fields = ("status", "kind", "column", "kicker", "title", "subtitle", "body", "order",
                  "dateline_place", "continued_from")  # fmt: skip
        data = {name: getattr(article, name) for name in fields} | {"page": article.page_id}
        for name in names:
            data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
        return data | values

    def save(self, client, article, **values):
        url = reverse("admin:archive_article_change", args=[article.pk])
        return client.post(url, self.form(article, **values))

    def test_title_body_and_names_are_corrected(self, admin_client):
        article = make.article(reporters=["张三"])
        response = self.save(
            admin_client, article, title="新标题", body="新正文。", reporters="李四、王五， 赵六；"
        )
        assert response.status_code == 302
        article.refresh_from_db()
        assert (article.title, article.body) == ("新标题", "新正文。")
        assert article.reporters == ["李四", "王五", "赵六"]

    def test_the_form_shows_names_as_a_line_and_escapes_the_text(self, admin_client):
        article = make.article(
            reporters=["张三", "李四"], title='"><script>', body="</textarea><b>"
        )
        url = reverse("admin:archive_article_change", args=[article.pk])
        html = admin_client.get(url).content.decode()
        assert 'value="张三、李四"' in html
        assert '"><script>' not in html and "</textarea><b>" not in html

    def test_an_article_of_no_words_is_refused(self, admin_client):
        response = self.save(admin_client, make.article(), title="", body="")
        assert "主题和正文不能都空着" in response.content.decode()

    def test_a_mention_is_added_corrected_and_removed(self, admin_client):
        article = make.article()
        city, official = make.taian(), make.official("李兰亭")
        row = make.mention_official(article, official)
        prefix = "official_mentions-0-"
        inline = {
            "official_mentions-TOTAL_FORMS": 1,
            "official_mentions-INITIAL_FORMS": 1,
            f"{prefix}id": row.pk,
            f"{prefix}article": article.pk,
            f"{prefix}official": official.pk,
            f"{prefix}role": "attendee",
            f"{prefix}post": make.post("市长").pk,
        }
        place = {
            "place_mentions-TOTAL_FORMS": 1,
            "place_mentions-0-place": city.pk,
            "place_mentions-0-role": "subject",
        }
        assert self.save(admin_client, article, **inline, **place).status_code == 302
        row.refresh_from_db()
        assert (row.role, row.post.title) == ("attendee", "市长")
        assert article.place_mentions.get().place == city
        self.save(admin_client, article, **inline, **{f"{prefix}DELETE": "on"})
        assert not OfficialMention.objects.exists()

    def test_evidence_follows_the_edited_text(self, admin_client):
        article = make.article(title="标题", body="昨日，泰安市开工。")
        row = make.mention_place(article, make.taian(), evidence=[["body", 3, 6], ["title", 0, 2]])
        self.save(admin_client, article, title="新的", body="泰安市昨日开工。")
        row.refresh_from_db()
        assert row.evidence == [["body", 0, 3]]

    def test_actions_publish_and_take_back(self, admin_client):
        rows = [make.article(), make.article()]
        assert "已发布 2 篇" in said(act(admin_client, Article, "publish", *rows))[0]
        assert Article.objects.published().count() == 2
        act(admin_client, Article, "unpublish", rows[0])
        assert list(Article.objects.published()) == [rows[1]]

    def test_only_what_is_published_is_shown_on_the_site(self, admin_client):
        draft, published = make.article(), make.article(status="published")
        for article, link in ((draft, False), (published, True)):
            url = reverse("admin:archive_article_change", args=[article.pk])
            html = admin_client.get(url).content.decode()
            assert (f'href="{article.get_absolute_url()}" class="viewsitelink"' in html) is link

    def test_who_may_only_look_changes_nothing(self, client):
        article = make.article(title="原题")
        editor(client, "view_article")
        assert self.save(client, article, title="改题").status_code == 403
        delete = reverse("admin:archive_article_delete", args=[article.pk])
        assert client.post(delete, {"post": "yes"}).status_code == 403
        assert Article.objects.get().title == "原题"

    def test_who_may_only_look_has_no_actions(self, client):
        editor(client, "view_article")
        act(client, Article, "publish", make.article())
        assert not Article.objects.published().exists()

    def test_an_article_is_deleted_with_its_mentions(self, admin_client):
        article = make.article()
        make.mention_official(article, make.official())
        admin_client.post(
            reverse("admin:archive_article_delete", args=[article.pk]), {"post": "yes"}
        )
        assert not (Article.objects.exists() or OfficialMention.objects.exists())
        assert Official.objects.exists()

    def test_lists_are_searched_and_filtered(self, admin_client):
        make.article(title="储能")
        make.article(title="文旅", status="published")
        url = reverse("admin:archive_article_changelist")
        for query in (
            "q=储能",
            "status__exact=draft",
            f"page__issue__newspaper__id__exact={make.newspaper().pk}&q=储能",
        ):
            html = admin_client.get(f"{url}?{query}").content.decode()
            assert ">储能</a>" in html and ">文旅</a>" not in html


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


def test_moved_evidence_takes_the_nearest_and_drops_what_is_gone():
    before = {"body": "储能。很长的一段。储能"}
    after = {"body": "新的储能。很长的一段文字。储能"}
    assert moved([["body", 9, 11], ["body", 0, 2], ["body", 5, 5]], before, after) == [
        ["body", 13, 15],
        ["body", 2, 4],
    ]
    assert moved([["body", 0, 2]], before, {"body": ""}) == []


def test_quotes_are_each_shown_once_and_few():
    texts = {"title": "储能", "body": "储能甲乙丙丁"}
    spans = [
        ["title", 0, 2],
        ["body", 0, 2],
        ["body", 2, 3],
        ["body", 3, 4],
        ["body", 4, 5],
        ["body", 99, 100],
    ]
    assert quotes(spans, texts) == ["储能", "甲", "乙"]
