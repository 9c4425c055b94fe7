"""`make bench-pages`: how fast pages are read and how much memory that takes, beside peers in the same run.

Run by itself, never as a test: a figure depends on the machine, the ratio to a peer less so.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import jieba
import pypdfium2

from archive.ingest.pipeline import parse_bytes
from archive.tests.jumble import make_page
from archive.tests.typeset import Paper, typeset

SOURCES = sorted((Path(__file__).parent / "sample_sources").glob("*.toml"))
WARM = 50


def pages(count: int) -> Iterator[bytes]:
    """The sample pages laid out anew, again and again, each otherwise."""
    for number in range(count):
        yield make_page(SOURCES[number % len(SOURCES)], seed=number)[1]


def resident() -> float:
    """The memory of this process in megabytes, as Linux tells it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def spent(work: Callable[[bytes], object], inputs: list[bytes]) -> float:
    """Seconds of CPU for all of the inputs, child processes and all."""
    begun = cpu()
    for data in inputs:
        work(data)
    return cpu() - begun


def cpu() -> float:
    """Seconds of CPU that this process and its children have taken so far."""
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def parse(data: bytes) -> int:
    return sum(len(page.articles) for page, _ in parse_bytes(data, "page.txt"))


def cut(data: bytes) -> int:
    """The peer of text: jieba's words of the same page, and nothing else."""
    return len(jieba.lcut(data.decode("utf-8", "replace"), HMM=False))


def plain(data: bytes) -> int:
    """The peer of PDF: pdfium's own text of the page, in whatever order it comes."""
    document = pypdfium2.PdfDocument(data)
    return sum(len(page.get_textpage().get_text_range()) for page in document)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    count = parser.parse_args().pages
    spent(parse, list(pages(WARM)))
    spent(cut, list(pages(3)))
    gc.collect()
    before, sample = resident(), list(pages(WARM))
    seconds = sum(spent(parse, [data]) for data in pages(count))
    gc.collect()
    say(f"text pages      {count} pages, {count / seconds:.1f} a second of one core")
    say(f"memory          {before:.0f} MB warm, {resident():.0f} MB after {count} pages")
    ratio = spent(parse, sample) / spent(cut, sample)
    say(f"against jieba   {ratio:.1f} times the CPU of cutting the same text into words")
    prints = [typeset(source, Paper())[0] for source in SOURCES]
    seconds = spent(parse, prints)
    say(f"PDF pages       {seconds / len(prints):.3f} s of CPU a file of one page in four columns")
    say(f"against pdfium  {seconds / spent(plain, prints):.1f} times its plain text")
    return 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
