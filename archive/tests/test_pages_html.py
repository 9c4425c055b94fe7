"""What every page owes its reader: language, landmarks, headings, labels, no foreign host, no inline code."""

from __future__ import annotations

from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from archive.models import Article, Figure, IndustryMention
from archive.tests import factories as make

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>“甲”&乙"
VOID = {"meta", "link", "input", "br", "img", "rect"}


class Document(HTMLParser):
    """The tags of a page in their order, its open tags checked against its closing ones."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def named(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]


def story() -> Article:
    """An article whose every printed field tries to break out of the page."""
    page = make.page(number_known=True)
    article = make.article(
        page,
        status="published",
        kicker=HOSTILE,
        title=HOSTILE,
        subtitle=HOSTILE,
        column=HOSTILE,
        body=f"{HOSTILE}。总投资116亿元。\n第二段。",
        reporters=[HOSTILE],
        warnings=[HOSTILE],
    )
    make.article(page, status="published", title="同版另一篇")
    city = make.taian()
    make.mention_place(article, city)
    make.mention_official(article, make.official("李兰亭", city), make.post(HOSTILE, city))
    IndustryMention.objects.create(article=article, industry=make.industry(), role="subject")
    Figure.objects.create(article=article, text=HOSTILE, value=1, indicator=HOSTILE, kind="actual")
    return article


def pages(client: Client) -> dict[str, str]:
    """The HTML of one page of each kind, and of the search in three states, by address."""
    article = story()
    things = [article, article.page, article.page.issue, article.page.issue.newspaper]
    things += [article.official_mentions.get().official, make.taian(), make.industry()]
    addresses = [thing.get_absolute_url() for thing in things]
    addresses += ["/", "/cities/", "/officials/", "/industries/", "/newspapers/", "/articles/0/"]
    found = {address: client.get(address).content.decode() for address in addresses}
    found["search"] = search_html(hits=[article])
    found["nothing found"] = search_html(q=HOSTILE)
    found["nothing there"] = search_html(chips=[], problems=[])
    return found


def search_html(hits: list[Article] | None = None, q: str = "", **changes: Any) -> str:
    """The search template over a made-up result; `changes` replaces fields of the result."""
    plain = SimpleNamespace
    values = [
        plain(
            value=str(n),
            label=f"第{n}市",
            count=n,
            selected=n == 1,
            url=f"/search/?city={n}",
            children=(),
        )
        for n in range(1, 13)
    ]
    fields = {
        "total": len(hits or []) * 41,
        "page": 2,
        "pages": 3,
        "size": 20,
        "hits": [
            plain(article=a, score=1.0, title="<mark>储能</mark>", snippet="甲") for a in hits or []
        ],
        "facets": [
            plain(name="city", label="城市", values=values, total=40),
            plain(name="month", label="月份", values=values, total=12),
            plain(name="county", label="区县", values=[]),
        ],
        "chips": [plain(label=HOSTILE, url="/search/")],
        "problems": [HOSTILE],
        "notices": ["按普通词检索。"],
        "months": {},
    }
    result = plain(**fields | changes)
    context = {
        "result": result,
        "advice": plain(is_empty=not (q or result.chips or result.problems), examples=["储能"]),
        "q": q,
        "sort": "relevance",
        "date_from": "2024-01",
        "date_to": None,
        "role": "subject",
        "hidden": [("city", "370900"), ("sort", "newest"), ("role", "subject")],
        "sorts": [{"value": "newest", "label": "新的在前", "url": "/search/?s", "selected": True}],
        "pager": {
            "previous": "/search/?page=1",
            "next": "",
            "links": [{"number": 2, "url": "/search/?page=2", "current": True}],
        },
        "exports": [{"label": "CSV", "url": "/search.csv?q="}],
        "clear_url": "/search/",
    }
    return render_to_string("search/search.html", context, RequestFactory().get("/search/"))


@pytest.fixture
def documents(client: Client) -> dict[str, Document]:
    return {address: Document(html) for address, html in pages(client).items()}


def test_every_page_is_well_formed(documents: dict[str, Document]) -> None:
    for address, document in documents.items():
        assert (document.unbalanced, document.open) == ([], []), address


def test_every_page_has_its_frame(documents: dict[str, Document]) -> None:
    for address, document in documents.items():
        assert document.named("html") == [{"lang": "zh-Hans"}], address
        for tag in ("h1", "main", "title"):
            assert len(document.named(tag)) == 1, (address, tag)
        assert document.named("header", "footer", "nav"), address
        links = [attrs.get("href") for attrs in document.named("a")]
        assert links[0] == "#content", address
        for section in ("/", "/search/", "/cities/", "/officials/", "/industries/", "/newspapers/"):
            assert section in links, (address, section)


def test_every_page_can_search(documents: dict[str, Document]) -> None:
    for address, document in documents.items():
        forms = {attrs.get("action") for attrs in document.named("form")}
        assert "/search/" in forms, address
        assert [i.get("type") for i in document.named("input") if i.get("name") == "q"][:1] == [
            "search"
        ], address


def test_headings_skip_no_level(documents: dict[str, Document]) -> None:
    for address, document in documents.items():
        levels = [int(tag[1]) for tag, _ in document.tags if tag in {"h1", "h2", "h3", "h4"}]
        assert levels[0] == 1, address
        steps = [after - before for before, after in zip(levels, levels[1:], strict=False)]
        assert all(step <= 1 for step in steps), (address, levels)


def test_ids_are_unique_and_what_points_at_them_finds_them(documents: dict[str, Document]) -> None:
    pointers = ("aria-labelledby", "aria-describedby", "for", "form")
    for address, document in documents.items():
        ids = [attrs["id"] for _, attrs in document.tags if attrs.get("id")]
        assert len(ids) == len(set(ids)), address
        for _, attrs in document.tags:
            for name in pointers:
                assert attrs.get(name) is None or attrs[name] in ids, (address, attrs)


def test_every_field_has_a_label(documents: dict[str, Document]) -> None:
    for address, document in documents.items():
        labelled = {attrs.get("for") for attrs in document.named("label")}
        for field in document.named("input", "select"):
            assert field.get("type") == "hidden" or field.get("id") in labelled, (address, field)


def test_nothing_inline_and_nothing_from_elsewhere(documents: dict[str, Document]) -> None:
    for address, document in documents.items():
        for tag, attrs in document.tags:
            assert tag != "style" and "style" not in attrs, address
            assert not any(name.startswith("on") for name in attrs), address
            assert tag != "script" or attrs.get("src"), address
            if attrs.get("rel") == "canonical":  # no request is made of it, and it is given whole
                continue
            for name in ("src", "href", "action"):
                assert not (attrs.get(name) or "").startswith(("http:", "https:", "//")), address


def test_newspaper_text_is_never_markup(client: Client) -> None:
    for address, html in pages(client).items():
        assert "<script>alert" not in html, address


def test_chosen_facet_values_say_so() -> None:
    document = Document(search_html(hits=[story()]))
    chosen = [a for a in document.named("a") if a.get("class") == "chosen"]
    assert len(chosen) == 2 and all(attrs.get("aria-current") == "true" for attrs in chosen)


def test_a_facet_with_more_choices_leads_to_all_of_them() -> None:
    html = search_html(hits=[story()], q="储能")
    assert (
        html.index("第12市") < html.index('href="/search/choices/city/') < html.index("全部 40 项")
    )
    assert "/search/choices/month/" not in html


def test_the_search_form_keeps_the_chosen_facets_once() -> None:
    fields = Document(search_html(q="储能")).named("input", "select")
    names = [field["name"] for field in fields]
    assert sorted(names) == ["city", "from", "q", "role", "sort", "to"]
    assert {field["name"]: field.get("value") for field in fields}["q"] == "储能"


def test_a_search_without_hits_helps(client: Client) -> None:
    assert "没有找到文章" in search_html(q="无此词") and "换一个更短" in search_html(q="无此词")
    assert "没有找到文章" in search_html(chips=[], problems=["没有这个地区。"])
    assert "档案还是空的" in search_html(chips=[], problems=[])
    assert "这一页没有文章" in search_html(total=812)
