"""Bylines (署名): □记者 王某 报道, （记者 A 通讯员 B）, ■记者 C 摄, □记者 D 整理."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.gazetteer.habits import habits
from archive.gazetteer.names import names
from archive.gazetteer.places import places
from archive.text.normalize import fold_blanks

_HAN = r"[一-鿿㐀-䶿]"
_NAME = re.compile(rf"{_HAN}{{2,4}}|{_HAN}{{1,6}}·{_HAN}{{1,6}}(?:·{_HAN}{{1,6}})?")
_LONG_NAME = re.compile(rf"{_HAN}{{5,7}}")
_SPLIT = re.compile(r"[\s、，,;；]+")
_PARENS = re.compile(r"^[（(【\[]\s*(.*?)\s*[）)】\]]$")
_INLINE = re.compile(r"[（(]([^（）()]{4,80})[）)]")
_TAIL = re.compile(r"[。！？”](?P<byline>[^。！？”]{4,40})$")
_HEAD = re.compile(
    r"(?:讯|电|消息)[\s　]+(?P<byline>(?:本报|全媒体|见习)*记者[^，。：]{2,40}?)(?:报道)?(?=[：:]|报道)"
)


@dataclass(slots=True)
class Byline:
    """Names by what they did; `closing` where the form stands at an article's end."""

    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    compilers: list[str] = field(default_factory=list)
    photographers: list[str] = field(default_factory=list)
    closing: bool = False
    caption: bool = False
    signed_by_role: bool = True

    def __bool__(self) -> bool:
        return bool(self.reporters or self.correspondents or self.compilers or self.photographers)

    def add(self, other: Byline) -> None:
        """Take over the names of another form of the same article, each once."""
        for kind in ("reporters", "correspondents", "compilers", "photographers"):
            mine = getattr(self, kind)
            mine.extend(name for name in getattr(other, kind) if name not in mine)


def parse_byline(text: str) -> Byline | None:
    """A line that holds nothing but a byline, or None.

    `□记者 何三思 报道` opens an article, `（□记者 何三思 整理）` closes one, a bare `通讯员 施四维`
    goes on with the line above. Raises nothing.
    """
    bare = fold_blanks(text)
    if not 4 <= len(bare) <= 80 or re.search(r"[。：，]", bare):
        return None
    inside = _PARENS.match(bare)
    body = (inside[1] if inside else bare).strip()
    marked = body.lstrip(habits().marks)
    return _names(marked.strip(), closing=bool(inside), marked=marked != body or bool(inside))


def inline_byline(text: str) -> Byline | None:
    """The byline behind a dateline, 本报讯（记者 A 通讯员 B）…, or ending a text: …。记者 C 摄."""
    for match in _INLINE.finditer(text):
        found = parse_byline(match[0])
        if found and (found.signed_by_role or match.end() == len(text)):
            return found
    for pattern in (_HEAD, _TAIL):
        match = pattern.search(text)
        if match and (found := parse_byline(match["byline"])):
            return found
    return None


def _names(text: str, *, closing: bool, marked: bool) -> Byline | None:
    """Walk the words: a role word names what the names behind it (or before 摄, 整理) did."""
    found, current, pending, roles = Byline(closing=closing), "", [], 0
    for word in _words(text):
        role = _role(word)
        if role is None:
            # 巴依斯古楞: names of five characters and more only behind their role.
            if not (_NAME.fullmatch(word) or (current and _LONG_NAME.fullmatch(word))):
                return None
            pending.append(word)
            continue
        roles += 1
        if roles == 1 and pending and closing and role == "reporter":
            # （苏某 李某 记者 刘某）: who stands before the first role writes in from outside.
            _give(found, "correspondent", "", pending)
            pending = []
        follows = not word.startswith(("图/", "图／"))
        if role in ("photographer", "compiler", "both") and pending and follows:
            _give(found, role, current, pending)
            if role == "compiler":
                _all_compiled(found)
            pending, current = [], current if role == "both" else ""
            continue
        _give(found, current, current, pending)
        pending, current = [], role if role != "ignored" else current
    if not roles and closing and _are_names(pending):
        current, roles, found.signed_by_role = "reporter", 1, False
    _give(found, current, current, pending)
    if not found or not roles or (not marked and len(text) > 40):
        return None
    pictured = found.reporters in ([], found.photographers)
    found.caption = bool(found.photographers) and pictured and not found.compilers
    found.closing = closing or bool(found.compilers) or (found.caption and not found.reporters)
    return found


def _may_be_a_name(word: str) -> bool:
    family = names()
    surnamed = word[0] in family.common | family.rare or word[:2] in family.double
    short = len(word) <= 3 and word not in habits().after_reporter
    return (surnamed or short) and word[:2] not in family.words


def _all_compiled(found: Byline) -> None:
    """整理 at the end holds for everyone before it: （记者 A 通讯员 B 整理）."""
    found.compilers = [*found.reporters, *found.correspondents, *found.compilers]
    found.reporters, found.correspondents = [], []


def _are_names(words: list[str]) -> bool:
    """Bare names in brackets sign a text too: （陶 然）; but （江苏） and （全文） are no names."""
    family = names()
    single = family.common | family.rare
    return 1 <= len(words) <= 3 and all(
        ((len(word) <= 3 and word[0] in single) or word[:2] in family.double)
        and word not in family.words
        and word not in habits().bracketed
        and not places().named(word)
        for word in words
    )


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
    letters = ""
    for word in [*words, ""]:
        if len(word) == 1 and "一" <= word <= "鿿" and _role(word) is None:
            letters += word
            continue
        joined.extend(_spelled(letters))
        joined.extend([word] if word else [])
        letters = ""
    return joined


def _spelled(letters: str) -> list[str]:
    """Characters printed apart as names: 王 强 is one, 汪 永 安 too, 王 强 李 明 are two."""
    if len(letters) == 4:
        return [letters[:2], letters[2:]]
    return [letters] if letters else []


def _cut(word: str) -> list[str]:
    if not word or _role(word):
        return [word]
    roles = habits().roles
    for role in ("photographer", "reporter", "correspondent", "both", "others"):
        match = roles[role].match(word)
        if match and (len(match[0]) >= 2 or match[0] == word):
            rest = word[match.end() :]
            # 记者手记, 记者从市统计局: what is set right behind its role must begin like a name.
            if rest and _role(rest) is None and not _may_be_a_name(rest):
                return [word]
            return [match[0], *_cut(rest)]
    for role in ("both", "compiler", "photographer", "ignored"):
        tail = re.search(rf"(?:{roles[role].pattern})$", word)
        if tail and tail.start() >= 2:
            return [*_cut(word[: tail.start()]), tail[0]]
    return [word]
