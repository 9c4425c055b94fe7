"""Where editors work: upload, review, correct, publish."""

from archive.admin import articles, entities, imports, press

__all__ = ["articles", "entities", "imports", "press"]
