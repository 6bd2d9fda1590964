"""Row-level security on every table of records."""

from django.db import migrations

from kernel.rls import protect


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_initial"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [
        protect("records_job"),
        protect("records_jobpart"),
    ]
