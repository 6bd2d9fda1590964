"""What somebody reaches says until when, so that their own page can tell them."""

from django.db import migrations

UNTIL = """
    CREATE OR REPLACE FUNCTION qiflow_reach(holder_user uuid, holder_key uuid, day date)
    RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
    BEGIN
    RETURN (
        WITH RECURSIVE held AS (
            SELECT g.id, g.organisation_id, g.role_id, g.scope, g.unit_id, g.region, g.to_date,
                r.permissions
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
                'permissions', permissions, 'until', to_date, 'units', (
                    SELECT coalesce(jsonb_agg(below.unit_id), '[]') FROM below
                    WHERE below.grant_id = held.id))) FROM held), '[]'),
            'organisations', coalesce((SELECT jsonb_agg(DISTINCT organisation_id) FROM held
                WHERE scope IN ('organisation', 'unit')), '[]'),
            'oversight', coalesce((SELECT jsonb_agg(id) FROM overseen), '[]'),
            'registrar', EXISTS (SELECT 1 FROM held WHERE scope = 'country'
                AND permissions ? 'organisation.register'))
    );
    END $$;
"""
BEFORE = """
    CREATE OR REPLACE FUNCTION qiflow_reach(holder_user uuid, holder_key uuid, day date)
    RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_invitations_are_walled")]

    operations = [migrations.RunSQL(UNTIL, BEFORE)]
