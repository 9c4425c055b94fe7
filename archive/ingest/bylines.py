"""Bylines (署名): □记者 王某 报道, （记者 A 通讯员 B）, ■记者 C 摄, □记者 D 整理."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.gazetteer.datelines import dateline_at_head
from archive.gazetteer.habits import habits
from archive.gazetteer.names import names
from archive.gazetteer.places import places
from archive.ingest.byline_words import AFTER, BEFORE, is_foreign, is_name, role_of, words_of
from archive.text.normalize import fold_blanks

ROLES = ("reporters", "correspondents", "compilers", "photographers")
_PARENS = re.compile(r"^[（(【\[]\s*([^（）()【】\[\]]*?)\s*[）)】\]]$")
_INLINE = re.compile(r"[（(【\[]([^（）()【】\[\]]{2,80})[）)】\]]")
_TAIL = re.compile(r"[。！？”](?P<byline>[^。！？”]{4,40})$")
_HEAD = re.compile(
    r"(?:^|讯|电|消息)[\s　:：]*(?P<byline>[□■●▲◎○]?\s*[A-Za-z一-鿿\-]{0,12}(?:记者|通讯员)[^，。：（）]{2,60}?)\s*报道\s*[：:，,]"
)
_SENTENCE = re.compile(r"[。！？：:；]")
_SPACED = re.compile(r"[一-鿿] [一-鿿]")
# The longest line without a mark or brackets that can be nothing but names.
_PLAIN = 44


@dataclass(slots=True)
class Byline:
    """Names by what they did; `closing` where the form stands at an article's end.

    Names in brackets without any role are the reporters. `source` is what a line says that names nobody: 据新华社, 受访者供图.
    """

    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    compilers: list[str] = field(default_factory=list)
    photographers: list[str] = field(default_factory=list)
    source: str | None = None
    closing: bool = False
    caption: bool = False
    signed_by_role: bool = True

    def __bool__(self) -> bool:
        return bool(self.source or any(getattr(self, kind) for kind in ROLES))

    def add(self, other: Byline) -> None:
        """Take over the names of another form of the same article, each once."""
        for kind in ROLES:
            mine = getattr(self, kind)
            mine.extend(name for name in getattr(other, kind) if name not in mine)
        self.source = self.source or other.source


def parse_byline(text: str) -> Byline | None:
    """A line that holds nothing but a byline, or None.

    `□记者 何三思 报道` opens an article, `（□记者 何三思 整理）` closes one, a bare `通讯员 施四维`
    goes on with the line above. Raises nothing.
    """
    bare = fold_blanks(text)
    if not 3 <= len(bare) <= 90:
        return None
    inside = _PARENS.match(bare.lstrip(habits().marks).strip() or bare)
    body = (inside[1] if inside else bare).strip(" —―-")
    marked = bool(inside) or body[:1] in habits().marks
    body = body.lstrip(habits().marks).strip()
    if inside and any(form.search(body) for form in habits().sources):
        return Byline(source=body, closing=True, signed_by_role=False)
    if re.search("[。！？]" if inside else "[。！？，]", body):
        return None
    if not inside and not marked and not (len(bare) <= _PLAIN and habits().signs.search(body)):
        return _spaced_name(bare)
    return _read(words_of(body), closing=bool(inside), marked=marked, size=len(bare))


def _spaced_name(bare: str) -> Byline | None:
    """何 青 on a line of its own: a name of two characters, set as wide as one of three."""
    if not _SPACED.fullmatch(bare) or not _sign_alone([bare.replace(" ", "")]):
        return None
    return Byline(reporters=[bare.replace(" ", "")], signed_by_role=False)


def is_cut(text: str) -> bool:
    """A byline that its line's end has cut: an open bracket, or a role that waits for its names.

    `（记者 何三思`, `□本报记者`, `□记者 何三思 通讯员`.
    """
    bare = fold_blanks(text)
    if len(bare) > 60 or _SENTENCE.search(bare):
        return False
    if bare[:1] in "（(【[" and bare[-1:] not in "）)】]":
        return any(role_of(word) for word in words_of(bare.lstrip("（(【[")))
    if not habits().writers.search(bare):
        return False
    words = words_of(bare)
    ends = bool(words) and role_of(words[-1]) in ("reporter", "correspondent")
    whole = all(role_of(word) or is_name(word, ruled=True) for word in words)
    started = bool(words) and role_of(words[0]) in ("reporter", "correspondent")
    return ends and whole and started


def byline_over(text: str, following: list[str]) -> tuple[Byline, int] | None:
    """The byline of a line and of as many lines behind it as its end has cut, with their number.

    `（记者 宋仪` over `凯）`, `□本报记者` over `竺可欣`: 1 line behind; a whole one: 0.
    """
    if not is_cut(text):
        found = parse_byline(text)
        if found and following and _ends_byline(following[0]):
            whole = parse_byline(f"{text} {following[0]}")
            return (whole, 1) if whole else (found, 0)
        return (found, 0) if found else None
    for more, after in enumerate(following, 1):
        spaced, text = f"{text} {after}", text + after
        for whole in (text, spaced):
            if not is_cut(whole) and (found := parse_byline(whole)):
                return found, more
    return None


def _ends_byline(text: str) -> bool:
    """摄, 文/图, or names alone, on the line below a byline."""
    words = words_of(text) if len(text) <= 14 else []
    suffixes = ("photographer", "compiler", "both", "text")
    if len(words) == 1 and role_of(words[0]) in suffixes:
        return True
    return bool(words) and all(
        is_name(word, ruled=False) and word not in names().namelike and len(word) <= 3
        for word in words
    )


def inline_byline(text: str) -> Byline | None:
    """The byline behind a dateline, 本报讯（记者 A 通讯员 B）…, or ending a text: …。记者 C 摄."""
    for match in _INLINE.finditer(text):
        found = parse_byline(match[0])
        if found and (found.signed_by_role or match.end() == len(text)):
            return found
        dateline = dateline_at_head(text) if found else None
        if dateline and dateline.end == match.start():  # 本报讯（何三思）近日，…
            return found
    for pattern in (_HEAD, _TAIL):
        match = pattern.search(text)
        if match and (found := parse_byline(match["byline"])):
            return found
    return None


def _read(words: list[str], *, closing: bool, marked: bool, size: int) -> Byline | None:
    """What the words sign, or None where one of them is neither role nor name."""
    walk = _Walk(closing, marked=marked)
    for place, word in enumerate(words):
        if not walk.take(word, words[place + 1 :]):
            return None
    found = walk.finish()
    if not found or not walk.roles or (not marked and size > _PLAIN):
        return None
    pictured = found.reporters in ([], found.photographers)
    found.caption = bool(found.photographers) and pictured and not found.compilers
    found.closing = closing or bool(found.compilers) or (found.caption and not found.reporters)
    return found


class _Walk:
    """One pass over the words: a role names what the names behind it, or before 摄, 整理, did."""

    def __init__(self, closing: bool, *, marked: bool) -> None:
        self.found = Byline(closing=closing)
        self.marked = marked
        self.current = ""
        self.pending: list[str] = []
        self.roles = 0

    def take(self, word: str, after: list[str]) -> bool:
        """Read one word; False where it is none of a byline's."""
        role = role_of(word)
        if role is None:
            self.pending.append(word)
            ruled = bool(self.current) or self._waits(after)
            ruled = ruled and self.current != "ignored"
            return is_name(word, ruled=ruled, marked=self.marked)
        self.roles += 1
        if self.roles == 1 and self.pending and self.found.closing and role == "reporter":
            # （苏某 李某 记者 刘某）: who stands before the first role writes in from outside.
            self._give("correspondent")
        if self._is_suffix(word, role, after):
            self._close(role)
        else:
            self._open(word, role)
        return True

    def _waits(self, after: list[str]) -> bool:
        """Names in brackets that a role behind them rules, or with no role at all."""
        roles = [role_of(word) for word in after if role_of(word)]
        alone = not self.roles and not roles  # then all are judged together at the end
        return self.found.closing and (alone or "reporter" in roles)

    def _is_suffix(self, word: str, role: str, after: list[str]) -> bool:
        """摄 in 王某 摄, 文 and 图 in 王某 文 李某 图; but not 摄影 in 记者 王某 摄影 李某."""
        if role not in ("photographer", "compiler", "both", "text") or not self.pending:
            return False
        if BEFORE in word or AFTER in word:
            return AFTER in word
        following = [role_of(next_word) for next_word in after]
        names_next = bool(following) and following[0] is None
        claimed = any(following)
        return not names_next or claimed or word.endswith("摄") or role in ("both", "compiler")

    def _close(self, role: str) -> None:
        """The names before this role have done what it says."""
        before = self.current
        if role == "text":
            self._give("correspondent" if before == "correspondent" else before or "writer")
        elif role == "both":
            correspondent = before == "correspondent"
            self._give("correspondent" if correspondent else "reporter", "photographer")
        else:
            self._give(role)
            if role == "compiler":
                self._all_compiled()
        self.current = before if role in ("both", "text") else ""

    def _open(self, word: str, role: str) -> None:
        """The names to come will have done what this role says: 图/本报记者 某某 took pictures."""
        self._give(self.current or "writer" if role == "text" else self.current)
        pictures = self.current == "photographer" and not self.found.photographers
        if role in ("reporter", "correspondent") and pictures:
            return
        if role != "ignored":
            self.current = role

    def finish(self) -> Byline:
        """The names left over belong to the last role; without any to the brackets around them."""
        if not self.roles and (self.found.closing or self.marked) and _sign_alone(self.pending):
            self.roles, self.found.signed_by_role = 1, False
            self._give("reporter")
        self._give(self.current)
        return self.found

    def _give(self, *roles: str) -> None:
        """Put the names in hand where their roles say; nowhere for an editor's."""
        found = self.found
        targets = {
            "reporter": found.reporters,
            "text": found.reporters,
            "writer": found.reporters,
            "correspondent": found.correspondents,
            "photographer": found.photographers,
            "both": found.photographers,
            "compiler": found.compilers,
        }
        for role in roles:
            target = targets.get(role)
            if target is not None:
                target.extend(name for name in self.pending if name not in target)
        self.pending = []

    def _all_compiled(self) -> None:
        """整理 at the end holds for everyone before it: （记者 A 通讯员 B 整理）."""
        found = self.found
        found.compilers = [*found.reporters, *found.correspondents, *found.compilers]
        found.reporters, found.correspondents = [], []


def _sign_alone(words: list[str]) -> bool:
    """Bare names in brackets sign a text too: （陶 然）; but （江苏） and （全文） are no names."""
    family = names()
    sure = [
        word not in family.words
        and not places().named(word)
        and (is_name(word, ruled=False) or (len(word) >= 3 and is_foreign(word)))
        for word in words
    ]
    # 吉祥 is a word and no name, but a name beside 尔古木呷 or 何三思.
    may_be = all(is_name(word, ruled=True) and not places().named(word) for word in words)
    return 1 <= len(words) <= 4 and (all(sure) or (any(sure) and may_be))
