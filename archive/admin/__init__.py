"""Where editors work: upload, review, correct, publish."""

from archive.admin import accounts, articles, batches, entities, imports, officials, press

__all__ = ["accounts", "articles", "batches", "entities", "imports", "officials", "press"]
