"""A newspaper's calendar: days that are in, days that are missing, holes among pages."""

from datetime import date, timedelta

import pytest
from django.test import Client

from archive import selectors
from archive.models import Page
from archive.selectors.calendar import Held, missing_days
from archive.tests import factories as make

MONDAY = date(2024, 1, 1)


def days(weeks: int, weekdays: str = "0123456", start: date = MONDAY) -> set[date]:
    """All days of so many weeks that fall on these weekdays."""
    found = {start + timedelta(n) for n in range(7 * weeks)}
    return {day for day in found if str(day.weekday()) in weekdays}


class TestMissingDays:
    def test_of_nothing_and_of_one_issue_nothing_is_missing(self):
        assert list(missing_days(dates=[])) == []
        assert list(missing_days(dates=[MONDAY])) == []

    def test_a_day_of_a_daily_paper(self):
        gone = date(2024, 1, 10)
        assert list(missing_days(dates=days(9) - {gone})) == [gone]

    def test_weekends_of_a_workday_paper_are_no_gaps(self):
        gone = date(2024, 2, 7)
        assert list(missing_days(dates=days(10, "01234") - {gone})) == [gone]

    def test_in_less_than_eight_weeks_nothing_is_learned(self):
        missing = list(missing_days(dates=days(3, "01234")))
        assert {day.weekday() for day in missing} == {5, 6} and len(missing) == 4

    def test_a_long_hole_is_a_hole_on_its_publishing_days_only(self):
        before, after = days(8, "01234"), days(8, "01234", MONDAY + timedelta(weeks=20))
        missing = list(missing_days(dates=before | after))
        assert len(missing) == 12 * 5 and {day.weekday() for day in missing} == set(range(5))

    def test_a_paper_that_gives_up_its_weekends(self):
        later = MONDAY + timedelta(weeks=10)
        gone = {date(2024, 1, 13), later + timedelta(2)}
        assert set(missing_days(dates=(days(10) | days(10, "01234", later)) - gone)) == gone

    def test_a_weekly_paper(self):
        thursdays = days(12, "3")
        gone = sorted(thursdays)[4]
        assert list(missing_days(dates=thursdays - {gone})) == [gone]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (set(), ""), ({1, 2, 3}, ""), ({1, 2, 4}, "第3版"), ({3}, "第1–2版"),
        ({1, 3, 8}, "第2版、第4–7版"),
    ],
)  # fmt: skip
def test_holes_among_pages(numbers, told):
    assert Held(numbers=numbers).lacking == told


@pytest.mark.django_db
class TestYear:
    def issue(self, day, *numbers, status="published", known=True):
        for number in numbers or (1,):
            page = make.page(number, make.issue(day), number_known=known)
            make.article(page, status=status)
        return make.issue(day)

    def sheet(self, drafts, year=2024):
        paper = make.newspaper()
        dates = selectors.calendar_dates(newspaper=paper, drafts=drafts)
        return selectors.calendar_year(newspaper=paper, dates=dates, year=year, drafts=drafts)

    def states(self, sheet):
        days = [day for month in sheet.months for week in month.weeks for day in week if day]
        return {day.date: day.state.value for day in days if day.state != "idle"}

    def test_each_day_has_its_state(self):
        self.issue(date(2024, 3, 1))
        self.issue(date(2024, 3, 2), status="draft")
        self.issue(date(2024, 3, 4))
        sheet = self.sheet(drafts=True)
        assert self.states(sheet) == {
            date(2024, 3, 1): "held", date(2024, 3, 2): "review",
            date(2024, 3, 3): "missing", date(2024, 3, 4): "held",
        }  # fmt: skip
        assert (sheet.held, sheet.review, sheet.missing, sheet.short) == (3, 1, 1, 0)
        assert [month.number for month in sheet.months if not month.idle] == [3]

    def test_readers_are_told_of_what_is_published_only(self):
        self.issue(date(2024, 3, 1))
        self.issue(date(2024, 3, 2), status="draft")
        self.issue(date(2024, 3, 3))
        self.issue(date(2024, 3, 4), status="draft")
        sheet = self.sheet(drafts=False)
        assert self.states(sheet) == {
            date(2024, 3, 1): "held", date(2024, 3, 2): "missing", date(2024, 3, 3): "held",
        }  # fmt: skip
        assert sheet.review == 0

    def test_gaps_are_told_as_ranges_and_pages(self):
        self.issue(date(2024, 3, 1), 1, 2, 4)
        self.issue(date(2024, 3, 5), 1, 2)
        self.issue(date(2024, 3, 7), 3)
        gaps = self.sheet(drafts=True).gaps
        assert [(gap.first.day, gap.last.day, gap.days, gap.pages) for gap in gaps] == [
            (1, 1, 0, "第3版"), (2, 4, 3, ""), (6, 6, 1, ""), (7, 7, 0, "第1–2版"),
        ]  # fmt: skip

    def test_unknown_page_numbers_make_no_holes(self):
        self.issue(date(2024, 3, 1), 2, 5, known=False)
        assert self.sheet(drafts=True).gaps == []
        self.issue(date(2024, 3, 1), 3)
        day = next(d for m in self.sheet(True).months for w in m.weeks for d in w if d and d.held)
        assert day.told == "3月1日：3 篇，缺第1–2版，另有 2 个版不知版次"

    def test_a_gap_over_new_year_is_cut_at_it(self):
        self.issue(date(2023, 12, 30))
        self.issue(date(2024, 1, 2))
        assert [(g.first, g.last) for g in self.sheet(True, 2023).gaps] == [
            (date(2023, 12, 31), date(2023, 12, 31))
        ]
        paper = make.newspaper()
        whole = selectors.calendar_gaps(newspaper=paper, drafts=True)
        assert [(g.first, g.last, g.days) for g in whole] == [
            (date(2023, 12, 31), date(2024, 1, 1), 2)
        ]
        dates = selectors.calendar_dates(newspaper=paper)
        assert selectors.calendar_years(dates=dates) == [2024, 2023]

    def test_three_queries_however_many_issues(self, django_assert_num_queries):
        for number in range(20):
            self.issue(MONDAY + timedelta(number), 1, 2)
        paper = make.newspaper()
        with django_assert_num_queries(3):
            dates = selectors.calendar_dates(newspaper=paper)
            selectors.calendar_year(newspaper=paper, dates=dates, year=2024)


@pytest.mark.django_db
class TestPublicPage:
    @pytest.fixture
    def html(self, client: Client) -> str:
        for day, numbers in ((1, (1, 2, 4)), (2, (1,)), (4, (1,))):
            for number in numbers:
                page = make.page(number, make.issue(date(2024, 3, day)), number_known=True)
                make.article(page, status="draft" if day == 2 else "published")
        return client.get("/newspapers/taian-ribao/").content.decode()

    def test_days_link_to_their_issues_and_missing_days_say_so(self, html):
        assert 'href="/newspapers/taian-ribao/2024-03-01/"' in html
        assert 'aria-label="3月1日：3 篇，缺第3版"' in html
        assert '<td class="is-missing"><b>3</b><span>缺</span></td>' in html
        assert "收录 2 期，缺 2 期，1 期缺版" in html

    def test_drafts_are_nobodys_business(self, html):
        assert "/2024-03-02/" not in html and "待" not in html.split("<main")[1].split("</main")[0]

    def test_only_months_with_something_to_tell_are_shown(self, html):
        assert "<caption>3月</caption>" in html and "<caption>4月</caption>" not in html

    @pytest.mark.parametrize("year", ["", "x", "２０２４", "20240", "9" * 40, "2024"])
    def test_any_year_is_answered(self, client, html, year):
        assert Page.objects.exists()
        answer = client.get("/newspapers/taian-ribao/", {"year": year})
        assert "2024 年各期" in answer.content.decode()
