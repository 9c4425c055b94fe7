"""Forms of accounts: a role is one choice, and only those are offered that the actor may give."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import User

from archive.editing.accounts import role_of, roles_to_give
from archive.roles import READER, ROLES

ABOUT = "；".join(f"{role.name}：{role.about}" for role in ROLES.values())


class RoleForm(forms.ModelForm):
    """`actor` is whoever fills the form in; the admin sets it."""

    actor: User

    role = forms.ChoiceField(label="角色", help_text=f"{ABOUT}。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "role" not in self.fields:  # shown, not to be changed
            return
        given = [(role.key, role.name) for role in roles_to_give(self.actor)]
        present = role_of(self.instance) if self.instance.pk else ROLES[READER]
        if self.actor.is_superuser or present is None:
            given.append(("", "不用角色（另行授权）"))
            self.fields["role"].required = False
        self.fields["role"].choices = given
        self.fields["role"].initial = present.key if present else ""


class AccountForm(RoleForm, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:  # roles are chosen above
            rows = self.fields["groups"].queryset
            self.fields["groups"].queryset = rows.filter(role__isnull=True)


class NewAccountForm(RoleForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = ("username", "first_name", "email")
