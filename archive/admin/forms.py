"""Forms of the admin: the upload, the article with its lists of names."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect

from archive.models import Article, Import, Issue, Newspaper, Official

SEPARATORS = re.compile(r"[、，,；;\n]+")
ENCODINGS = [
    ("", "自动识别"),
    ("utf-8", "UTF-8"),
    ("gb18030", "GB18030（GBK、GB2312）"),
    ("big5", "Big5"),
    ("utf-16", "UTF-16"),
]


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


class ArticleForm(forms.ModelForm):
    reporters = NameListField(label="记者")
    correspondents = NameListField(label="通讯员")
    compilers = NameListField(label="整理")
    photographers = NameListField(label="摄影")

    class Meta:
        model = Article
        exclude: tuple[str, ...] = ()
        widgets = {
            **{
                name: AdminTextInputWidget(attrs={"class": "vLargeTextField"})
                for name in ("column", "kicker", "title", "subtitle")
            },
            "body": forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField article-body"}),
        }

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if not data.get("title") and not data.get("body"):
            raise forms.ValidationError("主题和正文不能都空着。")
        return data


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files; an empty one is let through, the intake says what is wrong with it."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(ManyFilesField, self).clean(file, initial) for file in data or [None]]
        return [file for file in files if file is not None]


class UploadForm(forms.Form):
    use_required_attribute = False  # files kept from the upload before need not come again

    files = ManyFilesField(
        label="版面文件",
        allow_empty_file=True,
        help_text="可一次选多个 .txt 文件，每个文件一个版。",
    )
    newspaper = forms.ModelChoiceField(
        Newspaper.objects.all(),
        label="报纸",
        required=False,
        widget=AutocompleteSelect(Import._meta.get_field("newspaper"), admin.site),
        help_text="留空则从报眉或文件名中识别。",
    )
    date = forms.DateField(
        label="日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="留空则从报眉、文件名或电头推定。",
    )
    encoding = forms.ChoiceField(label="编码", required=False, choices=ENCODINGS)

    def __init__(self, *args: Any, kept: bool = False, **kwargs: Any) -> None:
        """`kept`: files of an upload before this one wait for a hint, new ones need not come."""
        super().__init__(*args, **kwargs)
        self.fields["files"].required = not kept


class ImportForm(forms.ModelForm):
    encoding = forms.ChoiceField(label="指定编码", required=False, choices=ENCODINGS)

    class Meta:
        model = Import
        exclude: tuple[str, ...] = ()
        help_texts = {"newspaper": "失败的文件补上报纸、日期或编码，保存后会立即重新解析。"}


class NewspaperForm(forms.ModelForm):
    aliases = NameListField(label="别名", help_text="多个用顿号隔开；ingest 的 --newspaper 也认")

    class Meta:
        model = Newspaper
        exclude: tuple[str, ...] = ()
        help_texts = {
            "slug": "网址里用的拼音，如 jining-ribao；定了最好不改。",
            "place": "“我市”“市委书记”指的就是这里。",
        }


class OfficialForm(forms.ModelForm):
    class Meta:
        model = Official
        exclude: tuple[str, ...] = ()
        help_texts = {
            "place": "任职的市或省；同名的人以此区分。中央的或不知道的留空。",
            "distinction": "同名又同地的两人，在这里写明如何区分，如“女，教育局”。",
            "pinyin": "留空则自动注音：全拼、空格、首字母，如 lilanting llt。",
        }


class OriginForm(forms.Form):
    newspaper = forms.ModelChoiceField(
        Newspaper.objects.all(),
        label="报纸",
        required=False,
        widget=AutocompleteSelect(Issue._meta.get_field("newspaper"), admin.site),
    )
    date = forms.DateField(
        label="出版日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请输入正确的日期。", "required": "请输入日期。"},
    )
