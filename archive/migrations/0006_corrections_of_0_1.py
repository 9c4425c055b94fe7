"""What editors corrected in version 0.1, which did not note it, is noted from the admin's log.

Without this the first `reparse` would put the program's reading in the place of theirs.
"""

import json

from django.db import migrations

# The labels that the log of 0.1 told, by what `Article.corrected` names.
LABELS = {
    "体裁": "kind", "栏目": "column", "引题": "kicker", "主题": "title", "副题": "subtitle", "正文": "body",
    "记者": "reporters", "通讯员": "correspondents", "整理": "compilers", "摄影": "photographers",
    "电头地点": "dateline_place", "电头日期": "dateline_date", "上接": "continued_from",
    "提及的地区": "places", "提及的官员": "officials", "提及的行业": "industries",
    "其他人物": "people", "指标数据": "figures",
}  # fmt: skip
CHANGED = 2


def note_corrections(apps, schema_editor):
    Article = apps.get_model("archive", "Article")
    entries = apps.get_model("admin", "LogEntry").objects.filter(
        content_type__app_label="archive", content_type__model="article", action_flag=CHANGED
    )
    found = {}
    for key, message in entries.values_list("object_id", "change_message").iterator():
        if names := set(_names(message)):
            found.setdefault(key, set()).update(names)
    keys = [int(key) for key in found if key and key.isascii() and key.isdigit()]
    for start in range(0, len(keys), 500):
        rows = Article.objects.filter(pk__in=keys[start : start + 500], page__parsed_with__lt=2)
        for article in rows:
            article.corrected = sorted({*article.corrected, *found[str(article.pk)]})
            article.save(update_fields=["corrected"])


def _names(message):
    """`[{"changed": {"fields": ["主题"]}}, {"deleted": {"name": "提及的地区", …}}]`."""
    try:
        steps = json.loads(message)
    except ValueError:  # a plain sentence, such as 状态改为已发布
        return
    for step in steps if isinstance(steps, list) else ():
        for what in step.values():
            labels = [what["name"]] if "name" in what else what.get("fields", [])
            yield from (LABELS[label] for label in labels if label in LABELS)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0005_roles"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [migrations.RunPython(note_corrections, migrations.RunPython.noop)]
