"""The archive app: what was printed, and what it speaks of."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "政策档案"
