"""Writes the roles again: two of them read or manage jobs."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from people.roles import ROLES


def write_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    role_model = apps.get_model("people", "Role")
    for role in ROLES:
        role_model.objects.update_or_create(
            code=role.code,
            defaults={
                "name": role.name,
                "purpose": role.purpose,
                "permissions": sorted(role.permissions),
            },
        )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_access_in_one_round_trip"),
        ("records", "0002_records_are_walled"),
    ]

    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
