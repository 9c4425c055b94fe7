"""Editors for tests of the admin: who is logged in with which permissions, what was said to them."""

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.urls import reverse


@pytest.fixture(autouse=True)
def plain_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def review_url(page):
    return reverse("admin:archive_page_review", args=[page.pk])


def editor(client, *codenames):
    user = User.objects.create_user("editor", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


def act(client, model, action, *rows, **values):
    url = reverse(f"admin:archive_{model._meta.model_name}_changelist")
    return client.post(
        url, {"action": action, "_selected_action": [row.pk for row in rows], **values}
    )
