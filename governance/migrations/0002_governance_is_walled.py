"""Row-level security on every table of governance, and which committees are shared with whom."""

from django.db import migrations

from kernel.rls import protect

# Called by the functions of the door (people 0004), which have opened the scope: a definition
# cannot carry a setting of ours, only superusers may write that since PostgreSQL 15.
SHARED = """
    CREATE FUNCTION qiflow_shared_committees(organisations uuid[], on_day date)
        RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
            SELECT DISTINCT committee_id FROM governance_committeeorganisation
            WHERE participant_id = ANY (organisations) AND superseded_at IS NULL
                AND from_date <= on_day AND (to_date IS NULL OR to_date >= on_day)
        $$;
    REVOKE EXECUTE ON FUNCTION qiflow_shared_committees(uuid[], date) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION qiflow_shared_committees(uuid[], date) TO qiflow_app;
"""
UNDO_SHARED = "DROP FUNCTION qiflow_shared_committees(uuid[], date);"

OF_COMMITTEE = (
    "governance_committeeapproval",
    "governance_committeeclassification",
    "governance_committeeorganisation",
    "governance_committeeterms",
    "governance_recruitmentaction",
    "governance_seat",
    "governance_seatassignment",
    "governance_seatterm",
)
OF_ORGANISATION = (
    "governance_appointmentterm",
    "governance_induction",
    "governance_pool",
    "governance_poolmember",
    "governance_pspappointment",
    "governance_suspension",
)


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_initial"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [
        migrations.RunSQL(SHARED, UNDO_SHARED),
        protect("governance_committee", shared="id", oversight=True),
        *(protect(table, shared="committee_id") for table in OF_COMMITTEE),
        *(protect(table) for table in OF_ORGANISATION),
    ]
