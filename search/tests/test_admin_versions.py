"""Two editors have the same form open: the later one is told, and loses nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from archive.editing import history
from archive.models import Article, Official
from archive.tests import factories as make
from search.tests.night.browser import Form

FORM = "article_form"
pytestmark = pytest.mark.django_db


def shown(client: Client, row: Article | Official) -> dict[str, str]:
    """What the form of a page would send, as it stands."""
    return sent_by(client.get(address(row)).content.decode())


def sent_by(html: str) -> dict[str, str]:
    fields = Form(html, FORM).fields or Form(html, FORM.replace("article", "official")).fields
    return dict(fields)


def address(row: Article | Official) -> str:
    return reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk])


def test_the_later_one_is_told_who_was_first_and_may_insist(admin_client, admin_user) -> None:
    article = make.article(title="旧题", body="正文。")
    early = shown(admin_client, article)
    late = dict(early)
    assert admin_client.post(address(article), early | {"title": "甲的题"}).status_code == 302
    refused = admin_client.post(address(article), late | {"body": "乙的正文。"})
    assert refused.status_code == 200
    html = refused.content.decode()
    assert f"{admin_user} 于 " in html and "（更正：主题）" in html and "还没有保存" in html
    article.refresh_from_db()
    assert (article.title, article.body) == ("甲的题", "正文。")
    again = sent_by(html)
    assert (again["title"], again["body"]) == ("旧题", "乙的正文。")
    assert admin_client.post(address(article), again).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.body) == ("旧题", "乙的正文。")


def test_what_was_saved_already_may_be_sent_again(admin_client) -> None:
    """The answer was lost on its way, and the button is pressed once more."""
    article = make.article(title="旧题")
    sent = shown(admin_client, article) | {"title": "新题"}
    assert [admin_client.post(address(article), sent).status_code for _ in range(2)] == [302, 302]
    assert article.history.count() == 2


def test_rows_below_are_not_overwritten_either(admin_client) -> None:
    article = make.article()
    official = make.official("李兰亭")
    row = make.mention_official(article, official)
    early = shown(admin_client, article)
    role = "official_mentions-0-role"
    first, second = (one for one in ("attendee", "speaker", "subject") if one != early[role])
    assert admin_client.post(address(article), early | {role: first}).status_code == 302
    refused = admin_client.post(address(article), early | {role: second})
    assert refused.status_code == 200 and "可能已经不同" in refused.content.decode()
    row.refresh_from_db()
    assert row.role == first
    assert admin_client.post(address(article), sent_by(refused.content.decode())).status_code == 302
    row.refresh_from_db()
    assert row.role == second


def test_rows_that_are_gone_meanwhile_keep_nobody_from_saving(admin_client) -> None:
    article = make.article(title="旧题")
    names = ["李兰亭", "周望山", "何三思"]
    rows = [make.mention_official(article, make.official(name)) for name in names]
    late = shown(admin_client, article) | {"title": "新题", "official_mentions-2-role": "attendee"}
    rows[1].delete()
    history.save(article, author=None, reason="删去官员")
    refused = admin_client.post(address(article), late).content.decode()
    assert "还没有保存" in refused and "不会恢复" in refused
    again = sent_by(refused)
    assert admin_client.post(address(article), again).status_code == 302
    article.refresh_from_db()
    assert article.title == "新题"
    kept = article.official_mentions.order_by("pk").values_list("pk", "role")
    assert list(kept) == [(rows[0].pk, rows[0].role), (rows[2].pk, "attendee")]


def test_so_it_is_with_officials(admin_client) -> None:
    official = make.official("李兰亭")
    early = shown(admin_client, official)
    assert admin_client.post(address(official), early | {"note": "甲"}).status_code == 302
    refused = admin_client.post(address(official), early | {"note": "乙"})
    assert "还没有保存" in refused.content.decode()
    official.refresh_from_db()
    assert official.note == "甲"


def test_who_only_looks_and_who_makes_a_new_one_are_not_asked(admin_client) -> None:
    assert admin_client.get(reverse("admin:archive_official_add")).status_code == 200
    new = {"name": "周望山", "pinyin": "", "distinction": "", "note": ""}
    assert admin_client.post(reverse("admin:archive_official_add"), new).status_code == 302
