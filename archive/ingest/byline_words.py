"""The words of a byline: roles (记者, 摄, 整理) cut free of names, names put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.gazetteer.habits import habits
from archive.gazetteer.names import names
from archive.gazetteer.places import places

HAN = r"[一-鿿㐀-䶿𠀀-𲎯]"
BEFORE, AFTER = (
    "‹",
    "›",
)  # set behind a role that only what follows, before one that only what precedes
_SPLIT = re.compile(r"[\s、，,;；|｜/／+＋&]+")
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}[-.]\d{1,2}[-.]\d{1,2}")
_WESTERN = re.compile(rf"{HAN}{{1,8}}(?:·{HAN}{{1,8}}){{1,3}}")
_HAN_NAME = re.compile(rf"{HAN}{{2,4}}")
_SPELLED = re.compile(rf"{HAN}{{5,10}}")
WRITERS = ("记者", "实习生", "通讯员")
ROLE_PARTS = ("讯员", "者", "习生")  # what a line's end leaves of them
_TAILS = ("both", "compiler", "photographer", "ignored")


def role_of(word: str) -> str | None:
    """What a word says its people did, None for a name: 首席记者 is reporter, 摄 photographer."""
    word = word.strip(BEFORE + AFTER)
    return next((role for role, form in habits().roles.items() if form.fullmatch(word)), None)


def words_of(text: str) -> list[str]:
    """A byline's words in their order, roles parted from names, marks and dates left out.

    `□记者王强、李 明 图/施四维` gives 记者, 王强, 李明, 图‹, 施四维: the sign tells that the
    role belongs to what follows (图/某某) or, before it, to what precedes (某某/摄).
    """
    text = _DATE.sub(" ", text.translate(dict.fromkeys(map(ord, habits().marks), " ")))
    text = habits().together.sub(" 文图 ", text)
    text = _ruling().sub(rf" \1{BEFORE} ", text)
    text = _ruled().sub(rf" {AFTER}\1 ", text)
    cut = [part for word in _SPLIT.split(text) for part in _cut(word) if part]
    return list(_rejoined(cut))


@lru_cache(maxsize=1)
def _ruling() -> re.Pattern[str]:
    """图/ and 摄影： before whom they speak of; but 记者： is a question's first word."""
    roles = habits().roles
    free = "|".join(roles[role].pattern for role in ("photographer", "text", "others"))
    writers = f"{habits().titles}(?:记者|通讯员)"
    return re.compile(rf"(?<!{HAN})((?:{free})(?=\s*[/／:：])|{writers}(?=\s*[/／]))\s*[/／:：]")


@lru_cache(maxsize=1)
def _ruled() -> re.Pattern[str]:
    form = "|".join(habits().roles[role].pattern for role in ("photographer", "text"))
    return re.compile(rf"(?<={HAN})\s*[/／]\s*({form})(?!{HAN})")


def _cut(word: str, *, inside: bool = False) -> list[str]:
    """Words set without blanks: 记者王强通讯员李明摄 gives 记者, 王强, 通讯员, 李明, 摄."""
    if not word or role_of(word) and not (inside and _named_role(word)):
        return [word]
    first = "" if inside else _first_role(word)
    rest = word[len(first) :]
    if not first:
        return _cut_inside(word)
    # 记者手记, 记者从市统计局: what is set right behind its role must begin like a name.
    if role_of(rest) or begins_like_a_name(rest) or _follows(first, rest):
        return [first, *_cut(rest, inside=True)]
    return [word]


def _follows(role: str, rest: str) -> bool:
    """通讯员励宝元: no sentence sets this role before what is no name."""
    return role.endswith("通讯员") and _HAN_NAME.fullmatch(rest) is not None and not _worded(rest)


def _first_role(word: str) -> str:
    """The role that a run begins with: 本报记者 of 本报记者王强; nothing of 王强通讯员李明."""
    if _named_role(word):
        return ""
    roles = habits().roles
    for role in ("both", "photographer", "reporter", "correspondent", "others"):
        match = roles[role].match(word)
        if match and len(match[0]) >= 2 and len(match[0]) < len(word):
            ends = [word.find(one) + len(one) for one in WRITERS if one in word]
            return word[: min(ends)] if role in ("reporter", "correspondent") else match[0]
    return ""


def _named_role(word: str) -> bool:
    """何三思通讯员…: a name run together with the role behind it, and no 苏报通讯员."""
    match = re.match(rf"({HAN}{{2,3}}?){habits().titles}通讯员", word)
    return match is not None and _surnamed(match[1]) and match[1][-1] not in "报网台社刊"


def _cut_inside(word: str) -> list[str]:
    match = re.search(rf"(?<=..){habits().titles}(?:记者|实习生|通讯员)", word)
    if match and match.start() <= 12:
        return [*_cut(word[: match.start()], inside=True), *_cut(word[match.start() :])]
    for role in _TAILS:
        tail = re.search(rf"(?:{habits().roles[role].pattern})$", word)
        # 牟联文 and 陈图 are names: a single 文 or 图 is no role behind so few characters.
        if tail and tail.start() >= 2 and tail[0] not in ("图", "文"):
            return [*_cut(word[: tail.start()], inside=True), tail[0]]
    return [word]


def _rejoined(words: list[str]) -> Iterator[str]:
    """Names printed with blanks inside: 王 强 is one, 汪 永 安 too, 王 强 李 明 are two."""
    letters = ""
    for word in [*words, ""]:
        alone = len(word) == 1 and re.match(HAN, word)
        # 陈 文: behind a lone family name even 文 is a name's second half.
        if alone and (role_of(word) is None or len(letters) == 1):
            letters += word
            continue
        yield from _spelled(letters)
        letters = ""
        if word:
            yield from _parted(word)


def _spelled(letters: str) -> list[str]:
    if len(letters) == 4:
        return [letters[:2], letters[2:]]
    return split_names(letters) or [letters] if letters else []


def _parted(word: str) -> list[str]:
    """Two names that a line's end has run together: 何三思施四维, 石磊柳青; 巴依斯古楞 is one."""
    if len(word) == 4 and _are_two(word):
        return [word[:2], word[2:]]
    if not _SPELLED.fullmatch(word) or role_of(word) or is_foreign(word) or _worded(word):
        return [word]
    found = split_names(word)
    family = names()
    sure = all(name[0] in family.common or name[:2] in family.double for name in found)
    return found if found and sure else [word]


def _are_two(word: str) -> bool:
    """Four characters that are two names of two, each with a family name of its own."""
    family = names()
    whole = word[:2] in family.double or is_foreign(word) or role_of(word) or _worded(word)
    return not whole and all(
        part[0] in family.common and _surnamed(part) for part in (word[:2], word[2:])
    )


def split_names(run: str) -> list[str]:
    """A run of characters as names with family names, the fewest and most even; [] if it is none."""
    if len(run) <= 3:
        return [run] if len(run) >= 2 and begins_like_a_name(run) else []
    for size in (3, 2, 4):
        head, rest = run[:size], run[size:]
        whole = _surnamed(head) and (size < 4 or head[:2] in names().double)
        if whole and (tail := split_names(rest)):
            return [head, *tail]
    return []


def _surnamed(word: str) -> bool:
    family = names()
    known = family.is_surname(word[0]) or word[:2] in family.double
    return known and word not in family.words


def begins_like_a_name(text: str) -> bool:
    """Whether what follows a role without a blank may be a name: not 手记, 从, 一行."""
    family = names()
    known = family.is_surname(text[0]) or text[:2] in family.double
    foreign = is_foreign(text) or bool(_WESTERN.match(text))
    unlike = text[:2] in family.words or text in habits().after_reporter
    return (known or foreign) and not unlike


def is_foreign(word: str) -> bool:
    """Spelled by sound, without a family name: 巴依斯古楞, 苏布德, 米日古丽."""
    sounds = names().sounds
    return len(word) >= 2 and sum(char in sounds for char in word) >= 0.75 * len(word)


def is_name(word: str, *, ruled: bool, marked: bool = False) -> bool:
    """Whether a word can be a name; `ruled` where a role of its own stands before it.

    Without one a family name must be there: …技术人员 摄 signs nobody. `marked` bylines (□, in
    brackets) hold nothing but names: 斯莲 has no family name of the list.
    """
    if _WESTERN.fullmatch(word):
        return True
    if word in habits().after_reporter or word in habits().bracketed:
        return False
    if _HAN_NAME.fullmatch(word):
        long = len(word) == 4 and word[:2] not in names().double
        return (_surnamed(word) and not long) or (ruled and _odd_name(word, marked=marked))
    return ruled and bool(_SPELLED.fullmatch(word)) and is_foreign(word)


def _odd_name(word: str, *, marked: bool) -> bool:
    """Names that are everyday words (成功, 马上) or have no family name (尔古木呷, 字学林)."""
    family = names()
    if _worded(word[1:]) and not (marked and len(word) == 2):
        return False
    known = family.is_surname(word[0]) or is_foreign(word)
    if len(word) > 3:
        return not places().named(word)
    return known or len(word) == 3 or (marked and word not in ROLE_PARTS)


def _worded(text: str) -> bool:
    """Whether characters stand in it that names never hold: 从省工业和."""
    family = names()
    return any(char in family.never or char in family.particles for char in text)
