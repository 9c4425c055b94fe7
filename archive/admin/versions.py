"""A form that was left open while somebody else saved the same: told once, and nothing is lost."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD = "seen"


def version_of(row: Model) -> str:
    """Another one whenever the row, or what the history tells of it, was saved; "" of a new one."""
    if row.pk is None:
        return ""
    last = row.history.order_by("-history_id").values_list("history_id", flat=True).first()
    updated = getattr(row, "updated", None)
    return f"{last or 0} {updated.isoformat() if updated else ''}"


def is_late(row: Model, seen: str | None) -> bool:
    """Whether the row was saved since it was shown; programs that do not say what they saw may save."""
    return bool(seen) and row.pk is not None and seen != version_of(row)


def who_was_first(row: Model) -> SafeString:
    """Who saved it meanwhile, and what to do, with a link to the history."""
    last = row.history.select_related("history_user").order_by("-history_id").first()
    told = "已有新的改动"
    if last is not None:
        when = timezone.localtime(last.history_date).strftime("%Y-%m-%d %H:%M")
        reason = f"（{last.history_change_reason}）" if last.history_change_reason else ""
        told = f"{last.history_user or '程序'} 于 {when} 作了改动{reason}"
    return format_html(
        "您打开此页以后，{}。您填写的内容还没有保存：请先查看"
        '<a href="{}" target="_blank" rel="noopener">修改历史</a>，再按一次“保存”就以此页为准。',
        told,
        reverse(admin_urlname(row._meta, SafeString("history")), args=[row.pk]),
    )


class SeenField(forms.CharField):
    """What the form was made from; never a change by itself."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class VersionedForm(forms.ModelForm):
    """A form of something with a history; `admin/change_form.html` renders its hidden field."""

    seen = SeenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial[FIELD] = version_of(self.instance)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if is_late(self.instance, self.data.get(FIELD)):
            self.data = self.data.copy()
            self.data[FIELD] = version_of(self.instance)
            if self.changed_data:
                raise forms.ValidationError(who_was_first(self.instance), code="late")
        return data


class VersionedRows(BaseInlineFormSet):
    """The rows of such a form; those that are gone meanwhile are none any more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and is_late(self.instance, self.data.get(FIELD)):
            self.data = self._without_gone()

    def _without_gone(self) -> Any:
        """Django would ask for them again and again, where nobody sees it."""
        key = self.model._meta.pk.name
        known = {str(row.pk) for row in self.get_queryset()}
        total = self.total_form_count()
        first = min(self.initial_form_count(), total)
        sent = [self.data.get(f"{self.prefix}-{at}-{key}") for at in range(first)]
        old = [at for at in range(total) if at >= first or sent[at] in known]
        data = self.data.copy()
        of_rows = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,6}})-(\w+)")
        for match, values in [(m, data.pop(m[0])) for m in map(of_rows.fullmatch, [*data]) if m]:
            if int(match[1]) in old:
                data.setlist(f"{self.prefix}-{old.index(int(match[1]))}-{match[2]}", values)
        counts = {"TOTAL": len(old), "INITIAL": sum(at < first for at in old)}
        for which, count in counts.items():
            data[f"{self.prefix}-{which}_FORMS"] = str(count)
        del self.management_form  # which has counted them already
        return data

    def clean(self) -> None:
        super().clean()
        if is_late(self.instance, self.data.get(FIELD)) and self.has_changed():
            raise forms.ValidationError(
                "您打开此页以后，这篇文章作了改动，下面的各行可能已经不同。再按一次“保存”就以此页为准"
                "（已被删去的行不会恢复，需要时请另添一行）。",
                code="late",
            )
