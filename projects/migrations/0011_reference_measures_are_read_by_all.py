"""Row-level security lets everyone who is signed in read published series; nobody else's rows.

What belongs to a measure has no column of its own for it: the measure says.
"""

from django.db import migrations

_OF_MEASURE = (
    "projects_measurepoint",
    "projects_measuretarget",
    "projects_measurerebase",
    "projects_measuremarker",
    "projects_measuresignal",
)
# Keeps the question cheap among many measures of other kinds.
_INDEX = "CREATE INDEX measure_published ON projects_measure (id) WHERE reference"
# A connection that waits for its user serves nobody and sees nothing.
_SOMEBODY = (
    "(SELECT cardinality(qiflow_ids('qiflow.organisations') || qiflow_ids('qiflow.oversight')) > 0"
    " OR coalesce(current_setting('qiflow.scope', true), '') <> '')"
)


def _published(table: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY published_read ON {table} FOR SELECT USING ({condition})",
        f"DROP POLICY published_read ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_roles_manage_measures")]

    operations = [
        migrations.RunSQL(_INDEX, "DROP INDEX measure_published"),
        _published("projects_measure", f"reference AND {_SOMEBODY}"),
        *(
            _published(
                table,
                f"{_SOMEBODY} AND measure_id IN"
                " (SELECT published.id FROM projects_measure published WHERE published.reference)",
            )
            for table in _OF_MEASURE
        ),
    ]
