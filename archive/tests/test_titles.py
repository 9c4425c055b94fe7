"""Titles given to stories over the whole page."""

from archive.ingest.layout import label_lines, read_lines
from archive.ingest.lines import START, Line
from archive.ingest.parting import split_briefs, split_seams
from archive.ingest.parts import Page
from archive.ingest.sides import REACH, ways_to_part
from archive.ingest.splitter import split_page
from archive.ingest.stories import Split, Story
from archive.ingest.titles import assign_titles

BRIDGE = """
  本报讯 昨日，横跨沁河的新大桥合龙，大桥全
长八百米，双向四车道，预计明年五月通车，两岸群众
过河不再绕行。
"""
WHEAT = """
  本报讯 眼下正值小麦返青，农技人员走进麦田，
指导农户追施返青肥，全县四十万亩小麦长势喜人，苗
情好于常年。
"""
SCHOOL = """
  本报讯 新学期开始，城东小学的新食堂投入使用，
可供六百名学生同时就餐，家长可以在手机上看到后厨
的画面。
"""


def lines(count: int) -> list[Line]:
    return [Line(n, f"重点项目第{n}批", 0.0, 8.0, gap=True) for n in range(1, count + 1)]


def page_of(runs: list[list[Line]]) -> Page:
    stories = []
    for _ in runs[1:]:
        stories.append(Story())
        stories[-1].append(Line(99, "本报讯 昨日开工。", 0.0, 9.0, label=START))
    return Page(Split(stories, runs))


def titles_of(text: str) -> list[str]:
    printed = read_lines(text)
    label_lines(printed)
    titled = assign_titles(split_seams(split_briefs(split_page(printed))))
    return ["".join(line.text for line in title) for title in titled.titles]


def test_a_table_of_short_lines_is_parted_in_few_ways():
    """Every pair of cuts would be cubic in all: 300 such lines took a minute."""
    page = page_of([[], lines(2000), []])
    assert len(ways_to_part(page, 1)) <= (REACH + 1) ** 2


def test_a_short_run_is_parted_in_every_way():
    page = page_of([[], lines(3), []])
    parted = {(choice.above, choice.below) for choice, _ in ways_to_part(page, 1)}
    assert parted == {(a, b) for a in range(4) for b in range(a, 4)}


def test_titles_in_front_and_behind():
    heads = ["沁河新大桥合龙", "农技人员指导小麦追肥", "城东小学新食堂投用"]
    bodies = [BRIDGE, WHEAT, SCHOOL]
    before = "\n".join(f"\n{h}\n{b}" for h, b in zip(heads, bodies, strict=True))
    after = "\n".join(f"{b}\n{h}\n" for h, b in zip(heads, bodies, strict=True))
    assert titles_of(before) == heads
    assert titles_of(after) == heads


def test_titles_gathered_in_one_place():
    heads = ["沁河新大桥合龙", "明年五月通车", "农技人员指导小麦追肥", "城东小学新食堂投用"]
    bodies = "\n".join([BRIDGE, WHEAT, SCHOOL])
    wanted = [heads[0] + heads[1], *heads[2:]]
    top = "{}\n{}\n\n{}\n\n{}\n\n".format(*heads)
    assert titles_of(top + bodies) == wanted
    assert titles_of(bodies + "\n" + top) == wanted


def test_a_story_goes_on_behind_a_folio_in_its_middle():
    text = BRIDGE.replace("长八百米", "济宁日报 2024年3月5日 星期二 第3版 要闻\n长八百米")
    printed = read_lines("沁河新大桥合龙\n" + text)
    label_lines(printed)
    titled = assign_titles(split_seams(split_briefs(split_page(printed))))
    assert [story.text[-9:] for story in titled.stories] == ["群众过河不再绕行。"]
    assert "大桥全长八百米" in titled.stories[0].text


def test_a_page_of_headlines_alone_gives_no_story():
    assert titles_of("沁河新大桥合龙\n\n小麦返青\n") == []
