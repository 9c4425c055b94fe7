"""Hostile queries and parameters, the same in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import quote

SEED = 20240315

FREQUENT = "的一是在了国和有人年中大市发为上业全新、，。0123456789aeE"
WORDS = [
    "储能",
    "光伏",
    "高质量发展",
    "泰安",
    "项目",
    "开工",
    "全市",
    "李兰祥",
    "工业增加值",
    "energy",
    "GDP",
    "8.7%",
    "3.5",
    "5,000",
    "2024-03",
    "新能",
    "12:30",
    "C-130",
]
OPERATORS = [
    *(" ", " ", " ", "\u3000", "\t", "\n", " AND ", " OR ", " NOT ", " -", "&&", "||", "＆＆", "｜｜"),
    *(" NEAR ", " NEAR/3 ", " NEAR/1000 ", " NEAR/999999999 ", " ＡＮＤ ", " and ", " near/2 "),
    *("(", ")", "（", "）", '"', "“", "”", "「", "」", "『", "』", "＂", "*", "＊", "-", "－", "−", ":", "："),
    *("title:", "标题：", "body:", "byline:", "official:", "官员：", "city:", "industry:", "newspaper:", "date:"),
    *("2024-01..2024-06", ">=2024", "..", "2024年1月至6月", "0000-00", "99999", "（泰安市）"),
]  # fmt: skip
PAYLOADS = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'\"--><svg onload=alert(1)>", "javascript:alert(1)",
    "</title><script>alert(1)</script>", "{{7*7}}{% debug %}${7*7}#{7*7}", "%s%n%x%(a)s{0.__class__}", "../../../../etc/passwd",
    "..\\..\\windows", "/etc/passwd\x00.txt", "' OR 1=1 --", "1; DROP TABLE archive_article", "1' UNION SELECT 1,2,3--", "\r\nSet-Cookie: a=b",
    "\x00", "\x00\x00储能", "\ud800", "储\udfff能", "\u202e\u200f\u2066", "a" + "\u0301" * 300, "\ufdfa" * 40, "😀" * 50, "\U0010ffff", "\ufeff\ufffe",
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", "9" * 400, "-" + "9" * 30, "1e309", "nan", "inf", "-0", "0x7fffffffffffffff", "9223372036854775808",
    "٣٤٥", "²³", "一二三", "①", "½", "(a+)+$", ".*.*.*.*=", "[" * 200, "a" * 500, " " * 480 + "x", "8 " * 240, "1,2,3," * 80, "2024-" * 90,
    "null", "undefined", "true", "[]", "{}", "{\"$gt\":\"\"}", "*", "**", "?", "%", "%00", "%ED%A0%80", "&=&", "//evil.example", "\\\\evil\\x", "http://127.0.0.1:1/",
]  # fmt: skip

# Where a query is typed: the address with {} for it. Files are rarer: they cost as their rows.
PLACES = (
    "/search/?q={}", "/api/v1/search?q={}", "/search/?q={}&sort=oldest&page=2", "/search.atom?q={}",
    "/api/v1/suggest?q={}", "/suggestions.json?q={}", "/api/v1/facets/official?q={}", "/search/choices/city/?q={}&prefix={}",
    "/trends/?series={}", "/trends/?series={}&series=储能&series={}", "/api/v1/trends?series={}", "/trends.csv?series={}",
    "/diffusion/?q={}", "/api/v1/diffusion?q={}", "/diffusion.csv?q={}",
    "/figures/?q={}", "/api/v1/figures?q={}", "/figures/compare/?indicator={}",
    "/officials/?q={}", "/api/v1/officials?q={}",
)  # fmt: skip
FILES = (
    "/search.csv?q={}", "/search.json?q={}", "/search.ris?q={}", "/search.bib?q={}", "/search.xlsx?q={}",
    "/figures.csv?q={}", "/figures.xlsx?q={}", "/trends.xlsx?series={}", "/diffusion.xlsx?q={}", "/diffusion.json?q={}",
)  # fmt: skip


def percent(text: str) -> str:
    """As an address holds it, halves of characters too."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def strings(count: int, seed: int = SEED) -> Iterator[str]:
    """Queries, of every kind in turn."""
    chance = random.Random(seed)
    kinds = [_pieces, _costly, _noise, _payload, _typed, _nested, _pieces, _long]
    for number in range(count):
        yield kinds[number % len(kinds)](chance)


def _pieces(chance: random.Random) -> str:
    alphabet = [*OPERATORS, *WORDS, *FREQUENT]
    return "".join(chance.choice(alphabet) for _ in range(chance.randrange(1, 60)))


def _noise(chance: random.Random) -> str:
    ranges = (
        (1, 0x7F),
        (0x80, 0x2FF),
        (0x2000, 0x303F),
        (0x4E00, 0x9FA5),
        (0xD800, 0xFFFF),
        (0x1F300, 0x1F9FF),
    )
    chosen = chance.choice(ranges)
    return "".join(chr(chance.randint(*chosen)) for _ in range(chance.randrange(1, 200)))


def _payload(chance: random.Random) -> str:
    text = chance.choice(PAYLOADS)
    around = chance.choice(
        ["{}", "{}", "储能 {}", '"{}"', "title:{}", "({} OR 光伏)", "{}*", "-{}", "official:{}"]
    )
    return around.replace("{}", text)


def _typed(chance: random.Random) -> str:
    """A query of a researcher with something knocked out, doubled or put in."""
    text = list(chance.choice(["储能 项目", "“高质量发展” 泰安", "(储能 OR 光伏) -开工", "标题:储能 日期:2024-01..2024-06",
                               "储能 NEAR/10 开工 城市:泰安", "官员：李兰祥 新能*", "增长 NOT 3.5%"]))  # fmt: skip
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(text) or 1)
        text[at : at + chance.randrange(2)] = chance.choice(
            ["", chance.choice(OPERATORS), "".join(text[at : at + 4])]
        )
    return "".join(text)


def _costly(chance: random.Random) -> str:
    """What looks dear: frequent characters joined by OR, AND, NOT and NEAR, with stars, fields and quotes."""
    shape = chance.choice(
        [
            "{}",
            '"{}"',
            "{}*",
            "title:{}",
            'body:"{}"',
            "NOT {}",
            "{} NEAR/1000 的",
            '"{}" NEAR/1000 "的"',
        ]
    )
    joint = chance.choice([" OR ", " ", " AND ", " NEAR/1000 ", " OR -"])
    width = chance.choice([1, 1, 1, 2])
    rows = (shape.replace("{}", "".join(chance.choices(FREQUENT, k=width))) for _ in range(64))
    text = joint.join(rows)
    end = chance.choice([500, 500, 300, 120])
    return text if len(text) <= end else text[:end].rpartition(joint)[0] or text[:end]


def _nested(chance: random.Random) -> str:
    deep = chance.choice([3, 15, 19, 20, 60, 200])
    opens = chance.choice(["(", "（", "NOT ", "-(", "title:(", "official:("])
    closes = chance.choice([")", "）", "", "))"])
    inner = " OR ".join(chance.choices(FREQUENT, k=chance.randrange(1, 20)))
    return opens * deep + inner + closes * deep


def _long(chance: random.Random) -> str:
    piece = chance.choice(
        [*WORDS, *FREQUENT, "“储能”", "的 ", "8 . 7 % ", "（泰安市）", "a:b ", "\u0301", "\u202e"]
    )
    return piece * chance.choice([100, 250, 500, 2000])


PATHS = (
    "/", "/search/", "/search.csv", "/search.atom", "/search.json", "/search.ris", "/search/choices/{}/", "/search/density/{}/", "/search.{}",
    "/api/v1/search", "/api/v1/suggest", "/api/v1/facets/{}", "/api/v1/articles/{}", "/api/v1/{}", "/api/v1/cities", "/api/v1/officials",
    "/api/v1/newspapers", "/api/v1/industries", "/api/v1/issues", "/api/v1/trends", "/api/v1/diffusion", "/api/v1/figures", "/api/v1/openapi.json",
    "/api/v1/cities/{}", "/api/v1/officials/{}", "/api/v1/industries/{}", "/api/v1/newspapers/{}",
    "/trends/", "/trends.{}", "/trends.csv", "/diffusion/", "/diffusion.csv", "/diffusion.json", "/figures/", "/figures/compare/", "/figures.csv", "/figures.{}",
    "/articles/{}/", "/articles/{}.ris", "/articles/{}.bib", "/newspapers/", "/newspapers/{}/", "/newspapers/{}/{}/", "/newspapers/dazhong-ribao/2024-03-15/{}/",
    "/cities/", "/cities/{}/", "/officials/", "/officials/{}/", "/industries/", "/industries/{}/", "/language/{}/", "/texts.js",
    "/opensearch.xml", "/suggestions.json", "/robots.txt", "/sitemap.xml", "/sitemap-{}-{}.xml", "/sitemap-articles-{}.xml", "/api/", "/healthz",
    "/account/login/", "/account/reset/", "/account/reset/{}/{}/", "/account/unsubscribe/{}/", "/desk/", "/desk/searches/{}/", "/desk/collections/{}/",
    "/desk/collections/{}.csv", "/shared/{}/", "/shared/{}.csv", "/admin/", "/admin/{}/", "/admin/archive/article/{}/change/", "/{}", "/favicon.ico",
    "/help/{}", "/metrics", "/admin/archive/article/", "/admin/archive/import/", "/admin/archive/official/", "/admin/archive/newspaper/{}/calendar/",
)  # fmt: skip
NAMES = [
    "q",
    "city",
    "county",
    "official",
    "industry",
    "newspaper",
    "from",
    "to",
    "role",
    "sort",
    "page",
    "size",
    "prefix",
    "next",
    "series",
    "by",
    "year",
    "fields",
    "table",
    "indicator",
    "view",
    "measure",
    "unit",
    "kind",
    "period",
    "scope",
    "level",
    "order",
    "smooth",
    "per",
    "format",
    "callback",
    "name",
    "date",
    "day",
    "id",
    "pk",
    "token",
    "csrfmiddlewaretoken",
    "open",
    "utf8",
    "__proto__",
]
VALUES = [
    "", " ", "0", "-1", "1", "2", "1.5", "1e9", "9" * 19, "9" * 31, "9" * 5000, "1_000", "٣", "²", "+1", "0x10", "NaN", "None", "\x00", "a\x00b", "\ud800", "\udfff\ud800",
    "储能", "泰安", "370900", "370900\n", "energy-storage", "subject", "newest", "relevance", "csv", "month", "2024", "2024-02-30", "0000-00-00", "9999-12-31", "10000-01-01",
    "2024-03..", "今年", "..", "../../etc/passwd", "%2e%2e%2f", "//evil.example/", "https://evil.example/", "javascript:alert(1)", "\r\nX-Evil: 1", "a" * 8000, "的" * 2600,
    "😀" * 100, "{}", "{0}", "%s%n", "__class__", "id;ls", "`id`", "$(id)", "<b>", "'\"", "储能,光伏", "q=1&q=2", ",".join("abc" * 100), " OR ".join(FREQUENT), "-" * 500, "(" * 500,
]  # fmt: skip


def parameters(count: int, seed: int = SEED) -> Iterator[str]:
    """Addresses: every path with hostile parts, and parameters of wrong kinds, sizes and numbers."""
    chance = random.Random(seed)
    for number in range(count):
        path = PATHS[number % len(PATHS)]
        while "{}" in path:
            path = path.replace("{}", percent(chance.choice(VALUES))[:6000], 1)
        yield f"{path}?{_query(chance)}"


def _query(chance: random.Random) -> str:
    match chance.randrange(8):
        case 0:
            return chance.choice(
                [
                    "%",
                    "=&=&=",
                    "&" * 50,
                    "a%ZZ=%",
                    "q=%ff%fe",
                    "q[]=1&q[a]=2",
                    "=",
                    "?q=1?",
                    "%00=%00",
                ]
            )
        case 1:  # the same again and again
            name = chance.choice(NAMES)
            return "&".join(
                f"{name}={percent(chance.choice(VALUES)[:20])}"
                for _ in range(chance.choice([3, 101, 400]))
            )
        case 2:  # everything at once
            return "&".join(f"{name}={percent(chance.choice(VALUES)[:60])}" for name in NAMES)
    return "&".join(
        f"{percent(chance.choice(NAMES))}={percent(chance.choice(VALUES))[:8000]}"
        for _ in range(chance.randrange(1, 5))
    )
