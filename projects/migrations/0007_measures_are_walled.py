"""Row-level security of measures and everything that belongs to them."""

from django.db import migrations

from kernel.rls import protect


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0006_measures"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [
        protect("projects_measure", shared="project_id"),
        protect("projects_measurepoint", shared="project_id"),
        protect("projects_measuretarget", shared="project_id"),
        protect("projects_measurerebase", shared="project_id"),
        protect("projects_measuremarker", shared="project_id"),
        protect("projects_measuresignal", shared="project_id"),
    ]
