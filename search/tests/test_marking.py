"""What an article speaks of, marked in its text: which pieces, how they overlap, what they lead to."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article, Figure, Official, OfficialMention, PersonMention
from search import reading
from search.marked import Marked, Wanted
from search.marking import KINDS, Piece, exact, pieces_of, stretches
from search.tests import factories

BODY = "本报讯 市高级人民法院院长李兰亭说，总投资116亿元。\n<b>泰安</b>储能项目由魏建军负责。"


def spot(words: str, text: str = BODY, field: str = "body") -> list:
    return [field, text.index(words), text.index(words) + len(words)]


@pytest.fixture
def article(db: None) -> Article:
    made = factories.article(
        BODY,
        title="泰安<储能>大会",
        cities={"370900": "subject"},
        industries={"tourism": "subject"},
    )
    place, industry = made.place_mentions.get(), made.industry_mentions.get()
    place.evidence = [["title", 0, 2], spot("市高级人民法院"), spot("泰安")]
    industry.evidence = [spot("高级人民法院")]
    place.save()
    industry.save()
    who = Official.objects.create(name="李兰亭")
    OfficialMention.objects.create(
        article=made, official=who, role="speaker", evidence=[spot("李兰亭")]
    )
    PersonMention.objects.create(article=made, name="魏建军", evidence=[spot("魏建军")])
    Figure.objects.create(
        article=made,
        text="总投资116亿元",
        indicator="总投资",
        value=116,
        kind="actual",
        evidence=[spot("116亿元")],
    )
    return made


def page(article: Article, query: str) -> reading.Reading:
    return reading.read(Article.objects.get(pk=article.pk), QueryDict(query))


def test_nothing_is_marked_unless_asked_for(article: Article) -> None:
    read = page(article, "")
    assert "<a" not in "".join([read.title, *read.paragraphs])
    figure = article.figures.get()
    # But a figure's place can be gone to from elsewhere.
    assert f'<span class="figure-at" id="figure-{figure.pk}">116亿元</span>' in read.paragraphs[0]


def test_every_piece_leads_to_what_it_speaks_of(article: Article) -> None:
    read = page(article, "marks=mentions")
    text = "".join([read.title, *read.paragraphs])
    links = re.findall(r'<a class="m m-(\w+)[^"]*" href="([^"]+)"[^>]*>(.*?)</a>', text)
    official = article.official_mentions.get().official
    assert links == [
        ("place", "/cities/370900/", "泰安"),
        ("place", "/cities/370900/", "市"),
        ("industry", "/industries/tourism/", "高级人民法院"),
        ("official", f"/officials/{official.pk}/", "李兰亭"),
        ("figure", f"#row-{article.figures.get().pk}", "116亿元"),
        ("place", "/cities/370900/", "泰安"),
        ("person", exact("魏建军").replace("&", "&amp;"), "魏建军"),
    ]
    assert 'class="m m-industry also-place"' in text
    assert 'title="行业：文旅\n地区：泰安市"' in text
    assert "&lt;储能&gt;" in read.title and "&lt;b&gt;" in read.paragraphs[1]


def test_one_kind_at_a_time(article: Article) -> None:
    for kinds in ("place", "official", "place,figure"):
        read = page(article, f"marks={kinds}")
        found = set(re.findall(r"m m-(\w+)", "".join([read.title, *read.paragraphs])))
        assert found == set(kinds.split(","))
    both = page(article, "marks=place&marks=official").wanted
    assert [one.kind for one in both.choices if one.chosen] == ["place", "official"]


def test_hits_and_marks_stand_in_one_another(article: Article) -> None:
    read = page(article, "q=人民法院院长&marks=mentions")
    text = read.paragraphs[0]
    assert re.search(r'>高级<mark id="hit-1">人民法院</mark></a><mark>院长</mark><a', text)
    assert read.total == 1


def test_choices_keep_the_search_and_are_told_in_order(article: Article) -> None:
    wanted = page(article, "q=储能&city=370900&marks=place").wanted
    at = article.get_absolute_url()
    query = f"{at}?q=%E5%82%A8%E8%83%BD&city=370900"
    assert [(one.kind, one.count, one.chosen) for one in wanted.choices] == [
        ("place", 3, True),
        ("official", 1, False),
        ("person", 1, False),
        ("industry", 1, False),
        ("figure", 1, False),
    ]
    addresses = [one.address for one in wanted.choices]
    assert addresses[:2] == [query, f"{query}&marks=place&marks=official"]
    assert (wanted.all, wanted.none) == (f"{query}&marks=mentions", query)
    assert wanted.with_figures == f"{query}&marks=place&marks=figure"
    every = page(article, "marks=mentions").wanted
    assert (every.all, every.none) == ("", at)


def test_an_unknown_kind_is_named_and_nothing_breaks(client: Client, article: Article) -> None:
    at = article.get_absolute_url()
    html = client.get(at, {"marks": "<i>x,place"}).content.decode()
    assert "文中没有“&lt;i&gt;x”这一类可标。" in html and "m m-place" in html
    assert client.get(at, {"marks": "\x00"}).status_code == 200
    assert "这一类可标" not in client.get(at, {"marks": ""}).content.decode()


def test_evidence_that_points_nowhere_is_left_out(article: Article) -> None:
    mention = article.place_mentions.get()
    mention.evidence = [
        ["body", 5, 900],
        ["password", 0, 2],
        ["title", -1, 2],
        ["body", 4, 4],
        ["body"],
        ["body", "0", 2],
    ]
    mention.save()
    assert [
        one for rows in pieces_of(article).values() for one in rows if one.kind == "place"
    ] == []
    assert "m-place" not in "".join(page(article, "marks=mentions").paragraphs)


def test_a_figure_is_gone_to_and_come_back_from(client: Client, article: Article) -> None:
    figure = article.figures.get()
    at = article.get_absolute_url()
    html = client.get(at).content.decode()
    assert f'href="{at}?marks=figure#figure-{figure.pk}"' in html
    assert f'<tr role="row" id="row-{figure.pk}">' in html
    html = client.get(at, {"marks": "figure"}).content.decode()
    assert html.count(f'id="figure-{figure.pk}"') == 1
    assert f'href="#row-{figure.pk}"' in html


PIECES = st.lists(
    st.builds(
        lambda start, size, kind, anchor: Piece(
            start, start + size, kind, "<n>", "/x/?a=1&b=2", f"figure-{anchor}" if anchor else ""
        ),
        st.integers(0, 30),
        st.integers(1, 12),
        st.sampled_from(KINDS),
        st.integers(0, 2),
    ),
    max_size=8,
)


class Balanced(HTMLParser):
    """Fails where links stand in one another or tags are left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        assert tag in {"a", "mark", "span"} and not (tag == "a" and "a" in self.open)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(
    st.text(st.sampled_from("储能<>&\"' \n泰安"), max_size=40),
    PIECES,
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5)), max_size=4),
    st.sets(st.sampled_from(KINDS)),
)
def test_any_overlap_gives_the_text_back(
    text: str, pieces: list[Piece], gaps: list[tuple[int, int]], kinds: set[str]
) -> None:
    inside = [piece for piece in pieces if piece.end <= len(text)]
    hits, at = [], 0
    for gap, size in gaps:
        if at + gap + size <= len(text):
            hits.append((at + gap, at + gap + size))
            at += gap + size + 1
    marked = Marked(text, hits, inside, Wanted(kinds=frozenset(kinds)), 0)
    html = marked.html(0, len(text))
    parsed = Balanced(html)
    assert parsed.open == [] and parsed.text == text
    assert unescape(re.sub(r"<[^>]*>", "", html)) == text
    assert [int(one) for one in re.findall(r'id="hit-(\d+)"', html)] == [
        number + 1 for number in range(len(hits))
    ]


@given(PIECES)
def test_runs_cover_the_text_once_and_the_shortest_is_closest(pieces: list[Piece]) -> None:
    runs = stretches(pieces, 50)
    assert [run.start for run in runs] == [0, *(run.end for run in runs[:-1])]
    assert runs[-1].end == 50
    for run in runs:
        for at in range(run.start, run.end):
            over = [piece for piece in pieces if piece.start <= at < piece.end]
            assert bool(over) == bool(run.pieces)
            if over:
                assert run.pieces[0].end - run.pieces[0].start == min(
                    piece.end - piece.start for piece in over
                )


def test_marks_that_turn_the_direction_are_not_printed(db: None) -> None:
    title, body = "储能\u202e项\u200b目", "泰安\u2066储能\u202e。\x07"
    made = factories.article(body, title=title)
    read = page(made, "q=储能")
    assert read.title == '<mark id="hit-1">储能</mark>项目'
    assert read.paragraphs == ['泰安<mark id="hit-2">储能</mark>。']
    Article.objects.update(title="")
    assert page(made, "").title == "（无题）泰安储能。"
