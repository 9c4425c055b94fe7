"""Places of an article: which, in which role, with which counties, and where it says so."""

import json
from datetime import date
from pathlib import Path

import pytest

from archive.extract.places import find_places
from archive.gazetteer.newspapers import newspapers
from archive.records import ArticleDraft, Context
from archive.tests.place_sentences import SENTENCES

SHARED = Path(__file__).resolve().parents[3] / "shared"


def found(paper, title=None, body="", day=None, **fields):
    known = newspapers().named(paper) if paper else None
    draft = ArticleDraft(title=title, body=body, **fields)
    return find_places(draft, Context(paper, known.home if known else None, day))


def outline(rows):
    """{city: counties and zones}, subjects marked with a star."""
    return {
        row.name + ("*" if row.role == "subject" else ""): [item.name for item in row.counties]
        for row in rows
    }


# paper, title, body, what is found
CASES = [
    ("新华日报", None, "本报苏州1月6日讯 昆山、太仓两市与苏州工业园区共建。", {"苏州市*": ["昆山市", "太仓市", "苏州工业园区"]}),
    ("新华日报", "我省推进长江保护", "南京市鼓楼区、徐州市鼓楼区发言。", {"江苏省*": [], "南京市": ["鼓楼区"], "徐州市": ["鼓楼区"]}),
    ("扬子晚报", None, "昨天，南京市教育局通报，鼓楼区一所小学开学，南京大学教授到场。", {"南京市*": ["鼓楼区"]}),
    ("四川日报", "成都高新区新增三家上市企业", "甘孜州理塘县到成都对接。", {"成都市*": ["成都高新区"], "甘孜藏族自治州": ["理塘县"]}),
    ("绵阳日报", "我市召开项目推进会", "市委书记主持会议，北川、平武和高新区汇报。", {"绵阳市*": ["北川羌族自治县", "平武县", "绵阳高新区"]}),
    ("南方日报", "广州南沙打造湾区枢纽", "深圳前海、东莞松山湖高新区协同，出海口的建设加快。", {"广州市*": ["南沙区"], "深圳市": ["前海合作区"], "东莞市": ["松山湖高新区"]}),
    ("内蒙古日报", "我区清洁能源装机增长", "鄂尔多斯市准格尔旗、通辽市科左中旗的项目开工。", {"内蒙古自治区*": [], "鄂尔多斯市": ["准格尔旗"], "通辽市": ["科尔沁左翼中旗"]}),
    ("重庆日报", "我市出台新政", "万州区、涪陵区跟进，长安汽车产量增长。", {"重庆市*": ["万州区", "涪陵区"]}),
    ("浙江日报", "义乌小商品走向世界", "浙江大学、浙江吉利集团参与，杭州萧山设点。", {"金华市*": ["义乌市"], "杭州市": ["萧山区"]}),
    ("河南日报", None, "在信阳市新县，新县代表发言；信阳投入创新县域治理。", {"信阳市*": ["新县"]}),
    ("洛阳日报", None, "沿海城市的经验值得学习，高密度住宅要疏解，市长春节前调研，企业扩大连锁经营，重大理论问题要研究。", {"洛阳市*": []}),
    ("青海日报", "海西州盐湖产业提速", "格尔木市投产，互助合作的精神值得弘扬。", {"海西蒙古族藏族自治州*": ["格尔木市"]}),
    ("湖北日报", "恩施州做强硒产业", "仙桃市、神农架林区前来观摩。", {"恩施土家族苗族自治州*": [], "湖北省": ["仙桃市", "神农架林区"]}),
    ("安徽日报", "马鞍山和县签约", "近日，本市和县里的企业签约。", {"马鞍山市*": ["和县"]}),
    ("新疆日报", "自治区党委召开会议", "和田地区要落实，我区粮食增产，和田玉走俏。", {"新疆维吾尔自治区*": [], "和田地区": []}),
    ("济宁日报", None, "新华社石家庄1月6日电 河北省委近日召开会议，省委要求河北各地落实。", {"河北省*": []}),
    ("济宁日报", "我市党政代表团赴江苏徐州考察", "市委书记带队赴徐州市铜山区考察。", {"济宁市*": [], "徐州市": ["铜山区"]}),
    ("济宁日报", None, "济南市中区与济南高新区共建园区，高新区跟进。", {"济南市": ["市中区", "济南高新区"], "济宁市*": ["济宁高新区"]}),
    ("青岛日报", "胶州市项目开工", "记者 高平 局长 安康 陪同，青岛啤酒、山东高速参加，平度观摩。", {"青岛市*": ["胶州市", "平度市"]}),
    ("泰安日报", None, "泰山上游客增多，泰山茶畅销，东平湖水质改善，泰山区投入资金。", {"泰安市*": ["泰山区"]}),
    ("寿光日报", "全市蔬菜博览会开幕", "市委书记出席。", {"潍坊市*": ["寿光市"]}),
    ("人民日报", "小蔬菜大产业", "在山东寿光，菜农忙碌，寿光的大棚遍地。", {"潍坊市*": ["寿光市"]}),
    (None, "枣庄市市中区推进更新", "市中区介绍，全区完成投资。", {"枣庄市*": ["市中区"]}),
    ("福建日报", "泉州打造县域经济", "晋江、石狮、南安等县市增长，沙县的小吃也走出去。", {"泉州市*": ["晋江市", "石狮市", "南安市"], "三明市": ["沙县区"]}),
    ("成都日报", "大邑县接待游客增长", "春节8天全县接待游客186万人次。", {"成都市*": ["大邑县"]}),
    ("陕西日报", None, "西安市鄠邑区过去叫户县，户县农民画很有名。", {"西安市*": ["鄠邑区"]}),
    ("大众日报", "沿黄检察机关签署协议", "会议在泰安市举行。省人民检察院通报，全省办案增长。", {"山东省*": [], "泰安市": []}),
    ("临沂日报", "兰山区外贸增长", "我区与青岛港、日照港合作。", {"临沂市*": ["兰山区"], "青岛市": [], "日照市": []}),
]  # fmt: skip


@pytest.mark.parametrize(("paper", "title", "body", "want"), CASES)
def test_places_with_their_counties_and_roles(paper, title, body, want):
    assert {key: sorted(value) for key, value in outline(found(paper, title, body)).items()} == {
        key: sorted(value) for key, value in want.items()
    }


@pytest.mark.parametrize(("paper", "title", "body", "cities", "counties"), SENTENCES)
def test_what_an_article_is_about(paper, title, body, cities, counties):
    rows = found(paper, title, body, day=date(2024, 6, 3))
    assert {row.name for row in rows if row.role == "subject"} == set(cities.split())
    named = {item.name for row in rows for item in row.counties if item.kind != "zone"}
    assert named == set(counties.split())


@pytest.mark.parametrize(
    ("paper", "body", "wanted"),
    [
        ("赣州日报", "副局长鄂长春、县商务局局长宁波说，副县长汉中平到场。", set()),
        ("泉州晚报", "要强产业、兴城市。", set()),
        ("泉州晚报", "货物从深圳盐田港出海。", {"深圳市"}),
        ("安徽日报", "巢湖流域水质向好。", set()),
        ("长治日报", "代县长出席。", set()),
        ("泰安日报", "泰山啤酒、贵州茅台、青岛啤酒、南京路、山东大学都来了。", set()),
    ],
)
def test_names_within_other_names_are_no_places(paper, body, wanted):
    rows = found(paper, None, body)
    home = newspapers().named(paper).home
    assert {row.name for row in rows if row.code != home and not row.counties} == wanted
    assert not [item for row in rows for item in row.counties]


def test_a_district_given_up_since_is_named_as_it_was_then():
    title, body = "江北区打造金融核心区", "江北区介绍，渝北区、渝中区也在布局。"
    then = found("重庆日报", title, body, day=date(2024, 6, 3))
    now = found("重庆日报", title, body, day=date(2026, 6, 3))
    assert outline(then) == {"重庆市*": ["江北区", "渝北区", "渝中区"]}
    assert outline(now) == {"重庆市*": ["两江新区", "渝中区"]}
    (row,) = found("大众日报", "莱芜市加快转型", "莱芜市钢城区技改忙。", day=date(2017, 6, 3))
    assert (row.name, row.role, [item.code for item in row.counties]) == (
        "莱芜市",
        "subject",
        ["371203"],
    )


def test_the_zone_of_a_county_is_not_that_of_its_city():
    rows = found("济宁日报", "曲阜经济开发区扩区", "高新区跟进。")
    assert "济宁经开区" not in [item.name for row in rows for item in row.counties]
    rows = found("江阴日报", "临港开发区签约", "全市观摩。")
    assert [row.name for row in rows] == ["无锡市"]


def test_the_city_of_the_dateline_is_no_mention():
    rows = found("大众日报", "我省开展试点", "本报济南5月8日讯 省住房城乡建设厅介绍了情况。")
    assert outline(rows) == {"山东省*": []}


def test_the_province_in_front_of_a_city_is_no_row_of_its_own():
    rows = found("济宁日报", "我市考察团外出", "一行赴河北保定参观。")
    assert set(outline(rows)) == {"济宁市*", "保定市"}


def test_an_obituary_has_no_subject_and_old_names_mean_the_places_of_today():
    body = "某某同志历任胶南县委书记，胶州地委委员，定陶县委书记，菏泽地委委员。"
    rows = found("大众日报", "某某同志逝世", body, kind="obituary")
    assert outline(rows) == {"青岛市": ["黄岛区"], "菏泽市": ["定陶区"]}


def test_an_article_without_places_is_about_the_home_of_the_paper():
    assert outline(found("济宁日报", "坚持改革精神", "要久久为功。")) == {"济宁市*": []}
    assert found(None, "坚持改革精神", "要久久为功。") == []
    comment = ArticleDraft(column="田野时评", title="实事办实才能暖心", body="群众说好才是好。")
    assert find_places(comment, Context("济宁日报", "370800")) == []


def test_our_district_is_the_home_district_and_else_the_autonomous_region():
    draft = ArticleDraft(title="我区粮食增产", body="全区面积增长。")
    assert outline(find_places(draft, Context(None, "450305"))) == {"桂林市*": ["七星区"]}
    assert outline(find_places(draft, Context(None, "450000"))) == {"广西壮族自治区*": []}


def test_bylines_that_look_like_places_are_people():
    rows = found("济宁日报", "我市开会", "通讯员徐水到会，徐水说好。", correspondents=["徐水"])
    assert outline(rows) == {"济宁市*": []}


def test_zones_are_told_from_counties():
    (row,) = found("济宁日报", "太白湖新区与任城区签约", "双方签约。")
    assert {item.name: item.kind for item in row.counties} == {
        "太白湖新区": "zone",
        "任城区": "gb2260",
    }


def test_evidence_points_at_every_occurrence():
    title, body = "肥城打造储能之都", "在肥城，我市盐穴储能增长，肥城市表示满意。"
    draft = ArticleDraft(title=title, body=body)
    (row,) = find_places(draft, Context(None, None))
    spots = row.evidence + row.counties[0].evidence
    texts = {draft.fields[spot.field][spot.start : spot.end] for spot in spots}
    assert texts == {"肥城", "我市", "肥城市"}
    assert len(row.counties[0].evidence) == 3


@pytest.mark.skipif(
    not (SHARED / "gold").exists(), reason="no annotated pages beside the repository"
)
def test_annotated_pages():
    """F1 of subject places and of counties over the titles and bodies as annotated."""
    counts = {"place": [0, 0], "county": [0, 0]}
    for path in sorted((SHARED / "gold").glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        lines = (SHARED / "pages" / f"{path.stem}.txt").read_text(encoding="utf-8").split("\n")
        for article in page["articles"]:
            fields = {key: article.get(key) for key in ("kicker", "subtitle", "kind")}
            rows = found(page["newspaper"], article["title"], _body(article, lines), **fields)
            want, got = article["cities"], {row.name for row in rows if row.role == "subject"}
            _count(counts["place"], {row["name"] for row in want if row["role"] == "subject"}, got)
            got = {item.name for row in rows for item in row.counties if item.kind != "zone"}
            _count(counts["county"], {name for row in want for name in row["counties"]}, got)
    assert counts["place"][0] / counts["place"][1] >= 0.9
    assert counts["county"][0] / counts["county"][1] >= 0.85


def _body(article, lines):
    spans = article["paragraph_lines"]
    return "\n".join("".join(line.strip() for line in lines[a - 1 : b]) for a, b in spans)


def _count(tally, want, got):
    tally[0] += 2 * len(want & got)
    tally[1] += len(want) + len(got)
