"""Writes the roles again: some of them manage measures of an organisation or a unit."""

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
        ("people", "0011_needs_of_people"),
        ("projects", "0007_measures_are_walled"),
    ]

    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
