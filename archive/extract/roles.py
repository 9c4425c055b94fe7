"""What part a person plays in an article: speaker, subject, attendee or mentioned."""

from __future__ import annotations

import re

from archive.extract.compact_text import CompactText
from archive.extract.sightings import APPOINTED, LEFT, PRESENT
from archive.gazetteer.names import names
from archive.gazetteer.posts import posts
from archive.records import ArticleDraft

Occurrence = tuple[CompactText, int, int]
SPEAKER, SUBJECT, ATTENDEE, MENTIONED = "speaker", "subject", "attendee", "mentioned"
_PRESENCE = ("出席", "参加", "列席", "陪同", "一同", "与会", "到会", "主持", "就座", "汇报")
_OWN_WORDS = ("interview", "signed_statement")
_LINKS = ("等", "和", "与", "及", "以及", "说", "称")
_CLAUSE = re.compile(r"(?:（[^（）]{1,30}）)?([^，。；！？：“\n]{0,24})")
_REST = re.compile(r"[^。；！？\n]{0,240}")
# 应邀出席闭幕会的有：甲，乙
_AMONG = re.compile(r"(?:出席|参加|列席)[^。：]{0,16}有：[^。]*$")
_OPENING = re.compile(r"[^。！？]{0,120}")


def role_of(
    name: str, draft: ArticleDraft, occurrences: list[Occurrence], *, ways: set[str]
) -> str:
    """The role of `name`; `ways` tell how he was found.

    An interview gives its speaker, a title its subject: 何三思带队赴…考察 is about 何三思 though he speaks too.
    """
    headline = any(text.field != "body" for text, _, _ in occurrences)
    body = [row for row in occurrences if row[0].field == "body"]
    if name in posts().leaders:
        return SUBJECT if headline and not body else MENTIONED
    if draft.kind in _OWN_WORDS and (headline or any(_labelled(row) for row in body)):
        return SPEAKER
    if any(_labelled(row) for row in occurrences):
        return SPEAKER
    if headline or {APPOINTED, LEFT} & ways:
        return SUBJECT
    if draft.kind == "obituary":
        return MENTIONED
    return _in_body(body, PRESENT in ways)


def _in_body(body: list[Occurrence], attends: bool) -> str:
    if body and _acts(body[0]) and not attends:
        return SUBJECT
    if any(_speaks(row) for row in body):
        return SPEAKER
    if attends or any(_present(row) for row in body):
        return ATTENDEE
    return MENTIONED


def _labelled(row: Occurrence) -> bool:
    """何三思： at the head of an answer."""
    text, start, end = row
    return text.text[end : end + 1] == "：" and (start == 0 or text.text[start - 1] == "\n")


def _speaks(row: Occurrence) -> bool:
    """施四维谈到, 何三思在座谈会上说; 出席会议并讲话 is presence."""
    text, _, end = row
    if _labelled(row):
        return True
    clause = _CLAUSE.match(text.text, end)
    words = clause[1] if clause else ""
    if not words:
        return False
    lexicon = names()
    if lexicon.speech.at(words, 0):
        return True
    present = any(lexicon.attend.at(words, at) for at in range(len(words)))
    if words.endswith(("讲话", "致辞")):
        return True
    return bool(lexicon.speech.ending(words, len(words))) and not present


def _present(row: Occurrence) -> bool:
    text, start, end = row
    rest = _REST.match(text.text, end)
    words = rest.group() if rest else ""
    return any(word in words for word in _PRESENCE) or bool(
        _AMONG.search(text.text, max(0, start - 400), start)
    )


def _acts(row: Occurrence) -> bool:
    """1月5日，市委书记王强到…调研: the first sentence of the body tells what he does, not what he says."""
    text, start, end = row
    opening = _OPENING.match(text.text)
    if not opening or start >= opening.end():
        return False
    lexicon = names()
    verb = lexicon.after.at(text.text, end)
    interviewed = "采访" in text.text[end : end + 12]
    if interviewed or not verb or verb in _LINKS or lexicon.speech.at(text.text, end):
        return False
    return text.text.startswith("主持召开", end) or not lexicon.attend.at(text.text, end)
