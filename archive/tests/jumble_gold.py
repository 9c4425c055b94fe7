"""What a sample source says of an article, checked and put into the form of a gold file."""

from __future__ import annotations

import re
from typing import Any

from archive.records import KINDS

Item = dict[str, Any]

BYLINES = ("reporters", "correspondents", "compilers", "photographer")
PLACEMENTS = ("first", "between", "inline", "end", "tail")
ROLES = ("subject", "mentioned", "speaker", "attendee")


def paragraphs_of(item: Item) -> list[str]:
    """The paragraphs as printed: with marker, dateline and what of the byline runs in the text."""
    rows = [row.strip() for row in item["body"].strip().split("\n") if row.strip()]
    byline = item.get("byline", {})
    at, printed = byline.get("at"), byline.get("print", "")
    head = f"（{item['continued_from']}）" if item.get("continued_from") else ""
    head += item.get("dateline", {}).get("print", "")
    head += printed if at == "inline" else (" " if item.get("dateline") else "")
    rows[0] = head + rows[0]
    rows[-1] += f"（{item['continued_to']}）" if item.get("continued_to") else ""
    rows[-1] += printed if at == "tail" else ""
    return rows


def bare(text: str | None) -> str | None:
    """A heading without break marks and the dashes around it."""
    return text.replace("|", "").strip(" ―—─-　") if text else None


def signed_by(byline: Item, key: str) -> list[str]:
    """The names of one role; a source may give a single one without its list."""
    names = byline.get(key, [])
    return [names] if isinstance(names, str) else names


def annotation(item: Item, body: str) -> Item:
    """What the source says of an article, in the form of the gold files."""
    heads = [bare(item.get(key)) for key in ("kicker", "title", "subtitle")]
    byline, dateline = item.get("byline", {}), item.get("dateline")
    made: Item = {"kind": item["kind"], "column": item.get("column")}
    made |= dict(zip(("kicker", "title", "subtitle"), heads, strict=True))
    made["headline_full"] = "".join(h for h in heads if h) or None
    made["byline"] = {key: signed_by(byline, key) for key in BYLINES} | {"raw": byline.get("print")}
    made["dateline"] = dateline and {
        "place": dateline.get("place"),
        "date": dateline.get("date"),
        "raw": dateline["print"],
    }
    made["continued_from"] = item.get("continued_from")
    made["continued_to"] = item.get("continued_to")
    made["cities"] = [city(row) for row in item.get("places", [])]
    made["officials"] = [person(row) for row in item.get("officials", [])]
    made["other_people"] = [person(row) for row in item.get("people", [])]
    made["industries"] = [
        {"name": name.lstrip("~"), "role": "mentioned" if name.startswith("~") else "subject"}
        for name in item.get("industries", "").split()
    ]
    made["figures"] = [figure(row, body) for row in item.get("figures", [])]
    return made


def city(row: str) -> Item:
    """`济宁市 subject 泗水县 +济宁高新区`: a county each word, a zone after `+`."""
    name, role, *parts = row.split()
    return {
        "name": name,
        "role": role,
        "counties": [p for p in parts if p[0] != "+"],
        "zones": [p[1:] for p in parts if p[0] == "+"],
    }


def person(row: str) -> Item:
    """`何三思|泗水县委书记|speaker|县委书记`: full post, role, post as printed."""
    name, post, role, printed = [*row.split("|"), "", ""][:4]
    made = {"name": name, "post": post or None, "role": role or "mentioned"}
    return {**made, "post_in_text": printed or post}


def figure(row: str, body: str) -> Item:
    """`全年投资154亿元|投资|154|亿元|2024|t`: text, indicator, value, unit, period, target or actual."""
    text, indicator, value, unit, period, kind = row.split("|")
    found = re.search(r"\s*".join(map(re.escape, text.replace(" ", ""))), body)
    return {
        "text": found[0] if found else text,
        "indicator": indicator,
        "value": float(value) if "." in value else int(value),
        "unit": unit,
        "period": period or None,
        "kind": {"a": "actual", "t": "target"}[kind],
    }


def faults(item: Item) -> list[str]:
    """What an article claims but does not print."""
    heads = "".join(item.get(key, "") for key in ("kicker", "title", "subtitle")).replace("|", "")
    text = re.sub(r"\s", "", heads + "".join(paragraphs_of(item)))
    byline = item.get("byline", {})
    claims = [
        row.split("|")[0] for key in ("officials", "people", "figures") for row in item.get(key, [])
    ]
    found = [f"not printed: {c}" for c in claims if c.replace(" ", "") not in text]
    signed = re.sub(r"\s", "", byline.get("print", ""))
    found += [
        f"not signed: {n}" for key in BYLINES for n in signed_by(byline, key) if n not in signed
    ]
    found += [f"role of {r}" for r in item.get("places", []) if r.split()[1] not in ROLES[:2]]
    found += [f"role of {r}" for r in item.get("officials", []) if person(r)["role"] not in ROLES]
    found += [] if item["kind"] in KINDS else [f"kind {item['kind']}"]
    found += [] if byline.get("at", "end") in PLACEMENTS else [f"byline at {byline['at']}"]
    return found
