"""The archive app, what was printed and what it speaks of; and the admin in which it is edited."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate

from archive.roles import renew_groups
from archive.web import checks


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "政策档案"

    def ready(self) -> None:
        """The groups of the roles stand as soon as the database does."""
        register(checks.hosts_are_named, Tags.security)
        post_migrate.connect(renew_groups, dispatch_uid="archive.roles")


class EditingConfig(admin.AdminConfig):
    """Django's admin with a site object of our own."""

    default_site = "archive.admin_site.ArchiveAdminSite"
    default = False
