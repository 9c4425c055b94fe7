"""Whom a name in a page means: by place, by post, by what editors merged and told apart."""

import pytest

from archive.editing.officials import merge_officials
from archive.ingest.roster import Roster
from archive.models import Official
from archive.records import OfficialMention as Mention
from archive.tests import factories as make

pytestmark = pytest.mark.django_db


def jining():
    return make.place("370800", "济宁市", "prefecture", make.shandong())


def printed(name="李兰亭", post=None, text=None):
    return Mention(name, post, text or post, "mentioned")


def meant(mention, place, home=None):
    return Roster({mention.name}, home).official(mention, place)


def test_a_merged_name_and_place_mean_who_stayed():
    stays, gone = make.official("李兰亭", make.taian()), make.official("李兰庭", jining())
    merge_officials(stays, [gone], None)
    assert meant(printed("李兰庭", "济宁市市长"), jining()) == stays
    assert meant(printed("李兰亭", "泰安市市长"), make.taian()) == stays
    assert meant(printed("李兰庭"), None, home=jining()) == stays
    assert Official.objects.count() == 1


def test_a_merged_name_elsewhere_is_another_person():
    stays, gone = make.official("李兰亭", make.taian()), make.official("李兰亭", jining())
    merge_officials(stays, [gone], None)
    linyi = make.place("371300", "临沂市", "prefecture", make.shandong())
    assert meant(printed(post="临沂市市长"), linyi) != stays


def test_one_of_a_city_stays_one_under_other_posts():
    one = make.official("李兰亭", make.taian())
    make.mention_official(make.article(), one, make.post("泰安市市长"))
    assert meant(printed(post="泰安市委书记"), make.taian()) == one


class TestNamesakesOfAPlace:
    @pytest.fixture
    def both(self):
        plain = make.official("李兰亭", make.taian())
        other = make.official("李兰亭", make.taian(), distinction="教育局")
        article, post = make.article(), make.post("泰安市教育局局长")
        make.mention_official(article, plain, make.post("泰安市公安局局长"), post_text="局长")
        make.mention_official(article, other, post, post_text="局长")
        return plain, other

    def test_who_held_the_post_is_meant(self, both):
        plain, other = both
        assert meant(printed(post="泰安市教育局局长", text="局长"), make.taian()) == other
        assert meant(printed(post="泰安市公安局局长", text="局长"), make.taian()) == plain

    def test_the_wording_decides_where_the_title_does_not(self, both):
        plain, other = both
        row = other.mentions.get()
        row.post, row.post_text = None, "市教育局局长"
        row.save()
        assert meant(printed(post="泰安教育局长", text="市教育局局长"), make.taian()) == other

    def test_else_who_needs_no_telling_apart(self, both):
        assert meant(printed(post="泰安市副市长"), make.taian()) == both[0]
        assert meant(printed(), make.taian()) == both[0]

    def test_a_bare_name_means_whom_the_page_named_with_his_post(self, both):
        roster = Roster({"李兰亭"}, make.taian())
        roster.official(printed(post="泰安市教育局局长"), make.taian())
        assert roster.official(printed(), None) == both[1]

    def test_three_queries_however_many(self, both, django_assert_num_queries):
        for number in range(5):
            make.official("李兰亭", make.taian(), distinction=str(number))
        home = make.taian()
        with django_assert_num_queries(3):
            Roster({"李兰亭"}, home)

    def test_a_listed_one_goes_before_a_merged_one(self):
        stays, gone = make.official("李兰亭", make.taian()), make.official("李兰亭", jining())
        merge_officials(stays, [gone], None)
        anew = make.official("李兰亭", jining())
        assert meant(printed(post="济宁市市长"), jining()) == anew
