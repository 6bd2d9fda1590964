"""The files by which organisations arrived in mid-life, walled by tenant."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from kernel.rls import protect


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_access_in_one_round_trip"),
        ("projects", "0002_projects_are_walled"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpeningPosition",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField(null=True)),
                ("report", models.JSONField(default=dict)),
                ("checked_by", models.UUIDField(null=True)),
                ("checked_at", models.DateTimeField()),
                ("signed_off_by", models.UUIDField(null=True)),
                ("signed_off_at", models.DateTimeField(null=True)),
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
                "indexes": [
                    models.Index(
                        fields=["organisation", "checked_at", "id"], name="openingposition_list"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", False), ("signed_off_at__isnull", True)),
                            models.Q(("content__isnull", True), ("signed_off_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="openingposition_content_until_signed_off",
                    )
                ],
            },
        ),
        protect("projects_openingposition"),
    ]
