"""The search app: finding things. It may import archive, never the reverse."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        """`search.counting` registers itself with the archive; not before all models are there."""
        autodiscover_modules("counting")
