"""Roles, and three finer permissions, which whoever held the wider ones goes on to hold."""

import django.db.models.deletion
from django.db import migrations, models

PUBLISH, PUBLISHED, MERGE = "publish_article", "change_published_article", "merge_official"
NAMES = {
    PUBLISH: ("article", "可以发布和撤回文章"),
    PUBLISHED: ("article", "可以改动已发布的内容"),
    MERGE: ("official", "可以合并和拆分官员"),
}
# Until now whoever held the first of these could do what the others say.
IMPLIED = {
    "change_article": (PUBLISH, PUBLISHED),
    "delete_article": (PUBLISHED,),
    "change_page": (PUBLISHED,),
    "delete_page": (PUBLISHED,),
    "change_issue": (PUBLISHED,),
    "change_post": (PUBLISHED,),
    "change_official": (PUBLISHED, MERGE),
}


def keep_rights(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    for wide, fine in IMPLIED.items():
        old = Permission.objects.filter(codename=wide, content_type__app_label="archive").first()
        if old is None or not (old.user_set.exists() or old.group_set.exists()):
            continue
        for name in fine:
            new = _permission(apps, name)
            new.user_set.add(*old.user_set.all())
            new.group_set.add(*old.group_set.all())


def take_groups(apps, schema_editor):
    """On the way back. Left there, `keep_rights` would let their editors publish the next time."""
    apps.get_model("auth", "Group").objects.filter(role__isnull=False).delete()
    schema_editor.connection.check_constraints()  # a table with checks to come cannot be dropped


def _permission(apps, name):
    model, label = NAMES[name]
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind, _ = kinds.get_or_create(app_label="archive", model=model)
    rows = apps.get_model("auth", "Permission").objects
    return rows.get_or_create(content_type=kind, codename=name, defaults={"name": label})[0]


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0004_figures_described"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ["page", "order"],
                "permissions": [
                    ("publish_article", "可以发布和撤回文章"),
                    ("change_published_article", "可以改动已发布的内容"),
                ],
                "verbose_name": "文章",
                "verbose_name_plural": "文章",
            },
        ),
        migrations.AlterModelOptions(
            name="official",
            options={
                "ordering": ["name", "id"],
                "permissions": [("merge_official", "可以合并和拆分官员")],
                "verbose_name": "官员",
                "verbose_name_plural": "官员",
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=20, unique=True, verbose_name="标识")),
                (
                    "granted",
                    models.JSONField(blank=True, default=list, verbose_name="授予的权限"),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role",
                        to="auth.group",
                        verbose_name="用户组",
                    ),
                ),
            ],
            options={"verbose_name": "角色", "verbose_name_plural": "角色"},
        ),
        migrations.RunPython(keep_rights, take_groups),
    ]
