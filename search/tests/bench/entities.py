"""The people and places of the generated articles: places of the fixtures, names made up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.tests.bench.folders import ROOT

OFFICIALS = 4_000
REPORTERS = 120_000
CITIES = 150
NEWSPAPERS = 12
FIGURES = 3_000
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文辉力志永健世广义兴良海山仁波宁"
    "贵福生龙元全胜学祥才发武新利清飞彬富顺信子中兵贤光时泰盛雄琛钧冠策腾楠榕风航弘晓云莲真环"
)
_POSTS = ("市长", "市委书记", "副市长", "县长", "省长", "局长", "主任", "厅长")
_FIGURES = (
    "今年前{a}季度，全市GDP增长{b}．{c}％，新增5G基站{d}个。",
    "项目总投资{d}万元，其中PPP项目{a}个，占{b} . {c}%。",
    "全年发电{d}kWh，同比下降{b}.{c}%。",
    "共有{d}家企业参加第{a}届AI大会，签约B2B合同{b}份。",
)


@dataclass(frozen=True, slots=True)
class Entities:
    """Names by their index; `counties[c]` are the codes below `cities[c]`."""

    cities: list[str]
    counties: list[list[str]]
    industries: list[str]
    newspapers: list[str]
    officials: list[str]
    posts: list[str]
    reporters: list[str]
    figures: list[str]


def _rows(name: str) -> list[dict[str, Any]]:
    path = ROOT / "fixtures" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def _surnames() -> list[str]:
    lines = (ROOT / "fixtures" / "surnames.txt").read_text("utf-8").splitlines()
    return list("".join(line[7:] for line in lines if line.startswith("common ")))


def _names(rng: np.random.Generator, count: int) -> list[str]:
    """Different names of two and three characters."""
    surnames, found = _surnames(), dict[str, None]()
    while len(found) < count:
        first, second, third = rng.integers(0, 1 << 30, 3)
        given = _GIVEN[second % len(_GIVEN)] + _GIVEN[third % len(_GIVEN)]
        found[surnames[first % len(surnames)] + given[: 1 + int(first % 5 > 0)]] = None
    return list(found)


def _figures(rng: np.random.Generator) -> list[str]:
    rows = rng.integers(1, 10_000, (FIGURES, 4)).tolist()
    return [
        _FIGURES[number % len(_FIGURES)].format(a=a % 9 + 1, b=b % 90 + 1, c=c % 10, d=d)
        for number, (a, b, c, d) in enumerate(rows)
    ]


def entities() -> Entities:
    """The same ones at every call."""
    rng = np.random.default_rng(19980101)
    places = _rows("places")
    prefectures = [row["code"] for row in places if row["level"] == "prefecture"]
    cities = [str(code) for code in rng.choice(prefectures, CITIES, replace=False)]
    below: dict[str, list[str]] = {code: [] for code in cities}
    for row in places:
        if row["level"] == "county" and row["parent"] in below:
            below[row["parent"]].append(row["code"])
    names = _names(rng, OFFICIALS + REPORTERS)
    return Entities(
        cities=cities,
        counties=[below[code] for code in cities],
        industries=[row["slug"] for row in _rows("industries")],
        newspapers=[row["slug"] for row in _rows("newspapers")[:NEWSPAPERS]],
        officials=names[:OFFICIALS],
        posts=[_POSTS[number % len(_POSTS)] for number in range(OFFICIALS)],
        reporters=names[OFFICIALS:],
        figures=_figures(rng),
    )
