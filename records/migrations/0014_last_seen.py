"""When somebody last looked at a thing."""

import django.db.models.deletion
from django.db import migrations, models

from kernel.rls import protect


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_who_suspends"),
        ("records", "0013_files_and_tags_are_walled"),
    ]

    operations = [
        migrations.CreateModel(
            name="LastSeen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.UUIDField()),
                ("kind", models.CharField(max_length=40)),
                ("thing_id", models.UUIDField()),
                ("seen_at", models.DateTimeField()),
                ("before", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["seen_at"], name="lastseen_oldest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user_id", "kind", "thing_id"), name="lastseen_once"
                    )
                ],
            },
        ),
        protect("records_lastseen"),
    ]
