"""The archive app, what was printed and what it speaks of; and the admin in which it is edited."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "政策档案"


class EditingConfig(admin.AdminConfig):
    """Django's admin with a site object of our own."""

    default_site = "archive.admin_site.ArchiveAdminSite"
    default = False
