"""A common word costs a look at the newest projects, not at every title that holds it.

Under row-level security the planner may use no statistics of titles with ILIKE: it takes every word
for a rare one, reads all that the index of words has and sorts it. So whoever looks at one
organisation walks its newest projects first; where those fill the page, nothing more is read.
"""

from django.db import migrations

#: Words that one title in twenty-five holds fill a page of twenty on this walk, which takes 1 ms.
WALKED = 500

SEARCH = f"""
    CREATE OR REPLACE FUNCTION qiflow_projects_titled(
        organisations uuid[], shared uuid[], pattern text, before_at timestamptz, before_id uuid,
        most int)
    RETURNS TABLE (id uuid, updated_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        own text := '(SELECT p.id, p.updated_at FROM projects_project p'
            ' WHERE p.organisation_id = ANY ($1) AND p.title ILIKE $3 AND p.updated_at <= $4'
            '   AND (p.updated_at < $4 OR p.id < $5)'
            ' ORDER BY p.updated_at DESC, p.id DESC LIMIT $6)';
        newest text := '(SELECT n.id, n.updated_at FROM (SELECT p.id, p.updated_at, p.title'
            '   FROM projects_project p WHERE p.organisation_id = $1[1] AND p.updated_at <= $4'
            '     AND (p.updated_at < $4 OR p.id < $5)'
            '   ORDER BY p.updated_at DESC, p.id DESC LIMIT {WALKED}) n'
            ' WHERE n.title ILIKE $3 ORDER BY n.updated_at DESC, n.id DESC LIMIT $6)';
        filled boolean := false;
    BEGIN
        IF cardinality(organisations) = 1 THEN
            EXECUTE 'SELECT count(*) = $6 FROM ' || newest || ' AS found' INTO filled
                USING organisations, shared, pattern, before_at, before_id, most;
        END IF;
        RETURN QUERY EXECUTE
            'SELECT found.id, found.updated_at FROM ('
            || CASE WHEN filled THEN newest ELSE own END ||
            '  UNION'
            '  (SELECT p.id, p.updated_at FROM projects_project p'
            '   WHERE p.id = ANY ($2) AND p.title ILIKE $3 AND p.updated_at <= $4'
            '     AND (p.updated_at < $4 OR p.id < $5))'
            ') found ORDER BY found.updated_at DESC, found.id DESC LIMIT $6'
            USING organisations, shared, pattern, before_at, before_id, most;
    END $$;
"""

BEFORE = """
    CREATE OR REPLACE FUNCTION qiflow_projects_titled(
        organisations uuid[], shared uuid[], pattern text, before_at timestamptz, before_id uuid,
        most int)
    RETURNS TABLE (id uuid, updated_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN QUERY EXECUTE
            'SELECT found.id, found.updated_at FROM ('
            '  (SELECT p.id, p.updated_at FROM projects_project p'
            '   WHERE p.organisation_id = ANY ($1) AND p.title ILIKE $3 AND p.updated_at <= $4'
            '     AND (p.updated_at < $4 OR p.id < $5)'
            '   ORDER BY p.updated_at DESC, p.id DESC LIMIT $6)'
            '  UNION'
            '  (SELECT p.id, p.updated_at FROM projects_project p'
            '   WHERE p.id = ANY ($2) AND p.title ILIKE $3 AND p.updated_at <= $4'
            '     AND (p.updated_at < $4 OR p.id < $5))'
            ') found ORDER BY found.updated_at DESC, found.id DESC LIMIT $6'
            USING organisations, shared, pattern, before_at, before_id, most;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_measures_are_judged_as_known")]

    operations = [migrations.RunSQL(SEARCH, BEFORE)]
