"""Imports in the admin: the upload of pages, and what became of every file."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from archive.admin.forms import ImportForm, UploadForm
from archive.admin.origin import read_again
from archive.ingest.errors import InputError
from archive.ingest.folders import check_size
from archive.ingest.intake import ADDED, EXISTS, FAILED, Hints, Outcome, take_in
from archive.models import Import

LEVELS = {ADDED: messages.SUCCESS, EXISTS: messages.WARNING, FAILED: messages.ERROR}
WANTED = {
    "newspaper": "有文件认不出是哪份报纸，请在这里选定。",
    "date": "有文件认不出出版日期，请在这里填写。",
    "encoding": "有文件不是这种编码，请另选一种。",
}


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    class Media:
        css = {"all": ["css/admin-review.css"]}

    form = ImportForm
    list_display = ["filename", "status", "review", "error", "newspaper", "date", "author", "came"]
    list_filter = ["status", ("newspaper", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["newspaper", "author"]
    search_fields = ["filename", "sha256"]
    search_help_text = "按文件名或校验和查找"
    autocomplete_fields = ["newspaper"]
    actions = ["retry"]
    fields = [
        "filename", "status", "error", "newspaper", "date", "encoding",
        "stored_as", "size", "sha256", "author", "created", "review",
    ]  # fmt: skip
    readonly_fields = [
        "filename", "status", "error", "stored_as", "size", "sha256", "author", "created", "review",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        return super().get_queryset(request).prefetch_related("pages")

    @admin.display(description="入库", ordering="created")
    def came(self, row: Import) -> str:
        return f"{timezone.localtime(row.created):%Y-%m-%d %H:%M}"

    @admin.display(description="存为")
    def stored_as(self, row: Import) -> str:
        return row.file.name

    @admin.display(description="版面")
    def review(self, row: Import) -> str:
        pages = list(row.pages.all())
        if not pages:
            return "—"
        return format_html('<a href="{}">审阅</a>', _review_url(pages[0].pk))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """上传版面: each file is taken in by itself and has its own line of outcome."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        kept = _kept(request)
        form = UploadForm(request.POST or None, request.FILES or None, kept=bool(kept))
        if request.method == "POST" and form.is_valid():
            hints = _hints(form, request)
            outcomes = [read_again(row, hints) for row in kept]
            outcomes += [_take_in(file, hints) for file in form.cleaned_data["files"]]
            _tell(request, outcomes)
            kept = [row.source for row in outcomes if row.lacks]
            page = next((row.page for row in outcomes if row.page), None)
            if page and not kept:
                return HttpResponseRedirect(_review_url(page.pk))
            for hint in {row.lacks for row in outcomes} - {""}:
                form.add_error(hint, WANTED[hint])
        context = {
            **self.admin_site.each_context(request),
            "title": "上传版面",
            "opts": self.opts,
            "form": form,
            "kept": kept,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/archive/import/upload.html", context)

    def save_model(self, request: HttpRequest, obj: Import, form: ModelForm, change: bool) -> None:
        """A failed file whose newspaper, date or encoding was set is read again at once."""
        super().save_model(request, obj, form, change)
        if obj.status == Import.Status.FAILED and form.changed_data:
            _tell(request, [_retry(obj, request)])

    @admin.action(description="重新解析所选文件", permissions=["change"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Import]) -> None:
        """Failed files again, with the newspaper, date and encoding now set on them."""
        _tell(request, [_retry(row, request) for row in queryset.select_related("newspaper")])

    def delete_model(self, request: HttpRequest, obj: Import) -> None:
        super().delete_model(request, obj)
        # A deletion that is rolled back keeps its file.
        transaction.on_commit(partial(obj.file.storage.delete, obj.file.name))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Import]) -> None:
        for row in queryset:
            self.delete_model(request, row)


def _review_url(pk: int) -> str:
    return reverse("admin:archive_page_review", args=[pk])


def _kept(request: HttpRequest) -> list[Any]:
    """The files that an upload before this one has left for want of a hint; only one's own."""
    keys = [key for key in request.POST.getlist("again") if key.isascii() and key.isdigit()]
    mine = Import.objects.filter(author=request.user, status=Import.Status.FAILED)
    return list(mine.filter(pk__in=[int(key[:18]) for key in keys]).order_by("pk"))


def _hints(form: UploadForm, request: HttpRequest) -> Hints:
    data = form.cleaned_data
    return Hints(data["newspaper"], data["date"], data["encoding"], author=request.user)


def _retry(row: Import, request: HttpRequest) -> Outcome:
    return read_again(row, Hints(row.newspaper, row.date, row.encoding, author=request.user))


def _take_in(file: UploadedFile, hints: Hints) -> Outcome:
    try:
        if not file.name.lower().endswith(".txt"):
            raise InputError("目前只接受 .txt 文件。")
        check_size(file.size)
        return take_in(file.read(), file.name, hints)
    except InputError as error:
        return Outcome(file.name, FAILED, error=str(error))


def _tell(request: HttpRequest, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        messages.add_message(request, LEVELS[outcome.status], _sentence(outcome))


def _sentence(outcome: Outcome) -> str:
    """One line; names of files and reasons are escaped."""
    if outcome.page is None:
        return format_html("“{}”：{}，{}", outcome.name, outcome.label, outcome.error)
    return format_html(
        '“{}”：{}，<a href="{}">{}</a>，{} 篇',
        outcome.name,
        outcome.label,
        _review_url(outcome.page.pk),
        outcome.page,
        outcome.articles,
    )
