"""Row-level security of what people prove themselves with, and the door that knows sessions.

Proofs and sessions belong to no organisation: only a connection that the commands of signing in
opened for a moment sees them, and these two functions.
"""

from django.db import migrations

from kernel.rls import protect

OF_USERS = (
    "people_usersession",
    "people_authenticatorapp",
    "people_recoverycode",
    "people_passkey",
    "people_provideridentity",
)


def _closed(table: str) -> migrations.RunSQL:
    """Rows that no visitor's connection reaches."""
    condition = "(SELECT qiflow_everywhere())"
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY tenant_read ON {table} FOR SELECT USING ({condition});
        CREATE POLICY tenant_insert ON {table} FOR INSERT WITH CHECK ({condition});
        CREATE POLICY tenant_update ON {table} FOR UPDATE USING ({condition});
        CREATE POLICY tenant_delete ON {table} FOR DELETE USING ({condition});
        """,
        f"""
        DROP POLICY tenant_read ON {table}; DROP POLICY tenant_insert ON {table};
        DROP POLICY tenant_update ON {table}; DROP POLICY tenant_delete ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


# Who is asking, what they reach, whether their session still holds, and when they were last seen:
# still one round trip. A session that Django's own `login` began is taken up at its first request;
# one that ended leaves its row, so that it is never taken up again.
DOOR = """
    CREATE FUNCTION qiflow_enter_by_session(
        entering uuid, session_hash text, shown_as text, day date, instant timestamptz,
        idle interval, longest interval, active boolean) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        before text := coalesce(current_setting('qiflow.scope', true), '');
        held people_usersession;
        why text := '';
        found jsonb;
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        SELECT s.* INTO held FROM people_usersession s WHERE s.key_hash = session_hash;
        IF held.id IS NULL THEN
            INSERT INTO people_usersession (id, user_id, key_hash, device, way, started_at,
                last_seen_at, confirmed_at, ended_because, provider_session)
            SELECT gen_random_uuid(), u.id, session_hash, shown_as, '', instant, instant, instant,
                '', ''
            FROM people_user u WHERE u.id = entering AND u.is_active
            ON CONFLICT (key_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at
            RETURNING * INTO held;
        ELSE
            why := CASE
                WHEN held.user_id <> entering THEN 'stranger'
                WHEN held.ended_at IS NOT NULL THEN held.ended_because
                WHEN held.last_seen_at < instant - idle THEN 'idle'
                WHEN held.started_at < instant - longest THEN 'too_long'
                ELSE '' END;
            IF why <> '' THEN
                UPDATE people_usersession SET ended_at = instant, ended_because = why
                    WHERE id = held.id AND ended_at IS NULL AND why <> 'stranger';
                PERFORM set_config('qiflow.scope', before, true);
                RETURN jsonb_build_object('over', why);
            END IF;
            IF active AND held.last_seen_at < instant - interval '1 minute' THEN
                UPDATE people_usersession SET last_seen_at = instant WHERE id = held.id;
            END IF;
        END IF;
        found := qiflow_enter_as_user(entering, day, true);
        IF found IS NULL THEN
            PERFORM set_config('qiflow.scope', before, true);
            RETURN NULL;
        END IF;
        RETURN found || jsonb_build_object('session', jsonb_build_object(
            'id', held.id, 'confirmed_at', held.confirmed_at));
    END $$;
"""
UNDO_DOOR = """
    DROP FUNCTION qiflow_enter_by_session(
        uuid, text, text, date, timestamptz, interval, interval, boolean);
"""

# Before anybody is signed in: by which providers addresses of a domain may be proved.
PROVIDERS = """
    CREATE FUNCTION qiflow_identity_providers(domain text, wanted uuid) RETURNS TABLE (
        id uuid, organisation_id uuid, organisation text, name text, issuer text, client_id text,
        client_secret text, email_domain text, accepted_acr jsonb)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE before text := coalesce(current_setting('qiflow.scope', true), '');
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        RETURN QUERY SELECT p.id, p.organisation_id, o.name::text, p.name::text, p.issuer::text,
                p.client_id::text, p.client_secret::text, p.email_domain::text, p.accepted_acr
            FROM people_identityprovider p
            JOIN people_organisation o ON o.id = p.organisation_id
            WHERE p.id = wanted OR p.email_domain = domain
            ORDER BY 3, 4;
        PERFORM set_config('qiflow.scope', before, true);
    END $$;
"""
UNDO_PROVIDERS = "DROP FUNCTION qiflow_identity_providers(text, uuid);"

# Sessions from before this table: everybody signs in once more.
SIGN_OUT = "DELETE FROM django_session;"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0009_how_people_sign_in"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        *(_closed(table) for table in OF_USERS),
        protect("people_identityprovider"),
        migrations.RunSQL(DOOR, UNDO_DOOR),
        migrations.RunSQL(PROVIDERS, UNDO_PROVIDERS),
        migrations.RunSQL(SIGN_OUT, migrations.RunSQL.noop),
    ]
