"""The admin's pages on officials: merge several, part one, who may be the same."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.admin.official_forms import KNOWN, MergeForm, SplitForm
from archive.editing.namesakes import likely_same, records_of
from archive.editing.officials import label, merge_officials, move_mentions, split_official
from archive.ingest.errors import InputError
from archive.models import Article, Official, OfficialMention
from archive.turns import in_turn

MOST = 50  # officials merged at once
PAIRS = 50
MENTIONS = 500
LIST = "admin:archive_official_changelist"
PAGE = "admin:archive_official_change"


class OfficialView:
    """What these pages share: only who may merge and part officials sees them."""

    template = ""

    def __init__(self, model_admin: Any) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest, **found: Any) -> HttpResponse:
        if not self.admin.has_merge_permission(request):
            raise PermissionDenied
        return self.answer(request, **found)

    def answer(self, request: HttpRequest, **found: Any) -> HttpResponse:
        raise NotImplementedError

    def show(self, request: HttpRequest, title: str, **values: Any) -> HttpResponse:
        shared = self.admin.admin_site.each_context(request)
        context = {**shared, "title": title, "opts": Official._meta, **values}
        return TemplateResponse(request, f"admin/archive/official/{self.template}", context)


class MergeView(OfficialView):
    """`?id=1&id=2` shows each with what is known of them; POST with `into` and `others` merges."""

    template = "merge.html"

    def answer(self, request: HttpRequest, **found: Any) -> HttpResponse:
        given = request.GET.getlist("id")
        numbers = [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 19]
        officials = Official.objects.filter(pk__in=numbers[:MOST])
        records = records_of(officials)
        if len(records) < 2:
            messages.warning(request, "所选的官员不足两位，可能已被合并。")
            return HttpResponseRedirect(reverse(LIST))
        posted = request.method == "POST"
        form = MergeForm(request.POST if posted else None, officials=officials)
        if posted and form.is_valid():
            into, others = form.cleaned_data["into"], form.cleaned_data["others"]
            if self.merge(request, into, others.exclude(pk=into.pk)):
                return HttpResponseRedirect(reverse(PAGE, args=[into.pk]))
        return self.show(
            request,
            "合并官员",
            records=records,
            form=form,
            into=request.POST.get("into", "") if posted else str(records[0].official.pk),
            others=request.POST.getlist("others") if posted else [str(n) for n in numbers],
            names=len({record.official.name for record in records}),
            together=named_together(officials),
        )

    def merge(self, request: HttpRequest, into: Official, others: QuerySet[Official]) -> bool:
        names = "、".join(f"{label(other)}#{other.pk}" for other in others.select_related("place"))
        try:
            with in_turn():
                log(request, others, DELETION, f"并入 {label(into)}#{into.pk}。")
                merge_officials(into, others, request.user)
                self.admin.log_change(request, into, f"合并：{names}。")
        except InputError as error:
            messages.error(request, str(error))
            return False
        messages.success(request, f"已把 {names} 并入 {label(into)}。")
        return True


class SplitView(OfficialView):
    """The official's articles, each to be chosen; POST gives the chosen ones to another."""

    template = "split.html"

    def answer(self, request: HttpRequest, **found: Any) -> HttpResponse:
        official = get_object_or_404(Official.objects.select_related("place"), **found)
        mentions = mentions_of(official)
        posts = list(
            mentions.order_by()
            .values_list("printed")
            .annotate(count=Count("pk"))
            .order_by("-count")
        )
        form = SplitForm(
            request.POST if request.method == "POST" else None,
            mentions=mentions,
            posts=[post for post, _ in posts],
            initial={"place": official.place},
        )
        if request.method == "POST" and form.is_valid():
            to = self.split(request, official, form.cleaned_data)
            if to is not None:
                return HttpResponseRedirect(reverse(PAGE, args=[to.pk]))
        page = Paginator(mentions, MENTIONS).get_page(request.GET.get("p"))
        return self.show(
            request,
            f"拆分：{label(official)}",
            official=official,
            posts=posts,
            page=page,
            form=form,
            media=self.admin.media + form.media,
            chosen=set(request.POST.getlist("mentions")),
            chosen_posts=set(request.POST.getlist("posts")),
        )

    def split(
        self, request: HttpRequest, official: Official, data: dict[str, Any]
    ) -> Official | None:
        rows = mentions_of(official)
        chosen = rows.filter(Q(pk__in=data["mentions"]) | Q(printed__in=data["posts"]))
        articles = Article.objects.filter(pk__in=list(chosen.values_list("article", flat=True)))
        number = chosen.count()
        try:
            with in_turn():
                if data["target"] == KNOWN:
                    to = data["official"]
                    move_mentions(official, chosen, to, request.user)
                else:
                    where, apart = data["place"], data["distinction"]
                    to = split_official(official, chosen, where, apart, request.user)
                log(request, articles, CHANGE, f"官员：{label(official)} → {label(to)}。")
                self.admin.log_change(request, official, f"拆分：移出 {number} 篇到 {label(to)}。")
                self.admin.log_change(request, to, f"拆分：从 {label(official)} 移入 {number} 篇。")
        except InputError as error:
            messages.error(request, str(error))
            return None
        messages.success(request, f"已把 {number} 篇文章从 {label(official)} 移给 {label(to)}。")
        return to


class LikelyView(OfficialView):
    """Pairs of one name who may be one person, with a button each that leads to the merge."""

    template = "likely.html"

    def answer(self, request: HttpRequest, **found: Any) -> HttpResponse:
        page = Paginator(likely_same(), PAIRS).get_page(request.GET.get("p"))
        return self.show(request, "可能是同一人", page=page)


def mentions_of(official: Official) -> QuerySet[OfficialMention]:
    """Newest first, with `printed`: the post as the paper has it, else as resolved, else ''."""
    post = Coalesce(NullIf("post_text", Value("")), F("post__title"), Value(""))
    return (
        OfficialMention.objects.filter(official=official)
        .annotate(printed=post)
        .select_related("post", "article__page__issue__newspaper")
        .defer("article__body", "article__page__text", "evidence")
        .order_by("-article__page__issue__date", "article__page__number", "article__order")
    )


def named_together(officials: QuerySet[Official]) -> int:
    """How many articles name two or more of them: a hint that they are different people."""
    rows = OfficialMention.objects.filter(official__in=officials).order_by().values("article")
    return rows.annotate(named=Count("pk")).filter(named__gt=1).count()


def log(request: HttpRequest, rows: QuerySet[Any], flag: int, text: str) -> None:
    """An entry for each row in the log of the admin; call it while the rows are there."""
    LogEntry.objects.log_actions(request.user.pk, rows, flag, change_message=text)
