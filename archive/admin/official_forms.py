"""Forms of merging officials and of parting them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect

from archive.models import Official, OfficialMention, Place

NEW, KNOWN = "new", "known"


class NamedPicker(AutocompleteSelect):
    """A picker that says what it is for while nothing is picked."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-placeholder": "按姓名查找"}


class MergeForm(forms.Form):
    """`into` stays, the `others` chosen are merged into it; made for the officials on the page."""

    into = forms.ModelChoiceField(
        Official.objects.none(), error_messages={"required": "请选留下哪一位。"}
    )
    others = forms.ModelMultipleChoiceField(
        Official.objects.none(), error_messages={"required": "请选两位或更多官员来合并。"}
    )

    def __init__(self, *args: Any, officials: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("into", "others"):
            self.fields[name].queryset = officials


class SplitForm(forms.Form):
    """Which articles go, by themselves or by their post, and to whom."""

    mentions = forms.ModelMultipleChoiceField(OfficialMention.objects.none(), required=False)
    posts = forms.MultipleChoiceField(required=False)
    target = forms.ChoiceField(
        label="移给",
        choices=[(NEW, "另立一人"), (KNOWN, "已有的官员")],
        widget=forms.RadioSelect,
        initial=NEW,
    )
    place = forms.ModelChoiceField(
        Place.objects.all(),
        label="任职地",
        required=False,
        widget=AutocompleteSelect(Official._meta.get_field("place"), admin.site),
        help_text="市或省；选了区县，记在它的市。中央的或不知道的留空。",
    )
    distinction = forms.CharField(
        label="区分",
        required=False,
        max_length=Official._meta.get_field("distinction").max_length,
        widget=AdminTextInputWidget,
        help_text="与这位官员同在一地时必填，如“女，教育局”。",
    )
    official = forms.ModelChoiceField(
        Official.objects.select_related("place"),
        label="官员",
        required=False,
        widget=NamedPicker(OfficialMention._meta.get_field("official"), admin.site),
    )

    def __init__(self, *args: Any, mentions: Any, posts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentions"].queryset = mentions
        self.fields["posts"].choices = [(post, post) for post in posts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("target") == KNOWN and not data.get("official"):
            self.add_error("official", "请选移给哪一位。")
        return data
