"""Industries by their keywords; all texts are made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.extract.industries import find_industries
from archive.gazetteer.industries import INDUSTRIES_FILE, industries, industry_by_name
from archive.records import ArticleDraft, IndustryMention

NAMES = Path(__file__).resolve().parents[3] / "shared" / "check" / "industries.txt"


def _found(body: str, title: str | None = None) -> dict[str, IndustryMention]:
    rows = find_industries(ArticleDraft(title=title, body=body))
    return {row.slug: row for row in rows}


@pytest.mark.parametrize(
    ("slug", "title", "body"),
    [
        ("energy-storage", "压缩空气储能电站并网", "这座新型储能电站为电网调峰。"),
        ("new-energy", "海上风电项目开工", "项目建成后，光伏和风电装机容量再增。"),
        ("auto", "整车下线", "首款纯电动汽车在新工厂下线，零部件企业随之落户。"),
        ("construction-machinery", "挖掘机远销海外", "装载机、挖掘机等工程机械订单饱满。"),
        ("textiles", "家纺小镇织出新活力", "印染、面料、服装企业集聚。"),
        ("tcm", "中药材丰收", "道地药材黄芪、当归喜获丰收，中医院签下订单。"),
        ("culture-tourism", "古镇迎来客流高峰", "景区接待游客增多，民宿一房难求。"),
        ("agriculture", "春耕备耕忙", "小麦返青，农机手下田，高标准农田里一片繁忙。"),
        ("food", "预制菜出圈", "休闲食品和调味品企业开足马力。"),
        ("transport-logistics", "高铁站开通", "铁路、公路、港口联运，班列货运量大增。"),
        ("finance", "普惠金融惠及小微", "银行发放信用贷款，授信额度提高。"),
        ("foreign-trade", "跨境电商出海忙", "海外仓助力外贸进出口增长。"),
        ("water", "水库除险加固完工", "水利部门加强防汛，灌区引水顺畅。"),
        ("party-politics", "党纪学习教育见实效", "各级党组织开展专题党课，推进全面从严治党。"),
        ("low-altitude", "无人机送来急救药", "低空物流航线开通，通用航空再添新场景。"),
        ("metallurgy", "特钢产线投产", "钢铁企业高炉改造完成，冷轧不锈钢下线。"),
        ("real-estate", "楼市新政落地", "商品房、二手房成交回升，公积金贷款额度提高。"),
        ("congress-cppcc", "人大代表视察", "市人大常委会组织人大代表开展执法检查，审议报告。"),
        ("rule-of-law", "法院巡回审判进乡村", "法官就地开庭，人民调解化解矛盾纠纷。"),
        ("public-finance", "专项债券加快发行", "财政部门下达转移支付，预算执行进度加快。"),
        ("health", "县域医共体建成", "医院、卫生院联动，家庭医生上门诊疗。"),
        ("light-industry", "古窑重生记", "龙窑重新点火，青瓷匠人拉坯、施釉。"),
        ("science-talent", "产业工人技能比武", "钳工、焊工同台竞技，争当技术能手。"),
        ("environment", "矿山复绿记", "废弃采石场复绿，矿坑变身郊野公园。"),
        ("auto", "新车下线", "每60秒一台电动SUV驶下总装线。"),
        ("finance", "银企携手破融资难题", "农商行推出信用贷，最快当天放款。"),
        ("culture-tourism", "首条低空旅游航线开通", "直升机带游客俯瞰梯田。"),
        ("textiles", "工坊建到家门口", "缝纫声里，妇女赶制出口工装。"),
        ("light-industry", "小玉雕闯出大市场", "玉雕工坊聚集，翡翠摆件走俏。"),
        ("food", "“功能糖城”再升级", "低聚糖、木糖醇生产线满负荷。"),
        ("rule-of-law", "检察长列席审委会", "就一起抗诉案发表意见。"),
        ("government-services", "“管家式”服务提速", "项目管家跑前跑后，帮办手续。"),
        ("government-services", "高效办成一件事", "政务服务大厅推行一窗受理、帮办代办。"),
    ],
)
def test_subject_of_an_article(slug: str, title: str, body: str) -> None:
    row = _found(body, title)[slug]
    assert row.role == "subject"
    assert row.name == industry_by_name()[slug].name


@pytest.mark.parametrize(
    ("slug", "body"),
    [
        ("auto", "旅客在汽车客运站外排队。"),
        ("foreign-trade", "来自上海关心教育的企业家捐建了图书室。"),
        ("urban-livelihood", "县人民政府印发通知。"),
        ("tcm", "三百多人参加了活动。"),
        ("textiles", "武汉服务团到访。"),
        ("commerce", "国家政策持续加力，高质量发展会越来越好。"),
        ("metallurgy", "这里迎来黄金周客流。"),
        ("environment", "持续优化营商环境。"),
        ("transport-logistics", "经济高速增长，非机动车辆减少。"),
        ("ai-big-data", "数据显示，他说的是PAID的意思。"),
        ("electronics", "扫一扫电子发票。"),
        ("agriculture", "各种业务照常办理，水果湖畔游人如织。"),
    ],
)
def test_a_keyword_inside_another_word_does_not_count(slug: str, body: str) -> None:
    assert slug not in _found(body)


def test_a_word_in_passing_is_only_mentioned() -> None:
    body = "盐穴储能电站投运。新型储能产业链完善，压缩空气储能领先。当地还有房地产企业。" * 2
    found = _found(body, "储能产业再提速")
    assert found["energy-storage"].role == "subject"
    assert found["real-estate"].role == "mentioned"


def test_boilerplate_of_meetings_makes_no_party_article() -> None:
    body = (
        "会议强调，要深入学习贯彻习近平总书记重要讲话精神，贯彻落实省委、市委部署。"
        "会议听取了小麦、玉米生产情况汇报，研究粮食安全、高标准农田和春耕备耕工作。"
    )
    found = _found(body, "市政府专题研究粮食生产")
    assert found["agriculture"].role == "subject"
    assert "party-politics" not in found or found["party-politics"].role == "mentioned"


def test_weak_words_alone_name_nothing_unless_they_fill_a_headline_or_a_brief() -> None:
    assert _found("市场和资金，环境和技术，群众和城市。") == {}
    assert "commerce" in _found("市场、门店和品牌，都来购物。")
    assert "high-end-equipment" in _found("装备出海，装备上新。" + "一片忙碌。" * 80, "动力装备")


def test_a_long_list_keeps_to_nine() -> None:
    body = "、".join(row.strong[0] for row in industries())
    assert len(_found(body)) <= 9


def test_weak_words_alone_are_a_guess_and_say_so() -> None:
    row = _found("大桥建成后，两岸出行更方便，车辆往来不息。", "大桥通了")["transport-logistics"]
    assert row.role == "mentioned"
    assert row.rule.startswith("只有旁证；")


@pytest.mark.parametrize(
    ("slug", "body"),
    [
        ("government-services", "帮助企业招工。"),
        ("commerce", "港口年货物吞吐量大。"),
        ("party-politics", "镇里有6家风机厂，组建党员队。"),
        ("real-estate", "投入自用并购买设备。"),
        ("light-industry", "这是第一家电动叉车厂。"),
    ],
)
def test_words_that_only_look_like_keywords(slug: str, body: str) -> None:
    row = _found(body).get(slug)
    assert row is None or not row.rule.endswith(("助企", "年货", "家风", "并购", "家电"))


def test_rule_names_words_counts_and_fields() -> None:
    rule = _found("新型储能项目开工。新型储能前景广阔，盐穴储能也在推进。", "储能之城")[
        "energy-storage"
    ].rule
    assert rule == "标题“储能”；正文：新型储能×2、盐穴储能"
    words = "、".join(industry_by_name()["agriculture"].strong)
    assert len(_found(words)["agriculture"].rule) <= 200


def test_evidence_points_at_the_words() -> None:
    draft = ArticleDraft(title="水库蓄水", body="引水工程完工，防汛有保障。")
    water = next(row for row in find_industries(draft) if row.slug == "water")
    said = {draft.fields[e.field][e.start : e.end] for e in water.evidence}
    assert said >= {"水库", "引水工程", "防汛"}


def test_the_file_is_in_order() -> None:
    rows = [json.loads(line) for line in INDUSTRIES_FILE.read_text("utf-8").splitlines()]
    assert len({row["slug"] for row in rows}) == len(rows) == 39
    for row in rows:
        assert row["divisions"] and len(row["strong"]) + len(row["weak"]) >= 30
        assert not set(row["strong"]) & set(row["weak"])
        assert all(len(word) > 1 for word in row["strong"] + row["weak"] + row["exclusions"])


def test_an_exclusion_is_no_keyword_of_any_industry() -> None:
    words = {word for row in industries() for word in row.keywords}
    assert not {word for row in industries() for word in row.exclusions} & words


@pytest.mark.skipif(not NAMES.exists(), reason="the shared list of industries is not here")
def test_all_industries_of_the_shared_list_are_there() -> None:
    assert [row.name for row in industries()] == NAMES.read_text("utf-8").split()
