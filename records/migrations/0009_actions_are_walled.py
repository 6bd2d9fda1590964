"""Row-level security of actions: who takes part in their thing reads them and changes nothing."""

from django.db import migrations

from kernel.rls import protect

_SHARED = "subject_id = ANY ((SELECT qiflow_ids('qiflow.shared'))::uuid[])"


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0008_actions"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [protect("records_action", also_read=_SHARED)]
