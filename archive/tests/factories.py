"""Rows for tests: each function makes one, with what the test does not care about filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from archive.ingest.fitting import fit
from archive.models import (
    Article,
    Import,
    Industry,
    Issue,
    Newspaper,
    Official,
    OfficialMention,
    Page,
    Place,
    PlaceMention,
    Post,
)

DAY = date(2024, 3, 15)


def place(code: str, name: str, level: str = "county", parent: Place | None = None) -> Place:
    """`level` is province, prefecture or county; the short name drops the last character."""
    values = {"name": name, "short": name[:-1], "level": level, "parent": parent}
    return Place.objects.get_or_create(code=code, defaults=values)[0]


def shandong() -> Place:
    return place("370000", "山东省", "province")


def taian() -> Place:
    """泰安市 with 肥城市 below it, as places 370900 and 370983."""
    city = place("370900", "泰安市", "prefecture", shandong())
    place("370983", "肥城市", "county", city)
    return city


def newspaper(name: str = "泰安日报", slug: str = "taian-ribao", **values: Any) -> Newspaper:
    values = {"level": "prefecture", "place": taian()} | values
    return Newspaper.objects.get_or_create(slug=slug, defaults={"name": name} | values)[0]


def issue(day: date = DAY, paper: Newspaper | None = None, **values: Any) -> Issue:
    values = {"date_source": Issue.DateSource.DATELINE} | values
    paper = paper or newspaper()
    return Issue.objects.get_or_create(newspaper=paper, date=day, defaults=values)[0]


def source(key: str = "a", **values: Any) -> Import:
    """An import row; `key` makes its checksum."""
    sha256 = values.pop("sha256", key.ljust(64, "0"))
    return Import.objects.create(
        sha256=sha256, **({"filename": f"{key}.txt", "file": f"{key}.txt", "size": 9} | values)
    )


def page(
    number: int = 1, of: Issue | None = None, text: str = "标题\n正文。", **values: Any
) -> Page:
    of = of or issue()
    origin = values.pop("source", None) or source(f"{of.pk}-{number}-")
    return Page.objects.create(
        issue=of, number=number, text=text, sha256=origin.sha256, source=origin, **values
    )


def article(on: Page | None = None, **values: Any) -> Article:
    on = on or Page.objects.first() or page()
    order = on.articles.count() + 1
    values = {"title": "储能项目开工", "body": "项目开工。", "lines": [[1, 2]]} | values
    made = Article(page=on, **({"order": order} | values))
    made.skip_history_when_saving = True  # as the loader does
    made.save()
    del made.skip_history_when_saving
    return made


def official(name: str = "李兰亭", where: Place | None = None, **values: Any) -> Official:
    return Official.objects.create(name=name, place=where, **values)


def post(title: str = "泰安市市长", where: Place | None = None) -> Post:
    return Post.objects.get_or_create(title=title, place=where)[0]


def industry(slug: str = "energy-storage", name: str = "储能") -> Industry:
    return Industry.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def mention_place(of: Article, what: Place, role: str = "subject", **values: Any) -> PlaceMention:
    return PlaceMention.objects.create(article=of, place=what, role=role, **values)


def mention_official(
    of: Article, who: Official, as_post: Post | None = None, role: str = "speaker", **values: Any
) -> OfficialMention:
    text = fit(OfficialMention, "post_text", as_post.title if as_post else None)
    return OfficialMention.objects.create(
        article=of, official=who, post=as_post, role=role, **({"post_text": text} | values)
    )
