"""Imports in the admin: what became of every file that came in."""

from __future__ import annotations

from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from archive.admin.batches import queue_again
from archive.admin.lookups import LookupAdmin
from archive.admin.upload_forms import ImportForm
from archive.admin.uploads import UploadView
from archive.editing.rights import may_publish
from archive.ingest.formats import place_of
from archive.ingest.keeping import remove_unnamed
from archive.models import Import, ImportFault, Page

SHOWN_FAULTS = 100
RETRIED = (Import.Status.FAILED, Import.Status.PARTIAL, Import.Status.STORED)


@admin.register(Import)
class ImportAdmin(LookupAdmin):
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
        "filename", "member", "status", "error", "fault_list", "newspaper", "date", "encoding",
        "publish", "stored_as", "size", "sha256", "author", "created", "batch_link", "review",
    ]  # fmt: skip
    readonly_fields = [
        "filename", "member", "status", "error", "fault_list", "stored_as", "size", "sha256",
        "author", "created", "batch_link", "review",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        pages = Page.objects.only("source")  # their texts would be megabytes
        return super().get_queryset(request).prefetch_related(Prefetch("pages", pages))

    def get_readonly_fields(self, request: HttpRequest, obj: Import | None = None) -> list[str]:
        """To read a file again and publish it is for those who may publish, as in the upload."""
        fixed = [] if may_publish(request.user) else ["publish"]
        return [*self.readonly_fields, *fixed]

    def has_change_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        """Of any file by whoever may change all, of one's own by whoever may upload."""
        own = obj is not None and obj.author_id == request.user.pk
        may_upload = own and request.user.has_perm("archive.add_import")
        return may_upload or super().has_change_permission(request, obj)

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

    @admin.display(description="批次")
    def batch_link(self, row: Import) -> str:
        if row.batch_id is None:
            return "—"
        url = reverse("admin:archive_batch_change", args=[row.batch_id])
        return format_html('<a href="{}">{}</a>', url, row.batch)

    @admin.display(description="没有导入的")
    def fault_list(self, row: Import) -> str:
        faults = row.faults.all()[:SHOWN_FAULTS]
        return format_html_join("", "<p>{}</p>", ((said(row, fault),) for fault in faults)) or "—"

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        return UploadView(self)(request)

    def save_model(self, request: HttpRequest, obj: Import, form: ModelForm, change: bool) -> None:
        """A failed file whose newspaper, date or encoding was set is read again.

        No more than that is saved: the worker may have taken the file meanwhile.
        """
        obj.save(update_fields=form.changed_data)
        if obj.status in RETRIED and form.changed_data:
            self._queue(request, Import.objects.filter(pk=obj.pk))

    @admin.action(description="重新解析所选文件", permissions=["change"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Import]) -> None:
        """Failed files again, with the newspaper, date and encoding now set on them."""
        self._queue(request, queryset)

    def _queue(self, request: HttpRequest, rows: QuerySet[Import]) -> None:
        count = queue_again(rows.filter(status__in=RETRIED), request.user)
        level = messages.SUCCESS if count else messages.WARNING
        text = f"{count} 个文件已重新排队解析。" if count else "所选文件没有失败的。"
        messages.add_message(request, level, text)

    def delete_model(self, request: HttpRequest, obj: Import) -> None:
        super().delete_model(request, obj)
        # A deletion that is rolled back keeps its file, and so does whoever brought it again since.
        transaction.on_commit(partial(remove_unnamed, obj.file.name))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Import]) -> None:
        for row in queryset:
            self.delete_model(request, row)


def said(row: Import, fault: ImportFault) -> str:
    """第 3 行：日期不对。"""
    return "：".join(filter(None, [place_of(row.filename, fault.line, fault.where), fault.reason]))


def _review_url(pk: int) -> str:
    return reverse("admin:archive_page_review", args=[pk])
