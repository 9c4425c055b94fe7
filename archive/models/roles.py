"""Which group of accounts stands for which role of archive.roles."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models


class Role(models.Model):
    """角色: a group that the program made for a role, and what it last granted that group.

    `granted` are permissions as "archive.change_article". What an administrator gave the group
    besides, or took from it, differs from this list and is left alone.
    """

    key = models.SlugField("标识", max_length=20, unique=True)
    group = models.OneToOneField(Group, models.CASCADE, related_name="role", verbose_name="用户组")
    granted = models.JSONField("授予的权限", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "角色"

    def __str__(self) -> str:
        return self.group.name
