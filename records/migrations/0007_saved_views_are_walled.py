"""Row-level security of saved views."""

from django.db import migrations

from kernel.rls import protect


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_saved_views"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [protect("records_savedview")]
