"""Forms of the admin: the article with its lists of names, and others."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect

from archive.admin.versions import VersionedForm
from archive.ingest.days import bounds, is_possible
from archive.models import Article, Issue, Newspaper, Official

SEPARATORS = re.compile(r"[、，,；;\n]+")


class NameListField(forms.CharField):
    """A list of names edited as one line: 张三、李四."""

    widget = AdminTextInputWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"required": False, "help_text": "多人用顿号隔开"} | kwargs))

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return [name for part in SEPARATORS.split(value or "") if (name := part.strip())]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


class BodyField(forms.CharField):
    """A body as it is stored: browsers send lines with CR LF, and blanks at its ends are its own."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"rows": 24, "class": "vLargeTextField article-body"}
        widget = self.widget(attrs=attrs)
        super().__init__(**({"required": False, "strip": False, "widget": widget} | kwargs))

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class ArticleForm(VersionedForm):
    body = BodyField(label="正文")
    reporters = NameListField(label="记者")
    correspondents = NameListField(label="通讯员")
    compilers = NameListField(label="整理")
    photographers = NameListField(label="摄影")

    class Meta:
        model = Article
        exclude: tuple[str, ...] = ()
        widgets = {
            name: AdminTextInputWidget(attrs={"class": "vLargeTextField"})
            for name in ("column", "kicker", "title", "subtitle")
        }

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if not data.get("title") and not data.get("body"):
            raise forms.ValidationError("主题和正文不能都空着。")
        return data


class NewspaperForm(forms.ModelForm):
    aliases = NameListField(label="别名", help_text="多个用顿号隔开；ingest 的 --newspaper 也认")

    class Meta:
        model = Newspaper
        exclude: tuple[str, ...] = ()
        help_texts = {
            "slug": "网址里用的拼音，如 jining-ribao；定了最好不改。",
            "place": "“我市”“市委书记”指的就是这里。",
        }


class OfficialForm(VersionedForm):
    class Meta:
        model = Official
        exclude: tuple[str, ...] = ()
        help_texts = {
            "place": "任职的市或省；同名的人以此区分。中央的或不知道的留空。",
            "distinction": "同名又同地的两人，在这里写明如何区分，如“女，教育局”。",
            "pinyin": "留空则自动注音：全拼、空格、首字母，如 lilanting llt。",
        }


class IssueDateField(forms.DateField):
    """The day of an issue."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": "请输入正确的日期。", "required": "请输入日期。"}
        super().__init__(**({"error_messages": wrong} | kwargs))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not is_possible(value):
            raise forms.ValidationError(f"日期应在 {bounds()}之间。", code="impossible")


class OriginForm(forms.Form):
    newspaper = forms.ModelChoiceField(
        Newspaper.objects.all(),
        label="报纸",
        required=False,
        widget=AutocompleteSelect(Issue._meta.get_field("newspaper"), admin.site),
    )
    date = IssueDateField(label="出版日期")
