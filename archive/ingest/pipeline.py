"""From a file's bytes to a page draft with everything its articles speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from archive.extract import extract
from archive.gazetteer.newspapers import Newspaper, newspapers
from archive.ingest.bylines import inline_byline
from archive.ingest.confidence import judge
from archive.ingest.continuations import continued_from, join_halves, without_markers
from archive.ingest.datelines import read_dateline
from archive.ingest.errors import InputError
from archive.ingest.framing import claim_headline, composed, folded, frames, settle_labels, unfold
from archive.ingest.headlines import Headline, compose
from archive.ingest.imprint import inferred_newspaper, printed_newspaper
from archive.ingest.issuedate import Dated, issue_date
from archive.ingest.kinds import kind_of
from archive.ingest.layout import Line, label_lines, read_lines
from archive.ingest.parting import split_briefs, split_seams
from archive.ingest.ranges import Range, ranges
from archive.ingest.readers import lost_warnings
from archive.ingest.sources import Hint, SourcePage, read_pages
from archive.ingest.splitter import split_page
from archive.ingest.stories import Story
from archive.ingest.titles import Titled, assign_titles
from archive.records import ArticleDraft, Context, Furniture, PageDraft

# What the rules below and those of extraction find changes with it; pages remember theirs.
VERSION = 2
NO_NEWSPAPER, NO_DATE = "未能确定报纸", "未能确定出版日期"


def parse_bytes(
    data: bytes,
    filename: str,
    *,
    newspaper: str | Newspaper | None = None,
    day: date | None = None,
    encoding: str | None = None,
    sheets: Collection[int] | None = None,
) -> Iterator[tuple[PageDraft, str]]:
    """The pages found in a file, each with its text, one at a time.

    `newspaper` is a name, alias or slug of the gazetteer, or a newspaper that is not in it;
    `day` the issue's date where known; `sheets` the pages of a PDF that are wanted, by default all.
    A page that fails among others of its file comes as a draft without articles whose `fault` says
    why, with an empty text.
    Raises InputError for an empty or binary file, an encoding that does not fit, or a newspaper
    that is not known, and for a text too long to be a page.
    """
    given = _given(newspaper) if isinstance(newspaper, str) else newspaper
    known = Known(given)
    for page in read_pages(data, encoding, sheets):
        if page.fault:
            yield _failed(page, filename), ""
        else:
            yield parse_page(page, filename, newspaper=given, day=day, known=known), page.text


@dataclass(slots=True)
class Known:
    """What the pages of a file so far have printed of themselves; a page without a folio takes it."""

    newspaper: Newspaper | None = None
    dated: Dated | None = None

    def date(self, own: Dated) -> Dated:
        """The page's own date where it is sure, else the one of an earlier page's folio."""
        if own.source not in (None, "dateline"):
            self.dated = self.dated or own
            return own
        return replace(self.dated, number=own.number, section=own.section) if self.dated else own


def _failed(source: SourcePage, filename: str) -> PageDraft:
    name = PurePath(filename).name
    fault = source.fault or ""
    return PageDraft(name, source.sheet, warnings=[fault], fault=fault)


def _given(name: str) -> Newspaper | None:
    if not name:
        return None
    found = newspapers().named(name)
    if found is None:
        raise InputError(f"不认识的报纸：{name}。请用 fixtures/newspapers.jsonl 里的报名或标识。")
    return found


def parse_page(
    source: SourcePage,
    filename: str,
    *,
    newspaper: Newspaper | None,
    day: date | None,
    known: Known | None = None,
) -> PageDraft:
    """The page found in lines whose characters are settled; `known` is what its file told so far."""
    known = known or Known()
    lines = read_lines(source.text)
    parts = [_part(frame, source.hints) for frame in frames(lines, source.hints)]
    stories = [story for part in parts for story in part.titled.stories]
    dated = known.date(issue_date(day, filename, lines, stories))
    articles = join_halves(
        [draft for part in parts for draft in _drafts(part.titled, dated, source.hints)]
    )
    paper = newspaper or printed_newspaper(filename, lines) or known.newspaper
    known.newspaper, told = known.newspaper or paper, paper is not None
    paper = paper or inferred_newspaper(articles)
    context = Context(paper.name if paper else None, paper.home if paper else None, dated.day)
    for article in articles:
        article.mentions = extract(article, context)
    furniture = [row for part in parts for row in part.furniture]
    page = PageDraft(
        PurePath(filename).name,
        source.sheet,
        newspaper=context.newspaper,
        date=dated.day,
        date_source=dated.source,
        number=dated.number,
        section=dated.section,
        articles=articles,
        furniture=sorted(furniture, key=lambda row: row.lines),
    )
    page.warnings = [*_page_warnings(page, told), *lost_warnings(source.text)]
    return page


@dataclass(frozen=True, slots=True)
class _Part:
    """What one frame of a page holds; a text without frames is one."""

    titled: Titled
    furniture: list[Furniture]


def _part(lines: list[Line], hints: Sequence[Hint | None]) -> _Part:
    lines, rows = folded(lines, hints)
    label_lines(lines)
    settle_labels(lines, hints)
    split = split_seams(split_briefs(split_page(lines)))
    titled = assign_titles(split)
    if hints:
        claim_headline(titled, hints)
    furniture = unfold(titled, split.furniture, rows)
    return _Part(titled, [*furniture, *_headings(titled.loose)])


def _headings(loose: list[Line]) -> list[Furniture]:
    return [Furniture((line.number, line.number), "column") for line in loose]


def _drafts(titled: Titled, dated: Dated, hints: Sequence[Hint | None]) -> list[ArticleDraft]:
    """Drafts in the order in which their bodies stand."""
    return [
        draft_of(story, title, fit, dated.day, composed(title, hints) if hints else None)
        for story, title, fit in zip(titled.stories, titled.titles, titled.fits, strict=True)
    ]


def draft_of(
    story: Story,
    title: list[Line],
    fit: float,
    issued: date | None,
    headline: Headline | None = None,
) -> ArticleDraft:
    """A story under its headline; `fit` says how well that suits it (0 to 1).

    `headline` gives the parts of the title's lines where the format tells them.
    """
    headline = headline or compose(title)
    byline = story.byline
    for paragraph in (story.paragraphs[0][:120], story.paragraphs[-1][-60:]):
        if found := inline_byline(paragraph):
            byline.add(found)
    kind = kind_of(story, headline)
    dateline = read_dateline(without_markers(story.text), issued)[0]
    draft = ArticleDraft(
        kind=kind,
        column=story.column,
        kicker=headline.kicker,
        title=headline.title,
        subtitle=headline.subtitle,
        body=story.text,
        lines=_ranges([*title, *story.lines]),
        title_lines=_ranges(title),
        reporters=byline.reporters,
        correspondents=byline.correspondents,
        compilers=byline.compilers,
        photographers=byline.photographers,
        dateline=dateline,
        continued_from=continued_from(story.text),
    )
    if draft.kind == "photo_caption" and draft.reporters == draft.photographers:
        draft.reporters = []
    judge(draft, story, fit)
    return draft


def _ranges(lines: list[Line]) -> list[Range]:
    blank = {line.number - 1 for line in lines if line.gap}
    return ranges((line.number for line in lines), blank)


def _page_warnings(page: PageDraft, told: bool) -> list[str]:
    warnings = []
    if page.newspaper is None:
        warnings.append(NO_NEWSPAPER)
    elif not told:
        warnings.append("报纸由版面内容推定，请确认")
    if page.date is None:
        warnings.append(NO_DATE)
    elif page.date_source == "dateline":
        warnings.append("出版日期由电头推定，请确认")
    if not page.articles:
        warnings.append("没有找到文章")
    return warnings
