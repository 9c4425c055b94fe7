"""Files as editors bring them, each like no other: a page as text or PDF, ready articles, a zip.

Every article holds a mark of its own, by which it is found again.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from random import Random

from archive.tests.pdf_writer import Leaf, Show, write_pdf

PAPERS = ("济宁日报", "泰安日报", "潍坊日报", "烟台日报", "苏州日报", "成都日报")
FIRST = datetime.date(2015, 1, 1)
PLACES = ("高新区", "经开区", "新区管委会", "市行政审批局", "市发展改革委", "市工业和信息化局")
WORKS = ("储能项目", "光伏电站", "产业园区", "智能工厂", "冷链物流", "老旧小区改造", "现代农业园")
DEEDS = ("集中开工", "并网发电", "通过验收", "签约落地", "加快建设", "投产达效")
WIDE = 44  # characters of a line of a PDF
LEAVES = (595.0, 842.0)  # a PDF page in points


@dataclass(frozen=True, slots=True)
class File:
    """`marks` has one of each article that the file holds."""

    name: str
    data: bytes
    marks: list[str]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class Press:
    """Prints for one client; `seed` and `client` make what no other prints."""

    def __init__(self, seed: int, client: int) -> None:
        self.random, self.client, self.count = Random(seed * 1000 + client), client, 0
        self.prefix = f"yb{seed:x}z{client}"  # within a mark, so that no two clients print the same

    def file(self) -> File:
        """Mostly pages as text; PDF, CSV and zip now and then."""
        makes = [self.text] * 4 + [self.pdf] * 2 + [self.table] * 2 + [self.zip]
        return self.random.choice(makes)()

    def text(self) -> File:
        title, body, mark = self._article()
        return File(f"{self._place()}.txt", f"{title}\n\n  {body}\n".encode(), [mark])

    def pdf(self) -> File:
        title, body, mark = self._article()
        size, rows = 10.0, _rows(body)
        shows = [Show(title, 60, 60, 24.0)]
        shows += [Show(row, 60, 100 + 16 * number, size) for number, row in enumerate(rows)]
        return File(f"{self._place()}.pdf", write_pdf([Leaf(shows, *LEAVES)]), [mark])

    def table(self) -> File:
        """Five ready articles."""
        out, marks = io.StringIO(), []
        writer = csv.writer(out)
        writer.writerow(["newspaper", "date", "page", "title", "body"])
        paper, day, number = self._where()
        for _ in range(5):
            title, body, mark = self._article()
            writer.writerow([paper, day, number, title, body])
            marks.append(mark)
        return File(f"{marks[0]}.csv", out.getvalue().encode(), marks)

    def zip(self) -> File:
        """Three pages."""
        inner, out = [self.text() for _ in range(3)], io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in inner:
                archive.writestr(file.name, file.data)
        marks = [mark for file in inner for mark in file.marks]
        return File(f"{marks[0]}.zip", out.getvalue(), marks)

    def _where(self) -> tuple[str, str, int]:
        """A page that nobody else prints: newspaper, day, number."""
        self.count += 1
        day = FIRST + datetime.timedelta(days=self.count)
        return PAPERS[self.client % len(PAPERS)], day.isoformat(), 1 + self.client // len(PAPERS)

    def _place(self) -> str:
        paper, day, number = self._where()
        return f"{paper}_{day}_{number:02}版"

    def _article(self) -> tuple[str, str, str]:
        chosen, mark = self.random.choice, f"{self.prefix}z{self.random.getrandbits(40):010x}"
        place, work, deed = chosen(PLACES), chosen(WORKS), chosen(DEEDS)
        number = self.random.randint(10, 900)
        body = (
            f"本报讯 昨日，{place}{work}{deed}，总投资{number}亿元，编号{mark}。"
            f"项目全部建成后，预计年新增产值{number * 2}亿元，带动就业{number * 10}人。"
            f"据介绍，今年以来，{place}聚焦重点产业，优化营商环境，推动{chosen(WORKS)}{chosen(DEEDS)}。"
            f"下一步，{place}将继续做好要素保障，确保{chosen(WORKS)}早日见效。"
        )
        return f"{place}{number}亿元{work}{deed}", body, mark


def _rows(body: str) -> list[str]:
    """Lines that end where a clause does, so that no mark is broken."""
    rows = [""]
    for clause in re.findall("[^，。]*[，。]", body):
        if len(rows[-1]) + len(clause) > WIDE:
            rows.append("")
        rows[-1] += clause
    return rows
