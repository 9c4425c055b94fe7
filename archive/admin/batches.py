"""Batches in the admin: what an editor uploaded together, how far it is, and what it lacks."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from archive.admin.lookups import LookupAdmin
from archive.admin.progress import progress_of
from archive.admin.upload_forms import HintsForm
from archive.editing.rights import may_publish
from archive.ingest.keeping import start_over
from archive.models import Batch, Import
from archive.turns import Turn, in_turn

Status = Import.Status
UNREAD = Q(status__in=[Status.FAILED, Status.PARTIAL])


@admin.register(Batch)
class BatchAdmin(LookupAdmin):
    """The list is Django's own, the page of a batch ours."""

    list_display = ["came", "author", "files", "waiting", "failed"]
    list_select_related = ["author"]
    list_display_links = ["came"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        rows = super().get_queryset(request)
        if not request.user.has_perm("archive.view_import"):
            rows = rows.filter(author=request.user)
        busy = Q(imports__status__in=[Status.QUEUED, Status.RUNNING])
        bad = Q(imports__status__in=[Status.FAILED, Status.PARTIAL])
        return rows.annotate(
            file_count=Count("imports"),
            busy_count=Count("imports", busy),
            bad_count=Count("imports", bad),
        )

    @admin.display(description="上传", ordering="created")
    def came(self, row: Batch) -> str:
        return f"{timezone.localtime(row.created):%Y-%m-%d %H:%M}"

    @admin.display(description="文件", ordering="file_count")
    def files(self, row: Batch) -> int:
        return row.file_count + len(row.notes)

    @admin.display(description="待解析", ordering="busy_count")
    def waiting(self, row: Batch) -> int:
        return row.busy_count

    @admin.display(description="失败或不完整", ordering="bad_count")
    def failed(self, row: Batch) -> int:
        return row.bad_count

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        """All batches to those who see all files, one's own to who may upload."""
        user = request.user
        own = user.has_perm("archive.add_import") and (obj is None or obj.author_id == user.pk)
        return own or user.has_perm("archive.view_import")

    def has_change_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        user = request.user
        own = user.has_perm("archive.add_import") and (obj is None or obj.author_id == user.pk)
        return own or user.has_perm("archive.change_import")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        progress = path(
            "<int:pk>/progress/",
            self.admin_site.admin_view(self.progress),
            name="archive_batch_progress",
        )
        return [progress, *super().get_urls()]

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changes on the page of a batch, asked for each second while files are read."""
        batch = self._batch(request, pk)
        context = {"progress": progress_of(batch), "may_change": self._may_change(request, batch)}
        return TemplateResponse(request, "admin/archive/import/_progress.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """GET shows; POST reads one file again (`retry`), or all that failed, with the hints given."""
        is_key = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
        batch = self._batch(request, int(object_id) if is_key else 0)
        form = HintsForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if not self._may_change(request, batch):
                raise PermissionDenied
            if form.is_valid():
                self._queue(request, batch, form)
                return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{batch}（{self.came(batch)}）",
            "opts": self.opts,
            "progress": progress_of(batch),
            "progress_url": reverse("admin:archive_batch_progress", args=[batch.pk]),
            "may_change": self._may_change(request, batch),
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/archive/import/batch.html", context)

    def _batch(self, request: HttpRequest, pk: int) -> Batch:
        batch = get_object_or_404(Batch, pk=pk)
        if not self.has_view_permission(request, batch):
            raise PermissionDenied
        return batch

    def _may_change(self, request: HttpRequest, batch: Batch) -> bool:
        return self.has_change_permission(request, batch)

    def _queue(self, request: HttpRequest, batch: Batch, form: HintsForm) -> None:
        key = request.POST.get("retry", "")
        rows = batch.imports.filter(UNREAD)
        if "retry" in request.POST:
            rows = rows.filter(pk=int(key[:18]) if key.isascii() and key.isdigit() else 0)
        else:
            rows = rows.filter(Q(status=Status.FAILED) | ~Q(report__lacks=""))
        count = queue_again(rows, request.user, **form.cleaned_data)
        level = messages.SUCCESS if count else messages.WARNING
        text = f"{count} 个文件已重新排队。" if count else "没有可以重新解析的文件。"
        messages.add_message(request, level, text)


@in_turn(Turn.FILES)
def queue_again(rows: QuerySet[Import], user: Any, **hints: Any) -> int:
    """Let the files be read again, with the hints that are given now; how many.

    Read again for somebody who may not publish, a file leaves drafts, whatever it was sent for.
    """
    count = 0
    for row in rows.order_by("pk"):
        row.publish = row.publish and may_publish(user)
        for name, value in hints.items():
            setattr(row, name, value or getattr(row, name))
        start_over(row, Status.QUEUED)
        count += 1
    return count
