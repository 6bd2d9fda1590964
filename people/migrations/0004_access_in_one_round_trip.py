"""SQL functions of the door: who is asking, what they reach, and narrowing the connection to it.

They run as the owner, whom row-level security binds too, so each opens the scope for itself until
it has read. (A function cannot carry a setting of ours in its definition: since PostgreSQL 15 only
superusers may write that.) They are plpgsql because every version that we support keeps the plans of
its statements for the life of a connection; planning took longer than reading.
"""

from django.db import migrations

# What one holder of roles reaches on a day. `qiflow_shared_committees(uuid[], date)` and
# `qiflow_shared_projects(uuid[], date)` return SETOF uuid and come with governance and projects.
REACH = """
    CREATE FUNCTION qiflow_shared_ids(organisations uuid[], day date) RETURNS uuid[]
    LANGUAGE plpgsql STABLE AS $$
    DECLARE
        committees uuid[] := '{}';
        projects uuid[] := '{}';
    BEGIN
        IF to_regprocedure('qiflow_shared_committees(uuid[],date)') IS NOT NULL THEN
            committees := ARRAY(
                SELECT id FROM qiflow_shared_committees(organisations, day) AS row (id));
        END IF;
        IF to_regprocedure('qiflow_shared_projects(uuid[],date)') IS NOT NULL THEN
            projects := ARRAY(
                SELECT id FROM qiflow_shared_projects(organisations, day) AS row (id));
        END IF;
        RETURN committees || projects;
    END $$;

    CREATE FUNCTION qiflow_reach(holder_user uuid, holder_key uuid, day date) RETURNS jsonb
    LANGUAGE plpgsql STABLE AS $$
    BEGIN
    RETURN (
        WITH RECURSIVE held AS (
            SELECT g.id, g.organisation_id, g.role_id, g.scope, g.unit_id, g.region, r.permissions
            FROM people_rolegrant g JOIN people_role r ON r.code = g.role_id
            WHERE (g.user_id = holder_user OR g.api_key_id = holder_key)
                AND g.from_date <= day AND (g.to_date IS NULL OR g.to_date >= day)
        ), below AS (
            SELECT id AS grant_id, unit_id FROM held WHERE unit_id IS NOT NULL
            UNION
            SELECT below.grant_id, p.unit_id
            FROM below JOIN people_unitplace p ON p.parent_id = below.unit_id
            WHERE p.superseded_at IS NULL
                AND p.from_date <= day AND (p.to_date IS NULL OR p.to_date >= day)
        ), overseen AS (
            SELECT organisation_id AS id FROM held WHERE scope IN ('system', 'region', 'country')
            UNION
            SELECT o.organisation_id
            FROM held
            JOIN people_oversightgrant o ON o.overseer_id = held.organisation_id
            JOIN people_organisation body ON body.id = o.organisation_id
            WHERE held.scope IN ('system', 'region', 'country')
                AND (held.scope <> 'region' OR body.region = held.region)
                AND o.superseded_at IS NULL
                AND o.from_date <= day AND (o.to_date IS NULL OR o.to_date >= day)
        )
        SELECT jsonb_build_object(
            'grants', coalesce((SELECT jsonb_agg(jsonb_build_object(
                'role', role_id, 'scope', scope, 'organisation_id', organisation_id,
                'permissions', permissions, 'units', (
                    SELECT coalesce(jsonb_agg(below.unit_id), '[]') FROM below
                    WHERE below.grant_id = held.id))) FROM held), '[]'),
            'organisations', coalesce((SELECT jsonb_agg(DISTINCT organisation_id) FROM held
                WHERE scope IN ('organisation', 'unit')), '[]'),
            'oversight', coalesce((SELECT jsonb_agg(id) FROM overseen), '[]'),
            'registrar', EXISTS (SELECT 1 FROM held WHERE scope = 'country'
                AND permissions ? 'organisation.register'))
    );
    END $$;

    CREATE FUNCTION qiflow_reach_and_narrow(
        holder_user uuid, holder_key uuid, day date, before text, narrow boolean) RETURNS jsonb
    LANGUAGE plpgsql AS $$
    DECLARE
        reach jsonb := qiflow_reach(holder_user, holder_key, day);
        organisations uuid[] := ARRAY(
            SELECT value::uuid FROM jsonb_array_elements_text(reach -> 'organisations'));
        shared uuid[] := qiflow_shared_ids(organisations, day);
    BEGIN
        IF narrow THEN
            PERFORM set_config('qiflow.organisations', array_to_string(organisations, ','), false);
            PERFORM set_config('qiflow.shared', array_to_string(shared, ','), false);
            PERFORM set_config('qiflow.oversight', array_to_string(ARRAY(
                SELECT jsonb_array_elements_text(reach -> 'oversight')), ','), false);
            PERFORM set_config('qiflow.scope',
                CASE WHEN (reach -> 'registrar')::boolean THEN 'registrar' ELSE '' END, false);
        ELSE
            PERFORM set_config('qiflow.scope', before, true);
        END IF;
        RETURN reach || jsonb_build_object('shared', to_jsonb(shared));
    END $$;
"""
UNDO_REACH = """
    DROP FUNCTION qiflow_reach_and_narrow(uuid, uuid, date, text, boolean);
    DROP FUNCTION qiflow_reach(uuid, uuid, date);
    DROP FUNCTION qiflow_shared_ids(uuid[], date);
"""

USER = """
    CREATE FUNCTION qiflow_enter_as_user(entering uuid, day date, narrow boolean) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        before text := coalesce(current_setting('qiflow.scope', true), '');
        found jsonb;
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        SELECT jsonb_build_object('user', to_jsonb(u), 'people', ARRAY(
            SELECT person_id FROM people_userperson WHERE user_id = u.id))
        INTO found FROM people_user u WHERE u.id = entering AND u.is_active;
        IF found IS NULL THEN
            PERFORM set_config('qiflow.scope', before, true);
            RETURN NULL;
        END IF;
        RETURN found || qiflow_reach_and_narrow(entering, NULL, day, before, narrow);
    END $$;

    CREATE FUNCTION qiflow_credentials(address text) RETURNS TABLE (
        id uuid, password text, is_active boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE before text := coalesce(current_setting('qiflow.scope', true), '');
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        RETURN QUERY SELECT u.id, u.password::text, u.is_active FROM people_user u
            WHERE lower(u.email) = lower(address);
        PERFORM set_config('qiflow.scope', before, true);
    END $$;
    CREATE FUNCTION qiflow_user_works_elsewhere(someone uuid, homes uuid[], day date)
    RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        before text := coalesce(current_setting('qiflow.scope', true), '');
        found boolean;
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        found := EXISTS (SELECT 1 FROM people_rolegrant WHERE user_id = someone
            AND organisation_id <> ALL (homes) AND (to_date IS NULL OR to_date >= day));
        PERFORM set_config('qiflow.scope', before, true);
        RETURN found;
    END $$;
    CREATE UNIQUE INDEX user_email_any_case ON people_user (lower(email));
"""
UNDO_USER = """
    DROP INDEX user_email_any_case;
    DROP FUNCTION qiflow_user_works_elsewhere(uuid, uuid[], date);
    DROP FUNCTION qiflow_credentials(text);
    DROP FUNCTION qiflow_enter_as_user(uuid, date, boolean);
"""

# Two SHA-256 digests are compared, so the time it takes says nothing about the secret.
KEY = """
    CREATE FUNCTION qiflow_enter_as_key(
        key_prefix text, key_hash text, day date, instant timestamptz, narrow boolean)
    RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        before text := coalesce(current_setting('qiflow.scope', true), '');
        found people_apikey;
        maker jsonb;
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        SELECT k.* INTO found FROM people_apikey k
            JOIN people_user u ON u.id = k.created_by_id AND u.is_active
            WHERE k.prefix = key_prefix AND k.secret_hash = key_hash
                AND k.revoked_at IS NULL AND k.expires_at > instant;
        IF found.id IS NULL THEN
            PERFORM set_config('qiflow.scope', before, true);
            RETURN NULL;
        END IF;
        maker := qiflow_reach(found.created_by_id, NULL, day);
        IF NOT (maker -> 'organisations') ? found.organisation_id::text THEN
            PERFORM set_config('qiflow.scope', before, true);
            RETURN NULL;
        END IF;
        UPDATE people_apikey SET last_used_at = instant WHERE id = found.id
            AND (last_used_at IS NULL OR last_used_at < instant - interval '1 minute');
        RETURN qiflow_reach_and_narrow(NULL, found.id, day, before, narrow)
            || jsonb_build_object('key', jsonb_build_object('id', found.id,
                'organisation_id', found.organisation_id, 'scopes', found.scopes),
                'maker', maker -> 'grants');
    END $$;
"""
UNDO_KEY = "DROP FUNCTION qiflow_enter_as_key(text, text, date, timestamptz, boolean);"

# The register of bodies is public: names for ids, and a body for a code.
NAMES = """
    CREATE FUNCTION qiflow_organisation_names(wanted uuid[], codes text[]) RETURNS TABLE (
        id uuid, ods_code text, name text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE before text := coalesce(current_setting('qiflow.scope', true), '');
    BEGIN
        PERFORM set_config('qiflow.scope', 'all', true);
        RETURN QUERY SELECT o.id, o.ods_code::text, o.name::text FROM people_organisation o
            WHERE o.id = ANY (wanted) OR o.ods_code = ANY (codes);
        PERFORM set_config('qiflow.scope', before, true);
    END $$;
"""
UNDO_NAMES = "DROP FUNCTION qiflow_organisation_names(uuid[], text[]);"


class Migration(migrations.Migration):
    dependencies = [("people", "0003_roles")]

    operations = [
        migrations.RunSQL(REACH, UNDO_REACH),
        migrations.RunSQL(USER, UNDO_USER),
        migrations.RunSQL(KEY, UNDO_KEY),
        migrations.RunSQL(NAMES, UNDO_NAMES),
    ]
