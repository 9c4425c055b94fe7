"""Accounts in the admin: one role each, and no way for anybody to rise above themselves."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from archive.editing.accounts import give_role, may_manage, role_name
from archive.models import Batch, Role
from archive.tests.editors import plain_files, said  # noqa: F401

pytestmark = pytest.mark.django_db
LIST = "admin:auth_user_changelist"
OLD, NEW = "old-Lantern-4711", "new-Lantern-4711"


def account(name, role="", **values):
    user = User.objects.create_user(name, f"{name}@example.org", OLD, **values)
    if role:
        give_role(user, role)
    return User.objects.get(pk=user.pk)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def chief():
    return account("chief", "administrator")


@pytest.fixture
def top():
    return User.objects.create_superuser("top", "top@example.org", OLD)


def page(user, what="change"):
    return reverse(f"admin:auth_user_{what}", args=[user.pk])


def password_page(user):
    return reverse("admin:auth_user_password_change", args=[user.pk])


def form(user, **values):
    """What the page of an account sends."""
    active = {"is_active": "on"} if user.is_active else {}
    role = next((group.role.key for group in user.groups.all() if hasattr(group, "role")), "")
    given = {"username": user.username, "first_name": "", "email": user.email, "role": role}
    return given | active | values


def add(client, **values):
    given = {"username": "wang", "email": "", "first_name": "", "password1": NEW, "password2": NEW}
    return client.post(reverse("admin:auth_user_add"), given | values)


class TestAdministrators:
    @pytest.mark.parametrize("role", ["reader", "editor", "publisher", "administrator"])
    def test_they_make_accounts_with_a_role(self, chief, role):
        assert add(signed_in(chief), role=role).status_code == 302
        made = User.objects.get(username="wang")
        assert made.groups.get().role.key == role and not made.is_superuser
        assert made.is_staff is (role != "reader") and made.check_password(NEW)
        assert LogEntry.objects.filter(user=chief, object_id=str(made.pk)).exists()

    def test_a_weak_password_is_refused(self, chief):
        response = add(signed_in(chief), role="reader", password1="12345678", password2="12345678")
        assert response.status_code == 200 and not User.objects.filter(username="wang").exists()

    def test_they_change_a_role_and_the_log_says_who_did(self, chief):
        user = account("li", "editor")
        assert signed_in(chief).post(page(user), form(user, role="publisher")).status_code == 302
        assert role_name(User.objects.get(pk=user.pk)) == "发布者"
        entry = LogEntry.objects.filter(object_id=str(user.pk), user=chief)
        assert "角色：编辑 → 发布者。" in [row.get_change_message() for row in entry]

    def test_a_role_that_is_lowered_takes_everything_with_it(self, chief):
        user = account("li", "publisher")
        signed_in(chief).post(page(user), form(user, role="reader"))
        after = User.objects.get(pk=user.pk)
        assert after.get_all_permissions() == set() and not after.is_staff

    def test_the_list_shows_role_state_and_last_sign_in(self, chief):
        account("li", "editor")
        account("away", "reader", is_active=False)
        client = signed_in(chief)
        html = client.get(reverse(LIST)).content.decode()
        assert all(word in html for word in ("编辑", "读者", "管理员", "从未", "上次登录"))
        html = client.get(reverse(LIST), {"role": "editor"}).content.decode()
        assert ">li</a>" in html and ">away</a>" not in html

    def test_raw_permissions_are_not_on_the_page(self, chief):
        html = signed_in(chief).get(page(account("li", "editor"))).content.decode()
        for name in ("is_superuser", "is_staff", "user_permissions", "groups"):
            assert f'name="{name}"' not in html


class TestNobodyRises:
    @pytest.mark.parametrize("extra", [
        {"is_superuser": "on"}, {"is_staff": "on", "is_superuser": "on"}, {"user_permissions": "1"},
        {"groups": "1"}, {"role": "superuser"}, {"role": ""},
    ])  # fmt: skip
    def test_forged_fields_give_nothing(self, chief, extra):
        user = account("li", "editor")
        before = user.get_all_permissions()
        for target in (user, chief):
            signed_in(chief).post(page(target), form(target) | extra)
        assert User.objects.get(pk=user.pk).get_all_permissions() == before
        assert not User.objects.filter(is_superuser=True).exists()
        assert User.objects.get(pk=chief.pk).get_all_permissions() == chief.get_all_permissions()
        add(signed_in(chief), **({"role": "reader"} | extra))
        assert not User.objects.filter(is_superuser=True).exists()

    def test_a_superuser_is_out_of_reach(self, chief, top):
        client, before = signed_in(chief), User.objects.filter(pk=top.pk).values().get()
        assert client.post(page(top), form(top, email="mine@example.org")).status_code == 403
        given = {"password1": NEW, "password2": NEW, "usable_password": "true"}
        assert client.get(password_page(top)).status_code == 403
        assert client.post(password_page(top), given).status_code == 403
        assert client.post(page(top, "delete"), {"post": "yes"}).status_code == 403
        many = {"action": "delete_selected", "_selected_action": [top.pk], "post": "yes"}
        assert client.post(reverse(LIST), many).status_code == 403
        assert User.objects.filter(pk=top.pk).values().get() == before

    def test_nor_is_one_who_can_do_what_they_cannot_though_disabled(self, chief):
        other = account("old")
        other.user_permissions.add(Permission.objects.get(codename="add_group"))
        User.objects.filter(pk=other.pk).update(is_active=False)
        other.refresh_from_db()
        client = signed_in(chief)
        given = {"password1": NEW, "password2": NEW, "usable_password": "true"}
        assert client.post(password_page(other), given).status_code == 403
        assert client.post(page(other), form(other, is_active="on")).status_code == 403
        assert not User.objects.get(pk=other.pk).is_active

    def test_a_role_that_a_superuser_has_widened_is_not_theirs_to_give(self, chief):
        wide = Role.objects.get(key="publisher").group
        wide.permissions.add(Permission.objects.get(codename="add_group"))
        user, client = account("li", "editor"), signed_in(chief)
        assert "发布者</option>" not in client.get(page(user)).content.decode()
        client.post(page(user), form(user, role="publisher"))
        assert role_name(User.objects.get(pk=user.pk)) == "编辑"

    def test_nobody_changes_their_own_role_or_ends_themselves(self, chief, top):
        for user in (chief, top):
            client, name = signed_in(user), role_name(user)
            html = client.get(page(user)).content.decode()
            assert 'name="role"' not in html and 'name="is_active"' not in html
            client.post(page(user), form(user, role="reader", is_active=""))
            after = User.objects.get(pk=user.pk)
            assert role_name(after) == name and after.is_active
            client.post(page(user, "delete"), {"post": "yes"})
            assert User.objects.filter(pk=user.pk).exists()

    def test_groups_are_for_superusers(self, chief, top):
        group = Group.objects.get(role__key="editor")
        address = reverse("admin:auth_group_change", args=[group.pk])
        assert signed_in(chief).get(address).status_code == 403
        assert signed_in(top).get(address).status_code == 200
        delete = reverse("admin:auth_group_delete", args=[group.pk])
        assert signed_in(top).post(delete, {"post": "yes"}).status_code == 403

    def test_no_list_is_searched_by_the_hash_of_a_password(self, chief, top):
        client = signed_in(chief)
        for address in (
            f"{reverse(LIST)}?password__startswith=pbkdf2",
            f"{reverse('admin:archive_batch_changelist')}?author__password__startswith=pbkdf2",
            f"{reverse('admin:archive_import_changelist')}?author__password__startswith=pbkdf2",
            f"{reverse('admin:archive_article_changelist')}?history__history_user__password__startswith=p",
        ):  # fmt: skip
            response = client.get(address)
            assert response.status_code in (302, 400), address

    def test_an_editor_sees_nobody(self):
        editor = account("ed", "editor")
        account("li", "reader")
        client = signed_in(editor)
        assert client.get(reverse(LIST)).status_code == 403
        assert "auth/user" not in client.get(reverse("admin:index")).content.decode()


class TestSuperusers:
    def test_they_grant_by_hand_and_make_superusers(self, top):
        user, group = account("li", "editor"), Group.objects.create(name="自定")
        client = signed_in(top)
        html = client.get(page(user)).content.decode()
        assert "自定</option>" in html and ">编辑</option>" in html
        one = Permission.objects.get(codename="view_group").pk
        given = form(user, role="publisher", groups=[group.pk], user_permissions=[one])
        assert client.post(page(user), given | {"is_superuser": "on"}).status_code == 302
        after = User.objects.get(pk=user.pk)
        assert after.is_superuser and {g.name for g in after.groups.all()} == {"自定", "发布者"}
        assert after.user_permissions.count() == 1

    def test_without_a_role_somebody_keeps_what_was_granted_by_hand(self, top):
        user = account("old", is_staff=True)
        user.user_permissions.add(Permission.objects.get(codename="view_article"))
        one = user.user_permissions.get().pk
        given = form(user, is_staff="on", user_permissions=[one], email="new@example.org")
        signed_in(top).post(page(user), given)
        after = User.objects.get(pk=user.pk)
        assert (role_name(after), after.is_staff, after.email) == (
            "另行授权",
            True,
            "new@example.org",
        )
        assert after.get_all_permissions() == {"archive.view_article"}

    def test_they_manage_everybody(self, top, chief):
        assert may_manage(top, chief) and not may_manage(chief, top)


class TestWhoStays:
    def test_one_with_a_record_is_disabled_not_deleted(self, chief):
        user = account("li", "editor")
        Batch.objects.create(author=user)
        client = signed_in(chief)
        html = client.post(page(user, "delete"), {"post": "yes"}).content.decode()
        assert "留有编辑或管理记录，不能删除" in html and User.objects.filter(pk=user.pk).exists()
        many = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
        html = client.post(reverse(LIST), many).content.decode()
        assert "不能删除" in html and User.objects.filter(pk=user.pk).exists()

    def test_so_is_one_who_only_managed(self, chief, top):
        add(signed_in(chief), role="reader")
        html = signed_in(top).post(page(chief, "delete"), {"post": "yes"}).content.decode()
        assert "不能删除" in html and LogEntry.objects.filter(user=chief).exists()

    def test_one_without_is_deleted(self, chief):
        user = account("li", "reader")
        assert signed_in(chief).post(page(user, "delete"), {"post": "yes"}).status_code == 302
        assert not User.objects.filter(pk=user.pk).exists()


class TestSessions:
    @pytest.mark.parametrize("where", ["admin:index", "desk"])
    def test_a_disabled_account_is_out_with_the_next_request(self, chief, where):
        user = account("li", "editor")
        there = signed_in(user)
        assert there.get(reverse(where)).status_code == 200
        signed_in(chief).post(page(user), form(user, is_active=""))
        assert there.get(reverse(where)).status_code == 302

    def test_a_new_password_ends_all_other_sessions(self, chief):
        user = account("li", "editor")
        there = signed_in(user)
        given = {"password1": NEW, "password2": NEW, "usable_password": "true"}
        response = signed_in(chief).post(password_page(user), given)
        assert response.status_code == 302 and User.objects.get(pk=user.pk).check_password(NEW)
        assert there.get(reverse("admin:index")).status_code == 302
        assert LogEntry.objects.filter(user=chief, object_id=str(user.pk)).exists()

    def test_ones_own_new_password_ends_the_others_and_keeps_this_one(self):
        user = account("li", "editor")
        here, there = signed_in(user), signed_in(user)
        given = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
        here.post(reverse("password"), given)
        assert here.get(reverse("admin:index")).status_code == 200
        assert there.get(reverse("admin:index")).status_code == 302

    def test_a_lower_role_counts_from_the_next_request(self, chief):
        user = account("li", "editor")
        there = signed_in(user)
        signed_in(chief).post(page(user), form(user, role="reader"))
        assert there.get(reverse("admin:index")).status_code == 302
