"""After a merger the successor sees the committees of its predecessors, to approve them again."""

from django.db import migrations

# Committees in which organisations take part, and those of the organisations that they came from,
# unless another successor took these over.
SHARED = """
    CREATE OR REPLACE FUNCTION qiflow_shared_committees(organisations uuid[], on_day date)
        RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
            WITH RECURSIVE link AS (
                SELECT predecessor_id, successor_id FROM people_organisationsuccession
                WHERE superseded_at IS NULL AND from_date <= on_day
                    AND (to_date IS NULL OR to_date >= on_day)
            ), came_from AS (
                SELECT predecessor_id AS id FROM link WHERE successor_id = ANY (organisations)
                UNION
                SELECT link.predecessor_id FROM came_from
                JOIN link ON link.successor_id = came_from.id
            ), part AS (
                SELECT committee_id, participant_id, keeps FROM governance_committeeorganisation
                WHERE superseded_at IS NULL
                    AND from_date <= on_day AND (to_date IS NULL OR to_date >= on_day)
            )
            SELECT committee_id FROM part WHERE participant_id = ANY (organisations)
            UNION
            SELECT committee.id FROM governance_committee committee
            JOIN came_from ON came_from.id = committee.organisation_id
            WHERE NOT EXISTS (
                SELECT 1 FROM part
                WHERE part.committee_id = committee.id AND part.keeps
                    AND part.participant_id <> ALL (organisations)
                    AND part.participant_id NOT IN (SELECT id FROM came_from))
        $$;
"""
BEFORE = """
    CREATE OR REPLACE FUNCTION qiflow_shared_committees(organisations uuid[], on_day date)
        RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
            SELECT DISTINCT committee_id FROM governance_committeeorganisation
            WHERE participant_id = ANY (organisations) AND superseded_at IS NULL
                AND from_date <= on_day AND (to_date IS NULL OR to_date >= on_day)
        $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0003_successors_keep_committees"),
        ("people", "0002_people_are_walled"),
    ]

    operations = [migrations.RunSQL(SHARED, BEFORE)]
