"""Articles in the admin: corrected by form, published by action, their history told."""

import time

import pytest
from django.urls import reverse

from archive.admin.article_history import paragraphs
from archive.editing.texts import set_texts
from archive.ingest.reprints import group_reprints
from archive.models import Article, Official, OfficialMention
from archive.tests import factories as make
from archive.tests.editors import act, editor, plain_files, review_url, said  # noqa: F401

pytestmark = pytest.mark.django_db


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

    def test_lines_of_what_is_deleted_or_moved_are_nobodys(self, admin_client):
        """Else the next parse of the page finds the article there again."""
        page = make.page(text="一\n二\n三")
        deleted, chosen, moved = (
            make.article(page, title=f"{n}", lines=[[n, n]], title_lines=[[n, n]])
            for n in (1, 2, 3)
        )
        url = reverse("admin:archive_article_delete", args=[deleted.pk])
        admin_client.post(url, {"post": "yes"})
        act(admin_client, Article, "delete_selected", chosen, post="yes")
        assert self.save(admin_client, moved, page=make.page(2).pk).status_code == 302
        moved.refresh_from_db()
        page.refresh_from_db()
        assert (moved.page.number, moved.lines) == (2, [])
        assert {number for row in page.furniture for number in row["lines"]} == {1, 2, 3}
        assert {row["why"] for row in page.furniture} == {"editor"}

    def test_halves_that_are_published_by_form_are_joined(self, admin_client):
        one = make.page(1, text="项目总\n（下转第二版）", number_known=True)
        two = make.page(2, text="（上接第一版）投资8亿元。", number_known=True)
        first = make.article(one, title="", body="项目总（下转第二版）")
        make.article(
            two,
            title="",
            body=two.text,
            lines=[[1, 1]],
            continued_from="第一版",
            status="published",
        )
        self.save(admin_client, first, status="published")
        assert Article.objects.get().body == "项目总投资8亿元。"

    def test_what_cannot_be_restored_is_told(self, admin_client):
        """Released versions did not note which lines hold the headline."""
        article = make.article(make.page(text="题\n正文。"), body="改过。", corrected=["body"])
        response = act(admin_client, Article, "restore_found", article)
        assert "标题是哪几行" in said(response)[0]
        article.refresh_from_db()
        assert (article.body, article.corrected) == ("改过。", ["body"])

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

    def test_what_was_changed_is_marked_and_told(self, admin_client, admin_user):
        article = make.article(title="旧题", body="一段。\n二段。\n三段。", reporters=["张三"])
        row = make.mention_official(article, make.official("李兰亭"))
        prefix = "official_mentions-0-"
        inline = {
            "official_mentions-TOTAL_FORMS": 1,
            "official_mentions-INITIAL_FORMS": 1,
            f"{prefix}id": row.pk,
            f"{prefix}article": article.pk,
            f"{prefix}official": row.official_id,
            f"{prefix}role": "attendee",
        }
        body = "一段。\r\n新的二段。\r\n三段。"
        self.save(admin_client, article, title="新题", body=body, reporters="张三", **inline)
        article.refresh_from_db()
        assert article.body == "一段。\n新的二段。\n三段。"
        assert article.corrected == ["body", "officials", "title"]
        newest, oldest = article.history.order_by("-history_id")
        assert newest.history_change_reason == "更正：主题、正文、官员"
        assert (newest.history_user, oldest.title) == (admin_user, "旧题")

    def test_saving_without_a_change_marks_nothing(self, admin_client):
        article = make.article(body="一段。\n二段。", reporters=["张三"])
        self.save(admin_client, article, body="一段。\r\n二段。", reporters="张三")
        article.refresh_from_db()
        assert article.corrected == [] and article.history.count() <= 1
        assert article.body == "一段。\n二段。"

    def test_a_status_is_told_and_not_marked(self, admin_client):
        article = make.article()
        self.save(admin_client, article, status="published")
        article.refresh_from_db()
        assert article.corrected == []
        assert article.history.first().history_change_reason == "改动：状态"

    def test_an_edited_body_leaves_its_reprints(self, admin_client):
        text = "".join(f"第{number}句话说的是储能项目建设情况。" for number in range(20))
        one = make.article(body=text)
        two = make.article(make.page(2), body=text)
        group_reprints([one, two])
        two.refresh_from_db()
        assert two.reprints_id
        self.save(admin_client, two, body="全是别的话，讲春耕备耕的进展情况如何。")
        two.refresh_from_db()
        assert two.reprints_id is None

    def test_an_article_on_another_page_leaves_its_lines(self, admin_client):
        article, other = make.article(), make.page(5)
        self.save(admin_client, article, page=other.pk, order=1)
        article.refresh_from_db()
        assert (article.page, article.lines, article.corrected) == (other, [], ["lines"])

    def test_who_came_from_the_review_goes_back_there(self, admin_client):
        article = make.article()
        url = reverse("admin:archive_article_change", args=[article.pk])
        response = admin_client.post(f"{url}?review=1", self.form(article, title="新"))
        assert response.headers["Location"] == f"{review_url(article.page)}#article-{article.pk}"

    def test_only_the_sure_ones_are_published(self, admin_client):
        sure, unsure = make.article(confidence=0.8), make.article(confidence=0.79)
        response = act(admin_client, Article, "publish_sure", sure, unsure)
        assert "已发布 1 篇可信度 ≥ 0.8" in said(response)[0]
        assert list(Article.objects.published()) == [sure]

    def test_corrections_are_given_up_by_an_action(self, admin_client):
        article = make.article(corrected=["title", "places"])
        response = act(admin_client, Article, "restore_found", article, make.article())
        article.refresh_from_db()
        assert article.corrected == [] and "已恢复 1 篇" in said(response)[0]


class TestHistory:
    def url(self, key):
        return reverse("admin:archive_article_history", args=[key])

    def test_versions_tell_author_reason_and_what_changed(self, admin_client, admin_user):
        body = "\n".join(f"第{number}段。" for number in range(9))
        article = make.article(title="旧<题>", body=body)
        set_texts(
            article,
            {"title": "新<script>", "body": body.replace("第4段", "改<b>段")},
            author=admin_user,
        )
        html = admin_client.get(self.url(article.pk)).content.decode()
        assert "<del><bdi>旧&lt;题&gt;</bdi></del><ins><bdi>新&lt;script&gt;</bdi></ins>" in html.replace("\n", "").replace("  ", "")  # fmt: skip
        assert "<del><bdi>第4段。" in html and "<ins><bdi>改&lt;b&gt;段。" in html
        assert "2 段未改" in html and "第1段" not in html
        assert "更正：主题、正文" in html and admin_user.username in html and "入库" in html

    def test_an_untouched_article_says_so(self, admin_client):
        html = admin_client.get(self.url(make.article().pk)).content.decode()
        assert "还没有人改过" in html

    def test_many_versions_come_in_pages_each_with_what_it_changed(self, admin_client, admin_user):
        article = make.article(title="题零")
        for number in range(1, 25):
            set_texts(article, {"title": f"题<{number}>"}, author=admin_user)
        newer = admin_client.get(self.url(article.pk)).content.decode()
        older = admin_client.get(self.url(article.pk), {"p": "2"}).content.decode()
        assert newer.count('<li class="version">') == 20 == newer.count("<ins>")
        assert 'start="25"' in newer and '<a href="?p=2" rel="next">较早的版本</a>' in newer
        assert "<ins><bdi>题&lt;5&gt;" in newer and "<del><bdi>题&lt;4&gt;" in newer
        assert older.count('<li class="version">') == 5 and older.count("<ins>") == 4
        assert 'start="5"' in older and 'rel="prev"' in older and "入库" in older

    @pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30])
    def test_a_page_of_versions_that_is_none_is_answered(self, admin_client, page):
        article = make.article()
        assert admin_client.get(self.url(article.pk), {"p": page}).status_code == 200

    def test_a_text_that_is_wholly_other_is_told_as_one_piece(self):
        one = [f"甲{number}" for number in range(3000)]
        two = ["首", *(f"乙{number}" for number in range(3000)), "末"]
        pieces = paragraphs("\n".join(["首", *one, "末"]), "\n".join(two))
        assert [how for how, _ in pieces] == ["kept", "gone", "came", "kept"]
        assert pieces[1][1].split("\n") == one

    def test_one_of_many_equal_lines_is_told_without_comparing_all(self):
        before = ["短"] * 6000
        after = [*before[:3000], "改", *before[3001:]]
        begun = time.process_time()
        pieces = paragraphs("\n".join(before), "\n".join(after))
        assert time.process_time() - begun < 1.0
        assert [text for how, text in pieces if how in ("gone", "came")] == ["短", "改"]

    def test_a_deleted_article_keeps_its_history(self, admin_client, admin_user):
        article = make.article(title="旧题")
        key = article.pk
        set_texts(article, {"title": "新题"}, author=admin_user)
        article.delete()
        html = admin_client.get(self.url(key)).content.decode()
        assert "已经删除" in html and "旧题" in html and "删除" in html

    @pytest.mark.parametrize("key", ["99999", "x", "9" * 40])
    def test_what_never_was_is_not_found(self, admin_client, key):
        assert admin_client.get(self.url(key)).status_code == 404

    def test_it_is_for_those_who_may_look_at_articles(self, client):
        article = make.article()
        editor(client, "view_page")
        assert client.get(self.url(article.pk)).status_code == 403
