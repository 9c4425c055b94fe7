"""Where editors work: upload, review, correct, publish."""

from django.contrib import admin

from archive.admin import articles, entities, imports, press

__all__ = ["articles", "entities", "imports", "press"]

admin.site.site_header = "政策档案"
admin.site.site_title = "政策档案"
admin.site.index_title = "编辑部"
