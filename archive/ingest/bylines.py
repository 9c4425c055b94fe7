"""Bylines (署名): □记者 王某 报道, （记者 A 通讯员 B）, ■记者 C 摄, □记者 D 整理."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.gazetteer.habits import habits
from archive.text.normalize import fold_blanks

_HAN = r"[一-鿿㐀-䶿]"
_NAME = re.compile(rf"{_HAN}{{2,4}}|{_HAN}{{1,6}}·{_HAN}{{1,6}}(?:·{_HAN}{{1,6}})?")
_SPLIT = re.compile(r"[\s、，,;；]+")
_PARENS = re.compile(r"^[（(【\[]\s*(.*?)\s*[）)】\]]$")
_INLINE = re.compile(r"[（(]([^（）()]{4,80})[）)]")


@dataclass(slots=True)
class Byline:
    """Names by what they did; `closing` where the form stands at an article's end."""

    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    compilers: list[str] = field(default_factory=list)
    photographers: list[str] = field(default_factory=list)
    closing: bool = False
    caption: bool = False

    def __bool__(self) -> bool:
        return bool(self.reporters or self.correspondents or self.compilers or self.photographers)

    def add(self, other: Byline) -> None:
        """Take over the names of another form of the same article, each once."""
        for kind in ("reporters", "correspondents", "compilers", "photographers"):
            mine = getattr(self, kind)
            mine.extend(name for name in getattr(other, kind) if name not in mine)


def parse_byline(text: str) -> Byline | None:
    """A line that holds nothing but a byline, or None.

    `□记者 赵琳 报道` opens an article, `（□记者 王洪涛 整理）` closes one, a bare `通讯员 孙越`
    goes on with the line above. Raises nothing.
    """
    bare = fold_blanks(text)
    if not 4 <= len(bare) <= 80 or "。" in bare or "：" in bare:
        return None
    inside = _PARENS.match(bare)
    body = (inside[1] if inside else bare).strip()
    marked = body.lstrip(habits().marks)
    return _names(marked.strip(), closing=bool(inside), marked=marked != body or bool(inside))


def inline_byline(text: str) -> Byline | None:
    """The byline in brackets behind a dateline: 本报讯（记者 A 通讯员 B）…, or ending a text."""
    for match in _INLINE.finditer(text):
        if found := parse_byline(match[0]):
            return found
    return None


def _names(text: str, *, closing: bool, marked: bool) -> Byline | None:
    """Walk the words: a role word names what the names behind it (or before 摄, 整理) did."""
    found, current, pending, roles = Byline(closing=closing), "", [], 0
    for word in _words(text):
        role = _role(word)
        if role is None:
            if not _NAME.fullmatch(word):
                return None
            pending.append(word)
            continue
        roles += 1
        if role in ("photographer", "compiler", "both") and pending:
            _give(found, role, current, pending)
            pending, current = [], current if role == "both" else ""
            continue
        _give(found, current, current, pending)
        pending, current = [], role if role != "ignored" else current
    _give(found, current, current, pending)
    if not found or not roles or (not marked and len(text) > 40):
        return None
    found.caption = bool(found.photographers) and not found.reporters and not found.compilers
    found.closing = closing or bool(found.compilers) or found.caption
    return found


def _give(found: Byline, role: str, before: str, names: list[str]) -> None:
    """Put the names where their role says; 文/图 makes them reporters and photographers."""
    targets = {
        "reporter": [found.reporters],
        "correspondent": [found.correspondents],
        "photographer": [found.photographers],
        "compiler": [found.compilers],
        "both": [
            found.correspondents if before == "correspondent" else found.reporters,
            found.photographers,
        ],
    }.get(role, [])
    for target in targets:
        target.extend(name for name in names if name not in target)


def _role(word: str) -> str | None:
    for role, pattern in habits().roles.items():
        if pattern.fullmatch(word):
            return role
    return None


def _words(text: str) -> list[str]:
    """Blank-separated words with role words cut free of names: 记者王强摄 → 记者, 王强, 摄.

    A two-character name printed with a blank (王 强) is put together again.
    """
    words: list[str] = []
    for word in _SPLIT.split(text):
        words.extend(part for part in _cut(word) if part)
    joined: list[str] = []
    for word in words:
        alone = len(word) == 1 and "一" <= word <= "鿿" and _role(word) is None
        if alone and joined and joined[-1].startswith("\0"):
            joined[-1] = joined[-1][1:] + word
        else:
            joined.append("\0" + word if alone else word)
    return [word.lstrip("\0") for word in joined]


def _cut(word: str) -> list[str]:
    if not word or _role(word):
        return [word]
    roles = habits().roles
    for role in ("reporter", "correspondent", "both"):
        if match := roles[role].match(word):
            return [match[0], *_cut(word[match.end() :])]
    for role in ("both", "compiler", "photographer", "ignored"):
        tail = re.search(rf"(?:{roles[role].pattern})$", word)
        if tail and tail.start() >= 2:
            return [*_cut(word[: tail.start()]), tail[0]]
    return [word]
