"""Two officials made one, one parted in two: what is said of them, their addresses, later pages."""

from datetime import date

import pytest
from django.db import IntegrityError

from archive.editing.officials import merge_officials, move_mentions, split_official
from archive.ingest.applying import renew_derived
from archive.ingest.errors import InputError
from archive.models import Official, OfficialAlias, OfficialMention
from archive.tests import factories as make

pytestmark = pytest.mark.django_db


def jining():
    return make.place("370800", "济宁市", "prefecture", make.shandong())


def on(day, **values):
    return make.article(make.page(of=make.issue(date(2024, 3, day))), **values)


@pytest.fixture
def two():
    """李兰亭 of 泰安, 李兰亭 of 济宁, the second named in two articles, both in a third."""
    first, second = make.official(where=make.taian()), make.official(where=jining())
    return first, second


def test_mentions_move_those_of_corrected_articles_too(two, admin_user):
    first, second = two
    articles = [on(1), on(2), on(3)]
    make.mention_official(articles[0], first)
    make.mention_official(articles[1], second)
    articles[2].corrected = ["officials"]
    articles[2].save()
    make.mention_official(articles[2], second)
    make.mention_official(on(4), make.official("别人"))
    stays = merge_officials(first, [second], admin_user)
    assert OfficialMention.objects.filter(official=stays).count() == 3
    assert list(Official.objects.filter(name="李兰亭")) == [first]


def test_an_article_that_names_both_keeps_one_row_that_says_all(two, admin_user):
    first, second = two
    third = make.official("李兰庭")
    article, mayor = on(1), make.post("济宁市市长")
    make.mention_official(article, first, role="mentioned", evidence=[["body", 0, 3]])
    evidence = [["body", 0, 3], ["title", 4, 7]]
    make.mention_official(article, second, mayor, role="attendee", evidence=evidence)
    make.mention_official(article, third, role="speaker", evidence=[["body", 9, 12]])
    merge_officials(first, [second, third], admin_user)
    row = OfficialMention.objects.get()
    assert (row.official, row.role, row.post, row.post_text) == (
        first, "speaker", mayor, "济宁市市长",
    )  # fmt: skip
    assert row.evidence == [["body", 0, 3], ["title", 4, 7], ["body", 9, 12]]


def test_the_post_of_who_stays_is_kept(two):
    first, second = two
    article = on(1)
    make.mention_official(article, first, make.post("泰安市市长"), role="subject")
    make.mention_official(article, second, make.post("济宁市市长"), role="mentioned")
    merge_officials(first, [second], None)
    row = OfficialMention.objects.get()
    assert (row.post.title, row.post_text, row.role) == ("泰安市市长", "泰安市市长", "subject")


def test_two_who_were_not_kept_in_one_article_become_one_row(two):
    first, second = two
    third = make.official("李兰庭")
    article = on(1)
    make.mention_official(article, second, role="mentioned")
    make.mention_official(article, third, role="speaker")
    merge_officials(first, [second, third], None)
    row = OfficialMention.objects.get()
    assert (row.official, row.role) == (first, "speaker")


def test_former_numbers_lead_on_also_over_two_merges(two, admin_user):
    first, second = two
    third = make.official("李兰亭", None, distinction="女", note="副市长")
    former = {second.pk, third.pk}
    third.note = "副市长"
    merge_officials(second, [third], admin_user)
    merge_officials(first, [second], admin_user)
    assert set(first.aliases.values_list("former_id", flat=True)) == former
    assert Official.objects.get(pk=first.pk).note == "副市长"
    assert OfficialAlias.objects.get(distinction="女").place is None


def test_notes_are_joined_and_the_sound_of_the_name_is_kept(two, admin_user):
    first, second = two
    Official.objects.filter(pk=first.pk).update(note="甲", pinyin="lilanting llt")
    Official.objects.filter(pk=second.pk).update(note="乙")
    merge_officials(first, [second], admin_user)
    first.refresh_from_db()
    assert (first.note, first.pinyin) == ("甲\n乙", "lilanting llt")


def test_history_names_author_and_reason(two, admin_user):
    first, second = two
    number = second.pk
    merge_officials(first, [second], admin_user)
    kept, gone = first.history.first(), Official.history.filter(id=number).first()
    assert (kept.history_user, gone.history_user, gone.history_type) == (
        admin_user, admin_user, "-",
    )  # fmt: skip
    assert kept.history_change_reason == f"合并：李兰亭（济宁市）#{number}"
    assert gone.history_change_reason == f"并入 李兰亭（泰安市）#{first.pk}"


def test_a_merge_of_nobody_is_refused(two):
    first, second = two
    with pytest.raises(InputError, match="两位"):
        merge_officials(first, [first], None)
    Official.objects.filter(pk=second.pk).delete()
    with pytest.raises(InputError, match="已被合并或删除"):
        merge_officials(first, [second], None)


def test_nothing_is_half_merged(two, monkeypatch):
    first, second = two
    make.mention_official(on(1), second)

    def fail(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(Official, "save", fail)
    with pytest.raises(IntegrityError):
        merge_officials(first, [second], None)
    assert OfficialMention.objects.get().official == second
    assert not OfficialAlias.objects.exists()


class TestSplit:
    @pytest.fixture
    def rows(self, two):
        return [make.mention_official(on(day), two[0], make.post()) for day in (1, 2, 3)]

    def test_chosen_mentions_go_to_a_new_namesake(self, two, rows, admin_user):
        other = split_official(two[0], rows[:2], make.taian(), " 女 ", admin_user)
        assert (other.name, other.place, other.distinction) == ("李兰亭", make.taian(), "女")
        assert set(other.mentions.values_list("pk", flat=True)) == {rows[0].pk, rows[1].pk}
        assert other.history.last().history_change_reason.startswith("由 李兰亭（泰安市）")
        assert other.history.first().history_user == admin_user

    def test_articles_are_held_and_tell_who_did_it(self, two, rows, admin_user):
        split_official(two[0], rows[:1], make.taian(), "女", admin_user)
        article = rows[0].article
        article.refresh_from_db()
        assert article.corrected == ["officials"]
        entry = article.history.first()
        assert entry.history_user == admin_user
        assert entry.history_change_reason == "李兰亭：李兰亭（泰安市） → 李兰亭（泰安市，女）"
        assert rows[2].article.history.count() == 0

    def test_a_later_parse_leaves_it(self, two, rows):
        other = split_official(two[0], rows[:1], make.taian(), "女", None)
        article = rows[0].article
        article.refresh_from_db()
        renew_derived(article)
        assert article.official_mentions.get().official == other

    def test_a_county_stands_for_its_city(self, two, rows):
        county = make.place("370983", "肥城市")
        other = split_official(two[0], rows[:1], county, "女", None)
        assert other.place == make.taian()

    def test_to_one_who_is_there_rows_of_an_article_are_joined(self, two, rows):
        first, second = two
        make.mention_official(rows[0].article, second, role="mentioned")
        move_mentions(first, rows[:1], second, None)
        row = rows[0].article.official_mentions.get()
        assert (row.official, row.role, row.post.title) == (second, "speaker", "泰安市市长")

    @pytest.mark.parametrize(
        ("chosen", "why"), [(slice(0, 0), "请选出"), (slice(0, 3), "不能移走全部")]
    )
    def test_none_or_all_is_refused_and_nothing_is_made(self, two, rows, chosen, why):
        with pytest.raises(InputError, match=why):
            split_official(two[0], rows[chosen], None, "女", None)
        assert Official.objects.count() == 2

    def test_to_himself_is_refused(self, two, rows):
        with pytest.raises(InputError, match="自己"):
            split_official(two[0], rows[:1], make.taian(), "", None)

    def test_mentions_of_others_are_not_touched(self, two, rows):
        foreign = make.mention_official(rows[0].article, two[1])
        with pytest.raises(InputError, match="请选出"):
            move_mentions(two[0], [foreign], make.official("别人"), None)

    def test_undoing_a_merge_gives_the_address_back(self, two, rows):
        first, second = two
        number = second.pk
        moved = make.mention_official(on(9), second)
        merge_officials(first, [second], None)
        other = split_official(first, [moved], jining(), "", None)
        assert OfficialAlias.objects.get(former_id=number).official == other
