"""The review of a page: text beside articles, published, cut, joined, corrected in place."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models.signals import post_save
from django.urls import reverse

from archive.admin.review_keys import KEYS
from archive.ingest.intake import Hints, take_in
from archive.models import Article, Continuation, Issue, Official, Page
from archive.tests import factories as make
from archive.tests.editors import act, editor, plain_files, review_url, said  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db
TEXT = "我市储能项目集中开工\n\n  本报讯 3月14日，全市储能项目集中开工仪式在高新区举行。\n"


@pytest.fixture
def paper():
    return make.newspaper()


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
        assert html.index("&lt;img src=x&gt;</bdi></h3>") < html.index("可信的</bdi></h3>")
        assert "标题存疑" in html and "版面杂项：报眉" in html

    def test_lines_carry_their_article(self, admin_client, found):
        html = " ".join(admin_client.get(review_url(found)).content.decode().split())
        first, second = found.articles.order_by("order")
        assert f'id="L1" data-line="1" class="line band-0" data-article="{first.pk}"' in html
        assert f'id="L2" data-line="2" class="line band-1" data-article="{second.pk}"' in html
        assert 'id="L3" data-line="3" class="line furniture"' in html

    def test_no_script_or_style_stands_in_the_page_itself(self, admin_client, found):
        html = admin_client.get(review_url(found)).content.decode()
        content = html[html.index('<div class="review">') :]
        assert "<script" not in content[: content.index("</main>")]
        assert " style=" not in content and "onclick" not in content

    def test_one_is_published_and_taken_back(self, admin_client, found):
        article = found.articles.first()
        response = admin_client.post(review_url(found), {"publish": article.pk})
        left = found.articles.get(status="draft")
        assert response.headers["Location"] == f"{review_url(found)}#article-{left.pk}"
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

    def test_a_year_that_cannot_be_is_refused(self, admin_client, found):
        before = found.issue.date
        admin_client.post(review_url(found), {"date": "0202-06-21"})
        found.refresh_from_db()
        assert found.issue.date == before and Issue.objects.get().date_source != "editor"

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

    def test_a_page_of_another_newspaper_speaks_of_another_city(self, admin_client, paper):
        """我市 is another city then: what the articles speak of is found again, corrections aside."""
        take_in(TEXT.encode(), "a.txt", Hints(paper, make.DAY))
        jinan = make.place("370100", "济南市", "prefecture", make.shandong())
        other = make.newspaper("济南日报", "jinan-ribao", place=jinan)
        values = {"date": "2024-03-16", "newspaper": other.pk}
        response = admin_client.post(review_url(Page.objects.get()), values)
        page = Page.objects.get()
        assert response.headers["Location"] == review_url(page)
        assert str(page.issue) == "济南日报 2024-03-16" and Issue.objects.count() == 1
        assert [row.place for row in page.articles.get().place_mentions.all()] == [jinan]

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
        with django_assert_max_num_queries(24):
            admin_client.get(review_url(found))


PAGE = "\n".join(
    [
        "储能项目在肥城开工",  # 1
        "　　本报讯（记者 周岩）3月14日，泰安市肥城市储能项目",  # 2
        "开工，总投资8.7亿元。",  # 3
        "　　项目明年投产。",  # 4
        "",  # 5
        "春耕备耕有序推进",  # 6
        "　　本报讯（记者 田禾）连日来，各地抢抓农时，开展",  # 7
        "春耕备耕。",  # 8
        "今日天气晴",  # 9
    ]
)
ALL = ("view_page", "view_article", "change_article", "add_article", "delete_article")


@pytest.fixture
def page():
    page = make.page(text=PAGE, furniture=[{"lines": [9, 9], "why": "weather"}])
    make.article(page, title="储能", body="一。", lines=[[1, 4]], title_lines=[[1, 1]])
    make.article(page, title="春耕", body="二。", lines=[[6, 8]], title_lines=[[6, 6]])
    return page


def first(page):
    return page.articles.order_by("order").first()


def last(page):
    return page.articles.order_by("order").last()


def do(client, page, what, query="", **values):
    return client.post(review_url(page) + query, {"do": what, **values})


class TestLines:
    def test_a_split_leads_to_the_new_article(self, admin_client, admin_user, page):
        one = first(page)
        response = do(admin_client, page, "split", "?by=order", first="4")
        new = page.articles.get(lines=[[4, 4]])
        expected = f"{review_url(page)}?by=order#article-{new.pk}"
        assert response.headers["Location"] == expected
        one.refresh_from_db()
        assert one.lines == [[1, 3]] and new.status == "draft"
        assert one.history.first().history_user == admin_user
        assert "从第 4 行拆开" in said(response)[0]

    def test_a_merge_keeps_the_first(self, admin_client, page):
        one, two = first(page), last(page)
        do(admin_client, page, "merge", article=one.pk, other=two.pk)
        assert list(page.articles.all()) == [one]
        assert one.former_addresses.get().former_id == two.pk

    def test_chosen_lines_become_a_title(self, admin_client, page):
        two = last(page)
        do(admin_client, page, "title", to=two.pk, lines="4,6")
        two.refresh_from_db()
        assert two.title_lines == [[4, 4], [6, 6]] and "lines" in two.corrected

    def test_a_range_becomes_the_body_of_another(self, admin_client, page):
        two = last(page)
        do(admin_client, page, "body", to=two.pk, first="3", last="4")
        two.refresh_from_db()
        assert "总投资8.7亿元" in two.body
        assert "总投资" not in first(page).body

    def test_lines_become_furniture_or_an_article(self, admin_client, page):
        do(admin_client, page, "furniture", first="4", last="4")
        page.refresh_from_db()
        assert {"lines": [4, 4], "why": "editor"} in page.furniture
        assert "编辑指定" in admin_client.get(review_url(page)).content.decode()
        do(admin_client, page, "new", lines="9")
        assert page.articles.filter(lines=[[9, 9]]).exists()

    def test_order_is_changed(self, admin_client, page):
        two = last(page)
        do(admin_client, page, "up", article=two.pk)
        assert first(page) == two

    @pytest.mark.parametrize(
        "values", [{}, {"first": "0"}, {"first": "10"}, {"lines": "x"}, {"lines": "3-99999"},
                   {"first": "１"}, {"lines": "5-"}]
    )  # fmt: skip
    def test_lines_that_are_none_are_told_in_one_line(self, admin_client, page, values):
        html = do(admin_client, page, "split", **values).content.decode()
        assert html.count("errornote") == 1 and "请先选行：行号从 1 到 9" in html
        assert page.articles.count() == 2

    def test_lines_need_an_article_to_belong_to(self, admin_client, page):
        html = do(admin_client, page, "title", lines="3-4", to="").content.decode()
        assert "请先选这些行属于哪一篇" in html and 'name="lines" value="3-4"' in html
        assert do(admin_client, page, "merge", article="", other="").status_code == 404

    def test_a_line_of_no_article_cannot_be_split_at(self, admin_client, page):
        html = do(admin_client, page, "split", first="9").content.decode()
        assert "第 9 行不属于任何文章" in html and "仍要继续" not in html

    def test_a_body_edited_by_hand_is_lost_only_when_asked_twice(self, admin_client, page):
        one = first(page)
        one.corrected = ["body"]
        one.save()
        html = do(admin_client, page, "split", first="4").content.decode()
        assert "手工改过" in html and "仍要继续" in html
        assert 'name="force" value="1"' in html and 'name="do" value="split"' in html
        assert page.articles.count() == 2
        do(admin_client, page, "split", first="4", force="1")
        assert page.articles.count() == 3

    @pytest.mark.parametrize(
        ("what", "names"),
        [("merge", ("article", "other")), ("title", ("to",)), ("body", ("to",)),
         ("up", ("article",)), ("retitle", ("article",)), ("restore", ("article",))],
    )  # fmt: skip
    @pytest.mark.parametrize("key", ["foreign", "x", "9" * 40])
    def test_articles_of_another_page_are_not_found(self, admin_client, page, what, names, key):
        foreign = make.article(make.page(7, text="别的\n版"))
        own = {name: first(page).pk for name in names}
        for name in names:
            values = own | {name: foreign.pk if key == "foreign" else key}
            response = do(admin_client, page, what, first="1", **values)
            assert response.status_code == 404
        foreign.refresh_from_db()
        assert foreign.title == "储能项目开工" and foreign.page != page

    def test_an_unknown_action_is_not_found(self, admin_client, page):
        assert do(admin_client, page, "explode").status_code == 404

    @pytest.mark.parametrize("what", ["split", "merge", "title", "new", "furniture", "up",
                                      "retitle", "mention", "unmention", "restore"])  # fmt: skip
    def test_who_may_only_look_changes_nothing(self, client, page, what):
        editor(client, "view_page", "view_article")
        html = client.get(review_url(page) + f"?open={first(page).pk}").content.decode()
        content = html[html.index('<div class="review">') :]
        assert "储能" in html and 'name="do"' not in content and "line-tool" not in content
        values = {"article": first(page).pk, "other": last(page).pk, "to": last(page).pk}
        assert do(client, page, what, first="3", table="places", **values).status_code == 403
        assert page.articles.count() == 2

    @pytest.mark.parametrize(
        ("what", "lacks"), [("split", "add_article"), ("new", "add_article"),
                            ("merge", "delete_article"), ("furniture", "delete_article")]
    )  # fmt: skip
    def test_adding_and_deleting_need_their_permissions(self, client, page, what, lacks):
        editor(client, *(name for name in ALL if name != lacks))
        values = {"article": first(page).pk, "other": last(page).pk}
        # lines 6-8 are the whole second article: taking them deletes it
        lines = {"first": "6", "last": "8"} if what == "furniture" else {"first": "3"}
        assert do(client, page, what, **lines, **values).status_code == 403
        assert page.articles.count() == 2

    def test_lines_of_an_article_of_another_page_say_so_and_stay(self, admin_client, page):
        front = make.page(3, text="头版\n正文。")
        whole = make.article(front, title="头版<文章>", lines=[[1, 2]], title_lines=[[1, 1]])
        Continuation.objects.create(article=whole, page=page, lines=[[9, 9]])
        page.furniture = []
        page.save()
        html = admin_client.get(review_url(page)).content.decode()
        assert f'href="{review_url(front)}#article-{whole.pk}"' in html
        assert "接第3版“头版&lt;文章&gt;”" in html
        assert "转第1版" in admin_client.get(review_url(front)).content.decode()
        html = do(admin_client, page, "new", first="9").content.decode()
        assert "转接部分；请先拆回本版" in html and page.articles.count() == 2
        part = Continuation.objects.get()
        assert do(admin_client, front, "part", part=part.pk).status_code == 404
        do(admin_client, page, "part", part=part.pk)
        assert page.articles.filter(lines=[[9, 9]]).exists() and not front.continuations.exists()

    def test_marks_that_turn_the_text_around_are_shown(self, admin_client):
        page = make.page(text="前\u202e后\x01" + "长" * 5000)
        html = admin_client.get(review_url(page)).content.decode()
        assert "‹U+202E›" in html and "‹U+0001›" in html and "\u202e" not in html
        assert "长" * 5000 in html


class TestTexts:
    def test_a_headline_is_set_in_place(self, admin_client, admin_user, page):
        one = first(page)
        values = {"column": "", "kicker": "引", "title": "新题", "subtitle": ""}
        response = do(admin_client, page, "retitle", f"?open={one.pk}", article=one.pk, **values)
        assert response.headers["Location"].endswith(f"?open={one.pk}#article-{one.pk}")
        one.refresh_from_db()
        assert (one.kicker, one.title, one.corrected) == ("引", "新题", ["kicker", "title"])
        newest, oldest = one.history.order_by("-history_id")
        assert newest.history_change_reason == "更正：引题、主题"
        assert (newest.history_user, oldest.title) == (admin_user, "储能")

    def test_the_same_headline_changes_nothing(self, admin_client, page):
        one = first(page)
        response = do(admin_client, page, "retitle", article=one.pk, title="储能")
        assert said(response) == ["没有改动。"]
        assert not one.history.exists()

    def test_too_long_a_title_is_told(self, admin_client, page):
        response = do(admin_client, page, "retitle", article=first(page).pk, title="长" * 301)
        assert "主题：" in response.content.decode() and first(page).title == "储能"

    def test_an_opened_article_has_its_forms_and_only_it(self, admin_client, page):
        html = admin_client.get(review_url(page) + f"?open={first(page).pk}").content.decode()
        assert html.count('value="retitle"') == 1
        assert html.count('data-model-name="officialmention"') == 2
        assert 'value="retitle"' not in admin_client.get(review_url(page)).content.decode()

    @pytest.mark.parametrize("key", ["x", "-1", "9" * 40, "<b>"])
    def test_nothing_is_opened_by_nonsense(self, admin_client, page, key):
        assert admin_client.get(review_url(page), {"open": key, "by": "<"}).status_code == 200

    def test_a_place_is_added_with_its_evidence(self, admin_client, page):
        one, city = first(page), make.taian()
        one.body = "泰安市项目开工。"
        one.save()
        values = {"table": "places", "place": city.pk, "role": "subject"}
        response = do(admin_client, page, "mention", article=one.pk, **values)
        row = one.place_mentions.get()
        assert (row.place, row.role, row.evidence) == (city, "subject", [["body", 0, 3]])
        one.refresh_from_db()
        assert one.corrected == ["places"]
        assert one.history.first().history_change_reason == "地区：＋泰安市（主题）"
        assert said(response) == ["地区：＋泰安市（主题）。"]

    def test_an_official_is_added_then_given_another_post(self, admin_client, page):
        one, official = first(page), make.official("张三")
        values = {"table": "officials", "official": official.pk, "role": "speaker"}
        do(admin_client, page, "mention", article=one.pk, **values)
        values["post"] = make.post("泰安市市长").pk
        do(admin_client, page, "mention", article=one.pk, **values)
        row = one.official_mentions.get()
        assert row.post.title == "泰安市市长"
        reasons = list(one.history.values_list("history_change_reason", flat=True))
        assert reasons[:2] == ["官员：改为张三（泰安市市长）", "官员：＋张三（职务未见）"]
        html = do(admin_client, page, "mention", article=one.pk, **values).content.decode()
        assert "已有官员“张三（泰安市市长）”" in html

    def test_an_industry_and_a_person_are_added(self, admin_client, page):
        one, industry = first(page), make.industry()
        values = {"table": "industries", "industry": industry.pk, "role": "mentioned"}
        do(admin_client, page, "mention", article=one.pk, **values)
        do(admin_client, page, "mention", article=one.pk, table="people", name="李四", post="<b>")
        one.refresh_from_db()
        assert one.corrected == ["industries", "people"]
        html = admin_client.get(review_url(page)).content.decode()
        assert "储能" in html and "李四" in html and "<b>" not in html

    def test_a_mention_is_taken_out(self, admin_client, page):
        one = first(page)
        row = make.mention_place(one, make.taian())
        do(admin_client, page, "unmention", article=one.pk, table="places", row=row.pk)
        one.refresh_from_db()
        assert not one.place_mentions.exists() and one.corrected == ["places"]

    def test_a_mention_of_another_article_stays(self, admin_client, page):
        row = make.mention_place(last(page), make.taian())
        values = {"article": first(page).pk, "table": "places", "row": row.pk}
        html = do(admin_client, page, "unmention", **values).content.decode()
        assert "已经不在这篇文章里" in html and last(page).place_mentions.exists()

    @pytest.mark.parametrize(
        "values", [{"table": "places"}, {"table": "places", "place": "999", "role": "subject"},
                   {"table": "officials", "role": "nonsense"}, {"table": "people", "name": ""}]
    )  # fmt: skip
    def test_a_form_that_is_not_filled_in_is_told(self, admin_client, page, values):
        html = do(admin_client, page, "mention", article=first(page).pk, **values).content.decode()
        assert html.count("errornote") == 1

    @pytest.mark.parametrize("table", ["", "figures", "article"])
    def test_tables_that_are_not_added_to_are_not_found(self, admin_client, page, table):
        response = do(admin_client, page, "mention", article=first(page).pk, table=table)
        assert response.status_code == 404

    def test_mentions_need_the_permission_of_their_table(self, client, page):
        editor(client, *ALL, "add_placemention")
        one, city = first(page), make.taian()
        html = client.get(review_url(page) + f"?open={one.pk}").content.decode()
        assert "添加地区" in html and "添加官员" not in html
        values = {"article": one.pk, "table": "places", "place": city.pk, "role": "subject"}
        assert do(client, page, "mention", **values).status_code == 302
        row = one.place_mentions.get()
        assert do(client, page, "unmention", **(values | {"row": row.pk})).status_code == 403
        values = {"article": one.pk, "table": "people", "name": "李四"}
        assert do(client, page, "mention", **values).status_code == 403

    def test_the_rule_of_an_industry_is_shown(self, admin_client, page):
        first(page).industry_mentions.create(
            industry=make.industry(), role="subject", rule="标题“储能”×2"
        )
        assert "依据：标题“储能”×2" in admin_client.get(review_url(page)).content.decode()

    def test_a_correction_is_given_up(self, admin_client, page):
        one = first(page)
        one.title, one.corrected = "改过的题", ["places", "title"]
        one.save()
        make.mention_place(one, make.place("370100", "济南市", "prefecture", make.shandong()))
        do(admin_client, page, "restore", article=one.pk, mark="title")
        one.refresh_from_db()
        assert (one.title, one.corrected) == ("储能项目在肥城开工", ["places"])
        assert [row.place.name for row in one.place_mentions.all()] == ["济南市"]
        response = do(admin_client, page, "restore", article=one.pk, mark="places")
        one.refresh_from_db()
        assert one.corrected == [] and not one.place_mentions.filter(place__code="370100").exists()
        assert said(response)[-1] == "恢复自动结果：地区。"
        response = do(admin_client, page, "restore", article=one.pk, mark="places")
        assert said(response)[-1] == "没有这样的更正。"


def test_every_key_that_works_is_told():
    script = (ROOT / "static/js/admin-review.js").read_text(encoding="utf-8")
    works = set(re.findall(r'^    "?([a-z?])"?: ', script, re.M))
    told = {key for keys, _ in KEYS for key in re.findall(r"(?<![a-zA-Z])[a-z?](?![a-zA-Z])", keys)}
    document = ROOT / "docs/howto/review-pages.md"
    written = set(re.findall(r"`([a-z?])`", document.read_text(encoding="utf-8")))
    assert works == told == written


class TestPublishing:
    def test_those_sure_enough_are_published_and_the_threshold_stays(self, admin_client, page):
        Article.objects.filter(pk=last(page).pk).update(confidence=0.7)
        response = admin_client.post(review_url(page), {"publish": "sure", "threshold": "0.75"})
        assert said(response) == ["已发布 1 篇文章。"]
        assert first(page).status == "published" and last(page).status == "draft"
        html = admin_client.get(review_url(page)).content.decode()
        assert 'step="0.05" value="0.75"' in html
        listed = admin_client.get(reverse("admin:archive_article_changelist")).content.decode()
        assert "发布可信度 ≥ 0.75 的所选文章" in listed

    @pytest.mark.parametrize("threshold", ["", "2", "-1", "x", "nan", "1e-1"])
    def test_a_threshold_that_is_none_publishes_nothing(self, admin_client, page, threshold):
        values = {"publish": "sure", "threshold": threshold}
        assert "0 到 1 之间" in admin_client.post(review_url(page), values).content.decode()
        assert not Article.objects.published().exists()

    def test_after_one_the_next_in_the_order_shown_is_offered(self, admin_client, page):
        third = make.article(page, title="三", confidence=0.1)
        response = admin_client.post(review_url(page) + "?by=order", {"publish": last(page).pk - 1})
        assert response.headers["Location"] == f"{review_url(page)}?by=order#article-{third.pk}"
        response = admin_client.post(review_url(page), {"publish": third.pk})
        assert response.headers["Location"].endswith(f"#article-{first(page).pk}")

    def test_the_history_tells_who_published(self, admin_client, admin_user, page):
        admin_client.post(review_url(page), {"publish": first(page).pk})
        newest = first(page).history.first()
        assert (newest.history_user, newest.history_change_reason) == (admin_user, "发布")

    def test_the_next_pending_page_is_the_next_by_date_then_the_first(self, admin_client, page):
        pages = [page]
        for day in (date(2024, 3, 17), date(2024, 3, 14)):
            pages.append(make.page(1, make.issue(day)))
            make.article(pages[-1])
        make.article(make.page(1, make.issue(date(2024, 3, 16))), status="published")
        now, after, before = pages
        for here, there in ((now, after), (after, before), (before, now)):
            html = admin_client.get(review_url(here)).content.decode()
            assert f'data-key="n" href="{review_url(there)}"' in html
            assert "待审版面共 3 个" in html

    def test_after_the_last_draft_the_next_page_is_offered(self, admin_client, page):
        other = make.page(2, text="一\n二")
        make.article(other)
        response = admin_client.post(review_url(page), {"publish": "all"}, follow=True)
        assert response.redirect_chain[-1][0] == f"{review_url(page)}#published"
        html = response.content.decode()
        assert "本版已全部发布" in html and "下一个待审版面：泰安日报 2024-03-15 第2版" in html
        admin_client.post(review_url(other), {"publish": "all"})
        assert "没有待审的版面了" in admin_client.get(review_url(other)).content.decode()

    def test_a_fragment_that_is_published_goes_to_its_first_half(self, admin_client, paper):
        front = make.page(1, text="项目总\n（下转第二版）", number_known=True)
        page = make.page(2, text="（上接第一版）投资8亿元。", number_known=True)
        whole = make.article(front, title="", body="项目总（下转第二版）", status="published")
        values = {"title": "", "lines": [[1, 1]], "continued_from": "第一版"}
        rest = make.article(page, body=page.text, **values)
        response = admin_client.post(review_url(page), {"publish": str(rest.pk)})
        assert said(response) == ["已发布 1 篇文章。"]
        whole.refresh_from_db()
        assert whole.body == "项目总投资8亿元。" and not page.articles.exists()


class TestReparse:
    @pytest.fixture
    def read(self, paper):
        return take_in(TEXT.encode(), "a.txt", Hints(paper, make.DAY)).page

    def test_what_changed_is_told_and_corrections_stay(self, admin_client, read):
        one = first(read)
        one.title, one.kicker, one.corrected = "改过的题", "错的", ["title"]
        one.save()
        response = admin_client.post(review_url(read), {"reparse": "1"})
        assert "已重新解析：改动 1 篇" in said(response)[0]
        one.refresh_from_db()
        assert (one.title, one.kicker) == ("改过的题", "")

    def test_a_page_whose_file_is_gone_stays(self, admin_client, page):
        html = admin_client.post(review_url(page), {"reparse": "1"}).content.decode()
        assert html.count("errornote") == 1 and "无法读写文件" in html
        assert page.source.file.path not in html
        assert page.articles.count() == 2

    def test_it_needs_every_permission(self, client, read):
        editor(client, *ALL)  # all but change_page
        assert "重新解析" not in client.get(review_url(read)).content.decode()
        assert client.post(review_url(read), {"reparse": "1"}).status_code == 403
