"""Row-level security, the append-only log, the feed's fence and the clock's one row."""

from django.db import migrations

from kernel.rls import FUNCTIONS, UNDO_FUNCTIONS, protect

APPEND_ONLY = """
    CREATE FUNCTION qiflow_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_user = 'qiflow_owner'
            AND coalesce(current_setting('qiflow.retention', true), '') = 'on' THEN
            RETURN coalesce(OLD, NEW);
        END IF;
        RAISE EXCEPTION 'The event log is append-only.' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON kernel_event
        FOR EACH ROW EXECUTE FUNCTION qiflow_refuse_change();
    CREATE TRIGGER event_never_truncated BEFORE TRUNCATE ON kernel_event
        FOR EACH STATEMENT EXECUTE FUNCTION qiflow_refuse_change();
"""
UNDO_APPEND_ONLY = """
    DROP TRIGGER event_never_truncated ON kernel_event;
    DROP TRIGGER event_append_only ON kernel_event;
    DROP FUNCTION qiflow_refuse_change();
"""

FENCE = """
    ALTER TABLE kernel_event ADD COLUMN commit_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
    CREATE INDEX event_feed ON kernel_event (commit_xid, id);
"""
UNDO_FENCE = "ALTER TABLE kernel_event DROP COLUMN commit_xid;"

CLOCK = "INSERT INTO kernel_clock (id, moved_by) VALUES (1, interval '0');"
UNDO_CLOCK = "DELETE FROM kernel_clock;"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO_FUNCTIONS),
        migrations.RunSQL(APPEND_ONLY, UNDO_APPEND_ONLY),
        migrations.RunSQL(FENCE, UNDO_FENCE),
        migrations.RunSQL(CLOCK, UNDO_CLOCK),
        protect("kernel_event", shared="aggregate_id", national=True),
        protect("kernel_pending", shared="subject_id", national=True),
        protect("kernel_transition", shared="subject_id"),
        protect("kernel_finding", shared="subject_id", oversight=True),
        protect("kernel_standing", shared="subject_id", oversight=True),
        protect("kernel_rollupstep", oversight=True),
        protect("kernel_timer", shared="subject_id"),
        protect("kernel_standard", national=True),
    ]
