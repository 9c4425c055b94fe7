"""What belongs to no article, by its form, and text that only looks like it."""

import pytest

from archive.ingest.furniture import (
    folio_page,
    folio_section,
    furniture_reason,
    is_notice_heading,
    is_sure_notice,
    reads_like_notice,
    signs_notice,
)

FOLIOS = [
    ("泉林日报 2024年1月7日 星期日 第3版 要闻", 3, "要闻"),
    ("2024年1月7日　星期日　癸卯年十一月廿六　A03　时政", 3, "时政"),
    ("A03 要闻 2024年1月7日 星期日 编辑/何三思 美编/施四维 电话：5580000", 3, "要闻"),
    ("03 县区 泉林日报 2024-01-07", 3, "县区"),
    ("二〇二四年一月七日 星期日 农历十一月廿六 第三版", 3, None),
    ("二O二四年一月七日 星期日 泉林日报", None, None),
    ("２０２４年１月７日　星期日　０３版　经济", 3, "经济"),
    ("2 0 2 4 年 1 月 7 日 星期日 4 版", 4, None),
    ("2024.1.7 星期日 4 民生·时政", 4, "民生·时政"),
    ("2024/1/7 Sunday QUANLIN DAILY B2 副刊", 2, "副刊"),
    ("第4版 综合新闻 泉林日报 2024年8月22日 星期四", 4, "综合新闻"),
    ("本版责编：何三思 执编：施四维 美编：赵博 泉林日报 2024年8月22日", None, None),
    ("泉林日报（汉文版） 2025年12月4日 星期四 乙巳年十月十五", None, None),
    ("2024年12月21日 星期六 农历十一月廿一 今日冬至 今日8版", None, None),
    ("中共泉林市委主管主办 2018年11月19日 星期一 第8816期 今日8版", None, None),
    ("5 国际 2024年5月1日 星期三", 5, "国际"),
]


@pytest.mark.parametrize(("text", "page", "section"), FOLIOS)
def test_folios_of_all_kinds(text, page, section):
    assert furniture_reason(text) == "folio"
    assert (folio_page(text), folio_section(text)) == (page, section)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("责任编辑：何三思 美编：施四维", "editors"),
        ("■责编 何三思 ■版式 施四维 ■校对 曹五", "editors"),
        ("编辑/何三思　版式/施四维　一读/曹五", "editors"),
        ("编审 何三思 组版 施四维", "editors"),
        ("新闻热线：0537-2345678 E-mail：news@example.com", "hotline"),
        ("泉林日报热线 87000000", "hotline"),
        ("www.example.com", "hotline"),
        ("扫描二维码关注泉林发布", "hotline"),
        ("地址：泉林市洸河路1号 邮编：272000", "hotline"),
        ("今日天气：多云间晴，南风3到4级，气温2℃～14℃", "weather"),
        (
            "泉林市气象台预报：今天白天多云转雷阵雨，西南风4-5级，气温22～31℃，明后天多云。",
            "weather",
        ),
        ("泉林 晴 16℃～29℃ 卞桥 多云 13℃～24℃ 偏东风2级", "weather"),
        ("导读：", "guide"),
        ("静观泉林：石头村里的新生意（2版）", "guide"),
        ("全市招商引资再提速 A05", "guide"),
        ("详见第4版", "guide"),
        ("羊肉 62.50 牛肉 58.00 土豆 2.10", "table"),
        ("泉林市农副产品批发均价（12月3日，单位：元/公斤）", "table"),
        ("双色球第2024003期开奖公告", "table"),
        ("中奖号码：03 05 11 19 27 33 + 08", "table"),
        ("▲何三思遗失残疾军人证，证号0000123，声明作废。", "lost"),
        ("招标编号：QL2024-0871 建设规模：二十三栋", "ad"),
        ("第三版", "page"),
        ("民生·时政", "page"),
        ("CN 37-0000 总第15327期", "page"),
        ("2024年", "date"),
        ("1月7日", "date"),
    ],
)
def test_what_stands_around_articles(text, why):
    assert furniture_reason(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "全市上半年用电量增长三成，2024年1月7日",
        "2019年7月6日22时",
        "产业，2026年力争",
        "编辑部的故事",
        "策划一批重大项目 推进一批重点工程",
        "统筹 推进农田建设",
        "校地携手共建2个平台",
        "10 个2000吨级泊",
        "如有意见，请拨打监督电话：0933-8210000。",
        "（下转第三版）",
        "推进项目建设（下转第三版）",
        "扫一扫果品上的二",
        "天气转暖，农民下地春耕。",
        "今天下午，会议在泉林召开",
        "市领导何三思、施四维参加活动。",
        "为2018年11月19日至23日：",
        "要闻回顾显示全市经济稳中向好",
        "气温回升 果农忙",
        "泉林县三级书记抓产业",
    ],
)
def test_text_is_no_furniture(text):
    assert furniture_reason(text) is None


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("泉林市公共资源交易中心公告", True),
        ("遗失声明", True),
        ("泉林市某小区物业服务项目公开招标公告", True),
        ("土地使用权拍卖公告", True),
        ("干部任前公示", False),
        ("关于表彰先进集体的公告", False),
        ("我市发布暴雨预警公告", False),
    ],
)
def test_headings_of_notices(text, notice):
    assert is_notice_heading(text) is notice


def test_what_tells_a_notice_from_an_article():
    assert is_sure_notice("遗失声明") and not is_sure_notice("泉林市公告")
    assert reads_like_notice("报名截止时间为5月30日，联系电话：0851-80000000")
    assert not reads_like_notice("近日，泉林县银杏种质资源库通过国家验收。")
    assert signs_notice("泉林市市政管理中心") and signs_notice("2024年1月7日")
    assert not signs_notice("泉林县：服装城试水“云走秀”")
