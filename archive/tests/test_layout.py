"""What each line of a page is: titles, paragraphs, bylines, furniture."""

from archive.ingest.layout import BYLINE, FURNITURE, MORE, START, TITLE, label_lines, read_lines


def labels(page: str) -> list[str]:
    lines = read_lines(page)
    label_lines(lines)
    return [line.label for line in lines]


def test_a_false_blank_does_not_break_a_sentence():
    page = """
为进一步优化营商环境，近日，全市召
开专题会议，要求各级各部门在转作风

提效能上下更大功夫，切实解决企业难
点堵点问题。
"""
    assert labels(page) == [START, MORE, MORE, MORE]


def test_title_after_its_body_without_indents():
    page = """
本报讯（记者 何三思）昨日，全市召
开专题会议，要求各级各部门在转作风
提效能上下更大功夫。

我市开展作风建设专项行动
"""
    assert labels(page) == [START, MORE, MORE, TITLE]


def test_title_glued_to_an_indented_body():
    page = """
把项目一个一个抓到底
  一年之计在于春，开春以来，各乡镇把
招商的队伍派到了南方，把竣工的时间写
在了墙上。
  我们将坚持工业强区。
"""
    assert labels(page) == [TITLE, START, MORE, MORE, START]


def test_furniture_is_known_by_form():
    page = """
济宁日报 2024年3月5日 星期二 第3版 要闻

新闻热线：0537-1234567 责任编辑：何三思

  本报讯 昨日，全市召开专题会议。
"""
    assert labels(page) == [FURNITURE, FURNITURE, START]


def test_a_word_of_editors_inside_a_sentence_is_text():
    page = """
  各乡镇要把水利和道路一起谋划，
统筹 推进高标准农田建设，赶在汛
期以前把沟渠清淤一遍。
"""
    assert labels(page) == [START, MORE, MORE]


def test_a_byline_broken_over_two_lines():
    page = """
全市召开专题会议

（记者 何三思 通讯
员 施四维）

昨日，全市召开专题会议，要求各级各
部门提高效能。
"""
    assert labels(page) == [TITLE, BYLINE, BYLINE, START, MORE]


def test_line_numbers_are_those_of_the_file():
    lines = read_lines("\n一二三\n\n\x0c四五六\n")
    assert [(line.number, line.text) for line in lines] == [(2, "一二三"), (4, "四五六")]


def test_a_signature_in_brackets_ends_a_paragraph():
    page = """
本报讯 昨日，全市召开专题会议，要求
提高效能，取信于民。（记者 何三思）

全市召开作风建设会议

  昨日，一场展览在市美术馆开幕，展出
新作百余件。
"""
    assert labels(page) == [START, MORE, TITLE, START, MORE]


def test_a_role_cut_by_the_end_of_a_line_goes_on():
    page = """
  时下正值大棚瓜类管理关键期。全县面积稳
定在十万亩左右，预计四月下旬陆续上市。本报记
者 何三思 摄影报道
"""
    assert labels(page) == [START, MORE, MORE]
