"""Figures out of sentences such as regional papers print; all sentences are made up."""

from __future__ import annotations

from datetime import date

import pytest

from archive.extract.figures import find_figures
from archive.records import ArticleDraft, Context, FigureMention

SEPTEMBER, JANUARY = date(2024, 9, 24), date(2024, 1, 7)


def _figures(text: str, day: date | None = SEPTEMBER) -> list[FigureMention]:
    return find_figures(ArticleDraft(body=text), Context(date=day))


def _pairs(text: str) -> list[tuple[float, str]]:
    return [(row.value, row.unit) for row in _figures(text)]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("地区生产总值6.8万亿元，同比增长5.6%。", [(6.8, "万亿元"), (5.6, "%")]),
        ("总投资1,286.5亿元。", [(1286.5, "亿元")]),
        ("增速保持6 . 2%以上，装机528 . 4万千瓦。", [(6.2, "%"), (528.4, "万千瓦")]),
        ("进出口２１８．６亿元，增长１２．３％。", [(218.6, "亿元"), (12.3, "%")]),
        ("高新技术企业达到3万多家。", [(30000, "家")]),
        ("监测卡车近百万辆，联通商户近30万家。", [(1000000, "辆"), (300000, "家")]),
        ("年产8万台电机，发送96万人次。", [(8, "万台"), (96, "万人次")]),
        ("网店4.2万个，汽车产量300万辆。", [(4.2, "万个"), (300, "万辆")]),
        ("产值突破万亿元，去年6.8万亿元。", [(10000, "亿元"), (6.8, "万亿元")]),
        ("购置仪器 70 余台（套），少烧煤300余万吨。", [(70, "台（套）"), (300, "万吨")]),
        ("打造千亿级汽车产业集群、百亿级食品园。", [(1000, "亿元"), (100, "亿元")]),
        ("布局千万千瓦级基地。", [(1000, "万千瓦")]),
        ("做强5大主导产业，连起6大特色片区。", [(5, "大产业"), (6, "片区")]),
        ("近四千家作坊、两条产业链、三个阶段。", [(4000, "家"), (2, "条"), (3, "个")]),
        ("投入三千二百万元，修渠四十五公里。", [(3200, "万元"), (45, "公里")]),
        ("浓度为32微克/立方米，高于平均2.3个百分点。", [(32, "微克/立方米"), (2.3, "个百分点")]),
        ("年产值从12亿元提高到25亿元。", [(25, "亿元")]),
        ("审批由20个工作日压缩至3个工作日。", [(3, "个工作日")]),
        ("新增3—5个平台，增长6%—7%。", [(3, "个"), (5, "个"), (6, "%"), (7, "%")]),
        (
            "每亩300元至500元，20—30万人受益。",
            [(300, "元"), (500, "元"), (20, "万人"), (30, "万人")],
        ),
        (
            "引进三至五家企业，每亩8000元到1万元。",
            [(3, "家"), (5, "家"), (8000, "元"), (1, "万元")],
        ),
        ("制造业占六成二，民企占一成半，近九成达标。", [(62, "%"), (15, "%"), (90, "%")]),
        ("由目前的38%提高到45%。", [(38, "%"), (45, "%")]),
        (
            "账号1.3万个，企业超2.1万家，人数12 . 4万人次。",
            [(1.3, "万个"), (2.1, "万家"), (12.4, "万人次")],
        ),
        ("常住人口近82万，带动10多万农户、3.5万栗农。", [(82, "万"), (10, "万户"), (3.5, "万")]),
        ("能卖400多碗，十五分钟送到，得票2819票。", [(400, "碗"), (15, "分钟"), (2819, "票")]),
        ("来自北京30家企业改造国道20公里。", [(30, "家"), (20, "公里")]),
        ("年发电1 200万千瓦时，服务年限42年。", [(1200, "万千瓦时"), (42, "年")]),
        ("日照时数2800小时，引来数十家客商。", [(2800, "小时")]),
        ("热线0537-1234567，文号〔2023〕15号，奖50万元。", [(50, "万元")]),
        ("S241省道旁人民路125号，占地三百亩。", [(300, "亩")]),
        ("投资10亿元以上项目32个。", [(32, "个")]),
        ("收入翻了一番，产值翻两番。", [(1, "番"), (2, "番")]),
        ("百分之八十的村有了收入，七成以上通了公交。", [(80, "%"), (70, "%")]),
        ("增速居全省第2位，总量位居全国前三位。", [(2, "位"), (3, "位")]),
        ("享年91岁。", [(91, "岁")]),
        ("出口连续12年领跑。", [(12, "年")]),
        ("单机容量250MW，屋顶光伏2.4GW，算力1.2万P。", [(250, "MW"), (2.4, "GW"), (1.2, "万P")]),
        ("归集46类730万条记录。", [(46, "类"), (730, "万条")]),
        ("基本实现行政村快递站点全覆盖。", [(100, "%")]),
        ("论坛由五省区轮办，从七方面合作。", [(5, "省区"), (7, "方面")]),
        ("展会至今举办了十六届。", [(16, "届")]),
    ],
)
def test_value_and_unit(text: str, pairs: list[tuple[float, str]]) -> None:
    assert _pairs(text) == [(pytest.approx(value), unit) for value, unit in pairs]


@pytest.mark.parametrize(
    "text",
    [
        "专场招聘会（第 18 场）召开。",
        "党的二十届三中全会、省委九届五次全会召开。",
        "第十四届全国人大常委会第九次会议举行。",
        "增强“四个意识”，做到“两个维护”，争当“三个示范”。",
        "深刻领悟两个确立的决定性意义。",
        "搭好“线上线下两个平台”。",
        "跻身服务业500强，构建“352X”体系、“6+4”集群。",
        "省道S208、国道G310和5G网络建成。",
        "20世纪60年代，这里只有三四十户人家。",
        "2024年5月3日9时16分，列车开出。",
        "拨打12345或0531-86012345，时间为8:30至17:30。",
        "实施三年行动计划，推进五大工程。",
        "共建“一带一路”，一二三产融合，一个目标。",
        "百家争鸣，走进千家万户。",
        "2019年至2023年以及2035年远景。",
        "三次产业结构调整为8.5:42.3:49.2。",
        "建立县乡村三级联动机制，实现一窗受理。",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert _pairs(text) == []


@pytest.mark.parametrize(
    ("text", "day", "kinds"),
    [
        ("力争发送量突破960万吨、集装箱12万标箱。", SEPTEMBER, ["target", "target"]),
        ("到2029年，产值达到100亿元。", SEPTEMBER, ["target"]),
        ("到2022年，产值达到100亿元。", SEPTEMBER, ["actual"]),
        ("全线投产后，可年产350套，税收2.4亿元。", SEPTEMBER, ["target", "target"]),
        ("园区计划总投资88亿元，已完成投资20亿元。", SEPTEMBER, ["target", "actual"]),
        ("市长指出，要抓好技改，年内建成加氢站20座。", SEPTEMBER, ["target"]),
        ("今年计划引进项目10个，前8个月签约6个。", SEPTEMBER, ["target", "actual"]),
        ("12月15日前完成整改86处。", SEPTEMBER, ["target"]),
        ("两年行动计划惠及企业300家。", SEPTEMBER, ["actual"]),
        ("将数据治理作为重点，整改问题32个。", SEPTEMBER, ["actual"]),
        ("将新建学校15所。", SEPTEMBER, ["target"]),
        ("去年争取补助8000万元。", SEPTEMBER, ["actual"]),
        ("2023年，投资额为75亿元。", JANUARY, ["actual"]),
        ("2024年，本县推进项目45个。", JANUARY, ["target"]),
        ("过去一年，成效明显。预计财政收入增长4.2%。", JANUARY, ["actual"]),
        ("预计全年接待8000万人次，实现收入800亿元。", SEPTEMBER, ["target", "target"]),
        ("下一步，县里坚持创新。谋划打造片区12个。", SEPTEMBER, ["target"]),
        ("下一步，县里坚持创新。\n近年来，建成片区12个。", SEPTEMBER, ["actual"]),
        ("目前，全县有大户1200余户。", SEPTEMBER, ["actual"]),
    ],
)
def test_fact_or_aim(text: str, day: date, kinds: list[str]) -> None:
    assert [row.kind for row in _figures(text, day)] == kinds


@pytest.mark.parametrize(
    ("text", "day", "periods"),
    [
        (
            "2023年，投资额为75亿元。1到10月，客运量830万人次。",
            JANUARY,
            ["2023", "2023-01/2023-10"],
        ),
        ("截至7月底，装机600万千瓦。", SEPTEMBER, ["截至2024-07-31"]),
        ("截至去年，入网率达到71%。", SEPTEMBER, ["截至2023年底"]),
        ("截至今年上半年，服务企业300家。", SEPTEMBER, ["截至2024上半年"]),
        ("到2028年底，建成50座。", SEPTEMBER, ["到2028年底"]),
        ("前三季度，增长5.6%。", SEPTEMBER, ["2024前三季度"]),
        ("1到10月，货运量500万吨。", JANUARY, ["2023-01/2023-10"]),
        ("前5个月，接待1.8万人次。", SEPTEMBER, ["2024-01/2024-05"]),
        ("活动持续到11月底，预计带动消费8亿元。", SEPTEMBER, ["到2024-11-30"]),
        ("年内开通航线21条。", JANUARY, ["2023"]),
        ("过去一年，成效明显。新增企业205家。", JANUARY, ["2023"]),
        ("2019年至2023年，年均增长6.1%。", SEPTEMBER, ["2019-2023"]),
        ("“十四五”期间，投入23.5亿元。", SEPTEMBER, ["2021-2025"]),
        ("销售额连续18个月保持6%以上增速。", SEPTEMBER, ["连续18个月"]),
        ("全部投用后，年发电可达38亿度。", SEPTEMBER, ["全部投用后"]),
        ("较去年同期增加30家。", SEPTEMBER, [None]),
        ("去年新增30家。", None, ["去年"]),
        ("2022年，新增30家。\n全县有园区5个。", SEPTEMBER, ["2022", None]),
    ],
)
def test_period(text: str, day: date | None, periods: list[str | None]) -> None:
    assert [row.period for row in _figures(text, day)] == periods


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("预计全年海洋装备产业销售收入突破90亿元。", ["海洋装备产业销售收入"]),
        ("机场货邮吞吐量突破17万吨，同比增长14%。", ["机场货邮吞吐量", "机场货邮吞吐量同比增长"]),
        ("推动86家工厂实施改造。", ["工厂"]),
        (
            "全县64个公交站点、350家连锁门店、28个公共车场联网。",
            ["公交站点", "连锁门店", "公共车场联网"],
        ),
        ("力争工业产值、外贸额、税收增速均超9%以上。", ["工业产值、外贸额、税收增速"]),
        ("全市森林覆盖率由38.2%提高到41.5%。", ["全市森林覆盖率"]),
    ],
)
def test_indicator(text: str, indicators: list[str]) -> None:
    assert [row.indicator for row in _figures(text)] == indicators


def test_evidence_points_at_the_number_and_its_unit() -> None:
    text = "目前，光伏规模达到528 . 4万千瓦。"
    [figure] = _figures(text)
    [evidence] = figure.evidence
    assert text[evidence.start : evidence.end] == "528 . 4万千瓦"
    assert figure.text == "光伏规模达到528 . 4万千瓦"


def test_a_headline_adds_only_what_the_body_does_not_say() -> None:
    draft = ArticleDraft(title="全市新增企业300家 增长12%", body="全市新增企业300家。")
    rows = find_figures(draft, Context(date=SEPTEMBER))
    assert [(row.value, row.unit, row.evidence[0].field) for row in rows] == [
        (300, "家", "body"),
        (12, "%", "title"),
    ]


def test_the_same_said_twice_is_one_figure_with_two_places() -> None:
    [figure] = _figures("全县高标准农田50万亩。农田里，全县高标准农田50万亩。")
    assert len(figure.evidence) == 2


def test_broken_text_raises_nothing() -> None:
    for text in ("", "1" * 500, "8 . ", "第", "从30亿元", "，，3—", "到", "百分之"):
        assert isinstance(_figures(text, None), list)


def test_figures_without_an_end_of_a_sentence_are_read_in_reach() -> None:
    """A text layer that lost its punctuation: no figure looks back over the whole of it."""
    rows = _figures("力争" + "3万吨" * 400)
    assert rows[0].kind == "target"
    assert len(rows) == 1
    assert len(rows[0].evidence) == 400


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        (
            "去年交易额568亿元，业务量4.3亿件，同比分别增长7.9%和15.4%。",
            ["交易额", "业务量", "交易额同比增长", "业务量同比增长"],
        ),
        (
            "一季度教育、社保、卫生健康支出分别增长6.4%、7.2%和5.5%。",
            ["教育支出增长", "社保支出增长", "卫生健康支出增长"],
        ),
        ("出口和进口分别下降3%和4%。", ["出口下降", "进口下降"]),
        ("产值和税收分别达到3亿元、4亿元。", ["产值", "税收"]),
        ("新增企业8家。出口分别增长3%和4%。", ["企业", "出口分别增长", "出口分别增长"]),
    ],
)
def test_each_of_several_figures_has_its_own_name(text: str, indicators: list[str]) -> None:
    assert [row.indicator for row in _figures(text)] == indicators


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("今年开行中欧班列80列。", "开行中欧班列"),
        ("新建共享车间5个。", "新建共享车间"),
        ("房租为25元。", "房租"),
    ],
)
def test_names_stay_whole(text: str, indicator: str) -> None:
    assert _figures(text)[0].indicator == indicator


def test_what_is_so_far_off_is_no_name() -> None:
    assert _figures("12分钟后平稳降落。")[0].indicator == "分钟"


def test_the_year_before_that_one_is_compared_with_is_no_period() -> None:
    assert _figures("今年前5个月，游客是去年同期的3.2倍。")[0].period == "2024-01/2024-05"
