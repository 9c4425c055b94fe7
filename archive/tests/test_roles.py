"""Roles as groups: made, kept up, and never taken out of a superuser's hands."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command

from archive import roles
from archive.models import Role

pytestmark = pytest.mark.django_db
LATER = import_module("archive.migrations.0005_roles")


def codes(group):
    return {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}


def permission(code):
    app, name = code.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=name)


def renew():
    call_command("migrate", verbosity=0)


def test_every_permission_of_a_role_exists_and_each_role_holds_those_below():
    held = [codes(Role.objects.get(key=key).group) for key in roles.ROLES]
    assert held == [set(kind.codes) for kind in roles.ROLES.values()]
    assert all(below < above for below, above in zip(held, held[1:], strict=False))


def test_editors_may_neither_publish_nor_manage():
    editor = roles.ROLES[roles.EDITOR].codes
    assert not editor & {roles.PUBLISH, roles.CHANGE_PUBLISHED, roles.MERGE}
    assert not [code for code in editor if code.startswith(("auth.", "axes."))]
    assert roles.ROLES[roles.READER].codes == frozenset()


def test_a_group_that_was_deleted_is_made_again():
    Group.objects.get(name="编辑").delete()
    renew()
    assert codes(Role.objects.get(key="editor").group) == set(roles.ROLES["editor"].codes)


def test_what_a_superuser_added_or_took_stays():
    group = Role.objects.get(key="editor").group
    group.permissions.add(permission(roles.PUBLISH))
    group.permissions.remove(permission("archive.add_import"))
    group.name = "采编"
    group.save()
    renew()
    group.refresh_from_db()
    assert roles.PUBLISH in codes(group) and "archive.add_import" not in codes(group)
    assert group.name == "采编" and Group.objects.filter(name="编辑").count() == 0


def test_an_upgrade_brings_what_is_new_and_takes_what_no_longer_belongs():
    role = Role.objects.get(key="editor")
    role.granted = sorted({*role.granted, "auth.view_user"} - {"archive.add_import"})
    role.save()
    role.group.permissions.add(permission("auth.view_user"))
    role.group.permissions.remove(permission("archive.add_import"))
    renew()
    assert codes(role.group) == set(roles.ROLES["editor"].codes)


def test_a_group_made_by_hand_keeps_its_name_and_its_rights():
    Role.objects.get(key="editor").group.delete()
    by_hand = Group.objects.create(name="编辑")
    renew()
    assert codes(by_hand) == set() and not hasattr(Group.objects.get(pk=by_hand.pk), "role")
    assert Role.objects.get(key="editor").group.name == "编辑（角色）"


def test_whoever_could_do_it_before_there_were_roles_still_can():
    user, group = User.objects.create(username="old"), Group.objects.create(name="旧")
    user.user_permissions.add(permission("archive.change_article"))
    group.permissions.add(permission("archive.change_official"))
    other = User.objects.create(username="other")
    other.user_permissions.add(permission("archive.view_article"))
    LATER.keep_rights(apps, None)
    assert user.has_perm(roles.PUBLISH) and user.has_perm(roles.CHANGE_PUBLISHED)
    assert {roles.MERGE, roles.CHANGE_PUBLISHED} <= codes(group)
    assert other.get_all_permissions() == {"archive.view_article"}
