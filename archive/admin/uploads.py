"""上传版面: files are stored and wait in the queue, as one batch; nothing is read in the request."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.admin.upload_forms import UploadForm
from archive.editing.rights import may_publish
from archive.ingest.errors import InputError
from archive.ingest.folders import check_size, one_line
from archive.ingest.formats import is_known, suffixes
from archive.ingest.keeping import Kept, discard, is_in, put, register
from archive.ingest.outcomes import Hints, reason
from archive.models import Batch, Import
from archive.turns import Turn, in_turn

Note = dict[str, Any]
AT_ONCE = 100  # files registered in one transaction: others may write between two of them


class UploadView:
    """GET shows the form; POST stores what was sent and goes on to the page of its batch."""

    def __init__(self, model_admin: admin.ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.admin.has_add_permission(request):
            raise PermissionDenied
        may = may_publish(request.user)
        form = UploadForm(request.POST or None, request.FILES or None, may_publish=may)
        if request.method == "POST" and form.is_valid():
            batch = store_batch(form.chosen(), _hints(form, request), request.user)
            return HttpResponseRedirect(reverse("admin:archive_batch_change", args=[batch.pk]))
        context = {
            **self.admin.admin_site.each_context(request),
            "title": "上传版面",
            "opts": self.admin.opts,
            "form": form,
            "media": self.admin.media + form.media,
        }
        return TemplateResponse(request, "admin/archive/import/upload.html", context)


def _hints(form: UploadForm, request: HttpRequest) -> Hints:
    data = form.cleaned_data
    publish = data.get("publish", False)
    return Hints(data["newspaper"], data["date"], data["encoding"], publish, request.user)


def store_batch(files: list[UploadedFile], hints: Hints, author: AbstractBaseUser) -> Batch:
    """Store the files and queue them; those that cannot be, or are in already, are the batch's notes."""
    kept: list[tuple[str, Kept]] = []
    notes: list[Note] = []
    for file in files:
        name = one_line(file.name)
        try:
            kept.append((name, _put(file, name)))
        except (InputError, OSError) as error:
            notes.append({"name": name, "reason": reason(error), "import": None})
    batch = Batch(author=author, notes=notes)
    try:
        for start in range(0, max(1, len(kept)), AT_ONCE):
            with in_turn(Turn.FILES):
                batch.save()
                batch.notes += _register(kept[start : start + AT_ONCE], hints, batch)
                batch.save()
    except (DatabaseError, OSError):
        discard(*(one for _, one in kept))
        raise
    return batch


def _put(file: UploadedFile, name: str) -> Kept:
    if not is_known(name):
        raise InputError(f"不支持这种文件；可上传 {'、'.join(suffixes())}。")
    check_size(file.size)
    try:
        return put(file, name)
    finally:
        file.close()


def _register(kept: list[tuple[str, Kept]], hints: Hints, batch: Batch) -> list[Note]:
    notes = []
    for name, one in kept:
        source, fresh = register(one, name, hints, status=Import.Status.QUEUED, batch=batch)
        if not fresh:
            known = "这份文件已经导入过" if is_in(source) else "这份文件已在排队或正在解析"
            notes.append({"name": name, "reason": f"{known}。", "import": source.pk})
    return notes
