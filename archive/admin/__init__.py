"""Where editors work: upload, review, correct, publish."""

from archive.admin import articles, batches, entities, imports, officials, press

__all__ = ["articles", "batches", "entities", "imports", "officials", "press"]
