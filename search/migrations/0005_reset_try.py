from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0004_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="ResetTry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(db_index=True, max_length=64, verbose_name="邮箱的代码")),
                ("address", models.CharField(blank=True, db_index=True, max_length=45, verbose_name="来自")),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "重设密码的请求",
                "verbose_name_plural": "重设密码的请求",
            },
        ),
    ]
