"""Row-level security of invitations, resets and leavers, and the functions behind their links.

A link is opened before anybody is signed in. What a function returns is what it takes to narrow
the connection to one organisation; everything else is read there.
"""

from django.db import migrations

from kernel.rls import protect

# `account`: the user who has the address already, if there is one.
INVITATION = """
    CREATE FUNCTION qiflow_invitation(wanted uuid) RETURNS TABLE (
        id uuid, organisation_id uuid, account uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE before text := coalesce(current_setting('qiflow.scope', true), '');
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        RETURN QUERY SELECT i.id, i.organisation_id, u.id
            FROM people_invitation i
            LEFT JOIN people_user u ON lower(u.email) = lower(i.email)
            WHERE i.link = wanted;
        PERFORM set_config('qiflow.scope', before, true);
    END $$;
"""
UNDO_INVITATION = "DROP FUNCTION qiflow_invitation(uuid);"

# A user's home is the organisation of their oldest role, so that it is the same each time.
RESET = """
    CREATE FUNCTION qiflow_reset(wanted uuid) RETURNS TABLE (organisation_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE before text := coalesce(current_setting('qiflow.scope', true), '');
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        RETURN QUERY SELECT r.organisation_id FROM people_passwordreset r WHERE r.id = wanted;
        PERFORM set_config('qiflow.scope', before, true);
    END $$;

    CREATE FUNCTION qiflow_home(address text, day date) RETURNS TABLE (
        user_id uuid, organisation_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE before text := coalesce(current_setting('qiflow.scope', true), '');
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        RETURN QUERY SELECT u.id, g.organisation_id
            FROM people_user u JOIN people_rolegrant g ON g.user_id = u.id
            WHERE lower(u.email) = lower(address) AND u.is_active
                AND g.from_date <= day AND (g.to_date IS NULL OR g.to_date >= day)
            ORDER BY g.from_date, g.organisation_id LIMIT 1;
        PERFORM set_config('qiflow.scope', before, true);
    END $$;

    CREATE FUNCTION qiflow_end_resets(someone uuid, instant timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE before text := coalesce(current_setting('qiflow.scope', true), '');
    BEGIN
        -- Two who ask at once would each add an open one.
        PERFORM pg_advisory_xact_lock(hashtextextended(someone::text, 29));
        PERFORM set_config('qiflow.scope', 'all', true);
        UPDATE people_passwordreset SET replaced_at = instant
            WHERE user_id = someone AND used_at IS NULL AND replaced_at IS NULL;
        PERFORM set_config('qiflow.scope', before, true);
    END $$;
"""
UNDO_RESET = """
    DROP FUNCTION qiflow_end_resets(uuid, timestamptz);
    DROP FUNCTION qiflow_home(text, date);
    DROP FUNCTION qiflow_reset(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_invitations_and_leavers"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [
        protect("people_invitation"),
        protect("people_passwordreset"),
        protect("people_leaving"),
        migrations.RunSQL(INVITATION, UNDO_INVITATION),
        migrations.RunSQL(RESET, UNDO_RESET),
    ]
