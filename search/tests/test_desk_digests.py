"""Mail of what is new: when it is due, what it says, and that nothing is told twice or lost."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from archive.editing.publishing import set_status
from archive.models import Article, Industry, MovedArticle
from search.backend import policy_backend
from search.desk import searches
from search.desk.digests import MailAway, reserving, run, sending
from search.desk.digests.due import slots
from search.desk.digests.sending import BACKOFF, send
from search.engine import IndexUnavailable
from search.models import Delivery, Frequency, SavedSearch
from search.tests import factories
from search.tests.readers import reader, search, signed_in

pytestmark = pytest.mark.django_db
State = Delivery.State
IMMEDIATE, DAILY, WEEKLY = Frequency.IMMEDIATE, Frequency.DAILY, Frequency.WEEKLY
# A Wednesday, ten in the morning in Shanghai.
NOW = datetime(2024, 3, 13, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
BACKEND = "search.tests.test_desk_digests.Server"


class Server(locmem.EmailBackend):
    """A mail server that can be told what to do with the next mails."""

    does: list[Callable[[], Any]] = []
    away = False

    def open(self) -> bool:
        if self.away:
            raise ConnectionRefusedError(111, "refused")
        return True

    def send_messages(self, messages: list) -> int:
        if self.does:
            self.does.pop(0)()
        return super().send_messages(messages)


def fails(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.fixture(autouse=True)
def with_mail(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_IS_SET = True
    settings.SITE_URL = "https://archive.example.org"
    settings.DEFAULT_FROM_EMAIL = '"政策档案" <archive@example.org>'
    settings.EMAIL_BACKEND = BACKEND
    monkeypatch.setattr(Server, "does", [])
    monkeypatch.setattr(Server, "away", False)


@pytest.fixture
def index(reindexed: Callable[[], int]) -> Callable[[], int]:
    factories.article("储能旧闻。", title="原有的")
    reindexed()
    return reindexed


def watched(who, frequency: str = IMMEDIATE, **values: str) -> SavedSearch:
    """Saved a day before NOW."""
    saved = search(who, frequency=frequency, **values)
    SavedSearch.objects.filter(pk=saved.pk).update(told_at=NOW - timedelta(days=1))
    return saved


def told() -> list[str]:
    """The titles named in all mails, in order."""
    return [title for one in mail.outbox for title in re.findall(r"^· (.*)$", one.body, re.M)]


def new(index: Callable[[], int], title: str, body: str = "储能。", **values: object) -> Article:
    made = factories.article(body, title=title, **values)
    index()
    return made


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        ("2024-03-13T10:00", "2024-03-13T08:00", "2024-03-11T08:00"),
        ("2024-03-13T07:59", "2024-03-12T08:00", "2024-03-11T08:00"),
        ("2024-03-11T07:59", "2024-03-10T08:00", "2024-03-04T08:00"),
        ("2024-03-11T08:00", "2024-03-11T08:00", "2024-03-11T08:00"),
    ],
)
def test_when_mail_is_due(now: str, daily: str, weekly: str) -> None:
    found = slots(datetime.fromisoformat(f"{now}:00+08:00"))
    assert found[DAILY] == datetime.fromisoformat(f"{daily}:00+08:00")
    assert found[WEEKLY] == datetime.fromisoformat(f"{weekly}:00+08:00")


def test_new_articles_are_told_once(index: Callable) -> None:
    watched(reader())
    run(NOW)
    assert mail.outbox == []
    new(index, "第一篇", day="1999-01-01")
    new(index, "无关", "别的事。")
    run(NOW)
    run(LATER)
    assert told() == ["第一篇"]
    new(index, "第二篇")
    run(LATER)
    assert told() == ["第一篇", "第二篇"]


def test_mail_of_every_day_goes_at_eight(index: Callable) -> None:
    watched(reader(), DAILY)
    run(NOW)  # of today's eight o'clock: nothing is new
    new(index, "第一篇")
    run(NOW + timedelta(hours=21, minutes=59))
    assert told() == []
    run(NOW + timedelta(hours=22))
    assert told() == ["第一篇"]


def test_mail_of_every_week_goes_on_monday(index: Callable) -> None:
    watched(reader(), WEEKLY)
    new(index, "第一篇")
    run(NOW)
    assert told() == []
    run(datetime(2024, 3, 18, 0, 0, tzinfo=UTC))
    assert told() == ["第一篇"]


def test_what_is_told_at_once_comes_ten_minutes_apart(index: Callable) -> None:
    watched(reader())
    new(index, "第一篇")
    run(NOW)
    new(index, "第二篇")
    run(NOW + timedelta(minutes=9))
    assert told() == ["第一篇"]
    run(NOW + timedelta(minutes=11))
    assert told() == ["第一篇", "第二篇"]


def test_one_mail_a_reader_with_all_their_searches(index: Callable) -> None:
    who, other = reader(), reader("wang")
    watched(who, name="储能")
    watched(who, DAILY, query="q=光伏", name="光伏")
    watched(who, Frequency.NONE, query="q=汽车", name="汽车")
    watched(other, query="q=光伏", name="光伏")
    new(index, "两样都有", "储能和光伏，汽车。")
    run(NOW)
    assert sorted(one.to[0] for one in mail.outbox) == ["li@example.org", "wang@example.org"]
    mine = next(one for one in mail.outbox if one.to == ["li@example.org"])
    assert "【储能】1 篇" in mine.body and "【光伏】1 篇" in mine.body and "汽车】" not in mine.body


def test_late_in_the_index_is_not_missed(index: Callable) -> None:
    watched(reader())
    factories.article("储能。", title="晚到的")
    new_and_indexed = NOW + timedelta(minutes=11)
    run(NOW)
    index()
    run(new_and_indexed)
    assert told() == ["晚到的"]


def test_published_again_is_not_told_again(index: Callable) -> None:
    watched(reader())
    article = new(index, "第一篇")
    run(NOW)
    for status in (Article.Status.DRAFT, Article.Status.PUBLISHED):
        set_status([article], status, author=None)
        index()
        run(LATER)
    assert told() == ["第一篇"]


def test_old_draft_that_is_published_is_told(index: Callable) -> None:
    draft = new(index, "压了很久", status=Article.Status.DRAFT)
    new(index, "无关", "别的事。")
    watched(reader())
    set_status([draft], Article.Status.PUBLISHED, author=None)
    index()
    run(NOW)
    assert told() == ["压了很久"]


def test_taken_back_or_merged_before_it_is_sent(index: Callable) -> None:
    watched(reader())
    gone, into = new(index, "撤下的"), new(index, "并入的")
    merged = new(index, "被并的")
    Server.away = True
    with pytest.raises(MailAway):
        run(NOW)
    set_status([gone], Article.Status.DRAFT, author=None)
    number = merged.pk
    merged.delete()
    MovedArticle.objects.create(former_id=number, article=into)
    Server.away = False
    run(NOW)
    assert told() == ["并入的"]


def test_nothing_left_to_say_is_not_said(index: Callable) -> None:
    watched(reader())
    gone = new(index, "撤下的")
    reserving.reserve(NOW)
    set_status([gone], Article.Status.DRAFT, author=None)
    assert send(NOW) == {State.DROPPED: 1}
    assert mail.outbox == []


def test_server_away_costs_nothing(index: Callable) -> None:
    watched(reader())
    new(index, "第一篇")
    Server.away = True
    for minutes in range(20):
        with pytest.raises(MailAway, match="refused"):
            run(NOW + timedelta(minutes=minutes))
    Server.away = False
    run(LATER)
    assert told() == ["第一篇"]
    assert Delivery.objects.get().attempts == 1


REFUSALS = [
    smtplib.SMTPRecipientsRefused({"li@example.org": (450, b"later")}),
    smtplib.SMTPSenderRefused(451, b"later", "archive@example.org"),
    smtplib.SMTPDataError(452, b"full"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: type(one).__name__)
def test_what_is_refused_is_tried_again_and_ever_later(index: Callable, refusal: Any) -> None:
    watched(reader())
    new(index, "第一篇")
    Server.does += [fails(refusal)]
    assert run(NOW).sent == {State.WAITING: 1}
    assert run(NOW + BACKOFF[0] - timedelta(seconds=1)).sent == {}
    assert run(NOW + BACKOFF[0]).sent == {State.SENT: 1}
    assert told() == ["第一篇"]


def test_what_is_always_refused_is_given_up(index: Callable) -> None:
    watched(reader())
    new(index, "第一篇")
    Server.does += [fails(REFUSALS[0])] * 20
    now, states = NOW, []
    for _ in range(10):
        states += run(now).sent
        now += timedelta(days=2)
    assert states == [State.WAITING] * len(BACKOFF) + [State.REFUSED]
    assert "later" in Delivery.objects.get().error
    assert mail.outbox == []


@pytest.mark.parametrize(
    "break_",
    [smtplib.SMTPServerDisconnected("gone"), TimeoutError("slow"), ConnectionResetError(104, "x")],
    ids=lambda one: type(one).__name__,
)
def test_what_may_have_been_taken_is_not_sent_again(index: Callable, break_: Exception) -> None:
    watched(reader())
    new(index, "第一篇")
    Server.does += [fails(break_)]
    assert run(NOW).sent == {State.UNKNOWN: 1}
    for days in range(1, 4):
        assert run(NOW + timedelta(days=days)).sent == {}


class Killed(BaseException):
    """As a process ends that is killed: nothing of it goes on."""


def test_killed_between_sending_and_noting(index: Callable, monkeypatch) -> None:
    watched(reader())
    new(index, "第一篇")
    with monkeypatch.context() as patch:
        patch.setattr(sending, "_settle", lambda *rest, **values: fails(Killed())())
        with pytest.raises(Killed):
            run(NOW)
    assert told() == ["第一篇"]
    assert Delivery.objects.get().state == State.SENDING
    run(NOW + timedelta(minutes=30))
    run(NOW + timedelta(hours=2))
    assert told() == ["第一篇"]
    assert Delivery.objects.get().state == State.UNKNOWN


def test_killed_before_it_was_written_down(index: Callable, monkeypatch) -> None:
    watched(reader())
    new(index, "第一篇")
    with monkeypatch.context() as patch:
        patch.setattr(reserving.DeliveredSearch.objects, "bulk_create", lambda _: fails(Killed())())
        with pytest.raises(Killed):
            run(NOW)
    run(NOW)
    assert told() == ["第一篇"]


def test_killed_before_it_was_sent(index: Callable, monkeypatch) -> None:
    watched(reader())
    new(index, "第一篇")
    reserving.reserve(NOW)
    run(NOW)
    assert told() == ["第一篇"]


def test_two_processes_at_once_write_one_mail(index: Callable, monkeypatch) -> None:
    """The second does the whole of its work between the first one's reading and writing."""
    watched(reader())
    watched(reader("wang"), DAILY)
    new(index, "第一篇")
    real, second = reserving._reserve, []

    def late(*rest: Any) -> int:
        if not second:
            second.append(True)
            second.append(reserving.reserve(NOW))
        return real(*rest)

    monkeypatch.setattr(reserving, "_reserve", late)
    assert reserving.reserve(NOW) == 0
    assert second == [True, 2]
    send(NOW)
    assert told() == ["第一篇"] * 2


def test_two_processes_at_once_send_one_mail(index: Callable) -> None:
    """The second sends all that waits while the first has the mail in its hands."""
    watched(reader())
    new(index, "第一篇")
    reserving.reserve(NOW)
    second: list[Any] = []
    Server.does += [lambda: second.append(send(NOW))]
    assert send(NOW) == {State.SENT: 1}
    assert second == [{}] and told() == ["第一篇"]


def test_search_changed_meanwhile_is_left_for_the_next_time(index: Callable, monkeypatch) -> None:
    saved = watched(reader())
    new(index, "第一篇")
    real = reserving._reserve

    def late(*rest: Any) -> int:
        SavedSearch.objects.filter(pk=saved.pk).update(frequency=Frequency.NONE)
        return real(*rest)

    monkeypatch.setattr(reserving, "_reserve", late)
    assert reserving.reserve(NOW) == 0 and not Delivery.objects.exists()


def test_search_that_does_not_parse_waits_and_loses_nothing(index: Callable) -> None:
    who = reader()
    industry = factories.industry()
    watched(who, query="industry=energy-storage", name="行业")
    watched(who, name="储能")
    made = new(index, "第一篇", industries={"energy-storage": "subject"})
    Industry.objects.filter(pk=industry.pk).update(slug="renamed")
    run(NOW)
    assert told() == ["第一篇"]  # of the other search
    Industry.objects.filter(pk=industry.pk).update(slug="energy-storage")
    run(LATER)
    assert told() == ["第一篇"] * 2
    assert "【行业】" in mail.outbox[1].body and made.title in mail.outbox[1].body


def test_index_away_is_waited_for(index: Callable, monkeypatch) -> None:
    watched(reader())
    new(index, "第一篇")
    pointer = policy_backend().engine.store.pointer
    kept = pointer.read_bytes()
    pointer.unlink()
    assert run(NOW).index and mail.outbox == []
    pointer.write_bytes(kept)
    run(NOW)
    assert told() == ["第一篇"]


def test_index_that_goes_away_in_the_middle(index: Callable, monkeypatch) -> None:
    watched(reader())
    new(index, "第一篇")
    with monkeypatch.context() as patch:
        patch.setattr(reserving, "news", lambda *_: fails(IndexUnavailable("weg"))())
        assert "weg" in run(NOW).index
    run(NOW)
    assert told() == ["第一篇"]


def test_who_has_no_address_or_was_shut_out_gets_none(index: Callable) -> None:
    watched(reader("a", is_active=False))
    nobody = reader("b")
    nobody.email = ""
    nobody.save()
    watched(nobody)
    new(index, "第一篇")
    run(NOW)
    assert mail.outbox == [] and not Delivery.objects.exists()


def test_mail_begins_with_what_comes_after_it_was_asked_for(index: Callable) -> None:
    who = reader()
    saved = watched(who, Frequency.NONE)
    new(index, "以前的")
    signed_in(who).post(saved.get_absolute_url(), {"name": "储能", "frequency": "immediate"})
    later = NOW + timedelta(days=3650)
    run(later)
    new(index, "以后的")
    run(later)
    assert told() == ["以后的"]


def parsed(one: Any) -> Any:
    return message_from_bytes(one.message().as_bytes(), policy=policy.default)


def test_what_a_mail_is_made_of(index: Callable) -> None:
    watched(reader(), name="储能")
    article = new(index, "<b>新</b>篇 & 更多")
    run(NOW)
    letter = parsed(mail.outbox[0])
    assert letter["Subject"] == "政策档案：1 篇新文章（储能）"
    assert letter["From"].addresses[0].addr_spec == "archive@example.org"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"] == f"<digest-{Delivery.objects.get().pk}@archive.example.org>"
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    link = f"https://archive.example.org{article.get_absolute_url()}"
    assert "<b>新</b>篇 & 更多" in text and link in text
    assert "&lt;b&gt;新&lt;/b&gt;篇 &amp; 更多" in html and link in html
    for tag in ("<img", "<link", "<script", "<style", "url(", "src="):
        assert tag not in html
    assert set(re.findall(r'href="(https?://[^/"]+)', html)) == {"https://archive.example.org"}
    assert re.search(r"sort=newest", text)


def test_mail_is_in_the_language_of_the_reader(index: Callable) -> None:
    with translation.override("en"):
        watched(reader())
    new(index, "第一篇")
    run(NOW)
    html = mail.outbox[0].alternatives[0][0]
    assert '<html lang="en">' in html and "15 Mar 2024" in html


def test_names_cannot_add_a_header(index: Callable) -> None:
    evil = "x\r\nBcc: all@example.org\r\n\r\nboo"
    who = reader()
    client = signed_in(who)
    client.post("/desk/searches/new/?q=储能", {"name": evil, "frequency": "immediate"})
    saved = SavedSearch.objects.get()
    assert saved.name == "x Bcc: all@example.org boo"
    # And where it came into the database by another way.
    SavedSearch.objects.update(name=evil, told_at=NOW - timedelta(days=1))
    new(index, "第一\n篇")
    run(NOW)
    letter = parsed(mail.outbox[0])
    assert letter["Bcc"] is None and mail.outbox[0].recipients() == [who.email]
    assert "\n" not in mail.outbox[0].subject


def test_address_that_no_mail_can_have_is_given_up(index: Callable) -> None:
    who = reader()
    who.email = "a@example.org\nBcc: b@example.org"
    who.save()
    watched(who)
    new(index, "第一篇")
    assert run(NOW).sent == {State.REFUSED: 1}
    assert mail.outbox == []


def test_long_lists_are_cut_and_say_so(index: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reserving, "LISTED", 2)
    watched(reader())
    for number in range(5):
        factories.article("储能。", title=f"第{number}篇")
    index()
    run(NOW)
    assert len(told()) == 2
    assert (
        mail.outbox[0].subject.startswith("政策档案：5 篇") and "另有 3 篇" in mail.outbox[0].body
    )
    run(LATER)
    assert len(mail.outbox) == 1


def unsubscribe_link() -> str:
    header = parsed(mail.outbox[0])["List-Unsubscribe"].strip()  # it is folded, being long
    return header.strip("<>").removeprefix("https://archive.example.org")


def test_unsubscribing_takes_one_post_and_no_login(index: Callable) -> None:
    who, other = reader(), reader("wang")
    watched(who)
    watched(who, DAILY, query="q=x")
    kept = watched(other)
    new(index, "第一篇")
    run(NOW)
    mail.outbox = [one for one in mail.outbox if one.to == [who.email]]
    link = unsubscribe_link()
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(link)
    assert page.status_code == 200 and "退订" in page.content.decode()
    assert SavedSearch.objects.filter(owner=who).exclude(frequency="none").count() == 2
    done = strict.post(link, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200 and "已经退订" in done.content.decode()
    assert SavedSearch.objects.filter(owner=who).exclude(frequency="none").count() == 0
    kept.refresh_from_db()
    assert kept.frequency == IMMEDIATE
    assert strict.post(link).status_code == 200  # again, from old mail
    new(index, "第二篇")
    run(LATER)
    assert all(one.to == [other.email] for one in mail.outbox[1:])


def test_whoever_unsubscribes_gets_not_even_what_waits(index: Callable) -> None:
    who = reader()
    watched(who)
    new(index, "第一篇")
    reserving.reserve(NOW)
    searches.silence(owner=who.pk)
    assert send(NOW) == {State.DROPPED: 1} and mail.outbox == []


@pytest.mark.parametrize("token", ["1", "1.x", "x.y", "1.", ".", "999.abc", "١.x"])
def test_link_that_nobody_signed(client: Client, token: str) -> None:
    watched(reader())
    for answer in (client.get, client.post):
        assert answer(f"/account/unsubscribe/{token}/").status_code == 404
    assert SavedSearch.objects.get().frequency == IMMEDIATE


def test_old_mails_are_forgotten_and_what_waits_is_not(index: Callable) -> None:
    watched(reader())
    new(index, "第一篇")
    run(NOW)
    new(index, "第二篇")
    reserving.reserve(LATER)
    sending.tidy(NOW + timedelta(days=91))
    assert [one.state for one in Delivery.objects.all()] == [State.WAITING]


def test_command_says_what_it_did(index: Callable, capsys, settings) -> None:
    watched(reader())
    new(index, "第一篇")
    call_command("send_digests")
    assert "新写 1 封" in capsys.readouterr().out and told() == ["第一篇"]
    Server.away = True
    SavedSearch.objects.update(told_at=NOW)
    new(index, "第二篇")
    with pytest.raises(CommandError, match="邮件服务器不可用"):
        call_command("send_digests")
    settings.MAIL_IS_SET = False
    with pytest.raises(CommandError, match="SMTP_URL"):
        call_command("send_digests")
