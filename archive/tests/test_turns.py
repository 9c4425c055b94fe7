"""Two who change the archive at once: whatever one decides by what it read still holds."""

from __future__ import annotations

import logging
import os

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, close_old_connections, connection, connections
from django.urls import reverse

from archive import turns
from archive.editing.officials import merge_officials
from archive.editing.texts import set_texts
from archive.ingest import pages_in, worker
from archive.ingest.intake import take_in
from archive.ingest.joining import join_continuations
from archive.ingest.keeping import put, register
from archive.ingest.outcomes import Hints, is_passing
from archive.models import Article, Import, Official, OfficialMention, Page
from archive.tests import factories as make
from archive.tests.databases import RACES, elsewhere, overtaken_by
from archive.tests.test_worker import queued
from archive.turns import Turn, in_turn

pytestmark = RACES
SPEECH = (
    "市委书记李兰亭来到开发区，察看储能电站建设进度，要求项目尽快并网，为夏季用电高峰做好准备。"
)
STORY = "\n\n".join(
    f"{SPEECH}这是第{number}处工地，进度比去年同期快了三成。" for number in range(6)
)


@pytest.fixture(autouse=True)
def archive(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ARCHIVE_DATA = tmp_path
    return make.newspaper()


def page(name: str, story: str = STORY, paper: str = "泰安日报", slug: str = "taian-ribao"):
    """What takes a file of one page in."""
    hints = Hints(make.newspaper(paper, slug), make.DAY, publish=True)
    text = f"储能项目开工\n\n  本报讯 {story}\n"
    return lambda: take_in(text.encode(), name, hints)


def test_two_papers_that_print_one_text_are_one_group_of_reprints():
    first, second = (
        page("a.txt"),
        page("b.txt", STORY + "\n\n编辑：王。", "济宁日报", "jining-ribao"),
    )
    with overtaken_by(second):
        first()
    assert Article.objects.count() == 2
    assert Article.objects.exclude(reprints=None).values("reprints").distinct().count() == 1


def test_an_official_whom_two_pages_name_first_is_one():
    other = page("b.txt", SPEECH + "昨天下午，座谈会在泰安举行。")
    with overtaken_by(other) as done:
        page("a.txt")()
    assert done[0].status == "added"
    assert Official.objects.filter(name="李兰亭").count() == 1
    assert OfficialMention.objects.filter(official__name="李兰亭").count() == 2


def test_two_pages_of_an_issue_without_a_number_get_two():
    with overtaken_by(page("b.txt", "全市春耕开始。")):
        page("a.txt")()
    assert sorted(Page.objects.values_list("number", flat=True)) == [1, 2]


def test_the_same_file_brought_twice_is_in_once():
    with overtaken_by(page("b.txt")) as done:
        page("a.txt")()
    assert done[0].status == "exists"
    assert (Import.objects.count(), Page.objects.count(), Article.objects.count()) == (1, 1, 1)


def test_files_registered_in_two_orders_at_once_block_nobody(tmp_path):
    hints = Hints(make.newspaper(), make.DAY)
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path in paths:
        path.write_text(path.name)

    def all_of(files):
        with in_turn(Turn.FILES):
            kept = [put(path.open("rb"), path.name) for path in files]
            return [register(one, "x.txt", hints, status="queued")[1] for one in kept]

    with overtaken_by(lambda: all_of(reversed(paths))) as done:
        assert all_of(paths) == [True, True]
    assert done == [[False, False]] and Import.objects.count() == 2


def test_a_file_that_is_brought_again_while_it_is_claimed_stays_with_whoever_claimed_it():
    source = queued()
    kept = put(source.file.open("rb"), "a.txt")
    hints = Hints(make.newspaper(), make.DAY)
    with overtaken_by(lambda: register(kept, "a.txt", hints)) as done:
        assert worker._claim().pk == source.pk
    assert done == [(source, False)] and Import.objects.get().status == "running"


def test_a_file_is_claimed_by_one():
    queued()
    with overtaken_by(worker._claim) as done:
        assert worker._claim() is not None
    assert done == [None] and Import.objects.get().attempts == 1


def test_halves_that_come_in_at_once_are_one_article():
    issue = make.issue()
    pages = [make.page(number, issue, number_known=True) for number in (1, 2)]

    def rest():
        with in_turn():
            make.article(pages[1], title="", body="投产在即。", continued_from="第一版")
            join_continuations(issue)

    with overtaken_by(rest), in_turn():
        make.article(pages[0], title="储能项目开工", body="项目开工，（下转第二版）")
        join_continuations(issue)
    assert Article.objects.count() == 1


def test_a_page_that_names_an_official_who_is_merged_away_means_the_other():
    page("a.txt")()
    old = Official.objects.get(name="李兰亭")
    into = make.official("李兰停", old.place)
    with overtaken_by(page("b.txt", SPEECH + "今天，会议继续举行。")) as done:
        merge_officials(into, [old], None)
    assert done[0].status == "added"
    assert set(OfficialMention.objects.values_list("official", flat=True)) == {into.pk}


@pytest.fixture
def chief(client):
    client.force_login(User.objects.create_superuser("chief"))
    return client


def test_what_two_editors_correct_in_one_article_at_once_is_all_kept(chief):
    article = make.article(make.page(), title="题目", body="正文。")
    form = {"do": "retitle", "article": article.pk, "title": "新题目"}
    review = reverse("admin:archive_page_review", args=[article.page_id])
    with overtaken_by(lambda: chief.post(review, form).status_code) as done, in_turn():
        set_texts(Article.objects.get(), {"body": "改过的正文。"}, author=None)
    article = Article.objects.get()
    assert (done, article.title, article.body) == ([302], "新题目", "改过的正文。")


def test_an_official_who_is_merged_away_while_he_is_edited_stays_away(chief):
    old, into = make.official("李兰亭", make.taian()), make.official("李兰停", make.taian())
    form = {"name": "李兰亭", "place": old.place_id, "distinction": "", "pinyin": "", "note": "新"}
    page = reverse("admin:archive_official_change", args=[old.pk])
    with overtaken_by(lambda: chief.post(page, form).status_code) as done:
        merge_officials(into, [old], None)
    assert done == [302] and list(Official.objects.all()) == [into]


def test_a_file_that_is_claimed_while_its_hints_are_saved_stays_claimed(chief):
    source = queued()
    Import.objects.update(status="failed")
    form = {"newspaper": "", "date": "", "encoding": "big5"}
    page = reverse("admin:archive_import_change", args=[source.pk])
    with overtaken_by(lambda: chief.post(page, form).status_code) as done:
        Import.objects.update(status="running")
    source.refresh_from_db()
    assert (done, source.status, source.encoding) == ([302], "running", "big5")


def test_whoever_waits_too_long_says_so_and_comes_again(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", "50ms")

    def impatient() -> bool:
        with pytest.raises(OperationalError) as told, in_turn():
            pass
        return is_passing(told.value)

    with in_turn():
        assert elsewhere(impatient)
    with in_turn():
        pass


def test_other_turns_are_not_waited_for():
    def others() -> bool:
        with in_turn(Turn.FILES), in_turn(Turn.NUMBERS):
            return connection.in_atomic_block

    with in_turn(Turn.ARTICLES):
        assert elsewhere(others)


def test_a_child_has_no_connection_of_its_parent():
    """What it does with its own, to the very end, does not close the parent's."""
    Import.objects.count()
    before = connection.connection
    child = os.fork()
    if not child:
        same = connections["default"].connection is before
        os._exit(int(same or Import.objects.count()))
    assert os.waitpid(child, 0)[1] == 0
    assert Import.objects.count() == 0 and connection.connection is before


def test_a_connection_that_the_server_ends_between_requests_costs_none(client):
    def answer() -> int:
        close_old_connections()  # as each request begins; this client does without
        return client.get("/newspapers/").status_code

    assert answer() == 200
    ended()
    assert answer() == 200


def test_a_worker_goes_on_after_the_server_ended_its_connection(caplog):
    """The file is no worse for it: its reading is not counted."""
    source, real, once = queued(), pages_in.store_page, iter([True])

    def ending(*arguments, **options):
        if next(once, False):
            ended()
        return real(*arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages_in, "store_page", ending)
        patch.setattr(worker, "_wait", lambda seconds, is_over: None)
        looks = iter([False] * 60)
        worker.work(lambda: next(looks, True))
    source.refresh_from_db()
    assert (source.status, source.attempts, Page.objects.count()) == ("done", 1, 1)
    told = [row.getMessage() for row in caplog.records if row.levelno >= logging.WARNING]
    assert len(told) == 1 and "解析推迟" in told[0] and "\n" not in told[0]


def ended() -> None:
    """The connection of this thread, by the server."""
    number = connection.connection.info.backend_pid

    def end() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])

    elsewhere(end)
