"""Small forms of the review: the headline, and what an article speaks of, with the admin's pickers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import Model

from archive.models import Article, IndustryMention, OfficialMention, PersonMention, PlaceMention
from archive.models.mentions import Role


def picker(model: type[Model], name: str) -> AutocompleteSelect:
    """The picker of a foreign key, which asks the admin while somebody types."""
    label = model._meta.get_field(name).verbose_name
    attrs = {"data-placeholder": f"查找{label}", "data-width": "100%"}
    return AutocompleteSelect(model._meta.get_field(name), admin.site, attrs=attrs)


class HeadlineForm(forms.ModelForm):
    """The headline of an article, corrected beside the page's text."""

    class Meta:
        model = Article
        fields = ["column", "kicker", "title", "subtitle"]


class MentionForm(forms.ModelForm):
    """`addable` names the fields whose things may be added in a window of their own."""

    addable: tuple[str, ...] = ()
    usual_role = ""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"initial": {"role": self.usual_role}} | kwargs))
        for name in self.addable:
            field = self._meta.model._meta.get_field(name)
            other = admin.site.get_model_admin(field.related_model)
            if user.has_perm(f"archive.add_{other.opts.model_name}"):
                self.fields[name].widget = RelatedFieldWidgetWrapper(
                    self.fields[name].widget, field.remote_field, admin.site, can_add_related=True
                )


class PlaceMentionForm(MentionForm):
    usual_role = Role.SUBJECT

    class Meta:
        model = PlaceMention
        fields = ["place", "role"]
        widgets = {"place": picker(PlaceMention, "place")}


class OfficialMentionForm(MentionForm):
    addable = ("official", "post")
    usual_role = OfficialMention.Role.SUBJECT

    class Meta:
        model = OfficialMention
        fields = ["official", "post", "role"]
        widgets = {name: picker(OfficialMention, name) for name in ("official", "post")}


class IndustryMentionForm(MentionForm):
    usual_role = Role.SUBJECT

    class Meta:
        model = IndustryMention
        fields = ["industry", "role"]
        widgets = {"industry": picker(IndustryMention, "industry")}


class PersonMentionForm(MentionForm):
    class Meta:
        model = PersonMention
        fields = ["name", "post"]


FORMS: dict[str, type[MentionForm]] = {
    "places": PlaceMentionForm,
    "officials": OfficialMentionForm,
    "industries": IndustryMentionForm,
    "people": PersonMentionForm,
}
