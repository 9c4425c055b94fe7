"""The interface in English: every text translated, none forgotten in the source, the switch."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.utils import translation

from archive import languages
from archive.tests.messages import ROOT, Text, catalogue, python_texts, templates, used

CHINESE = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# What stands between the tags of a template, and what is said by translated tags.
SAID = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|<(pre|code)\b.*?</(?:pre|code)>"  # what is typed is Chinese in any language
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)


def book(domain: str) -> polib.POFile:
    return polib.pofile(str(catalogue(domain)))


def rows(domain: str) -> dict[Text, polib.POEntry]:
    return {Text(row.msgid, row.msgid_plural, row.msgctxt or ""): row for row in book(domain)}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_text_is_translated(domain: str) -> None:
    known = rows(domain)
    missing = [
        text.text for text in used(domain) if text not in known or not known[text].translated()
    ]
    assert missing == []


def test_texts_within_f_strings_are_found() -> None:
    source = """told = f"<b>{escape(_('不全'))}</b>" """.encode()
    assert [text.text for text in python_texts(source)] == ["不全"]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_text_is_kept_that_nobody_uses(domain: str) -> None:
    assert [text.text for text in rows(domain).keys() - used(domain).keys()] == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_translations_fill_in_the_same_values(domain: str) -> None:
    def values(text: str) -> Counter[str]:
        return Counter(PLACEHOLDER.findall(text))

    def differs(row: polib.POEntry) -> bool:
        if row.msgid_plural:
            return not all(
                values(text).keys() <= values(row.msgid_plural).keys()
                for text in row.msgstr_plural.values()
            )
        return values(row.msgid) != values(row.msgstr)

    assert [row.msgid for row in book(domain) if row.translated() and differs(row)] == []


def test_templates_say_nothing_outside_translated_tags() -> None:
    def bare(path: Path) -> list[str]:
        text = SAID.sub("", path.read_text("utf-8"))
        return [line.strip() for line in text.splitlines() if CHINESE.search(line)]

    found = {path.relative_to(ROOT).as_posix(): bare(path) for path in templates()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.django_db
def test_the_browser_chooses_the_language_and_the_link_changes_it(client: Client) -> None:
    assert 'lang="zh-Hans"' in client.get("/").text
    english = client.get("/", headers={"accept-language": "en-GB,en;q=0.8"})
    assert '<html lang="en"' in english.text
    back = client.get("/language/zh-hans/?next=/cities/%3Fx=1")
    assert back["Location"] == "/cities/?x=1"
    again = client.get("/", headers={"accept-language": "en"})
    assert '<html lang="zh-Hans"' in again.text


@pytest.mark.django_db
@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example", "x"])
def test_the_switch_leads_nowhere_else(client: Client, next_page: str) -> None:
    answer = client.get("/language/en/", {"next": next_page})
    assert answer["Location"] == "/"


@pytest.mark.django_db
def test_an_unknown_language_is_no_page(client: Client) -> None:
    assert client.get("/language/xx/").status_code == 404


@pytest.mark.django_db
def test_the_admin_stays_chinese(client: Client) -> None:
    page = client.get("/admin/login/", headers={"accept-language": "en"})
    assert "登录" in page.text
    assert translation.get_language() == "zh-hans"


def test_texts_of_an_upgrade_are_compiled_however_old_their_files_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "source", tmp_path / "made"
    file = source / "en" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    monkeypatch.setattr(languages, "SOURCE", source)

    def compiled(text: str, day: int) -> str:
        file.write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "检索"\nmsgstr "{text}"\n',
            "utf-8",
        )
        os.utime(file, (day, day))
        languages.compile_texts(target)
        return polib.mofile(str(target / "en" / "LC_MESSAGES" / "django.mo"))[0].msgstr

    assert compiled("Search", 2_000_000) == "Search"
    assert compiled("Find", 1_000_000) == "Find"
    assert compiled("same time, not read", 1_000_000) == "Find"
