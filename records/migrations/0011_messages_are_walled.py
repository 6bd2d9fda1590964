"""Row-level security of messages, and of what readers chose: those are of no organisation."""

from django.db import migrations

from kernel.rls import protect

# Who asks for a choice opens the wall for that: a reader for oneself, or a worker.
CHOICES = """
    ALTER TABLE records_messagechoice ENABLE ROW LEVEL SECURITY;
    ALTER TABLE records_messagechoice FORCE ROW LEVEL SECURITY;
    CREATE POLICY service_alone ON records_messagechoice
        USING ((SELECT qiflow_everywhere())) WITH CHECK ((SELECT qiflow_everywhere()));
"""
UNDO_CHOICES = """
    DROP POLICY service_alone ON records_messagechoice;
    ALTER TABLE records_messagechoice NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE records_messagechoice DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0010_messages"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [
        protect("records_message"),
        migrations.RunSQL(CHOICES, UNDO_CHOICES),
    ]
