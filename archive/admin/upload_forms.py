"""Forms about files: the upload, and what is said later of files that could not be read without it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.files.uploadedfile import UploadedFile

from archive.admin.forms import IssueDateField
from archive.ingest.formats import is_taken, suffixes
from archive.models import Import, Newspaper

ENCODINGS = [
    ("", "自动识别"),
    ("utf-8", "UTF-8"),
    ("gb18030", "GB18030（GBK、GB2312）"),
    ("big5", "Big5"),
    ("utf-16", "UTF-16"),
]


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files; an empty one is let through, the intake says what is wrong with it."""

    widget = ManyFilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [super(ManyFilesField, self).clean(file, initial) for file in data or []]
        return [file for file in files if file]

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data


class HintsForm(forms.Form):
    """What whoever brings files knows of all of them."""

    newspaper = forms.ModelChoiceField(
        Newspaper.objects.all(),
        label="报纸",
        required=False,
        widget=AutocompleteSelect(Import._meta.get_field("newspaper"), admin.site),
        help_text="留空则从报眉或文件名中识别。",
    )
    date = IssueDateField(
        label="日期", required=False, help_text="留空则从报眉、文件名或电头推定。"
    )
    encoding = forms.ChoiceField(label="编码", required=False, choices=ENCODINGS)


class UploadForm(HintsForm):
    files = ManyFilesField(
        label="文件",
        help_text=(
            "可一次选多个，也可拖到这里：版面（.txt、.pdf，装有文字识别时也可是图片；"
            "每个文件一个版，PDF 每页一个版）、成稿（.csv、.jsonl）、或它们的 .zip。"
        ),
    )
    folder = ManyFilesField(
        label="或整个文件夹",
        widget=ManyFilesInput(attrs={"webkitdirectory": True}),
        help_text="其中能导入的文件全部导入，隐藏文件和说明文件略过。",
    )
    publish = forms.BooleanField(
        label="直接发布", required=False, help_text="不经审阅；不选则留作待审草稿。"
    )
    field_order = ["files", "folder", "newspaper", "date", "encoding", "publish"]

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs["accept"] = ",".join(suffixes())
        if not may_publish:
            del self.fields["publish"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("files") and not data.get("folder"):
            self.add_error("files", "请选择要上传的文件。")
        return data

    def chosen(self) -> list[UploadedFile]:
        """The files as chosen, and of a folder those that can be taken."""
        folder = self.cleaned_data.get("folder", [])
        return [*self.cleaned_data["files"], *(file for file in folder if is_taken(file.name))]


class ImportForm(forms.ModelForm):
    date = IssueDateField(label="指定日期", required=False)
    encoding = forms.ChoiceField(label="指定编码", required=False, choices=ENCODINGS)

    class Meta:
        model = Import
        exclude: tuple[str, ...] = ()
        help_texts = {"newspaper": "失败的文件补上报纸、日期或编码，保存后会重新排队解析。"}
