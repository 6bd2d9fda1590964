"""Signs of life, and the beginning of the feed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "workflows_heartbeat"},
        ),
        migrations.CreateModel(
            name="FeedFloor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("commit_xid", models.TextField()),
                ("event_id", models.BigIntegerField()),
            ],
            options={"db_table": "workflows_feedfloor"},
        ),
    ]
