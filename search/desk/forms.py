"""What a reader writes: names on one line, notes of several; `mail` says whether it can be had."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from search.desk.limits import LONGEST_NAME, LONGEST_NOTE
from search.exports.export import line
from search.models import Collection, Frequency


class OneLine(forms.CharField):
    """A name: on one line, whatever was sent, for it goes into headers of mail and of files."""

    def to_python(self, value: Any) -> str:
        return line(super().to_python(value) or "")


def name(**values: Any) -> OneLine:
    return OneLine(label=_("名称"), max_length=LONGEST_NAME, **values)


def text(label: Any, **values: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, max_length=LONGEST_NOTE, required=False, widget=area, **values
    )


def no_mail(reader: AbstractBaseUser) -> str:
    """Why this reader can have no mail; "" where there is no reason."""
    if not settings.MAIL_IS_SET:
        return _("本站没有设置发信服务器，不能发送邮件；可以用订阅源（Atom）代替。")
    if not getattr(reader, "email", ""):
        return _("您的账号没有登记邮箱，不能收邮件；请管理员在后台为您填写。")
    return ""


class SearchForm(forms.Form):
    """A saved search; without mail its frequency is no question."""

    name = name()
    frequency = forms.ChoiceField(
        label=_("有新文章时发邮件"), choices=Frequency.choices, initial=Frequency.NONE
    )

    def __init__(self, *args: Any, reader: AbstractBaseUser, **values: Any) -> None:
        super().__init__(*args, **values)
        self.without_mail = no_mail(reader)
        if self.without_mail:
            # What was chosen before stays, for the day when there is mail again.
            self.fields["frequency"].disabled = True


class CollectionForm(forms.Form):
    name = name()
    description = text(_("说明"))


class NoteForm(forms.Form):
    note = text(_("笔记"))


class KeepForm(forms.Form):
    """Into which collection, or into a new one of a name; the note goes with the article."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(), label=_("放入"), required=False, empty_label=_("新建文章集")
    )
    name = name(required=False)
    note = text(_("笔记"))

    def __init__(self, *args: Any, reader: AbstractBaseUser, **values: Any) -> None:
        super().__init__(*args, **values)
        field = self.fields["collection"]
        field.queryset = Collection.objects.filter(owner=reader)
        field.label_from_instance = lambda row: row.name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wrong = "collection" in self.errors or "name" in self.errors
        if not (wrong or given.get("collection") or given.get("name")):
            self.add_error("name", _("请选一个文章集，或者给新文章集起个名字。"))
        return given
