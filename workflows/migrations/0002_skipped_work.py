"""Why an operator skipped work, and the function by which retention forgets events."""

import uuid

from django.db import migrations, models

# The only way to remove events: as the owner, oldest transactions first, leaving a mark from
# which the feed knows what it can no longer give.
FORGET = """
    CREATE FUNCTION qiflow_forget_events(before timestamptz) RETURNS bigint
    LANGUAGE plpgsql AS $$
    DECLARE first xid8; last record; gone bigint;
    BEGIN
        PERFORM set_config('qiflow.retention', 'on', true), set_config('qiflow.scope', 'all', true);
        -- xid8 has no minimum and no maximum, only an order
        SELECT k.commit_xid INTO first FROM kernel_event k
            WHERE k.recorded_at >= before
                OR EXISTS (SELECT FROM kernel_pending p WHERE p.event_id = k.id)
            ORDER BY k.commit_xid LIMIT 1;
        SELECT commit_xid, id INTO last FROM kernel_event e
            WHERE first IS NULL OR commit_xid < first
            ORDER BY commit_xid DESC, id DESC LIMIT 1;
        IF NOT FOUND THEN RETURN 0; END IF;
        DELETE FROM kernel_event WHERE (commit_xid, id) <= (last.commit_xid, last.id);
        GET DIAGNOSTICS gone = ROW_COUNT;
        DELETE FROM workflows_feedfloor;
        INSERT INTO workflows_feedfloor (commit_xid, event_id) VALUES (last.commit_xid::text, last.id);
        PERFORM set_config('qiflow.retention', 'off', true);
        RETURN gone;
    END $$;
    REVOKE EXECUTE ON FUNCTION qiflow_forget_events(timestamptz) FROM qiflow_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0001_initial"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [
        migrations.CreateModel(
            name="SkippedWork",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("event_uuid", models.UUIDField()),
                ("subject_kind", models.TextField()),
                ("subject_id", models.UUIDField()),
                ("problem", models.TextField()),
                ("reason", models.TextField()),
                ("skipped_by", models.UUIDField(null=True)),
                ("skipped_at", models.DateTimeField()),
            ],
            options={"db_table": "workflows_skippedwork"},
        ),
        migrations.RunSQL(FORGET, "DROP FUNCTION qiflow_forget_events(timestamptz);"),
    ]
