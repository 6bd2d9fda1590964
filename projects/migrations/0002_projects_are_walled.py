"""Row-level security of all tables, who shares a project, and search by title."""

from django.db import migrations

from kernel.rls import protect

# The functions below read for given organisations as the owner of the schema. Without this policy
# the planner would keep the tenant's condition as a barrier and scan every title.
OWNER_READS = """
    CREATE POLICY owner_read ON projects_project FOR SELECT TO qiflow_owner USING (true);
    CREATE POLICY owner_read ON projects_projectorganisation FOR SELECT TO qiflow_owner
        USING (true);
"""
UNDO_OWNER_READS = """
    DROP POLICY owner_read ON projects_project;
    DROP POLICY owner_read ON projects_projectorganisation;
"""

SHARED = """
    CREATE FUNCTION qiflow_shared_projects(organisations uuid[], on_day date) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
        SELECT DISTINCT project_id FROM projects_projectorganisation
        WHERE participant_id = ANY (organisations) AND superseded_at IS NULL
            AND from_date <= on_day AND (to_date IS NULL OR to_date >= on_day)
    $$;
"""
UNDO_SHARED = "DROP FUNCTION qiflow_shared_projects(uuid[], date);"

# Newest change first, so that a caller who needs one page reads no more than that. EXECUTE, because
# only a plan made for the very words knows whether they are rare (their index) or common (the
# list's index).
SEARCH = """
    CREATE INDEX project_title_words ON projects_project USING gin (title gin_trgm_ops);
    CREATE FUNCTION qiflow_projects_titled(
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
UNDO_SEARCH = """
    DROP FUNCTION qiflow_projects_titled(uuid[], uuid[], text, timestamptz, uuid, int);
    DROP INDEX project_title_words;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0001_initial"),
        ("kernel", "0002_log_is_append_only_and_tenants_are_walled"),
    ]

    operations = [
        protect("projects_project", shared="id"),
        protect("projects_projectorganisation", shared="project_id"),
        protect("projects_teammembership", shared="project_id"),
        protect("projects_charter", shared="project_id"),
        protect("projects_signoff", shared="project_id"),
        migrations.RunSQL(OWNER_READS, UNDO_OWNER_READS),
        migrations.RunSQL(SHARED, UNDO_SHARED),
        migrations.RunSQL(SEARCH, UNDO_SEARCH),
    ]
