"""Whole pages in, articles out; the pages here are made up, the measured ones are in shared."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from archive.ingest.errors import InputError
from archive.ingest.pipeline import parse_bytes

ROOT = Path(__file__).resolve().parents[2]
SCORER = ROOT.parent / "shared" / "check" / "score_pages.py"

TWO_SIDES = """
  本报讯（记者 何三思）近日，全市盐穴储能
项目集中开工，总投资30亿元，建成后年发电
10亿度。

盐穴储能项目集中开工

  □记者 施四维 报道
  本报济南3月4日讯 全省玫瑰产业现场会今天
举行，与会代表参观了玫瑰加工车间。
  会议要求，做强玫瑰品牌。

全省玫瑰产业
现场会举行

把垃圾分类做到家门口

  近日，城区居民小区垃圾分类试点启动，
各街道设立投放站点200个，方便居民。
"""


def parse(text, name="page.txt", **options):
    return next(parse_bytes(text.encode(), name, **options))[0]


def test_titles_before_and_after_on_one_page():
    page = parse(TWO_SIDES)
    assert [article.title for article in page.articles] == [
        "盐穴储能项目集中开工",
        "全省玫瑰产业现场会举行",
        "把垃圾分类做到家门口",
    ]


FEATURE = """
一粒种子的远征
——鲁中蔬菜种业观察

  □ 本报记者 何三思

  清晨五点，寿光蔬菜种业基地的灯已经亮
了。育种员施四维走进大棚，逐株查看新品种
番茄的坐果情况。
  “十年前，这里八成的种子要靠进口。”他说。

从跟跑到领跑

  种子是农业的芯片。寿光蔬菜种业企业联合
科研院所攻关，先后育成番茄、辣椒、黄瓜等
新品种205个，国产种子市场占有率由54%提高
到70%。

让种子走得更远

  如今，寿光蔬菜种子卖到了二十多个国家和
地区。种业企业在海外建起育种站6个，番茄、
辣椒种子最受欢迎。
"""


def test_crossheads_stay_in_their_article():
    (article,) = parse(FEATURE).articles
    assert (article.title, article.subtitle) == ("一粒种子的远征", "鲁中蔬菜种业观察")
    assert "\n从跟跑到领跑\n" in article.body
    assert article.body.endswith("最受欢迎。")


def test_bulleted_crossheads_and_boxes_stay_in_their_article():
    text = FEATURE.replace("从跟跑到领跑", "◎攻关：从跟跑到领跑").replace("让种子", "◎出海：让种子")
    page = parse(text + "\n【记者手记】\n\n  采访中，听得最多的词是“算账”。\n")
    (article,) = page.articles
    assert "◎攻关：从跟跑到领跑" in article.body
    assert article.body.endswith("最多的词是“算账”。")


def test_a_signature_in_the_text_ends_its_article():
    page = parse(
        """
口岸货运量增长一成

  本报讯 记者近日从绥芬河海关获悉，今年前七个月，铁路口岸进
出境货物达到780万吨，同比增长一成，中欧班列通行582列，口岸
还将新增换装线两条，通关时间再缩短一半。（记者 何三思）

  日前，省人大常委会执法检查组赴各市检查民营经济条例实施情况，
先后走访企业19家，征集意见建议76条，要求限时解决欠款问题。
  （本报记者 施四维）

让法治成为营商环境的支撑
"""
    )
    assert [article.reporters for article in page.articles] == [["何三思"], ["施四维"]]
    assert page.articles[1].title == "让法治成为营商环境的支撑"


def test_every_line_is_in_an_article_or_furniture_once():
    page = parse(TWO_SIDES)
    spans = [span for article in page.articles for span in article.lines]
    spans += [row.lines for row in page.furniture]
    covered = [n for first, last in spans for n in range(first, last + 1)]
    lines = TWO_SIDES.split("\n")
    filled = [n for n, line in enumerate(lines, 1) if line.strip()]
    assert [n for n in sorted(covered) if lines[n - 1].strip()] == filled


def test_bylines_are_metadata():
    article = parse(TWO_SIDES).articles[1]
    assert article.reporters == ["施四维"]
    assert article.body.startswith("本报济南3月4日讯 全省玫瑰产业现场会")
    assert article.dateline is not None and article.dateline.place == "济南"


def test_a_fragment_keeps_its_marker_and_its_page():
    page = parse("（上接第一版）会议强调，要提高政治站位，抓好落实。\n")
    (article,) = page.articles
    assert article.kind == "continuation"
    assert article.continued_from == "第一版"
    assert article.body.startswith("（上接第一版）会议强调")


def test_both_halves_in_one_file_are_one_article():
    page = parse(
        """
全市召开储能产业大会

  本报讯（记者 何三思）昨日，全市储能产业大会召开，
会议总结去年工作，部署今年储能产业重点任务，强调要坚定
不移把储能产业做大做强，（下转第三版）

（上接第一版）加快推进储能项目建设，确保全年储能装机
达到80万千瓦。
"""
    )
    (article,) = page.articles
    assert article.kind != "continuation"
    assert "做大做强，加快推进储能项目建设" in article.body
    assert len(article.lines) == 2


def test_items_of_a_list_of_briefs_are_articles():
    page = parse(
        """
简讯

▲日前，东城区获评全国家纺名城，规上企业达到218家。

▲西城区人大常委会开展养老服务条例执法检查。
"""
    )
    assert [article.kind for article in page.articles] == ["brief", "brief"]
    assert page.articles[0].column == "简讯"


def test_notices_are_furniture():
    page = parse(
        """
全市召开储能产业大会
  本报讯（记者 何三思）昨日，全市储能产业大会召开。

遗失声明
某某商贸行不慎遗失公章一枚，声明作废。
"""
    )
    assert len(page.articles) == 1
    assert {row.why for row in page.furniture} <= {"notice", "lost"}


@pytest.mark.parametrize(
    ("name", "text", "source", "day"),
    [
        ("济宁日报_2024-03-05_01版.txt", "近日，全市召开会议。", "filename", date(2024, 3, 5)),
        (
            "a.txt",
            "济宁日报 2024年3月5日 星期二 第3版\n\n近日，召开会议。",
            "folio",
            date(2024, 3, 5),
        ),
        ("a.txt", "本报讯 近日，召开会议。", None, None),
        (
            "a.txt",
            "本报济宁1月6日讯 2023年9月签约，2024年将开工，2024年见效。",
            "dateline",
            date(2024, 1, 7),
        ),
    ],
)
def test_the_issue_date_and_where_it_was_read(name, text, source, day):
    page = parse(text, name)
    assert (page.date, page.date_source) == (day, source)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("济宁日报_2024-01-18_02版.txt", 2),
        ("济宁日报-2024-01-18.txt", None),
        ("2024.01.18.txt", None),
        ("20240118-03.txt", 3),
    ],
)
def test_the_page_number_of_a_file_name_is_no_part_of_its_date(name, number):
    assert parse("近日，召开会议。", name).number == number


def test_the_page_number_in_chinese():
    page = parse("济宁日报 2024年1月7日 星期日 第十二版 要闻\n\n  近日，召开会议。")
    assert page.number == 12


def test_a_text_that_is_no_page_is_refused():
    with pytest.raises(InputError, match="请按版拆开"):
        parse("字" * 200_001)


def test_a_given_date_wins():
    page = parse("近日，召开会议。", "济宁日报_2024-03-05.txt", day=date(2024, 3, 6))
    assert (page.date, page.date_source) == (date(2024, 3, 6), "argument")


def test_the_newspaper_is_told_by_whom_the_page_speaks_for():
    page = parse(
        """
  本报济宁讯（记者 何三思）昨日，我市召开全市工业大会，市委、市政府有关负责同志参加。泗水县、嘉祥县作发言。

  本报济宁讯（记者 施四维）近日，济宁市出台措施，支持微山县、鱼台县发展特色农业，市委要求抓好落实。
"""
    )
    assert page.newspaper == "济宁日报"
    assert "报纸由版面内容推定，请确认" in page.warnings


def test_a_page_that_speaks_for_nobody_has_no_newspaper():
    page = parse("  近日，一场展览开幕，观众可以免费参观。\n")
    assert page.newspaper is None
    assert "未能确定报纸" in page.warnings


def test_an_unknown_newspaper_is_named():
    with pytest.raises(InputError, match="不认识的报纸：火星日报"):
        parse("近日，召开会议。", newspaper="火星日报")


def score(pages: Path, gold: Path) -> dict[str, float]:
    command = f"{sys.executable} {ROOT / 'manage.py'} parse {{file}} --newspaper {{newspaper}}"
    arguments = ["--pages", str(pages), "--gold", str(gold), "--run", command]
    run = subprocess.run(
        [sys.executable, str(SCORER), *arguments], capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout.splitlines()[-1])


needs_scorer = pytest.mark.skipif(
    not SCORER.exists(), reason="../shared/check/score_pages.py is not here"
)


@needs_scorer
def test_score_on_the_real_pages():
    figures = score(SCORER.parents[1] / "pages", SCORER.parents[1] / "gold")
    assert figures["article"] == figures["body"] == figures["date"] == 1.0
    assert figures["wrong"] == figures["extra"] == 0
    assert figures["byline"] >= 0.97
    assert figures["place"] >= 0.95
    assert figures["official"] >= 0.97
    assert figures["post"] >= 0.9
    assert figures["industry"] >= 0.85
    assert figures["figure"] >= 0.75


@needs_scorer
def test_score_on_the_sample_pages():
    figures = score(ROOT / "fixtures" / "pages", ROOT / "archive" / "tests" / "sample_gold")
    assert figures["article"] >= 0.93
    assert figures["date"] == 1.0
    assert figures["wrong"] == 0
    assert min(figures[key] for key in ("byline", "place", "official", "industry")) >= 0.95


def set_anew(folder: Path, sources: str, *options: str) -> dict[str, float]:
    """The score on the pages that the jumble tool makes of some sources."""
    paths = sorted(str(path) for path in (ROOT / "archive" / "tests").glob(f"{sources}*.toml"))
    pages, gold = folder / "pages", folder / "gold"
    pages.mkdir()
    gold.mkdir()
    command = [sys.executable, "-m", "archive.tests.jumble", *paths, *options]
    folders = ["--pages", str(pages), "--gold", str(gold)]
    subprocess.run([*command, *folders], cwd=ROOT, check=True, capture_output=True)
    return score(pages, gold)


@needs_scorer
def test_score_on_the_sample_pages_set_anew(tmp_path):
    """The same articles in other widths, orders and title sides."""
    figures = set_anew(tmp_path, "sample_sources/", "--seed", "23")
    assert figures["article"] >= 0.8
    assert figures["wrong"] <= 2
    assert min(figures[key] for key in ("byline", "place", "official")) >= 0.9


@needs_scorer
@pytest.mark.parametrize(
    ("group", "article", "byline"),
    [("c", 0.93, 0.95), ("d", 0.93, 0.93), ("e", 0.87, 0.8), ("f", 0.95, 0.93), ("g", 0.93, 0.93)],
)
def test_score_on_pages_of_other_papers(tmp_path, group, article, byline):
    """Papers of all regions: habits of their own, names that are words, titles far off.

    The weights are fitted on these pages, so this only guards what stands; what to expect of a
    paper that nobody has seen, fit_weights says by cross-validation.
    """
    figures = set_anew(tmp_path, f"varied_sources/{group}_")
    assert figures["article"] >= article
    assert figures["wrong"] <= 2
    assert figures["byline"] >= byline
    assert min(figures["place"], figures["official"]) >= 0.8


@needs_scorer
def test_score_on_pages_that_no_rule_was_written_by(tmp_path):
    """Held out: nothing is fitted on these pages, and whoever mends the rules does not read them."""
    figures = set_anew(tmp_path, "held_out_sources/")
    assert figures["article"] >= 0.88
    assert figures["wrong"] <= figures["pages"]
    assert min(figures[key] for key in ("title", "body", "byline", "place", "county")) >= 0.9
    assert figures["official"] >= 0.95
    assert figures["post"] >= 0.8


def test_a_rare_blank_line_may_part_two_articles():
    page = parse(
        """
城区新增公交线路三条

  近日，市公交集团新增线路三条，方便城区东部居民乘车出行。
  新线路全长42公里，设站56座，投放新能源公交车30辆，首末班
时间与原有线路衔接，市民可以刷卡乘车。
  公交集团还将优化站牌信息。

  春分前后，丘陵乡镇的茶园进入采摘期，茶农忙着采茶制茶。
  全镇茶园面积2万亩，亩均收入6000元，带动就业3000人。
  茶叶合作社统一收购鲜叶。

丘陵茶园采茶忙
"""
    )
    assert [article.title for article in page.articles] == [
        "城区新增公交线路三条",
        "丘陵茶园采茶忙",
    ]
