"""The editor's way with officials: merge those who are one, part those who are two."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.urls import reverse

from archive.ingest.roster import Roster
from archive.models import Official, OfficialMention
from archive.records import OfficialMention as Mention
from archive.tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "admin:archive_official_changelist"
MERGE = "admin:archive_official_merge"
LIKELY = "admin:archive_official_likely"


@pytest.fixture(autouse=True)
def plain_files(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def jining():
    return make.place("370800", "济宁市", "prefecture", make.shandong())


def on(day, **values):
    return make.article(make.page(of=make.issue(date(2024, 3, day))), **values)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def merge_url(*officials):
    return reverse(MERGE) + "?" + "&".join(f"id={official.pk}" for official in officials)


def split_url(official):
    return reverse("admin:archive_official_split", args=[official.pk])


def editor(client, *codenames):
    user = User.objects.create_user("editor", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


@pytest.fixture
def two():
    first, second = make.official(where=make.taian()), make.official(where=jining())
    make.mention_official(on(1), first, make.post("泰安市市长"))
    make.mention_official(on(2), first, make.post("泰安市市长"))
    make.mention_official(on(5), second, make.post("济宁市<b>市长"))
    return first, second


class TestMerge:
    def test_the_action_leads_to_the_page_and_changes_nothing(self, admin_client, two):
        chosen = {"action": "merge", "_selected_action": [row.pk for row in two]}
        response = admin_client.post(reverse(LIST), chosen)
        asked = parse_qs(urlsplit(response["Location"]).query)["id"]
        assert asked == [str(row.pk) for row in two]
        html = admin_client.get(response["Location"]).content.decode()
        assert "济宁市&lt;b&gt;市长" in html and "济宁市<b>" not in html
        assert "2 篇，2024-03-01 至 2024-03-02" in html
        assert Official.objects.count() == 2

    def test_one_alone_is_no_merge(self, admin_client, two):
        chosen = {"action": "merge", "_selected_action": [two[0].pk]}
        response = admin_client.post(reverse(LIST), chosen, follow=True)
        assert "请选两位或更多" in said(response)[0]

    def test_it_merges_with_log_and_history(self, admin_client, admin_user, two):
        first, second = two
        number = second.pk
        values = {"into": first.pk, "others": [first.pk, second.pk]}
        response = admin_client.post(merge_url(*two), values, follow=True)
        assert said(response) == [f"已把 李兰亭（济宁市）#{number} 并入 李兰亭（泰安市）。"]
        assert f"李兰亭（济宁市）#{number}" in response.content.decode()
        assert list(Official.objects.all()) == [first] and first.mentions.count() == 3
        logged = {(row.object_id, row.action_flag, row.user) for row in LogEntry.objects.all()}
        assert logged == {(str(number), 3, admin_user), (str(first.pk), 2, admin_user)}
        assert first.history.first().history_user == admin_user

    def test_who_is_not_ticked_stays(self, admin_client, two):
        third = make.official("李兰庭")
        first, second = two
        values = {"into": first.pk, "others": [second.pk]}
        admin_client.post(merge_url(first, second, third), values)
        assert set(Official.objects.all()) == {first, third}

    @pytest.mark.parametrize("values", [{}, {"into": "x"}, {"into": "999", "others": "1"}])
    def test_nonsense_merges_nobody(self, admin_client, two, values):
        response = admin_client.post(merge_url(*two), values)
        assert "errorlist" in response.content.decode()
        assert Official.objects.count() == 2

    def test_into_himself_is_refused_in_words(self, admin_client, two):
        values = {"into": two[0].pk, "others": [two[0].pk]}
        response = admin_client.post(merge_url(*two), values)
        assert "请选两位或更多" in said(response)[0] and not LogEntry.objects.exists()

    def test_others_than_those_on_the_page_are_out_of_reach(self, admin_client, two):
        third = make.official("别人")
        values = {"into": two[0].pk, "others": [third.pk]}
        admin_client.post(merge_url(*two), values)
        assert Official.objects.filter(pk=third.pk).exists()

    @pytest.mark.parametrize("query", ["", "?id=x", "?id=1&id=99999999999999999999999"])
    def test_without_two_it_goes_back_to_the_list(self, admin_client, query):
        response = admin_client.get(reverse(MERGE) + query)
        assert response["Location"] == reverse(LIST)

    def test_named_together_is_a_warning(self, admin_client, two):
        make.mention_official(on(3), two[0])
        assert "同时提到" not in admin_client.get(merge_url(*two)).content.decode()
        make.mention_official(two[1].mentions.get().article, two[0])
        assert "有 1 篇文章同时提到" in admin_client.get(merge_url(*two)).content.decode()


class TestSplit:
    def test_articles_are_listed_with_day_and_post(self, admin_client, two):
        html = admin_client.get(split_url(two[0])).content.decode()
        assert html.index("2024-03-02") < html.index("2024-03-01")
        assert "泰安市市长" in html and 'name="mentions"' in html

    def test_chosen_articles_go_to_a_new_person(self, admin_client, admin_user, two):
        first = two[0]
        row = first.mentions.first()
        values = {"mentions": [row.pk], "target": "new", "place": "", "distinction": "女"}
        values["place"] = make.taian().pk
        response = admin_client.post(split_url(first), values, follow=True)
        other = Official.objects.get(distinction="女")
        assert response.redirect_chain[0][0] == reverse(
            "admin:archive_official_change", args=[other.pk]
        )
        assert "已把 1 篇文章" in said(response)[0]
        row.refresh_from_db()
        assert row.official == other and row.article.corrected == ["officials"]
        logged = {(log.content_type.model, log.object_id) for log in LogEntry.objects.all()}
        assert logged == {
            ("official", str(first.pk)), ("official", str(other.pk)),
            ("article", str(row.article_id)),
        }  # fmt: skip
        assert other.history.first().history_user == admin_user

    def test_a_post_chooses_all_its_articles(self, admin_client, two):
        first, second = two
        keep = make.mention_official(on(9), first)
        values = {"posts": ["泰安市市长"], "target": "known", "official": second.pk}
        admin_client.post(split_url(first), values)
        assert list(first.mentions.all()) == [keep] and second.mentions.count() == 3

    def test_articles_without_a_post_can_be_chosen(self, admin_client, two):
        first, second = two
        make.mention_official(on(9), first)
        values = {"posts": [""], "target": "known", "official": second.pk}
        admin_client.post(split_url(first), values)
        assert first.mentions.count() == 2 and second.mentions.count() == 2

    @pytest.mark.parametrize(
        ("values", "why"),
        [
            ({"target": "new", "distinction": "女"}, "请选出要移走的文章"),
            ({"posts": ["泰安市市长"], "target": "new", "distinction": "女"}, "不能移走全部"),
            ({"posts": ["泰安市市长"], "target": "known"}, "请选移给哪一位"),
            ({"posts": ["没有的"], "target": "new"}, "errorlist"),
            ({"mentions": ["x"], "target": "new"}, "errorlist"),
            ({"target": "nobody"}, "errorlist"),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_moves(self, admin_client, two, values, why):
        response = admin_client.post(split_url(two[0]), values)
        html = response.content.decode()
        assert response.status_code == 200 and why in html
        assert two[0].mentions.count() == 2 and Official.objects.count() == 2
        assert not LogEntry.objects.exists()

    def test_mentions_of_others_are_out_of_reach(self, admin_client, two):
        foreign = two[1].mentions.get()
        values = {"mentions": [foreign.pk], "target": "new", "distinction": "女"}
        admin_client.post(split_url(two[0]), values)
        assert OfficialMention.objects.get(pk=foreign.pk).official == two[1]

    def test_queries_do_not_grow_with_articles(
        self, admin_client, two, django_assert_max_num_queries
    ):
        for day in range(10, 25):
            make.mention_official(on(day), two[0], make.post(f"职务{day}"))
        with django_assert_max_num_queries(10):
            admin_client.get(split_url(two[0]))


class TestLikely:
    def test_pairs_come_with_their_reasons(self, admin_client, two):
        html = admin_client.get(reverse(LIKELY)).content.decode()
        assert "同在山东省" in html and "同月见报：2024-03" in html
        assert f"?id={two[0].pk}&amp;id={two[1].pk}" in html

    def test_same_posts_weigh_most_and_provinces_count(self, admin_client, two):
        province = make.official(where=make.shandong())
        make.mention_official(make.article(make.page(of=make.issue(date(2020, 1, 1)))), province,
                              make.post("泰安市市长"))  # fmt: skip
        html = admin_client.get(reverse(LIKELY)).content.decode()
        assert "职务相同：泰安市市长" in html and "任职地一在" in html
        assert html.index("职务相同") < html.index("同在山东省")

    def test_strangers_and_those_told_apart_are_not_brought_up(self, admin_client):
        nanjing = make.place(
            "320100", "南京市", "prefecture", make.place("320000", "江苏省", "province")
        )
        make.official("王某", make.taian())
        make.official("王某", nanjing)
        make.official("李某", make.taian())
        make.official("李某", make.taian(), distinction="女")
        html = admin_client.get(reverse(LIKELY)).content.decode()
        assert "没有可能重复的官员" in html

    def test_queries_do_not_grow_with_pairs(self, admin_client, two, django_assert_max_num_queries):
        for number in range(8):
            for where in (make.taian(), jining(), make.shandong()):
                make.official(f"王{number}", where)
        with django_assert_max_num_queries(8):
            admin_client.get(reverse(LIKELY))


@pytest.mark.parametrize("address", [
    lambda two: merge_url(*two), lambda two: split_url(two[0]), lambda two: reverse(LIKELY),
])  # fmt: skip
def test_only_who_may_merge_officials_comes_in(client, two, address):
    assert client.get(address(two)).status_code == 302
    editor(client, "view_official", "change_official", "change_article", "view_article")
    assert client.get(address(two)).status_code == 403
    assert client.post(address(two), {"into": two[0].pk, "others": [two[1].pk]}).status_code == 403
    assert Official.objects.count() == 2
    html = client.get(reverse(LIST)).content.decode()
    assert "合并所选官员" not in html and "可能是同一人" not in html


def test_with_the_permission_to_merge_it_works(client, two):
    rights = "view_official change_official merge_official change_published_article"
    editor(client, *rights.split())
    client.post(merge_url(*two), {"into": two[0].pk, "others": [two[1].pk]})
    assert Official.objects.count() == 1


def test_an_unknown_official_is_not_parted(admin_client):
    assert admin_client.get(reverse("admin:archive_official_split", args=[99])).status_code == 404


def test_the_pages_carry_no_script_or_style_of_their_own(admin_client, two):
    for address in (merge_url(*two), split_url(two[0]), reverse(LIKELY)):
        html = admin_client.get(address).content.decode()
        content = html[html.index('id="content"') :]
        assert " style=" not in content and "onclick" not in content and "<style" not in content


def test_the_officials_page_leads_to_both(admin_client, two):
    html = admin_client.get(
        reverse("admin:archive_official_change", args=[two[0].pk])
    ).content.decode()
    assert split_url(two[0]) in html and "同名官员" in html


class TestCorrecting:
    def change(self, client, official, **values):
        """Save the official's form in the admin with these values."""
        url = reverse("admin:archive_official_change", args=[official.pk])
        old = {"name": official.name, "place": official.place_id, "pinyin": "", "note": ""}
        data = old | {"distinction": official.distinction} | values
        return client.post(url, {name: "" if one is None else one for name, one in data.items()})

    def meant(self, name, place):
        mention = Mention(name, "泰安市市长", "泰安市市长", "mentioned")
        return Roster({name}, None).official(mention, place)

    def test_a_place_or_name_set_right_lasts(self, admin_client):
        """The next page that says it as before means the same person, under either key."""
        one = make.official("李兰婷", make.taian())
        self.change(admin_client, one, name="李兰亭", place=jining().pk)
        one.refresh_from_db()
        assert (one.name, one.place) == ("李兰亭", jining())
        assert self.meant("李兰婷", make.taian()) == one == self.meant("李兰亭", jining())
        assert Official.objects.count() == 1
        assert (
            "李兰婷（泰安市）"
            in admin_client.get(
                reverse("admin:archive_official_change", args=[one.pk])
            ).content.decode()
        )

    def test_set_back_nothing_is_remembered_of_it_twice(self, admin_client):
        one = make.official("李兰亭", make.taian())
        for place in (jining(), make.taian(), jining(), make.taian()):
            one.refresh_from_db()
            self.change(admin_client, one, place=place.pk)
        assert [row.place for row in one.aliases.all()] == [jining()]

    def test_a_note_changes_nothing_of_it(self, admin_client):
        one = make.official("李兰亭", make.taian())
        self.change(admin_client, one, note="市长")
        assert not one.aliases.exists()
