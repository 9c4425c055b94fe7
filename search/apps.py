"""The search app: finding things. It may import archive, never the reverse."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"
