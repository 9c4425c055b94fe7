"""The lexicons of posts and names as read from fixtures/."""

from __future__ import annotations

import pytest

from archive.gazetteer.names import names
from archive.gazetteer.posts import PERSON, posts


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("工信厅", "工业和信息化厅"),
        ("住建局", "住房和城乡建设局"),
        ("发改委", "发展和改革委员会"),
        ("卫健委", "卫生健康委员会"),
        ("文旅厅", "文化和旅游厅"),
        ("人社局", "人力资源和社会保障局"),
        ("市监局", "市场监督管理局"),
    ],
)
def test_short_forms_of_bodies(short: str, full: str) -> None:
    assert posts().full[short] == full
    assert short in posts().organs


def test_no_short_form_turns_the_supervisory_commission_into_another_body() -> None:
    assert posts().full.get("监委", "监委") == "监委"
    assert "市监委" not in posts().full


@pytest.mark.parametrize(
    ("title", "bare"),
    [("常务副市长", "市长"), ("副主任", "主任"), ("代县长", "县长"), ("第一副主席", "主席")],
)
def test_deputies_are_of_the_class_of_their_chief(title: str, bare: str) -> None:
    assert posts().bare(title) == bare
    assert posts().kind(title) == posts().kind(bare)


@pytest.mark.parametrize("title", ["董事长", "总经理", "教授", "院士", "村民", "村委会主任"])
def test_who_is_no_official(title: str) -> None:
    assert posts().kind(title) == PERSON


def test_longest_body_before_a_place_in_the_text() -> None:
    text = "市人大常委会主任"
    assert posts().organ_before(text, text.index("主任")) == "人大常委会"


def test_organisations_whose_heads_are_no_officials_come_longest_first() -> None:
    bodies = posts().bodies
    assert [len(word) for word in bodies] == sorted(map(len, bodies), reverse=True)
    assert {"公司", "大学", "医院", "村"} <= set(bodies)


@pytest.mark.parametrize("surname", [*"王李张刘陈杨赵黄周吴郑程宋莫覃闫付岑", "欧阳", "诸葛"])
def test_family_names(surname: str) -> None:
    lexicon = names()
    assert surname in lexicon.common | lexicon.double


def test_everyday_words_that_are_family_names_are_rare_ones() -> None:
    assert not set("时全方向于强公同") <= names().common
    assert not names().common & names().rare


def test_words_that_only_look_like_names() -> None:
    lexicon = names()
    assert {"高度", "任务", "项目", "全市"} <= lexicon.words
    assert {"高峰", "文明", "平安"} <= lexicon.namelike
    assert not lexicon.words & lexicon.namelike
    assert not lexicon.words & lexicon.double


def test_word_at_and_before_a_place() -> None:
    after = names().after
    assert after.at("王强表示满意", 2) == "表示"
    assert after.at("王强表示满意", 1) is None
    assert names().speech.ending("在会上说", 4) == "说"
